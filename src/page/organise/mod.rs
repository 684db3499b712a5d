//! What those do who organise events: plan, follow answers, note who came, write.

pub(super) mod agenda;
mod asked;
pub(super) mod attendance;
pub(super) mod file;
mod hosts;
pub(super) mod invite;
pub(super) mod list;
pub(super) mod live;
pub(super) mod people;
pub(super) mod plan;
pub(super) mod publish;
pub(super) mod question;
pub(super) mod sheet;

use chrono::{DateTime, Utc};
use domain::{
    context::Context,
    error::{Denied, Halt},
    event::{self, Event},
    id::EventId,
    network::{self, Network},
    policy::Ask,
    session::{self, Session},
};
use web::pages::event::organise::{Head, Tab};

/// An event, for someone who organises it.
struct Organised {
    event: Event,
    hosts: Vec<Network>,
    now: DateTime<Utc>,
}

impl Organised {
    /// What stands above this page of the event.
    fn head(&self, tab: Tab) -> Head<'_> {
        Head::new(&self.event, &self.hosts, self.now, tab)
    }
}

fn event_id(text: &str) -> Result<EventId, Denied> {
    text.parse().map_err(|_| Denied::Hidden)
}

/// The event and its hosts, when this asker organises it.
async fn organised(ctx: &Context, id: &str) -> Result<Organised, Halt> {
    let event = event::load(ctx, event_id(id)?).await?;
    ctx.may(&Ask::EditEvent { event: &event.facts })?;
    let mut known = network::by_ids(ctx, &event.facts.hosts).await?;
    let hosts = event.facts.hosts.iter().filter_map(|host| known.remove(host)).collect();
    Ok(Organised { event, hosts, now: ctx.now() })
}

/// The agenda of an event.
async fn agenda(ctx: &Context, event: &Event) -> Result<Vec<Session>, Halt> {
    Ok(session::of_events(ctx, &[event.id]).await?.remove(&event.id).unwrap_or_default())
}
