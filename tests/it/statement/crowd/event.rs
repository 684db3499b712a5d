//! Events, their agendas, and who registered.

use chrono::{Days, TimeDelta};
use domain::database::{Bind, Transaction};
use serde_json::json;
use uuid::Uuid;

use super::{EACH, Rows, number};
use crate::outside::crowd::{id, insert};

impl Rows {
    pub(super) async fn events(&self, tx: &Transaction) {
        let mut events: Vec<(Uuid, Uuid)> =
            self.events.iter().map(|event| (*event, self.root)).collect();
        for (_, network, count) in self.parents(0).skip(1) {
            events.extend((0..count).map(|_| (id(), network)));
        }
        let rows = events.iter().enumerate().map(|(index, (event, _))| {
            let starts_at = self.now + Days::new(30) + TimeDelta::minutes(number(index));
            let title = format!("Rencontre {index:04}");
            row![
                *event,
                title.clone(),
                title.to_lowercase(),
                "network_meeting",
                "",
                "federation",
                "on_site",
                starts_at,
                starts_at + TimeDelta::hours(3),
                "Europe/Paris",
                starts_at.date_naive(),
                false,
                false,
                10_000,
                "federation",
                false,
                48,
                "published",
                1000_i64,
                1,
                0,
                self.now,
                self.now
            ]
        });
        insert(
            tx,
            "event (id, title, search, kind, description, visibility, mode, starts_at, ends_at, \
             time_zone, starts_on, is_date_tentative, is_venue_tentative, capacity_on_site, audience, \
             needs_approval, offer_hours, state, next_rank, revision, sequence, published_at, \
             created_at)",
            rows.collect(),
        )
        .await;
        let mut hosts = Vec::new();
        for (index, (event, first)) in events.iter().enumerate() {
            hosts.push(row![*event, *first, 0]);
            let others = if index == 0 { self.size.hosts } else { 1 };
            let others =
                self.networks.iter().rev().filter(|network| *network != first).take(others);
            hosts.extend((1..).zip(others).map(|(rank, network)| row![*event, *network, rank]));
        }
        insert(tx, "event_host (event_id, network_id, rank)", hosts).await;
        self.agendas(tx).await;
    }

    pub(super) async fn agendas(&self, tx: &Transaction) {
        let (mut sessions, mut questions) = (Vec::new(), Vec::new());
        let starts_at = self.now + Days::new(30);
        let mut add = |event: Uuid, session: Uuid, place: usize| {
            let at = starts_at + TimeDelta::minutes(number(place));
            let speaks = |index: usize| {
                let member = self.member(index).to_string();
                json!({ "name": "Ana", "member_id": member })
            };
            let speakers: Vec<_> = (0..EACH).map(|index| speaks(place + index)).collect();
            sessions.push(row![
                session,
                event,
                "Atelier",
                "",
                at,
                at + TimeDelta::minutes(1),
                json!(speakers),
                0,
                1_i64
            ]);
        };
        let mut ask = |event: Uuid, question: Uuid, rank: usize| {
            let rank = i32::try_from(rank).unwrap();
            questions.push(row![question, event, rank, "Quoi ?", "text", json!([]), false, false]);
        };
        for (place, session) in self.sessions.iter().enumerate() {
            add(self.events[0], *session, place);
        }
        for (rank, question) in self.questions.iter().enumerate() {
            ask(self.events[0], *question, rank);
        }
        for event in self.events.iter().take(self.size.page).skip(1) {
            for place in 0..EACH {
                add(*event, id(), place);
                ask(*event, id(), place);
            }
        }
        insert(
            tx,
            "session (id, event_id, title, description, starts_at, ends_at, speakers, rank, \
             next_rank)",
            sessions,
        )
        .await;
        insert(
            tx,
            "question (id, event_id, rank, prompt, kind, choices, is_required, is_sensitive)",
            questions,
        )
        .await;
    }

    pub(super) async fn registrations(&self, tx: &Transaction) {
        // The lead first, everywhere; then everybody for the first event, and some for the others.
        let mut people = vec![(self.registration, self.events[0], self.lead)];
        people.extend(
            self.events.iter().take(self.size.of_one).skip(1).map(|at| (id(), *at, self.lead)),
        );
        people.extend(self.members.iter().map(|member| (id(), self.events[0], *member)));
        for (index, event) in self.events.iter().enumerate().take(self.size.page).skip(1) {
            people.extend((0..EACH).map(|place| (id(), *event, self.member(index + place))));
        }
        let rows = people.iter().enumerate().map(|(rank, (registration, event, member))| {
            let (state, attends, rank) = ("confirmed", "on_site", number(rank));
            row![
                *registration,
                *event,
                *member,
                state,
                attends,
                rank,
                self.lead,
                1,
                self.now,
                self.now
            ]
        });
        insert(
            tx,
            "registration (id, event_id, member_id, state, attends, rank, registered_by_id, \
             revision, state_changed_at, created_at)",
            rows.collect(),
        )
        .await;
        // They were asked to come before they answered.
        let asked = people.iter().skip_while(|(_, _, member)| *member == self.lead);
        let asked = asked.map(|(_, event, member)| row![id(), *event, *member, "", self.now]);
        insert(tx, "event_invitation (id, event_id, member_id, word, created_at)", asked.collect())
            .await;
        let (mut choices, mut answers, mut attendances) = (Vec::new(), Vec::new(), Vec::new());
        let present = |event: Uuid, session: Option<Uuid>, member: Uuid| {
            row![id(), event, session, member, "present", self.lead, self.now, 1]
        };
        for (index, (registration, event, member)) in people.iter().enumerate() {
            attendances.push(present(*event, None, *member));
            if *event != self.events[0] || index > self.size.of_one + self.size.page {
                continue;
            }
            let own = *registration == self.registration;
            let (sessions, asked) =
                if own { (self.sessions.len(), self.questions.len()) } else { (EACH, EACH) };
            for session in self.sessions.iter().take(sessions) {
                let (state, rank) = ("confirmed", number(index));
                choices.push(row![id(), *registration, *session, state, rank, self.now]);
                attendances.push(present(*event, Some(*session), *member));
            }
            let answered = self.questions.iter().take(asked);
            answers.extend(answered.map(|question| row![*registration, *question, "Oui"]));
        }
        insert(
            tx,
            "session_choice (id, registration_id, session_id, state, rank, created_at)",
            choices,
        )
        .await;
        insert(tx, "answer (registration_id, question_id, value)", answers).await;
        insert(
            tx,
            "attendance (id, event_id, session_id, member_id, state, recorded_by_id, recorded_at, \
             revision)",
            attendances,
        )
        .await;
    }
}
