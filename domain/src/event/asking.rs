//! Whether people can still be asked to come to an event, and who of them may say yes.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

use super::State;
use crate::{
    context::Context,
    database::{Sql, binds},
    error::Halt,
    policy::{EventFacts, MemberFacts},
};
use entities::event::Model;

/// Why nobody can be asked to come any more, or not yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unaskable {
    /// It is not published.
    NotPublished,
    /// Its time is over.
    Over,
    /// It has begun.
    Begun,
    /// Registration is closed.
    Closed,
}

/// What of an event says whether people can be asked to come: a letter of invitation leaves on the same terms.
#[derive(Clone, Copy, Debug, FromQueryResult)]
pub(crate) struct Terms {
    pub(crate) state: State,
    pub(crate) starts_at: DateTime<Utc>,
    pub(crate) ends_at: DateTime<Utc>,
    pub(crate) registration_closes_at: Option<DateTime<Utc>>,
}

impl From<&Model> for Terms {
    fn from(event: &Model) -> Self {
        Self {
            state: event.state,
            starts_at: event.starts_at,
            ends_at: event.ends_at,
            registration_closes_at: event.registration_closes_at,
        }
    }
}

impl From<&super::Event> for Terms {
    fn from(event: &super::Event) -> Self {
        Self {
            state: event.state,
            starts_at: event.starts_at,
            ends_at: event.ends_at,
            registration_closes_at: event.registration_closes_at,
        }
    }
}

impl Terms {
    /// Those of this event, when there is one.
    pub(super) async fn of(db: &impl ConnectionTrait, event: Uuid) -> Result<Option<Self>, Halt> {
        let sql =
            "select state, starts_at, ends_at, registration_closes_at from event where id = ?";
        Ok(Sql::new(sql, binds![event]).one(db).await?)
    }

    /// Why nobody can be asked at this time.
    pub(crate) fn wrong(self, now: DateTime<Utc>) -> Option<Unaskable> {
        if self.state != State::Published {
            Some(Unaskable::NotPublished)
        } else if self.ends_at <= now {
            Some(Unaskable::Over)
        } else if self.starts_at <= now {
            Some(Unaskable::Begun)
        } else if self.registration_closes_at.is_some_and(|closes_at| closes_at <= now) {
            Some(Unaskable::Closed)
        } else {
            None
        }
    }
}

#[derive(FromQueryResult)]
struct Running {
    member_id: Uuid,
}

/// Those of these people who could only say no: the event's audience leaves them out, and they neither run it
/// nor administer the federation.
pub(super) async fn kept_out(
    db: &impl ConnectionTrait,
    ctx: &Context,
    event: &EventFacts,
    people: impl IntoIterator<Item = &MemberFacts>,
) -> Result<HashSet<Uuid>, Halt> {
    let mut outside: HashSet<Uuid> = people
        .into_iter()
        .filter(|member| !event.is_open_to(|id| member.above.contains(id)))
        .map(|member| member.id)
        .collect();
    if outside.is_empty() {
        return Ok(outside);
    }
    let today = ctx.today();
    let ids: Vec<Uuid> = outside.iter().copied().collect();
    let running: Vec<Running> = Sql::new(
        "select member_id from membership where member_id in ? and network_id in ? \
         and role in ('lead', 'organiser') and started_on <= ? \
         and (ended_on is null or ended_on > ?) \
         union select id from member where id in ? and is_administrator",
        binds![ids.as_slice(), event.above.as_slice(), today, today, ids.as_slice()],
    )
    .all(db)
    .await?;
    for Running { member_id } in running {
        outside.remove(&member_id);
    }
    Ok(outside)
}
