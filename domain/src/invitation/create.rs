//! Inviting one or many addresses, pasted as people have them; nothing pasted is lost.

use std::collections::{HashMap, HashSet};

use sea_orm::{EntityTrait as _, FromQueryResult, IntoActiveModel as _};
use serde_json::json;
use uuid::Uuid;

use super::{
    Invitation, State,
    addresses::{self, Malformed, Name},
    expiry,
    keep::{BETWEEN_LETTERS, is_in_turns},
    letter, token,
};
use crate::{
    audit::Line,
    bulk::Bulk,
    context::Context,
    database::{Sql, Transaction, binds, broken_constraint, in_words},
    error::{self, Denied, Halt},
    event::newcomer::{self, Unfit},
    id::{EventId, InvitationId, NetworkId},
    identifier::{Email, email},
    membership::{LocalRole, Role},
    outbox::Category,
    policy::Ask,
    refusals, secret,
};

/// Whom, and as what.
#[derive(Clone, Debug)]
pub struct Create {
    /// Where to.
    pub network: NetworkId,
    /// A pasted list of addresses, with or without names.
    pub addresses: String,
    /// The role.
    pub role: Role,
    /// The local role.
    pub local_role: Option<LocalRole>,
    /// A personal word.
    pub word: String,
    /// To which event those who accept are asked to come.
    pub event: Option<EventId>,
    /// All or as many as can be, or only to see.
    pub bulk: Bulk,
}

refusals! {
    /// Why nobody at all was invited.
    InvitationsCreate: pub enum CreateRefusal {
        /// There is no entry in the list.
        NoAddress => "NO_ADDRESS" on "addresses",
        /// More than 500 entries at once.
        TooMany { count: usize } => "TOO_MANY_ADDRESSES" on "addresses",
        /// The word is longer than 2000 characters.
        WordTooLong => "WORD_TOO_LONG" on "word",
        /// The network is closed.
        NetworkArchived => "NETWORK_ARCHIVED" on "networkId",
        /// One asks people to come to a published event that is to come and to which one may register.
        EventClosed => "EVENT_CLOSED" on "eventId",
        /// Members of this network do not see the event.
        EventNotShown => "EVENT_NOT_SHOWN" on "eventId",
        /// Members of this network may not register for the event.
        EventNotOpen => "EVENT_NOT_OPEN_TO_NETWORK" on "eventId",
        /// Somebody else invited one of these addresses at this very moment; try again.
        Busy => "TRY_AGAIN" on "addresses",
    }
}

/// What became of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Outcome {
    /// A letter leaves.
    Invited,
    /// The same address stands higher up in the list.
    Duplicate,
    /// The person is in the network.
    AlreadyMember,
    /// An invitation waits for their answer.
    AlreadyInvited,
    /// No letter can leave: the owner of the address wants no invitations, or their record is
    /// closed. Nobody is invited.
    Unreachable,
    /// An invitation was taken back again, and its letter left less than an hour ago. Nobody is invited.
    JustSent,
    /// There is no address that one can write to.
    Malformed,
    /// Would be invited; another entry is malformed, and all or nothing was asked.
    HeldBack,
}

/// Why an entry has no address to write to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Flaw {
    /// There is no address in it.
    NoAddress,
    /// There is a space or an invisible character inside the address.
    Space,
    /// The address has more than 254 characters.
    TooLong,
    /// The part before the @ is empty, accented, or otherwise impossible.
    LocalPart,
    /// The part after the @ is not the name of a domain, or has no dot.
    Domain,
}

impl From<Malformed> for Flaw {
    fn from(malformed: Malformed) -> Self {
        match malformed {
            Malformed::NoAddress | Malformed::Email(email::Error::Empty | email::Error::NoAt) => {
                Self::NoAddress
            }
            Malformed::Email(email::Error::Space) => Self::Space,
            Malformed::Email(email::Error::TooLong) => Self::TooLong,
            Malformed::Email(email::Error::LocalPart) => Self::LocalPart,
            Malformed::Email(email::Error::Domain) => Self::Domain,
        }
    }
}

/// An entry of the list, and what became of it.
#[derive(Clone, Debug)]
pub struct Report {
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
    /// What became of it.
    pub outcome: Outcome,
    /// Why there is no address, when there is none.
    pub flaw: Option<Flaw>,
    /// The invitation, new or already waiting.
    pub invitation: Option<Invitation>,
}

/// How long a word may be.
pub(super) const LONGEST_WORD: usize = 2000;

