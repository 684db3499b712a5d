//! Structures, those who act for them, who works there, and their places.

use chrono::Days;
use domain::database::Bind;
use serde_json::json;

use super::{Networks, Shown, Writer};
use crate::support::Person;

pub(super) async fn employers(
    writer: &mut Writer<'_>,
    networks: &Networks,
    people: &[Person],
    manager: &Person,
) {
    let (now, today) = (writer.now, writer.today);
    let mut employers = Vec::new();
    for (name, archived_at) in
        [("first", None), ("second", None), ("closed", Some(now - Days::new(1)))]
    {
        let employer = writer
            .put(
                "employer",
                "name, search, address, postal_code, commune_name, archived_at, revision, created_at",
                name.to_owned(),
                Shown::All,
                row![name, name, "", "49000", "Angers", archived_at, 1, now],
            )
            .await;
        employers.push(employer);
    }
    for (index, person) in people.iter().enumerate() {
        for (employer, status, ended_on) in [
            (employers[index % 2], "confirmed", None),
            (employers[(index + 1) % 2], ["declared", "refused"][index % 2], None),
            (employers[2], "confirmed", Some(today - Days::new(5))),
        ] {
            // A refused employment is no part of a staff list, but of the person's own.
            let name = format!("{status} of {}", person.email);
            writer
                .put(
                    "employment",
                    "member_id, employer_id, started_on, ended_on, status, revision, created_at",
                    name,
                    Shown::All,
                    row![person.id, employer, today - Days::new(100), ended_on, status, 1, now],
                )
                .await;
        }
    }
    let mut acting = vec![(manager, employers[0], "confirmed")];
    let states = ["claimed", "confirmed", "refused", "ended"];
    for (index, person) in people.iter().enumerate().filter(|(_, person)| person.id != manager.id) {
        acting.push((person, employers[1 - index % 2], states[(index / 2) % 4]));
    }
    for (person, employer, state) in acting {
        // Whoever acts for an employer sees more: the others ask to, or did.
        let state = if state == "confirmed" && person.id != manager.id { "ended" } else { state };
        let shown = match state {
            "claimed" | "confirmed" => Shown::All,
            _ => Shown::Oneself(person.id.uuid()),
        };
        writer
            .put(
                "employer_manager",
                "employer_id, member_id, state, created_at",
                format!("{state} of {}", person.email),
                shown,
                row![employer, person.id, state, now],
            )
            .await;
    }
    for (index, network) in networks.all().into_iter().enumerate() {
        for archived_at in [None, Some(now - Days::new(1))] {
            let (employer, name) =
                (employers[index % 3], format!("lieu {}", archived_at.is_some()));
            let shown = if archived_at.is_none() { Shown::All } else { Shown::Nobody };
            writer
                .put(
                    "place",
                    "network_id, employer_id, standard_id, pivot, name, search, commune_name, \
                     postal_code, address, updated_on, lists, archived_at, revision, created_at",
                    format!("{name} of {}", network.name),
                    shown,
                    row![
                        network.id,
                        employer,
                        name.clone(),
                        "",
                        name.clone(),
                        name,
                        "Angers",
                        "49000",
                        "",
                        today,
                        json!({}),
                        archived_at,
                        1,
                        now
                    ],
                )
                .await;
        }
    }
}
