//! How much each asker may ask of the API: a bucket that leaks, for each token, person or address.
//!
//! The buckets are of this process. A request takes its cost out of one; what it takes comes back
//! with time. Who is signed in has a larger one than who is not.

use std::{
    num::NonZeroU32,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use api::over_http::{Allowance, Throttle};
use domain::policy::Standing;
use governor::{
    Quota, RateLimiter,
    clock::{Clock as _, DefaultClock},
    middleware::StateInformationMiddleware,
    state::keyed::DefaultKeyedStateStore,
};

use crate::config::{ApiLimits, Rate};

/// After so many requests, buckets that are full again are forgotten.
const SOMETIMES: u64 = 4_096;

type Buckets =
    RateLimiter<String, DefaultKeyedStateStore<String>, DefaultClock, StateInformationMiddleware>;

/// The buckets of everybody.
pub struct Allowances {
    signed_in: Option<Shelf>,
    anonymous: Option<Shelf>,
}

/// Buckets of one size.
struct Shelf {
    /// Its name in the headers.
    policy: &'static str,
    rate: Rate,
    buckets: Buckets,
    clock: DefaultClock,
    asked: AtomicU64,
}

/// One asker's bucket.
#[derive(Clone)]
pub(super) struct Bucket<'a> {
    shelf: &'a Shelf,
    key: String,
}

impl Allowances {
    /// Full buckets of these sizes.
    pub fn new(limits: &ApiLimits) -> Self {
        Self {
            signed_in: limits.signed_in.map(|rate| Shelf::new("signed-in", rate)),
            anonymous: limits.anonymous.map(|rate| Shelf::new("anonymous", rate)),
        }
    }

    /// The bucket of who asks: the tool's, else the person's, else that of the address.
    pub(super) fn of(&self, standing: &Standing, address: &str) -> Option<Bucket<'_>> {
        let token = standing.token.as_ref().map(|token| format!("token {}", token.id));
        match token.or_else(|| standing.member.map(|member| format!("member {member}"))) {
            Some(key) => self.signed_in.as_ref().map(|shelf| Bucket { shelf, key }),
            None => self.of_address(address),
        }
    }

    /// The bucket of an address, for who could not be made out.
    pub(super) fn of_address(&self, address: &str) -> Option<Bucket<'_>> {
        let key = address.to_owned();
        self.anonymous.as_ref().map(|shelf| Bucket { shelf, key })
    }
}

impl Shelf {
    fn new(policy: &'static str, rate: Rate) -> Self {
        let quota = Quota::per_second(rate.each_second).allow_burst(rate.points);
        Self {
            policy,
            rate,
            buckets: RateLimiter::keyed(quota).with_middleware(),
            clock: DefaultClock::default(),
            asked: AtomicU64::new(0),
        }
    }

    fn throttle(&self, available: u32, wait: Option<Duration>) -> Throttle {
        Throttle {
            policy: self.policy,
            maximum: self.rate.points.get(),
            available,
            restored_each_second: self.rate.each_second.get(),
            wait,
        }
    }
}

impl Allowance for Bucket<'_> {
    fn take(&self, points: u64) -> Throttle {
        let shelf = self.shelf;
        if shelf.asked.fetch_add(1, Ordering::Relaxed) % SOMETIMES == SOMETIMES - 1 {
            shelf.buckets.retain_recent();
        }
        // Whatever the settings say, a request that the guard lets through can be paid for.
        let most = shelf.rate.points;
        let points = u32::try_from(points.max(1)).ok().and_then(NonZeroU32::new);
        let points = points.unwrap_or(most).min(most);
        match shelf.buckets.check_key_n(&self.key, points) {
            Ok(Ok(after)) => shelf.throttle(after.remaining_burst_capacity(), None),
            Ok(Err(until)) => {
                let wait = until.wait_time_from(shelf.clock.now());
                let missing = wait.as_secs_f64() * f64::from(shelf.rate.each_second.get());
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "a share of the points, which are a u32"
                )]
                let missing = missing.ceil() as u32;
                shelf.throttle(points.get().saturating_sub(missing), Some(wait))
            }
            // Not reached: no more is asked for than the bucket holds.
            Err(_) => shelf.throttle(0, Some(Duration::from_secs(1))),
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn rate(points: u32, each_second: u32) -> Rate {
        Rate {
            points: NonZeroU32::new(points).unwrap(),
            each_second: NonZeroU32::new(each_second).unwrap(),
        }
    }

    #[test]
    fn a_bucket_empties_by_cost_and_each_asker_has_their_own() {
        let limits = ApiLimits { signed_in: Some(rate(100, 1)), anonymous: Some(rate(10, 1)) };
        let allowances = Allowances::new(&limits);
        let nobody = Standing::nobody();
        let take = |address: &str, points| allowances.of(&nobody, address).unwrap().take(points);

        let first = take("192.0.2.7", 8);
        let second = take("192.0.2.7", 8);
        let other = take("192.0.2.8", 8);

        assert_eq!((first.maximum, first.available, first.wait), (10, 2, None));
        assert!(second.wait.is_some_and(|wait| wait > Duration::from_secs(4)), "{second:?}");
        assert_eq!(second.available, 2);
        assert_eq!(other.available, 2);
    }

    #[test]
    fn who_is_signed_in_has_a_bucket_of_their_own_wherever_they_are() {
        let limits = ApiLimits { signed_in: Some(rate(100, 1)), anonymous: Some(rate(10, 1)) };
        let allowances = Allowances::new(&limits);
        let someone = Standing { member: Some(Uuid::from_u128(1)), ..Standing::nobody() };
        let take = |address: &str| allowances.of(&someone, address).unwrap().take(30);

        assert_eq!(take("192.0.2.7").available, 70);
        assert_eq!(take("192.0.2.8").available, 40);
    }

    #[test]
    fn the_dearest_request_can_be_paid_for_and_no_limit_is_no_bucket() {
        let allowances =
            Allowances::new(&ApiLimits { signed_in: None, anonymous: Some(rate(10, 1)) });
        let someone = Standing { member: Some(Uuid::from_u128(1)), ..Standing::nobody() };

        assert_eq!(allowances.of_address("192.0.2.7").unwrap().take(20_000).wait, None);
        assert!(allowances.of(&someone, "192.0.2.7").is_none());
    }
}
