//! Planning events and letting them take their course.

use async_graphql::{Context, ID, Object, Result};
use domain::event::{
    self, CancelRefusal, CreateRefusal, DeleteRefusal, DuplicateRefusal, HostsSetRefusal,
    MarkDoneRefusal, PostponeRefusal, PublishRefusal, UpdateRefusal,
};

use super::{
    Event, EventKey,
    input::{
        EventCancelInput, EventCreateInput, EventDeleteInput, EventDuplicateInput,
        EventHostsSetInput, EventMarkDoneInput, EventPostponeInput, EventPublishInput,
        EventUpdateInput,
    },
};
use crate::graphql::{
    id::{asker, read, read_all, write},
    loader::load,
    payload::payload,
};

payload! {
    /// What came of planning an event.
    EventCreatePayload refused by CreateRefusal {
        /// The draft.
        event: Event
    }
}
payload! {
    /// What came of publishing an event.
    EventPublishPayload refused by PublishRefusal {
        /// The published event.
        event: Event
    }
}
payload! {
    /// What came of putting an event off.
    EventPostponePayload refused by PostponeRefusal {
        /// The event that was put off.
        event: Event
    }
}
payload! {
    /// What came of cancelling an event.
    EventCancelPayload refused by CancelRefusal {
        /// The cancelled event.
        event: Event
    }
}
payload! {
    /// What came of throwing a draft away.
    EventDeletePayload refused by DeleteRefusal {
        /// The identifier of the event that is gone.
        deleted_event_id: ID
    }
}
payload! {
    /// What came of calling an event done.
    EventMarkDonePayload refused by MarkDoneRefusal {
        /// The event.
        event: Event
    }
}
payload! {
    /// What came of copying an event.
    EventDuplicatePayload refused by DuplicateRefusal {
        /// The new draft.
        event: Event
    }
}
payload! {
    /// What came of saying who hosts an event.
    EventHostsSetPayload refused by HostsSetRefusal {
        /// The event.
        or current event: Event
    }
}

payload! {
    /// What came of changing an event.
    EventUpdatePayload refused by UpdateRefusal {
        /// The changed event.
        or current event: Event
    }
}

/// What can be done to events.
#[derive(Default)]
pub struct EventMutation;

/// What can be done to events.
#[Object]
impl EventMutation {
    /// Plans an event of networks that you organise: a draft that only their organisers see.
    async fn event_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The event.")] input: EventCreateInput,
    ) -> Result<Option<EventCreatePayload>> {
        let asked = input.read(ctx)?;
        EventCreatePayload::of(ctx, event::create(asker(ctx), asked).await, Event::of)
    }

    /// Changes an event. When time or place of a published one change, the registered are told.
    async fn event_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What changes.")] input: EventUpdateInput,
    ) -> Result<Option<EventUpdatePayload>> {
        let id = read(ctx, &input.event_id)?;
        let outcome = event::update(asker(ctx), id, input.into()).await;
        let current = load(ctx, EventKey(id.uuid()));
        EventUpdatePayload::of_edit(ctx, outcome, Event::of, current).await
    }

    /// Opens an event to its audience; after it was put off, its date is no longer tentative, and the registered are told that it stands.
    async fn event_publish(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: EventPublishInput,
    ) -> Result<Option<EventPublishPayload>> {
        let id = read(ctx, &input.event_id)?;
        EventPublishPayload::of(ctx, event::publish(asker(ctx), id).await, Event::of)
    }

    /// Puts an event off, to a tentative date or to none yet, and tells the registered.
    async fn event_postpone(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Why, and to when.")] input: EventPostponeInput,
    ) -> Result<Option<EventPostponePayload>> {
        let id = read(ctx, &input.event_id)?;
        let outcome = event::postpone(asker(ctx), id, input.into()).await;
        EventPostponePayload::of(ctx, outcome, Event::of)
    }

    /// Says that an event will not take place, and tells the registered.
    async fn event_cancel(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one, and why.")] input: EventCancelInput,
    ) -> Result<Option<EventCancelPayload>> {
        let id = read(ctx, &input.event_id)?;
        let outcome = event::cancel(asker(ctx), id, input.reason).await;
        EventCancelPayload::of(ctx, outcome, Event::of)
    }

    /// Throws away a draft that was never published, with its agenda and questions. It cannot be undone.
    async fn event_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: EventDeleteInput,
    ) -> Result<Option<EventDeletePayload>> {
        let id = read(ctx, &input.event_id)?;
        let outcome = event::delete(asker(ctx), id, input.is_confirmed).await;
        EventDeletePayload::of(ctx, outcome, write)
    }

    /// Says that an event has taken place: a published one once it has begun, a draft once it is over.
    async fn event_mark_done(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: EventMarkDoneInput,
    ) -> Result<Option<EventMarkDonePayload>> {
        let id = read(ctx, &input.event_id)?;
        EventMarkDonePayload::of(ctx, event::mark_done(asker(ctx), id).await, Event::of)
    }

    /// Plans a draft like this event, with its agenda, its questions and its deadlines at their
    /// hours, hosted by those of its networks that you organise.
    async fn event_duplicate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one, and when.")] input: EventDuplicateInput,
    ) -> Result<Option<EventDuplicatePayload>> {
        let asked = input.read(ctx)?;
        EventDuplicatePayload::of(ctx, event::duplicate(asker(ctx), asked).await, Event::of)
    }

    /// Says which networks host an event; you add and take away those that you organise.
    async fn event_hosts_set(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which ones.")] input: EventHostsSetInput,
    ) -> Result<Option<EventHostsSetPayload>> {
        let id = read(ctx, &input.event_id)?;
        let hosts = read_all(ctx, &input.host_ids)?;
        let outcome = event::hosts_set(asker(ctx), id, &hosts, input.expected_revision).await;
        let current = load(ctx, EventKey(id.uuid()));
        EventHostsSetPayload::of_edit(ctx, outcome, Event::of, current).await
    }
}
