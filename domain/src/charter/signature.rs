//! The rows of signatures: read with their version's number, and judged by the pure rules of cover.

use std::collections::HashMap;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeZone as _, Utc};
use sea_orm::{ActiveEnum as _, ConnectionTrait, FromQueryResult};
use uuid::Uuid;

use super::{Rule, Side, Signature, Signed, State, covers, renewable_from};
use crate::{
    clock::FEDERATION_ZONE,
    context::Context,
    database::{Sql, binds},
    error::Halt,
    policy::{Resource, Role},
};

/// The columns of a signature, with its version's number.
const COLUMNS: &str = "signature.id, signature.charter_id, signature.charter_version_id, \
    signature.side, signature.member_id, signature.employer_id, signature.state, \
    signature.signed_by_id, signature.authenticated_by, signature.body_hash, signature.reason, \
    signature.signed_at, signature.expires_on, signature.ended_at, version.number";

/// Which signatures cover the end of a day: the same rules as [`covers`], for conditions on many
/// rows. Takes the instant twice, the day, and the instant again.
pub(super) const COVERS: &str = "signature.signed_at < ? \
    and (signature.ended_at is null or signature.ended_at >= ?) \
    and (signature.expires_on is null or signature.expires_on > ?) \
    and not exists (select 1 from charter_version newer \
    where newer.charter_id = signature.charter_id and newer.asks_again \
    and newer.number > version.number and newer.published_at < ?)";

#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Row {
    id: Uuid,
    pub(super) charter_id: Uuid,
    charter_version_id: Uuid,
    side: String,
    member_id: Option<Uuid>,
    employer_id: Option<Uuid>,
    state: String,
    signed_by_id: Uuid,
    authenticated_by: String,
    body_hash: String,
    reason: Option<String>,
    signed_at: DateTime<Utc>,
    expires_on: Option<NaiveDate>,
    ended_at: Option<DateTime<Utc>>,
    number: i32,
}

impl Row {
    fn signed(&self) -> Signed {
        Signed {
            number: self.number,
            signed_on: day_of(self.signed_at),
            ended_on: self.ended_at.map(day_of),
            expires_on: self.expires_on,
        }
    }

    fn wrap(self) -> Result<Signature, Halt> {
        Ok(Signature {
            id: self.id,
            charter_id: self.charter_id,
            version_id: self.charter_version_id,
            side: Side::try_from_value(&self.side)?,
            member_id: self.member_id,
            employer_id: self.employer_id,
            state: State::try_from_value(&self.state)?,
            signed_by_id: self.signed_by_id,
            authenticated_by: self.authenticated_by,
            body_hash: self.body_hash,
            reason: self.reason,
            signed_at: self.signed_at,
            expires_on: self.expires_on,
            ended_at: self.ended_at,
        })
    }
}

impl From<entities::signature::Model> for Signature {
    fn from(row: entities::signature::Model) -> Self {
        Self {
            id: row.id,
            charter_id: row.charter_id,
            version_id: row.charter_version_id,
            side: row.side,
            member_id: row.member_id,
            employer_id: row.employer_id,
            state: row.state,
            signed_by_id: row.signed_by_id,
            authenticated_by: row.authenticated_by,
            body_hash: row.body_hash,
            reason: row.reason,
            signed_at: row.signed_at,
            expires_on: row.expires_on,
            ended_at: row.ended_at,
        }
    }
}

/// Whether a signature may be given anew on this day, while it still stands.
pub(super) fn is_renewable(
    signed_at: DateTime<Utc>,
    expires_on: Option<NaiveDate>,
    on: NaiveDate,
) -> bool {
    expires_on.is_some_and(|end| renewable_from(day_of(signed_at), end) <= on)
}

impl Signature {
    /// Whether it may be given anew on this day, while it still stands.
    pub fn is_renewable(&self, on: NaiveDate) -> bool {
        is_renewable(self.signed_at, self.expires_on, on)
    }
}

/// The day of an instant, as the federation counts its days.
pub(super) fn day_of(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&FEDERATION_ZONE).date_naive()
}

/// The instant at which a day is over.
pub(super) fn end_of(day: NaiveDate) -> DateTime<Utc> {
    let next = day.checked_add_days(Days::new(1)).unwrap_or(day).and_time(NaiveTime::MIN);
    FEDERATION_ZONE
        .from_local_datetime(&next)
        .earliest()
        .map_or_else(|| Utc.from_utc_datetime(&next), |at| at.with_timezone(&Utc))
}

/// Everything that these people and employers answered to these charters until the end of a day.
pub(super) struct Answers {
    by_holder: HashMap<(Uuid, Uuid), Vec<Row>>,
    rules: HashMap<Uuid, Vec<Rule>>,
    on: NaiveDate,
}

/// One side of a charter, for one person.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Standing {
    /// Whether it is covered.
    pub is_signed: bool,
    /// The first day on which it is no longer, as far as is known.
    pub until: Option<NaiveDate>,
    /// The signature that covers, or else the last answer.
    pub signature: Option<Signature>,
}

