//! Asking those who came after a charter was published, derived from the present state.

use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

use crate::{
    clock::FEDERATION_ZONE,
    context::Context,
    database::{Sql, binds},
    error::Halt,
    id::CharterVersionId,
    outbox::{self, Letter, Recipient, Told},
    reminder::is_awake,
};

/// Someone whose answer is missing.
#[derive(FromQueryResult)]
pub(super) struct Row {
    pub(super) version_id: Uuid,
    pub(super) network_id: Uuid,
    pub(super) member_id: Uuid,
    pub(super) email: String,
}

/// Who is asked today by an open charter and has not answered: members whose signature is missing,
/// and the managers of the employers whose signature is. Whoever refused or took a signature back
/// since everyone was last asked has answered. Who has not is found by a join: SQLite makes an index
/// of the answers once for it, and one for each person for `not exists`.
const NEWEST: &str = "with newest as (select charter.id as charter_id, charter.network_id, \
    version.id as version_id, version.asks_volunteer, version.asks_structure, \
    (select max(asking.number) from charter_version asking \
    where asking.charter_id = charter.id and asking.asks_again) as asking from charter \
    join charter_version version on version.charter_id = charter.id and version.number = \
    (select max(number) from charter_version where charter_id = charter.id) \
    where charter.archived_at is null";

const ANSWERED: &str = "), \
    answered as (select signature.charter_id, signature.side, signature.member_id, \
    signature.employer_id from signature \
    join charter_version version on version.id = signature.charter_version_id \
    join newest on newest.charter_id = signature.charter_id where version.number >= newest.asking \
    and (signature.state in ('refused', 'withdrawn') or signature.state = 'signed' \
    and (signature.expires_on is null or signature.expires_on > ?)))";

const UNASKED: &str = ", \
    inside as (select distinct newest.charter_id, membership.member_id from newest \
    join network_ancestor below on below.ancestor_id = newest.network_id \
    join membership on membership.network_id = below.descendant_id \
    and membership.started_on <= ? and (membership.ended_on is null or membership.ended_on > ?)), \
    asked as (select inside.charter_id, inside.member_id from inside \
    join newest on newest.charter_id = inside.charter_id and newest.asks_volunteer \
    left join answered on answered.charter_id = inside.charter_id \
    and answered.side = 'volunteer' and answered.member_id = inside.member_id \
    where answered.charter_id is null \
    union select inside.charter_id, manager.member_id from inside \
    join newest on newest.charter_id = inside.charter_id \
    join employment on employment.member_id = inside.member_id \
    and employment.status = 'confirmed' and employment.started_on <= ? \
    and (employment.ended_on is null or employment.ended_on > ?) \
    join employer_manager manager on manager.employer_id = employment.employer_id \
    and manager.state = 'confirmed' \
    left join answered on answered.charter_id = inside.charter_id \
    and answered.side = 'structure' and answered.employer_id = employment.employer_id \
    where newest.asks_structure and answered.charter_id is null) \
    select newest.version_id, newest.network_id, member.id as member_id, member.email from asked \
    join newest on newest.charter_id = asked.charter_id \
    join member on member.id = asked.member_id \
    where member.archived_at is null and member.email <> '' \
    order by newest.version_id, member.id";

/// Who has not answered: to every open charter, or to this one.
pub(super) async fn unasked(
    ctx: &Context,
    db: &impl ConnectionTrait,
    charter: Option<Uuid>,
) -> Result<Vec<Row>, Halt> {
    let today = ctx.today();
    let mut select = Sql::new(NEWEST, vec![]);
    if let Some(charter) = charter {
        select = select.and("and charter.id = ?", binds![charter]);
    }
    let select = select.and(ANSWERED, binds![today]);
    Ok(select.and(UNASKED, binds![today, today, today, today]).all(db).await?)
}

/// The letter that asks. At the publication and later it has the same reason: whoever was written to
/// then is not again.
pub(super) fn asking(row: Row) -> Letter {
    let charter_version = CharterVersionId::of(row.version_id);
    let to = Recipient { member_id: Some(row.member_id), email: row.email };
    Letter::new(Told::CharterAsked { charter_version }, to, &charter_version.to_string())
        .within(row.network_id)
}

