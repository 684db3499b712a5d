//! All that is kept about a person, as one document, for the person.

use sea_orm::{EntityTrait as _, JsonValue};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::facts;
use crate::{
    audit::Line,
    context::Context,
    database::{Sql, Transaction, binds},
    error::{Denied, Halt, Outcome},
    id::MemberId,
    policy::Ask,
    refusals,
};

refusals! {
    /// Why a person's data may not be taken away.
    MemberExport: pub enum ExportRefusal {
        /// It was erased: nothing is left of it.
        AlreadyErased => "ALREADY_ERASED" on "memberId",
    }
}

/// Each part of the document with the rows that it is made of. Rows of other people are told by
/// their name only where the person met them.
const PARTS: [(&str, &str); 19] = [
    (
        "profile",
        "select first_name, last_name, email, phone, job_title, profile_kind, may_train, skills, \
         visibility, is_administrator, archived_at, last_seen_at, created_at \
         from member where id in ? order by created_at",
    ),
    (
        "memberships",
        "select network.name as network, membership.role, membership.local_role, \
         membership.started_on, membership.ended_on, membership.origin, membership.ending, \
         membership.ending_reason from membership \
         join network on network.id = membership.network_id \
         where membership.member_id in ? order by membership.started_on, membership.id",
    ),
    (
        "employments",
        "select employer.name as employer, employer.siret, employer.rna, employment.job_title, \
         employment.started_on, employment.ended_on, employment.status, \
         employment.refusal_reason, employment.decided_at from employment \
         join employer on employer.id = employment.employer_id \
         where employment.member_id in ? order by employment.started_on, employment.id",
    ),
    (
        "employer_managers",
        "select employer.name as employer, employer_manager.state, employer_manager.reason, \
         employer_manager.created_at, employer_manager.decided_at, employer_manager.ended_at \
         from employer_manager join employer on employer.id = employer_manager.employer_id \
         where employer_manager.member_id in ? order by employer_manager.created_at",
    ),
    (
        "invitations",
        "select network.name as network, invitation.email, invitation.name, invitation.role, \
         invitation.word, invitation.state, invitation.created_at, invitation.answered_at \
         from invitation join network on network.id = invitation.network_id \
         where invitation.member_id in ? or invitation.email_key in \
         (select email_key from member where id in ?) order by invitation.created_at",
    ),
    (
        "join_requests",
        "select network.name as network, join_request.word, join_request.state, \
         join_request.reason, join_request.created_at, join_request.decided_at from join_request \
         join network on network.id = join_request.network_id \
         where join_request.member_id in ? order by join_request.created_at",
    ),
    (
        "event_invitations",
        "select event.title as event, event_invitation.word, event_invitation.created_at \
         from event_invitation join event on event.id = event_invitation.event_id \
         where event_invitation.member_id in ? order by event_invitation.created_at",
    ),
    (
        "registrations",
        "select event.title as event, event.starts_at, registration.state, registration.attends, \
         registration.reason, registration.created_at, registration.state_changed_at \
         from registration join event on event.id = registration.event_id \
         where registration.member_id in ? order by registration.created_at",
    ),
    (
        "session_choices",
        "select event.title as event, session.title as session, session_choice.state, \
         session_choice.created_at from session_choice \
         join registration on registration.id = session_choice.registration_id \
         join session on session.id = session_choice.session_id \
         join event on event.id = session.event_id \
         where registration.member_id in ? order by session_choice.created_at",
    ),
    (
        "answers",
        "select event.title as event, question.prompt, question.is_sensitive, answer.value, \
         answer.erased_after from answer \
         join registration on registration.id = answer.registration_id \
         join question on question.id = answer.question_id \
         join event on event.id = question.event_id \
         where registration.member_id in ? order by event.starts_at, question.rank",
    ),
    (
        "attendances",
        "select event.title as event, session.title as session, attendance.state, \
         attendance.reason, attendance.recorded_at from attendance \
         join event on event.id = attendance.event_id \
         left join session on session.id = attendance.session_id \
         where attendance.member_id in ? order by attendance.recorded_at",
    ),
    (
        "signatures",
        "select charter.title as charter, charter_version.number as version, signature.side, \
         employer.name as employer, signature.state, signature.authenticated_by, \
         signature.body_hash, signature.reason, signature.signed_at, signature.expires_on, \
         signature.ended_at from signature \
         join charter on charter.id = signature.charter_id \
         join charter_version on charter_version.id = signature.charter_version_id \
         left join employer on employer.id = signature.employer_id \
         where signature.signed_by_id in ? or signature.member_id in ? order by signature.signed_at",
    ),
    (
        "letters",
        "select kind, category, email, state, told, created_at, sent_at from outbox \
         where member_id in ? or email in (select email from member where id in ? and email <> '') \
         order by created_at, id",
    ),
    (
        "refused_letters",
        "select category, created_at from letter_refusal where member_id in ? order by category",
    ),
    (
        "identities",
        "select issuer, subject, siret, linked_at, last_used_at from identity \
         where member_id in ? order by linked_at",
    ),
    (
        "email_changes",
        "select email, created_at, expires_at, used_at from email_change \
         where member_id in ? order by created_at",
    ),
    (
        "sign_ins",
        "select authenticated_by, created_at, last_used_at, expires_at, revoked_at \
         from sign_in_session where member_id in ? order by created_at",
    ),
    (
        "calendar_feeds",
        "select created_at, revoked_at from calendar_feed where member_id in ? order by created_at",
    ),
    (
        "tokens",
        "select name, hint, scopes, expires_at, last_used_at, revoked_at, created_at from token \
         where member_id in ? order by created_at",
    ),
];

