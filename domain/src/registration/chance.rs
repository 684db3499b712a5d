//! Whether the asker could register now, and if not, why.

use std::collections::HashMap;

use uuid::Uuid;

use super::{
    Attends, CreateRefusal, Places, machine::is_over, place::places, viewer_registrations,
    window::Window,
};
use crate::{
    context::Context,
    database::in_words,
    error::{Denied, Halt},
    event,
    policy::{Ask, Because, Resource},
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

/// What would come of registering oneself for each of these events; three statements for all of them.
pub async fn chances(ctx: &Context, events: &[Uuid]) -> Result<HashMap<Uuid, Chance>, Halt> {
    let found = event::by_ids(ctx, events).await?;
    let mut places = places(ctx, events).await?;
    // A tool that may not read registrations may not make one either: the policy's answer says so.
    let own = match ctx.standing().has_scope(Resource::Registration, false) {
        Ok(()) => viewer_registrations(ctx, events).await?,
        Err(_) => HashMap::new(),
    };
    let chances = found.into_iter().map(|(id, event)| {
        let is_organiser = ctx.may(&Ask::DecideRegistration { event: &event.facts }).is_ok();
        let window = Window {
            state: event.state,
            starts_at: event.starts_at,
            ends_at: event.ends_at,
            opens_at: event.registration_opens_at,
            closes_at: event.registration_closes_at,
        };
        let refusal = own
            .get(&id)
            .filter(|own| !is_over(own.state))
            .map(|own| CreateRefusal::AlreadyRegistered { state: in_words(&own.state) })
            .or_else(|| window.refusal(ctx.now(), is_organiser));
        let chance = Chance {
            answer: ctx.may(&Ask::Register { event: &event.facts }),
            refusal,
            needs_approval: event.needs_approval && !is_organiser,
            places: places.remove(&id).unwrap_or_default(),
        };
        (id, chance)
    });
    Ok(chances.collect())
}
