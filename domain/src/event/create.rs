//! Planning an event: a draft that only its organisers see.

use std::collections::HashSet;

use sea_orm::{ActiveModelTrait as _, ConnectionTrait, EntityTrait as _, FromQueryResult};
use sea_orm::{IntoActiveModel as _, Set};
use serde_json::json;
use uuid::Uuid;

use super::{
    Change, Event, Mode,
    content::{Wrong, wrongs},
    edit::{line, seen},
    facts,
    import::blank,
};
use crate::{
    context::Context,
    database::{Sql, Transaction, binds},
    error::{Denied, Error, Halt, Outcome},
    id::NetworkId,
    policy::Ask,
    refusals,
};
use entities::event_host;

/// What is asked.
#[derive(Clone, Debug, Default)]
pub struct Create {
    /// The networks that host it, the first one first.
    pub hosts: Vec<NetworkId>,
    /// What it says of itself.
    pub content: Change,
}

refusals! {
    /// Why an event may not be planned.
    EventCreate: pub enum CreateRefusal {
        /// It has no host network.
        HostMissing => "HOST_MISSING" on "hostIds",
        /// A host network is closed.
        HostArchived => "HOST_ARCHIVED" on "hostIds",
        /// The title is empty.
        TitleMissing => "TITLE_MISSING" on "title",
        /// The title is longer than 200 characters.
        TooLong { field: &'static str } => "TEXT_TOO_LONG" at field,
        /// It would end before it begins.
        EndsBeforeStart => "ENDS_BEFORE_START" on "endsAt",
        /// The IANA database has no such time zone.
        ZoneUnknown { zone: String } => "TIME_ZONE_UNKNOWN" on "timeZone",
        /// Not an address that begins with https:// or http://.
        UrlInvalid { url: String } => "URL_INVALID" on "onlineUrl",
        /// A number of places below zero.
        CapacityNegative { field: &'static str } => "CAPACITY_NEGATIVE" at field,
        /// Registration would close before it opens.
        WindowReversed => "REGISTRATION_WINDOW_REVERSED" on "registrationClosesAt",
        /// Registration would open when the event is over, or has begun and closed it.
        OpensTooLate => "REGISTRATION_OPENS_TOO_LATE" on "registrationOpensAt",
        /// Registration would close after the event ends.
        ClosesTooLate => "REGISTRATION_CLOSES_TOO_LATE" on "registrationClosesAt",
        /// One could cancel after the event ends.
        CancelsTooLate => "CANCEL_UNTIL_TOO_LATE" on "cancelUntil",
        /// A freed place stays offered from 1 to 720 hours.
        OfferHoursOutOfRange => "OFFER_HOURS_OUT_OF_RANGE" on "offerHours",
        /// Reminders leave from 1 to 90 days before, at most five of each sort.
        RuleInvalid => "REMINDER_RULE_INVALID" on "reminderRule",
    }
}

impl From<Wrong> for CreateRefusal {
    fn from(wrong: Wrong) -> Self {
        match wrong {
            Wrong::TitleMissing => Self::TitleMissing,
            Wrong::TooLong(field) => Self::TooLong { field },
            Wrong::EndsBeforeStart => Self::EndsBeforeStart,
            Wrong::ZoneUnknown(zone) => Self::ZoneUnknown { zone },
            Wrong::UrlInvalid(url) => Self::UrlInvalid { url },
            Wrong::CapacityNegative(field) => Self::CapacityNegative { field },
            Wrong::WindowReversed => Self::WindowReversed,
            Wrong::OpensTooLate => Self::OpensTooLate,
            Wrong::ClosesTooLate => Self::ClosesTooLate,
            Wrong::CancelsTooLate => Self::CancelsTooLate,
            Wrong::OfferHoursOutOfRange => Self::OfferHoursOutOfRange,
            Wrong::RuleInvalid => Self::RuleInvalid,
        }
    }
}

/// Plans an event, as a draft.
pub async fn create(ctx: &Context, asked: Create) -> Outcome<Event, CreateRefusal> {
    let tx = ctx.begin().await?;
    let hosts = once(&asked.hosts);
    if hosts.is_empty() {
        return Err(CreateRefusal::HostMissing.into());
    }
    let known = known_networks(&*tx, &hosts).await?;
    if known.len() < hosts.len() {
        return Err(Denied::Hidden.into());
    }

    ctx.may(&Ask::PlanEvent { hosts: &hosts })?;

    if known.iter().any(|network| network.is_archived) {
        return Err(CreateRefusal::HostArchived.into());
    }
    let draft = asked.content.over(fresh(ctx));
    let wrongs = wrongs(&draft);
    if !wrongs.is_empty() {
        return Err(Error::Refused(wrongs.into_iter().map(CreateRefusal::from).collect()));
    }

    let row = draft.into_active_model().insert(&*tx).await?;
    host(&tx, row.id, &hosts).await?;
    let facts = facts(&*tx, &[row.id]).await?.remove(&row.id).ok_or(Denied::Hidden)?;

    tx.audit(
        ctx,
        line("event.create", row.id, &facts).changing(json!({
            "title": row.title, "starts_at": row.starts_at,
            "hosts": hosts.iter().map(|id| NetworkId::of(*id).to_string()).collect::<Vec<_>>(),
        })),
    )
    .await?;
    tx.commit().await?;
    Ok(seen(ctx, row, facts))
}

/// A draft of which nothing is known, in the federation's zone.
fn fresh(ctx: &Context) -> entities::event::Model {
    let mut draft = blank(ctx);
    crate::clock::FEDERATION_ZONE.name().clone_into(&mut draft.time_zone);
    draft.mode = Mode::OnSite;
    draft
}

/// Each network once, in the order given.
pub(super) fn once(networks: &[NetworkId]) -> Vec<Uuid> {
    let mut met = HashSet::new();
    networks.iter().map(|id| id.uuid()).filter(|id| met.insert(*id)).collect()
}

/// Whether a network is there, and open.
#[derive(FromQueryResult)]
pub(super) struct Known {
    pub(super) id: Uuid,
    pub(super) is_archived: bool,
}

/// Those of these networks that there are.
pub(super) async fn known_networks(
    db: &impl ConnectionTrait,
    ids: &[Uuid],
) -> Result<Vec<Known>, Halt> {
    Ok(Sql::new(
        "select id, archived_at is not null as is_archived from network where id in ?",
        binds![ids],
    )
    .all(db)
    .await?)
}

/// Names these networks as hosts, in this order.
pub(super) async fn host(tx: &Transaction, event: Uuid, hosts: &[Uuid]) -> Result<(), Halt> {
    let rows = hosts.iter().zip(0..).map(|(network, rank)| event_host::ActiveModel {
        event_id: Set(event),
        network_id: Set(*network),
        rank: Set(rank),
    });
    event_host::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
    Ok(())
}
