//! The demonstration's meetings: those of the calendar at their own time, and one that is always near.

use chrono::{DateTime, Days, NaiveTime, TimeDelta, TimeZone as _, Utc};
use domain::{
    attendance::{self, Entry, Record},
    bulk::Bulk,
    clock::{FEDERATION_ZONE, meeting_day},
    context::Context,
    event::{self, Change, Create, Filter, Guests, Invite, Kind, Mode, Reach, State, Visibility},
    id::{EventId, MemberId, NetworkId, SessionId},
    member, outbox,
    page::Request,
    patch::Patch,
    question, registration, session,
};

use super::{at_that_time, people::People};
use crate::command::told;

/// How many come to the meeting that is near: two more than its places.
const PLACES: i32 = 12;

/// Publishes the calendar, tells the past at its own time, and plans a meeting that is always near.
pub(super) async fn meetings(
    ctx: &Context,
    department: NetworkId,
    people: &People,
) -> anyhow::Result<()> {
    let filter = Filter {
        network: Some(department.uuid()),
        reach: Reach::Own,
        states: vec![State::Draft],
        ..Filter::default()
    };
    let drafts =
        event::list(ctx, &filter, event::EventOrder::StartAsc, &Request::first(50)).await?;
    for event in drafts.into_rows() {
        let at = event.starts_at.min(ctx.now()) - TimeDelta::days(30);
        let then = at_that_time(ctx, at);
        told(event::publish(&then, event.id.into()).await)?;
        if event.ends_at <= ctx.now() {
            take_place(&then, event.id.into(), event.ends_at, people).await?;
        }
    }
    near(ctx, department, people).await
}

/// People register for a meeting of the past, each for one of its workshops, and it is over.
async fn take_place(
    then: &Context,
    event: EventId,
    ends_at: DateTime<Utc>,
    people: &People,
) -> anyhow::Result<()> {
    let members = guests(then, people, 30).await?;
    let mut agendas = session::of_events(then, &[event.uuid()]).await?;
    let agenda = agendas.remove(&event.uuid()).unwrap_or_default();
    let workshops = agenda.iter().filter(|session| session.is_chosen_among(&agenda));
    let workshops: Vec<_> = workshops.map(|session| SessionId::of(session.id)).collect();
    let mut turns = workshops.iter().copied().cycle();
    for member in &members {
        register(then, event, *member, turns.next().into_iter().collect()).await?;
    }
    send(then).await?;
    then.house().clock.set(ends_at + TimeDelta::hours(1));
    let entries = members.into_iter().enumerate().map(|(turn, member)| came(turn, member));
    let record = Record { event, session: None, entries: entries.collect(), bulk: Bulk::default() };
    told(attendance::record(then, record).await)?;
    told(event::mark_done(then, event).await)?;
    Ok(())
}

/// What the past told left then: the mailbox begins today, and nobody is told again of what is over.
async fn send(then: &Context) -> anyhow::Result<()> {
    let worker = "demonstration";
    loop {
        let letters = outbox::claim(then, worker, 50).await?;
        if letters.is_empty() {
            return Ok(());
        }
        for letter in letters {
            outbox::sent(then, worker, letter.id).await?;
        }
    }
}

/// Most came; a few sent word, a few did not.
fn came(turn: usize, member: MemberId) -> Entry {
    let (state, reason) = match turn % 10 {
        4 => (attendance::State::Excused, Some("Formation ce jour-là".to_owned())),
        7 => (attendance::State::Absent, None),
        _ => (attendance::State::Present, None),
    };
    Entry { member, state, reason, expected_revision: None }
}

/// A meeting in three weeks, with a round of two workshops and more people than places.
async fn near(ctx: &Context, department: NetworkId, people: &People) -> anyhow::Result<()> {
    let day = meeting_day(ctx.today() + Days::new(21));
    let hour = |hour: u32, minute: u32| {
        let time = NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default();
        let local = day.and_time(time);
        let at = FEDERATION_ZONE.from_local_datetime(&local).earliest();
        at.map_or_else(|| Utc.from_utc_datetime(&local), |at| at.with_timezone(&Utc))
    };
    let content = Change {
        title: Some("Rencontre réseau de démonstration".to_owned()),
        kind: Some(Kind::NetworkMeeting),
        description: Some("Échanger sur nos pratiques, et choisir un atelier.".to_owned()),
        visibility: Some(Visibility::Public),
        mode: Some(Mode::OnSite),
        starts_at: Some(hour(9, 30)),
        ends_at: Some(hour(17, 0)),
        time_zone: Some(FEDERATION_ZONE.name().to_owned()),
        venue: Patch::Put(Some("Maison du citoyen connecté, Baugé-en-Anjou".to_owned())),
        capacity_on_site: Patch::Put(Some(PLACES)),
        ..Change::default()
    };
    let created = event::create(ctx, Create { hosts: vec![department], content }).await;
    let event: EventId = told(created)?.id.into();
    let mut workshops = Vec::new();
    for (title, start, end, capacity) in [
        ("Accueil café", hour(9, 30), hour(10, 0), None),
        ("Votre actualité (radar du réseau)", hour(10, 0), hour(12, 0), None),
        (
            "Mobilisation des bénévoles pour accompagner les usages du numérique",
            hour(14, 0),
            hour(15, 30),
            Some(6),
        ),
        ("Les outils de la maison du citoyen connecté", hour(14, 0), hour(15, 30), Some(10)),
        ("Bilan", hour(16, 15), hour(16, 30), None),
    ] {
        let content = session::Change {
            title: Some(title.to_owned()),
            starts_at: Some(start),
            ends_at: Some(end),
            capacity: Patch::Put(capacity),
            ..session::Change::default()
        };
        let id: SessionId = told(session::create(ctx, event, content).await)?.id.into();
        if capacity.is_some() {
            workshops.push(id);
        }
    }
    let content = question::Change {
        prompt: Some("Mangez-vous avec nous ?".to_owned()),
        kind: Some(question::Kind::YesNo),
        ..question::Change::default()
    };
    told(question::create(ctx, event, content).await)?;
    told(event::publish(ctx, event).await)?;
    let invite = Invite {
        event,
        guests: Guests::Everyone,
        word: "Au plaisir de vous y voir.".to_owned(),
        is_dry_run: false,
    };
    told(event::invite(ctx, invite).await)?;
    for (turn, member) in guests(ctx, people, 14).await?.into_iter().enumerate() {
        if member == people.lila {
            // She registers in the tour.
            continue;
        }
        register(ctx, event, member, vec![workshops[turn % workshops.len()]]).await?;
    }
    Ok(())
}

async fn register(
    ctx: &Context,
    event: EventId,
    member: MemberId,
    sessions: Vec<SessionId>,
) -> anyhow::Result<()> {
    let asked = registration::Create {
        member: Some(member),
        sessions,
        ..registration::Create::oneself(event)
    };
    told(registration::create(ctx, asked).await)?;
    Ok(())
}

/// The first so many people of the files, after those whom the tour knows.
async fn guests(ctx: &Context, people: &People, most: usize) -> anyhow::Result<Vec<MemberId>> {
    let mut guests = vec![people.nora];
    let emails =
        include_str!("members.csv").lines().skip(1).filter_map(|line| line.split(',').nth(2));
    for email in emails.take(most) {
        guests.extend(member::by_email(ctx, email).await?.map(|member| MemberId::of(member.id)));
    }
    Ok(guests)
}
