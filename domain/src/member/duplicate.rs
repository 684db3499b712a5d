//! Looking for records of the same person.

use std::collections::BTreeMap;

use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{Seen, by_ids};
use crate::{
    context::Context,
    database::{Sql, binds},
    error::{Denied, Halt},
    id::NetworkId,
    policy::Ask,
};

/// In what two records are alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Likeness {
    /// The same address, in another case.
    Email,
    /// The same name at the same employer, accents and case forgiven.
    NameAndEmployer,
    /// The same name in one network: one person with two records, or two people.
    Name,
}

/// Records that look like the same person.
#[derive(Clone, Debug)]
pub struct Duplicates {
    /// In what they are alike.
    pub likeness: Likeness,
    /// The records, the oldest first.
    pub members: Vec<Seen>,
}

#[derive(FromQueryResult)]
struct Alike {
    kind: String,
    what: String,
    employer_id: Option<Uuid>,
    id: Uuid,
}

/// No list of doubts is longer.
const MOST: usize = 500;

/// Records of a network and all below it that look like the same person.
pub async fn duplicates(ctx: &Context, network: NetworkId) -> Result<Vec<Duplicates>, Halt> {
    ctx.may(&Ask::SeeDuplicates { network: network.uuid() })?;
    let within = "member.archived_at is null and member.merged_into_id is null and member.id in \
        (select held.member_id from membership held join network_ancestor reached \
        on reached.descendant_id = held.network_id where reached.ancestor_id = ?)";
    let rows: Vec<Alike> = Sql::new(
        &format!(
            "with person as (select member.id, lower(member.email) as email, member.search \
             from member where {within}) \
             select 'email' as kind, person.email as what, \
             nullif(person.id, person.id) as employer_id, person.id from person \
             where person.email <> '' and person.email in \
             (select email from person group by email having count(*) > 1) \
             union all \
             select 'name', person.search, job.employer_id, person.id \
             from person join employment job on job.member_id = person.id \
             and job.status <> 'refused' \
             join (select other.search, at.employer_id from person other \
             join employment at on at.member_id = other.id and at.status <> 'refused' \
             where other.search <> '' \
             group by other.search, at.employer_id having count(distinct other.id) > 1) alike \
             on alike.search = person.search and alike.employer_id = job.employer_id \
             union all \
             select 'one network', person.search, held.network_id, person.id \
             from person join membership held on held.member_id = person.id \
             and (held.ended_on is null or held.ended_on > ?) \
             join (select other.search, its.network_id from person other \
             join membership its on its.member_id = other.id \
             and (its.ended_on is null or its.ended_on > ?) \
             where other.search <> '' \
             group by other.search, its.network_id having count(distinct other.id) > 1) namesake \
             on namesake.search = person.search and namesake.network_id = held.network_id \
             order by 1, 2, 3, 4 limit {MOST}"
        ),
        binds![network, ctx.today(), ctx.today()],
    )
    .all(ctx.db())
    .await?;
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let known = by_ids(ctx, &ids).await?;
    let mut groups: BTreeMap<(Likeness, String, Option<Uuid>), Vec<Uuid>> = BTreeMap::new();
    for row in rows {
        let likeness = match &*row.kind {
            "email" => Likeness::Email,
            "name" => Likeness::NameAndEmployer,
            _ => Likeness::Name,
        };
        let group = groups.entry((likeness, row.what, row.employer_id)).or_default();
        if !group.contains(&row.id) {
            group.push(row.id);
        }
    }
    // The same records are told of once, for what they have most in common.
    let mut told: Vec<Vec<Uuid>> = Vec::new();
    let mut is_news = |ids: &Vec<Uuid>| {
        let is_news = !told.iter().any(|known| ids.iter().all(|id| known.contains(id)));
        told.push(ids.clone());
        is_news
    };
    Ok(groups
        .into_iter()
        .filter(|((likeness, ..), ids)| is_news(ids) || *likeness != Likeness::Name)
        .map(|((likeness, ..), ids)| Duplicates {
            likeness,
            members: ids.iter().filter_map(|id| known.get(id).cloned()).collect(),
        })
        .filter(|group: &Duplicates| group.members.len() > 1)
        .collect())
}

/// Whether the asker may give someone the roles of another record: joining two records must not be
/// a way to a role that the asker could not give.
pub(super) async fn may_hand_over(
    ctx: &Context,
    tx: &crate::database::Transaction,
    member: Uuid,
) -> Result<Result<(), Denied>, Halt> {
    #[derive(FromQueryResult)]
    struct Held {
        network_id: Uuid,
    }
    let today = ctx.today();
    let held: Vec<Held> = Sql::new(
        "select network_id from membership where member_id = ? and role <> 'member' \
         and (ended_on is null or ended_on > ?)",
        binds![member, today],
    )
    .all(&**tx)
    .await?;
    for held in held {
        let ask =
            Ask::ChangeMembership { network: held.network_id, role: crate::policy::Role::Lead };
        if let Err(no) = ctx.may(&ask) {
            return Ok(Err(no));
        }
    }
    Ok(Ok(()))
}
