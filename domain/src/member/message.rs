//! A word from one member to another, who do not have to know each other's address.

use chrono::TimeDelta;
use sea_orm::EntityTrait as _;
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::{Seen, seen::seen_among};
use crate::{
    audit::Line,
    context::Context,
    database::{Hold as _, Sql, binds},
    error::{Denied, Outcome, refuse_with},
    id::MemberId,
    letter,
    outbox::{Category, Letter, Recipient, Told},
    policy::Ask,
    refusals,
    text::{is_blank, is_long, line},
};

/// What is asked.
#[derive(Clone, Debug)]
pub struct Message {
    /// To whom.
    pub to: MemberId,
    /// What it is about.
    pub subject: String,
    /// What it says.
    pub body: String,
}

/// How many people one may write to in a day: the directory is no list to canvass.
const MOST_IN_A_DAY: i64 = 15;
/// How long a message may be.
const LONGEST_BODY: usize = 5000;

refusals! {
    /// Why the message may not leave.
    MemberMessageSend: pub enum MessageRefusal {
        /// The subject is empty.
        SubjectMissing => "SUBJECT_MISSING" on "subject",
        /// The message is empty.
        BodyMissing => "BODY_MISSING" on "body",
        /// The subject or the message is too long.
        TooLong { field: &'static str, most: usize } => "MESSAGE_TOO_LONG" at field,
        /// One writes to others.
        ToOneself => "MESSAGE_TO_ONESELF" on "memberId",
        /// The person has no address, or their record is closed.
        Unreachable => "MEMBER_UNREACHABLE" on "memberId",
        /// The person receives no messages of members.
        Unwanted => "MESSAGES_UNWANTED" on "memberId",
        /// One wrote to that many people within a day.
        TooMany { most: i64 } => "TOO_MANY_MESSAGES" on "memberId",
    }
}

/// Writes to a member. Neither learns the other's address; the same words on the same day leave once.
pub async fn message_send(ctx: &Context, asked: Message) -> Outcome<Seen, MessageRefusal> {
    let sender = ctx.member()?;
    let tx = ctx.begin().await?;
    // Two messages of one person come one after the other: they are counted.
    entities::member::Entity::find_by_id(sender.uuid())
        .hold()
        .one(&*tx)
        .await?
        .ok_or(Denied::Hidden)?;
    let seen = seen_among(ctx, &*tx, &[asked.to.uuid()]).await?.remove(&asked.to.uuid());
    let seen = seen.ok_or(Denied::Hidden)?;
    let row = entities::member::Entity::find_by_id(seen.id).one(&*tx).await?;
    let row = row.ok_or(Denied::Hidden)?;

    ctx.may(&Ask::WriteToMember { member: &seen.facts })?;

    let subject = line(&asked.subject);
    let body = asked.body.trim().to_owned();
    if row.id == sender.uuid() {
        return Err(MessageRefusal::ToOneself.into());
    }
    let too_long = |field| MessageRefusal::TooLong { field, most: LONGEST_BODY };
    let wrongs = [
        (subject.is_empty(), MessageRefusal::SubjectMissing),
        (is_blank(&body), MessageRefusal::BodyMissing),
        (is_long(&subject), too_long("subject")),
        (body.chars().count() > LONGEST_BODY, too_long("body")),
    ];
    let wrongs = wrongs.into_iter().filter(|(is_wrong, _)| *is_wrong);
    refuse_with(wrongs.map(|(_, wrong)| wrong).collect())?;
    if row.archived_at.is_some() || row.email_key.is_none() {
        return Err(MessageRefusal::Unreachable.into());
    }
    let to = Recipient { member_id: Some(row.id), email: row.email };
    if !letter::wants(ctx, Category::Message, &to).await? {
        return Err(MessageRefusal::Unwanted.into());
    }
    let sent = Sql::new(
        "select count(*) from audit_line where actor_id = ? and action = 'member.message' and at > ?",
        binds![sender, ctx.now() - TimeDelta::days(1)],
    )
    .number(&*tx)
    .await?;
    if sent >= MOST_IN_A_DAY {
        return Err(MessageRefusal::TooMany { most: MOST_IN_A_DAY }.into());
    }

    let mark = hex::encode(&Sha256::digest(format!("{subject}\n{body}"))[..8]);
    let reason = format!("{sender}:{}:{mark}", ctx.today());
    let told = Told::MemberMessage { from: sender, subject, body, network: None };
    let is_new = tx.tell_all(ctx, vec![Letter::new(told, to, &reason)]).await? > 0;
    if is_new {
        // What people write to each other is theirs: the trail says that they did.
        let line = Line::new("member.message", MemberId::of(row.id)).changing(json!({}));
        tx.audit(ctx, line).await?;
    }
    tx.commit().await?;
    Ok(seen)
}
