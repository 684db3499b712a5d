//! Changing what a network says of itself, and its territory.

use sea_orm::{ActiveModelTrait as _, EntityTrait as _, Set};
use serde_json::json;

use super::{Network, Row, level_exists, searched};
use crate::{
    audit::{self, Line},
    context::Context,
    database::{Hold as _, Sql, Transaction, binds},
    error::{Denied, Error, Halt, Outcome},
    id::NetworkId,
    identifier::Phone,
    patch::Patch,
    policy::Ask,
    refusals,
    text::{is_long, line},
};

/// What changes; what is not named stays.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// The revision that the person looked at.
    pub expected_revision: Option<i32>,
    /// Its name.
    pub name: Option<String>,
    /// Its level.
    pub level: Option<String>,
    /// Whether it gathers people by theme.
    pub is_thematic: Option<bool>,
    /// What it is.
    pub description: Option<String>,
    /// Who carries it.
    pub host: Option<String>,
    /// Where to write.
    pub contact_email: Patch<String>,
    /// Where to call.
    pub contact_phone: Patch<String>,
    /// Its chat.
    pub chat_url: Patch<String>,
    /// Its shared resources.
    pub resources_url: Patch<String>,
    /// Its website.
    pub website_url: Patch<String>,
    /// Its communes, all of them, by INSEE code.
    pub communes: Option<Vec<String>>,
}

refusals! {
    /// Why a network may not be changed.
    NetworkUpdate: pub enum UpdateRefusal {
        /// Someone else changed it in the meantime.
        Stale { revision: i32 } => "STALE_REVISION" on "expectedRevision",
        /// The name is empty.
        NameMissing => "NAME_MISSING" on "name",
        /// The name, or that of who carries it, is longer than 200 characters.
        TooLong { field: &'static str } => "TEXT_TOO_LONG" at field,
        /// The federation has no such level.
        LevelUnknown { level: String } => "LEVEL_UNKNOWN" on "level",
        /// Not an address one can write to.
        EmailInvalid { email: String } => "EMAIL_INVALID" on "contactEmail",
        /// Not a telephone number.
        PhoneInvalid { phone: String } => "PHONE_INVALID" on "contactPhone",
        /// Not an address that begins with https:// or http://.
        UrlInvalid { url: String, field: &'static str } => "URL_INVALID" at field,
        /// No commune has this code.
        CommuneUnknown { commune: String } => "COMMUNE_UNKNOWN" on "communes",
    }
}

/// Changes a network.
pub async fn update(
    ctx: &Context,
    id: NetworkId,
    change: Change,
) -> Outcome<Network, UpdateRefusal> {
    let tx = ctx.begin().await?;
    let row = entities::network::Entity::find_by_id(id.uuid())
        .hold()
        .one(&*tx)
        .await?
        .ok_or(Denied::Hidden)?;

    ctx.may(&Ask::EditNetwork { network: row.id })?;

    if change.expected_revision.is_some_and(|expected| expected != row.revision) {
        return Err(UpdateRefusal::Stale { revision: row.revision }.into());
    }
    let mut wrongs = wrongs(&change);
    let contact_phone = called(change.contact_phone).unwrap_or_else(|wrong| {
        wrongs.push(wrong);
        Patch::Keep
    });
    if let Some(level) = &change.level
        && !level_exists(&*tx, level).await?
    {
        wrongs.push(UpdateRefusal::LevelUnknown { level: level.clone() });
    }
    if let Some(communes) = &change.communes
        && let Some(commune) = unknown(&tx, communes).await?
    {
        wrongs.push(UpdateRefusal::CommuneUnknown { commune });
    }
    if !wrongs.is_empty() {
        return Err(Error::Refused(wrongs));
    }

    let (before, was) = (row.clone(), told(&row));
    let mut model: entities::network::ActiveModel = row.into();
    model.name = Set(change.name.map_or(before.name, |name| line(&name)));
    model.level = Set(change.level.unwrap_or(before.level));
    model.is_thematic = Set(change.is_thematic.unwrap_or(before.is_thematic));
    model.description = Set(change.description.unwrap_or(before.description));
    model.host = Set(change.host.map_or(before.host, |host| line(&host)));
    model.contact_email = Set(change.contact_email.over(before.contact_email));
    model.contact_phone = Set(contact_phone.over(before.contact_phone));
    model.chat_url = Set(change.chat_url.over(before.chat_url));
    model.resources_url = Set(change.resources_url.over(before.resources_url));
    model.website_url = Set(change.website_url.over(before.website_url));
    model.search = Set(searched(model.name.as_ref(), model.host.as_ref()));
    model.revision = Set(before.revision + 1);
    let row = model.update(&*tx).await?;
    if let Some(communes) = &change.communes {
        cover(&tx, id, communes).await?;
    }

    let mut changes = audit::difference(&was, &told(&row));
    if let Some(communes) = change.communes {
        changes["communes"] = json!(communes);
    }
    tx.audit(ctx, Line::new("network.update", id).within(id).changing(changes)).await?;
    tx.commit().await?;
    Ok(Row::from(row).seen_by(ctx.standing()))
}

/// What the trail tells of a network.
fn told(row: &entities::network::Model) -> serde_json::Value {
    json!({
        "name": row.name, "level": row.level, "description": row.description, "host": row.host,
        "contact_email": row.contact_email, "contact_phone": row.contact_phone,
        "chat_url": row.chat_url, "resources_url": row.resources_url,
        "website_url": row.website_url,
    })
}

/// What is wrong with it that needs no look at anything else.
fn wrongs(change: &Change) -> Vec<UpdateRefusal> {
    let mut wrongs = Vec::new();
    if change.name.as_ref().is_some_and(|name| line(name).is_empty()) {
        wrongs.push(UpdateRefusal::NameMissing);
    }
    for (text, field) in [(&change.name, "name"), (&change.host, "host")] {
        if text.as_ref().is_some_and(|text| is_long(&line(text))) {
            wrongs.push(UpdateRefusal::TooLong { field });
        }
    }
    if let Patch::Put(Some(email)) = &change.contact_email
        && !email_address::EmailAddress::is_valid(email)
    {
        wrongs.push(UpdateRefusal::EmailInvalid { email: email.clone() });
    }
    for (url, field) in [
        (&change.chat_url, "chatUrl"),
        (&change.resources_url, "resourcesUrl"),
        (&change.website_url, "websiteUrl"),
    ] {
        if let Patch::Put(Some(text)) = url
            && !url::Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "https" | "http"))
        {
            wrongs.push(UpdateRefusal::UrlInvalid { url: text.clone(), field });
        }
    }
    wrongs
}

