//! One's own space.

pub(super) mod answer;
pub(super) mod email_change;
pub(super) mod employments;
pub(super) mod letters;
pub(super) mod networks;
pub(super) mod participation;
pub(super) mod personal;
pub(super) mod profile;

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::{
    attendance::{self, Attendance},
    charter::{self, Asked},
    context::Context,
    employer::{self, Employer},
    error::Halt,
    event::{self, Event, EventOrder},
    invitation::{self, Invitation},
    join_request::{self, JoinRequest},
    letter,
    network::{self, Network},
    page::{Page, Request},
    registration::{self, Choice, ChoiceState, Registration, State},
    session::{self, Session},
    waiting::{self, Waiting},
};
use poem::{Response, handler};
use uuid::Uuid;
use web::{
    pages::{
        Problem,
        me::{Awaited, Coming, MePage, Told},
    },
    words,
};

use super::visit::Visit;

/// What is next, what waits, what changed.
#[handler]
pub(super) async fn show(visit: Visit) -> Response {
    visit.show(page(&visit, &[]).await)
}

/// What was read for the person who looks.
struct Read {
    registrations: Vec<Registration>,
    choices: HashMap<Uuid, Vec<Choice>>,
    agendas: HashMap<Uuid, Vec<Session>>,
    noted: HashMap<Uuid, Attendance>,
    invited: Vec<Event>,
    announced: Vec<Event>,
    events: HashMap<Uuid, Event>,
    invitations: Vec<Invitation>,
    asked: Vec<JoinRequest>,
    networks: HashMap<Uuid, Network>,
    charters: Vec<(charter::Request, charter::Charter)>,
    employers: HashMap<Uuid, Employer>,
    managed: Vec<Employer>,
    waiting: Vec<Waiting>,
    lately: Vec<letter::Lately>,
}

pub(super) async fn page(visit: &Visit, problems: &[Problem]) -> Result<String, Halt> {
    let ctx = &visit.ctx;
    let read = read(ctx).await?;
    let known = |id: &Uuid| read.events.get(id);
    let coming = read.registrations.iter().filter_map(|registration| {
        // What was closed before its hour is over is nothing to come to any more.
        let event =
            known(&registration.event_id).filter(|event| event.state != event::State::Done)?;
        let choices = read.choices.get(&registration.id).map(Vec::as_slice).unwrap_or_default();
        let agenda = read.agendas.get(&event.id).map(Vec::as_slice).unwrap_or_default();
        Some(Coming {
            registration,
            event,
            chosen: chosen(event, choices, agenda),
            to_choose: to_choose(event, choices, agenda, ctx.now()),
            noted: read.noted.get(&event.id),
        })
    });
    let is_mine = |event: &&Event| {
        let is_registered = read.registrations.iter().any(|own| own.event_id == event.id);
        !is_registered && !read.invited.iter().any(|invited| invited.id == event.id)
    };
    let held = ctx.standing().held.iter();
    let page = MePage {
        frame: &visit.frame,
        problems,
        awaited: awaited(&read),
        coming: coming.collect(),
        announced: read.announced.iter().filter(is_mine).take(5).collect(),
        lately: read
            .lately
            .iter()
            .filter_map(|told| {
                Told::of(told, &read.events, &read.networks, &read.employers, ctx.today())
            })
            .collect(),
        networks: held
            .filter_map(|held| Some((read.networks.get(&held.network_id)?, words::role(held.role))))
            .collect(),
        asked: read.asked.iter().filter_map(|own| read.networks.get(&own.network_id)).collect(),
        managed: &read.managed,
    };
    Ok(page.to_html())
}

