//! Writes a step: the rows, one audit line and at most one letter for each, in one go.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde_json::json;
use uuid::Uuid;

use super::machine::{At, Next, is_over};
use crate::{
    audit::{self, Line},
    context::Context,
    database::{Sql, Transaction, binds, in_words},
    error::{Denied, Halt},
    event,
    id::RegistrationId,
    outbox::{self, Letter, Recipient},
    policy::{EventFacts, RegistrationFacts},
};
use entities::registration::{Attends, State};

/// How many rows one statement writes; three inserts of a dozen values each stay below SQLite's limit.
const CHUNK: usize = 200;

/// A registration, with what its letter and its audit line need.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Subject {
    pub(super) id: Uuid,
    pub(super) event_id: Uuid,
    pub(super) member_id: Uuid,
    pub(super) state: State,
    pub(super) attends: Attends,
    pub(super) offered_until: Option<DateTime<Utc>>,
    pub(super) is_by_letter: bool,
    pub(super) revision: i32,
    pub(super) email: String,
    pub(super) network_id: Option<Uuid>,
}

/// Selects subjects; goes on with a condition on `registration`.
pub(super) const SUBJECTS: &str = "select registration.id, registration.event_id, \
    registration.member_id, registration.state, registration.attends, \
    registration.offered_until, registration.is_by_letter, registration.revision, member.email, \
    (select host.network_id from event_host host where host.event_id = registration.event_id \
     order by host.rank, host.network_id limit 1) as network_id \
    from registration join member on member.id = registration.member_id";

impl Subject {
    pub(super) fn at(&self) -> At {
        At { state: self.state, offered_until: self.offered_until }
    }

    pub(super) fn id(&self) -> RegistrationId {
        self.id.into()
    }

    pub(super) fn recipient(&self) -> Recipient {
        Recipient { member_id: Some(self.member_id), email: self.email.clone() }
    }

    /// A line about it, in the affairs of the first host.
    pub(super) fn line(&self, action: &'static str) -> Line {
        let line = Line::new(action, self.id()).about(self.event_id).on_behalf_of(self.member_id);
        match self.network_id {
            Some(network) => line.within(network),
            None => line,
        }
    }

    /// A letter about it, told once for this reason.
    pub(super) fn letter(&self, told: outbox::Told, reason: &str) -> Letter {
        let letter = Letter::new(told, self.recipient(), &format!("{}:{reason}", self.id()))
            .about(self.event_id);
        match self.network_id {
            Some(network) => letter.within(network),
            None => letter,
        }
    }
}

/// A registration under its event's lock.
pub(super) struct Found {
    pub(super) event: entities::event::Model,
    pub(super) facts: EventFacts,
    pub(super) subject: Subject,
}

impl Found {
    /// What the policy needs to know.
    pub(super) fn registration(&self) -> RegistrationFacts<'_> {
        RegistrationFacts {
            event: &self.facts,
            member_id: self.subject.member_id,
            is_by_letter: self.subject.is_by_letter,
        }
    }
}

/// Locks the event of a registration, then reads the registration as it is now.
pub(super) async fn lock(tx: &Transaction, id: RegistrationId) -> Result<Found, Halt> {
    let before = subject(&**tx, id).await?;
    let (event, facts) = event::lock(tx, before.event_id.into()).await?;
    let subject = subject(&**tx, id).await?;
    Ok(Found { event, facts, subject })
}

async fn subject(db: &impl ConnectionTrait, id: RegistrationId) -> Result<Subject, Halt> {
    let found: Option<Subject> =
        Sql::new(SUBJECTS, vec![]).and("where registration.id = ?", binds![id]).one(db).await?;
    Ok(found.ok_or(Denied::Hidden)?)
}

/// Takes all of these one step further. Who leaves, or is told no, lets go of their seats too.
pub(super) async fn write(
    tx: &Transaction,
    ctx: &Context,
    subjects: &[Subject],
    next: Next,
    reason: Option<&str>,
) -> Result<(), Halt> {
    for chunk in subjects.chunks(CHUNK) {
        let ids: Vec<_> = chunk.iter().map(|subject| subject.id).collect();
        let mut writes = vec![Sql::new(
            "update registration set state = ?, offered_at = ?, offered_until = ?, declined_by = ?, reason = ?, \
             revision = revision + 1, state_changed_at = ? where id in ?",
            binds![
                in_words(&next.at.state),
                next.at.offered_until.map(|_| ctx.now()),
                next.at.offered_until,
                next.declined_by.as_ref().map(in_words),
                reason.map(str::to_owned),
                ctx.now(),
                ids.as_slice(),
            ],
        )];
        if is_over(next.at.state) {
            writes.push(Sql::new(
                "update session_choice set state = 'cancelled' \
                 where registration_id in ? and state <> 'cancelled'",
                binds![ids],
            ));
        }
        let lines = chunk.iter().map(|subject| {
            subject.line(next.action).changing(json!({
                "state": { "from": in_words(&subject.state), "to": in_words(&next.at.state) },
                "reason": reason,
            }))
        });
        writes.push(audit::insert(ctx, lines.collect()));
        if let Some(told) = next.letter {
            let letters: Vec<_> = chunk
                .iter()
                .map(|subject| {
                    // The revision tells this time from the next.
                    subject.letter(told(subject.id()), &(subject.revision + 1).to_string())
                })
                .collect();
            writes.push(outbox::insert(ctx, &letters)?);
        }
        tx.together(writes).await?;
    }
    Ok(())
}
