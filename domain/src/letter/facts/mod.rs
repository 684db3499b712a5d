//! What a letter's words need to know, found when the letter leaves; nothing when there is no longer
//! anything to tell.

mod charter;
mod event;
mod people;
mod registration;
mod sign_in;

use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::{
    context::Context,
    database::{Sql, binds},
    error::Halt,
    id::MemberId,
    outbox::{Aspect, Recipient, Told},
};

pub use crate::event::Announced;
pub use charter::{Charter, CharterVersion, Side, Signature};
pub use event::{Event, Host, LetterEvent, Session};
pub use people::{Employment, Invitation, JoinRequest, Manager, Message, Unseen};
pub use registration::{Registration, SessionChoice, WaitedSession};
pub use sign_in::{Acted, FormerEmail, SignInLink};

/// Everything that a letter is written with.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The first name of who reads it, when known.
    pub first_name: Option<String>,
    /// What lets the reader say which letters they want.
    pub preference_token: String,
    /// What it is about.
    pub about: About,
}

/// What a letter is about.
#[expect(missing_docs, reason = "the fields are the things that the letter is about")]
#[derive(Clone, Debug)]
pub enum About {
    /// An invitation to a network or to act for an employer.
    Invitation(Invitation),
    /// Someone asks to enter a network.
    JoinRequest(JoinRequest),
    /// A person at an employer.
    Employment(Employment),
    /// Someone who acts for an employer.
    Manager(Manager),
    /// An event, for someone who may come.
    Event(Box<Event>),
    /// A registration for an event.
    Registration { event: Box<Event>, registration: Registration },
    /// A seat in a session.
    SessionChoice { event: Box<Event>, choice: SessionChoice },
    /// A charter's text.
    CharterVersion(CharterVersion),
    /// A charter's signature.
    Signature(Signature),
    /// A record of whose person there was no sign.
    Unseen(Unseen),
    /// A word from another member.
    Message(Message),
    /// An administrator who acts as the reader.
    Acted(Acted),
    /// A link to sign in, or to confirm an identity or an address.
    SignInLink(SignInLink),
    /// The reader's former address, which is theirs here no more.
    FormerEmail(FormerEmail),
}

/// A network, as letters name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Network {
    /// Its short name in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
}

/// A person, as letters name them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// First and last name.
    pub name: String,
}

#[derive(FromQueryResult)]
struct Reader {
    first_name: String,
    is_archived: bool,
}

/// Finds what the letter's words need. `None` when what it tells of has vanished or no longer holds:
/// nobody is reminded of a registration that was taken back.
pub async fn facts(ctx: &Context, told: &Told, to: &Recipient) -> Result<Option<Facts>, Halt> {
    let reader = reader(ctx, to.member_id).await?;
    // Whose record is closed hears nothing more, but that it will be erased.
    let is_last = matches!(told, Told::MemberUnseen { .. });
    if !is_last && reader.as_ref().is_some_and(|reader| reader.is_archived) {
        return Ok(None);
    }
    let Some(about) = about(ctx, told, to).await? else { return Ok(None) };
    Ok(Some(Facts {
        first_name: reader.map(|reader| reader.first_name).filter(|name| !name.is_empty()),
        preference_token: super::token_of(ctx, &super::Reader::of(to)),
        about,
    }))
}

