//! What every change of an event begins and ends with.

use sea_orm::{ActiveModelTrait as _, IntoActiveModel as _, Set};
use uuid::Uuid;

use super::{
    Event, Row, State,
    content::agenda_mark,
    lock,
    tell::{News, tell_registered},
    untold::{self, Changed},
    update::agenda,
};
use crate::{
    audit::Line,
    context::Context,
    database::{Sql, Transaction, binds},
    error::Halt,
    id::{EventId, Id, Kind},
    policy::{Ask, EventFacts},
};
use entities::{
    event::{ActiveModel, Model},
    session,
};

/// The event, locked, for someone who may change it.
pub(crate) async fn open(
    tx: &Transaction,
    ctx: &Context,
    id: EventId,
) -> Result<(Model, EventFacts), Halt> {
    let (event, facts) = lock(tx, id).await?;
    ctx.may(&Ask::EditEvent { event: &facts })?;
    Ok((event, facts))
}

/// The event after something of it changed: its revision grows. If a session was moved that was so before,
/// the registered of a published event are concerned: its sequence grows too, and they are told.
pub(crate) async fn touched(
    tx: &Transaction,
    ctx: &Context,
    mut event: Model,
    facts: &EventFacts,
    moved: Option<&session::Model>,
) -> Result<Model, Halt> {
    let changed = match moved {
        Some(was) if matches!(event.state, State::Published | State::Postponed) => {
            Some(Changed::of_agenda(mark_before(tx, &event, was).await?))
        }
        _ => None,
    };
    let is_postponed = event.state == State::Postponed;
    if let Some(changed) = changed.as_ref().filter(|_| is_postponed) {
        untold::keep(&mut event, changed);
    }
    let told = changed.filter(|_| !is_postponed);
    let revision = event.revision + 1;
    let sequence = event.sequence + i32::from(told.is_some());
    let untold = event.untold.clone();
    let mut model = event.into_active_model();
    model.revision = Set(revision);
    model.sequence = Set(sequence);
    model.untold = Set(untold);
    let event = model.update(&**tx).await?;
    if let Some(changed) = &told {
        tell_registered(tx, ctx, &event, facts, News::Changed(changed)).await?;
    }
    Ok(event)
}

/// The mark of the agenda before this session of it was moved.
async fn mark_before(
    tx: &Transaction,
    event: &Model,
    was: &session::Model,
) -> Result<String, Halt> {
    let mut agenda = agenda(tx, event).await?;
    for session in agenda.iter_mut().filter(|session| session.id == was.id) {
        session.clone_from(was);
    }
    Ok(agenda_mark(event, &agenda))
}

/// Writes every column of the event as it is after a change, with its revision one greater.
pub(super) async fn save(tx: &Transaction, after: Model) -> Result<Model, Halt> {
    let revision = after.revision + 1;
    let mut model: ActiveModel = after.into_active_model().reset_all();
    model.revision = Set(revision);
    Ok(model.update(&**tx).await?)
}

/// An audit line about this event, in the affairs of its first host.
pub(crate) fn line(action: &'static str, event: Uuid, facts: &EventFacts) -> Line {
    line_about(action, EventId::of(event), facts)
}

/// An audit line about a part of this event, in the affairs of its first host.
pub(crate) fn line_about<K: Kind>(action: &'static str, part: Id<K>, facts: &EventFacts) -> Line {
    let line = Line::new(action, part).about(facts.id);
    match facts.hosts.first() {
        Some(host) => line.within(*host),
        None => line,
    }
}

/// The written event as its editor sees it.
pub(super) fn seen(ctx: &Context, model: Model, facts: EventFacts) -> Event {
    let facts = EventFacts {
        visibility: model.visibility,
        audience: model.audience,
        state: model.state,
        ..facts
    };
    Row { model, facts, is_coming: false }.seen_by(ctx.standing())
}

/// Sensitive answers are forgotten thirty days after the event ends, wherever it moves, and only they.
pub(crate) async fn retime_sensitive_answers(tx: &Transaction, event: &Model) -> Result<(), Halt> {
    let after = event.ends_at + chrono::TimeDelta::days(30);
    Sql::new(
        "update answer set erased_after = ? where question_id in \
         (select id from question where event_id = ? and is_sensitive)",
        binds![after, event.id],
    )
    .run(&**tx)
    .await?;
    Sql::new(
        "update answer set erased_after = null where erased_after is not null and question_id in \
         (select id from question where event_id = ? and not is_sensitive)",
        binds![event.id],
    )
    .run(&**tx)
    .await?;
    Ok(())
}
