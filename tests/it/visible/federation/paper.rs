//! Charters and signatures, invitations, requests, letters and tokens.

use chrono::Days;
use domain::database::Bind;
use serde_json::json;

use super::{Networks, Shown, Writer};
use crate::support::Person;

pub(super) async fn charters(writer: &mut Writer<'_>, networks: &Networks, people: &[Person]) {
    let now = writer.now;
    for network in networks.all() {
        for (title, is_published, is_archived) in
            [("draft", false, false), ("published", true, false), ("closed", true, true)]
        {
            let name = format!("{title} of {}", network.name);
            let archived_at = is_archived.then(|| now - Days::new(1));
            let charter = writer
                .put(
                    "charter",
                    "network_id, title, asks_volunteer, asks_structure, draft, archived_at, \
                     revision, created_at",
                    name.clone(),
                    Shown::All,
                    row![network.id, title, true, false, "", archived_at, 1, now],
                )
                .await;
            if !is_published {
                continue;
            }
            let version = writer
                .put(
                    "charter_version",
                    "charter_id, number, body, body_hash, asks_volunteer, asks_structure, \
                     asks_again, published_at",
                    name.clone(),
                    Shown::All,
                    row![charter, 1, "", "", true, false, false, now - Days::new(30)],
                )
                .await;
            for person in people {
                writer
                    .put(
                        "signature",
                        "charter_id, charter_version_id, side, member_id, state, signed_by_id, \
                         authenticated_by, body_hash, signed_at",
                        format!("of {} to {name}", person.email),
                        Shown::All,
                        row![
                            charter,
                            version,
                            "volunteer",
                            person.id,
                            "signed",
                            person.id,
                            "email",
                            "",
                            now - Days::new(10)
                        ],
                    )
                    .await;
            }
        }
    }
}

/// Invitations, requests, letters and tokens: each person has one of each, in one network or another.
pub(super) async fn doors(writer: &mut Writer<'_>, networks: &Networks, people: &[Person]) {
    let now = writer.now;
    let all = networks.all();
    for (index, person) in people.iter().enumerate() {
        for (place, state) in ["sent", "accepted", "declined"].into_iter().enumerate() {
            let network = all[(index + place) % all.len()];
            let own = person.id.uuid();
            let member = (state != "sent").then_some(person.id);
            let shown = if state == "sent" { Shown::All } else { Shown::Others(own) };
            writer
                .put(
                    "invitation",
                    "network_id, email, email_key, role, word, token_hash, state, member_id, \
                     times_sent, reminders, last_sent_at, expires_at, created_at",
                    format!("{state} for {} to {}", person.email, network.name),
                    shown,
                    row![
                        network.id,
                        person.email.clone(),
                        person.email.clone(),
                        "member",
                        "",
                        format!("{index}-{place}"),
                        state,
                        member,
                        1,
                        0,
                        now,
                        now + Days::new(9),
                        now
                    ],
                )
                .await;
        }
        for (place, state) in ["pending", "refused"].into_iter().enumerate() {
            let network = all[(index + place + 3) % all.len()];
            writer
                .put(
                    "join_request",
                    "network_id, member_id, word, state, created_at",
                    format!("{state} of {} for {}", person.email, network.name),
                    Shown::All,
                    row![network.id, person.id, "", state, now],
                )
                .await;
        }
        let network = all[index % all.len()];
        writer
            .put(
                "outbox",
                "key, told, kind, category, member_id, email, network_id, state, due_at, attempts, \
                 message_id, created_at",
                format!("to {} in {}", person.email, network.name),
                Shown::All,
                row![
                    format!("{index}"),
                    json!({}),
                    "event_message",
                    "event",
                    person.id,
                    person.email.clone(),
                    network.id,
                    "sent",
                    now,
                    1,
                    format!("{index}"),
                    now
                ],
            )
            .await;
        for within in [None, Some(network.id)] {
            let scopes = vec!["event:read".to_owned()];
            writer.token(person, within, &scopes).await;
        }
    }
}
