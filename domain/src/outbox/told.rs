//! Everything that is ever told by letter, as identifiers; the words are found when the letter leaves.

use serde::{Deserialize, Serialize};

use crate::id::{
    AuditLineId, CharterVersionId, EmailChangeId, EmailLinkId, EmployerManagerId, EmploymentId,
    EventId, IdentityConfirmationId, InvitationId, JoinRequestId, MemberId, NetworkId,
    RegistrationId, SessionChoiceId, SignatureId,
};

/// What happened, or is due.
#[expect(missing_docs, reason = "the fields are the identifiers that their types name")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Told {
    /// Someone is invited to a network, or to act for an employer.
    Invited { invitation: InvitationId },
    /// The same, once more because there was no answer.
    InvitedAgain { invitation: InvitationId },
    /// Someone asks to enter; to the leads.
    JoinRequested { join_request: JoinRequestId },
    /// The answer to that; to the person.
    JoinAnswered { join_request: JoinRequestId },
    /// A person says they work for an employer; to its managers.
    EmploymentDeclared { employment: EmploymentId },
    /// The answer to that; to the person.
    EmploymentDecided { employment: EmploymentId },
    /// A person asks to act for an employer; to the leads.
    ManagerClaimed { manager: EmployerManagerId },
    /// The answer to that; to the person.
    ManagerDecided { manager: EmployerManagerId },
    /// Someone is asked to come.
    InvitedToEvent { event: EventId },
    /// The registration waits for an organiser.
    RegistrationPending { registration: RegistrationId },
    /// There is a place.
    RegistrationConfirmed { registration: RegistrationId },
    /// There is none yet.
    RegistrationWaitlisted { registration: RegistrationId },
    /// A freed place is kept until a time.
    PlaceOffered { registration: RegistrationId },
    /// The offer was not taken in time.
    OfferLapsed { registration: RegistrationId },
    /// Taken back, by the person or by an organiser.
    RegistrationCancelled {
        registration: RegistrationId,
        // Letters that were written without it took the event out of every calendar.
        #[serde(default = "yes")]
        had_place: bool,
        // By somebody else than the person.
        #[serde(default)]
        is_by_organiser: bool,
    },
    /// An organiser said no.
    RegistrationDeclined { registration: RegistrationId },
    /// The link of a letter answered in the person's name, where no other letter says so.
    AnsweredByLetter { event: EventId, answer: Answer },
    /// A seat came free in a session of one's choice, and is theirs.
    SessionConfirmed {
        choice: SessionChoiceId,
        // The seats at the same time that were let go for it.
        #[serde(default)]
        given_up: Vec<SessionChoiceId>,
    },
    /// Time, place or agenda changed; to the registered.
    EventChanged {
        registration: RegistrationId,
        sequence: i32,
        // Letters that were written without it say that something did.
        #[serde(default)]
        changed: Vec<Aspect>,
        // A mark of how it was: what is so again before the letter leaves is not told. Without one it is.
        #[serde(default)]
        was: Vec<(Aspect, String)>,
        // It was put off, and stands again.
        #[serde(default)]
        is_again: bool,
    },
    /// Put off; to the registered.
    EventPostponed { registration: RegistrationId, sequence: i32 },
    /// Will not take place; to the registered.
    EventCancelled { registration: RegistrationId, sequence: i32 },
    /// A word of the organisers to the registered.
    EventMessage { event: EventId, subject: String, body: String },
    /// The event is near; to the registered.
    EventNear { registration: RegistrationId, days: i64 },
    /// The deadline is near; to the invited who have not answered.
    DeadlineNear { event: EventId, days: i64 },
    /// Half of an offer's time is over.
    OfferEnding { registration: RegistrationId },
    /// A charter asks for a signature.
    CharterAsked { charter_version: CharterVersionId },
    /// A charter has a new text and the signature still stands; nothing to do.
    CharterInformed { charter_version: CharterVersionId },
    /// A signature was given.
    CharterSigned { signature: SignatureId },
    /// A signature was refused or taken back; to the leads.
    CharterUnsigned { signature: SignatureId },
    /// A signature is about to run out.
    CharterRenewal { signature: SignatureId, days: i64 },
    /// A signature ran out; to whom it would be asked again.
    CharterLapsed { signature: SignatureId },
    /// A person of whom there was no sign for years; the record will be closed, then erased.
    MemberUnseen { member: MemberId },
    /// A word from one member to another, whose address they do not learn.
    MemberMessage {
        from: MemberId,
        subject: String,
        body: String,
        // Whose people they write to, when it is as one of those who run it.
        #[serde(default)]
        network: Option<NetworkId>,
    },
    /// An administrator acts as the person for a while; the line of the trail tells who, why, how long.
    ActedAs { line: AuditLineId },
    /// A link to sign in.
    SignInLink { email_link: EmailLinkId },
    /// A provider's identity met an address that is already known.
    IdentityToConfirm { confirmation: IdentityConfirmationId },
    /// A person wants this address for their account; to that address.
    EmailToConfirm { email_change: EmailChangeId },
    /// A person has another address now; to the former one.
    EmailChanged { email_change: EmailChangeId },
}

/// What of an event changed, for those who come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Aspect {
    /// The day: who sent an excuse sent it for another.
    Day,
    /// The hours.
    Hours,
    /// Whether the date may still move.
    Certainty,
    /// Where it takes place.
    Place,
    /// Where one joins online.
    Link,
    /// The time or the room of a session.
    Agenda,
    /// The reader's excuse: it counts no more, because the day was changed, even if it is the former one again.
    Excuse,
}