async fn read(ctx: &Context) -> Result<Read, Halt> {
    let me = ctx.member()?.uuid();
    let filter = registration::MemberFilter {
        ends_after: Some(ctx.now()),
        ..registration::MemberFilter::default()
    };
    let registrations = registration::list_of_members(ctx, &[me], &filter, &Request::first(20))
        .await?
        .remove(&me)
        .map(Page::into_rows)
        .unwrap_or_default();
    let ids: Vec<_> = registrations.iter().map(|registration| registration.id).collect();
    let choices = registration::choices_of(ctx, &ids).await?;
    let ids: Vec<_> = registrations.iter().map(|registration| registration.event_id).collect();
    let agendas = session::of_events(ctx, &ids).await?;
    let noted = attendance::own(ctx, &ids).await?;
    let invited = event::awaiting(ctx).await?;
    let announced = announced(ctx).await?;
    let lately = letter::lately(ctx, 8).await?;
    let mut ids: Vec<_> = registrations.iter().map(|registration| registration.event_id).collect();
    ids.extend(lately.iter().filter_map(|told| told.event_id));
    let waiting = waiting::of_viewer(ctx).await?;
    ids.extend(of_kind(&waiting, &[waiting::Kind::Registration]));
    let events = event::by_ids(ctx, &ids).await?;
    let invitations = invitation::mine(ctx).await?;
    let pending = join_request::Filter { state: Some(join_request::State::Pending), search: None };
    let asked = join_request::mine(ctx, &pending, &Request::first(20)).await?.into_rows();
    let charters = charters(ctx).await?;
    let mut ids: Vec<_> = ctx.standing().manages.iter().copied().collect();
    ids.extend(charters.iter().filter_map(|(request, _)| request.employer_id));
    ids.extend(of_kind(&waiting, &[waiting::Kind::Employment, waiting::Kind::EmployerManager]));
    ids.extend(invitations.iter().filter_map(|invitation| invitation.employer_id));
    ids.extend(lately.iter().filter_map(|told| told.employer_id));
    let employers = employer::by_ids(ctx, &ids).await?;
    let is_managed = |employer: &&Employer| ctx.standing().manages.contains(&employer.id);
    let mut managed: Vec<_> = employers.values().filter(is_managed).cloned().collect();
    managed.sort_by(|one, other| one.name.cmp(&other.name));
    let mut ids: Vec<_> = ctx.standing().held.iter().map(|held| held.network_id).collect();
    ids.extend(invitations.iter().map(|invitation| invitation.network_id));
    ids.extend(asked.iter().map(|request| request.network_id));
    ids.extend(lately.iter().filter_map(|told| told.network_id));
    ids.extend(of_kind(&waiting, &[waiting::Kind::JoinRequest]));
    let networks = network::by_ids(ctx, &ids).await?;
    Ok(Read {
        registrations,
        choices,
        agendas,
        noted,
        invited,
        announced,
        events,
        invitations,
        asked,
        networks,
        charters,
        employers,
        managed,
        waiting,
        lately,
    })
}

/// The next events that this person may know of.
async fn announced(ctx: &Context) -> Result<Vec<Event>, Halt> {
    // An event of another branch may be public; here stands what concerns one's own.
    let hosts: Vec<_> = ctx.standing().above.iter().copied().collect();
    if hosts.is_empty() {
        return Ok(Vec::new());
    }
    let filter = event::Filter {
        from: Some(ctx.now()),
        states: vec![event::State::Published, event::State::Postponed],
        hosts,
        ..event::Filter::default()
    };
    let found = event::list(ctx, &filter, EventOrder::StartAsc, &Request::first(30)).await?;
    Ok(found.into_rows())
}

/// The charters that wait for a signature.
async fn charters(ctx: &Context) -> Result<Vec<(charter::Request, charter::Charter)>, Halt> {
    let found = charter::requests(ctx, Some(Asked::ToSign), &Request::first(20)).await?;
    let requests = found.into_rows();
    let ids: Vec<_> = requests.iter().map(|request| request.charter_id).collect();
    let known = charter::by_ids(ctx, &ids).await?;
    let with_text = |request: charter::Request| {
        let charter = known.get(&request.charter_id)?.clone();
        Some((request, charter))
    };
    Ok(requests.into_iter().filter_map(with_text).collect())
}

