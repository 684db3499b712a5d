//! A sign-in that was started and has not come back, as the browser keeps it for us.

use chrono::{DateTime, Utc};
use openidconnect::{CsrfToken, Nonce, PkceCodeChallenge, PkceCodeVerifier};
use serde::{Deserialize, Serialize};

use super::return_to::ReturnTo;

/// How long a person may take at the provider.
pub(super) const TIME_AT_THE_PROVIDER: chrono::Duration = chrono::Duration::minutes(15);

/// 32 random bytes: 43 characters, more than the 32 that `ProConnect` asks for.
const RANDOM_BYTES: u32 = 32;

/// What we must remember to recognise the answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pending {
    /// Comes back as it was sent.
    pub state: String,
    /// Comes back inside the id token.
    pub nonce: String,
    /// Proves at the token endpoint that we are who started.
    pub verifier: String,
    /// Where the person wanted to go.
    pub return_to: ReturnTo,
    /// From then on the answer comes too late.
    pub expires_at: DateTime<Utc>,
}

impl Pending {
    pub(super) fn start(return_to: ReturnTo, now: DateTime<Utc>) -> (Self, PkceCodeChallenge) {
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let pending = Self {
            state: CsrfToken::new_random_len(RANDOM_BYTES).into_secret(),
            nonce: Nonce::new_random_len(RANDOM_BYTES).secret().clone(),
            verifier: verifier.into_secret(),
            return_to,
            expires_at: now + TIME_AT_THE_PROVIDER,
        };
        (pending, challenge)
    }

    pub(super) fn pkce_verifier(&self) -> PkceCodeVerifier {
        PkceCodeVerifier::new(self.verifier.clone())
    }
}
