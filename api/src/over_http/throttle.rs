//! How much an asker may still ask for, and how the answer tells it.

use std::time::Duration;

use serde_json::{Value, json};

/// Where an asker's points are kept; whoever knows who asks brings it with the request.
pub trait Allowance: Send + Sync {
    /// Takes so many points out, or says how long to wait for them.
    fn take(&self, points: u64) -> Throttle;
}

/// How full an asker's bucket is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Throttle {
    /// The name of the rule.
    pub policy: &'static str,
    /// The points of a full bucket.
    pub maximum: u32,
    /// The points that are in it now.
    pub available: u32,
    /// The points that come back each second.
    pub restored_each_second: u32,
    /// How long until there are enough, when there were not.
    pub wait: Option<Duration>,
}

impl Throttle {
    /// As `extensions.cost.throttleStatus` tells it.
    pub(super) fn status(&self) -> Value {
        json!({
            "maximumAvailable": self.maximum,
            "currentlyAvailable": self.available,
            "restoreRate": self.restored_each_second,
        })
    }

    /// As headers tell it: draft-ietf-httpapi-ratelimit-headers, and `Retry-After`.
    pub(super) fn headers(&self) -> Vec<(&'static str, String)> {
        let Self { policy, maximum, available, restored_each_second, .. } = self;
        let seconds = |points: u32| points.div_ceil((*restored_each_second).max(1));
        let (window, until_full) = (seconds(*maximum), seconds(maximum.saturating_sub(*available)));
        let mut headers = vec![
            ("ratelimit-policy", format!("\"{policy}\";q={maximum};w={window}")),
            ("ratelimit", format!("\"{policy}\";r={available};t={until_full}")),
        ];
        if let Some(wait) = self.wait {
            headers.push(("retry-after", whole_seconds(wait).to_string()));
        }
        headers
    }
}

/// Rounded up, and never none.
pub(super) fn whole_seconds(wait: Duration) -> u64 {
    (wait.as_secs() + u64::from(wait.subsec_nanos() > 0)).max(1)
}
