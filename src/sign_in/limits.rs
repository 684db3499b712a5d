//! How often links may be asked for, so that nobody's mailbox is flooded through us.

use std::num::NonZeroU32;
use std::time::Duration;

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use poem::Request;

use super::token;
use crate::address::client_of;

/// Beyond this many keys, those that are free again are forgotten.
const MANY: usize = 10_000;

/// Counters of this process.
pub(super) struct Limits {
    by_address: DefaultKeyedRateLimiter<String>,
    by_client: DefaultKeyedRateLimiter<String>,
    noted: DefaultKeyedRateLimiter<String>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            by_address: RateLimiter::keyed(quota(3, Duration::from_mins(5))),
            by_client: RateLimiter::keyed(quota(20, Duration::from_secs(30))),
            noted: RateLimiter::keyed(quota(1, Duration::from_hours(1))),
        }
    }
}

/// So many at once, then one each time the pause is over.
fn quota(at_once: u32, pause: Duration) -> Quota {
    let at_once = NonZeroU32::new(at_once).unwrap_or(NonZeroU32::MIN);
    Quota::with_period(pause).unwrap_or(Quota::per_hour(at_once)).allow_burst(at_once)
}

impl Limits {
    /// Whether another letter may go to this address.
    pub(super) fn may_write_to(&self, email: &str) -> bool {
        allows(&self.by_address, &email.trim().to_lowercase())
    }

    /// Whether this client may ask again. A federation's office shares one address: the limit leaves
    /// room for a whole team that signs in at nine o'clock.
    pub(super) fn may_ask(&self, request: &Request) -> bool {
        allows(&self.by_client, &client_of(request))
    }

    /// Whether the use of this session is to be noted.
    pub(super) fn may_note(&self, session_token: &str) -> bool {
        allows(&self.noted, &token::hash(session_token))
    }
}

fn allows(limiter: &DefaultKeyedRateLimiter<String>, key: &str) -> bool {
    if limiter.len() > MANY {
        limiter.retain_recent();
    }
    limiter.check_key(&key.to_owned()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fourth_letter_to_one_address_has_to_wait() {
        let limits = Limits::default();

        let answers: Vec<bool> = ["a@b.fr", "A@b.fr", " a@b.fr", "a@b.fr"]
            .map(|email| limits.may_write_to(email))
            .into();

        assert_eq!(answers, [true, true, true, false]);
        assert!(limits.may_write_to("c@b.fr"));
    }
}
