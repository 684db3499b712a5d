//! What a row says about a person, on top of what is known.

use serde_json::json;

use super::super::{
    NAMELESS,
    sheet::{Field, MemberRow},
    word,
};
use crate::{
    context::Context,
    exchange::{FieldOf, Said},
    id::MemberId,
    sheet::Reason,
    text::fold,
};
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

/// The columns of which the record keeps one value, whatever the number of rows.
pub(super) const COLUMNS: [Field; 5] =
    [Field::FirstName, Field::LastName, Field::Phone, Field::JobTitle, Field::Role];

/// What a row says in one of these columns.
pub(super) fn value(row: &MemberRow, column: Field) -> Option<String> {
    let value = match column {
        Field::FirstName => Some(row.first_name.clone()),
        Field::LastName => Some(row.last_name.clone()),
        Field::Phone => row.phone.as_ref().map(ToString::to_string),
        Field::JobTitle => row.job_title.clone(),
        Field::Role => row.role.clone(),
        _ => None,
    };
    value.filter(|value| !value.is_empty())
}

/// What it comes to: two words for one profession say the same.
pub(super) fn meaning(column: Field, told: &str) -> &str {
    match word::profile(told) {
        Some(kind) if column == Field::Role => word::profile_word(kind),
        _ => told,
    }
}

/// The row without what it says there.
pub(super) fn forget(row: &mut MemberRow, column: Field) {
    match column {
        Field::FirstName => row.first_name.clear(),
        Field::LastName => row.last_name.clear(),
        Field::Phone => row.phone = None,
        Field::JobTitle => row.job_title = None,
        Field::Role => row.role = None,
        _ => {}
    }
}

/// Writes what the row says into the record, and tells what could not be taken over.
pub(super) fn apply(row: &MemberRow, member: &mut Model) -> Vec<(Field, Reason)> {
    let mut told = Vec::new();
    let keeps_own = member.last_seen_at.is_some();
    // Who gave no name is called as the file says.
    if member.first_name.is_empty() && member.last_name == NAMELESS {
        member.last_name.clear();
    }
    let mut take = |column: Field, present: &mut String, said: Option<String>| {
        let Some(said) = said.filter(|said| !said.is_empty() && said != present) else { return };
        if keeps_own && !present.is_empty() {
            told.push((column, Reason::KeptOwn));
        } else {
            *present = said;
        }
    };
    take(Field::FirstName, &mut member.first_name, Some(row.first_name.clone()));
    take(Field::LastName, &mut member.last_name, Some(row.last_name.clone()));
    let mut phone = member.phone.take().unwrap_or_default();
    take(Field::Phone, &mut phone, row.phone.as_ref().map(ToString::to_string));
    let mut job_title = member.job_title.take().unwrap_or_default();
    take(Field::JobTitle, &mut job_title, row.job_title.clone());
    member.phone = Some(phone).filter(|phone| !phone.is_empty());
    member.job_title = Some(job_title).filter(|title| !title.is_empty());
    match row.role.as_deref().map(word::profile) {
        Some(Some(kind)) if kind == member.profile_kind => {}
        Some(Some(_)) if keeps_own && member.profile_kind != ProfileKind::Other => {
            told.push((Field::Role, Reason::KeptOwn));
        }
        Some(Some(kind)) => member.profile_kind = kind,
        Some(None) => told.push((Field::Role, Reason::Unknown)),
        None => {}
    }
    if member.first_name.is_empty() && member.last_name.is_empty() {
        NAMELESS.clone_into(&mut member.last_name);
    }
    let search = fold(&format!("{} {}", member.last_name, member.first_name));
    if fold(&member.search) != search {
        member.search = search;
    }
    told
}

/// The fields of a profile that a file may change, and what a record says of each.
pub(super) const FIELDS: [FieldOf<Model>; 5] = [
    ("first_name", |member| Said::text(&member.first_name)),
    ("last_name", |member| Said::text(&member.last_name)),
    ("phone", |member| Said::known(member.phone.as_ref())),
    ("job_title", |member| Said::known(member.job_title.as_ref())),
    ("profile_kind", |member| Said::text(word::profile_word(member.profile_kind))),
];
