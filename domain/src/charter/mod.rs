//! Charters: a text of a network that its volunteers and their host structures sign.
//!
//! A charter has one draft and a line of published versions that never change. Each version keeps
//! the rules under which it is signed, and each signature the hash of what was read, so that "who
//! was covered on that day?" has one answer for ever.

mod archive;
mod asked;
mod cover;
mod coverage;
mod create;
mod lapse;
mod newcomer;
mod owed;
mod publish;
mod read;
mod recall;
mod refuse;
mod remind;
mod request;
mod sign;
mod signature;
mod update;
mod withdraw;

use chrono::{DateTime, Utc};
use uuid::Uuid;

pub use archive::{ArchiveRefusal, archive};
pub use cover::{Rule, Signed, covers, renewable_from, rule_on, until};
pub use coverage::{
    Coverage, Filter as CoverageFilter, Over, Scope, Side as CoverageSide, covered_counts,
    list_of_charters, list_of_members,
};
pub use create::{Create, CreateRefusal, create};
pub use entities::signature::{Side, State};
pub use lapse::lapse;
pub(crate) use newcomer::{Coming, to_sign};
pub use newcomer::{ToSign, ask_newcomers};
pub use owed::Signatories;
pub(crate) use owed::{missing, standing};
pub use publish::{Publish, PublishRefusal, publish};
pub use read::{by_ids, list_below, list_versions, load, version, versions_by_ids};
pub use recall::{RecallRefusal, Recalled, recall, unanswered};
pub use refuse::{Refuse, RefuseRefusal, refuse};
pub use remind::remind;
pub use request::{Asked, Request, requests};
pub use sign::{Sign, SignRefusal, sign};
pub use signature::signatures_by_ids;
pub use update::{Change, UpdateRefusal, update};
pub use withdraw::{WithdrawRefusal, withdraw};

/// A charter as this asker may see it.
#[derive(Clone, Debug)]
pub struct Charter {
    /// Its identifier.
    pub id: Uuid,
    /// Whose it is.
    pub network_id: Uuid,
    /// Its title.
    pub title: String,
    /// Whether the next version asks the volunteer's signature.
    pub asks_volunteer: bool,
    /// Whether the next version asks the host structure's signature.
    pub asks_structure: bool,
    /// For how many months a signature under the next version holds; none means without end.
    pub validity_months: Option<i32>,
    /// The text being written; only its network's leads see it.
    pub draft: Option<String>,
    /// The version that is signed now; none before the first publication.
    pub current_version_id: Option<Uuid>,
    /// Since when it is closed.
    pub archived_at: Option<DateTime<Utc>>,
    /// Grows with each change.
    pub revision: i32,
    /// Since when it is here.
    pub created_at: DateTime<Utc>,
}

/// A published text; it never changes.
#[derive(Clone, Debug, PartialEq)]
pub struct Version {
    /// Its identifier.
    pub id: Uuid,
    /// Its charter.
    pub charter_id: Uuid,
    /// Counted from one.
    pub number: i32,
    /// The text, in Markdown.
    pub body: String,
    /// The SHA-256 of exactly this text, in hexadecimal.
    pub body_hash: String,
    /// Whether it asks the volunteer's signature.
    pub asks_volunteer: bool,
    /// Whether it asks the host structure's signature.
    pub asks_structure: bool,
    /// For how many months a signature holds.
    pub validity_months: Option<i32>,
    /// Whether those who signed an older version must sign again.
    pub asks_again: bool,
    /// Who published it.
    pub published_by_id: Option<Uuid>,
    /// When.
    pub published_at: DateTime<Utc>,
}

/// What someone answered to a charter: signed, refused, taken back or run out.
#[derive(Clone, Debug, PartialEq)]
pub struct Signature {
    /// Its identifier.
    pub id: Uuid,
    /// The charter.
    pub charter_id: Uuid,
    /// The version that was read.
    pub version_id: Uuid,
    /// For whom: oneself, or an employer.
    pub side: Side,
    /// The volunteer, on their side.
    pub member_id: Option<Uuid>,
    /// The host structure, on its side.
    pub employer_id: Option<Uuid>,
    /// Whether it stands.
    pub state: State,
    /// Who answered.
    pub signed_by_id: Uuid,
    /// How they had proved who they are.
    pub authenticated_by: String,
    /// The SHA-256 of the text that was read.
    pub body_hash: String,
    /// Why it was refused or taken back.
    pub reason: Option<String>,
    /// When they answered.
    pub signed_at: DateTime<Utc>,
    /// The first day on which it no longer holds.
    pub expires_on: Option<chrono::NaiveDate>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
}

/// The longest time for which a signature may hold: ten years.
const MOST_MONTHS: i32 = 120;

/// The hash that says that a text is exactly this one.
fn hash(body: &str) -> String {
    use sha2::{Digest as _, Sha256};
    hex::encode(Sha256::digest(body.as_bytes()))
}
