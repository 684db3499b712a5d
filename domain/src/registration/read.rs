//! Finding registrations: one, several, an event's, a person's; each asker sees what they may.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{Attends, DeclinedBy, State};
use crate::{
    context::Context,
    database::{Sql, binds, in_words},
    employment::COVERED,
    error::{Denied, Halt},
    id::{RegistrationId, SessionId},
    member::sought,
    page::{self, Key, Keyed, List, Page, Request},
    policy::{Ask, EventFacts, Resource, Role, Standing},
};

/// A registration as this asker may see it: the person and the organisers of the event's hosts see
/// all of it, the managers of the person's employers only that there is one, and how it stands.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Registration {
    /// Its identifier.
    pub id: Uuid,
    /// For which event.
    pub event_id: Uuid,
    /// Whose.
    pub member_id: Uuid,
    /// The person's name: who sees the registration knows for whom it is.
    pub name: String,
    /// How far it is.
    pub state: State,
    /// On site or online.
    pub attends: Attends,
    /// The number by which the line is ordered.
    pub rank: i64,
    /// The place in line, from 1, while waiting.
    pub position: Option<i64>,
    /// Until when an offered place is kept.
    pub offered_until: Option<DateTime<Utc>>,
    /// Who said no, while it is declined.
    pub declined_by: Option<DeclinedBy>,
    /// Why it was cancelled or declined.
    pub reason: Option<String>,
    /// Who registered this person, when it was not themselves.
    pub registered_by_id: Option<Uuid>,
    /// Whether it was made by the link of a letter.
    pub is_by_letter: bool,
    /// Grows with each step.
    pub revision: i32,
    /// Since when it stands as it does.
    pub state_changed_at: DateTime<Utc>,
    /// Since when it is here.
    pub created_at: DateTime<Utc>,
    /// Whether this asker sees all of it.
    pub is_private: bool,
}

impl Registration {
    /// What is not theirs to see is taken out before it leaves.
    fn seen(self) -> Self {
        if self.is_private {
            return self;
        }
        Self {
            rank: 0,
            position: None,
            offered_until: None,
            declined_by: None,
            reason: None,
            registered_by_id: None,
            ..self
        }
    }
}

/// Which registrations of an event.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Filter {
    /// In this state.
    pub state: Option<State>,
    /// Who take part in this way.
    pub attends: Option<Attends>,
    /// Who chose this session, and have a seat or wait for one.
    pub session: Option<SessionId>,
    /// Each word begins one of the person's names; accents and case are forgiven.
    pub search: Option<String>,
    /// Only who sent an excuse.
    pub is_excused: bool,
}

/// Which registrations of a person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct MemberFilter {
    /// In this state.
    pub state: Option<State>,
    /// For events that end after this.
    pub ends_after: Option<DateTime<Utc>>,
    /// For events that start before this.
    pub starts_before: Option<DateTime<Utc>>,
    /// Those taken back or declined too.
    pub with_over: bool,
}

/// In which order an event's registrations are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Order {
    /// Those with a place first, then the line, each by rank.
    #[default]
    ByLine,
    /// By the person's name.
    ByName,
}

const BY_LINE: page::Order = page::Order {
    name: "registration.line",
    columns: &["state_group", "rank", "id"],
    is_descending: false,
};
const BY_NAME: page::Order = page::Order {
    name: "registration.name",
    columns: &["member_search", "id"],
    is_descending: false,
};
const BY_START: page::Order = page::Order {
    name: "registration.start",
    columns: &["event_starts_at", "id"],
    is_descending: false,
};

/// A registration with the keys of all its orders.
#[derive(FromQueryResult)]
struct Row {
    #[sea_orm(nested)]
    registration: Registration,
    state_group: i32,
    member_search: String,
    event_starts_at: DateTime<Utc>,
}

impl Keyed for Row {
    fn key(&self, order: &page::Order) -> Vec<Key> {
        let id = Key::Id(self.registration.id);
        match order.name {
            "registration.line" => {
                vec![Key::Number(self.state_group.into()), Key::Number(self.registration.rank), id]
            }
            "registration.name" => vec![Key::Text(self.member_search.clone()), id],
            _ => vec![Key::Instant(self.event_starts_at), id],
        }
    }
}

