//! The letters, one folder for each kind: its subject, its words as text, its words as HTML.
//!
//! The sentences are in the templates; what text and page share (the action, the reason why one
//! receives it, plurals) is in `locales/fr/letter.ftl`.

mod answered;
mod registered;
mod words;

use anyhow::{Context as _, anyhow};
use askama::Template;
use chrono::{DateTime, Utc};
use domain::{
    letter::{
        About, Acted, CharterVersion, Employment, Facts, FormerEmail, Invitation, JoinRequest,
        Manager, Message, SignInLink, Signature, Unseen,
    },
    outbox::{Category, Told},
};

use crate::{
    calendar::{self, Calendar, Parties},
    link::Links,
    message::Sender,
};
use answered::Answered;
use registered::Registered;
use words::{AtEvent, Said, Seat};

/// A letter in words.
#[derive(Clone, Debug)]
pub struct Written {
    /// Its subject.
    pub subject: String,
    /// Its words as text.
    pub text: String,
    /// Its words as HTML.
    pub html: String,
    /// What the reader's calendar should do.
    pub calendar: Option<Calendar>,
    /// How to receive no more of these; nothing when it must be received.
    pub unsubscribe: Option<Unsubscribe>,
}

/// How to receive no more letters of a category.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsubscribe {
    /// A POST to this address is enough (RFC 8058).
    pub one_click_url: String,
    /// The page where one says which letters one wants.
    pub preferences_url: String,
}

/// The one thing that a letter asks for.
struct Action {
    label: String,
    url: String,
}

/// What surrounds the words of every letter.
struct Frame<'a> {
    subject: String,
    first_name: Option<&'a str>,
    action: Option<Action>,
    reason: String,
    unsubscribe: Option<&'a Unsubscribe>,
}

/// Subject, text and HTML.
type Words = (String, String, String);

macro_rules! letters {
    ($($kind:ident about $about:ident: $subject:tt, $text:tt, $html:tt;)+) => {
        /// Every kind of letter, by the name of its folder.
        pub const KINDS: &[&str] = &[$(stringify!($kind)),+];

        $(mod $kind {
            #[allow(
                unused_imports,
                clippy::allow_attributes,
                reason = "each letter uses the words of what it is about"
            )]
            use super::words::{ActedWords, CharterVersionWords, EventWords, FormerEmailWords, InvitationWords, LinkWords, MessageWords, SignatureWords, UnseenWords};
            use super::{$about, Frame, Template, Words, tidy};

            #[allow(
                dead_code,
                clippy::allow_attributes,
                reason = "not every subject names what the letter is about"
            )]
            #[derive(Template)]
            #[template(path = $subject)]
            struct Subject<'a> {
                about: &'a $about,
            }

            #[derive(Template)]
            #[template(path = $text)]
            struct Text<'a> {
                letter: &'a Frame<'a>,
                about: &'a $about,
            }

            #[derive(Template)]
            #[template(path = $html)]
            struct Html<'a> {
                letter: &'a Frame<'a>,
                about: &'a $about,
            }

            pub(super) fn render(
                about: &$about,
                mut frame: Frame<'_>,
            ) -> Result<Words, askama::Error> {
                let subject = Subject { about }.render()?;
                let subject = subject.split_whitespace().collect::<Vec<_>>().join(" ");
                frame.subject = locales::typography::text(&subject);
                let text = locales::typography::text(&tidy(&Text { letter: &frame, about }.render()?));
                let html = locales::typography::html(&tidy(&Html { letter: &frame, about }.render()?));
                Ok((frame.subject, text, html))
            }
        })+
    };
}

