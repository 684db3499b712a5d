//! A person known to the federation for the first time, with or without an account.

use sea_orm::{ActiveModelTrait as _, Set};
use serde_json::json;

use crate::{
    audit::Line,
    context::Context,
    database::Transaction,
    error::Halt,
    id::MemberId,
    identifier::Email,
    text::{fold, is_blank},
};
use entities::member::ProfileKind;

/// What stands where a name would, of somebody who gave none or is erased; of no language. The
/// address would tell others what its owner hides from them.
pub(crate) const NAMELESS: &str = "—";

/// Whether this, as a list shows it, stands where a name would.
pub fn is_nameless(name: &str) -> bool {
    matches!(name, "" | NAMELESS)
}

/// What is known of them.
#[derive(Clone, Debug)]
pub struct Newcomer {
    /// First name; may be empty.
    pub first_name: String,
    /// Last name; may be empty.
    pub last_name: String,
    /// The address; one address is one person.
    pub email: Email,
    /// Telephone.
    pub phone: Option<String>,
    /// What they are by profession.
    pub profile_kind: ProfileKind,
    /// How they came, on the audit trail: `member.sign_up`, `member.import`.
    pub action: &'static str,
}

/// Writes down a person; the caller has made sure that the address is nobody's yet.
pub async fn enrol(tx: &Transaction, ctx: &Context, newcomer: &Newcomer) -> Result<MemberId, Halt> {
    let id = MemberId::new();
    let seen = |name: &&str| !is_blank(name);
    let first_name = Some(newcomer.first_name.trim()).filter(seen).unwrap_or_default();
    let last_name = match Some(newcomer.last_name.trim()).filter(seen) {
        Some(last_name) => last_name,
        None if first_name.is_empty() => NAMELESS,
        None => "",
    };
    entities::member::ActiveModel {
        id: Set(id.uuid()),
        first_name: Set(first_name.to_owned()),
        last_name: Set(last_name.to_owned()),
        search: Set(fold(&format!("{last_name} {first_name}"))),
        email: Set(newcomer.email.as_str().to_owned()),
        email_key: Set(Some(newcomer.email.key())),
        phone: Set(newcomer.phone.clone()),
        job_title: Set(None),
        profile_kind: Set(newcomer.profile_kind),
        may_train: Set(false),
        skills: Set(json!([])),
        visibility: Set(json!({})),
        is_administrator: Set(false),
        archived_at: Set(None),
        merged_into_id: Set(None),
        erased_at: Set(None),
        last_seen_at: Set(None),
        revision: Set(1),
        created_at: Set(ctx.now()),
    }
    .insert(&**tx)
    .await?;
    tx.audit(ctx, Line::new(newcomer.action, id).on_behalf_of(id)).await?;
    Ok(id)
}
