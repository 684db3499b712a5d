//! Asking people to come.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, EntityTrait as _, FromQueryResult, Set, sea_query::OnConflict};
use serde_json::json;
use uuid::Uuid;

use super::{
    asking::{Terms, Unaskable, kept_out},
    edit::{line, open},
    facts,
    paste::{self, GuestEntry},
    tell::addressed,
    word::state_word,
};
use crate::{
    context::Context,
    database::{Sql, binds, in_words},
    error::{Denied, Halt, Outcome},
    id::{EventId, EventInvitationId, MemberId},
    letter::wanted_by,
    member,
    outbox::{Category, Letter, Recipient, Told},
    policy::{Ask, EventFacts, MemberFacts, Role},
    refusals,
};
use entities::{
    event_invitation::{ActiveModel, Column, Entity},
    membership::LocalRole,
};

/// Who is asked to come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Guests {
    /// All members of the host networks and of those below them.
    Everyone,
    /// Those of them who hold this role.
    Role(Role),
    /// Those of them who are this for the public.
    LocalRole(LocalRole),
    /// These people.
    Members(Vec<MemberId>),
    /// Those whose addresses stand in this pasted list.
    Addresses(String),
}

/// What is asked.
#[derive(Clone, Debug)]
pub struct Invite {
    /// The event.
    pub event: EventId,
    /// Who is asked to come.
    pub guests: Guests,
    /// A personal word.
    pub word: String,
    /// Whether nobody is asked: only how many would be.
    pub is_dry_run: bool,
}

/// Nobody chooses more people by hand at once.
const MOST_CHOSEN: usize = 500;

refusals! {
    /// Why nobody may be invited.
    EventInvite: pub enum InviteRefusal {
        /// One invites to a published event.
        WrongState { state: &'static str } => "WRONG_STATE" on "eventId",
        /// Its time is over.
        Over => "EVENT_OVER" on "eventId",
        /// It has begun.
        Begun => "EVENT_BEGUN" on "eventId",
        /// Nobody registers any more: move the deadline first.
        Closed => "REGISTRATION_CLOSED" on "eventId",
        /// At most 500 people are chosen at once.
        TooMany => "TOO_MANY_MEMBERS" on "memberIds",
        /// One of the chosen people is not known to you.
        MemberUnknown => "MEMBER_UNKNOWN" on "memberIds",
        /// Some of the chosen people may not know of this event.
        MemberCannotSee { count: usize } => "MEMBER_CANNOT_SEE" on "memberIds",
        /// Some of the chosen people may not register: the event's audience leaves them out.
        MemberCannotRegister { count: usize } => "MEMBER_CANNOT_REGISTER" on "memberIds",
        /// There is no entry in the pasted list.
        NoAddress => "NO_ADDRESS" on "addresses",
        /// More than 500 entries at once.
        TooManyAddresses { count: usize } => "TOO_MANY_ADDRESSES" on "addresses",
    }
}

/// What came of asking people to come.
#[derive(Clone, Debug)]
pub struct Invited {
    /// How many were asked now.
    pub count: u64,
    /// How many of them get no letter, because they want no invitations.
    pub without_letter: u64,
    /// Each entry of a pasted list, in its order, and what became of it.
    pub entries: Vec<GuestEntry>,
}

impl Invited {
    /// How many letters leave.
    pub const fn letters(&self) -> u64 {
        self.count.saturating_sub(self.without_letter)
    }
}

/// Someone who is asked to come.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Guest {
    /// Who.
    pub id: Uuid,
    /// The name, as lists show it.
    pub name: String,
    /// Whether a letter leaves: who wants no invitations finds this one in their own space alone.
    pub gets_letter: bool,
    email: String,
}

/// Asks people to come, each once, by letter unless they want none; says how many were asked now. Those
/// who answered already, by registering or by cancelling, are left in peace.
pub async fn invite(ctx: &Context, asked: Invite) -> Outcome<Invited, InviteRefusal> {
    let tx = ctx.begin().await?;
    let (event, facts) = open(&tx, ctx, asked.event).await?;

    decide_time(Terms::from(&event), ctx.now())?;
    let (chosen, entries) = decide(&*tx, ctx, &facts, asked.guests).await?;
    let guests = guests(&*tx, ctx, event.id, &chosen).await?;
    let count = guests.len();
    let without_letter = guests.iter().filter(|guest| !guest.gets_letter).count();
    let invited = Invited {
        count: u64::try_from(count).unwrap_or(u64::MAX),
        without_letter: u64::try_from(without_letter).unwrap_or(u64::MAX),
        entries,
    };

    if asked.is_dry_run {
        drop(tx);
        return Ok(invited);
    }
    let word = asked.word.trim();
    // SQLite takes at most 32,766 values in one statement.
    for chunk in guests.chunks(500) {
        let rows = chunk.iter().map(|guest| ActiveModel {
            id: Set(EventInvitationId::new().uuid()),
            event_id: Set(event.id),
            member_id: Set(guest.id),
            invited_by_id: Set(ctx.standing().member),
            word: Set(word.to_owned()),
            created_at: Set(ctx.now()),
        });
        Entity::insert_many(rows)
            .on_conflict(
                OnConflict::columns([Column::EventId, Column::MemberId]).do_nothing().to_owned(),
            )
            .exec_without_returning(&*tx)
            .await?;
    }
    let letters = guests
        .into_iter()
        .filter(|guest| guest.gets_letter)
        .map(|guest| {
            let to = Recipient { member_id: Some(guest.id), email: guest.email };
            let told = Told::InvitedToEvent { event: asked.event };
            addressed(Letter::new(told, to, &asked.event.to_string()), event.id, &facts)
        })
        .collect();
    tx.tell_all(ctx, letters).await?;

    let line = line("event.invite", event.id, &facts).changing(json!({ "invited": count }));
    tx.audit(ctx, line).await?;
    tx.commit().await?;
    Ok(invited)
}

