//! People who are asked to come to an event once they are in the network that invites them: kept with
//! their invitation to the network, and told as every guest is when they accept it.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use sea_orm::{EntityTrait as _, FromQueryResult, Set, sea_query::OnConflict};
use serde_json::json;
use uuid::Uuid;

use super::{asking::Terms, edit::line, facts, tell::addressed};
use crate::{
    clock::FEDERATION_ZONE,
    context::Context,
    database::{Sql, Transaction, binds},
    error::{Denied, Halt},
    id::{EventId, EventInvitationId, MemberId},
    member, network,
    outbox::{Letter, Recipient, Told},
    policy::Ask,
};
use entities::event_newcomer::{ActiveModel, Column, Entity};

/// An event, as an invitation to a network announces it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announced {
    /// Its title.
    pub title: String,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// Whether that may change.
    pub is_date_tentative: bool,
    /// Where the clocks show that.
    pub zone: Tz,
}

/// The events to which whoever accepts this invitation is asked to come, the first one first.
pub async fn announced(ctx: &Context, invitation: Uuid) -> Result<Vec<Announced>, Halt> {
    #[derive(FromQueryResult)]
    struct Row {
        title: String,
        starts_at: DateTime<Utc>,
        is_date_tentative: bool,
        time_zone: String,
    }
    let rows: Vec<Row> = Sql::new(
        "select event.title, event.starts_at, event.is_date_tentative, event.time_zone \
         from event_newcomer kept join event on event.id = kept.event_id \
         where kept.invitation_id = ? and event.state = 'published' and event.starts_at > ? \
         and (event.registration_closes_at is null or event.registration_closes_at > ?) \
         order by event.starts_at, event.id limit 5",
        binds![invitation, ctx.now(), ctx.now()],
    )
    .all(ctx.db())
    .await?;
    let read = |row: Row| Announced {
        title: row.title,
        starts_at: row.starts_at,
        is_date_tentative: row.is_date_tentative,
        zone: row.time_zone.parse().unwrap_or(FEDERATION_ZONE),
    };
    Ok(rows.into_iter().map(read).collect())
}

/// Why newcomers of a network may not be asked to come to an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unfit {
    /// One invites to a published event that is to come and to which one may register.
    Closed,
    /// Who enters this network does not see the event.
    NotShown,
    /// Who enters this network may not register.
    NotOpen,
}

/// Whether those who will enter this network may be asked to come to this event.
pub(crate) async fn may_ask(
    tx: &Transaction,
    ctx: &Context,
    event: EventId,
    network: Uuid,
) -> Result<Result<(), Unfit>, Halt> {
    let facts = facts(&**tx, &[event.uuid()]).await?.remove(&event.uuid());
    let facts = facts.ok_or(Denied::Hidden)?;
    ctx.may(&Ask::SeeEvent { event: &facts })?;
    ctx.may(&Ask::EditEvent { event: &facts })?;
    let terms = Terms::of(&**tx, facts.id).await?.ok_or(Denied::Hidden)?;
    if terms.wrong(ctx.now()).is_some() {
        return Ok(Err(Unfit::Closed));
    }
    let above: HashSet<Uuid> =
        network::above(&**tx, &[network]).await?.into_iter().chain([network]).collect();
    Ok(if !facts.is_shown_to(|id| above.contains(id)) {
        Err(Unfit::NotShown)
    } else if !facts.is_open_to(|id| above.contains(id)) {
        Err(Unfit::NotOpen)
    } else {
        Ok(())
    })
}

