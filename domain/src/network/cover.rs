//! Adding communes to a network's territory and taking some away, one by one or by EPCI.

use sea_orm::{ActiveModelTrait as _, EntityTrait as _, FromQueryResult, Set};
use serde_json::json;

use super::{Network, Row};
use crate::{
    audit::Line,
    context::Context,
    database::{Hold as _, Sql, Transaction, binds},
    error::{Denied, Halt, Outcome},
    id::NetworkId,
    policy::Ask,
    refusals,
};

/// What joins a territory, and what leaves it. What leaves goes first.
#[derive(Clone, Debug, Default)]
pub struct Cover {
    /// The INSEE codes of communes that join.
    pub add_communes: Vec<String>,
    /// The SIREN numbers of intercommunal bodies (EPCI) whose communes all join.
    pub add_bodies: Vec<String>,
    /// The INSEE codes of communes that leave.
    pub remove_communes: Vec<String>,
    /// The SIREN numbers of intercommunal bodies whose communes all leave.
    pub remove_bodies: Vec<String>,
}

/// A territory as it stands after a change.
#[derive(Clone, Debug)]
pub struct Covered {
    /// The network.
    pub network: Network,
    /// How many communes joined.
    pub added: i64,
    /// How many left.
    pub removed: i64,
}

refusals! {
    /// Why a territory may not be changed.
    NetworkTerritoryUpdate: pub enum CoverRefusal {
        /// Nothing was named.
        NothingNamed => "NOTHING_NAMED" on "addCommunes",
        /// No commune has one of these codes.
        CommuneUnknown { commune: String } => "COMMUNE_UNKNOWN" on "addCommunes",
        /// No intercommunal body has this number.
        BodyUnknown { epci: String } => "EPCI_UNKNOWN" on "addEpcis",
    }
}

#[derive(FromQueryResult)]
struct Known {
    insee_code: String,
    epci_code: String,
}

/// Changes a network's territory by what joins and what leaves, so that two people who work on it
/// at once do not undo each other.
pub async fn cover(ctx: &Context, id: NetworkId, asked: Cover) -> Outcome<Covered, CoverRefusal> {
    let tx = ctx.begin().await?;
    let row = entities::network::Entity::find_by_id(id.uuid())
        .hold()
        .one(&*tx)
        .await?
        .ok_or(Denied::Hidden)?;
    ctx.may(&Ask::EditNetwork { network: row.id })?;
    let add = joining(&tx, &asked).await?;

    let removed = if asked.remove_communes.is_empty() && asked.remove_bodies.is_empty() {
        0
    } else {
        leave(&tx, id, &asked).await?
    };
    let added = join(&tx, id, add).await?;

    let revision = row.revision;
    let mut model: entities::network::ActiveModel = row.into();
    model.revision = Set(revision + 1);
    let row = model.update(&*tx).await?;
    tx.audit(
        ctx,
        Line::new("network.update", id).within(id).changing(json!({
            "communes_added": told(&asked.add_communes), "bodies_added": told(&asked.add_bodies),
            "communes_removed": told(&asked.remove_communes),
            "bodies_removed": told(&asked.remove_bodies),
        })),
    )
    .await?;
    tx.commit().await?;
    Ok(Covered { network: Row::from(row).seen_by(ctx.standing()), added, removed })
}

/// What the trail tells: nothing of an empty list.
fn told(codes: &[String]) -> Option<&[String]> {
    (!codes.is_empty()).then_some(codes)
}

/// The communes that are to join, or why they may not.
async fn joining(tx: &Transaction, asked: &Cover) -> Outcome<Vec<String>, CoverRefusal> {
    let every =
        [&asked.add_communes, &asked.add_bodies, &asked.remove_communes, &asked.remove_bodies];
    if every.iter().all(|codes| codes.is_empty()) {
        return Err(CoverRefusal::NothingNamed.into());
    }
    let known: Vec<Known> = Sql::new(
        "select insee_code, epci_code from commune where insee_code in ? or epci_code in ?",
        binds![asked.add_communes.clone(), asked.add_bodies.clone()],
    )
    .all(&**tx)
    .await?;
    decide(asked, &known)?;
    Ok(known.into_iter().map(|commune| commune.insee_code).collect())
}

fn decide(asked: &Cover, known: &[Known]) -> Result<(), CoverRefusal> {
    let missing: Vec<&str> = asked
        .add_communes
        .iter()
        .filter(|code| !known.iter().any(|commune| commune.insee_code == **code))
        .map(String::as_str)
        .collect();
    if !missing.is_empty() {
        return Err(CoverRefusal::CommuneUnknown { commune: missing.join(", ") });
    }
    let missing = asked
        .add_bodies
        .iter()
        .find(|code| !known.iter().any(|commune| commune.epci_code == **code));
    missing.map_or(Ok(()), |code| Err(CoverRefusal::BodyUnknown { epci: code.clone() }))
}

async fn leave(tx: &Transaction, id: NetworkId, asked: &Cover) -> Result<i64, Halt> {
    let gone = Sql::new(
        "delete from network_commune where network_id = ? and (insee_code in ? \
         or insee_code in (select insee_code from commune where epci_code in ?))",
        binds![id, asked.remove_communes.clone(), asked.remove_bodies.clone()],
    )
    .run(&**tx)
    .await?;
    Ok(i64::try_from(gone).unwrap_or(i64::MAX))
}

async fn join(tx: &Transaction, id: NetworkId, communes: Vec<String>) -> Result<i64, Halt> {
    let joined = Sql::new(
        "insert into network_commune (network_id, insee_code) select ?, insee_code from commune \
         where insee_code in ? and insee_code not in \
         (select insee_code from network_commune where network_id = ?)",
        binds![id, communes, id],
    )
    .run(&**tx)
    .await?;
    Ok(i64::try_from(joined).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_that_nobody_knows_is_named() {
        let known = [Known { insee_code: "49007".into(), epci_code: "244900015".into() }];
        let asked = |communes: &[&str], bodies: &[&str]| Cover {
            add_communes: communes.iter().map(ToString::to_string).collect(),
            add_bodies: bodies.iter().map(ToString::to_string).collect(),
            ..Cover::default()
        };

        assert_eq!(decide(&asked(&["49007"], &["244900015"]), &known), Ok(()));
        assert_eq!(
            decide(&asked(&["49007", "99998", "99999"], &[]), &known),
            Err(CoverRefusal::CommuneUnknown { commune: "99998, 99999".to_owned() })
        );
        assert_eq!(
            decide(&asked(&[], &["1"]), &known),
            Err(CoverRefusal::BodyUnknown { epci: "1".to_owned() })
        );
    }
}
