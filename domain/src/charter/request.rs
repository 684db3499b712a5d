//! What a person is asked to sign: for themselves, and for the employers for whom they act.

use sea_orm::{ActiveEnum as _, FromQueryResult};
use uuid::Uuid;

use super::{
    Side,
    signature::{Answers, COVERS, Standing, end_of},
};
use crate::{
    context::Context,
    database::{Sql, binds},
    error::Halt,
    page::{self, Key, Keyed, List, Order, Page},
    policy::Resource,
};

/// How far the answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Asked {
    /// A signature is awaited.
    ToSign,
    /// A signature covers today.
    Signed,
}

/// One side of a charter that waits for this person's signature, or has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// The charter.
    pub charter_id: Uuid,
    /// The version to be signed.
    pub version_id: Uuid,
    /// For oneself, or for an employer.
    pub side: Side,
    /// The employer.
    pub employer_id: Option<Uuid>,
    /// How it stands today.
    pub standing: Standing,
}

#[derive(FromQueryResult)]
struct Row {
    charter_id: Uuid,
    title: String,
    version_id: Uuid,
    side: String,
    holder_id: Uuid,
}

const BY_TITLE: Order = Order {
    name: "viewer.charter",
    columns: &["title", "charter_id", "holder_id"],
    is_descending: false,
};

impl Keyed for Row {
    fn key(&self, _: &Order) -> Vec<Key> {
        vec![Key::Text(self.title.clone()), Key::Id(self.charter_id), Key::Id(self.holder_id)]
    }
}

/// The newest version of each open charter, and everything that it asks of these holders today.
const REQUESTS: &str = "select asking.charter_id, asking.title, asking.version_id, asking.side, \
    asking.holder_id from (select charter.id as charter_id, charter.title, \
    version.id as version_id, 'volunteer' as side, membership.member_id as holder_id \
    from membership \
    join network_ancestor above on above.descendant_id = membership.network_id \
    join charter on charter.network_id = above.ancestor_id and charter.archived_at is null \
    join charter_version version on version.charter_id = charter.id and version.asks_volunteer \
    and version.number = (select max(number) from charter_version where charter_id = charter.id) \
    where membership.member_id = ? and membership.network_id in ? and membership.started_on <= ? \
    and (membership.ended_on is null or membership.ended_on > ?) \
    union select charter.id, charter.title, version.id, 'structure', employment.employer_id \
    from employment \
    join membership on membership.member_id = employment.member_id \
    and membership.started_on <= ? and (membership.ended_on is null or membership.ended_on > ?) \
    join network_ancestor above on above.descendant_id = membership.network_id \
    join charter on charter.network_id = above.ancestor_id and charter.archived_at is null \
    join charter_version version on version.charter_id = charter.id and version.asks_structure \
    and version.number = (select max(number) from charter_version where charter_id = charter.id) \
    where employment.employer_id in ? and employment.status = 'confirmed' \
    and employment.started_on <= ? and (employment.ended_on is null or employment.ended_on > ?)) \
    asking where true";

/// The charters that ask this person, by title.
pub async fn requests(
    ctx: &Context,
    asked: Option<Asked>,
    page: &page::Request,
) -> Result<Page<Request>, Halt> {
    let standing = ctx.standing();
    let me = standing.someone()?;
    standing.has_scope(Resource::Charter, false)?;
    let today = ctx.today();
    let end = end_of(today);
    let mut manages: Vec<Uuid> = standing.manages.iter().copied().collect();
    manages.sort_unstable();
    let belongs: Vec<Uuid> = standing.belongs.iter().copied().collect();

    let mut select = Sql::new(
        REQUESTS,
        binds![me, belongs, today, today, today, today, manages.clone(), today, today],
    );
    if let Some(asked) = asked {
        let is_there = match asked {
            Asked::Signed => "and exists",
            Asked::ToSign => "and not exists",
        };
        select = select
            .and(is_there, vec![])
            .and(
                "(select 1 from signature \
                 join charter_version version on version.id = signature.charter_version_id \
                 where signature.charter_id = asking.charter_id and signature.side = asking.side \
                 and coalesce(signature.member_id, signature.employer_id) = asking.holder_id and",
                vec![],
            )
            .and(COVERS, binds![end, end, today, end])
            .and(")", vec![]);
    }
    let rows: Page<Row> = List::new(select, BY_TITLE, &asked).fetch(ctx, page).await?;

    let charters: Vec<Uuid> = rows.items.iter().map(|(_, row)| row.charter_id).collect();
    let answers = Answers::read(ctx.db(), &charters, &[me], &manages, today).await?;
    let Page { items, has_next, has_previous, total } = rows;
    let items = items
        .into_iter()
        .map(|(cursor, row)| {
            let side = Side::try_from_value(&row.side)?;
            let standing = answers.standing(row.charter_id, &[row.holder_id])?;
            let employer_id = (side == Side::Structure).then_some(row.holder_id);
            let (charter_id, version_id) = (row.charter_id, row.version_id);
            Ok((cursor, Request { charter_id, version_id, side, employer_id, standing }))
        })
        .collect::<Result<_, Halt>>()?;
    Ok(Page { items, has_next, has_previous, total })
}
