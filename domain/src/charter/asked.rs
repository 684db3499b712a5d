//! Who is asked to sign a charter: the members of its network or below, and their employers.

use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

use super::Side;
use crate::{
    context::Context,
    database::{Sql, binds},
    error::Halt,
    outbox::Recipient,
};

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    email: String,
}

impl From<Row> for Recipient {
    fn from(row: Row) -> Self {
        Self { member_id: Some(row.id), email: row.email }
    }
}

/// Whose signature still stands under the newest version: those who signed for themselves, and who
/// acts for an employer that signed, as far as it asks them.
pub(super) async fn standing(
    ctx: &Context,
    db: &impl ConnectionTrait,
    charter: &entities::charter::Model,
) -> Result<Vec<Recipient>, Halt> {
    let (id, today) = (charter.id, ctx.today());
    let rows: Vec<Row> = Sql::new(
        "with standing as (select signature.side, signature.member_id, signature.employer_id \
         from signature join charter_version version on version.id = signature.charter_version_id \
         where signature.charter_id = ? and signature.state = 'signed' \
         and (signature.expires_on is null or signature.expires_on > ?) \
         and version.number >= (select max(number) from charter_version \
         where charter_id = ? and asks_again)), \
         told as (select member_id as id from standing where side = 'volunteer' and ? \
         union select manager.member_id from standing \
         join employer_manager manager on manager.employer_id = standing.employer_id \
         and manager.state = 'confirmed' where standing.side = 'structure' and ?) \
         select member.id, member.email from told join member on member.id = told.id \
         where member.archived_at is null and member.email <> '' order by member.id",
        binds![id, today, id, charter.asks_volunteer, charter.asks_structure],
    )
    .all(db)
    .await?;
    Ok(rows.into_iter().map(Recipient::from).collect())
}

/// Whether this person, or this employer by its staff, is one of those whom a network's charters ask today.
pub(super) async fn is_asked(
    ctx: &Context,
    db: &impl ConnectionTrait,
    network: Uuid,
    side: Side,
    holder: Uuid,
) -> Result<bool, Halt> {
    let today = ctx.today();
    let inside = Sql::new(
        "select 1 as one from membership \
         join network_ancestor below on below.descendant_id = membership.network_id \
         where below.ancestor_id = ? and membership.started_on <= ? \
         and (membership.ended_on is null or membership.ended_on > ?)",
        binds![network, today, today],
    );
    let holds = match side {
        Side::Volunteer => inside.and("and membership.member_id = ?", binds![holder]),
        Side::Structure => inside.and(
            "and membership.member_id in (select member_id from employment where employer_id = ? \
             and status = 'confirmed' and started_on <= ? and (ended_on is null or ended_on > ?))",
            binds![holder, today, today],
        ),
    };
    Ok(holds.and("limit 1", vec![]).exists(db).await?)
}

#[derive(FromQueryResult)]
struct Lead {
    id: Uuid,
    email: String,
    depth: i32,
}

/// The leads of a network; when it has none, those of the nearest network above that has.
pub(super) async fn leads(
    ctx: &Context,
    db: &impl ConnectionTrait,
    network: Uuid,
) -> Result<Vec<Recipient>, Halt> {
    let today = ctx.today();
    let leads: Vec<Lead> = Sql::new(
        "select member.id, member.email, above.depth from network_ancestor above \
         join membership on membership.network_id = above.ancestor_id and membership.role = 'lead' \
         join member on member.id = membership.member_id \
         where above.descendant_id = ? and membership.started_on <= ? \
         and (membership.ended_on is null or membership.ended_on > ?) \
         and member.archived_at is null and member.email <> '' order by above.depth, member.id",
        binds![network, today, today],
    )
    .all(db)
    .await?;
    let nearest = leads.first().map(|lead| lead.depth);
    Ok(leads
        .into_iter()
        .filter(|lead| Some(lead.depth) == nearest)
        .map(|lead| Recipient { member_id: Some(lead.id), email: lead.email })
        .collect())
}
