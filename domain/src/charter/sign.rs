//! Signing a charter, for oneself or for an employer, with an explicit agreement.

use chrono::{DateTime, Months, NaiveDate, Utc};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, EntityTrait as _, FromQueryResult, QueryFilter as _,
    QueryOrder as _, Set,
};
use serde_json::json;
use uuid::Uuid;

use super::{
    Side, Signature, State, asked,
    signature::{COVERS, end_of, is_renewable},
};
use crate::{
    audit::Line,
    context::Context,
    database::{Hold as _, Sql, Transaction, binds, in_words},
    error::{Denied, Error, Halt, Outcome},
    id::{CharterVersionId, EmployerId, MemberId, SignatureId},
    outbox::{Letter, Recipient, Told},
    policy::Ask,
    refusals,
};
use entities::{charter, charter_version, signature};

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Sign {
    /// The version that was read.
    pub version: CharterVersionId,
    /// The employer for whom; none for oneself.
    pub employer: Option<EmployerId>,
    /// Whether the person said that they agree.
    pub agrees: bool,
}

refusals! {
    /// Why a charter may not be signed.
    CharterSign: pub enum SignRefusal {
        /// The person did not say that they agree.
        AgreementMissing => "AGREEMENT_MISSING" on "agrees",
        /// The charter is closed, or its network is.
        CharterArchived => "CHARTER_ARCHIVED" on "charterVersionId",
        /// A newer version is to be signed instead.
        NotCurrent => "NOT_CURRENT" on "charterVersionId",
        /// The charter does not ask this side to sign.
        SideNotAsked => "SIDE_NOT_ASKED" on "employerId",
        /// The person is no member of the network or below, or the employer employs none.
        NotConcerned => "NOT_CONCERNED" on "charterVersionId",
        /// It is signed, and holds for more than 30 days or half of its time.
        AlreadySigned => "ALREADY_SIGNED" on "charterVersionId",
    }
}

/// What an answer to a charter is about, loaded and allowed.
pub(super) struct Occasion {
    pub(super) charter: charter::Model,
    pub(super) version: charter_version::Model,
    pub(super) is_current: bool,
    pub(super) is_archived: bool,
    pub(super) side: Side,
    /// The member or the employer.
    pub(super) holder: Uuid,
    pub(super) by: MemberId,
}

impl Occasion {
    /// Loads it under the charter's lock, and asks whether this person may answer for that side.
    pub(super) async fn load(
        ctx: &Context,
        tx: &Transaction,
        version: CharterVersionId,
        employer: Option<EmployerId>,
    ) -> Result<Self, Halt> {
        let by = ctx.member()?;
        let (side, holder) = match employer {
            Some(employer) => (Side::Structure, employer.uuid()),
            None => (Side::Volunteer, by.uuid()),
        };
        may_answer(ctx, side, holder)?;
        let version = charter_version::Entity::find_by_id(version.uuid())
            .one(&**tx)
            .await?
            .ok_or(Denied::Hidden)?;
        let charter = charter::Entity::find_by_id(version.charter_id)
            .hold()
            .one(&**tx)
            .await?
            .ok_or(Denied::Hidden)?;
        let newest = charter_version::Entity::find()
            .filter(charter_version::Column::CharterId.eq(charter.id))
            .order_by_desc(charter_version::Column::Number)
            .one(&**tx)
            .await?;
        let network = entities::network::Entity::find_by_id(charter.network_id).one(&**tx).await?;
        let is_archived = charter.archived_at.is_some()
            || network.is_none_or(|network| network.archived_at.is_some());
        let is_current = newest.is_some_and(|newest| newest.id == version.id);
        Ok(Self { charter, version, is_current, is_archived, side, holder, by })
    }

    /// Whether the version asks this side.
    pub(super) fn is_side_asked(&self) -> bool {
        match self.side {
            Side::Volunteer => self.version.asks_volunteer,
            Side::Structure => self.version.asks_structure,
        }
    }

    /// Whether a signature of this side covers a day.
    pub(super) async fn is_covered(&self, tx: &Transaction, on: NaiveDate) -> Result<bool, Halt> {
        let end = end_of(on);
        let standing = Sql::new(
            "select 1 as one from signature \
             join charter_version version on version.id = signature.charter_version_id \
             where signature.charter_id = ? and signature.side = ? \
             and coalesce(signature.member_id, signature.employer_id) = ? \
             and signature.state = 'signed' and",
            binds![self.charter.id, in_words(&self.side), self.holder],
        )
        .and(COVERS, binds![end, end, on, end]);
        Ok(standing.exists(&**tx).await?)
    }

