//! Charters and signatures, as letters tell them.

use chrono::NaiveDate;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{About, Network, Person, full_name, words};
use crate::{
    charter::{self, Signatories},
    context::Context,
    database::{Sql, binds},
    error::Halt,
    id::{CharterId, CharterVersionId, SignatureId},
};

/// A charter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Charter {
    /// Its identifier.
    pub id: CharterId,
    /// Its title.
    pub title: String,
    /// Whose charter.
    pub network: Network,
}

/// A published text of a charter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CharterVersion {
    /// The charter.
    pub charter: Charter,
    /// Which version.
    pub number: i32,
    /// Of which signatures the letter tells: those that are missing, or those that stand.
    pub signatories: Signatories,
    /// Into which network of the charter's branch its team put the reader by a file, when the reader
    /// has never signed in and may not know of it.
    pub enrolled_in: Option<String>,
}

/// Who signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Side {
    /// The volunteer.
    Volunteer(Person),
    /// The host structure, by its name.
    Structure(String),
}

/// A signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// The charter.
    pub charter: Charter,
    /// Which version.
    pub number: i32,
    /// For whom.
    pub side: Side,
    /// Whether it was refused, rather than taken back.
    pub is_refused: bool,
    /// Why it was refused or taken back.
    pub reason: Option<String>,
    /// The first day on which it no longer holds.
    pub expires_on: Option<NaiveDate>,
}

#[derive(FromQueryResult)]
struct Row {
    charter_id: Uuid,
    title: String,
    slug: String,
    network: String,
    number: i32,
    enrolled_in: Option<String>,
}

impl Row {
    fn charter(self) -> Charter {
        Charter {
            id: self.charter_id.into(),
            title: self.title,
            network: Network { slug: self.slug, name: self.network },
        }
    }
}

/// The version, as long as no newer one was published and the charter is open.
async fn load(ctx: &Context, id: CharterVersionId, member: Uuid) -> Result<Option<Row>, Halt> {
    let today = ctx.today();
    Ok(Sql::new(
        "select charter.id as charter_id, charter.title, network.slug, network.name as network, \
         version.number, (select home.name from membership held \
         join member on member.id = held.member_id and member.last_seen_at is null \
         join network home on home.id = held.network_id \
         join network_ancestor below on below.descendant_id = held.network_id \
         and below.ancestor_id = charter.network_id \
         where held.member_id = ? and held.origin = 'import' and held.started_on <= ? \
         and (held.ended_on is null or held.ended_on > ?) \
         order by held.started_on, home.name limit 1) as enrolled_in \
         from charter_version version \
         join charter on charter.id = version.charter_id \
         join network on network.id = charter.network_id \
         where version.id = ? and charter.archived_at is null and not exists \
         (select 1 from charter_version newer where newer.charter_id = version.charter_id \
         and newer.number > version.number)",
        binds![member, today, today, id],
    )
    .one(ctx.db())
    .await?)
}

/// The newest text, as long as this person's signature, or one that they give, stands under it.
pub(super) async fn informed(
    ctx: &Context,
    id: CharterVersionId,
    member: Option<Uuid>,
) -> Result<Option<About>, Halt> {
    let Some(member) = member else { return Ok(None) };
    let standing = charter::standing(ctx, id.uuid(), member).await?;
    about(ctx, id, member, standing).await
}

/// The newest text, as long as it waits for this person's signature, or for one that they give.
pub(super) async fn asked(
    ctx: &Context,
    id: CharterVersionId,
    member: Option<Uuid>,
) -> Result<Option<About>, Halt> {
    let Some(member) = member else { return Ok(None) };
    let missing = charter::missing(ctx, id.uuid(), member).await?;
    about(ctx, id, member, missing).await
}

async fn about(
    ctx: &Context,
    id: CharterVersionId,
    member: Uuid,
    signatories: Signatories,
) -> Result<Option<About>, Halt> {
    if signatories.is_empty() {
        return Ok(None);
    }
    Ok(load(ctx, id, member).await?.map(|mut row| {
        let (number, enrolled_in) = (row.number, row.enrolled_in.take());
        let charter = row.charter();
        About::CharterVersion(CharterVersion { charter, number, signatories, enrolled_in })
    }))
}

#[derive(FromQueryResult)]
struct SignatureRow {
    charter_id: Uuid,
    title: String,
    slug: String,
    network: String,
    number: i32,
    first_name: Option<String>,
    last_name: Option<String>,
    employer: Option<String>,
    state: String,
    reason: Option<String>,
    expires_on: Option<NaiveDate>,
}

/// The signature, as long as it is in one of these states.
pub(super) async fn signature(
    ctx: &Context,
    id: SignatureId,
    states: &[&str],
) -> Result<Option<About>, Halt> {
    let row: Option<SignatureRow> = Sql::new(
        "select charter.id as charter_id, charter.title, network.slug, network.name as network, \
         version.number, member.first_name, member.last_name, employer.name as employer, \
         signature.state, signature.reason, signature.expires_on from signature \
         join charter_version version on version.id = signature.charter_version_id \
         join charter on charter.id = signature.charter_id \
         join network on network.id = charter.network_id \
         left join member on member.id = signature.member_id \
         left join employer on employer.id = signature.employer_id \
         where signature.id = ? and signature.state in ?",
        binds![id, words(states)],
    )
    .one(ctx.db())
    .await?;
    Ok(row.map(|row| {
        let volunteer = row.first_name.zip(row.last_name);
        let side = match row.employer {
            Some(employer) => Side::Structure(employer),
            None => Side::Volunteer(Person {
                name: volunteer.map_or_else(String::new, |(first, last)| full_name(&first, &last)),
            }),
        };
        About::Signature(Signature {
            charter: Charter {
                id: row.charter_id.into(),
                title: row.title,
                network: Network { slug: row.slug, name: row.network },
            },
            number: row.number,
            side,
            is_refused: row.state == "refused",
            reason: row.reason.filter(|reason| !reason.trim().is_empty()),
            expires_on: row.expires_on,
        })
    }))
}

/// Whether the same side signed the same charter again since.
async fn is_followed(ctx: &Context, id: SignatureId) -> Result<bool, Halt> {
    let next = Sql::new(
        "select 1 as one from signature held join signature next \
         on next.charter_id = held.charter_id and next.side = held.side \
         and next.state = 'signed' and next.id <> held.id and next.signed_at > held.signed_at \
         and (next.member_id = held.member_id or next.member_id is null and held.member_id is null) \
         and (next.employer_id = held.employer_id \
         or next.employer_id is null and held.employer_id is null) where held.id = ?",
        binds![id],
    );
    Ok(next.exists(ctx.db()).await?)
}

/// The signature, as long as it ran out and no other follows it.
pub(super) async fn lapsed(ctx: &Context, id: SignatureId) -> Result<Option<About>, Halt> {
    if is_followed(ctx, id).await? {
        return Ok(None);
    }
    signature(ctx, id, &["lapsed"]).await
}

/// The signature, as long as it holds, its end is known, and no other follows it.
pub(super) async fn to_renew(ctx: &Context, id: SignatureId) -> Result<Option<About>, Halt> {
    if is_followed(ctx, id).await? {
        return Ok(None);
    }
    let today = ctx.today();
    Ok(signature(ctx, id, &["signed"]).await?.filter(|about| {
        matches!(about, About::Signature(held) if held.expires_on.is_some_and(|day| day > today))
    }))
}
