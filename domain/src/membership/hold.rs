//! Memberships as other operations decide upon them, held until the change is certain.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use entities::membership::{Column, Entity, Model};
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait as _, DbBackend, EntityTrait as _,
    FromQueryResult, QueryFilter as _, QueryOrder as _,
    sea_query::{Expr, ExprTrait as _},
};
use uuid::Uuid;

use super::{Membership, Role, read::COLUMNS};
use crate::{
    context::Context,
    database::{Hold as _, Sql, Transaction, binds},
    error::{Denied, Halt},
    id::{MemberId, MembershipId},
    policy::Ask,
};

/// The row, held until the change is certain, for someone who may know of it. With it all of the same
/// person are held, in one order for everybody: a transfer changes two of them.
pub(super) async fn hold(tx: &Transaction, ctx: &Context, id: MembershipId) -> Result<Model, Halt> {
    ctx.standing().is_somebody()?;
    let rows: Vec<Model> = Sql::new(
        "select * from membership where member_id = (select member_id from membership where id = ?) \
         order by id",
        binds![id],
    )
    .holding("membership", tx.get_database_backend())
    .all(&**tx)
    .await?;
    let row = match rows.into_iter().find(|row| row.id == id.uuid()) {
        Some(row) => row,
        // While it was waited for, it went to another record of the same person.
        None => Entity::find_by_id(id.uuid()).hold().one(&**tx).await?.ok_or(Denied::Hidden)?,
    };
    let facts = crate::member::facts(ctx, &**tx, &[row.member_id]).await?;
    let member = facts.get(&row.member_id).ok_or(Denied::Hidden)?;
    ctx.may(&Ask::SeeMember { member })?;
    Ok(row)
}

/// How often a change begins anew because what it asked for went to another record meanwhile.
const AGAIN: usize = 10;

/// Begins a change of these rows: held until it is certain, with all of the same people and the
/// networks that these lead; in one order for everybody, so that two changes never wait for each other.
pub(super) async fn begin_holding(
    ctx: &Context,
    ids: &[MembershipId],
) -> Result<Transaction, Halt> {
    for _ in 0..AGAIN {
        let tx = ctx.begin().await?;
        if hold_all(&tx, ids).await? {
            return Ok(tx);
        }
        // What is held in another order than everybody's is given back before the next.
    }
    // Whoever joins records that often may have the database choose who waits.
    let tx = ctx.begin().await?;
    hold_all(&tx, ids).await?;
    Ok(tx)
}

/// Whether all of these are held, with all of the same people: not when somebody's records were joined
/// while they were waited for, because what came to the record that is kept was not asked for.
async fn hold_all(tx: &Transaction, ids: &[MembershipId]) -> Result<bool, Halt> {
    let rows: Vec<Model> = Sql::new(
        "select * from membership where member_id in \
         (select member_id from membership where id in ?) order by id",
        binds![ids],
    )
    .holding("membership", tx.get_database_backend())
    .all(&**tx)
    .await?;
    if has_others(tx, ids, &rows).await? {
        return Ok(false);
    }
    let led = rows.iter().filter(|row| row.role == Role::Lead).map(|row| row.network_id);
    let led: BTreeSet<Uuid> = led.collect();
    Sql::new(
        "select id from network where id in ? order by id",
        binds![led.into_iter().collect::<Vec<_>>()],
    )
    .holding("network", tx.get_database_backend())
    .run(&**tx)
    .await?;
    Ok(true)
}

/// Whether the people of these memberships have others that were to be held before the last of these
/// rows. Once none has, no records of theirs can be joined until the change is certain.
async fn has_others(tx: &Transaction, ids: &[MembershipId], held: &[Model]) -> Result<bool, Halt> {
    #[derive(FromQueryResult)]
    struct Known {
        id: Uuid,
    }
    // On SQLite the transaction itself holds everything.
    if tx.get_database_backend() != DbBackend::Postgres {
        return Ok(false);
    }
    let now: Vec<Known> = Sql::new(
        "select id from membership where member_id in \
         (select member_id from membership where id in ?)",
        binds![ids],
    )
    .all(&**tx)
    .await?;
    let known: BTreeSet<Uuid> = held.iter().map(|row| row.id).collect();
    let asked: BTreeSet<Uuid> = ids.iter().map(|id| id.uuid()).collect();
    // A role that changed meanwhile began another period, which is later than all that is held.
    let is_earlier = |id: &Uuid| known.last().is_some_and(|last| id < last);
    let mut others = now.iter().map(|row| row.id).filter(|id| !known.contains(id));
    Ok(others.any(|id| asked.contains(&id) || is_earlier(&id)))
}