/// The number in its international form; an empty one is none.
fn called(phone: Patch<String>) -> Result<Patch<String>, UpdateRefusal> {
    match phone {
        Patch::Put(Some(phone)) if !phone.trim().is_empty() => match phone.parse::<Phone>() {
            Ok(phone) => Ok(Patch::Put(Some(phone.to_string()))),
            Err(_) => Err(UpdateRefusal::PhoneInvalid { phone }),
        },
        Patch::Put(_) => Ok(Patch::Put(None)),
        Patch::Keep => Ok(Patch::Keep),
    }
}

/// The first of these codes that no commune has.
async fn unknown(tx: &Transaction, communes: &[String]) -> Result<Option<String>, Halt> {
    let known: Vec<super::Commune> = Sql::new(
        "select insee_code, name, postal_codes, epci_code, epci_name, population \
         from commune where insee_code in ?",
        binds![communes.to_vec()],
    )
    .all(&**tx)
    .await?;
    let is_known = |code: &&String| known.iter().any(|commune| commune.insee_code == **code);
    Ok(communes.iter().find(|code| !is_known(code)).cloned())
}

/// Sets the network's territory.
async fn cover(tx: &Transaction, id: NetworkId, communes: &[String]) -> Result<(), Halt> {
    Sql::new("delete from network_commune where network_id = ?", binds![id]).run(&**tx).await?;
    Sql::new(
        "insert into network_commune (network_id, insee_code) \
         select ?, insee_code from commune where insee_code in ?",
        binds![id, communes.to_vec()],
    )
    .run(&**tx)
    .await?;
    Ok(())
}
