//! What one came to, and what one was told of late.

use async_graphql::{Enum, SimpleObject};
use chrono::{DateTime, Utc};
use domain::{attendance, letter::Lately};

use crate::graphql::{
    attendance::AttendanceState, event::EventKind, registration::RegistrationState,
};

/// In which order your participation is listed. The list may grow.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum ViewerParticipationOrder {
    /// What began last first.
    LatestFirst,
    /// What began first first.
    EarliestFirst,
}

/// An event that you registered for or came to (participation): it stays after you left its network.
#[derive(SimpleObject, Clone)]
pub struct ViewerParticipation {
    /// Its title.
    title: String,
    /// What kind of event it was.
    kind: EventKind,
    /// When it began.
    starts_at: DateTime<Utc>,
    /// When it ended.
    ends_at: DateTime<Utc>,
    /// The names of the host networks.
    hosts: String,
    /// How far your registration is; null when you came without one.
    registration_state: Option<RegistrationState>,
    /// Whether you came, once it is recorded.
    attendance: Option<AttendanceState>,
    /// The titles of the sessions that you came to, in order.
    sessions: Vec<String>,
}

impl ViewerParticipation {
    pub(super) fn of(one: attendance::Participation, sessions: Vec<String>) -> Self {
        Self {
            title: one.title,
            kind: one.kind.into(),
            starts_at: one.starts_at,
            ends_at: one.ends_at,
            hosts: one.hosts,
            registration_state: one.state.map(Into::into),
            attendance: one.attendance.map(Into::into),
            sessions,
        }
    }
}

/// Something that you were told of late by letter.
#[derive(SimpleObject, Clone)]
pub struct ViewerNews {
    /// The kind of letter, as `Letter.kind` has it.
    kind: String,
    /// When.
    created_at: DateTime<Utc>,
}

impl ViewerNews {
    pub(super) fn of(told: Lately) -> Self {
        Self { kind: told.kind, created_at: told.created_at }
    }
}
