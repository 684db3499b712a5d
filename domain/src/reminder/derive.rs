//! Reminders are not scheduled: they are derived from the present state, again and again.
//!
//! Each has a key made of what it reminds of and when that takes place, so that two workers tell it
//! once, and an event that moves is reminded of anew.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{Rule, moment};
use crate::{
    clock::FEDERATION_ZONE,
    context::Context,
    database::{Sql, binds},
    error::Halt,
    id::{EventId, RegistrationId},
    letter::wanted_by,
    outbox::{self, Category, Letter, Recipient, Told},
};

/// No rule reminds earlier than this.
const EARLIEST: TimeDelta = TimeDelta::days(92);

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    starts_at: DateTime<Utc>,
    closes_at: Option<DateTime<Utc>>,
    time_zone: String,
    own_rule: Option<serde_json::Value>,
    host_id: Option<Uuid>,
}

/// An event that may be reminded of.
struct Event {
    id: EventId,
    starts_at: DateTime<Utc>,
    closes_at: Option<DateTime<Utc>>,
    zone: Tz,
    rule: Rule,
    network_id: Option<Uuid>,
}

/// Tells the reminders that are due now; says how many were not told before.
pub async fn derive(ctx: &Context) -> Result<u64, Halt> {
    let events = events(ctx).await?;
    let mut letters = Vec::new();
    for event in events.values().filter(|event| moment::is_awake(ctx.now(), event.zone)) {
        near(ctx, event, &mut letters).await?;
        deadline_near(ctx, event, &mut letters).await?;
    }
    offers(ctx, &events, &mut letters).await?;
    if letters.is_empty() {
        return Ok(0);
    }
    let tx = ctx.begin().await?;
    let told = tx.tell_all(ctx, letters).await?;
    tx.commit().await?;
    Ok(told)
}

/// The published events that begin, or close their registration, within the reach of any rule, and
/// those that hold a place for someone: an offer has a time of its own, however far the event is.
async fn events(ctx: &Context) -> Result<HashMap<Uuid, Event>, Halt> {
    let now = ctx.now();
    let rows: Vec<Row> = Sql::new(
        "select event.id, event.starts_at, event.registration_closes_at as closes_at, \
         event.time_zone, event.reminder_rule as own_rule, host.network_id as host_id from event \
         left join event_host host on host.event_id = event.id and not exists \
         (select 1 from event_host earlier where earlier.event_id = host.event_id \
         and (earlier.rank < host.rank \
         or earlier.rank = host.rank and earlier.network_id < host.network_id)) \
         where event.state = 'published' and event.starts_at > ? and (event.starts_at < ? \
         or event.registration_closes_at > ? and event.registration_closes_at < ? \
         or exists (select 1 from registration held where held.event_id = event.id \
         and held.state = 'offered' and held.offered_until > ?))",
        binds![now, now + EARLIEST, now, now + EARLIEST, now],
    )
    .all(ctx.db())
    .await?;
    let hosts: Vec<Uuid> = rows.iter().filter_map(|row| row.host_id).collect();
    let rules = rules(ctx, &hosts).await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let own = row.own_rule.and_then(|rule| serde_json::from_value(rule).ok());
            let inherited = row.host_id.and_then(|host| rules.get(&host).cloned());
            let event = Event {
                id: row.id.into(),
                starts_at: row.starts_at,
                closes_at: row.closes_at,
                zone: row.time_zone.parse().unwrap_or(FEDERATION_ZONE),
                rule: own.or(inherited).unwrap_or_default(),
                network_id: row.host_id,
            };
            (row.id, event)
        })
        .collect())
}

#[derive(FromQueryResult)]
struct RuleRow {
    network_id: Uuid,
    rule: serde_json::Value,
}

/// The rule of each of these networks: its own, or that of the nearest above.
async fn rules(ctx: &Context, networks: &[Uuid]) -> Result<HashMap<Uuid, Rule>, Halt> {
    let rows: Vec<RuleRow> = Sql::new(
        "select reached.descendant_id as network_id, reminder_rule.rule \
         from network_ancestor reached \
         join reminder_rule on reminder_rule.network_id = reached.ancestor_id \
         where reached.descendant_id in ? order by reached.depth desc",
        binds![networks],
    )
    .all(ctx.db())
    .await?;
    // The nearest comes last, and stays.
    Ok(rows
        .into_iter()
        .filter_map(|row| Some((row.network_id, serde_json::from_value(row.rule).ok()?)))
        .collect())
}

#[derive(FromQueryResult)]
struct Reader {
    id: Uuid,
    member_id: Uuid,
    email: String,
}

impl Reader {
    fn recipient(&self) -> Recipient {
        Recipient { member_id: Some(self.member_id), email: self.email.clone() }
    }
}

