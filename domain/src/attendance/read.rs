//! Finding attendances: those of registrations, and an event's list.

use std::collections::HashMap;

use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{Attendance, State};
use crate::{
    context::Context,
    database::{Sql, binds, in_words},
    error::Halt,
    id::SessionId,
    page::{Key, Keyed, List, Order, Page, Request},
    policy::{Ask, EventFacts, Resource},
    registration::{is_private_to, is_staff_of},
};

/// Which attendances of an event.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Filter {
    /// Of this session; none means the event as a whole.
    pub session: Option<SessionId>,
    /// Who came, or did not.
    pub state: Option<State>,
}

const BY_NAME: Order =
    Order { name: "attendance.name", columns: &["member_search", "id"], is_descending: false };

#[derive(FromQueryResult)]
struct Row {
    #[sea_orm(nested)]
    attendance: Attendance,
    member_search: String,
}

impl Keyed for Row {
    fn key(&self, _: &Order) -> Vec<Key> {
        vec![Key::Text(self.member_search.clone()), Key::Id(self.attendance.id)]
    }
}

/// The attendances that this asker may see; goes on with `and …`.
fn visible(ctx: &Context, more_columns: &str, more_tables: &str) -> Sql {
    Sql::new(
        "select attendance.id, attendance.event_id, attendance.session_id, attendance.member_id, \
         trim(member.first_name || ' ' || member.last_name) as name, attendance.state, \
         attendance.reason, attendance.recorded_by_id, attendance.recorded_at, \
         attendance.revision,",
        vec![],
    )
    .append(is_private_to(ctx.standing(), "attendance"))
    .and(
        &format!(
            "as is_private, member.search as member_search {more_columns} from attendance \
             join member on member.id = attendance.member_id {more_tables} where ("
        ),
        vec![],
    )
    .append(is_private_to(ctx.standing(), "attendance"))
    .and("or", vec![])
    .append(is_staff_of(ctx, "attendance"))
    .and(")", vec![])
}

/// The attendances of these identifiers that this asker may see.
pub async fn by_ids(ctx: &Context, ids: &[Uuid]) -> Result<HashMap<Uuid, Attendance>, Halt> {
    let rows: Vec<Row> =
        visible(ctx, "", "").and("and attendance.id in ?", binds![ids]).all(ctx.db()).await?;
    Ok(rows.into_iter().map(|row| (row.attendance.id, row.attendance.seen())).collect())
}

#[derive(FromQueryResult)]
struct OfRegistration {
    registration_id: Uuid,
    #[sea_orm(nested)]
    attendance: Attendance,
}

/// The attendances that go with each of these registrations, the event as a whole first.
pub async fn of_registrations(
    ctx: &Context,
    registrations: &[Uuid],
) -> Result<HashMap<Uuid, Vec<Attendance>>, Halt> {
    let rows: Vec<OfRegistration> = visible(
        ctx,
        ", registration.id as registration_id",
        "join registration on registration.event_id = attendance.event_id \
         and registration.member_id = attendance.member_id \
         left join session on session.id = attendance.session_id",
    )
    .and(
        "and registration.id in ? order by registration.id, \
         case when attendance.session_id is null then 0 else 1 end, session.starts_at, \
         session.rank",
        binds![registrations],
    )
    .all(ctx.db())
    .await?;
    let mut attendances: HashMap<Uuid, Vec<Attendance>> = HashMap::new();
    for row in rows {
        attendances.entry(row.registration_id).or_default().push(row.attendance.seen());
    }
    Ok(attendances)
}

/// What is recorded of the asker at each of these events as a whole, registered or not. A tool without
/// the scope is told that it may not read it, not that there is nothing.
pub async fn own(ctx: &Context, events: &[Uuid]) -> Result<HashMap<Uuid, Attendance>, Halt> {
    let Some(me) = ctx.standing().member else { return Ok(HashMap::new()) };
    ctx.standing().has_scope(Resource::Registration, false)?;
    let rows: Vec<Row> = visible(ctx, "", "")
        .and(
            "and attendance.member_id = ? and attendance.session_id is null \
             and attendance.event_id in ?",
            binds![me, events],
        )
        .all(ctx.db())
        .await?;
    Ok(rows.into_iter().map(|row| (row.attendance.event_id, row.attendance.seen())).collect())
}

/// The attendances of each of these events, by name, as far as this asker may see them, in one statement.
pub async fn list_of_events(
    ctx: &Context,
    events: &[Uuid],
    filter: &Filter,
    page: &Request,
) -> Result<HashMap<Uuid, Page<Attendance>>, Halt> {
    let mut select = visible(ctx, "", "").and("and attendance.event_id in ?", binds![events]);
    select = match filter.session {
        Some(session) => select.and("and attendance.session_id = ?", binds![session]),
        None => select.and("and attendance.session_id is null", vec![]),
    };
    if let Some(state) = &filter.state {
        select = select.and("and attendance.state = ?", binds![in_words(state)]);
    }
    let pages =
        List::new(select, BY_NAME, filter).fetch_for_each(ctx, "event_id", events, page).await?;
    Ok(pages
        .into_iter()
        .map(|(event, rows): (_, Page<Row>)| (event, rows.map(|row| row.attendance.seen())))
        .collect())
}

/// Who came to an event, or to one of its sessions, by name: for who records it.
pub async fn roll(
    ctx: &Context,
    event: &EventFacts,
    session: Option<SessionId>,
) -> Result<Vec<Attendance>, Halt> {
    ctx.may(&Ask::RecordAttendance { event })?;
    let select = visible(ctx, "", "").and("and attendance.event_id = ?", binds![event.id]);
    let select = match session {
        Some(session) => select.and("and attendance.session_id = ?", binds![session]),
        None => select.and("and attendance.session_id is null", vec![]),
    };
    let rows: Vec<Row> =
        select.and("order by member.search, attendance.id", vec![]).all(ctx.db()).await?;
    Ok(rows.into_iter().map(|row| row.attendance.seen()).collect())
}

/// These people by family name, as lists on paper have them: for who records who came.
pub async fn by_name(
    ctx: &Context,
    event: &EventFacts,
    members: &[Uuid],
) -> Result<Vec<Uuid>, Halt> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
    }
    ctx.may(&Ask::RecordAttendance { event })?;
    let rows: Vec<Row> =
        Sql::new("select id from member where id in ? order by search, id", binds![members])
            .all(ctx.db())
            .await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// How many people are recorded how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, FromQueryResult)]
pub struct Tally {
    /// Came.
    pub present: i64,
    /// Did not.
    pub absent: i64,
    /// Sent an excuse.
    pub excused: i64,
}

/// How many people are recorded how at an event, or at one of its sessions: one statement.
pub async fn tally(
    ctx: &Context,
    event: &EventFacts,
    session: Option<SessionId>,
) -> Result<Tally, Halt> {
    ctx.may(&Ask::RecordAttendance { event })?;
    let count = |state: &str| format!("count(case when state = '{state}' then 1 end)");
    let select = Sql::new(
        &format!(
            "select {} as present, {} as absent, {} as excused from attendance \
             where event_id = ? and",
            count("present"),
            count("absent"),
            count("excused")
        ),
        binds![event.id],
    );
    let select = match session {
        Some(session) => select.and("session_id = ?", binds![session]),
        None => select.and("session_id is null", vec![]),
    };
    Ok(select.one(ctx.db()).await?.unwrap_or_default())
}