/// All memberships of these people, held until the change is certain, in the same order.
async fn hold_of(tx: &Transaction, members: &[Uuid]) -> Result<(), Halt> {
    Sql::new("select id from membership where member_id in ? order by id", binds![members])
        .holding("membership", tx.get_database_backend())
        .run(&**tx)
        .await?;
    Ok(())
}

/// The membership of this person in this network that holds today.
pub(crate) async fn present(
    tx: &Transaction,
    ctx: &Context,
    network: Uuid,
    member: Uuid,
) -> Result<Option<Membership>, Halt> {
    let today = ctx.today();
    Ok(Sql::new(
        &format!(
            "select {COLUMNS} from membership where network_id = ? and member_id = ? \
             and started_on <= ? and (ended_on is null or ended_on > ?) \
             order by started_on desc limit 1"
        ),
        binds![network, member, today, today],
    )
    .one(&**tx)
    .await?)
}

/// Whether nobody else leads the network on this day and for good, and this asker has no right to
/// leave it without a lead: only an administrator or a lead above may. Whoever announced that they
/// leave is no lead for good. The network's row is held, so that two last leads cannot both leave at
/// once.
pub(crate) async fn leaves_without_lead(
    tx: &Transaction,
    ctx: &Context,
    network: Uuid,
    leaving: Uuid,
    on: NaiveDate,
) -> Result<bool, Halt> {
    entities::network::Entity::find_by_id(network).hold().one(&**tx).await?;
    let others = Sql::new(
        "select count(*) from membership where network_id = ? and role = 'lead' \
         and member_id <> ? and started_on <= ? and ended_on is null",
        binds![network, leaving, on],
    )
    .number(&**tx)
    .await?;
    if others > 0 || ctx.standing().is_administrator {
        return Ok(false);
    }
    let above = crate::network::above(&**tx, &[network]).await?;
    let leads_above = ctx.standing().held.iter().any(|held| {
        held.role == Role::Lead && held.network_id != network && above.contains(&held.network_id)
    });
    Ok(!leads_above)
}

/// The membership of this person in this network that is not over, if there is one: it goes on, or
/// its end lies ahead.
pub(crate) async fn running(
    tx: &Transaction,
    ctx: &Context,
    network: Uuid,
    member: MemberId,
) -> Result<Option<Model>, Halt> {
    Ok(Entity::find()
        .filter(Column::NetworkId.eq(network))
        .filter(Column::MemberId.eq(member.uuid()))
        .filter(not_over(ctx.today()))
        .order_by_desc(Column::StartedOn)
        .hold()
        .one(&**tx)
        .await?)
}

/// The first of the memberships of this person in this network that lie ahead.
pub(super) async fn first_ahead(
    tx: &Transaction,
    ctx: &Context,
    network: Uuid,
    member: Uuid,
) -> Result<Option<Model>, Halt> {
    Ok(Entity::find()
        .filter(Column::NetworkId.eq(network))
        .filter(Column::MemberId.eq(member))
        .filter(Column::StartedOn.gt(ctx.today()))
        .filter(not_over(ctx.today()))
        .order_by_asc(Column::StartedOn)
        .hold()
        .one(&**tx)
        .await?)
}

/// The memberships of these people that are not over, in whatever network, held until the change is
/// certain.
pub(crate) async fn all_running(
    tx: &Transaction,
    ctx: &Context,
    members: &[Uuid],
) -> Result<Vec<Model>, Halt> {
    // Read once they are held: the change that was waited for may have begun others.
    hold_of(tx, members).await?;
    Ok(Entity::find()
        .filter(Column::MemberId.is_in(members.iter().copied()))
        .filter(not_over(ctx.today()))
        .order_by_asc(Column::StartedOn)
        .order_by_asc(Column::Id)
        .all(&**tx)
        .await?)
}

/// Whether a network that one of these leads for good would have no lead without this person, as
/// [`leaves_without_lead`] says; the networks are held in one order for everybody.
pub(crate) async fn leaves_any_without_lead(
    tx: &Transaction,
    ctx: &Context,
    held: &[Model],
    leaving: Uuid,
) -> Result<bool, Halt> {
    let led = held.iter().filter(|held| held.role == Role::Lead && held.ended_on.is_none());
    let led: BTreeSet<Uuid> = led.map(|lead| lead.network_id).collect();
    for network in led {
        if leaves_without_lead(tx, ctx, network, leaving, ctx.today()).await? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What goes on after this day; what was taken back before it began never does.
fn not_over(today: NaiveDate) -> Condition {
    let begins = Expr::col((Entity, Column::EndedOn)).gt(Expr::col((Entity, Column::StartedOn)));
    let ends_later = Condition::all().add(Column::EndedOn.gt(today)).add(begins);
    Condition::any().add(Column::EndedOn.is_null()).add(ends_later)
}
