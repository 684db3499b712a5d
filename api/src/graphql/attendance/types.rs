//! What an attendance is.

use std::sync::Arc;

use async_graphql::{Context, Enum, ID, InputObject, Object, Result};
use chrono::{DateTime, Utc};
use domain::{
    attendance,
    error::Halt,
    id::{AttendanceKind, MemberKind},
    policy::{Ask, EventFacts},
};

use super::loaders::AtEvent;
use crate::graphql::{
    connection::{Connection, request},
    error::halted,
    event::{Event, EventKey, Session, SessionKey},
    id::{asker, read_some, write},
    loader::{below, load},
    member::{Member, MemberKey},
    registration::PageArguments,
};

/// Whether a person came (présence), to an event as a whole or to one of its sessions.
#[derive(Clone)]
pub struct Attendance(Arc<attendance::Attendance>);

impl Attendance {
    pub(crate) fn of(attendance: attendance::Attendance) -> Self {
        Self(Arc::new(attendance))
    }

    /// Whether it is of the event as a whole.
    pub(crate) fn is_of_the_whole(&self) -> bool {
        self.0.session_id.is_none()
    }
}

/// Whether a person came (présence), to an event as a whole or to one of its sessions.
#[Object]
impl Attendance {
    /// Opaque: do not take it apart.
    pub(crate) async fn id(&self) -> ID {
        write::<AttendanceKind>(self.0.id)
    }

    /// Of which event; null when you may not know of it.
    async fn event(&self, ctx: &Context<'_>) -> Result<Option<Event>> {
        load(ctx, EventKey(self.0.event_id)).await
    }

    /// Of which session; null means the event as a whole.
    async fn session(&self, ctx: &Context<'_>) -> Result<Option<Session>> {
        match self.0.session_id {
            Some(id) => load(ctx, SessionKey(id)).await,
            None => Ok(None),
        }
    }

    /// The person’s name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The person’s identifier, by which `attendanceRecord` knows them, also when you may not know
    /// more of them; null unless it is yours, or you organise the event.
    async fn member_id(&self) -> Option<ID> {
        self.0.is_private.then(|| write::<MemberKind>(self.0.member_id))
    }

    /// Who came, or did not; null when you may not know of them.
    async fn member(&self, ctx: &Context<'_>) -> Result<Option<Member>> {
        load(ctx, MemberKey(self.0.member_id)).await
    }

    /// Whether they came.
    async fn state(&self) -> AttendanceState {
        self.0.state.into()
    }

    /// Why not, when someone said so; null unless it is yours, or you organise the event.
    async fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    /// Who wrote it down; null unless it is yours, or you organise the event.
    async fn recorded_by(&self, ctx: &Context<'_>) -> Result<Option<Member>> {
        match self.0.recorded_by_id {
            Some(id) => load(ctx, MemberKey(id)).await,
            None => Ok(None),
        }
    }

    /// When it was written down.
    async fn recorded_at(&self) -> DateTime<Utc> {
        self.0.recorded_at
    }

    /// Grows with each correction.
    async fn revision(&self) -> i32 {
        self.0.revision
    }
}

/// Whether a person came. The list may grow.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::attendance::State")]
pub enum AttendanceState {
    /// Présent·e.
    Present,
    /// Absent·e.
    Absent,
    /// Excusé·e, with a reason.
    Excused,
}

/// Which attendances of an event.
#[derive(InputObject, Default)]
pub struct AttendanceFilter {
    /// Of this session; nothing means the event as a whole.
    session_id: Option<ID>,
    /// Who came, or did not.
    state: Option<AttendanceState>,
}

/// The attendances of an event, for those who organise it.
pub(crate) async fn of_event(
    ctx: &Context<'_>,
    event: &EventFacts,
    (first, after, last, before): PageArguments,
    filter: Option<AttendanceFilter>,
) -> Result<Connection<Attendance>> {
    asker(ctx)
        .may(&Ask::SeeRegistrants { event })
        .map_err(|denied| halted(asker(ctx), &Halt::Denied(denied)))?;
    let filter = filter.unwrap_or_default();
    let filter = attendance::Filter {
        session: read_some(ctx, filter.session_id.as_ref())?,
        state: filter.state.map(Into::into),
    };
    let page = request(ctx, first, after, last, before);
    below(ctx, AtEvent, (event.id, filter, page), Attendance::of).await
}
