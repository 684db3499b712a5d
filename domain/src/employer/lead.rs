//! To whom a request that waits for a lead is written.

use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

use crate::{
    context::Context,
    database::{Sql, binds},
    error::Halt,
    outbox::Recipient,
};

/// Someone who can answer, and in whose network's affairs.
#[derive(Clone, Debug, FromQueryResult)]
pub(crate) struct Lead {
    pub(crate) member_id: Uuid,
    pub(crate) email: String,
    pub(crate) network_id: Option<Uuid>,
    depth: i32,
}

impl Lead {
    pub(crate) fn recipient(&self) -> Recipient {
        Recipient { member_id: Some(self.member_id), email: self.email.clone() }
    }
}

/// The nearest leads of these networks: their own, else those above, else the administrators.
/// Nobody is written to twice, and not who asks (`except`).
pub(crate) async fn nearest(
    ctx: &Context,
    db: &impl ConnectionTrait,
    networks: &[Uuid],
    except: Uuid,
) -> Result<Vec<Lead>, Halt> {
    let today = ctx.today();
    let mut leads: Vec<Lead> = Sql::new(
        "select member.id as member_id, member.email, reached.descendant_id as network_id, \
         reached.depth from network_ancestor reached \
         join membership held on held.network_id = reached.ancestor_id \
         join member on member.id = held.member_id \
         where reached.descendant_id in ? and held.role = 'lead' and held.started_on <= ? \
         and (held.ended_on is null or held.ended_on > ?) and member.archived_at is null \
         and member.id <> ? and member.email <> '' \
         union all \
         select member.id, member.email, null, 1000000 from member \
         where member.is_administrator and member.archived_at is null and member.id <> ? \
         and member.email <> '' order by 4, 1",
        binds![networks, today, today, except, except],
    )
    .all(db)
    .await?;
    if let Some(nearest) = leads.first().map(|lead| lead.depth) {
        leads.retain(|lead| lead.depth == nearest);
    }
    leads.dedup_by_key(|lead| lead.member_id);
    Ok(leads)
}
