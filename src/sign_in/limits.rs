//! How often links may be asked for, so that nobody's mailbox is flooded through us.

use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU32;
use std::time::Duration;

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use poem::Request;

use super::token;

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

fn client_of(request: &Request) -> String {
    let peer = request.remote_addr().as_socket_addr().map(SocketAddr::ip);
    client(peer, request.header("x-forwarded-for"))
}

/// Who asks. Behind a reverse proxy of our own, the address that the proxy saw; anyone else's word
/// about their address is not taken.
fn client(peer: Option<IpAddr>, forwarded: Option<&str>) -> String {
    let forwarded = forwarded
        .and_then(|list| list.rsplit(',').next())
        .and_then(|last| last.trim().parse::<IpAddr>().ok());
    match (peer, forwarded) {
        (Some(peer), Some(client)) if is_ours(peer) => network_of(client),
        (Some(peer), _) => network_of(peer),
        (None, _) => "unknown".to_owned(),
    }
}

fn is_ours(peer: IpAddr) -> bool {
    match peer {
        IpAddr::V4(ip) => ip.is_loopback() || ip.is_private(),
        IpAddr::V6(ip) => ip.is_loopback() || ip.is_unique_local(),
    }
}

/// One household has 2^64 addresses of the newer kind: they count as one.
fn network_of(ip: IpAddr) -> String {
    match ip {
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) => format!("{:x?}", &ip.segments()[..4]),
    }
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

    #[test]
    fn a_stranger_cannot_pass_for_another_by_a_header() {
        let from = |peer: &str, forwarded| client(peer.parse().ok(), Some(forwarded));

        assert_eq!(from("203.0.113.9", "198.51.100.1"), "203.0.113.9");
        assert_eq!(from("127.0.0.1", "192.0.2.7, 198.51.100.1"), "198.51.100.1");
    }
}