/// What these kinds of answers are about.
fn of_kind(waiting: &[Waiting], kinds: &[waiting::Kind]) -> Vec<Uuid> {
    waiting.iter().filter(|one| kinds.contains(&one.kind)).map(|one| one.about).collect()
}

/// The sessions that were chosen, in order, each with its time and whether there is a seat.
fn chosen(event: &Event, choices: &[Choice], agenda: &[Session]) -> Vec<String> {
    let mut chosen: Vec<_> = choices
        .iter()
        .filter(|choice| choice.state != ChoiceState::Cancelled)
        .filter_map(|choice| {
            Some((choice, agenda.iter().find(|session| session.id == choice.session_id)?))
        })
        .collect();
    chosen.sort_by_key(|(_, session)| (session.starts_at, session.rank));
    let said = chosen.into_iter().map(|(choice, session)| {
        let times = locales::date::times(session.starts_at, session.ends_at, words::zone(event));
        format!("{times} : {}", words::chosen(&session.title, choice))
    });
    said.collect()
}

/// The hours at which one still has to choose between sessions.
fn to_choose(
    event: &Event,
    choices: &[Choice],
    agenda: &[Session],
    now: DateTime<Utc>,
) -> Vec<String> {
    if event.state != event::State::Published {
        return Vec::new();
    }
    let is_chosen = |session: &Session| {
        choices
            .iter()
            .any(|choice| choice.session_id == session.id && choice.state != ChoiceState::Cancelled)
    };
    let zone = words::zone(event);
    let day = |session: &Session| session.starts_at.with_timezone(&zone).date_naive();
    let has_days = agenda.first().map(day) != agenda.last().map(day);
    agenda
        .chunk_by(|one, other| one.round == other.round)
        .filter(|round| round.len() > 1 && !round.iter().any(is_chosen))
        .filter_map(|round| round.first().filter(|session| session.starts_at > now))
        .map(|session| {
            let time = locales::date::time(session.starts_at.with_timezone(&zone).time());
            if has_days {
                format!("{time} ({})", locales::date::day_of_year(day(session)))
            } else {
                time
            }
        })
        .collect()
}

/// What waits for an answer, the most urgent first.
fn awaited(read: &Read) -> Vec<Awaited<'_>> {
    let offers = read.registrations.iter().filter_map(|registration| {
        let event = read.events.get(&registration.event_id)?;
        // Nobody takes a place at what was put off or will not take place.
        let is_open = event.state == event::State::Published;
        (registration.state == State::Offered && is_open)
            .then_some(Awaited::Offer(registration, event))
    });
    let charters = read.charters.iter().map(|(request, charter)| Awaited::Charter {
        id: charter.id,
        title: &charter.title,
        employer: request
            .employer_id
            .and_then(|id| read.employers.get(&id))
            .map(|employer| employer.name.as_str()),
    });
    let invitations = read.invitations.iter().map(|invitation| Awaited::Invitation {
        id: invitation.id,
        employer: invitation
            .employer_id
            .and_then(|id| read.employers.get(&id))
            .map(|employer| employer.name.as_str()),
        network: read.networks.get(&invitation.network_id),
        email: &invitation.email,
        expires_at: invitation.expires_at,
    });
    let mut waiting: Vec<_> = read
        .waiting
        .iter()
        .filter_map(|one| {
            Some(match one.kind {
                waiting::Kind::Registration => {
                    Awaited::Registrations(read.events.get(&one.about)?, one.count)
                }
                waiting::Kind::JoinRequest => {
                    Awaited::Requests(read.networks.get(&one.about)?, one.count)
                }
                waiting::Kind::Employment => {
                    Awaited::Employments(read.employers.get(&one.about)?, one.count)
                }
                waiting::Kind::EmployerManager => {
                    Awaited::Claims(read.employers.get(&one.about)?, one.count)
                }
            })
        })
        .collect();
    waiting.sort_by_key(Awaited::urgency);
    offers
        .chain(read.invited.iter().map(Awaited::Event))
        .chain(charters)
        .chain(invitations)
        .chain(waiting)
        .collect()
}