/// Invites a list of people, and says of each entry what became of it.
pub async fn create(ctx: &Context, asked: Create) -> error::Outcome<Vec<Report>, CreateRefusal> {
    let entries = addresses::parse(&asked.addresses);
    let tx = ctx.begin().await?;
    let network = entities::network::Entity::find_by_id(asked.network.uuid())
        .one(&*tx)
        .await?
        .ok_or(Denied::Hidden)?;

    ctx.may(&Ask::Invite { network: network.id, role: asked.role })?;

    if network.archived_at.is_some() {
        return Err(CreateRefusal::NetworkArchived.into());
    }
    if entries.is_empty() {
        return Err(CreateRefusal::NoAddress.into());
    }
    if entries.len() > addresses::MOST {
        return Err(CreateRefusal::TooMany { count: entries.len() }.into());
    }
    if asked.word.chars().count() > LONGEST_WORD {
        return Err(CreateRefusal::WordTooLong.into());
    }
    if let Some(event) = asked.event {
        newcomer::may_ask(&tx, ctx, event, network.id).await?.map_err(|unfit| match unfit {
            Unfit::Closed => CreateRefusal::EventClosed,
            Unfit::NotShown => CreateRefusal::EventNotShown,
            Unfit::NotOpen => CreateRefusal::EventNotOpen,
        })?;
    }
    let known = Known::load(&tx, ctx, network.id, addresses::keys(&entries)).await?;

    let is_held_back = asked.bulk.holds_back(entries.iter().any(|entry| entry.email.is_err()));
    let mut rows = Vec::new();
    let mut reports = Vec::with_capacity(entries.len());
    for entry in entries {
        let (outcome, invitation) = match known.outcome(&entry) {
            (Outcome::Invited, _) if is_held_back => (Outcome::HeldBack, None),
            told => told,
        };
        let invitation = match (&entry.email, outcome) {
            (Ok(email), Outcome::Invited) if !asked.bulk.is_dry_run => {
                let row = write(ctx, &asked, email, entry.name.as_ref());
                rows.push(row.clone());
                Some(row.into())
            }
            _ => invitation,
        };
        reports.push(Report {
            position: entry.position,
            line: entry.line,
            raw: entry.raw,
            name: entry.name,
            flaw: entry.email.as_ref().err().copied().map(Flaw::from),
            email: entry.email.ok().map(|email| email.to_string()),
            outcome,
            invitation,
        });
    }

    if asked.bulk.is_dry_run {
        drop(tx);
        return Ok(reports);
    }
    insert(&tx, &rows).await?;
    if let Some(event) = asked.event {
        let waiting = reports.iter().filter_map(|report| Some(report.invitation.as_ref()?.id));
        newcomer::keep(&tx, ctx, event, &waiting.collect::<Vec<_>>(), &asked.word).await?;
    }
    let lines = rows.iter().map(line).collect();
    tx.audit_all(ctx, lines).await?;
    let letters = rows.iter().map(|row| letter(row, known.member_of(&row.email_key))).collect();
    tx.tell_all(ctx, letters).await?;
    tx.commit().await?;
    Ok(reports)
}

async fn insert(
    tx: &Transaction,
    rows: &[entities::invitation::Model],
) -> error::Outcome<(), CreateRefusal> {
    for chunk in rows.chunks(500) {
        entities::invitation::Entity::insert_many(
            chunk.iter().map(|row| row.clone().into_active_model()),
        )
        .exec_without_returning(&**tx)
        .await
        .map_err(|error| match broken_constraint(&error) {
            Some(_) => CreateRefusal::Busy.into(),
            None => error::Error::from(error),
        })?;
    }
    Ok(())
}

/// The audit line of a new invitation.
pub(super) fn line(row: &entities::invitation::Model) -> Line {
    let line = Line::new("invitation.create", InvitationId::of(row.id)).within(row.network_id);
    let line = row.employer_id.map_or(line.clone(), |employer| line.about(employer));
    line.changing(json!({
        "role": in_words(&row.role),
        "local_role": row.local_role.map(|role| in_words(&role)),
    }))
}

fn write(
    ctx: &Context,
    asked: &Create,
    email: &Email,
    name: Option<&Name>,
) -> entities::invitation::Model {
    let (id, now) = (InvitationId::new(), ctx.now());
    let (first_name, last_name) = name.and_then(Name::parts).unzip();
    entities::invitation::Model {
        id: id.uuid(),
        network_id: asked.network.uuid(),
        employer_id: None,
        email: email.to_string(),
        email_key: email.key(),
        name: name.map(Name::whole),
        first_name: first_name.map(str::to_owned),
        last_name: last_name.map(str::to_owned),
        role: asked.role,
        local_role: asked.local_role,
        word: asked.word.trim().to_owned(),
        token_hash: secret::hash(&token(ctx.secret(), id, 1)),
        state: State::Sent,
        invited_by_id: ctx.standing().member,
        member_id: None,
        times_sent: 1,
        reminders: 0,
        last_sent_at: now,
        expires_at: expiry(now),
        answered_at: None,
        created_at: now,
    }
}

