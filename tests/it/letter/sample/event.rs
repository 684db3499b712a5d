//! The letters about events and registrations.

use domain::{
    event::{Mode, State},
    letter::{
        About, Attends, Event, Person, Registration, RegistrationState, SessionChoice,
        WaitedSession,
    },
    outbox::{Answer, Aspect, Told},
};

use super::{Sample, at, event, id, invited, registered};

use RegistrationState::{Cancelled, Confirmed, Declined, Offered, Pending, Waitlisted};

pub(super) fn all() -> Vec<Sample> {
    let mut samples = invitations();
    samples.extend(registrations());
    samples.extend(endings());
    samples.extend(news());
    samples.extend(reminders());
    samples
}

/// The same letter with other facts.
fn with(mut sample: Sample, change: impl FnOnce(&mut Event, &mut Registration)) -> Sample {
    if let About::Registration { event, registration } = &mut sample.about {
        change(event, registration);
    }
    sample
}

fn invitations() -> Vec<Sample> {
    let told = || Told::InvitedToEvent { event: id(1) };
    let tentative = Event {
        is_date_tentative: true,
        venue: None,
        is_venue_tentative: true,
        mode: Mode::OnSite,
        ..event()
    };
    let early = Event { registration_opens_at: Some(at(5, 8, 0)), ..*invited() };
    vec![
        Sample::new(told(), About::Event(invited())),
        Sample::new(told(), About::Event(Box::new(tentative))).when("tentative"),
        Sample::new(told(), About::Event(Box::new(early))).when("early"),
    ]
}

fn registrations() -> Vec<Sample> {
    let registration = id(2);
    let online = |_: &mut Event, registration: &mut Registration| {
        registration.attends = Attends::Online;
    };
    let session = || "Atelier « écrire à plusieurs »".to_owned();
    let confirmed = || {
        let sample = registered(Told::RegistrationConfirmed { registration }, Confirmed);
        with(sample, |event, registration| {
            event.online_url = Some("https://visio.exemple.test/salle".to_owned());
            registration.sessions = vec![session()];
        })
    };
    let waitlisted = || registered(Told::RegistrationWaitlisted { registration }, Waitlisted);
    let offered = || registered(Told::PlaceOffered { registration }, Offered);
    let by_another = with(confirmed(), |event, registration| {
        event.cancel_until = Some(at(2, 11, 0));
        registration.registered_by = Some(Person { name: "Maud Essai".to_owned() });
        registration.sessions.clear();
        registration.waited_sessions = vec![
            WaitedSession { title: session(), position: Some(1) },
            WaitedSession { title: "Atelier « image »".to_owned(), position: Some(4) },
        ];
    });
    let full_online = with(waitlisted(), |event, registration| {
        online(event, registration);
        registration.waited_sessions = vec![WaitedSession { title: session(), position: None }];
    });
    let by_letter = with(offered(), |event, _| event.token = Some("jeton-de-reponse".to_owned()));
    vec![
        registered(Told::RegistrationPending { registration }, Pending),
        confirmed(),
        with(confirmed(), online).when("online"),
        by_another.when("by_another"),
        waitlisted(),
        full_online.when("online"),
        offered(),
        by_letter.when("by_letter"),
    ]
}

fn endings() -> Vec<Sample> {
    let registration = id(2);
    let cancelled_by = |is_by_organiser| Told::RegistrationCancelled {
        registration,
        had_place: true,
        is_by_organiser,
    };
    let lapsed = || registered(Told::OfferLapsed { registration }, Declined);
    let closed = with(lapsed(), |event, _| event.registration_closes_at = Some(at(2, 22, 59)));
    vec![
        with(lapsed(), |_, registration| registration.has_next = true),
        closed.when("closed"),
        registered(cancelled_by(false), Cancelled),
        registered(cancelled_by(true), Cancelled).when("by_team"),
        registered(cancelled_by(false), Waitlisted).when("registered_again"),
        registered(Told::RegistrationDeclined { registration }, Declined),
    ]
}

fn news() -> Vec<Sample> {
    let (registration, sequence) = (id(2), 2);
    let inundated = |event: &mut Event, _: &mut Registration| {
        event.state_reason = Some("La salle est inondée.".to_owned());
    };
    let postponed = |state| {
        let sample = registered(Told::EventPostponed { registration, sequence }, state);
        with(with(sample, inundated), |event, _| {
            event.state = State::Postponed;
            event.is_date_tentative = true;
            event.former_starts_at = Some(event.starts_at);
        })
    };
    let dated = |state| {
        with(postponed(state), |event, _| {
            (event.starts_at, event.ends_at) = (at(17, 8, 30), at(17, 16, 0));
        })
    };
    let cancelled =
        |state| with(registered(Told::EventCancelled { registration, sequence }, state), inundated);
    let changed = |aspects: &[Aspect]| Told::EventChanged {
        registration,
        sequence,
        changed: aspects.to_vec(),
        was: Vec::new(),
        is_again: false,
    };
    let again = |aspects: &[Aspect]| Told::EventChanged {
        registration,
        sequence,
        changed: aspects.to_vec(),
        was: Vec::new(),
        is_again: true,
    };
    let message = Told::EventMessage {
        event: id(1),
        subject: "Covoiturage".to_owned(),
        body: "Bonjour à toutes et tous,\nqui part de Cholet ?".to_owned(),
    };
    let answered = |answer| {
        Sample::new(Told::AnsweredByLetter { event: id(1), answer }, About::Event(invited()))
    };
    let choice = SessionChoice {
        title: "Atelier « écrire à plusieurs »".to_owned(),
        starts_at: at(10, 9, 0),
        ends_at: at(10, 11, 0),
        attends: Attends::OnSite,
        given_up: Vec::new(),
    };
    let event = || Box::new(event());
    let seat = |event| {
        let told = Told::SessionConfirmed { choice: id(8), given_up: Vec::new() };
        Sample::new(told, About::SessionChoice { event, choice: choice.clone() })
    };
    vec![
        answered(Answer::Excuse),
        answered(Answer::OfferLeft).when("offer_left"),
        answered(Answer::Sessions).when("sessions"),
        seat(event()),
        seat(invited()).when("by_letter"),
        registered(changed(&[Aspect::Day, Aspect::Place]), Confirmed),
        registered(changed(&[Aspect::Hours]), Confirmed).when("hours"),
        registered(changed(&[Aspect::Place]), Waitlisted).when("waitlisted"),
        registered(changed(&[Aspect::Day, Aspect::Hours]), Offered).when("offered"),
        registered(changed(&[Aspect::Certainty]), Pending).when("pending"),
        registered(changed(&[Aspect::Excuse]), Confirmed).when("excuse_lost"),
        registered(again(&[Aspect::Day, Aspect::Place]), Confirmed).when("again"),
        registered(again(&[]), Confirmed).when("again_as_planned"),
        dated(Confirmed),
        dated(Offered).when("offered"),
        postponed(Waitlisted).when("undated"),
        cancelled(Confirmed),
        cancelled(Offered).when("offered"),
        cancelled(Waitlisted).when("waitlisted"),
        Sample::new(message, About::Event(event())),
    ]
}

fn reminders() -> Vec<Sample> {
    let registration = id(2);
    let near = || registered(Told::EventNear { registration, days: 7 }, Confirmed);
    let too_late = with(near(), |event, _| event.cancel_until = Some(at(2, 11, 0)));
    vec![
        near(),
        too_late.when("too_late"),
        Sample::new(Told::DeadlineNear { event: id(1), days: 3 }, About::Event(invited())),
        registered(Told::OfferEnding { registration }, Offered),
    ]
}
