//! One letter of each kind, with facts that never change.

mod event;

use chrono::{DateTime, NaiveDate, TimeZone as _, Utc};
use domain::{
    event::{Mode, State},
    id::Id,
    letter::{
        About, Acted, Attends, Charter, CharterVersion, Employment, Event, Facts, FormerEmail,
        Host, Invitation, JoinRequest, Manager, Message, Network, Person, Registration,
        RegistrationState, Session, Side, SignInLink, Signatories, Signature, Unseen,
    },
    membership::Role,
    outbox::Told,
};
use mail::{Links, Sender, Written};
use uuid::Uuid;

/// A letter with what it is written with.
pub(super) struct Sample {
    pub(super) name: String,
    pub(super) told: Told,
    pub(super) about: About,
}

impl Sample {
    fn new(told: Told, about: About) -> Self {
        Self { name: told.kind().to_owned(), told, about }
    }

    /// The same kind of letter, in another case.
    fn when(mut self, case: &str) -> Self {
        self.name = format!("{}_{case}", self.name);
        self
    }

    pub(super) fn written(&self) -> Written {
        let facts = Facts {
            // Whoever asks for a link is not known before they follow it.
            first_name: (!matches!(self.told, Told::SignInLink { .. })).then(|| "Ana".to_owned()),
            preference_token: "jeton-de-preference".to_owned(),
            about: self.about.clone(),
        };
        let sender = Sender::new("Maillage <maillage@exemple.test>").unwrap();
        let links = Links::new("https://maillage.exemple.test");
        mail::write(&self.told, &facts, "ana@exemple.test", &sender, &links, now()).unwrap()
    }
}

/// When all of them are written: a Thursday morning, a week before the event.
pub(super) fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 12, 3, 8, 30, 0).unwrap()
}

fn at(day: u32, hour: u32, minute: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 12, day, hour, minute, 0).unwrap()
}

fn id<K: domain::id::Kind>(number: u128) -> Id<K> {
    Id::of(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + number))
}

pub(super) fn event() -> Event {
    Event {
        id: id(1),
        title: "Rencontre réseau : l’IA au guichet".to_owned(),
        description: "Une journée pour comparer nos pratiques.".to_owned(),
        mode: Mode::Both,
        state: State::Published,
        state_reason: None,
        former_starts_at: None,
        starts_at: at(10, 8, 30),
        ends_at: at(10, 16, 0),
        zone: "Europe/Paris".parse().unwrap(),
        is_date_tentative: false,
        venue: Some("Salle du Port, 1 quai des Essais, 49000 Angers".to_owned()),
        is_venue_tentative: false,
        online_url: None,
        capacity_on_site: Some(40),
        capacity_online: None,
        registration_opens_at: None,
        registration_closes_at: Some(at(8, 22, 59)),
        cancel_until: Some(at(9, 11, 0)),
        sequence: 2,
        hosts: vec![
            Host {
                slug: "cybanjou".to_owned(),
                name: "Cyb@njou".to_owned(),
                contact_email: Some("contact@reseau.exemple.test".to_owned()),
            },
            Host {
                slug: "saumur".to_owned(),
                name: "Saumur Val de Loire".to_owned(),
                contact_email: None,
            },
        ],
        sessions: vec![
            Session {
                title: "Accueil".to_owned(),
                starts_at: at(10, 8, 30),
                ends_at: at(10, 9, 0),
                room: None,
            },
            Session {
                title: "Atelier « écrire à plusieurs »".to_owned(),
                starts_at: at(10, 9, 0),
                ends_at: at(10, 11, 0),
                room: Some("salle 2".to_owned()),
            },
        ],
        word: None,
        token: None,
    }
}

fn invited() -> Box<Event> {
    let token = Some("jeton-de-reponse".to_owned());
    Box::new(Event { token, ..event() })
}

pub(super) fn registration(state: RegistrationState) -> Registration {
    Registration {
        id: id(2),
        revision: 1,
        state,
        attends: Attends::OnSite,
        place_in_line: 3,
        offered_until: Some(at(5, 9, 0)),
        has_next: false,
        is_awaited: true,
        reason: None,
        name: "Ana Martin".to_owned(),
        is_excused: false,
        registered_by: None,
        sessions: Vec::new(),
        waited_sessions: Vec::new(),
        to_choose: Vec::new(),
    }
}

fn registered(told: Told, state: RegistrationState) -> Sample {
    let about = About::Registration { event: Box::new(event()), registration: registration(state) };
    Sample::new(told, about)
}

fn invitation(employer: Option<&str>) -> About {
    About::Invitation(Invitation {
        token: "jeton-d-invitation".to_owned(),
        network: network(),
        employer: employer.map(str::to_owned),
        role: Role::Member,
        word: Some(
            "On s’est croisées au forum, ce serait bien de vous avoir avec nous.".to_owned(),
        ),
        by: Some(Person { name: "Maud Essai".to_owned() }),
        events: Vec::new(),
        expires_at: at(31, 11, 0),
    })
}

fn network() -> Network {
    Network { slug: "cybanjou".to_owned(), name: "Cyb@njou".to_owned() }
}

fn person() -> Person {
    Person { name: "Béa Dupont".to_owned() }
}

fn join_request(is_approved: bool, reason: Option<&str>) -> About {
    About::JoinRequest(JoinRequest {
        id: id(3),
        network: network(),
        person: person(),
        word: Some("Je suis médiatrice à Trélazé.".to_owned()),
        is_approved,
        reason: reason.map(str::to_owned),
    })
}

