//! The demonstration's people as the provider lists them, each with why one would be them.

use std::sync::Arc;

use domain::context::House;
use domain::membership::Role;
use domain::sign_in::{Person, people};
use futures_util::FutureExt as _;

use super::{DemonstrationPerson, People};
use crate::demonstration::NAMED;

/// The people of this house's demonstration.
pub fn people_of(house: &House) -> People {
    let house = house.clone();
    Arc::new(move || {
        let house = house.clone();
        async move {
            match people(&house).await {
                Ok(people) => {
                    let mut people: Vec<_> = people.into_iter().map(listed).collect();
                    // Whoever follows the tour finds them, whatever has become of the others.
                    people.sort_by_key(place_of_name);
                    people
                }
                Err(halt) => {
                    tracing::error!(?halt, "the people of the demonstration were not found");
                    Vec::new()
                }
            }
        }
        .boxed()
    })
}

/// Those whom the tour knows by name stand first, in its order; the others as they are.
fn place_of_name(person: &DemonstrationPerson) -> usize {
    let named = NAMED.iter().position(|email| person.email == *email);
    named.unwrap_or(NAMED.len())
}

fn listed(person: Person) -> DemonstrationPerson {
    DemonstrationPerson {
        subject: person.member.to_string(),
        what_they_are: what_they_are(&person),
        given_name: person.first_name,
        usual_name: person.last_name,
        email: person.email,
        siret: None,
    }
}

fn what_they_are(person: &Person) -> String {
    let mut parts = Vec::new();
    if person.is_administrator {
        parts.push("administre la fédération".to_owned());
    }
    if let Some((role, network)) = &person.role {
        parts.push(match role {
            Role::Lead => format!("pilote le réseau {network}"),
            Role::Organiser => format!("organise les rencontres du réseau {network}"),
            Role::Member => format!("membre du réseau {network}"),
        });
    }
    if let Some(employer) = &person.manages {
        parts.push(format!("agit pour la structure {employer}"));
    }
    if parts.is_empty() {
        parts.push("n’a encore rejoint aucun réseau".to_owned());
    }
    parts.join(", ")
}
