//! Secrets: random tokens, hashed at rest, and tokens that letters can carry because they are derived.

use std::fmt;

use aes_gcm::{Aes256Gcm, KeyInit as _, aead::Aead as _};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use hmac::{Hmac, Mac};
use rand::{TryRngCore as _, rngs::OsRng};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;
use uuid::Uuid;

/// The bytes that make each sealing different.
const NONCE: usize = 12;

/// The server's key; never printed.
#[derive(Clone)]
pub struct SecretKey(Vec<u8>);

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretKey(…)")
    }
}

impl SecretKey {
    /// The key made of this text; at least 32 characters are asked of an operator.
    pub fn new(text: &str) -> Self {
        Self(text.as_bytes().to_vec())
    }

    /// A token that only this server can make, for one purpose and one thing. A letter written
    /// twice carries the same link, and nothing in the database can act in its stead.
    pub fn token(&self, purpose: &str, id: Uuid, round: i32) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(self.mac(purpose, id, round))
    }

    /// Whether this is the token for that purpose and thing.
    pub fn is_token(&self, token: &str, purpose: &str, id: Uuid, round: i32) -> bool {
        BASE64_URL_SAFE_NO_PAD
            .decode(token)
            .is_ok_and(|bytes| bytes.ct_eq(&self.mac(purpose, id, round)).into())
    }

    /// Signs a short text, such as a cookie's.
    pub fn sign(&self, purpose: &str, text: &[u8]) -> Vec<u8> {
        let mut mac = self.begin(purpose);
        mac.update(text);
        mac.finalize().into_bytes().to_vec()
    }

    /// Signs many texts that begin alike: each then costs its own ending only.
    pub fn signer(&self, purpose: &str, beginning: &[u8]) -> Signer {
        let mut mac = self.begin(purpose);
        mac.update(beginning);
        Signer(mac)
    }

    /// Closes a text so that it opens only to whoever brings the same bearer again, such as the token of
    /// a session, of which we keep a hash alone: AES-256-GCM (NIST SP 800-38D).
    pub fn seal(&self, purpose: &str, bearer: &str, text: &str) -> anyhow::Result<String> {
        let mut nonce = [0_u8; NONCE];
        OsRng.try_fill_bytes(&mut nonce).map_err(|error| anyhow::anyhow!("{error}"))?;
        let sealed = self
            .cipher(purpose, bearer)
            .encrypt(&nonce.into(), text.as_bytes())
            .map_err(|_| anyhow::anyhow!("the text is too long to be sealed"))?;
        Ok(BASE64_URL_SAFE_NO_PAD.encode([nonce.as_slice(), &sealed].concat()))
    }

    /// Opens what was sealed for this purpose and this bearer; nothing else opens.
    pub fn unseal(&self, purpose: &str, bearer: &str, sealed: &str) -> Option<String> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(sealed).ok()?;
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE>()?;
        let text = self.cipher(purpose, bearer).decrypt(nonce.into(), sealed).ok()?;
        String::from_utf8(text).ok()
    }

    fn cipher(&self, purpose: &str, bearer: &str) -> Aes256Gcm {
        let mut mac = self.begin(purpose);
        mac.update(bearer.as_bytes());
        Aes256Gcm::new(&mac.finalize().into_bytes())
    }

    fn mac(&self, purpose: &str, id: Uuid, round: i32) -> Vec<u8> {
        let mut mac = self.begin(purpose);
        mac.update(id.as_bytes());
        mac.update(&round.to_be_bytes());
        mac.finalize().into_bytes().to_vec()
    }

    fn begin(&self, purpose: &str) -> Hmac<Sha256> {
        // The key is first brought to a fixed length, which HMAC always takes.
        let key = Sha256::digest(&self.0);
        #[expect(clippy::expect_used, reason = "HMAC takes keys of every length")]
        let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(&key).expect("a key of 32 bytes");
        mac.update(purpose.as_bytes());
        mac.update(&[0]);
        mac
    }
}

/// Signs texts of one purpose and one beginning.
#[derive(Clone)]
pub struct Signer(Hmac<Sha256>);

impl Signer {
    /// The signature of the text that ends so.
    pub fn sign(&self, ending: &[u8]) -> [u8; 32] {
        let mut mac = self.0.clone();
        mac.update(ending);
        mac.finalize().into_bytes().into()
    }
}

/// A random token of 32 bytes, as a URL can carry it.
pub fn random_token() -> anyhow::Result<String> {
    let mut bytes = [0_u8; 32];
    OsRng.try_fill_bytes(&mut bytes).map_err(|error| anyhow::anyhow!("{error}"))?;
    Ok(BASE64_URL_SAFE_NO_PAD.encode(bytes))
}

/// How a token is kept: its SHA-256, in hexadecimal.
pub fn hash(token: &str) -> String {
    hex::encode(Sha256::digest(token.as_bytes()))
}

/// The key that the server made for itself at its first start.
pub async fn kept(db: &crate::database::Db) -> anyhow::Result<String> {
    use crate::database::{Sql, binds};

    #[derive(sea_orm::FromQueryResult)]
    struct Row {
        value: String,
    }
    // Two replicas may start at once: the first key that is written is everyone's.
    Sql::new(
        "insert into server_secret (name, value) values ('key', ?) on conflict (name) do nothing",
        binds![random_token()?],
    )
    .run(db.write())
    .await?;
    let row: Option<Row> = Sql::new("select value from server_secret where name = 'key'", vec![])
        .one(db.write())
        .await?;
    row.map(|row| row.value).ok_or_else(|| anyhow::anyhow!("the key vanished"))
}
