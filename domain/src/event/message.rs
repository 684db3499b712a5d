//! A word of the organisers to those who are registered, or invited without having answered.

use sea_orm::FromQueryResult;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::{
    State,
    asked::IS_SILENT,
    edit::{line, open},
    tell::addressed,
    word::state_word,
};
use crate::{
    context::Context,
    database::{Sql, binds, in_words},
    error::{Outcome, refuse_with},
    id::EventId,
    outbox::{Letter, Recipient, Told},
    refusals, text,
};
use entities::registration;

/// What is asked.
#[derive(Clone, Debug)]
pub struct Message {
    /// The event.
    pub event: EventId,
    /// What it is about.
    pub subject: String,
    /// What it says.
    pub body: String,
    /// To those whose registration is in one of these states.
    pub states: Vec<registration::State>,
    /// To those who are invited and said nothing, too.
    pub with_silent: bool,
    /// Whether nothing leaves: only how many would read it.
    pub is_dry_run: bool,
}

refusals! {
    /// Why the message may not leave.
    EventMessageSend: pub enum MessageRefusal {
        /// A draft has nobody to write to.
        WrongState { state: &'static str } => "WRONG_STATE" on "eventId",
        /// The subject is empty.
        SubjectMissing => "SUBJECT_MISSING" on "subject",
        /// The message is empty.
        BodyMissing => "BODY_MISSING" on "body",
        /// It says to nobody.
        StatesMissing => "STATES_MISSING" on "states",
    }
}

#[derive(FromQueryResult)]
struct Reader {
    id: Uuid,
    email: String,
}

/// Writes to the registered, and to those who did not answer if one says so; says to how many. The same words on the same day leave once, however
/// often the button is pressed.
pub async fn message_send(ctx: &Context, asked: Message) -> Outcome<u64, MessageRefusal> {
    let tx = ctx.begin().await?;
    let (event, facts) = open(&tx, ctx, asked.event).await?;

    if event.state == State::Draft {
        return Err(MessageRefusal::WrongState { state: state_word(event.state) }.into());
    }
    let subject = text::line(&asked.subject);
    let body = asked.body.trim().to_owned();
    let wrongs = [
        (subject.is_empty(), MessageRefusal::SubjectMissing),
        (text::is_blank(&body), MessageRefusal::BodyMissing),
        (asked.states.is_empty() && !asked.with_silent, MessageRefusal::StatesMissing),
    ];
    let wrongs = wrongs.into_iter().filter(|(is_wrong, _)| *is_wrong);
    refuse_with(wrongs.map(|(_, wrong)| wrong).collect())?;
    let mut states: Vec<String> = asked.states.iter().map(in_words).collect();
    let mut readers: Vec<Reader> = Sql::new(
        "select member.id, member.email from registration \
         join member on member.id = registration.member_id \
         where registration.event_id = ? and registration.state in ? \
         and member.archived_at is null and member.email_key is not null \
         order by registration.rank, registration.id",
        binds![event.id, states.clone()],
    )
    .all(&*tx)
    .await?;

    if asked.with_silent {
        states.push("silent".to_owned());
        let silent: Vec<Reader> = Sql::new(
            &format!(
                "select member.id, member.email from event_invitation asked \
                 join member on member.id = asked.member_id \
                 where asked.event_id = ? and {IS_SILENT} \
                 and member.archived_at is null and member.email_key is not null order by asked.id"
            ),
            binds![event.id],
        )
        .all(&*tx)
        .await?;
        readers.extend(silent);
    }

    if asked.is_dry_run {
        drop(tx);
        return Ok(u64::try_from(readers.len()).unwrap_or(u64::MAX));
    }
    let mark = hex::encode(&Sha256::digest(format!("{subject}\n{body}"))[..8]);
    let reason = format!("{}:{}:{mark}", asked.event, ctx.today());
    let letters = readers
        .into_iter()
        .map(|reader| {
            let told = Told::EventMessage {
                event: asked.event,
                subject: subject.clone(),
                body: body.clone(),
            };
            let to = Recipient { member_id: Some(reader.id), email: reader.email };
            addressed(Letter::new(told, to, &reason), event.id, &facts)
        })
        .collect();
    let count = tx.tell_all(ctx, letters).await?;

    tx.audit(
        ctx,
        line("event.message", event.id, &facts)
            .changing(json!({ "subject": subject, "states": states, "readers": count })),
    )
    .await?;
    tx.commit().await?;
    Ok(count)
}