letters! {
    invited about Invitation: "invited/subject.txt", "invited/body.txt", "invited/body.html";
    invited_again about Invitation: "invited_again/subject.txt", "invited_again/body.txt", "invited_again/body.html";
    join_requested about JoinRequest: "join_requested/subject.txt", "join_requested/body.txt", "join_requested/body.html";
    join_answered about JoinRequest: "join_answered/subject.txt", "join_answered/body.txt", "join_answered/body.html";
    employment_declared about Employment: "employment_declared/subject.txt", "employment_declared/body.txt", "employment_declared/body.html";
    employment_decided about Employment: "employment_decided/subject.txt", "employment_decided/body.txt", "employment_decided/body.html";
    manager_claimed about Manager: "manager_claimed/subject.txt", "manager_claimed/body.txt", "manager_claimed/body.html";
    manager_decided about Manager: "manager_decided/subject.txt", "manager_decided/body.txt", "manager_decided/body.html";
    invited_to_event about AtEvent: "invited_to_event/subject.txt", "invited_to_event/body.txt", "invited_to_event/body.html";
    registration_pending about Registered: "registration_pending/subject.txt", "registration_pending/body.txt", "registration_pending/body.html";
    registration_confirmed about Registered: "registration_confirmed/subject.txt", "registration_confirmed/body.txt", "registration_confirmed/body.html";
    registration_waitlisted about Registered: "registration_waitlisted/subject.txt", "registration_waitlisted/body.txt", "registration_waitlisted/body.html";
    place_offered about Registered: "place_offered/subject.txt", "place_offered/body.txt", "place_offered/body.html";
    offer_lapsed about Registered: "offer_lapsed/subject.txt", "offer_lapsed/body.txt", "offer_lapsed/body.html";
    registration_cancelled about Registered: "registration_cancelled/subject.txt", "registration_cancelled/body.txt", "registration_cancelled/body.html";
    registration_declined about Registered: "registration_declined/subject.txt", "registration_declined/body.txt", "registration_declined/body.html";
    answered_by_letter about Answered: "answered_by_letter/subject.txt", "answered_by_letter/body.txt", "answered_by_letter/body.html";
    session_confirmed about Seat: "session_confirmed/subject.txt", "session_confirmed/body.txt", "session_confirmed/body.html";
    event_changed about Registered: "event_changed/subject.txt", "event_changed/body.txt", "event_changed/body.html";
    event_postponed about Registered: "event_postponed/subject.txt", "event_postponed/body.txt", "event_postponed/body.html";
    event_cancelled about Registered: "event_cancelled/subject.txt", "event_cancelled/body.txt", "event_cancelled/body.html";
    event_message about Said: "event_message/subject.txt", "event_message/body.txt", "event_message/body.html";
    event_near about Registered: "event_near/subject.txt", "event_near/body.txt", "event_near/body.html";
    deadline_near about AtEvent: "deadline_near/subject.txt", "deadline_near/body.txt", "deadline_near/body.html";
    offer_ending about Registered: "offer_ending/subject.txt", "offer_ending/body.txt", "offer_ending/body.html";
    charter_asked about CharterVersion: "charter_asked/subject.txt", "charter_asked/body.txt", "charter_asked/body.html";
    charter_informed about CharterVersion: "charter_informed/subject.txt", "charter_informed/body.txt", "charter_informed/body.html";
    charter_signed about Signature: "charter_signed/subject.txt", "charter_signed/body.txt", "charter_signed/body.html";
    charter_unsigned about Signature: "charter_unsigned/subject.txt", "charter_unsigned/body.txt", "charter_unsigned/body.html";
    charter_renewal about Signature: "charter_renewal/subject.txt", "charter_renewal/body.txt", "charter_renewal/body.html";
    charter_lapsed about Signature: "charter_lapsed/subject.txt", "charter_lapsed/body.txt", "charter_lapsed/body.html";
    member_message about Message: "member_message/subject.txt", "member_message/body.txt", "member_message/body.html";
    member_unseen about Unseen: "member_unseen/subject.txt", "member_unseen/body.txt", "member_unseen/body.html";
    acted_as about Acted: "acted_as/subject.txt", "acted_as/body.txt", "acted_as/body.html";
    sign_in_link about SignInLink: "sign_in_link/subject.txt", "sign_in_link/body.txt", "sign_in_link/body.html";
    identity_to_confirm about SignInLink: "identity_to_confirm/subject.txt", "identity_to_confirm/body.txt", "identity_to_confirm/body.html";
    email_to_confirm about SignInLink: "email_to_confirm/subject.txt", "email_to_confirm/body.txt", "email_to_confirm/body.html";
    email_changed about FormerEmail: "email_changed/subject.txt", "email_changed/body.txt", "email_changed/body.html";
}

