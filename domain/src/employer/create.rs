//! Writing down an employer.

use sea_orm::{ActiveModelTrait as _, EntityTrait as _, Set};
use serde_json::json;

use super::{
    Employer, read,
    record::{Flaw, Record, flaws_of, misplaced, taken},
};
use crate::{
    audit::Line,
    context::Context,
    database::broken_constraint,
    error::{Denied, Error, Outcome},
    id::{EmployerId, NetworkId},
    policy::Ask,
    refusals, territory,
    text::fold,
};

/// What is asked.
#[derive(Clone, Debug)]
pub struct Create {
    /// In which network's affairs.
    pub network: NetworkId,
    /// Its name.
    pub name: String,
    /// Its number in the business register; an informal host has none.
    pub siret: Option<String>,
    /// Its number in the register of associations.
    pub rna: Option<String>,
    /// Number and street.
    pub address: String,
    /// Postal code.
    pub postal_code: String,
    /// Commune.
    pub commune_name: String,
    /// The commune's code.
    pub insee_code: Option<String>,
    /// Where to write.
    pub email: Option<String>,
    /// Where to call.
    pub phone: Option<String>,
    /// Its website.
    pub website_url: Option<String>,
}

refusals! {
    /// Why an employer may not be written down.
    EmployerCreate: pub enum CreateRefusal {
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
        /// The network is closed.
        NetworkArchived => "NETWORK_ARCHIVED" on "networkId",
    }
}
flaws_of!(CreateRefusal);

/// Writes down an employer. A number is not needed, but belongs to one employer only.
pub async fn create(ctx: &Context, asked: Create) -> Outcome<Employer, CreateRefusal> {
    let tx = ctx.begin().await?;
    let network = entities::network::Entity::find_by_id(asked.network.uuid())
        .one(&*tx)
        .await?
        .ok_or(Denied::Hidden)?;

    ctx.may(&Ask::CreateEmployer { network: network.id })?;

    if network.archived_at.is_some() {
        return Err(CreateRefusal::NetworkArchived.into());
    }
    let id = EmployerId::new();
    let mut record = Record {
        name: asked.name,
        siret: asked.siret,
        rna: asked.rna,
        address: asked.address,
        postal_code: asked.postal_code,
        commune_name: asked.commune_name,
        insee_code: asked.insee_code,
        email: asked.email,
        phone: asked.phone,
        website_url: asked.website_url,
    }
    .checked()
    .map_err(|flaws| Error::Refused(flaws.into_iter().map(Into::into).collect()))?;
    if let Some(flaw) = misplaced(&*tx, &record, None).await? {
        return Err(CreateRefusal::from(flaw).into());
    }
    if let Some(flaw) = taken(&*tx, &record, id.uuid()).await? {
        return Err(CreateRefusal::from(flaw).into());
    }
    if record.insee_code.is_none() {
        // Without its commune the record is in no search by territory.
        let commune =
            territory::of_address(&*tx, &record.postal_code, &record.commune_name).await?;
        record.insee_code = commune.map(|commune| commune.insee_code);
    }

    let inserted = entities::employer::ActiveModel {
        id: Set(id.uuid()),
        search: Set(fold(&record.name)),
        name: Set(record.name.clone()),
        siret: Set(record.siret.clone()),
        rna: Set(record.rna.clone()),
        address: Set(record.address.clone()),
        postal_code: Set(record.postal_code.clone()),
        commune_name: Set(record.commune_name.clone()),
        insee_code: Set(record.insee_code.clone()),
        email: Set(record.email.clone()),
        phone: Set(record.phone.clone()),
        website_url: Set(record.website_url.clone()),
        archived_at: Set(None),
        revision: Set(1),
        created_at: Set(ctx.now()),
    }
    .insert(&*tx)
    .await;
    if let Err(error) = inserted {
        if broken_constraint(&error).is_none() {
            return Err(error.into());
        }
        // Someone wrote the same number down at the same moment, and that is certain now.
        drop(tx);
        let flaw = taken(ctx.db(), &record, id.uuid()).await?;
        return Err(CreateRefusal::from(
            flaw.unwrap_or(Flaw::Siret(record.siret.unwrap_or_default())),
        )
        .into());
    }

    tx.audit(
        ctx,
        Line::new("employer.create", id).within(network.id).changing(json!({
            "name": record.name, "siret": record.siret, "rna": record.rna,
        })),
    )
    .await?;
    let employer = read::among(ctx, &*tx, &[id.uuid()]).await?.remove(&id.uuid());
    tx.commit().await?;
    Ok(employer.ok_or(Denied::Hidden)?)
}
