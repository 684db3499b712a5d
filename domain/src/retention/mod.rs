//! What was kept long enough is erased, by itself: see `docs/decisions/0005-retention.md`.

mod clear;
mod unseen;

use chrono::TimeDelta;

pub use clear::clear;
pub use unseen::unseen;

/// How long a session, link or confirmation is kept after its end.
pub const WAYS_IN: TimeDelta = TimeDelta::days(30);
/// How long the address of an answered, expired or revoked invitation is kept.
pub const INVITATIONS: TimeDelta = TimeDelta::days(90);
/// How long the address and the words of a letter are kept.
pub const LETTERS: TimeDelta = TimeDelta::days(365);
/// How long the trail tells who signed in and out.
pub const SIGN_INS: TimeDelta = TimeDelta::days(365);
/// After how long without any sign of them a person is asked whether to be kept.
pub const UNSEEN: TimeDelta = TimeDelta::days(3 * 365);
/// How long after that letter the record is closed, and how long after that it is erased.
pub const NOTICE: TimeDelta = TimeDelta::days(30);
