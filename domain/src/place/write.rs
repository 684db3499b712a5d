//! Writing down a place, and changing it.

use std::collections::BTreeSet;

use sea_orm::{ActiveModelTrait as _, ConnectionTrait, EntityTrait as _, IntoActiveModel as _};
use serde_json::json;
use uuid::Uuid;

use super::{
    Place,
    described::{Described, Flaw},
    row,
    standard::{LONGEST_SUMMARY, StandardPlace, differences},
};
use crate::{
    audit::Line,
    context::Context,
    database::{Hold as _, broken_constraint},
    employer::linked,
    error::{Denied, Error, Halt, Outcome},
    exchange::names,
    id::{EmployerId, NetworkId, PlaceId},
    patch::Patch,
    policy::Ask,
    refusals, territory,
};

/// A place to be written down.
#[derive(Clone, Debug)]
pub struct Create {
    /// In which network's file.
    pub network: NetworkId,
    /// The standard's own `id`; ours when none is given.
    pub standard_id: Option<String>,
    /// The organisation that holds it.
    pub employer: Option<EmployerId>,
    /// What is told of it.
    pub described: Described,
}

/// What changes of a place.
#[derive(Clone, Debug, Default)]
pub struct Update {
    /// The revision that the person looked at.
    pub expected_revision: Option<i32>,
    /// The organisation that holds it.
    pub employer: Patch<EmployerId>,
    /// What is told of it.
    pub described: Described,
}

