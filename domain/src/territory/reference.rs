//! The communes of Maine-et-Loire and their intercommunal bodies: public facts, kept with the code.

use std::sync::LazyLock;

use crate::identifier::{InseeCode, PostalCode};

/// A commune and the intercommunal body (EPCI) it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commune {
    /// The INSEE code.
    pub code: InseeCode,
    /// The official name.
    pub name: String,
    /// Its postal codes.
    pub postal_codes: Vec<PostalCode>,
    /// The SIREN number of its EPCI.
    pub epci_code: String,
    /// The name of its EPCI.
    pub epci_name: String,
    /// How many people live there.
    pub population: u32,
}

static COMMUNES: LazyLock<Vec<Commune>> =
    LazyLock::new(|| read(include_str!("maine-et-loire.csv")));

/// The communes that are known without asking anyone, by code.
pub fn communes() -> &'static [Commune] {
    &COMMUNES
}

fn read(text: &str) -> Vec<Commune> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let mut communes: Vec<Commune> =
        reader.records().filter_map(|record| read_row(&record.ok()?)).collect();
    communes.sort_by(|a, b| a.code.cmp(&b.code));
    communes
}

fn read_row(record: &csv::StringRecord) -> Option<Commune> {
    Some(Commune {
        code: record.get(0)?.parse().ok()?,
        name: record.get(1)?.to_owned(),
        postal_codes: record
            .get(2)?
            .split('|')
            .map(|code| code.parse().ok())
            .collect::<Option<_>>()?,
        epci_code: record.get(3)?.to_owned(),
        epci_name: record.get(4)?.to_owned(),
        population: record.get(5)?.parse().ok()?,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_commune_of_the_department_is_known() {
        let rows = include_str!("maine-et-loire.csv").lines().count() - 1;
        let bodies: BTreeSet<&str> = communes().iter().map(|c| c.epci_code.as_str()).collect();

        assert_eq!(communes().len(), rows, "a row could not be read");
        assert_eq!(communes().len(), 175);
        assert_eq!(bodies.len(), 9);
        assert!(communes().iter().all(|c| c.code.department() == "49" && c.population > 0));
        assert!(communes().iter().all(|c| !c.postal_codes.is_empty() && !c.epci_name.is_empty()));
        assert!(communes().windows(2).all(|pair| pair[0].code < pair[1].code));
    }
}
