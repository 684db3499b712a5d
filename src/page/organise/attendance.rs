//! Who came: one tap for each person, corrected later.

use std::collections::HashMap;

use chrono::TimeDelta;
use domain::{
    attendance::{self, Attendance, Entry, Record, State, Tally},
    bulk::Bulk,
    context::Context,
    employment,
    error::{Denied, Error, Halt},
    event::Event,
    id::{EventId, MemberId, SessionId},
    policy::Ask,
    registration,
    session::Session,
};
use poem::{
    Response, handler,
    web::{Path, Query},
};
use web::{
    pages::{
        Problem, Typed,
        event::organise::{AttendancePage, Expected, Tab},
    },
    words,
};

use super::{
    super::{
        called::call,
        list::{found, query_of},
        visit::{Done, Posted, Visit, problems},
    },
    agenda, event_id, organised,
    sheet::{expected, named},
};

/// Who came.
#[handler]
pub(in crate::page) async fn show(
    visit: Visit,
    Path(id): Path<String>,
    Query(asked): Query<Vec<(String, String)>>,
) -> Response {
    visit.show(page(&visit, &id, &Typed(asked), &[]).await)
}

/// All who are expected or came, by family name like the sheet.
async fn everyone(
    ctx: &Context,
    event: &Event,
    session: Option<&Session>,
) -> Result<Vec<Expected>, Halt> {
    let roll = registration::roll(ctx, &event.facts, &expected(session)).await?;
    let session = session.map(|session| SessionId::of(session.id));
    let recorded = attendance::roll(ctx, &event.facts, session).await?;
    let mut known: HashMap<_, Attendance> =
        recorded.into_iter().map(|attendance| (attendance.member_id, attendance)).collect();
    let mut people: Vec<_> = roll
        .into_iter()
        .map(|one| Expected {
            attendance: known.remove(&one.member_id),
            member_id: one.member_id,
            name: one.name,
            employers: String::new(),
        })
        .collect();
    // Those who came without a registration stand with the others.
    people.extend(known.into_values().map(|attendance| Expected {
        member_id: attendance.member_id,
        name: attendance.name.clone(),
        employers: String::new(),
        attendance: Some(attendance),
    }));
    let members: Vec<_> = people.iter().map(|one| one.member_id).collect();
    let order = attendance::by_name(ctx, &event.facts, &members).await?;
    let ranks: HashMap<_, usize> = order.into_iter().zip(0..).collect();
    let rank = |one: &Expected| ranks.get(&one.member_id).copied().unwrap_or(usize::MAX);
    people.sort_by_cached_key(|one| (rank(one), domain::text::fold(&one.name), one.member_id));
    Ok(people)
}

