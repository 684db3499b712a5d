//! What an employer's record may say: checked whole, so that everything wrong is told at once.

use sea_orm::ConnectionTrait;
use uuid::Uuid;

use crate::{
    database::{Sql, binds},
    error::Halt,
    id::EmployerId,
    identifier::{Email, InseeCode, Phone, PostalCode, Rna, Siret, WebAddress},
    territory,
    text::{is_long, line},
};

/// A record as it was typed.
#[derive(Clone, Debug, Default)]
pub(super) struct Record {
    pub(super) name: String,
    pub(super) siret: Option<String>,
    pub(super) rna: Option<String>,
    pub(super) address: String,
    pub(super) postal_code: String,
    pub(super) commune_name: String,
    pub(super) insee_code: Option<String>,
    pub(super) email: Option<String>,
    pub(super) phone: Option<String>,
    pub(super) website_url: Option<String>,
}

/// What is wrong with a record.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Flaw {
    Name,
    NameTooLong,
    Siret(String),
    SiretTaken(String, EmployerId),
    Rna(String),
    RnaTaken(String, EmployerId),
    PostalCode(String),
    Commune(String),
    /// What was told, and the commune of the address with its code.
    CommuneMismatched(String, String, String),
    Email(String),
    Phone(String),
    Url(String),
}

/// Turns flaws into an operation's own refusals.
macro_rules! flaws_of {
    ($refusal:ident) => {
        impl From<super::record::Flaw> for $refusal {
            fn from(flaw: super::record::Flaw) -> Self {
                use super::record::Flaw;
                match flaw {
                    Flaw::Name => Self::NameMissing,
                    Flaw::NameTooLong => Self::NameTooLong,
                    Flaw::Siret(siret) => Self::SiretInvalid { siret },
                    Flaw::SiretTaken(employer, id) => Self::SiretTaken { employer, id },
                    Flaw::Rna(rna) => Self::RnaInvalid { rna },
                    Flaw::RnaTaken(employer, id) => Self::RnaTaken { employer, id },
                    Flaw::PostalCode(postal_code) => Self::PostalCodeInvalid { postal_code },
                    Flaw::Commune(commune) => Self::CommuneUnknown { commune },
                    Flaw::CommuneMismatched(told, commune, code) => {
                        Self::CommuneMismatched { told, commune, code }
                    }
                    Flaw::Email(email) => Self::EmailInvalid { email },
                    Flaw::Phone(phone) => Self::PhoneInvalid { phone },
                    Flaw::Url(url) => Self::UrlInvalid { url },
                }
            }
        }
    };
}
pub(super) use flaws_of;

impl Record {
    /// The record in canonical form, or everything that is wrong with it.
    pub(super) fn checked(self) -> Result<Self, Vec<Flaw>> {
        let mut flaws = Vec::new();
        let name = line(&self.name);
        if name.is_empty() {
            flaws.push(Flaw::Name);
        }
        if is_long(&name) {
            flaws.push(Flaw::NameTooLong);
        }
        let checked = Self {
            name,
            siret: read::<Siret>(self.siret, &mut flaws, Flaw::Siret),
            rna: read::<Rna>(self.rna, &mut flaws, Flaw::Rna),
            address: self.address.trim().to_owned(),
            postal_code: read::<PostalCode>(Some(self.postal_code), &mut flaws, Flaw::PostalCode)
                .unwrap_or_default(),
            commune_name: self.commune_name.trim().to_owned(),
            insee_code: read::<InseeCode>(self.insee_code, &mut flaws, Flaw::Commune),
            email: read::<Email>(self.email, &mut flaws, Flaw::Email),
            phone: read::<Phone>(self.phone, &mut flaws, Flaw::Phone),
            website_url: read::<WebAddress>(self.website_url, &mut flaws, Flaw::Url),
        };
        if flaws.is_empty() { Ok(checked) } else { Err(flaws) }
    }
}

/// What is wrong with the commune's code, when the address names another commune, or no commune has
/// it. What was known already is nobody's mistake now.
pub(super) async fn misplaced(
    db: &impl ConnectionTrait,
    record: &Record,
    known: Option<&str>,
) -> Result<Option<Flaw>, Halt> {
    let Some(told) = &record.insee_code else { return Ok(None) };
    let other = territory::mismatched(db, &record.postal_code, &record.commune_name, told).await?;
    if let Some(other) = other {
        return Ok(Some(Flaw::CommuneMismatched(told.clone(), other.name, other.insee_code)));
    }
    // A file may have brought a code that no commune has any more.
    if known == Some(told.as_str()) {
        return Ok(None);
    }
    let code = told.parse::<InseeCode>().into_iter().collect();
    let unknown = territory::unknown(db, code).await?;
    Ok((!unknown.is_empty()).then(|| Flaw::Commune(told.clone())))
}

/// Nothing typed is nothing known.
fn read<V: std::str::FromStr + ToString>(
    text: Option<String>,
    flaws: &mut Vec<Flaw>,
    flaw: fn(String) -> Flaw,
) -> Option<String> {
    let text = text.filter(|text| !text.trim().is_empty())?;
    if let Ok(value) = text.parse::<V>() {
        Some(value.to_string())
    } else {
        flaws.push(flaw(text));
        None
    }
}

#[derive(sea_orm::FromQueryResult)]
struct Owner {
    id: Uuid,
    name: String,
    siret: Option<String>,
}

/// The other employer that has one of these numbers, by its name.
pub(super) async fn taken(
    db: &impl ConnectionTrait,
    record: &Record,
    except: Uuid,
) -> Result<Option<Flaw>, Halt> {
    let owner: Option<Owner> = Sql::new(
        "select id, name, siret from employer where (siret = ? or rna = ?) and id <> ?",
        binds![record.siret.clone(), record.rna.clone(), except],
    )
    .one(db)
    .await?;
    Ok(owner.map(|owner| {
        let id = EmployerId::of(owner.id);
        if owner.siret.is_some() && owner.siret == record.siret {
            Flaw::SiretTaken(owner.name, id)
        } else {
            Flaw::RnaTaken(owner.name, id)
        }
    }))
}
