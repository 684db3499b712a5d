//! What every change of an event begins and ends with.

use sea_orm::{ActiveModelTrait as _, IntoActiveModel as _, Set};
use uuid::Uuid;

use super::{
    Event, Row, State, lock,
    tell::{News, tell_registered},
    untold::{self, Changed},
};
use crate::{
    audit::Line,
    context::Context,
    database::{Sql, Transaction, binds},
    error::Halt,
    id::EventId,
    policy::{Ask, EventFacts},
};
use entities::event::{ActiveModel, Model};

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

/// The event after something of it changed: its revision grows; if the registered of a published
/// event are concerned, its sequence too, and they are told.
pub(crate) async fn touched(
    tx: &Transaction,
    ctx: &Context,
    mut event: Model,
    facts: &EventFacts,
    concerns_the_registered: bool,
) -> Result<Model, Halt> {
    if concerns_the_registered && event.state == State::Postponed {
        untold::keep(&mut event, &Changed::of_agenda());
    }
    let is_told = concerns_the_registered && event.state == State::Published;
    let revision = event.revision + 1;
    let sequence = event.sequence + i32::from(is_told);
    let untold = event.untold.clone();
    let mut model = event.into_active_model();
    model.revision = Set(revision);
    model.sequence = Set(sequence);
    model.untold = Set(untold);
    let event = model.update(&**tx).await?;
    if is_told {
        tell_registered(tx, ctx, &event, facts, News::Changed(&Changed::of_agenda())).await?;
    }
    Ok(event)
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
    let line = Line::new(action, EventId::of(event));
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
