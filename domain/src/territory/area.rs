//! A piece of the country by which people and places are looked for: a commune, an intercommunal
//! body, or the territory of a network.

use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::{
    context::Context,
    database::{Sql, binds},
    error::Halt,
};

#[derive(FromQueryResult)]
struct Named {
    name: String,
}

/// A piece of the country.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Area {
    /// The commune of this INSEE code.
    Commune(String),
    /// The intercommunal body of this SIREN.
    Body(String),
    /// The communes of this network.
    Network(Uuid),
}

impl Area {
    /// The area of an official code: of a commune, or of an intercommunal body.
    pub fn of_code(code: &str) -> Option<Self> {
        let is_plain = code.chars().all(|sign| sign.is_ascii_alphanumeric());
        match code.len() {
            5 if is_plain => Some(Self::Commune(code.to_uppercase())),
            9 if is_plain => Some(Self::Body(code.to_owned())),
            _ => None,
        }
    }

    /// The condition that a row of this table has the INSEE code of a commune of this area.
    pub(crate) fn holds(&self, table: &str) -> Sql {
        match self {
            Self::Commune(code) => Sql::new(&format!("{table}.insee_code = ?"), binds![code]),
            Self::Body(code) => Sql::new(
                &format!(
                    "{table}.insee_code in (select insee_code from commune where epci_code = ?)"
                ),
                binds![code],
            ),
            Self::Network(network) => Sql::new(
                &format!(
                    "{table}.insee_code in \
                     (select insee_code from network_commune where network_id = ?)"
                ),
                binds![*network],
            ),
        }
    }

    /// The open networks that are nearest to the ground in each commune of this area: of those that
    /// cover it, the ones below which no other does. The network of a whole department covers all
    /// its communes, and says little about any of them.
    pub(crate) fn nearest(&self) -> Sql {
        Sql::new(
            "select covered.network_id from network_commune covered \
             join network nearest on nearest.id = covered.network_id \
             and nearest.archived_at is null where",
            vec![],
        )
        .append(self.holds("covered"))
        .and(
            "and not exists (select 1 from network_ancestor deeper \
             join network_commune within on within.network_id = deeper.descendant_id \
             and within.insee_code = covered.insee_code \
             join network lower_one on lower_one.id = within.network_id \
             and lower_one.archived_at is null \
             where deeper.ancestor_id = covered.network_id and deeper.depth > 0)",
            vec![],
        )
    }

    /// What the area of an official code is called; nothing when there is none.
    pub async fn name(&self, ctx: &Context) -> Result<Option<String>, Halt> {
        let (text, code) = match self {
            Self::Commune(code) => ("select name from commune where insee_code = ?", code),
            Self::Body(code) => {
                ("select epci_name as name from commune where epci_code = ? limit 1", code)
            }
            Self::Network(_) => return Ok(None),
        };
        let found: Option<Named> = Sql::new(text, binds![code]).one(ctx.db()).await?;
        Ok(found.map(|found| found.name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_of_a_commune_or_of_an_intercommunal_body() {
        assert_eq!(Area::of_code("2a004"), Some(Area::Commune("2A004".to_owned())));
        assert_eq!(Area::of_code("244900015"), Some(Area::Body("244900015".to_owned())));
        for wrong in ["", "4900", "49'07", "2449000155"] {
            assert_eq!(Area::of_code(wrong), None);
        }
    }
}