/// Whom one means, if they may be asked; and what becomes of each entry of a pasted list.
async fn decide(
    db: &impl ConnectionTrait,
    ctx: &Context,
    event: &EventFacts,
    asked: Guests,
) -> Outcome<(Guests, Vec<GuestEntry>), InviteRefusal> {
    match asked {
        Guests::Members(chosen) => {
            decide_chosen(db, ctx, event, &chosen).await?;
            Ok((Guests::Members(chosen), Vec::new()))
        }
        Guests::Addresses(text) => {
            let entries = paste::read(db, ctx, event, &text).await?;
            Ok((Guests::Members(paste::to_invite(&entries)), entries))
        }
        chosen => Ok((chosen, Vec::new())),
    }
}

/// Those who would be asked to come now, by name: what [`invite`] would do, without doing it.
pub async fn invite_preview(
    ctx: &Context,
    event: EventId,
    chosen: &Guests,
) -> Outcome<Vec<Guest>, InviteRefusal> {
    let facts = facts(ctx.db(), &[event.uuid()]).await?.remove(&event.uuid());
    let facts = facts.ok_or(Denied::Hidden)?;
    ctx.may(&Ask::SeeEvent { event: &facts })?;
    ctx.may(&Ask::EditEvent { event: &facts })?;
    let terms = Terms::of(ctx.db(), facts.id).await?.ok_or(Denied::Hidden)?;
    decide_time(terms, ctx.now())?;
    let (chosen, _) = decide(ctx.db(), ctx, &facts, chosen.clone()).await?;
    Ok(guests(ctx.db(), ctx, facts.id, &chosen).await?)
}

/// Whether anybody may be asked now: not when the letter would find nothing left to answer.
fn decide_time(terms: Terms, now: DateTime<Utc>) -> Result<(), InviteRefusal> {
    match terms.wrong(now) {
        None => Ok(()),
        Some(Unaskable::NotPublished) => {
            Err(InviteRefusal::WrongState { state: state_word(terms.state) })
        }
        Some(Unaskable::Over) => Err(InviteRefusal::Over),
        Some(Unaskable::Begun) => Err(InviteRefusal::Begun),
        Some(Unaskable::Closed) => Err(InviteRefusal::Closed),
    }
}

/// Whether these people may be asked to come to this event.
async fn decide_chosen(
    db: &impl ConnectionTrait,
    ctx: &Context,
    event: &EventFacts,
    chosen: &[MemberId],
) -> Outcome<(), InviteRefusal> {
    if chosen.len() > MOST_CHOSEN {
        return Err(InviteRefusal::TooMany.into());
    }
    let ids: Vec<Uuid> = chosen.iter().map(|id| id.uuid()).collect();
    let people = member::facts(ctx, db, &ids).await?;
    let is_known =
        |id| people.get(id).is_some_and(|member| ctx.may(&Ask::SeeMember { member }).is_ok());
    if !ids.iter().all(is_known) {
        return Err(InviteRefusal::MemberUnknown.into());
    }
    let sees = |member: &&MemberFacts| event.is_shown_to(|id| member.above.contains(id));
    let count = people.values().filter(|member| !sees(member)).count();
    if count > 0 {
        return Err(InviteRefusal::MemberCannotSee { count }.into());
    }
    let count = kept_out(db, ctx, event, people.values()).await?.len();
    if count > 0 {
        return Err(InviteRefusal::MemberCannotRegister { count }.into());
    }
    Ok(())
}

/// Those who are asked and were not asked before.
async fn guests(
    db: &impl ConnectionTrait,
    ctx: &Context,
    event: Uuid,
    guests: &Guests,
) -> Result<Vec<Guest>, Halt> {
    let today = ctx.today();
    let gets_letter = wanted_by("member", Category::Invitation);
    let select = Sql::new(
        &format!(
            "select member.id, member.email, \
             trim(member.first_name || ' ' || member.last_name) as name, \
             {gets_letter} as gets_letter from member \
             where member.archived_at is null and member.email_key is not null \
             and not exists (select 1 from registration known \
             where known.event_id = ? and known.member_id = member.id) \
             and not exists (select 1 from event_invitation known \
             where known.event_id = ? and known.member_id = member.id)"
        ),
        binds![event, event],
    );
    let of_hosts = Sql::new(
        "and exists (select 1 from event_host host \
         join network_ancestor reached on reached.ancestor_id = host.network_id \
         join network on network.id = reached.descendant_id and network.archived_at is null \
         join membership held on held.network_id = reached.descendant_id \
         where host.event_id = ? and held.member_id = member.id and held.started_on <= ? \
         and (held.ended_on is null or held.ended_on > ?)",
        binds![event, today, today],
    );
    let select = match guests {
        Guests::Everyone => select.append(of_hosts).and(")", vec![]),
        Guests::Role(role) => {
            select.append(of_hosts).and("and held.role = ?)", binds![in_words(role)])
        }
        Guests::LocalRole(role) => {
            select.append(of_hosts).and("and held.local_role = ?)", binds![in_words(role)])
        }
        Guests::Members(chosen) => select.and("and member.id in ?", binds![chosen.as_slice()]),
        // Addresses were read before: they are members by now.
        Guests::Addresses(_) => return Ok(Vec::new()),
    };
    Ok(select.and("order by member.search, member.id", vec![]).all(db).await?)
}
