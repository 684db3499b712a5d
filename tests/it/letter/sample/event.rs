//! The letters about events and registrations.

use domain::{
    event::{Mode, State},
    letter::{About, Attends, Event, RegistrationState, SessionChoice},
    outbox::{Aspect, Told},
};

use super::{Sample, at, event, id, invited, registered};

pub(super) fn all() -> Vec<Sample> {
    use RegistrationState::{Cancelled, Confirmed, Declined, Offered, Pending, Waitlisted};
    let (registration, sequence) = (id(2), 2);
    let mut confirmed = registered(Told::RegistrationConfirmed { registration }, Confirmed);
    if let About::Registration { event, registration } = &mut confirmed.about {
        event.online_url = Some("https://visio.exemple.test/salle".to_owned());
        registration.sessions = vec!["Atelier « écrire à plusieurs »".to_owned()];
    }
    let mut online = confirmed.clone().when("online");
    let mut online_full =
        registered(Told::RegistrationWaitlisted { registration }, Waitlisted).when("online");
    for sample in [&mut online, &mut online_full] {
        if let About::Registration { registration, .. } = &mut sample.about {
            registration.attends = Attends::Online;
        }
    }
    let tentative = Event {
        is_date_tentative: true,
        venue: None,
        is_venue_tentative: true,
        mode: Mode::OnSite,
        ..event()
    };
    let mut postponed = registered(Told::EventPostponed { registration, sequence }, Confirmed);
    let mut undated =
        registered(Told::EventPostponed { registration, sequence }, Waitlisted).when("undated");
    let mut cancelled = registered(Told::EventCancelled { registration, sequence }, Confirmed);
    for sample in [&mut postponed, &mut undated, &mut cancelled] {
        if let About::Registration { event, .. } = &mut sample.about {
            event.state_reason = Some("La salle est inondée.".to_owned());
        }
    }
    for sample in [&mut postponed, &mut undated] {
        if let About::Registration { event, .. } = &mut sample.about {
            event.state = State::Postponed;
            event.is_date_tentative = true;
            event.former_starts_at = Some(event.starts_at);
        }
    }
    if let About::Registration { event, .. } = &mut postponed.about {
        (event.starts_at, event.ends_at) = (at(17, 8, 30), at(17, 16, 0));
    }
    let mut offered = registered(Told::PlaceOffered { registration }, Offered).when("by_letter");
    if let About::Registration { event, .. } = &mut offered.about {
        event.token = Some("jeton-de-reponse".to_owned());
    }
    let message = Told::EventMessage {
        event: id(1),
        subject: "Covoiturage".to_owned(),
        body: "Bonjour à toutes et tous,\nqui part de Cholet ?".to_owned(),
    };
    let choice = SessionChoice {
        title: "Atelier « écrire à plusieurs »".to_owned(),
        starts_at: at(10, 9, 0),
        ends_at: at(10, 11, 0),
        attends: Attends::OnSite,
    };
    let event = || Box::new(event());
    let cancelled_by = |is_by_organiser| Told::RegistrationCancelled {
        registration,
        had_place: true,
        is_by_organiser,
    };
    let changed = |aspects: &[Aspect]| Told::EventChanged {
        registration,
        sequence,
        changed: aspects.to_vec(),
    };
    vec![
        Sample::new(Told::InvitedToEvent { event: id(1) }, About::Event(invited())),
        Sample::new(Told::InvitedToEvent { event: id(1) }, About::Event(Box::new(tentative)))
            .when("tentative"),
        registered(Told::RegistrationPending { registration }, Pending),
        confirmed,
        online,
        registered(Told::RegistrationWaitlisted { registration }, Waitlisted),
        online_full,
        registered(Told::PlaceOffered { registration }, Offered),
        offered,
        registered(Told::OfferLapsed { registration }, Declined),
        registered(cancelled_by(false), Cancelled),
        registered(cancelled_by(true), Cancelled).when("by_team"),
        registered(Told::RegistrationDeclined { registration }, Declined),
        Sample::new(
            Told::SessionConfirmed { choice: id(8) },
            About::SessionChoice { event: event(), choice },
        ),
        registered(changed(&[Aspect::Date, Aspect::Place]), Confirmed),
        registered(changed(&[Aspect::Place]), Waitlisted).when("waitlisted"),
        postponed,
        undated,
        cancelled,
        Sample::new(message, About::Event(event())),
        registered(Told::EventNear { registration, days: 7 }, Confirmed),
        Sample::new(Told::DeadlineNear { event: id(1), days: 3 }, About::Event(invited())),
        registered(Told::OfferEnding { registration }, Offered),
    ]
}