    /// Writes the answer, with the proof of what was read and how the person was known.
    pub(super) async fn write(
        &self,
        ctx: &Context,
        tx: &Transaction,
        state: State,
        reason: Option<String>,
    ) -> Result<signature::Model, Halt> {
        let is_signed = state == State::Signed;
        let months = self.version.validity_months.and_then(|months| u32::try_from(months).ok());
        let expires_on = months.and_then(|months| {
            ctx.today().checked_add_months(Months::new(months)).filter(|_| is_signed)
        });
        let row = signature::ActiveModel {
            id: Set(SignatureId::new().uuid()),
            charter_id: Set(self.charter.id),
            charter_version_id: Set(self.version.id),
            side: Set(self.side),
            member_id: Set((self.side == Side::Volunteer).then_some(self.holder)),
            employer_id: Set((self.side == Side::Structure).then_some(self.holder)),
            state: Set(state),
            signed_by_id: Set(self.by.uuid()),
            authenticated_by: Set(ctx.standing().authenticated_by.clone()),
            body_hash: Set(self.version.body_hash.clone()),
            reason: Set(reason),
            signed_at: Set(ctx.now()),
            expires_on: Set(expires_on),
            ended_at: Set((!is_signed).then(|| ctx.now())),
        };
        Ok(row.insert(&**tx).await?)
    }
}

/// Whether this person may answer for that side.
pub(super) fn may_answer(ctx: &Context, side: Side, holder: Uuid) -> Result<(), Denied> {
    match side {
        Side::Volunteer => ctx.may(&Ask::SignAsVolunteer { member: holder })?,
        Side::Structure => ctx.may(&Ask::SignForStructure { employer: holder })?,
    };
    Ok(())
}

/// Signs the current version.
pub async fn sign(ctx: &Context, ask: Sign) -> Outcome<Signature, SignRefusal> {
    let tx = ctx.begin().await?;
    let occasion = Occasion::load(ctx, &tx, ask.version, ask.employer).await?;

    decide(ctx, &tx, &occasion, ask.agrees).await?;

    // What is renewed or replaced ends as the new signature begins: one holds at a time.
    Sql::new(
        "update signature set state = 'lapsed', ended_at = ? where charter_id = ? and side = ? \
         and coalesce(member_id, employer_id) = ? and state = 'signed'",
        binds![ctx.now(), occasion.charter.id, in_words(&occasion.side), occasion.holder],
    )
    .run(&*tx)
    .await?;
    let row = occasion.write(ctx, &tx, State::Signed, None).await?;

    let id = SignatureId::of(row.id);
    let line = Line::new("charter.sign", id).within(occasion.charter.network_id);
    let line = line.about(row.charter_id).on_behalf_of(row.signed_by_id).changing(json!({
        "version": CharterVersionId::of(row.charter_version_id).to_string(),
        "side": in_words(&row.side), "body_hash": row.body_hash, "expires_on": row.expires_on,
    }));
    tx.audit(ctx, line).await?;
    if let Some(to) = recipient(&tx, occasion.by).await? {
        let told = Told::CharterSigned { signature: id };
        let letter = Letter::new(told, to, &id.to_string()).within(occasion.charter.network_id);
        tx.tell(ctx, letter).await?;
    }
    tx.commit().await?;
    Ok(row.into())
}

/// A signature that stands.
#[derive(FromQueryResult)]
struct Standing {
    signed_at: DateTime<Utc>,
    expires_on: Option<NaiveDate>,
}

impl Standing {
    fn is_renewable(&self, on: NaiveDate) -> bool {
        is_renewable(self.signed_at, self.expires_on, on)
    }
}

async fn decide(
    ctx: &Context,
    tx: &Transaction,
    occasion: &Occasion,
    agrees: bool,
) -> Result<(), Error<SignRefusal>> {
    if !agrees {
        return Err(SignRefusal::AgreementMissing.into());
    }
    if occasion.is_archived {
        return Err(SignRefusal::CharterArchived.into());
    }
    if !occasion.is_current {
        return Err(SignRefusal::NotCurrent.into());
    }
    if !occasion.is_side_asked() {
        return Err(SignRefusal::SideNotAsked.into());
    }
    let network = occasion.charter.network_id;
    if !asked::is_asked(ctx, &**tx, network, occasion.side, occasion.holder).await? {
        return Err(SignRefusal::NotConcerned.into());
    }
    // Whoever signed an older text may sign the newer one, even while the older still covers.
    let standing: Vec<Standing> = Sql::new(
        "select signed_at, expires_on from signature where charter_version_id = ? and side = ? \
         and coalesce(member_id, employer_id) = ? and state = 'signed'",
        binds![occasion.version.id, in_words(&occasion.side), occasion.holder],
    )
    .all(&**tx)
    .await?;
    if !standing.iter().all(|one| one.is_renewable(ctx.today())) {
        return Err(SignRefusal::AlreadySigned.into());
    }
    Ok(())
}

/// A member as a letter reaches them, if it does.
async fn recipient(tx: &Transaction, member: MemberId) -> Result<Option<Recipient>, Halt> {
    let row = entities::member::Entity::find_by_id(member.uuid()).one(&**tx).await?;
    Ok(row
        .filter(|row| !row.email.is_empty())
        .map(|row| Recipient { member_id: Some(row.id), email: row.email }))
}
