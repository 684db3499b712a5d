//! The workbench of those who lead a network, walked through without a script.

mod charter;
mod history;
mod letter;
mod network;
mod who;

use domain::{
    database::Bind,
    id::{LetterId, MemberId},
};
use serde_json::json;

use crate::support::App;

/// What the form of a network sends when it is filled in.
fn filled<'a>(name: &'a str, revision: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("name", name),
        ("level", "departmental"),
        ("host", "Une association"),
        ("description", "Le réseau des médiateurs."),
        ("contactEmail", "equipe@cybanjou.example"),
        ("contactPhone", ""),
        ("websiteUrl", "https://cybanjou.example/"),
        ("chatUrl", ""),
        ("resourcesUrl", ""),
        ("expectedRevision", revision),
    ]
}

/// A letter of a network to someone, given up by the mail server.
async fn given_up(
    app: &App,
    network: domain::id::NetworkId,
    to: MemberId,
    email: &str,
) -> LetterId {
    let id = LetterId::new();
    let now = app.clock.now();
    app.write(
        "insert into outbox (id, key, told, kind, category, member_id, email, network_id, state, \
         due_at, attempts, message_id, last_error, created_at) values (?, ?, ?, 'invited', \
         'invitation', ?, ?, ?, 'failed', ?, 3, ?, '550 no such user', ?)",
        vec![
            Bind::from(id),
            Bind::from(id.to_string()),
            Bind::from(json!({ "kind": "nothing" })),
            Bind::from(to),
            Bind::from(email),
            Bind::from(network),
            Bind::from(now),
            Bind::from(format!("<{id}@test>")),
            Bind::from(now),
        ],
    )
    .await;
    id
}