/// How many are expected of whom nothing is recorded.
pub(super) fn left(people: &[Expected]) -> i64 {
    let count = people.iter().filter(|one| one.attendance.is_none()).count();
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// How many people are recorded how.
fn tally(people: &[Expected]) -> Tally {
    let mut tally = Tally::default();
    for attendance in people.iter().filter_map(|one| one.attendance.as_ref()) {
        match attendance.state {
            State::Present => tally.present += 1,
            State::Absent => tally.absent += 1,
            State::Excused => tally.excused += 1,
        }
    }
    tally
}

async fn page(
    visit: &Visit,
    id: &str,
    typed: &Typed,
    problems: &[Problem],
) -> Result<String, Halt> {
    let ctx = &visit.ctx;
    let at = organised(ctx, id).await?;
    ctx.may(&Ask::RecordAttendance { event: &at.event.facts })?;
    let sessions = agenda(ctx, &at.event).await?;
    let session = named(typed, &sessions)?;
    let mut people = everyone(ctx, &at.event, session).await?;
    call(ctx, people.iter_mut().map(|one| (one.member_id, &mut one.name))).await?;
    let (tally, left) = (tally(&people), left(&people));
    let search = domain::text::fold(&typed.filled("search").unwrap_or_default());
    let is_left_only = typed.is("left", "yes");
    people.retain(|one| {
        let name = domain::text::fold(&one.name);
        search.split(' ').all(|word| name.contains(word))
            && (!is_left_only || one.attendance.is_none())
    });
    let members: Vec<_> = people.iter().map(|one| one.member_id).collect();
    let mut employers = employment::employers_of(ctx, &members).await?;
    for one in &mut people {
        one.employers = employers.remove(&one.member_id).unwrap_or_default().join(", ");
    }
    let found = found(ctx, typed).await?;
    let doors = at.event.starts_at - TimeDelta::hours(1);
    let page = AttendancePage {
        frame: &visit.frame,
        head: at.head(Tab::Attendance),
        sessions: &sessions,
        session,
        typed,
        problems,
        people: &people,
        tally,
        left,
        opens: (doors > ctx.now()).then(|| words::moment(&at.event, doors)),
        found: found.as_deref(),
        may_close: at.event.may_be_done(ctx.now()),
    };
    Ok(page.to_html())
}

/// Someone notes who came.
#[handler]
pub(in crate::page) async fn record(
    Posted { visit, typed }: Posted,
    Path(id): Path<String>,
) -> Response {
    visit.answer(recording(&visit, &id, &typed).await)
}

async fn recording(visit: &Visit, id: &str, typed: &Typed) -> Result<Done, Halt> {
    let ctx = &visit.ctx;
    let at = organised(ctx, id).await?;
    let sessions = agenda(ctx, &at.event).await?;
    let session = named(typed, &sessions)?;
    let entries = if typed.is("everyone", "yes") {
        let people = everyone(ctx, &at.event, session).await?;
        let unknown = people.into_iter().filter(|one| one.attendance.is_none());
        unknown.map(|one| present(MemberId::of(one.member_id))).collect()
    } else {
        vec![named_entry(typed)?]
    };
    let anchor = typed.get("memberId").to_owned();
    let session = session.map(|session| SessionId::of(session.id));
    match recorded(ctx, event_id(id)?, session, entries).await {
        Ok(wrong) if wrong.is_empty() => {
            let query = query_of(&["session", "search"].map(|name| (name, typed.get(name))));
            let mark = if query.is_empty() { "" } else { "?" };
            let way = format!("/events/{id}/attendance{mark}{query}#{anchor}");
            Ok(Done::At(way, "attendance-recorded"))
        }
        Ok(wrong) => Ok(Done::Again(page(visit, id, typed, &wrong).await?)),
        Err(error) => {
            let wrong = problems(error)?;
            Ok(Done::Again(page(visit, id, typed, &wrong).await?))
        }
    }
}

fn present(member: MemberId) -> Entry {
    Entry { member, state: State::Present, reason: None, expected_revision: None }
}

/// What the form says of one person.
fn named_entry(typed: &Typed) -> Result<Entry, Denied> {
    let member = typed.get("memberId").parse().map_err(|_| Denied::Hidden)?;
    let state = match typed.get("state") {
        "present" => State::Present,
        "absent" => State::Absent,
        "excused" => State::Excused,
        _ => return Err(Denied::Hidden),
    };
    // Two people at the door see each other's taps: the last one is right.
    Ok(Entry { member, state, reason: typed.filled("reason"), expected_revision: None })
}

/// Records in portions that the rules allow; gives back why single entries were refused.
async fn recorded(
    ctx: &Context,
    event: EventId,
    session: Option<SessionId>,
    entries: Vec<Entry>,
) -> Result<Vec<Problem>, Error<attendance::RecordRefusal>> {
    let mut wrong = Vec::new();
    for portion in entries.chunks(100) {
        let asked = Record { event, session, entries: portion.to_vec(), bulk: Bulk::default() };
        let refused = attendance::record(ctx, asked).await?;
        for refusal in refused.into_iter().filter_map(|one| one.refusal) {
            wrong.extend(problems(Error::from(refusal))?);
        }
    }
    Ok(wrong)
}
