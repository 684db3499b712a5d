//! What organisers do for others: registering them, approving, declining.

use serde_json::{Value, json};

use super::{CREATE, act, act_with, mine, on_event, register, registered};
use crate::support::on_both;

on_both! {
    async fn only_organisers_register_others_and_strangers_find_nothing(app: App) {
        let network = app.network("cybanjou").await;
        let elsewhere = app.network("ailleurs").await;
        let member = app.member_of(network, "Ana").await;
        let fellow = app.member_of(network, "Binta").await;
        let stranger = app.member_of(elsewhere, "Zoé").await;
        let event = app.event(network, |_| {}).await;
        let for_ana = json!({ "input": {
            "eventId": event.to_string(), "memberId": member.id.to_string() } });

        assert_eq!(app.ask(Some(&fellow), CREATE, for_ana.clone()).await.code(), "FORBIDDEN");
        assert_eq!(app.ask(Some(&stranger), CREATE, for_ana.clone()).await.code(), "NOT_FOUND");
        assert_eq!(register(&app, &stranger, event).await.code(), "NOT_FOUND");
        assert_eq!(app.ask(None, CREATE, for_ana).await.code(), "UNAUTHENTICATED");
        let (id, _) = registered(&app, &member, event).await;
        assert_eq!(mine(&app, &fellow, &id).await, Value::Null);
        assert_eq!(act(&app, &fellow, "registrationCancel", &id).await.code(), "NOT_FOUND");
    }

    async fn an_organiser_decides_where_approval_is_needed(app: App) {
        let network = app.network("cybanjou").await;
        let organiser = app.organiser_of(network, "Olga").await;
        let event = app
            .event(network, |event| {
                event.needs_approval = true;
                event.on_site = Some(1);
            })
            .await;
        let mut asked = Vec::new();
        for name in ["Ana", "Binta", "Célestin"] {
            let person = app.member_of(network, name).await;
            let (id, state) = registered(&app, &person, event).await;
            assert_eq!(state, "PENDING");
            asked.push((person, id));
        }

        let own = act(&app, &asked[0].0, "registrationApprove", &asked[0].1).await;
        let second = act(&app, &organiser, "registrationApprove", &asked[1].1).await;
        let first = act(&app, &organiser, "registrationApprove", &asked[0].1).await;
        let input = json!({ "registrationId": asked[2].1, "reason": "Réservé au Saumurois" });
        let third = act_with(&app, &organiser, "registrationDecline", input).await;
        let again = act(&app, &organiser, "registrationDecline", &asked[2].1).await;

        assert_eq!(own.code(), "FORBIDDEN");
        assert_eq!(second.done()["registration"]["state"], "CONFIRMED");
        assert_eq!(first.done()["registration"]["state"], "WAITLISTED");
        assert_eq!(third.done()["registration"]["state"], "DECLINED");
        let declined = mine(&app, &asked[2].0, &asked[2].1).await;
        assert_eq!(declined["declinedBy"], "ORGANISER");
        assert_eq!(again.refusals(), ["NOT_PENDING"]);
        assert_eq!(app.count("outbox where kind = 'registration_declined'").await, 1);
        let (_, by_organiser) = registered(&app, &organiser, event).await;
        assert_eq!(by_organiser, "WAITLISTED");
    }

    async fn a_way_in_which_somebody_asks_to_come_stays_possible(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Olga").await;
        let ana = app.member_of(network, "Ana").await;
        let event = app.event(network, |event| {
            event.mode = "both";
            event.needs_approval = true;
        }).await;
        let online = json!({ "input": { "eventId": event.to_string(), "attends": "ONLINE" } });
        let asked = app.ask(Some(&ana), CREATE, online).await;
        let id = asked.done()["registration"]["id"].as_str().unwrap().to_owned();

        let on_site = json!({ "eventId": event.to_string(), "mode": "ON_SITE" });
        let refused = on_event(&app, &lead, "eventUpdate", on_site.clone()).await;
        act(&app, &lead, "registrationDecline", &id).await.done();

        assert_eq!(refused.refusals(), ["MODE_TAKEN"]);
        on_event(&app, &lead, "eventUpdate", on_site).await.done();
    }
}
