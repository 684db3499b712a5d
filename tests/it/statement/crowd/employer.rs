//! Employers, those who act for them, who works there, and their places.

use domain::database::{Bind, Transaction};
use serde_json::json;

use super::{EACH, Rows, day};
use crate::outside::crowd::{id, insert};

impl Rows {
    pub(super) async fn employers(&self, tx: &Transaction) {
        let rows = self.employers.iter().enumerate().map(|(index, employer)| {
            let name = format!("{} {index:04}", self.slug);
            row![
                *employer,
                name.clone(),
                name,
                None::<String>,
                "1 rue du Port",
                "49000",
                "Angers",
                1,
                self.now
            ]
        });
        // Where the lead's sign-in provider says that they work, without a word of theirs.
        let proposed = (0..self.size.of_one).map(|index| {
            let name = format!("{} proposée {index:04}", self.slug);
            row![
                id(),
                name.clone(),
                name,
                self.siret(index),
                "1 rue du Port",
                "49000",
                "Angers",
                1,
                self.now
            ]
        });
        insert(
            tx,
            "employer (id, name, search, siret, address, postal_code, commune_name, revision, \
             created_at)",
            rows.chain(proposed).collect(),
        )
        .await;
        let mut jobs = Vec::new();
        let mut managers = Vec::new();
        for (index, employer) in self.employers.iter().enumerate() {
            let (staff, acting) = match index {
                0 => (self.size.rows, self.size.of_one),
                _ if index < self.size.page => (EACH, EACH),
                _ => (1, 0),
            };
            jobs.extend((0..staff).map(|place| (self.member(index + place), *employer)));
            managers.extend((0..acting).map(|place| (self.member(index + place), *employer)));
        }
        jobs.extend(self.employers.iter().take(self.size.of_one).map(|at| (self.lead, *at)));
        managers.extend(self.employers.iter().take(self.size.of_one).map(|at| (self.lead, *at)));
        let jobs = jobs.into_iter().map(|(member, employer)| {
            row![id(), member, employer, day(), "confirmed", 1, self.now]
        });
        insert(
            tx,
            "employment (id, member_id, employer_id, started_on, status, revision, created_at)",
            jobs.collect(),
        )
        .await;
        let managers = managers.into_iter().enumerate().map(|(index, (member, employer))| {
            row![id(), employer, member, "confirmed", self.came_at(index)]
        });
        insert(
            tx,
            "employer_manager (id, employer_id, member_id, state, created_at)",
            managers.collect(),
        )
        .await;
        self.places(tx).await;
    }

    pub(super) async fn places(&self, tx: &Transaction) {
        let mut at = Vec::new();
        for (index, network, count) in self.parents(self.size.rows) {
            at.extend((0..count).map(|place| {
                // All of the first employer, but for some of each other.
                let employer = if index == 0 { 0 } else { (index - 1) % self.employers.len() };
                (network, self.employers[employer], place)
            }));
        }
        let rows = at.into_iter().map(|(network, employer, place)| {
            let name = format!("Lieu {place:04}");
            let lists = json!({});
            row![
                id(),
                network,
                employer,
                format!("lieu-{place}"),
                "",
                name.clone(),
                name,
                "Angers",
                "49000",
                "1 rue du Port",
                day(),
                lists,
                1,
                self.now
            ]
        });
        insert(
            tx,
            "place (id, network_id, employer_id, standard_id, pivot, name, search, commune_name, \
             postal_code, address, updated_on, lists, revision, created_at)",
            rows.collect(),
        )
        .await;
    }
}
