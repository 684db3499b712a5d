//! A word from those who run a network to people of it, each by a letter of their own.

use std::collections::HashSet;

use sea_orm::FromQueryResult;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::known::run;
use crate::{
    audit::Line,
    context::Context,
    database::{Sql, binds},
    error::{Error, Outcome, refuse_with},
    id::{MemberId, NetworkId},
    outbox::{self, Letter, Recipient, Told},
    policy::Ask,
    refusals,
    text::{is_blank, is_long, line},
};

/// What is asked.
#[derive(Clone, Debug)]
pub struct MessageAll {
    /// In which network's affairs.
    pub network: NetworkId,
    /// To whom.
    pub to: Vec<MemberId>,
    /// What it is about.
    pub subject: String,
    /// What it says.
    pub body: String,
    /// Whether nothing leaves: the answer says who would be written to.
    pub is_dry_run: bool,
}

/// How many at once.
const MOST: usize = 100;
/// How long a message may be.
const LONGEST_BODY: usize = 5000;

refusals! {
    /// Why no message may leave.
    MembersMessageSend: pub enum MessageAllRefusal {
        /// Nobody is chosen.
        NobodyChosen => "NOBODY_CHOSEN" on "memberIds",
        /// More than a hundred people at once.
        TooManyReaders { most: usize } => "TOO_MANY_READERS" on "memberIds",
        /// One of them is not in a network that you run.
        MemberUnknown => "MEMBER_UNKNOWN" on "memberIds",
        /// The subject is empty.
        SubjectMissing => "SUBJECT_MISSING" on "subject",
        /// The message is empty.
        BodyMissing => "BODY_MISSING" on "body",
        /// The subject or the message is too long.
        TooLong { field: &'static str, most: usize } => "MESSAGE_TOO_LONG" at field,
    }
}

/// What becomes of the message to one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Delivery {
    /// A letter leaves.
    Leaves,
    /// It is one's own record.
    Oneself,
    /// The person has no address, or their record is closed.
    Unreachable,
    /// The person receives no messages of members.
    Unwanted,
    /// The same words went to the person today.
    AlreadyWritten,
}

/// Someone who is written to, or why not.
#[derive(Clone, Debug)]
pub struct Reader {
    /// Who.
    pub id: Uuid,
    /// Their name.
    pub name: String,
    /// What becomes of it.
    pub delivery: Delivery,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    name: String,
    email: String,
    is_reachable: bool,
    is_unwanted: bool,
}

/// Writes to people of a network; the same words on the same day leave once. Nobody sees to whom
/// else they went.
pub async fn message_send_all(
    ctx: &Context,
    asked: MessageAll,
) -> Outcome<Vec<Reader>, MessageAllRefusal> {
    let sender = ctx.member()?;
    let tx = ctx.begin().await?;
    let network = crate::network::load(ctx, asked.network).await?;

    ctx.may(&Ask::WriteToMembers { network: network.id })?;

    let subject = line(&asked.subject);
    let body = asked.body.trim().to_owned();
    decide(&asked, &subject, &body)?;
    let mut ids: Vec<Uuid> = asked.to.iter().map(|id| id.uuid()).collect();
    ids.sort_unstable();
    ids.dedup();
    let rows: Vec<Row> = Sql::new(
        "select member.id, trim(member.first_name || ' ' || member.last_name) as name, \
         member.email, member.archived_at is null and member.email_key is not null as is_reachable, \
         exists (select 1 from letter_refusal unwanted where unwanted.member_id = member.id \
         and unwanted.category = 'message') or exists (select 1 from address_refusal unwanted \
         where unwanted.email_key = member.email_key and unwanted.category = 'message') \
         as is_unwanted from member where member.id in ? and",
        binds![ids.clone()],
    )
    .append(run(ctx, "member.id"))
    .and("order by member.search, member.id", vec![])
    .all(&*tx)
    .await?;
    if rows.len() < ids.len() {
        return Err(MessageAllRefusal::MemberUnknown.into());
    }

    let mark = hex::encode(&Sha256::digest(format!("{subject}\n{body}"))[..8]);
    let reason = format!("{sender}:{}:{mark}", ctx.today());
    let mut letters = Vec::new();
    let mut readers = Vec::with_capacity(rows.len());
    for row in rows {
        let delivery = match &row {
            row if row.id == sender.uuid() => Delivery::Oneself,
            row if !row.is_reachable => Delivery::Unreachable,
            row if row.is_unwanted => Delivery::Unwanted,
            _ => Delivery::Leaves,
        };
        if delivery == Delivery::Leaves {
            let told = Told::MemberMessage {
                from: sender,
                subject: subject.clone(),
                body: body.clone(),
                network: Some(asked.network),
            };
            let to = Recipient { member_id: Some(row.id), email: row.email };
            letters.push(Letter::new(told, to, &reason).within(network.id));
        }
        readers.push(Reader { id: row.id, name: row.name, delivery });
    }
    let letters = outbox::untold(&*tx, letters).await?;
    let leaving: HashSet<Uuid> = letters.iter().filter_map(Letter::member_id).collect();
    for reader in &mut readers {
        if reader.delivery == Delivery::Leaves && !leaving.contains(&reader.id) {
            reader.delivery = Delivery::AlreadyWritten;
        }
    }
    if asked.is_dry_run {
        return Ok(readers);
    }
    let left = tx.tell_all(ctx, letters).await?;
    if left > 0 {
        // What people write to each other is theirs: the trail says that they did, and to how many.
        let line = Line::new("network.message", asked.network)
            .within(network.id)
            .changing(json!({ "letters": left }));
        tx.audit(ctx, line).await?;
    }
    tx.commit().await?;
    Ok(readers)
}

/// Whether it may leave so.
fn decide(asked: &MessageAll, subject: &str, body: &str) -> Result<(), Error<MessageAllRefusal>> {
    let too_long = |field| MessageAllRefusal::TooLong { field, most: LONGEST_BODY };
    let wrongs = [
        (asked.to.is_empty(), MessageAllRefusal::NobodyChosen),
        (asked.to.len() > MOST, MessageAllRefusal::TooManyReaders { most: MOST }),
        (subject.is_empty(), MessageAllRefusal::SubjectMissing),
        (is_blank(body), MessageAllRefusal::BodyMissing),
        (is_long(subject), too_long("subject")),
        (body.chars().count() > LONGEST_BODY, too_long("body")),
    ];
    let wrongs = wrongs.into_iter().filter(|(is_wrong, _)| *is_wrong);
    refuse_with(wrongs.map(|(_, wrong)| wrong).collect())
}
