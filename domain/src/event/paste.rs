//! Asking people to come by a pasted list of their addresses; nothing pasted is lost.

use std::collections::{HashMap, HashSet};

use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

use super::{InviteRefusal, asking::kept_out};
use crate::{
    context::Context,
    database::{Sql, binds},
    error::{Halt, Outcome},
    id::MemberId,
    invitation::{
        Flaw,
        addresses::{self, Entry, Name},
    },
    letter::wanted_by,
    member,
    outbox::Category,
    policy::{Ask, EventFacts},
};

/// What becomes of an entry of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum GuestOutcome {
    /// A letter leaves.
    Invited,
    /// The person is asked without a letter, because they want no invitations.
    Unreachable,
    /// The same person stands higher up in the list.
    Duplicate,
    /// The person was asked before.
    AlreadyInvited,
    /// The person registered, or took it back.
    AlreadyRegistered,
    /// The person may not know of this event.
    CannotSee,
    /// The event's audience leaves the person out.
    CannotRegister,
    /// No member whom you know has this address: invite them to a network.
    NotMember,
    /// There is no address that one can write to.
    Malformed,
}

/// An entry of the list, and what becomes of it.
#[derive(Clone, Debug)]
pub struct GuestEntry {
    /// The rank in the list, counted from 1.
    pub position: usize,
    /// The line of the text, counted from 1.
    pub line: usize,
    /// What was pasted.
    pub raw: String,
    /// The name that stands with the address.
    pub name: Option<Name>,
    /// The address, when there is one.
    pub email: Option<String>,
    /// Whose address it is, when it is a member's whom the asker knows.
    pub member_id: Option<Uuid>,
    /// What becomes of it.
    pub outcome: GuestOutcome,
    /// Why there is no address, when there is none.
    pub flaw: Option<Flaw>,
}

#[derive(FromQueryResult)]
struct Person {
    email_key: String,
    id: Uuid,
    is_registered: bool,
    is_invited: bool,
    gets_letter: bool,
}

/// Reads a pasted list, and says of each entry what would become of it.
pub(super) async fn read(
    db: &impl ConnectionTrait,
    ctx: &Context,
    event: &EventFacts,
    text: &str,
) -> Outcome<Vec<GuestEntry>, InviteRefusal> {
    let entries = addresses::parse(text);
    if entries.is_empty() {
        return Err(InviteRefusal::NoAddress.into());
    }
    if entries.len() > addresses::MOST {
        return Err(InviteRefusal::TooManyAddresses { count: entries.len() }.into());
    }
    let known = Known::load(db, ctx, event, &entries).await?;
    let mut met = HashSet::new();
    let read = entries.into_iter().map(|entry| {
        let (outcome, member_id) = known.outcome(&entry, &mut met);
        GuestEntry {
            position: entry.position,
            line: entry.line,
            raw: entry.raw,
            name: entry.name,
            flaw: entry.email.as_ref().err().copied().map(Flaw::from),
            email: entry.email.ok().map(|email| email.to_string()),
            member_id,
            outcome,
        }
    });
    Ok(read.collect())
}

/// Those of the list who are asked, with a letter or without.
pub(super) fn to_invite(entries: &[GuestEntry]) -> Vec<MemberId> {
    let is_asked = |entry: &&GuestEntry| {
        matches!(entry.outcome, GuestOutcome::Invited | GuestOutcome::Unreachable)
    };
    let invited = entries.iter().filter(is_asked);
    invited.filter_map(|entry| entry.member_id.map(MemberId::of)).collect()
}

/// The members of a list whom the asker knows.
struct Known {
    people: HashMap<String, Person>,
    outside: HashSet<Uuid>,
    kept_out: HashSet<Uuid>,
}

impl Known {
    async fn load(
        db: &impl ConnectionTrait,
        ctx: &Context,
        event: &EventFacts,
        entries: &[Entry],
    ) -> Result<Self, Halt> {
        let gets_letter = wanted_by("member", Category::Invitation);
        let people: Vec<Person> = Sql::new(
            &format!(
                "select known.email_key, member.id, \
                 exists (select 1 from registration answered where answered.event_id = ? \
                 and answered.member_id = member.id) as is_registered, \
                 exists (select 1 from event_invitation asked where asked.event_id = ? \
                 and asked.member_id = member.id) as is_invited, \
                 {gets_letter} as gets_letter \
                 from member known \
                 join member on member.id = coalesce(known.merged_into_id, known.id) \
                 where known.email_key in ? and member.archived_at is null \
                 and member.email_key is not null"
            ),
            binds![event.id, event.id, addresses::keys(entries)],
        )
        .all(db)
        .await?;
        let ids: Vec<Uuid> = people.iter().map(|person| person.id).collect();
        let facts = member::facts(ctx, db, &ids).await?;
        let is_known = |id: &Uuid| {
            facts.get(id).is_some_and(|member| ctx.may(&Ask::SeeMember { member }).is_ok())
        };
        let outside =
            facts.values().filter(|member| !event.is_shown_to(|id| member.above.contains(id)));
        Ok(Self {
            kept_out: kept_out(db, ctx, event, facts.values()).await?,
            outside: outside.map(|member| member.id).collect(),
            people: people
                .into_iter()
                .filter(|person| is_known(&person.id))
                .map(|person| (person.email_key.clone(), person))
                .collect(),
        })
    }

    fn outcome(&self, entry: &Entry, met: &mut HashSet<Uuid>) -> (GuestOutcome, Option<Uuid>) {
        let Ok(email) = &entry.email else { return (GuestOutcome::Malformed, None) };
        let person = self.people.get(&email.key());
        let outcome = match person {
            _ if entry.duplicate_of.is_some() => GuestOutcome::Duplicate,
            None => GuestOutcome::NotMember,
            Some(person) if !met.insert(person.id) => GuestOutcome::Duplicate,
            Some(person) if person.is_registered => GuestOutcome::AlreadyRegistered,
            Some(person) if person.is_invited => GuestOutcome::AlreadyInvited,
            Some(person) if self.outside.contains(&person.id) => GuestOutcome::CannotSee,
            Some(person) if self.kept_out.contains(&person.id) => GuestOutcome::CannotRegister,
            Some(person) if !person.gets_letter => GuestOutcome::Unreachable,
            Some(_) => GuestOutcome::Invited,
        };
        (outcome, person.map(|person| person.id))
    }
}