/// Whether this asker sees all of a registration, or of an attendance, in the table of this name:
/// themselves, or an organiser of one of the event's hosts. The same answer as the policy's to `SeeRegistration`, for many rows at once.
pub(crate) fn is_private_to(standing: &Standing, table: &str) -> Sql {
    if standing.has_scope(Resource::Registration, false).is_err() {
        return Sql::new("(false)", vec![]);
    }
    if standing.is_house || standing.is_administrator {
        return Sql::new("(true)", vec![]);
    }
    let Some(member) = standing.member else { return Sql::new("(false)", vec![]) };
    let run = standing.run(Role::Organiser);
    let Some(branch) = standing.branch() else {
        return Sql::new(
            &format!(
                "({table}.member_id = ? or {table}.event_id in \
                 (select mine.event_id from event_host mine where mine.network_id in ?))"
            ),
            binds![member, run],
        );
    };
    let branch: Vec<Uuid> = branch.iter().copied().collect();
    Sql::new(
        &format!(
            "({table}.event_id in (select mine.event_id from event_host mine \
             where {table}.member_id = ? and mine.network_id in ? or mine.network_id in ?))"
        ),
        binds![member, branch, run],
    )
}

/// Whether the asker acts for an employer where the person in the table of this name worked on the
/// day of the event: what `employment::participations` lists, and no more.
pub(crate) fn is_staff_of(ctx: &Context, table: &str) -> Sql {
    let standing = ctx.standing();
    if standing.manages.is_empty() || standing.has_scope(Resource::Employer, false).is_err() {
        return Sql::new("(false)", vec![]);
    }
    let manages: Vec<_> = standing.manages.iter().copied().collect();
    Sql::new(
        &format!(
            "(exists (select 1 from employment join event on event.id = {table}.event_id \
             and event.state <> 'draft' where employment.member_id = {table}.member_id \
             and employment.employer_id in ? and {COVERED}))"
        ),
        binds![manages],
    )
}

/// The registrations that this asker may see; `events` selects those whose lines are needed. Goes on with `and …`.
fn visible(ctx: &Context, events: Sql) -> Sql {
    Sql::new(
        "select registration.id, registration.event_id, registration.member_id, \
         trim(member.first_name || ' ' || member.last_name) as name, registration.state, registration.attends, registration.rank, line.position, \
         registration.offered_until, registration.declined_by, registration.reason, \
         registration.registered_by_id, \
         registration.is_by_letter, \
         registration.revision, registration.state_changed_at, registration.created_at,",
        vec![],
    )
    .append(is_private_to(ctx.standing(), "registration"))
    .and(
        "as is_private, case registration.state when 'confirmed' then 0 when 'offered' then 1 \
         when 'waitlisted' then 2 when 'pending' then 3 when 'declined' then 4 else 5 end \
         as state_group, member.search as member_search, event.starts_at as event_starts_at \
         from registration join member on member.id = registration.member_id \
         join event on event.id = registration.event_id \
         left join (select waiting.id as waiting_id, row_number() over \
         (partition by waiting.event_id, waiting.attends order by waiting.rank) as position \
         from registration waiting where waiting.state = 'waitlisted' and waiting.event_id in (",
        vec![],
    )
    .append(events)
    .and(")) line on line.waiting_id = registration.id where (", vec![])
    .append(is_private_to(ctx.standing(), "registration"))
    .and("or", vec![])
    .append(is_staff_of(ctx, "registration"))
    .and(")", vec![])
}

/// The registration of this identifier.
pub async fn load(ctx: &Context, id: RegistrationId) -> Result<Registration, Halt> {
    Ok(by_ids(ctx, &[id.uuid()]).await?.remove(&id.uuid()).ok_or(Denied::Hidden)?)
}

/// The registrations of these identifiers that this asker may see.
pub async fn by_ids(ctx: &Context, ids: &[Uuid]) -> Result<HashMap<Uuid, Registration>, Halt> {
    let events =
        Sql::new("select its.event_id from registration its where its.id in ?", binds![ids]);
    let rows: Vec<Row> =
        visible(ctx, events).and("and registration.id in ?", binds![ids]).all(ctx.db()).await?;
    Ok(rows.into_iter().map(|row| (row.registration.id, row.registration.seen())).collect())
}