async fn about(ctx: &Context, told: &Told, to: &Recipient) -> Result<Option<About>, Halt> {
    use registration::Expects;
    match *told {
        Told::Invited { invitation } => people::invitation(ctx, invitation, false).await,
        Told::InvitedAgain { invitation } => people::invitation(ctx, invitation, true).await,
        Told::JoinRequested { join_request } => {
            people::join_request(ctx, join_request, &["pending"]).await
        }
        Told::JoinAnswered { join_request } => {
            people::join_request(ctx, join_request, &["approved", "refused"]).await
        }
        Told::EmploymentDeclared { employment } => {
            people::employment(ctx, employment, &["declared"]).await
        }
        Told::EmploymentDecided { employment } => {
            people::employment(ctx, employment, &["confirmed", "refused"]).await
        }
        Told::ManagerClaimed { manager } => people::manager(ctx, manager, &["claimed"]).await,
        Told::ManagerDecided { manager } => {
            people::manager(ctx, manager, &["confirmed", "refused"]).await
        }
        Told::InvitedToEvent { event } => event::invited(ctx, event, to).await,
        Told::DeadlineNear { event, .. } => event::unanswered(ctx, event, to).await,
        Told::EventMessage { event, .. } => event::any(ctx, event).await,
        Told::AnsweredByLetter { event, answer } => event::answered(ctx, event, to, answer).await,
        Told::RegistrationPending { registration } => {
            registration::registration(ctx, registration, to, Expects::Pending).await
        }
        Told::RegistrationConfirmed { registration } => {
            registration::registration(ctx, registration, to, Expects::Confirmed).await
        }
        Told::RegistrationWaitlisted { registration } => {
            registration::registration(ctx, registration, to, Expects::Waitlisted).await
        }
        Told::PlaceOffered { registration } | Told::OfferEnding { registration } => {
            registration::registration(ctx, registration, to, Expects::Offered).await
        }
        Told::OfferLapsed { registration } => {
            registration::registration(ctx, registration, to, Expects::Lapsed).await
        }
        Told::RegistrationCancelled { registration, had_place, .. } => {
            let expects = Expects::Cancelled { had_place };
            registration::registration(ctx, registration, to, expects).await
        }
        Told::RegistrationDeclined { registration } => {
            registration::registration(ctx, registration, to, Expects::Declined).await
        }
        Told::SessionConfirmed { choice, ref given_up } => {
            registration::session_choice(ctx, choice, given_up, to).await
        }
        Told::EventChanged { registration, sequence, ref changed, is_again, .. } => {
            let is_of_excuse_alone = !is_again && *changed == [Aspect::Excuse];
            let expects = Expects::Changed { sequence, is_of_excuse_alone };
            registration::registration(ctx, registration, to, expects).await
        }
        Told::EventPostponed { registration, .. } => {
            registration::registration(ctx, registration, to, Expects::EventPostponed).await
        }
        Told::EventCancelled { registration, .. } => {
            registration::registration(ctx, registration, to, Expects::EventCancelled).await
        }
        Told::EventNear { registration, .. } => {
            registration::registration(ctx, registration, to, Expects::ConfirmedAndToCome).await
        }
        Told::CharterAsked { charter_version } => {
            charter::asked(ctx, charter_version, to.member_id).await
        }
        Told::CharterInformed { charter_version } => {
            charter::informed(ctx, charter_version, to.member_id).await
        }
        Told::CharterSigned { signature } => charter::signature(ctx, signature, &["signed"]).await,
        Told::CharterUnsigned { signature } => {
            charter::signature(ctx, signature, &["refused", "withdrawn", "lapsed"]).await
        }
        Told::CharterRenewal { signature, .. } => charter::to_renew(ctx, signature).await,
        Told::CharterLapsed { signature } => charter::lapsed(ctx, signature).await,
        Told::MemberUnseen { member } => people::unseen(ctx, member).await,
        Told::MemberMessage { from, ref subject, ref body, network } => {
            people::message(ctx, from, subject, body, network).await
        }
        Told::ActedAs { line } => sign_in::acted(ctx, line).await,
        Told::SignInLink { email_link } => sign_in::email_link(ctx, email_link).await,
        Told::IdentityToConfirm { confirmation } => sign_in::confirmation(ctx, confirmation).await,
        Told::EmailToConfirm { email_change } => sign_in::new_email(ctx, email_change).await,
        Told::EmailChanged { email_change } => sign_in::former_email(ctx, email_change).await,
    }
}

async fn reader(ctx: &Context, member_id: Option<Uuid>) -> Result<Option<Reader>, Halt> {
    let Some(id) = member_id else { return Ok(None) };
    Ok(Sql::new(
        "select first_name, archived_at is not null as is_archived from member where id = ?",
        binds![MemberId::of(id)],
    )
    .one(ctx.db())
    .await?)
}

/// First and last name, whichever are known.
fn full_name(first_name: &str, last_name: &str) -> String {
    format!("{first_name} {last_name}").trim().to_owned()
}

/// The words of a closed list, for `in ?`.
fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}
