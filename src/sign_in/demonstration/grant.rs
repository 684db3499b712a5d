//! The codes and access tokens that the demonstration provider gave out, each good for a short time.

use std::collections::HashMap;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};
use tokio::time::{Duration, Instant};

use crate::sign_in::token;

const CODE_LASTS: Duration = Duration::from_mins(1);
const TOKEN_LASTS: Duration = Duration::from_mins(5);

/// What the person agreed to.
pub(super) struct Grant {
    pub subject: String,
    pub nonce: Option<String>,
    pub challenge: String,
    given_at: Instant,
}

/// Everything given out and not yet used.
#[derive(Default)]
pub(super) struct Grants {
    codes: HashMap<String, Grant>,
    tokens: HashMap<String, (String, Instant)>,
}

impl Grants {
    /// A code for this choice.
    pub(super) fn give_code(
        &mut self,
        subject: &str,
        nonce: Option<String>,
        challenge: String,
    ) -> String {
        self.codes.retain(|_, grant| grant.given_at.elapsed() < CODE_LASTS);
        let code = token::fresh();
        let grant = Grant { subject: subject.into(), nonce, challenge, given_at: Instant::now() };
        self.codes.insert(code.clone(), grant);
        code
    }

    /// What a code stands for, once, to whoever holds its verifier.
    pub(super) fn use_code(&mut self, code: &str, verifier: &str) -> Option<Grant> {
        let grant = self.codes.remove(code)?;
        let challenge = BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()));
        (grant.given_at.elapsed() < CODE_LASTS && challenge == grant.challenge).then_some(grant)
    }

    /// An access token to ask who this person is.
    pub(super) fn give_token(&mut self, subject: &str) -> String {
        self.tokens.retain(|_, (_, given_at)| given_at.elapsed() < TOKEN_LASTS);
        let token = token::fresh();
        self.tokens.insert(token.clone(), (subject.into(), Instant::now()));
        token
    }

    /// Whom an access token is about.
    pub(super) fn subject_of(&self, token: &str) -> Option<String> {
        let (subject, given_at) = self.tokens.get(token)?;
        (given_at.elapsed() < TOKEN_LASTS).then(|| subject.clone())
    }
}