impl Answers {
    /// Reads them, with the rules of the charters: two statements.
    pub(super) async fn read(
        db: &impl ConnectionTrait,
        charters: &[Uuid],
        members: &[Uuid],
        employers: &[Uuid],
        on: NaiveDate,
    ) -> Result<Self, Halt> {
        let rows: Vec<Row> = Sql::new(
            &format!(
                "select {COLUMNS} from signature \
                 join charter_version version on version.id = signature.charter_version_id \
                 where signature.charter_id in ? and signature.signed_at < ? \
                 and (signature.member_id in ? or signature.employer_id in ?) \
                 order by signature.signed_at, signature.id"
            ),
            binds![charters, end_of(on), members, employers],
        )
        .all(db)
        .await?;
        let mut by_holder: HashMap<_, Vec<Row>> = HashMap::new();
        for row in rows {
            let Some(holder) = row.member_id.or(row.employer_id) else { continue };
            by_holder.entry((row.charter_id, holder)).or_default().push(row);
        }
        Ok(Self { by_holder, rules: super::read::rules(db, charters).await?, on })
    }

    /// The rules of the charter that were in force.
    pub(super) fn rule(&self, charter: Uuid) -> Option<&Rule> {
        super::rule_on(self.rules.get(&charter)?, self.on)
    }

    /// How one side stands, when any of these holders may have signed it.
    pub(super) fn standing(&self, charter: Uuid, holders: &[Uuid]) -> Result<Standing, Halt> {
        let rules = self.rules.get(&charter).map(Vec::as_slice).unwrap_or_default();
        let rows: Vec<&Row> = holders
            .iter()
            .filter_map(|holder| self.by_holder.get(&(charter, *holder)))
            .flatten()
            .collect();
        let signed: Vec<Signed> = rows.iter().map(|row| row.signed()).collect();
        let covering = covers(&signed, rules, self.on);
        let shown = match covering {
            Some(index) => rows.get(index),
            None => rows.iter().max_by_key(|row| (row.signed_at, row.id)),
        };
        Ok(Standing {
            is_signed: covering.is_some(),
            until: covering.and_then(|index| super::until(&signed[index], rules)),
            signature: shown.map(|row| (*row).clone().wrap()).transpose()?,
        })
    }
}

#[derive(FromQueryResult)]
struct Works {
    member_id: Uuid,
    employer_id: Uuid,
}

/// For whom these people worked on that day, as confirmed.
pub(super) async fn employers_of(
    db: &impl ConnectionTrait,
    members: &[Uuid],
    on: NaiveDate,
) -> Result<HashMap<Uuid, Vec<Uuid>>, Halt> {
    let rows: Vec<Works> = Sql::new(
        "select member_id, employer_id from employment where member_id in ? \
         and status = 'confirmed' and started_on <= ? and (ended_on is null or ended_on > ?)",
        binds![members, on, on],
    )
    .all(db)
    .await?;
    let mut employers: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
    for row in rows {
        employers.entry(row.member_id).or_default().push(row.employer_id);
    }
    Ok(employers)
}

/// The signatures of these identifiers that this asker may see: their own, those of employers for
/// whom they act, and those that concern people of a network which they organise. A tool limited to a
/// branch sees those to charters of the branch.
pub async fn signatures_by_ids(
    ctx: &Context,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, Signature>, Halt> {
    let standing = ctx.standing();
    standing.has_scope(Resource::Charter, false)?;
    let me = standing.own();
    let manages: Vec<Uuid> = standing.manages.iter().copied().collect();
    let run = standing.run(Role::Organiser);
    let sees_all = standing.is_administrator || standing.is_house;
    let branch: Vec<Uuid> = standing.branch().into_iter().flatten().copied().collect();
    let rows: Vec<Row> = Sql::new(
        &format!(
            "select {COLUMNS} from signature \
             join charter_version version on version.id = signature.charter_version_id \
             join charter on charter.id = signature.charter_id \
             where signature.id in ? and (? or charter.network_id in ?) \
             and (? or signature.signed_by_id = ? \
             or signature.member_id = ? or signature.employer_id in ? \
             or charter.network_id in ? or exists (select 1 from membership \
             join network_ancestor below on below.descendant_id = membership.network_id \
             left join employment on employment.member_id = membership.member_id \
             and employment.status = 'confirmed' \
             where below.ancestor_id = charter.network_id and membership.network_id in ? \
             and (membership.member_id = signature.member_id \
             or employment.employer_id = signature.employer_id)))"
        ),
        binds![
            ids,
            standing.branch().is_none(),
            branch,
            sees_all,
            me,
            me,
            manages,
            run.clone(),
            run
        ],
    )
    .all(ctx.db())
    .await?;
    rows.into_iter().map(|row| Ok((row.id, row.wrap()?))).collect()
}