/// The asker's own registration for each of these events. A tool without the scope is told that it
/// may not read it, not that there is none.
pub async fn viewer_registrations(
    ctx: &Context,
    events: &[Uuid],
) -> Result<HashMap<Uuid, Registration>, Halt> {
    let Some(member) = ctx.standing().member else { return Ok(HashMap::new()) };
    ctx.standing().has_scope(Resource::Registration, false)?;
    let rows: Vec<Row> =
        visible(ctx, Sql::new("select its.id from event its where its.id in ?", binds![events]))
            .and(
                "and registration.member_id = ? and registration.event_id in ?",
                binds![member, events],
            )
            .all(ctx.db())
            .await?;
    Ok(rows.into_iter().map(|row| (row.registration.event_id, row.registration.seen())).collect())
}

fn filtered(ctx: &Context, mut select: Sql, filter: &Filter) -> Sql {
    if let Some(state) = &filter.state {
        select = select.and("and registration.state = ?", binds![in_words(state)]);
    }
    if let Some(attends) = &filter.attends {
        select = select.and("and registration.attends = ?", binds![in_words(attends)]);
    }
    if let Some(session) = filter.session {
        select = select.and(
            "and registration.id in (select registration_id from session_choice \
             where session_id = ? and state <> 'cancelled')",
            binds![session],
        );
    }
    if filter.is_excused {
        select = select.and(
            "and exists (select 1 from attendance said where said.event_id = registration.event_id \
             and said.member_id = registration.member_id and said.session_id is null \
             and said.state = 'excused')",
            vec![],
        );
    }
    if let Some(search) = &filter.search {
        select = select.and("and", vec![]).append(sought(ctx, search));
    }
    select
}

/// All registrations of an event by name, for lists that are kept or printed whole: for who may see who comes.
pub async fn roll(
    ctx: &Context,
    event: &EventFacts,
    filter: &Filter,
) -> Result<Vec<Registration>, Halt> {
    ctx.may(&Ask::SeeRegistrants { event })?;
    let lines = Sql::new("select its.id from event its where its.id = ?", binds![event.id]);
    let select = visible(ctx, lines).and("and registration.event_id = ?", binds![event.id]);
    let rows: Vec<Row> = filtered(ctx, select, filter)
        .and("order by member.search, registration.id", vec![])
        .all(ctx.db())
        .await?;
    Ok(rows.into_iter().map(|row| row.registration.seen()).collect())
}

/// The registrations for each of these events, as far as this asker may see them, in one statement.
pub async fn list_of_events(
    ctx: &Context,
    events: &[Uuid],
    filter: &Filter,
    order: Order,
    page: &Request,
) -> Result<HashMap<Uuid, Page<Registration>>, Halt> {
    let lines = Sql::new("select its.id from event its where its.id in ?", binds![events]);
    let select = visible(ctx, lines).and("and registration.event_id in ?", binds![events]);
    let select = filtered(ctx, select, filter);
    let order = match order {
        Order::ByLine => BY_LINE,
        Order::ByName => BY_NAME,
    };
    let pages =
        List::new(select, order, filter).fetch_for_each(ctx, "event_id", events, page).await?;
    Ok(seen(pages))
}

/// The registrations of each of these people, by the start of the event, as far as this asker may see them, in one statement.
pub async fn list_of_members(
    ctx: &Context,
    members: &[Uuid],
    filter: &MemberFilter,
    page: &Request,
) -> Result<HashMap<Uuid, Page<Registration>>, Halt> {
    ctx.standing().has_scope(Resource::Registration, false)?;
    let lines = Sql::new(
        "select its.event_id from registration its where its.member_id in ? \
         and its.state = 'waitlisted'",
        binds![members],
    );
    let mut select = visible(ctx, lines).and("and registration.member_id in ?", binds![members]);
    if let Some(state) = &filter.state {
        select = select.and("and registration.state = ?", binds![in_words(state)]);
    } else if !filter.with_over {
        select = select.and("and registration.state not in ('cancelled', 'declined')", vec![]);
    }
    if let Some(ends_after) = filter.ends_after {
        select = select.and("and event.ends_at > ?", binds![ends_after]);
    }
    if let Some(starts_before) = filter.starts_before {
        select = select.and("and event.starts_at < ?", binds![starts_before]);
    }
    let pages =
        List::new(select, BY_START, filter).fetch_for_each(ctx, "member_id", members, page).await?;
    Ok(seen(pages))
}

fn seen(pages: HashMap<Uuid, Page<Row>>) -> HashMap<Uuid, Page<Registration>> {
    pages
        .into_iter()
        .map(|(parent, rows)| (parent, rows.map(|row| row.registration.seen())))
        .collect()
}
