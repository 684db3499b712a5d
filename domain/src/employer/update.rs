//! Changing an employer's record.

use sea_orm::{ActiveModelTrait as _, EntityTrait as _, Set};
use serde_json::json;

use super::{
    Employer, linked, read,
    record::{Flaw, Record, flaws_of, misplaced, taken},
};
use crate::{
    audit::{self, Line},
    context::Context,
    database::{Hold as _, broken_constraint},
    error::{Denied, Error, Outcome},
    id::EmployerId,
    patch::Patch,
    policy::Ask,
    refusals,
    text::fold,
};

/// What changes; what is not named stays.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// The revision that the person looked at.
    pub expected_revision: Option<i32>,
    /// Its name.
    pub name: Option<String>,
    /// Its number in the business register.
    pub siret: Patch<String>,
    /// Its number in the register of associations.
    pub rna: Patch<String>,
    /// Number and street.
    pub address: Option<String>,
    /// Postal code.
    pub postal_code: Option<String>,
    /// Commune.
    pub commune_name: Option<String>,
    /// The commune's code.
    pub insee_code: Patch<String>,
    /// Where to write.
    pub email: Patch<String>,
    /// Where to call.
    pub phone: Patch<String>,
    /// Its website.
    pub website_url: Patch<String>,
}

refusals! {
    /// Why an employer's record may not be changed.
    EmployerUpdate: pub enum UpdateRefusal {
        /// Someone else changed it in the meantime.
        Stale { revision: i32 } => "STALE_REVISION" on "expectedRevision",
        /// The name is empty.
        NameMissing => "NAME_MISSING" on "name",
        /// The name is longer than 200 characters.
        NameTooLong => "TEXT_TOO_LONG" on "name",
        /// Not 14 digits that check.
        SiretInvalid { siret: String } => "SIRET_INVALID" on "siret",
        /// Another employer has this SIRET; the message names it.
        SiretTaken { employer: String, id: EmployerId } => "SIRET_TAKEN" on "siret",
        /// Not W and nine digits.
        RnaInvalid { rna: String } => "RNA_INVALID" on "rna",
        /// Another employer has this RNA number; the message names it.
        RnaTaken { employer: String, id: EmployerId } => "RNA_TAKEN" on "rna",
        /// Not five digits.
        PostalCodeInvalid { postal_code: String } => "POSTAL_CODE_INVALID" on "postalCode",
        /// Not a commune's code.
        CommuneUnknown { commune: String } => "COMMUNE_UNKNOWN" on "inseeCode",
        /// The code of another commune than the one that the postal code and the name tell of.
        CommuneMismatched { told: String, commune: String, code: String } => "COMMUNE_MISMATCHED" on "inseeCode",
        /// Not an address one can write to.
        EmailInvalid { email: String } => "EMAIL_INVALID" on "email",
        /// Not a telephone number.
        PhoneInvalid { phone: String } => "PHONE_INVALID" on "phone",
        /// Not an address that begins with https:// or http://.
        UrlInvalid { url: String } => "URL_INVALID" on "websiteUrl",
    }
}
flaws_of!(UpdateRefusal);

/// Changes an employer's record.
pub async fn update(
    ctx: &Context,
    id: EmployerId,
    change: Change,
) -> Outcome<Employer, UpdateRefusal> {
    let tx = ctx.begin().await?;
    let before = entities::employer::Entity::find_by_id(id.uuid())
        .hold()
        .one(&*tx)
        .await?
        .ok_or(Denied::Hidden)?;
    let networks = linked::networks(ctx, &*tx, before.id).await?.unwrap_or_default();

    ctx.may(&Ask::EditEmployer { employer: before.id, networks: &networks })?;

    if change.expected_revision.is_some_and(|expected| expected != before.revision) {
        return Err(UpdateRefusal::Stale { revision: before.revision }.into());
    }
    let record = over(&before, change)
        .checked()
        .map_err(|flaws| Error::Refused(flaws.into_iter().map(Into::into).collect()))?;
    let is_elsewhere = record.insee_code != before.insee_code
        || record.postal_code != before.postal_code
        || record.commune_name != before.commune_name;
    let known = before.insee_code.as_deref();
    if is_elsewhere && let Some(flaw) = misplaced(&*tx, &record, known).await? {
        return Err(UpdateRefusal::from(flaw).into());
    }
    if let Some(flaw) = taken(&*tx, &record, before.id).await? {
        return Err(UpdateRefusal::from(flaw).into());
    }

    let was = told(&over(&before, Change::default()));
    let revision = before.revision + 1;
    let mut model: entities::employer::ActiveModel = before.into();
    model.search = Set(fold(&record.name));
    model.name = Set(record.name.clone());
    model.siret = Set(record.siret.clone());
    model.rna = Set(record.rna.clone());
    model.address = Set(record.address.clone());
    model.postal_code = Set(record.postal_code.clone());
    model.commune_name = Set(record.commune_name.clone());
    model.insee_code = Set(record.insee_code.clone());
    model.email = Set(record.email.clone());
    model.phone = Set(record.phone.clone());
    model.website_url = Set(record.website_url.clone());
    model.revision = Set(revision);
    if let Err(error) = model.update(&*tx).await {
        if broken_constraint(&error).is_none() {
            return Err(error.into());
        }
        drop(tx);
        let flaw = taken(ctx.db(), &record, id.uuid()).await?;
        let flaw = flaw.unwrap_or(Flaw::Siret(record.siret.unwrap_or_default()));
        return Err(UpdateRefusal::from(flaw).into());
    }

    tx.audit(
        ctx,
        Line::new("employer.update", id).changing(audit::difference(&was, &told(&record))),
    )
    .await?;
    let employer = read::among(ctx, &*tx, &[id.uuid()]).await?.remove(&id.uuid());
    tx.commit().await?;
    Ok(employer.ok_or(Denied::Hidden)?)
}

/// What the trail tells of an employer; not how to reach it.
fn told(record: &Record) -> serde_json::Value {
    json!({
        "name": record.name, "siret": record.siret, "rna": record.rna, "address": record.address,
        "postal_code": record.postal_code, "commune_name": record.commune_name,
        "website_url": record.website_url,
    })
}

fn over(before: &entities::employer::Model, change: Change) -> Record {
    Record {
        name: change.name.unwrap_or_else(|| before.name.clone()),
        siret: change.siret.over(before.siret.clone()),
        rna: change.rna.over(before.rna.clone()),
        address: change.address.unwrap_or_else(|| before.address.clone()),
        postal_code: change.postal_code.unwrap_or_else(|| before.postal_code.clone()),
        commune_name: change.commune_name.unwrap_or_else(|| before.commune_name.clone()),
        insee_code: change.insee_code.over(before.insee_code.clone()),
        email: change.email.over(before.email.clone()),
        phone: change.phone.over(before.phone.clone()),
        website_url: change.website_url.over(before.website_url.clone()),
    }
}
