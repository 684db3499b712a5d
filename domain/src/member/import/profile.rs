//! What a row says about a person, on top of what is known.

use serde_json::json;

use super::super::{sheet::MemberRow, word};
use crate::{context::Context, id::MemberId, sheet::Reason, text::fold};
use entities::member::{Column, Model, ProfileKind};

/// What a file may change of a member who is known.
pub(super) const CHANGEABLE: [Column; 7] = [
    Column::FirstName,
    Column::LastName,
    Column::Search,
    Column::Phone,
    Column::JobTitle,
    Column::ProfileKind,
    Column::Revision,
];

/// A member of whom only the address is known.
pub(super) fn blank(ctx: &Context, row: &MemberRow) -> Model {
    Model {
        id: MemberId::new().uuid(),
        first_name: String::new(),
        last_name: String::new(),
        search: String::new(),
        email: row.email.to_string(),
        email_key: Some(row.email.key()),
        phone: None,
        job_title: None,
        profile_kind: ProfileKind::Other,
        may_train: false,
        skills: json!([]),
        // Hidden from other members until the person says otherwise.
        visibility: json!({}),
        is_administrator: false,
        archived_at: None,
        merged_into_id: None,
        erased_at: None,
        last_seen_at: None,
        revision: 1,
        created_at: ctx.now(),
    }
}

/// Writes what the row says into the record, and tells what could not be taken over.
pub(super) fn apply(row: &MemberRow, member: &mut Model) -> Vec<(&'static str, Reason)> {
    let mut told = Vec::new();
    let keeps_own = member.last_seen_at.is_some();
    let mut take = |column: &'static str, present: &mut String, said: Option<String>| {
        let Some(said) = said.filter(|said| !said.is_empty() && said != present) else { return };
        if keeps_own && !present.is_empty() {
            told.push((column, Reason::KeptOwn));
        } else {
            *present = said;
        }
    };
    take("first_name", &mut member.first_name, Some(row.first_name.clone()));
    take("last_name", &mut member.last_name, Some(row.last_name.clone()));
    let mut phone = member.phone.take().unwrap_or_default();
    take("phone", &mut phone, row.phone.as_ref().map(ToString::to_string));
    let mut job_title = member.job_title.take().unwrap_or_default();
    take("job_title", &mut job_title, row.job_title.clone());
    member.phone = Some(phone).filter(|phone| !phone.is_empty());
    member.job_title = Some(job_title).filter(|title| !title.is_empty());
    match row.role.as_deref().map(word::profile) {
        Some(Some(kind)) if kind == member.profile_kind => {}
        Some(Some(_)) if keeps_own && member.profile_kind != ProfileKind::Other => {
            told.push(("profile_kind", Reason::KeptOwn));
        }
        Some(Some(kind)) => member.profile_kind = kind,
        Some(None) => told.push(("profile_kind", Reason::Unknown)),
        None => {}
    }
    // Without any name, the part before the @ is at least one that the person knows.
    if member.first_name.is_empty() && member.last_name.is_empty() {
        member.last_name = member.email.split('@').next().unwrap_or_default().to_owned();
    }
    let search = fold(&format!("{} {}", member.last_name, member.first_name));
    if fold(&member.search) != search {
        member.search = search;
    }
    told
}

/// The fields in which two accounts of a person differ.
pub(super) fn differences(before: &Model, after: &Model) -> Vec<&'static str> {
    [
        ("first_name", before.first_name != after.first_name),
        ("last_name", before.last_name != after.last_name),
        ("phone", before.phone != after.phone),
        ("job_title", before.job_title != after.job_title),
        ("profile_kind", before.profile_kind != after.profile_kind),
    ]
    .into_iter()
    .filter_map(|(field, differs)| differs.then_some(field))
    .collect()
}