/// Keeps with these invitations that whoever accepts one is asked to come.
pub(crate) async fn keep(
    tx: &Transaction,
    ctx: &Context,
    event: EventId,
    invitations: &[Uuid],
    word: &str,
) -> Result<(), Halt> {
    for chunk in invitations.chunks(500) {
        let rows = chunk.iter().map(|invitation| ActiveModel {
            invitation_id: Set(*invitation),
            event_id: Set(event.uuid()),
            word: Set(word.trim().to_owned()),
            created_at: Set(ctx.now()),
        });
        Entity::insert_many(rows)
            .on_conflict(
                OnConflict::columns([Column::InvitationId, Column::EventId])
                    .do_nothing()
                    .to_owned(),
            )
            .exec_without_returning(&**tx)
            .await?;
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct Row {
    event_id: Uuid,
    word: String,
    invited_by_id: Option<Uuid>,
}

/// Whoever accepted this invitation is asked to come, as far as each event still stands open to them;
/// says to which.
pub(crate) async fn welcome(
    tx: &Transaction,
    ctx: &Context,
    invitation: Uuid,
    member: MemberId,
) -> Result<Vec<EventId>, Halt> {
    let kept: Vec<Row> = Sql::new(
        "select kept.event_id, kept.word, invitation.invited_by_id from event_newcomer kept \
         join invitation on invitation.id = kept.invitation_id \
         join event on event.id = kept.event_id \
         where kept.invitation_id = ? and event.state = 'published' and event.starts_at > ? \
         and (event.registration_closes_at is null or event.registration_closes_at > ?) \
         and not exists (select 1 from registration known \
         where known.event_id = event.id and known.member_id = ?) \
         and not exists (select 1 from event_invitation known \
         where known.event_id = event.id and known.member_id = ?) \
         order by event.starts_at, event.id",
        binds![invitation, ctx.now(), ctx.now(), member, member],
    )
    .all(&**tx)
    .await?;
    forget(tx, invitation).await?;
    if kept.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<Uuid> = kept.iter().map(|row| row.event_id).collect();
    let events = facts(&**tx, &ids).await?;
    let people = member::facts(ctx, &**tx, &[member.uuid()]).await?;
    let Some(person) = people.get(&member.uuid()) else { return Ok(Vec::new()) };
    let Some(email) = email_of(tx, member).await? else { return Ok(Vec::new()) };
    let is_above = |id: &Uuid| person.above.contains(id);
    let shown: HashMap<_, _> = events
        .iter()
        .filter(|(_, event)| event.is_shown_to(is_above) && event.is_open_to(is_above))
        .collect();
    let (mut ids, mut rows, mut letters, mut lines) = (vec![], vec![], vec![], vec![]);
    for row in kept {
        let Some(event) = shown.get(&row.event_id) else { continue };
        let id = EventId::of(row.event_id);
        ids.push(id);
        rows.push(entities::event_invitation::ActiveModel {
            id: Set(EventInvitationId::new().uuid()),
            event_id: Set(row.event_id),
            member_id: Set(member.uuid()),
            invited_by_id: Set(row.invited_by_id),
            word: Set(row.word),
            created_at: Set(ctx.now()),
        });
        let to = Recipient { member_id: Some(member.uuid()), email: email.clone() };
        let told = Told::InvitedToEvent { event: id };
        letters.push(addressed(Letter::new(told, to, &id.to_string()), row.event_id, event));
        let change = json!({ "invited": 1 });
        lines.push(line("event.invite", row.event_id, event).on_behalf_of(member).changing(change));
    }
    if rows.is_empty() {
        return Ok(ids);
    }
    entities::event_invitation::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
    tx.audit_all(ctx, lines).await?;
    tx.tell_all(ctx, letters).await?;
    Ok(ids)
}

async fn email_of(tx: &Transaction, member: MemberId) -> Result<Option<String>, Halt> {
    #[derive(FromQueryResult)]
    struct Row {
        email: String,
    }
    let sql = "select email from member where id = ? and email_key is not null";
    let row: Option<Row> = Sql::new(sql, binds![member]).one(&**tx).await?;
    Ok(row.map(|row| row.email))
}

/// Whoever answered, however they did, is asked no more by this invitation.
pub(crate) async fn forget(tx: &Transaction, invitation: Uuid) -> Result<(), Halt> {
    Sql::new("delete from event_newcomer where invitation_id = ?", binds![invitation])
        .run(&**tx)
        .await?;
    Ok(())
}