/// What was done to the person, and what they did.
const AUDIT_LINES: &str = "select at, action, door, request_id, changes, \
    case when acting_as_id in ? then 'administrator_as_you' when actor_id is null then 'system' \
    when actor_id in ? then 'you' else 'someone' end as actor from audit_line \
    where member_id in ? or actor_id in ? or acting_as_id in ? order by at, id";

/// The document, for the person, or for an administrator who answers their request.
pub async fn personal(ctx: &Context, id: MemberId) -> Outcome<Value, ExportRefusal> {
    let tx = ctx.begin().await?;
    let row = entities::member::Entity::find_by_id(id.uuid()).one(&*tx).await?;
    let row = row.ok_or(Denied::Hidden)?;
    let facts = facts(ctx, &*tx, &[row.id]).await?.remove(&row.id).ok_or(Denied::Hidden)?;

    ctx.may(&Ask::ErasePersonal { member: &facts })?;

    if row.erased_at.is_some() {
        return Err(ExportRefusal::AlreadyErased.into());
    }

    let ids = records(&tx, row.id).await?;
    let mut document = Map::new();
    document.insert("made_at".to_owned(), json!(ctx.now()));
    document.insert("member".to_owned(), json!(id));
    for (name, text) in PARTS {
        let values = text.matches('?').map(|_| ids.as_slice().into()).collect();
        let rows: Vec<JsonValue> = Sql::new(text, values).all(&*tx).await?;
        document.insert(name.to_owned(), rows.into_iter().map(readable).collect());
    }
    let values = AUDIT_LINES.matches('?').map(|_| ids.as_slice().into()).collect();
    let lines = Sql::new(AUDIT_LINES, values);
    let lines: Vec<JsonValue> = lines.all(&*tx).await?;
    document.insert("audit_lines".to_owned(), lines.into_iter().map(readable).collect());

    tx.audit(ctx, Line::new("member.export", id).on_behalf_of(id)).await?;
    tx.commit().await?;
    Ok(Value::Object(document))
}

/// The person's record with the duplicates that were merged into it.
pub(super) async fn records(tx: &Transaction, id: Uuid) -> Result<Vec<Uuid>, Halt> {
    #[derive(sea_orm::FromQueryResult)]
    struct Row {
        id: Uuid,
    }
    let rows: Vec<Row> =
        Sql::new("select id from member where id = ? or merged_into_id = ?", binds![id, id])
            .all(&**tx)
            .await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// SQLite keeps lists and objects as words, and truth as a number.
fn readable(row: Value) -> Value {
    let Value::Object(fields) = row else { return row };
    fields
        .into_iter()
        .map(|(name, value)| {
            let value = match (&value, name.as_str()) {
                (Value::String(words), "skills" | "visibility" | "told" | "scopes" | "changes") => {
                    serde_json::from_str(words).unwrap_or(value)
                }
                (Value::Number(number), "may_train" | "is_administrator" | "is_sensitive") => {
                    json!(number.as_i64() != Some(0))
                }
                _ => value,
            };
            (name, value)
        })
        .collect()
}