/// What is known of the addresses of a list.
struct Known {
    members: HashMap<String, Uuid>,
    present: HashSet<String>,
    unreachable: HashSet<String>,
    invited: HashMap<String, Invitation>,
    /// How many letters left lately by invitations that were taken back.
    taken_back: HashMap<String, i64>,
}

#[derive(FromQueryResult)]
struct Person {
    email_key: String,
    id: Uuid,
    is_present: bool,
    is_archived: bool,
}

#[derive(FromQueryResult)]
struct Unwilling {
    email_key: String,
}

impl Known {
    async fn load(
        tx: &Transaction,
        ctx: &Context,
        network: Uuid,
        keys: Vec<String>,
    ) -> Result<Self, Halt> {
        let today = ctx.today();
        let people: Vec<Person> = Sql::new(
            "select member.email_key, coalesce(member.merged_into_id, member.id) as id, \
             exists (select 1 from membership where network_id = ? \
             and member_id = coalesce(member.merged_into_id, member.id) \
             and started_on <= ? and (ended_on is null or ended_on > ?)) as is_present, \
             exists (select 1 from member kept where kept.archived_at is not null \
             and kept.id = coalesce(member.merged_into_id, member.id)) as is_archived \
             from member where member.email_key in ?",
            binds![network, today, today, keys.clone()],
        )
        .all(&**tx)
        .await?;
        let category = Category::Invitation.word();
        let unwilling: Vec<Unwilling> = Sql::new(
            "select email_key from address_refusal where category = ? and email_key in ? \
             union select member.email_key from member \
             join letter_refusal unwanted \
             on unwanted.member_id = coalesce(member.merged_into_id, member.id) \
             where unwanted.category = ? and member.email_key in ?",
            binds![category, keys.clone(), category, keys.clone()],
        )
        .all(&**tx)
        .await?;
        // One whose time is over makes room for another.
        Sql::new(
            "update invitation set state = 'expired' where network_id = ? and email_key in ? \
             and state = 'sent' and expires_at <= ?",
            binds![network, keys.clone(), ctx.now()],
        )
        .run(&**tx)
        .await?;
        let known: Vec<entities::invitation::Model> = Sql::new(
            "select * from invitation where network_id = ? and email_key in ? \
             and (state = 'sent' or (state = 'revoked' and last_sent_at > ?)) \
             and employer_id is null",
            binds![network, keys, ctx.now() - BETWEEN_LETTERS],
        )
        .all(&**tx)
        .await?;
        let (invited, revoked): (Vec<_>, Vec<_>) =
            known.into_iter().partition(|row| row.state == State::Sent);
        let mut taken_back: HashMap<String, i64> = HashMap::new();
        for row in revoked {
            *taken_back.entry(row.email_key).or_default() += i64::from(row.times_sent);
        }
        Ok(Self {
            taken_back,
            present: people
                .iter()
                .filter(|person| person.is_present)
                .map(|person| person.email_key.clone())
                .collect(),
            unreachable: people
                .iter()
                .filter(|person| person.is_archived)
                .map(|person| person.email_key.clone())
                .chain(unwilling.into_iter().map(|unwilling| unwilling.email_key))
                .collect(),
            members: people.into_iter().map(|person| (person.email_key, person.id)).collect(),
            invited: invited.into_iter().map(|row| (row.email_key.clone(), row.into())).collect(),
        })
    }

    fn outcome(&self, entry: &addresses::Entry) -> (Outcome, Option<Invitation>) {
        let Ok(email) = &entry.email else { return (Outcome::Malformed, None) };
        if entry.duplicate_of.is_some() {
            return (Outcome::Duplicate, None);
        }
        if self.present.contains(&email.key()) {
            return (Outcome::AlreadyMember, None);
        }
        match self.invited.get(&email.key()) {
            Some(waiting) => (Outcome::AlreadyInvited, Some(waiting.clone())),
            None if self.unreachable.contains(&email.key()) => (Outcome::Unreachable, None),
            None if self.is_sent_in_turns(&email.key()) => (Outcome::JustSent, None),
            None => (Outcome::Invited, None),
        }
    }

    /// To take back and to invite anew is to send again: the same pause holds.
    fn is_sent_in_turns(&self, key: &str) -> bool {
        self.taken_back.get(key).is_some_and(|letters| is_in_turns(*letters))
    }

    fn member_of(&self, key: &str) -> Option<Uuid> {
        self.members.get(key).copied()
    }
}
