//! Whether the asker could register now, and if not, why.

use std::collections::HashMap;

use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use uuid::Uuid;

use super::{
    Attends, CreateRefusal, Places, create::closed, machine::is_over, places, viewer_registrations,
};
use crate::{
    context::Context,
    database::in_words,
    error::{Denied, Halt},
    event,
    policy::{Ask, Because},
};

/// What would come of registering now.
#[derive(Clone, Debug)]
pub struct Chance {
    /// Whether the policy allows it, and why.
    pub answer: Result<Because, Denied>,
    /// Why the rules refuse it, if they do.
    pub refusal: Option<CreateRefusal>,
    /// Whether an organiser decides first.
    pub needs_approval: bool,
    /// The places of each way to attend.
    pub places: Vec<(Attends, Places)>,
}

/// What would come of registering oneself for each of these events; four statements for all of them.
pub async fn chances(ctx: &Context, events: &[Uuid]) -> Result<HashMap<Uuid, Chance>, Halt> {
    let facts = event::facts(ctx.db(), events).await?;
    let rows = entities::event::Entity::find()
        .filter(entities::event::Column::Id.is_in(events.iter().copied()))
        .all(ctx.db())
        .await?;
    let mut places = places(ctx, events).await?;
    let own = viewer_registrations(ctx, events).await?;
    let chances = rows.into_iter().filter_map(|event| {
        let facts = facts.get(&event.id)?;
        ctx.may(&Ask::SeeEvent { event: facts }).ok()?;
        let is_organiser = ctx.may(&Ask::DecideRegistration { event: facts }).is_ok();
        let known = own.get(&event.id).filter(|own| !is_over(own.state));
        let refusal = known
            .map(|own| CreateRefusal::AlreadyRegistered { state: in_words(&own.state) })
            .or_else(|| closed(&event, ctx.now(), is_organiser));
        let chance = Chance {
            answer: ctx.may(&Ask::Register { event: facts }),
            refusal,
            needs_approval: event.needs_approval && !is_organiser,
            places: places.remove(&event.id).unwrap_or_default(),
        };
        Some((event.id, chance))
    });
    Ok(chances.collect())
}
