//! Who came: one tap for each person, corrected later.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    attendance::{
        self, Attendance, Entry, EntryRefusal, Record, RecordWithdraw, State, Tally, WithdrawEntry,
        WithdrawEntryRefusal, Withdrawn,
    },
    bulk::Bulk,
    context::Context,
    employment,
    error::{Denied, Error, Halt},
    event::Event,
    id::{AttendanceId, EventId, MemberId, SessionId},
    policy::Ask,
    registration,
    session::Session,
};
use poem::{
    Response, handler,
    web::{Path, Query},
};
use uuid::Uuid;
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
    agenda: &[Session],
) -> Result<Vec<Expected>, Halt> {
    let roll = registration::roll(ctx, &event.facts, &expected(session, agenda)).await?;
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
    let mut people = everyone(ctx, &at.event, session, &sessions).await?;
    call(ctx, people.iter_mut().map(|one| (one.member_id, &mut one.name))).await?;
    let (tally, left) = (tally(&people), left(&people));
    let undo = Span::read(typed, ctx.now()).filter(|span| may_undo(ctx, &people, *span));
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
        undo: undo.map(Span::write),
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
    let began = ctx.now();
    let is_everyone = typed.is("everyone", "yes");
    let entries = if is_everyone {
        let people = everyone(ctx, &at.event, session, &sessions).await?;
        let unknown = people.into_iter().filter(|one| one.attendance.is_none());
        unknown.map(|one| present_unless_noted(MemberId::of(one.member_id))).collect()
    } else {
        vec![named_entry(typed)?]
    };
    let anchor = typed.get("memberId").to_owned();
    let session = session.map(|session| SessionId::of(session.id));
    match recorded(ctx, event_id(id)?, session, entries).await {
        Ok(refused) => {
            let mut wrong = Vec::new();
            for refusal in refused {
                // Only who notes all the others at once names a revision: whoever was noted in the
                // same instant stays so, and nobody did wrong.
                if !matches!(refusal, EntryRefusal::Stale { .. }) {
                    wrong.extend(problems(Error::from(refusal))?);
                }
            }
            if !wrong.is_empty() {
                return Ok(Done::Again(page(visit, id, typed, &wrong).await?));
            }
            // Who corrects one of them keeps the way back of the others.
            let span = if is_everyone {
                Some(Span::since(began, ctx.now()).write())
            } else {
                typed.filled("undo")
            };
            let way = format!("{}#{anchor}", list(id, typed, span.as_deref()));
            Ok(Done::At(way, "attendance-recorded"))
        }
        Err(error) => {
            let wrong = problems(error)?;
            Ok(Done::Again(page(visit, id, typed, &wrong).await?))
        }
    }
}

/// The way back to the list, as it was looked at.
fn list(id: &str, typed: &Typed, undo: Option<&str>) -> String {
    let query = query_of(&[
        ("session", typed.get("session")),
        ("search", typed.get("search")),
        ("undo", undo.unwrap_or_default()),
    ]);
    let mark = if query.is_empty() { "" } else { "?" };
    format!("/events/{id}/attendance{mark}{query}")
}

/// How long noting all the others at once takes at most.
const LONGEST: TimeDelta = TimeDelta::minutes(2);

/// For how long it can be taken back at once.
const UNDONE_WITHIN: TimeDelta = TimeDelta::days(1);

/// From when to when somebody noted all the others at once, in microseconds: databases keep no less.
#[derive(Clone, Copy)]
struct Span {
    first: i64,
    last: i64,
}

impl Span {
    /// Databases round what they keep: each end has one more.
    fn since(began: DateTime<Utc>, ended: DateTime<Utc>) -> Self {
        Self { first: began.timestamp_micros() - 1, last: ended.timestamp_micros() + 1 }
    }

    /// It comes from an address, where anybody may write a longer one: only what can be one act of
    /// this day counts.
    fn read(typed: &Typed, now: DateTime<Utc>) -> Option<Self> {
        let (first, last) = typed.get("undo").split_once('-')?;
        let (first, last): (i64, i64) = (first.parse().ok()?, last.parse().ok()?);
        let began = DateTime::from_timestamp_micros(first)?;
        let ended = DateTime::from_timestamp_micros(last)?;
        let is_one_act = ended - began <= LONGEST && now - began <= UNDONE_WITHIN;
        is_one_act.then_some(Self { first, last })
    }

    fn write(self) -> String {
        format!("{}-{}", self.first, self.last)
    }

    /// Whether this was noted by this person then, and by nobody since.
    fn holds(self, attendance: &Attendance, by: Option<Uuid>) -> bool {
        let at = attendance.recorded_at.timestamp_micros();
        by.is_some()
            && attendance.recorded_by_id == by
            && attendance.revision == 1
            && attendance.state == State::Present
            && (self.first..=self.last).contains(&at)
    }

    /// Whether this was noted later.
    fn is_before(self, attendance: &Attendance) -> bool {
        attendance.recorded_at.timestamp_micros() > self.last
    }
}

