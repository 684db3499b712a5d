//! Planning an event and changing it: what is refused, who is told, what a copy keeps.

use domain::{id::NetworkId, membership::Role};
use serde_json::{Value, json};

use super::{act, draft, instant, meeting, published, register, set, told};
use crate::support::on_both;

on_both! {
    async fn an_event_is_planned_as_a_draft_that_only_its_organisers_see(app: App) {
        let network = app.network("cybanjou").await;
        let organiser = app.organiser_of(network, "Olga").await;
        let member = app.member_of(network, "Ana").await;

        let event = draft(&app, &organiser, network, json!({})).await;

        assert_eq!(event["state"], "DRAFT");
        assert_eq!(event["hosts"], json!([{ "slug": "cybanjou" }]));
        let look = "query($id: ID!) { event(by: { id: $id }) { title } node(id: $id) { id } }";
        let variables = json!({ "id": event["id"] });
        let seen = app.ask(Some(&organiser), look, variables.clone()).await;
        assert_eq!(seen.data()["event"]["title"], "Rencontre réseau");
        for who in [Some(&member), None] {
            let hidden = app.ask(who, look, variables.clone()).await;
            assert_eq!(hidden.data(), &json!({ "event": null, "node": null }));
        }
    }

    async fn everything_that_is_wrong_with_an_event_is_said_at_once(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let mut input = meeting(network);
        for (name, value) in [
            ("title", json!("  ")),
            ("endsAt", json!("2026-10-08T06:00:00Z")),
            ("timeZone", json!("Europe/Angers")),
            ("onlineUrl", json!("visio")),
            ("capacityOnSite", json!(-1)),
            ("registrationOpensAt", json!("2026-10-07T00:00:00Z")),
            ("registrationClosesAt", json!("2026-10-01T00:00:00Z")),
            ("offerHours", json!(0)),
            ("reminderRule", json!({ "beforeEventDays": [0], "beforeDeadlineDays": [] })),
        ] {
            input[name] = value;
        }

        let answer = act(&app, &lead, "eventCreate", input).await;

        assert_eq!(answer.refusals(), [
            "TITLE_MISSING", "ENDS_BEFORE_START", "TIME_ZONE_UNKNOWN", "URL_INVALID",
            "CAPACITY_NEGATIVE", "REGISTRATION_WINDOW_REVERSED", "OFFER_HOURS_OUT_OF_RANGE",
            "REMINDER_RULE_INVALID",
        ]);
        let errors = &answer.data()["eventCreate"]["userErrors"];
        assert_eq!(errors[4]["field"], json!(["capacityOnSite"]));
        assert_eq!(errors[2]["message"], "Le fuseau horaire « Europe/Angers » n’existe pas.");
        assert_eq!(app.count("event").await, 0);
    }

    async fn registration_opens_while_there_is_something_to_register_for(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let asked = async |opens: &str, closes: Option<&str>| {
            let mut input = meeting(network);
            input["registrationOpensAt"] = json!(opens);
            input["registrationClosesAt"] = json!(closes);
            act(&app, &lead, "eventCreate", input).await
        };

        // The meeting is on 8 October, from seven to three.
        let after = asked("2026-11-01T08:00:00Z", None).await;
        let begun = asked("2026-10-08T07:00:00Z", None).await;
        let over = asked("2026-10-08T15:00:00Z", Some("2026-10-09T08:00:00Z")).await;
        let before = asked("2026-10-08T06:59:00Z", None).await;
        let during = asked("2026-10-08T08:00:00Z", Some("2026-10-08T10:00:00Z")).await;

        for refused in [after, begun, over] {
            assert_eq!(refused.refusals(), ["REGISTRATION_OPENS_TOO_LATE"]);
        }
        before.done();
        during.done();
    }

    async fn no_deadline_comes_after_the_end_of_its_event(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        // The meeting is on 8 October, from seven to three.
        let event = draft(&app, &lead, network, json!({
            "registrationClosesAt": "2026-10-01T21:59:00Z", "cancelUntil": "2026-10-08T06:00:00Z",
        })).await;
        let change = async |mut input: Value| {
            input["eventId"] = event["id"].clone();
            act(&app, &lead, "eventUpdate", input).await
        };

        let late = change(json!({ "registrationClosesAt": "2026-10-25T10:00:00Z",
            "cancelUntil": "2026-10-20T10:00:00Z" })).await;
        let nearer = json!({ "startsAt": "2026-09-24T07:00:00Z", "endsAt": "2026-09-24T15:00:00Z" });
        let left_behind = change(nearer.clone()).await;
        let mut along = nearer;
        along["movesAgenda"] = json!(true);

        for refused in [late, left_behind] {
            let mut codes = refused.refusals();
            codes.sort_unstable();
            assert_eq!(codes, ["CANCEL_UNTIL_TOO_LATE", "REGISTRATION_CLOSES_TOO_LATE"]);
        }
        change(along).await.done();
    }

    async fn deadlines_move_with_their_event_unless_they_are_set_or_stay_behind(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let planned = json!({ "registrationClosesAt": "2026-10-01T21:59:00Z",
            "cancelUntil": "2026-10-06T21:59:00Z" });
        let moved = async |more: Value| {
            let event = draft(&app, &lead, network, planned.clone()).await;
            // To winter time: what closes at midnight in Paris still does.
            let mut input = json!({ "eventId": event["id"], "startsAt": "2026-11-12T08:00:00Z",
                "endsAt": "2026-11-12T16:00:00Z" });
            for (name, value) in more.as_object().unwrap() {
                input[name] = value.clone();
            }
            let event = act(&app, &lead, "eventUpdate", input).await.done()["event"].clone();
            (instant(&event["registrationWindow"]["closesAt"]), instant(&event["cancelUntil"]))
        };
        let at = |closes: &str, cancels: &str| (instant(&json!(closes)), instant(&json!(cancels)));

        assert_eq!(
            moved(json!({ "movesAgenda": true })).await,
            at("2026-11-05T22:59:00Z", "2026-11-10T22:59:00Z")
        );
        assert_eq!(
            moved(json!({ "movesAgenda": true, "cancelUntil": "2026-11-12T08:00:00Z" })).await,
            at("2026-11-05T22:59:00Z", "2026-11-12T08:00:00Z")
        );
        assert_eq!(
            moved(json!({})).await,
            at("2026-10-01T21:59:00Z", "2026-10-06T21:59:00Z")
        );
    }

    async fn only_those_who_organise_every_host_plan_an_event(app: App) {
        let network = app.network("cybanjou").await;
        let other = app.network("hub").await;
        let lead = app.lead_of(network, "Ana").await;
        let member = app.member_of(network, "Léo").await;
        let mut both = meeting(network);
        both["hostIds"] = json!([network.to_string(), other.to_string()]);
        let mut none = meeting(network);
        none["hostIds"] = json!([]);

        assert_eq!(act(&app, &lead, "eventCreate", both).await.code(), "FORBIDDEN");
        assert_eq!(act(&app, &member, "eventCreate", meeting(network)).await.code(), "FORBIDDEN");
        assert_eq!(act(&app, &lead, "eventCreate", none).await.refusals(), ["HOST_MISSING"]);
    }

    async fn a_stale_edit_is_refused_with_the_present_state(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let event = draft(&app, &lead, network, json!({})).await;
        let update = |title: &str| {
            json!({ "eventId": event["id"], "expectedRevision": 1, "title": title })
        };

        act(&app, &lead, "eventUpdate", update("La première")).await.done();
        let stale = act(&app, &lead, "eventUpdate", update("La seconde")).await;

        assert_eq!(stale.refusals(), ["STALE_REVISION"]);
        let present = &stale.data()["eventUpdate"]["event"];
        assert_eq!(present["title"], "La première");
        assert_eq!(present["revision"], 2);
    }

    async fn the_registered_are_told_when_time_or_place_change_and_only_then(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let people = [app.member_of(network, "Léo").await, app.member_of(network, "Zoé").await];
        let event = published(&app, &lead, network, json!({ "capacityOnSite": 1 })).await;
        for person in &people {
            register(&app, person, &event).await;
        }

        let typo = act(&app, &lead, "eventUpdate",
            json!({ "eventId": event, "description": "Sans faute" })).await;
        let quiet = told(&app, "event_changed").await;
        let moved = act(&app, &lead, "eventUpdate",
            json!({ "eventId": event, "venue": "Médiathèque" })).await;

        assert_eq!(typo.done()["event"]["sequence"], 0);
        assert_eq!(quiet, 0);
        assert_eq!(moved.done()["event"]["sequence"], 1);
        assert_eq!(told(&app, "event_changed").await, 2, "the one with a place and the one in line");
    }

    async fn nothing_is_told_of_a_draft(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let event = draft(&app, &lead, network, json!({})).await;

        let moved = act(&app, &lead, "eventUpdate",
            json!({ "eventId": event["id"], "venue": "Ailleurs" })).await;

        assert_eq!(moved.done()["event"]["sequence"], 0);
        assert_eq!(app.count("outbox").await, 0);
    }

    async fn places_below_zero_are_refused_for_that_alone(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let event = draft(&app, &lead, network, json!({})).await;

        let refused = act(&app, &lead, "eventUpdate",
            json!({ "eventId": event["id"], "capacityOnSite": -3 })).await;

        assert_eq!(refused.refusals(), ["CAPACITY_NEGATIVE"]);
    }

    async fn a_smaller_event_never_has_fewer_places_than_are_held_and_a_larger_one_offers_them(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let event = published(&app, &lead, network, json!({ "capacityOnSite": 2 })).await;
        let mut states = Vec::new();
        for name in ["Léo", "Zoé", "Noé", "Théa"] {
            let person = app.member_of(network, name).await;
            states.push(register(&app, &person, &event).await);
        }

        let smaller = act(&app, &lead, "eventUpdate",
            json!({ "eventId": event, "capacityOnSite": 1 })).await;
        act(&app, &lead, "eventUpdate", json!({ "eventId": event, "capacityOnSite": 3 })).await.done();
        let look = "query($id: ID!) { event(by: { id: $id }) {
            capacity { onSite { total taken waiting left } online { total } } } }";
        let places = app.ask(Some(&lead), look, json!({ "id": event })).await;

        assert_eq!(states, ["CONFIRMED", "CONFIRMED", "WAITLISTED", "WAITLISTED"]);
        assert_eq!(smaller.refusals(), ["CAPACITY_BELOW_TAKEN"]);
        let error = &smaller.data()["eventUpdate"]["userErrors"][0];
        assert_eq!(error["field"], json!(["capacityOnSite"]));
        assert_eq!(error["message"], "2 places sont déjà \
            prises ou proposées : la capacité ne peut pas descendre en dessous.");
        assert_eq!(places.data()["event"]["capacity"], json!({
            "onSite": { "total": 3, "taken": 3, "waiting": 1, "left": 0 }, "online": null }));
        assert_eq!(told(&app, "place_offered").await, 1);
        let elsewhere = act(&app, &lead, "eventUpdate",
            json!({ "eventId": event, "mode": "ONLINE" })).await;
        assert_eq!(elsewhere.refusals(), ["MODE_TAKEN"]);
    }

    async fn a_copy_is_a_draft_at_its_new_date_with_agenda_and_questions(app: App) {
        let network = app.network("cybanjou").await;
        let other = app.network("hub").await;
        let lead = app.lead_of(network, "Ana").await;
        app.joins(&lead, other, Role::Lead, None).await;
        let event = published(&app, &lead, network, json!({ "capacityOnSite": 30,
            "hostIds": [network.to_string(), other.to_string()],
            "cancelUntil": "2026-10-07T21:59:00Z" })).await;
        set(&app, &lead, "sessionCreate", "session { id }", json!({ "eventId": event,
            "title": "Atelier", "startsAt": "2026-10-08T08:00:00Z",
            "endsAt": "2026-10-08T09:00:00Z", "capacity": 5 })).await.done();
        set(&app, &lead, "questionCreate", "question { id }", json!({ "eventId": event,
            "prompt": "Repas ?", "kind": "CHOICE", "choices": ["oui", "non"],
            "isRequired": true })).await.done();
        let organiser = app.organiser_of(other, "Olga").await;

        let copy = act(&app, &organiser, "eventDuplicate",
            json!({ "eventId": event, "startsAt": "2026-12-10T08:00:00Z" })).await;

        let copy = &copy.done()["event"];
        assert_ne!(copy["id"], json!(event));
        assert_eq!(copy["state"], "DRAFT");
        assert_eq!(copy["hosts"], json!([{ "slug": "hub" }]), "only what Olga organises");
        assert_eq!(copy["sessions"][0]["title"], "Atelier");
        assert_eq!(instant(&copy["sessions"][0]["startsAt"]), instant(&json!("2026-12-10T09:00:00Z")));
        assert_eq!(copy["questions"], json!([{ "prompt": "Repas ?", "kind": "CHOICE",
            "choices": ["oui", "non"], "isRequired": true, "isSensitive": false }]));
        assert_eq!(copy["revision"], 1);
    }

    async fn one_adds_and_takes_away_the_hosts_that_one_organises(app: App) {
        let network = app.network("cybanjou").await;
        let other = app.network("hub").await;
        let lead = app.lead_of(network, "Ana").await;
        let both = app.lead_of(network, "Béa").await;
        app.joins(&both, other, Role::Organiser, None).await;
        let event = draft(&app, &lead, network, json!({})).await;
        let hosts = |ids: &[NetworkId]| {
            let ids: Vec<_> = ids.iter().map(ToString::to_string).collect();
            json!({ "eventId": event["id"], "hostIds": ids })
        };

        let alone = act(&app, &lead, "eventHostsSet", hosts(&[network, other])).await;
        let shared = act(&app, &both, "eventHostsSet", hosts(&[other, network])).await;
        let robbed = act(&app, &lead, "eventHostsSet", hosts(&[network])).await;
        let none = act(&app, &both, "eventHostsSet", hosts(&[])).await;

        assert_eq!(alone.code(), "FORBIDDEN");
        assert_eq!(shared.done()["event"]["hosts"], json!([{ "slug": "hub" }, { "slug": "cybanjou" }]));
        assert_eq!(robbed.code(), "FORBIDDEN");
        assert_eq!(none.refusals(), ["HOST_MISSING"]);
    }

    async fn a_reminder_rule_holds_below_until_a_network_has_its_own(app: App) {
        let top = app.network("federation").await;
        let below = app.network_below(Some(top), "cybanjou").await;
        let lead = app.lead_of(top, "Ana").await;
        let rule = async |slug: &str| {
            let look = format!("{{ network(by: {{ slug: \"{slug}\" }}) {{ reminderRule {{
                rule {{ beforeEventDays beforeDeadlineDays offerHalf }} setBy {{ slug }} }} }} }}");
            app.ask(Some(&lead), &look, json!({})).await.data()["network"]["reminderRule"].clone()
        };
        let put = async |network: NetworkId, rule: Value| {
            set(&app, &lead, "reminderRuleSet", "reminderRule { revision }",
                json!({ "networkId": network.to_string(), "rule": rule })).await
        };

        assert_eq!(rule("cybanjou").await, json!({ "setBy": null, "rule": {
            "beforeEventDays": [7, 1], "beforeDeadlineDays": [14, 3], "offerHalf": true } }));
        put(top, json!({ "beforeEventDays": [1, 10], "beforeDeadlineDays": [] })).await.done();
        assert_eq!(rule("cybanjou").await["rule"]["beforeEventDays"], json!([10, 1]));
        assert_eq!(rule("cybanjou").await["setBy"]["slug"], "federation");
        put(below, json!({ "beforeEventDays": [2], "beforeDeadlineDays": [5] })).await.done();
        assert_eq!(rule("cybanjou").await["setBy"]["slug"], "cybanjou");
        put(below, Value::Null).await.done();
        assert_eq!(rule("cybanjou").await["setBy"]["slug"], "federation");
        let late = put(below, json!({ "beforeEventDays": [0], "beforeDeadlineDays": [] })).await;
        assert_eq!(late.refusals(), ["REMINDER_DAYS_OUT_OF_RANGE"]);
    }

    async fn every_change_of_an_event_leaves_one_audit_line(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let event = published(&app, &lead, network, json!({})).await;
        act(&app, &lead, "eventUpdate", json!({ "eventId": event, "title": "Autre" })).await.done();
        act(&app, &lead, "eventUpdate", json!({ "eventId": event, "title": "Autre" })).await.done();
        act(&app, &lead, "eventCancel", json!({ "eventId": event, "reason": "Neige" })).await.done();

        for action in ["event.create", "event.publish", "event.update", "event.cancel"] {
            let lines = app.count(&format!("audit_line where action = '{action}'")).await;
            assert_eq!(lines, 1, "{action}");
        }
    }

    async fn only_organisers_touch_an_event(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let member = app.member_of(network, "Léo").await;
        let stranger = app.person("Zoé").await;
        let event = published(&app, &lead, network, json!({})).await;

        for (mutation, input) in [
            ("eventUpdate", json!({ "eventId": event, "title": "X" })),
            ("eventPublish", json!({ "eventId": event })),
            ("eventPostpone", json!({ "eventId": event, "reason": "X" })),
            ("eventCancel", json!({ "eventId": event, "reason": "X" })),
            ("eventMarkDone", json!({ "eventId": event })),
            ("eventDuplicate", json!({ "eventId": event, "startsAt": "2027-01-01T08:00:00Z" })),
            ("eventHostsSet", json!({ "eventId": event, "hostIds": [network.to_string()] })),
        ] {
            let as_member = act(&app, &member, mutation, input.clone()).await;
            let as_stranger = act(&app, &stranger, mutation, input).await;
            assert_eq!(as_member.code(), "FORBIDDEN", "{mutation}");
            assert_eq!(as_stranger.code(), "NOT_FOUND", "{mutation}");
        }
    }
}