/// Writes the letter that tells this.
pub fn write(
    told: &Told,
    facts: &Facts,
    to: &str,
    sender: &Sender,
    links: &Links,
    now: DateTime<Utc>,
) -> anyhow::Result<Written> {
    let category = told.category();
    let unsubscribe = (category != Category::Transactional).then(|| Unsubscribe {
        one_click_url: links.unsubscribe(&facts.preference_token, category),
        preferences_url: links.preferences(&facts.preference_token),
    });
    let key = told.kind().replace('_', "-");
    let frame = Frame {
        subject: String::new(),
        first_name: facts.first_name.as_deref(),
        action: Some(Action {
            label: action(told, &facts.about, &key, now),
            url: destination(told, &facts.about, links),
        }),
        reason: reason(told, &facts.about, &key),
        unsubscribe: unsubscribe.as_ref(),
    };
    let (subject, text, html) = words(told, &facts.about, frame, now)
        .with_context(|| format!("writing the letter {}", told.kind()))?;
    let address = sender.address();
    let parties = Parties { from: &address, to };
    let calendar = calendar::part(told, &facts.about, &parties, links, now);
    Ok(Written { subject, text, html, calendar, unsubscribe })
}

/// What the letter's button says.
fn action(told: &Told, about: &About, key: &str, now: DateTime<Utc>) -> String {
    match (told, about) {
        (Told::EventChanged { .. }, About::Registration { registration, .. })
            if registration.is_offered(now) =>
        {
            locales::text("letter-action-place-offered", &[])
        }
        (Told::InvitedToEvent { .. }, About::Event(event)) if !event.takes_registrations(now) => {
            locales::text("letter-action-look", &[])
        }
        _ => locales::text(&format!("letter-action-{key}"), &[]),
    }
}

/// Why one receives the letter: who has no place at the event yet is not told that they come, nor
/// who signs for an employer that they do for themselves.
fn reason(told: &Told, about: &About, key: &str) -> String {
    if let About::CharterVersion(version) = about {
        let key = match told {
            Told::CharterInformed { .. } => words::why_informed(version),
            _ => words::why_asked(version),
        };
        return locales::text(key, &[]);
    }
    if matches!(about, About::Message(message) if message.network.is_some()) {
        return locales::text("letter-reason-member-message-of-team", &[]);
    }
    let waits = match (told, about) {
        (
            Told::EventChanged { .. } | Told::EventPostponed { .. },
            About::Registration { registration, .. },
        ) => registered::waits(registration),
        (Told::EventCancelled { .. }, About::Registration { registration, .. }) => {
            registered::waited(registration)
        }
        _ => None,
    };
    waits.map_or_else(
        || locales::text(&format!("letter-reason-{key}"), &[]),
        |key| locales::text(key, &[]),
    )
}

/// The page that the letter's button opens.
fn destination(told: &Told, about: &About, links: &Links) -> String {
    match about {
        About::Invitation(invitation) => links.invitation(&invitation.token),
        About::JoinRequest(request) if matches!(told, Told::JoinRequested { .. }) => {
            links.join_requests(&request.network.slug)
        }
        About::JoinRequest(request) => links.network(&request.network.slug),
        About::Employment(employment) => links.employer(employment.employer_id),
        About::Manager(manager) => links.employer(manager.employer_id),
        About::Event(event) => match &event.token {
            Some(token) => links.answer(event.id, token),
            None => links.event(event.id),
        },
        About::Registration { event, .. } | About::SessionChoice { event, .. } => {
            match &event.token {
                Some(token) => links.answer(event.id, token),
                None => links.event(event.id),
            }
        }
        About::CharterVersion(version) => links.charter(version.charter.id),
        About::Signature(signature) => links.charter(signature.charter.id),
        About::Message(message) => links.member(message.person_id),
        About::Unseen(_) => links.home(),
        About::Acted(_) => links.home(),
        About::SignInLink(link) if matches!(told, Told::IdentityToConfirm { .. }) => {
            links.identity(&link.token)
        }
        About::SignInLink(link) if matches!(told, Told::EmailToConfirm { .. }) => {
            links.new_email(&link.token)
        }
        About::SignInLink(link) => links.sign_in(&link.token),
        About::FormerEmail(_) => links.home(),
    }
}

