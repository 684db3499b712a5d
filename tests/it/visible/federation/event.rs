//! Events in each of their states, and what each person has to do with them.

use chrono::{Days, TimeDelta};
use domain::database::Bind;
use serde_json::json;

use super::{Net, Networks, Shown, Writer};
use crate::support::Person;

pub(super) async fn events(writer: &mut Writer<'_>, networks: &Networks, people: &[Person]) {
    let hosts: [&[&Net]; 5] = [
        &[&networks.local],
        &[&networks.department],
        &[&networks.elsewhere],
        &[&networks.closed],
        &[&networks.local, &networks.elsewhere],
    ];
    let mut number = 0;
    for hosts in hosts {
        for visibility in ["public", "federation", "hosts"] {
            for state in ["draft", "published", "cancelled"] {
                number += 1;
                let names: Vec<_> = hosts.iter().map(|host| host.name).collect();
                let name = format!("{state}, {visibility}, of {}", names.join(" and "));
                event(writer, hosts, people, (number, &name, visibility, state)).await;
            }
        }
    }
}

async fn event(
    writer: &mut Writer<'_>,
    hosts: &[&Net],
    people: &[Person],
    (number, name, visibility, state): (usize, &str, &str, &str),
) {
    let now = writer.now;
    let starts_at = now - Days::new(3);
    let ends_at = starts_at + TimeDelta::hours(3);
    let event = writer
        .put(
            "event",
            "title, search, kind, description, visibility, mode, starts_at, ends_at, time_zone, \
             starts_on, is_date_tentative, is_venue_tentative, audience, needs_approval, offer_hours, state, \
             next_rank, revision, sequence, created_at",
            name.to_owned(),
            Shown::All,
            row![
                name,
                name,
                "webinar",
                "",
                visibility,
                "online",
                starts_at,
                ends_at,
                "Europe/Paris",
                starts_at.date_naive(),
                false,
                false,
                "everyone",
                false,
                48,
                state,
                9_i64,
                1,
                0,
                now
            ],
        )
        .await;
    for (rank, host) in (0..).zip(hosts) {
        writer
            .app
            .write(
                "insert into event_host (event_id, network_id, rank) values (?, ?, ?)",
                row![event, host.id, rank],
            )
            .await;
    }
    let session = writer
        .put(
            "session",
            "event_id, title, description, starts_at, ends_at, speakers, rank, next_rank",
            format!("of {name}"),
            Shown::All,
            row![event, "Atelier", "", starts_at, ends_at, json!([]), 0, 1_i64],
        )
        .await;
    writer
        .put(
            "question",
            "event_id, rank, prompt, kind, choices, is_required, is_sensitive",
            format!("of {name}"),
            Shown::All,
            row![event, 0, "Quoi ?", "text", json!([]), false, false],
        )
        .await;
    let states = ["confirmed", "pending", "waitlisted", "cancelled", "declined"];
    for place in 0..3 {
        let person = &people[(number + place * 5) % people.len()];
        let state = states[(number + place) % states.len()];
        let of = format!("{state} of {} for {name}", person.email);
        writer
            .put(
                "registration",
                "event_id, member_id, state, attends, rank, revision, state_changed_at, created_at",
                of.clone(),
                Shown::All,
                row![event, person.id, state, "online", i64::try_from(place).unwrap(), 1, now, now],
            )
            .await;
        for session in [None, Some(session)] {
            writer
                .put(
                    "attendance",
                    "event_id, session_id, member_id, state, recorded_at, revision",
                    format!("{} of {of}", if session.is_some() { "session" } else { "whole" }),
                    Shown::All,
                    row![event, session, person.id, "present", now, 1],
                )
                .await;
        }
    }
}
