//! Random words that open doors, and what we keep of them.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

/// 32 random bytes, fit for an address or a cookie.
pub(super) fn fresh() -> String {
    BASE64_URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())
}

/// What is kept of a word: enough to recognise it, not enough to use it.
pub(super) fn hash(word: &str) -> String {
    hex::encode(Sha256::digest(word.as_bytes()))
}