fn letter(event: &Event, told: Told, to: Recipient, reason: &str) -> Letter {
    let letter = Letter::new(told, to, reason).about(event.id);
    match event.network_id {
        Some(network) => letter.within(network),
        None => letter,
    }
}

/// To those who had a place when the reminder's moment came.
async fn near(ctx: &Context, event: &Event, letters: &mut Vec<Letter>) -> Result<(), Halt> {
    for days in &event.rule.before_event_days {
        let moment = moment::days_before(event.starts_at, *days, event.zone);
        if !moment::is_due(moment, ctx.now()) {
            continue;
        }
        let reason = format!("{}:{}:{days}", event.id, event.starts_at.timestamp());
        let whom = outbox::member_in_key(ctx.house().db.backend(), "held.member_id");
        let readers: Vec<Reader> = Sql::new(
            &format!(
                "select held.id, held.member_id, member.email from registration held \
             join member on member.id = held.member_id and member.archived_at is null \
             where held.event_id = ? and held.state = 'confirmed' and held.state_changed_at < ? \
             and not exists (select 1 from attendance said where said.event_id = held.event_id \
             and said.member_id = held.member_id and said.session_id is null \
             and said.state = 'excused') \
             and not exists (select 1 from outbox told where told.key = ? || {whom})"
            ),
            binds![event.id, moment, format!("event_near:{reason}:")],
        )
        .all(ctx.db())
        .await?;
        letters.extend(readers.iter().map(|reader| {
            let told = Told::EventNear {
                registration: RegistrationId::of(reader.id),
                days: i64::from(*days),
            };
            letter(event, told, reader.recipient(), &reason)
        }));
    }
    Ok(())
}

/// To the invited who had not answered when the reminder's moment came; not to those who want no
/// invitations and were asked without a letter.
async fn deadline_near(
    ctx: &Context,
    event: &Event,
    letters: &mut Vec<Letter>,
) -> Result<(), Halt> {
    let Some(closes_at) = event.closes_at.filter(|closes_at| *closes_at > ctx.now()) else {
        return Ok(());
    };
    for days in &event.rule.before_deadline_days {
        let moment = moment::days_before(closes_at, *days, event.zone);
        if !moment::is_due(moment, ctx.now()) || moment >= closes_at {
            continue;
        }
        let reason = format!("{}:{}:{days}", event.id, closes_at.timestamp());
        let whom = outbox::member_in_key(ctx.house().db.backend(), "asked.member_id");
        let wants_invitations = wanted_by("member", Category::Invitation);
        let readers: Vec<Reader> = Sql::new(
            &format!(
                "select asked.id, asked.member_id, member.email from event_invitation asked \
             join member on member.id = asked.member_id and member.archived_at is null \
             where asked.event_id = ? and asked.created_at < ? and {wants_invitations} \
             and not exists \
             (select 1 from registration held where held.event_id = asked.event_id \
             and held.member_id = asked.member_id) \
             and not exists (select 1 from attendance said where said.event_id = asked.event_id \
             and said.member_id = asked.member_id and said.state = 'excused') \
             and not exists (select 1 from outbox told where told.key = ? || {whom})"
            ),
            binds![event.id, moment, format!("deadline_near:{reason}:")],
        )
        .all(ctx.db())
        .await?;
        letters.extend(readers.iter().map(|reader| {
            let told = Told::DeadlineNear { event: event.id, days: i64::from(*days) };
            letter(event, told, reader.recipient(), &reason)
        }));
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct Offer {
    id: Uuid,
    event_id: Uuid,
    member_id: Uuid,
    email: String,
    offered_at: Option<DateTime<Utc>>,
    offered_until: DateTime<Utc>,
}

/// To those whose offer is half over.
async fn offers(
    ctx: &Context,
    events: &HashMap<Uuid, Event>,
    letters: &mut Vec<Letter>,
) -> Result<(), Halt> {
    let now = ctx.now();
    let offers: Vec<Offer> = Sql::new(
        "select held.id, held.event_id, held.member_id, member.email, \
         held.offered_at, held.offered_until from registration held \
         join member on member.id = held.member_id and member.archived_at is null \
         where held.state = 'offered' and held.offered_until > ?",
        binds![now],
    )
    .all(ctx.db())
    .await?;
    for offer in offers {
        let Some((event, offered_at)) = events.get(&offer.event_id).zip(offer.offered_at) else {
            continue;
        };
        let moment = moment::half(offered_at, offer.offered_until, event.zone);
        let is_due = event.rule.offer_half
            && moment::is_due(moment, now)
            && moment::is_awake(now, event.zone)
            && moment < offer.offered_until;
        if is_due {
            let registration = RegistrationId::of(offer.id);
            let reason = format!("{registration}:{}", offer.offered_until.timestamp());
            let to = Recipient { member_id: Some(offer.member_id), email: offer.email };
            letters.push(letter(event, Told::OfferEnding { registration }, to, &reason));
        }
    }
    Ok(())
}
