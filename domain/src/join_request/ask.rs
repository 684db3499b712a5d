//! A person asks to enter, or takes it back.

use chrono::TimeDelta;
use sea_orm::{ActiveModelTrait as _, EntityTrait as _, FromQueryResult, Set};
use uuid::Uuid;

use super::{JoinRequest, State};
use crate::{
    audit::Line,
    context::Context,
    database::{Hold as _, Sql, Transaction, binds, broken_constraint},
    error::{self, Denied, Halt, Outcome},
    id::{JoinRequestId, NetworkId},
    membership,
    outbox::{Letter, Recipient, Told},
    policy, refusals,
};

/// Which network, and a word.
#[derive(Clone, Debug)]
pub struct Ask {
    /// Which network.
    pub network: NetworkId,
    /// Why.
    pub word: String,
}

refusals! {
    /// Why one may not ask.
    JoinRequestCreate: pub enum CreateRefusal {
        /// They are in the network.
        AlreadyMember => "ALREADY_MEMBER" on "networkId",
        /// A request of theirs waits for an answer.
        AlreadyRequested => "ALREADY_REQUESTED" on "networkId",
        /// They asked several times of late: the leads have answered, or can be written to.
        TooOften { most: i64, days: i64 } => "REQUESTED_TOO_OFTEN" on "networkId",
        /// The network is closed.
        NetworkArchived => "NETWORK_ARCHIVED" on "networkId",
        /// The word is longer than 2000 characters.
        WordTooLong => "WORD_TOO_LONG" on "word",
    }
}

refusals! {
    /// Why a request may not be taken back.
    JoinRequestWithdraw: pub enum WithdrawRefusal {
        /// It was answered or taken back.
        Decided => "ALREADY_DECIDED" on "joinRequestId",
    }
}

/// How long a word may be.
const LONGEST_WORD: usize = 2000;

/// How often a person may ask one network within [`OFTEN`]: each time, its leads get a letter.
const MOST: i64 = 3;
const OFTEN: TimeDelta = TimeDelta::days(30);

/// Asks to enter a network; its leads are told, or those of the nearest network above that has some.
pub async fn create(ctx: &Context, asked: Ask) -> Outcome<JoinRequest, CreateRefusal> {
    let tx = ctx.begin().await?;
    let network = entities::network::Entity::find_by_id(asked.network.uuid())
        .one(&*tx)
        .await?
        .ok_or(Denied::Hidden)?;

    ctx.may(&policy::Ask::AskToJoin { network: network.id })?;
    let me = ctx.member()?;

    if network.archived_at.is_some() {
        return Err(CreateRefusal::NetworkArchived.into());
    }
    if asked.word.chars().count() > LONGEST_WORD {
        return Err(CreateRefusal::WordTooLong.into());
    }
    if membership::present(&tx, ctx, network.id, me.uuid()).await?.is_some() {
        return Err(CreateRefusal::AlreadyMember.into());
    }
    let asked_of_late = Sql::new(
        "select count(*) from join_request \
         where member_id = ? and network_id = ? and created_at > ? and state <> 'pending'",
        binds![me, network.id, ctx.now() - OFTEN],
    )
    .number(&*tx)
    .await?;
    if asked_of_late >= MOST {
        return Err(CreateRefusal::TooOften { most: MOST, days: OFTEN.num_days() }.into());
    }

    let id = JoinRequestId::new();
    let row = entities::join_request::ActiveModel {
        id: Set(id.uuid()),
        network_id: Set(network.id),
        member_id: Set(me.uuid()),
        word: Set(asked.word.trim().to_owned()),
        state: Set(State::Pending),
        reason: Set(None),
        decided_by_id: Set(None),
        decided_at: Set(None),
        created_at: Set(ctx.now()),
    }
    .insert(&*tx)
    .await
    .map_err(|error| match broken_constraint(&error) {
        Some(_) => CreateRefusal::AlreadyRequested.into(),
        None => error::Error::from(error),
    })?;

    let letters = leads(&tx, ctx, network.id)
        .await?
        .into_iter()
        .map(|to| {
            Letter::new(Told::JoinRequested { join_request: id }, to, &id.to_string())
                .within(network.id)
        })
        .collect();
    tx.tell_all(ctx, letters).await?;
    tx.audit(
        ctx,
        Line::new("join_request.create", id).within(network.id).on_behalf_of(row.member_id),
    )
    .await?;
    tx.commit().await?;
    Ok(row.into())
}

#[derive(FromQueryResult)]
struct Lead {
    id: Uuid,
    email: String,
    depth: i32,
}

/// The leads of the network, or of the nearest above that has some.
async fn leads(tx: &Transaction, ctx: &Context, network: Uuid) -> Result<Vec<Recipient>, Halt> {
    let today = ctx.today();
    let leads: Vec<Lead> = Sql::new(
        "select member.id, member.email, reached.depth from network_ancestor reached \
         join membership held on held.network_id = reached.ancestor_id and held.role = 'lead' \
         and held.started_on <= ? and (held.ended_on is null or held.ended_on > ?) \
         join member on member.id = held.member_id and member.archived_at is null \
         where reached.descendant_id = ? order by reached.depth, member.search, member.id",
        binds![today, today, network],
    )
    .all(&**tx)
    .await?;
    let nearest = leads.first().map(|lead| lead.depth);
    Ok(leads
        .into_iter()
        .filter(|lead| Some(lead.depth) == nearest)
        .map(|lead| Recipient { member_id: Some(lead.id), email: lead.email })
        .collect())
}

/// Takes one's own request back.
pub async fn withdraw(ctx: &Context, id: JoinRequestId) -> Outcome<JoinRequest, WithdrawRefusal> {
    let me = ctx.standing().someone()?;
    let tx = ctx.begin().await?;
    let row = entities::join_request::Entity::find_by_id(id.uuid())
        .hold()
        .one(&*tx)
        .await?
        .filter(|row| row.member_id == me)
        .ok_or(Denied::Hidden)?;

    ctx.may(&policy::Ask::WithdrawJoinRequest { network: row.network_id, member: me })?;

    if row.state != State::Pending {
        return Err(WithdrawRefusal::Decided.into());
    }

    let network = row.network_id;
    let mut model: entities::join_request::ActiveModel = row.into();
    model.state = Set(State::Withdrawn);
    model.decided_at = Set(Some(ctx.now()));
    let row = model.update(&*tx).await?;
    let line = Line::new("join_request.withdraw", id).within(network).on_behalf_of(me);
    tx.audit(ctx, line).await?;
    tx.commit().await?;
    Ok(row.into())
}
