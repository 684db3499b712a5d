//! Which signatures of a charter one person gives: those that the charter still waits for, and those
//! that stand.

use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::{
    context::Context,
    database::{Sql, binds},
    error::Halt,
};

/// Signatures that one person gives: their own, and those of the employers for whom they act.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signatories {
    /// Whether their own is one of them.
    pub has_own: bool,
    /// The employers, by name.
    pub employers: Vec<String>,
}

impl Signatories {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        !self.has_own && self.employers.is_empty()
    }
}

#[derive(FromQueryResult)]
struct Row {
    side: String,
    employer: String,
}

impl FromIterator<Row> for Signatories {
    fn from_iter<I: IntoIterator<Item = Row>>(rows: I) -> Self {
        let mut all = Self::default();
        for row in rows {
            match row.side.as_str() {
                "structure" => all.employers.push(row.employer),
                _ => all.has_own = true,
            }
        }
        all
    }
}

/// The charter of this version, with its rules and the number since which a signature stands.
const ASKING: &str = "with newest as (select charter.id as charter_id, charter.network_id, \
    version.asks_volunteer, version.asks_structure, (select max(asking.number) \
    from charter_version asking where asking.charter_id = charter.id and asking.asks_again) \
    as asking from charter_version version join charter on charter.id = version.charter_id \
    where version.id = ?)";

const SINCE: &str = "(select 1 from signature \
    join charter_version version on version.id = signature.charter_version_id \
    where signature.charter_id = newest.charter_id and version.number >= newest.asking";

/// A signature that stands on a day.
const STANDS: &str = "and signature.state = 'signed' \
    and (signature.expires_on is null or signature.expires_on > ?)";

/// Any answer: who refused or took a signature back has answered, too.
const ANSWERS: &str = "and (signature.state in ('refused', 'withdrawn') or signature.state = 'signed' \
    and (signature.expires_on is null or signature.expires_on > ?))";

/// That a person is in the branch of the charter's network.
const IS_INSIDE: &str = "and exists (select 1 from membership join network_ancestor below \
    on below.descendant_id = membership.network_id \
    and below.ancestor_id = newest.network_id where membership.member_id = ? \
    and membership.started_on <= ? \
    and (membership.ended_on is null or membership.ended_on > ?))";

/// That somebody who works for an employer is.
const HAS_STAFF_INSIDE: &str = "and exists (select 1 from employment \
    join membership on membership.member_id = employment.member_id \
    and membership.started_on <= ? \
    and (membership.ended_on is null or membership.ended_on > ?) \
    join network_ancestor below on below.descendant_id = membership.network_id \
    and below.ancestor_id = newest.network_id \
    where employment.employer_id = employer.id and employment.status = 'confirmed' \
    and employment.started_on <= ? \
    and (employment.ended_on is null or employment.ended_on > ?))";

/// What a version asks of this person today, and was not answered.
pub(crate) async fn missing(
    ctx: &Context,
    version: Uuid,
    member: Uuid,
) -> Result<Signatories, Halt> {
    let today = ctx.today();
    let inside = Sql::new(IS_INSIDE, binds![member, today, today]).and("and not exists", vec![]);
    let staffed = Sql::new(HAS_STAFF_INSIDE, binds![today, today, today, today])
        .and("and not exists", vec![]);
    signatories(ctx, version, member, [inside, staffed], ANSWERS).await
}

/// What a version asks of this person and stands today, whichever version was signed.
pub(crate) async fn standing(
    ctx: &Context,
    version: Uuid,
    member: Uuid,
) -> Result<Signatories, Halt> {
    let exists = || Sql::new("and exists", vec![]);
    signatories(ctx, version, member, [exists(), exists()], STANDS).await
}

/// The signatures of this person, for themselves and for employers, of which these conditions hold.
async fn signatories(
    ctx: &Context,
    version: Uuid,
    member: Uuid,
    [own, structure]: [Sql; 2],
    state: &str,
) -> Result<Signatories, Halt> {
    let today = ctx.today();
    let rows: Vec<Row> = Sql::new(ASKING, binds![version])
        .and(
            "select 'volunteer' as side, '' as employer from newest where newest.asks_volunteer",
            vec![],
        )
        .append(own)
        .and(SINCE, vec![])
        .and(state, binds![today])
        .and("and signature.side = 'volunteer' and signature.member_id = ?)", binds![member])
        .and(
            "union all select 'structure' as side, employer.name as employer from newest \
             join employer_manager manager on manager.member_id = ? \
             and manager.state = 'confirmed' \
             join employer on employer.id = manager.employer_id where newest.asks_structure",
            binds![member],
        )
        .append(structure)
        .and(SINCE, vec![])
        .and(state, binds![today])
        .and(
            "and signature.side = 'structure' and signature.employer_id = employer.id) \
             order by side desc, employer",
            vec![],
        )
        .all(ctx.db())
        .await?;
    Ok(rows.into_iter().collect())
}