fn words(
    told: &Told,
    about: &About,
    frame: Frame<'_>,
    now: DateTime<Utc>,
) -> anyhow::Result<Words> {
    Ok(match about {
        About::Invitation(about) => match told {
            Told::InvitedAgain { .. } => invited_again::render(about, frame)?,
            _ => invited::render(about, frame)?,
        },
        About::JoinRequest(about) => match told {
            Told::JoinRequested { .. } => join_requested::render(about, frame)?,
            _ => join_answered::render(about, frame)?,
        },
        About::Employment(about) => match told {
            Told::EmploymentDeclared { .. } => employment_declared::render(about, frame)?,
            _ => employment_decided::render(about, frame)?,
        },
        About::Manager(about) => match told {
            Told::ManagerClaimed { .. } => manager_claimed::render(about, frame)?,
            _ => manager_decided::render(about, frame)?,
        },
        About::Event(event) => {
            let event = (**event).clone();
            match told {
                Told::EventMessage { subject, body, .. } => {
                    let (subject, body) = (subject.clone(), body.clone());
                    event_message::render(&Said { event, subject, body }, frame)?
                }
                Told::AnsweredByLetter { answer, .. } => {
                    answered_by_letter::render(&Answered { event, answer: *answer }, frame)?
                }
                Told::DeadlineNear { .. } => deadline_near::render(&AtEvent { event, now }, frame)?,
                _ => invited_to_event::render(&AtEvent { event, now }, frame)?,
            }
        }
        About::Registration { event, registration } => {
            let (event, registration) = ((**event).clone(), registration.clone());
            let (changed, is_again) = match told {
                Told::EventChanged { changed, is_again, .. } => (changed.clone(), *is_again),
                _ => (Vec::new(), false),
            };
            let is_by_organiser =
                matches!(told, Told::RegistrationCancelled { is_by_organiser: true, .. });
            let about = Registered { event, registration, now, changed, is_again, is_by_organiser };
            registered(told, &about, frame)?
        }
        About::SessionChoice { event, choice } => {
            let (event, choice) = ((**event).clone(), choice.clone());
            session_confirmed::render(&Seat { event, choice }, frame)?
        }
        About::CharterVersion(about) => match told {
            Told::CharterInformed { .. } => charter_informed::render(about, frame)?,
            _ => charter_asked::render(about, frame)?,
        },
        About::Signature(about) => match told {
            Told::CharterUnsigned { .. } => charter_unsigned::render(about, frame)?,
            Told::CharterRenewal { .. } => charter_renewal::render(about, frame)?,
            Told::CharterLapsed { .. } => charter_lapsed::render(about, frame)?,
            _ => charter_signed::render(about, frame)?,
        },
        About::Message(about) => member_message::render(about, frame)?,
        About::Unseen(about) => member_unseen::render(about, frame)?,
        About::Acted(about) => acted_as::render(about, frame)?,
        About::SignInLink(about) => match told {
            Told::IdentityToConfirm { .. } => identity_to_confirm::render(about, frame)?,
            Told::EmailToConfirm { .. } => email_to_confirm::render(about, frame)?,
            _ => sign_in_link::render(about, frame)?,
        },
        About::FormerEmail(about) => email_changed::render(about, frame)?,
    })
}

fn registered(told: &Told, about: &Registered, frame: Frame<'_>) -> anyhow::Result<Words> {
    Ok(match told {
        Told::RegistrationPending { .. } => registration_pending::render(about, frame)?,
        Told::RegistrationConfirmed { .. } => registration_confirmed::render(about, frame)?,
        Told::RegistrationWaitlisted { .. } => registration_waitlisted::render(about, frame)?,
        Told::PlaceOffered { .. } => place_offered::render(about, frame)?,
        Told::OfferLapsed { .. } => offer_lapsed::render(about, frame)?,
        Told::RegistrationCancelled { .. } => registration_cancelled::render(about, frame)?,
        Told::RegistrationDeclined { .. } => registration_declined::render(about, frame)?,
        Told::EventChanged { .. } => event_changed::render(about, frame)?,
        Told::EventPostponed { .. } => event_postponed::render(about, frame)?,
        Told::EventCancelled { .. } => event_cancelled::render(about, frame)?,
        Told::EventNear { .. } => event_near::render(about, frame)?,
        Told::OfferEnding { .. } => offer_ending::render(about, frame)?,
        other => return Err(anyhow!("{} is not about a registration", other.kind())),
    })
}

/// Templates leave empty lines where a condition did not hold: one is enough.
fn tidy(text: &str) -> String {
    let mut lines: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim_end) {
        if !(line.is_empty() && lines.last().is_none_or(|last| last.is_empty())) {
            lines.push(line);
        }
    }
    while lines.last().is_some_and(|last| last.is_empty()) {
        lines.pop();
    }
    lines.join("\n") + "\n"
}