fn employment(is_confirmed: bool) -> About {
    About::Employment(Employment {
        id: id(4),
        person: person(),
        employer_id: id(5),
        employer: "Association des Essais".to_owned(),
        job_title: Some("médiatrice numérique".to_owned()),
        is_confirmed,
        reason: (!is_confirmed).then(|| "Béa est partie en juin.".to_owned()),
    })
}

fn manager(is_confirmed: bool) -> About {
    About::Manager(Manager {
        person: person(),
        employer_id: id(5),
        employer: "Association des Essais".to_owned(),
        is_confirmed,
        reason: None,
    })
}

fn charter() -> Charter {
    Charter { id: id(6), title: "Charte des bénévoles".to_owned(), network: network() }
}

fn signature(is_refused: bool) -> About {
    About::Signature(Signature {
        charter: charter(),
        number: 2,
        side: Side::Volunteer(person()),
        is_refused,
        reason: is_refused.then(|| "Je préfère attendre.".to_owned()),
        expires_on: NaiveDate::from_ymd_opt(2027, 1, 3),
    })
}

fn link() -> About {
    About::SignInLink(SignInLink {
        token: "jeton-de-connexion".to_owned(),
        expires_at: at(3, 8, 45),
    })
}

/// Every kind, some in several cases.
pub(super) fn all() -> Vec<Sample> {
    let mut samples = people();
    samples.extend(event::all());
    samples.extend(charters_and_sign_in());
    samples
}

fn people() -> Vec<Sample> {
    let (invited, asked) = (id(10), id(3));
    vec![
        Sample::new(Told::Invited { invitation: invited }, invitation(None)),
        Sample::new(Told::Invited { invitation: invited }, invitation(Some("Mairie d’Essai")))
            .when("to_manage"),
        Sample::new(Told::InvitedAgain { invitation: invited }, invitation(None)),
        Sample::new(Told::JoinRequested { join_request: asked }, join_request(false, None)),
        Sample::new(Told::JoinAnswered { join_request: asked }, join_request(true, None)),
        Sample::new(
            Told::JoinAnswered { join_request: asked },
            join_request(false, Some("Le réseau de Saumur est plus près de chez vous.")),
        )
        .when("refused"),
        Sample::new(Told::EmploymentDeclared { employment: id(4) }, employment(false)),
        Sample::new(Told::EmploymentDecided { employment: id(4) }, employment(true)),
        Sample::new(Told::EmploymentDecided { employment: id(4) }, employment(false))
            .when("refused"),
        Sample::new(Told::ManagerClaimed { manager: id(7) }, manager(false)),
        Sample::new(Told::ManagerDecided { manager: id(7) }, manager(true)),
        Sample::new(Told::ManagerDecided { manager: id(7) }, manager(false)).when("refused"),
    ]
}

/// A word from a member, for themselves or for this network's team.
fn message(network: Option<Network>) -> Sample {
    let subject = "Une imprimante 3D à partager".to_owned();
    let body = "Bonjour,\nviendriez-vous la montrer à Saumur ?".to_owned();
    let told = Told::MemberMessage {
        from: id(15),
        subject: subject.clone(),
        body: body.clone(),
        network: network.as_ref().map(|_| id(18)),
    };
    let message = Message {
        person: Person { name: "Olga Le Bihan".to_owned() },
        person_id: id(15),
        network: network.map(|network| network.name),
        subject,
        body,
    };
    Sample::new(told, About::Message(message))
}

fn charters_and_sign_in() -> Vec<Sample> {
    let version = |has_own, employers: &[&str]| {
        let employers = employers.iter().map(|name| (*name).to_owned()).collect();
        let signatories = Signatories { has_own, employers };
        About::CharterVersion(CharterVersion {
            charter: charter(),
            number: 2,
            signatories,
            enrolled_in: None,
        })
    };
    let asked = || Told::CharterAsked { charter_version: id(9) };
    let informed = || Told::CharterInformed { charter_version: id(9) };
    vec![
        Sample::new(asked(), version(true, &[])),
        Sample::new(asked(), version(false, &["Mairie d’Essai"])).when("for_structure"),
        Sample::new(asked(), version(true, &["Association des Essais", "Mairie d’Essai"]))
            .when("for_all"),
        Sample::new(informed(), version(true, &[])),
        Sample::new(informed(), version(false, &["Mairie d’Essai"])).when("for_structure"),
        Sample::new(Told::CharterSigned { signature: id(11) }, signature(false)),
        Sample::new(Told::CharterUnsigned { signature: id(11) }, signature(true)),
        Sample::new(Told::CharterRenewal { signature: id(11), days: 30 }, signature(false)),
        Sample::new(Told::CharterLapsed { signature: id(11) }, signature(false)),
        Sample::new(
            Told::MemberUnseen { member: id(14) },
            About::Unseen(Unseen {
                closes_on: NaiveDate::from_ymd_opt(2027, 1, 2).unwrap(),
                erased_on: NaiveDate::from_ymd_opt(2027, 2, 1).unwrap(),
            }),
        ),
        message(None),
        message(Some(network())).when("of_team"),
        Sample::new(
            Told::ActedAs { line: id(16) },
            About::Acted(Acted {
                administrator: Person { name: "Olga Le Bihan".to_owned() },
                reason: "Vous avez demandé de l’aide pour corriger votre inscription.".to_owned(),
                started_at: at(3, 8, 30),
                until: at(3, 9, 30),
            }),
        ),
        Sample::new(Told::SignInLink { email_link: id(12) }, link()),
        Sample::new(Told::IdentityToConfirm { confirmation: id(13) }, link()),
        Sample::new(Told::EmailToConfirm { email_change: id(17) }, link()),
        Sample::new(
            Told::EmailChanged { email_change: id(17) },
            About::FormerEmail(FormerEmail { changed_at: at(3, 9, 30) }),
        ),
    ]
}