/// What the link of a letter was used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// To send an excuse.
    Excuse,
    /// To leave an offered place.
    OfferLeft,
    /// To choose sessions, or to leave some.
    Sessions,
}

const fn yes() -> bool {
    true
}

/// What a person may refuse to receive, one category at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// What one asked for, or must know: cannot be refused.
    Transactional,
    /// Invitations to networks and events.
    Invitation,
    /// Reminders of every kind.
    Reminder,
    /// Requests that wait for a lead or a manager.
    Request,
    /// News of charters and messages of organisers.
    News,
    /// Messages of other members.
    Message,
}

impl Category {
    /// Those that can be refused.
    pub const REFUSABLE: [Self; 5] =
        [Self::Invitation, Self::Reminder, Self::Request, Self::News, Self::Message];

    /// Its word in the tables and in links.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Transactional => "transactional",
            Self::Invitation => "invitation",
            Self::Reminder => "reminder",
            Self::Request => "request",
            Self::News => "news",
            Self::Message => "message",
        }
    }

    /// The category of this word.
    pub fn of_word(word: &str) -> Option<Self> {
        [Self::Transactional]
            .into_iter()
            .chain(Self::REFUSABLE)
            .find(|category| category.word() == word)
    }
}

impl Told {
    /// The names of the letters that are written in a network's affairs.
    pub const OF_NETWORKS: [&'static str; 32] = [
        "invited",
        "invited_again",
        "join_requested",
        "join_answered",
        "employment_declared",
        "employment_decided",
        "manager_claimed",
        "manager_decided",
        "invited_to_event",
        "registration_pending",
        "registration_confirmed",
        "registration_waitlisted",
        "place_offered",
        "offer_lapsed",
        "registration_cancelled",
        "registration_declined",
        "answered_by_letter",
        "session_confirmed",
        "event_changed",
        "event_postponed",
        "event_cancelled",
        "event_message",
        "event_near",
        "deadline_near",
        "offer_ending",
        "charter_asked",
        "charter_informed",
        "charter_signed",
        "charter_unsigned",
        "charter_renewal",
        "charter_lapsed",
        "member_message",
    ];

    /// The names of the letters that prove or tell something of the very mailbox that they go to.
    pub const OF_ONE_MAILBOX: [&'static str; 4] =
        ["sign_in_link", "identity_to_confirm", "email_to_confirm", "email_changed"];

    /// The letter's name: its folder, its words, its line in the list of letters.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Invited { .. } => "invited",
            Self::InvitedAgain { .. } => "invited_again",
            Self::JoinRequested { .. } => "join_requested",
            Self::JoinAnswered { .. } => "join_answered",
            Self::EmploymentDeclared { .. } => "employment_declared",
            Self::EmploymentDecided { .. } => "employment_decided",
            Self::ManagerClaimed { .. } => "manager_claimed",
            Self::ManagerDecided { .. } => "manager_decided",
            Self::InvitedToEvent { .. } => "invited_to_event",
            Self::RegistrationPending { .. } => "registration_pending",
            Self::RegistrationConfirmed { .. } => "registration_confirmed",
            Self::RegistrationWaitlisted { .. } => "registration_waitlisted",
            Self::PlaceOffered { .. } => "place_offered",
            Self::OfferLapsed { .. } => "offer_lapsed",
            Self::RegistrationCancelled { .. } => "registration_cancelled",
            Self::RegistrationDeclined { .. } => "registration_declined",
            Self::AnsweredByLetter { .. } => "answered_by_letter",
            Self::SessionConfirmed { .. } => "session_confirmed",
            Self::EventChanged { .. } => "event_changed",
            Self::EventPostponed { .. } => "event_postponed",
            Self::EventCancelled { .. } => "event_cancelled",
            Self::EventMessage { .. } => "event_message",
            Self::EventNear { .. } => "event_near",
            Self::DeadlineNear { .. } => "deadline_near",
            Self::OfferEnding { .. } => "offer_ending",
            Self::CharterAsked { .. } => "charter_asked",
            Self::CharterInformed { .. } => "charter_informed",
            Self::CharterSigned { .. } => "charter_signed",
            Self::CharterUnsigned { .. } => "charter_unsigned",
            Self::CharterRenewal { .. } => "charter_renewal",
            Self::CharterLapsed { .. } => "charter_lapsed",
            Self::MemberUnseen { .. } => "member_unseen",
            Self::MemberMessage { .. } => "member_message",
            Self::ActedAs { .. } => "acted_as",
            Self::SignInLink { .. } => "sign_in_link",
            Self::IdentityToConfirm { .. } => "identity_to_confirm",
            Self::EmailToConfirm { .. } => "email_to_confirm",
            Self::EmailChanged { .. } => "email_changed",
        }
    }

    /// Whether and how it can be refused.
    pub const fn category(&self) -> Category {
        match self {
            Self::Invited { .. } | Self::InvitedAgain { .. } | Self::InvitedToEvent { .. } => {
                Category::Invitation
            }
            Self::EventNear { .. }
            | Self::DeadlineNear { .. }
            | Self::OfferEnding { .. }
            | Self::CharterRenewal { .. } => Category::Reminder,
            Self::JoinRequested { .. }
            | Self::EmploymentDeclared { .. }
            | Self::ManagerClaimed { .. }
            | Self::CharterUnsigned { .. } => Category::Request,
            Self::EventMessage { .. } | Self::CharterInformed { .. } => Category::News,
            Self::MemberMessage { .. } => Category::Message,
            _ => Category::Transactional,
        }
    }
}
