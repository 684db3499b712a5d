//! The closed lists of events.

use async_graphql::Enum;

/// What kind of event it is. The list may grow.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "domain::event::Kind")]
pub enum EventKind {
    /// A meeting of a network (rencontre réseau).
    NetworkMeeting,
    /// A webinar (webinaire).
    Webinar,
    /// A training (formation).
    Training,
    /// A conference, assembly or forum (conférence).
    Conference,
    /// A committee (comité).
    Committee,
    /// A time for employers (temps employeurs).
    EmployerTime,
    /// A day of volunteers (journée des bénévoles).
    VolunteerDay,
}

/// Who may know of an event. The list may grow.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "domain::event::Visibility")]
pub enum EventVisibility {
    /// Everyone, signed in or not.
    Public,
    /// Everyone in the tree of the host networks.
    Federation,
    /// Members of the host networks and of those below them.
    Hosts,
}

/// Where one takes part. The list may grow.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "domain::event::Mode")]
pub enum EventMode {
    /// Online only (en ligne).
    Online,
    /// On site only (sur place).
    OnSite,
    /// On site or online, as each one chooses.
    Both,
}

/// Who may register. The list may grow.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "domain::event::Audience")]
pub enum EventAudience {
    /// Whoever may know of the event and has an account.
    Everyone,
    /// Members of any network of the hosts’ tree.
    Federation,
    /// Members of the host networks and of those below them.
    Hosts,
}

/// How far an event is. The list may grow.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "domain::event::State")]
pub enum EventState {
    /// Being planned (brouillon); only its organisers know of it.
    Draft,
    /// Open to its audience (publié).
    Published,
    /// Put off (reporté); publish it again once the new date is certain.
    Postponed,
    /// Will not take place (annulé).
    Cancelled,
    /// Has taken place (terminé).
    Done,
}

/// How a question is answered. The list may grow.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "domain::question::Kind")]
pub enum QuestionKind {
    /// In words.
    Text,
    /// By one of the given choices.
    Choice,
    /// By yes or no.
    YesNo,
}