/// Writes to those whom no letter asked for this version yet; says how many. Nothing at night.
pub async fn ask_newcomers(ctx: &Context) -> Result<u64, Halt> {
    if !is_awake(ctx.now(), FEDERATION_ZONE) {
        return Ok(0);
    }
    let rows = unasked(ctx, ctx.db(), None).await?;
    let letters = outbox::untold(ctx.db(), rows.into_iter().map(asking).collect()).await?;
    if letters.is_empty() {
        return Ok(0);
    }
    let tx = ctx.begin().await?;
    let told = tx.tell_all(ctx, letters).await?;
    tx.commit().await?;
    Ok(told)
}

/// How many people a charter asks for their signature by letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToSign {
    /// The charter's title.
    pub charter: String,
    /// How many people.
    pub people: usize,
}

/// Who comes into a network at once, before anything of it is written.
pub(crate) struct Coming {
    /// Which network.
    pub(crate) network: Uuid,
    /// How many whom nobody knew.
    pub(crate) newcomers: usize,
    /// Those who are known.
    pub(crate) known: Vec<Uuid>,
    /// With whom they take up a job.
    pub(crate) employers: Vec<Uuid>,
}

impl Coming {
    fn is_nobody(&self) -> bool {
        self.newcomers == 0 && self.known.is_empty() && self.employers.is_empty()
    }
}

/// A charter that asks whoever comes into the network.
#[derive(FromQueryResult)]
struct Asking {
    version_id: Uuid,
    title: String,
    asks_volunteer: bool,
}

const ABOVE: &str = ") select newest.version_id, charter.title, newest.asks_volunteer from newest \
    join charter on charter.id = newest.charter_id \
    join network_ancestor above on above.ancestor_id = newest.network_id \
    where above.descendant_id = ? order by charter.title, charter.id";

/// Those who are known, and the managers of the employers, whose answer is missing.
const COMING: &str = ", \
    asked as (select newest.charter_id, member.id as member_id from newest \
    join member on member.id in ? \
    left join answered on answered.charter_id = newest.charter_id \
    and answered.side = 'volunteer' and answered.member_id = member.id \
    where newest.asks_volunteer and answered.charter_id is null \
    union select newest.charter_id, manager.member_id from newest \
    join employer_manager manager on manager.state = 'confirmed' and (manager.employer_id in ? \
    or manager.employer_id in (select employment.employer_id from employment \
    where employment.member_id in ? and employment.status = 'confirmed' \
    and employment.started_on <= ? \
    and (employment.ended_on is null or employment.ended_on > ?))) \
    left join answered on answered.charter_id = newest.charter_id \
    and answered.side = 'structure' and answered.employer_id = manager.employer_id \
    where newest.asks_structure and answered.charter_id is null) \
    select newest.version_id, newest.network_id, member.id as member_id, member.email from asked \
    join newest on newest.charter_id = asked.charter_id \
    join network_ancestor above on above.ancestor_id = newest.network_id \
    join member on member.id = asked.member_id \
    where above.descendant_id = ? and member.archived_at is null and member.email <> ''";

/// Whom the open charters ask because these people come, each charter that asks anybody; in three
/// statements at most. Whoever was written to before is not again.
pub(crate) async fn to_sign(
    ctx: &Context,
    db: &impl ConnectionTrait,
    coming: Coming,
) -> Result<Vec<ToSign>, Halt> {
    if coming.is_nobody() {
        return Ok(Vec::new());
    }
    let charters: Vec<Asking> =
        Sql::new(NEWEST, vec![]).and(ABOVE, binds![coming.network]).all(db).await?;
    let mut letters = Vec::new();
    let is_anybody_known = !coming.known.is_empty() || !coming.employers.is_empty();
    if !charters.is_empty() && is_anybody_known {
        let (today, known) = (ctx.today(), coming.known);
        let coming_and_theirs =
            binds![known.clone(), coming.employers, known, today, today, coming.network];
        let rows: Vec<Row> = Sql::new(NEWEST, vec![])
            .and(ANSWERED, binds![today])
            .and(COMING, coming_and_theirs)
            .all(db)
            .await?;
        letters = outbox::untold(db, rows.into_iter().map(asking).collect()).await?;
    }
    let is_of = |letter: &Letter, version: Uuid| matches!(letter.told(), Told::CharterAsked { charter_version: of } if of.uuid() == version);
    let asked = charters.into_iter().map(|charter| {
        let newcomers = if charter.asks_volunteer { coming.newcomers } else { 0 };
        let others = letters.iter().filter(|letter| is_of(letter, charter.version_id)).count();
        ToSign { charter: charter.title, people: newcomers + others }
    });
    Ok(asked.filter(|charter| charter.people > 0).collect())
}