/// An operation's own refusals, then those of what is told of a place.
macro_rules! place_refusal {
    ($(#[$meta:meta])* $operation:ident $name:ident { $($own:tt)* } { $($told:tt)* }) => {
        refusals! {
            $(#[$meta])*
            $operation: pub enum $name { $($own)* $($told)* }
        }

        impl From<Flaw> for $name {
            fn from(flaw: Flaw) -> Self {
                match flaw {
                    Flaw::Name => Self::NameMissing,
                    Flaw::NameTooLong => Self::NameTooLong,
                    Flaw::Commune => Self::CommuneMissing,
                    Flaw::Address => Self::AddressMissing,
                    Flaw::Pivot(pivot) => Self::PivotInvalid { pivot },
                    Flaw::PostalCode(postal_code) => Self::PostalCodeInvalid { postal_code },
                    Flaw::InseeCode(commune) => Self::CommuneUnknown { commune },
                    Flaw::InseeMismatched(told, commune, code) => {
                        Self::CommuneMismatched { told, commune, code }
                    }
                    Flaw::Coordinates => Self::CoordinatesInvalid,
                    Flaw::Phone(phone) => Self::PhoneInvalid { phone },
                    Flaw::Email(email) => Self::EmailInvalid { email },
                    Flaw::Url(url, field) => Self::UrlInvalid { url, field },
                    Flaw::Summary => Self::SummaryTooLong { most: LONGEST_SUMMARY },
                    Flaw::Value(field, value) => {
                        let list = field.trim_start_matches("place.").to_owned();
                        Self::ValueUnknown { list, value, field }
                    }
                }
            }
        }
    };
}

/// What is told of a place is refused alike by every operation that writes it.
macro_rules! place_refusals {
    (told $told:tt $($(#[$meta:meta])* $operation:ident: pub enum $name:ident $own:tt)*) => {
        $(place_refusal! { $(#[$meta])* $operation $name $own $told })*
    };
}

place_refusals! {
    told {
        /// The name is empty.
        NameMissing => "NAME_MISSING" on "place.name",
        /// The name is longer than 200 characters.
        NameTooLong => "TEXT_TOO_LONG" on "place.name",
        /// The commune is empty.
        CommuneMissing => "COMMUNE_MISSING" on "place.communeName",
        /// The address is empty.
        AddressMissing => "ADDRESS_MISSING" on "place.address",
        /// Not a SIRET, RNA or RIDET.
        PivotInvalid { pivot: String } => "PIVOT_INVALID" on "place.pivot",
        /// Not five digits.
        PostalCodeInvalid { postal_code: String } => "POSTAL_CODE_INVALID" on "place.postalCode",
        /// Not a commune's code.
        CommuneUnknown { commune: String } => "COMMUNE_UNKNOWN" on "place.inseeCode",
        /// The code of another commune than the one that the postal code and the name tell of.
        CommuneMismatched { told: String, commune: String, code: String } => "COMMUNE_MISMATCHED" on "place.inseeCode",
        /// Not a point on Earth.
        CoordinatesInvalid => "COORDINATES_INVALID" on "place.coordinates",
        /// Not a telephone number.
        PhoneInvalid { phone: String } => "PHONE_INVALID" on "place.phone",
        /// Not an address one can write to.
        EmailInvalid { email: String } => "EMAIL_INVALID" on "place.emails",
        /// Not a web address.
        UrlInvalid { url: String, field: &'static str } => "URL_INVALID" at field,
        /// The summary is longer than the standard allows.
        SummaryTooLong { most: usize } => "SUMMARY_TOO_LONG" on "place.summary",
        /// The standard's list does not have this value.
        ValueUnknown { list: String, value: String, field: &'static str } => "VALUE_UNKNOWN" at field,
    }
    /// Why a place may not be written down.
    PlaceCreate: pub enum CreateRefusal {
        /// The network is closed.
        NetworkArchived => "NETWORK_ARCHIVED" on "networkId",
        /// Another place of the network's file has this `id`.
        StandardIdTaken { standard_id: String } => "STANDARD_ID_TAKEN" on "standardId",
    }
    /// Why a place may not be changed.
    PlaceUpdate: pub enum UpdateRefusal {
        /// Someone else changed it in the meantime.
        Stale { revision: i32 } => "STALE_REVISION" on "expectedRevision",
    }
}

/// Writes down a place of a network.
pub async fn create(ctx: &Context, asked: Create) -> Outcome<Place, CreateRefusal> {
    let tx = ctx.begin().await?;
    let network = entities::network::Entity::find_by_id(asked.network.uuid())
        .one(&*tx)
        .await?
        .ok_or(Denied::Hidden)?;

    let linked = match asked.employer {
        Some(employer) => {
            linked::networks(ctx, &*tx, employer.uuid()).await?.ok_or(Denied::Hidden)?
        }
        None => Vec::new(),
    };
    let employer = asked.employer.map(|employer| (employer.uuid(), linked.as_slice()));
    ctx.may(&Ask::CreatePlace { network: network.id, employer })?;

    if network.archived_at.is_some() {
        return Err(CreateRefusal::NetworkArchived.into());
    }
    let id = PlaceId::new();
    let standard_id = asked
        .standard_id
        .map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty())
        .unwrap_or_else(|| id.to_string());
    let mut place = asked
        .described
        .over(&standard_id, None)
        .map_err(|flaws| Error::Refused(flaws.into_iter().map(Into::into).collect()))?;
    place.updated_on = Some(ctx.today());
    if let Some(flaw) = misplaced(&*tx, &place, None).await? {
        return Err(CreateRefusal::from(flaw).into());
    }
    if place.insee_code.is_none() {
        // Without its commune the place is in no search by territory.
        let postal_code = place.postal_code.to_string();
        let commune = territory::of_address(&*tx, &postal_code, &place.commune).await?;
        place.insee_code = commune.and_then(|commune| commune.insee_code.parse().ok());
    }
    if let Some(employer) = asked.employer {
        held_by(&*tx, employer, &mut place).await?;
    }

    let blank = row::blank(id.uuid(), network.id, ctx.now(), ctx.today());
    let mut model = row::of_place(&place, blank);
    model.employer_id = asked.employer.map(EmployerId::uuid);
    let place = model.into_active_model().insert(&*tx).await.map_err(|error| {
        match broken_constraint(&error) {
            Some(_) => CreateRefusal::StandardIdTaken { standard_id }.into(),
            None => Error::from(error),
        }
    })?;

    let line = Line::new("place.create", id).within(network.id);
    tx.audit(ctx, line.changing(json!({ "name": place.name, "employer": asked.employer }))).await?;
    tx.commit().await?;
    Ok(place)
}

/// Changes a place.
pub async fn update(ctx: &Context, id: PlaceId, asked: Update) -> Outcome<Place, UpdateRefusal> {
    let tx = ctx.begin().await?;
    let before = entities::place::Entity::find_by_id(id.uuid())
        .hold()
        .one(&*tx)
        .await?
        .ok_or(Denied::Hidden)?;

    ctx.may(&Ask::EditPlace { network: before.network_id, employer: before.employer_id })?;
    let employer_id = match asked.employer {
        Patch::Keep => before.employer_id,
        Patch::Put(employer) => employer.map(EmployerId::uuid),
    };
    if employer_id != before.employer_id {
        // Who manages one employer gives its places to no other: a lead does.
        ctx.may(&Ask::CreatePlace { network: before.network_id, employer: None })?;
    }

    if asked.expected_revision.is_some_and(|expected| expected != before.revision) {
        return Err(UpdateRefusal::Stale { revision: before.revision }.into());
    }
    let known = row::to_place(&before);
    let mut place = asked
        .described
        .over(&before.standard_id, known.clone())
        .map_err(|flaws| Error::Refused(flaws.into_iter().map(Into::into).collect()))?;
    if let Some(flaw) = misplaced(&*tx, &place, known.as_ref()).await? {
        return Err(UpdateRefusal::from(flaw).into());
    }
    place.updated_on = Some(ctx.today());
    if let Some(employer) = employer_id.filter(|id| Some(*id) != before.employer_id) {
        held_by(&*tx, EmployerId::of(employer), &mut place).await?;
    }

    let fields = known.map_or_else(Vec::new, |known| names(&differences(&known, &place)));
    let network = before.network_id;
    let mut model = row::of_place(&place, before);
    model.employer_id = employer_id;
    model.revision += 1;
    let place = model.into_active_model().reset_all().update(&*tx).await?;

    let line = Line::new("place.update", id).within(network);
    tx.audit(ctx, line.changing(json!({ "name": place.name, "fields": fields }))).await?;
    tx.commit().await?;
    Ok(place)
}

/// All that is wrong with what is told of a place, or of changes to this one, before it is written:
/// for a form of which something cannot even be read.
pub fn flaws(known: Option<&Place>, described: Described) -> Vec<UpdateRefusal> {
    let (id, before) =
        known.map_or(("", None), |known| (known.standard_id.as_str(), row::to_place(known)));
    let flaws = described.over(id, before).err().unwrap_or_default();
    flaws.into_iter().map(Into::into).collect()
}

/// What is wrong with the commune's code, when the address names another commune, or no commune has
/// it. What was known already is nobody's mistake now.
async fn misplaced(
    db: &impl ConnectionTrait,
    place: &StandardPlace,
    before: Option<&StandardPlace>,
) -> Result<Option<Flaw>, Halt> {
    let Some(code) = &place.insee_code else { return Ok(None) };
    let is_same_code = before.is_some_and(|before| before.insee_code == place.insee_code);
    let is_same_address = before.is_some_and(|before| {
        before.postal_code == place.postal_code && before.commune == place.commune
    });
    if is_same_code && is_same_address {
        return Ok(None);
    }
    let told = code.to_string();
    let postal_code = place.postal_code.to_string();
    if let Some(other) = territory::mismatched(db, &postal_code, &place.commune, &told).await? {
        return Ok(Some(Flaw::InseeMismatched(told, other.name, other.insee_code)));
    }
    // A file may have brought a code that no commune has any more.
    if is_same_code {
        return Ok(None);
    }
    let unknown = territory::unknown(db, BTreeSet::from([code.clone()])).await?;
    Ok((!unknown.is_empty()).then_some(Flaw::InseeCode(told)))
}

/// Gives the place its organisation's number, unless another was told.
async fn held_by(
    db: &impl ConnectionTrait,
    employer: EmployerId,
    place: &mut StandardPlace,
) -> Result<(), Halt> {
    let employer: Uuid = employer.uuid();
    let employer =
        entities::employer::Entity::find_by_id(employer).one(db).await?.ok_or(Denied::Hidden)?;
    if place.pivot.is_none() {
        let number = employer.siret.or(employer.rna);
        place.pivot = number.and_then(|number| number.parse().ok());
    }
    Ok(())
}