/// Whether somebody can still take back what they noted at once.
fn may_undo(ctx: &Context, people: &[Expected], span: Span) -> bool {
    let mut noted = people.iter().filter_map(|one| one.attendance.as_ref());
    noted.any(|attendance| span.holds(attendance, ctx.standing().member))
}

/// Someone takes back what they noted at once, or what is noted of one person.
#[handler]
pub(in crate::page) async fn withdraw(
    Posted { visit, typed }: Posted,
    Path(id): Path<String>,
) -> Response {
    let done = match typed.filled("noted") {
        Some(noted) => taking_back(&visit, &id, &typed, &noted).await,
        None => undoing(&visit, &id, &typed).await,
    };
    visit.answer(done)
}

/// One person is to be noted again, unless it was noted since how they are.
async fn taking_back(visit: &Visit, id: &str, typed: &Typed, noted: &str) -> Result<Done, Halt> {
    let (attendance, revision) = noted.split_once(':').ok_or(Denied::Hidden)?;
    let entry = WithdrawEntry {
        attendance: attendance.parse().map_err(|_| Denied::Hidden)?,
        expected_revision: revision.parse().map_err(|_| Denied::Hidden)?,
    };
    let wrong = match withdrawn(&visit.ctx, event_id(id)?, &[entry]).await {
        Ok(withdrawn) => {
            let mut wrong = Vec::new();
            for refusal in withdrawn.into_iter().filter_map(|one| one.refusal) {
                // What is gone was taken back by somebody else, or by the first of two taps.
                if !matches!(refusal, WithdrawEntryRefusal::AttendanceUnknown) {
                    wrong.extend(problems(Error::from(refusal))?);
                }
            }
            wrong
        }
        Err(error) => problems(error)?,
    };
    if !wrong.is_empty() {
        return Ok(Done::Again(page(visit, id, typed, &wrong).await?));
    }
    let way =
        format!("{}#{}", list(id, typed, typed.filled("undo").as_deref()), typed.get("memberId"));
    Ok(Done::At(way, "attendance-taken-back"))
}

/// Those who were noted at once are to be noted again; what was noted since stays.
async fn undoing(visit: &Visit, id: &str, typed: &Typed) -> Result<Done, Halt> {
    let ctx = &visit.ctx;
    let at = organised(ctx, id).await?;
    let sessions = agenda(ctx, &at.event).await?;
    let session = named(typed, &sessions)?;
    let Some(span) = Span::read(typed, ctx.now()) else {
        let words = locales::text("page-attendance-late", &[]);
        let wrong = [Problem { field: None, words }];
        return Ok(Done::Again(page(visit, id, typed, &wrong).await?));
    };
    let people = everyone(ctx, &at.event, session, &sessions).await?;
    let noted: Vec<_> = people.into_iter().filter_map(|one| one.attendance).collect();
    let those = noted.iter().filter(|one| span.holds(one, ctx.standing().member));
    let entries: Vec<_> = those
        .map(|one| WithdrawEntry {
            attendance: AttendanceId::of(one.id),
            expected_revision: one.revision,
        })
        .collect();
    match withdrawn(ctx, event_id(id)?, &entries).await {
        // Only what somebody noted a moment ago is refused: it stays, too.
        Ok(withdrawn) => {
            let is_refused = withdrawn.iter().any(|one| one.refusal.is_some());
            let stays = is_refused || noted.iter().any(|one| span.is_before(one));
            let told = if stays { "attendance-undone-partly" } else { "attendance-undone" };
            Ok(Done::At(list(id, typed, None), told))
        }
        Err(error) => {
            let wrong = problems(error)?;
            Ok(Done::Again(page(visit, id, typed, &wrong).await?))
        }
    }
}

/// Somebody is there, unless it was noted since how they are.
fn present_unless_noted(member: MemberId) -> Entry {
    Entry { member, state: State::Present, reason: None, expected_revision: Some(0) }
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
    let reason = typed.filled("reason");
    Ok(Entry { member, state, reason, expected_revision: None })
}

/// Records in portions that the rules allow; gives back why some entries were refused.
async fn recorded(
    ctx: &Context,
    event: EventId,
    session: Option<SessionId>,
    entries: Vec<Entry>,
) -> Result<Vec<EntryRefusal>, Error<attendance::RecordRefusal>> {
    let mut refused = Vec::new();
    for portion in entries.chunks(100) {
        let asked = Record { event, session, entries: portion.to_vec(), bulk: Bulk::default() };
        let recorded = attendance::record(ctx, asked).await?;
        refused.extend(recorded.into_iter().filter_map(|one| one.refusal));
    }
    Ok(refused)
}

/// Takes back in portions that the rules allow.
async fn withdrawn(
    ctx: &Context,
    event: EventId,
    entries: &[WithdrawEntry],
) -> Result<Vec<Withdrawn>, Error<attendance::RecordWithdrawRefusal>> {
    let mut withdrawn = Vec::new();
    for portion in entries.chunks(100) {
        let asked = RecordWithdraw { event, entries: portion.to_vec(), bulk: Bulk::default() };
        withdrawn.extend(attendance::record_withdraw(ctx, asked).await?);
    }
    Ok(withdrawn)
}
