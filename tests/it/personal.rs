//! Personal data: all of it for the person, none of it once they are erased, and nothing kept for ever.

use chrono::TimeDelta;
use domain::{
    id::{InvitationId, NetworkId},
    membership::Role,
    registration::{self, Create},
    retention,
};
use serde_json::{Value, json};

use crate::{
    duplicate::{employer, works},
    support::{Answer, App, Person, on_both},
};

const EXPORT: &str = "mutation($input: MemberExportInput!) { memberExport(input: $input) {
    document userErrors { code } } }";
const ERASE: &str = "mutation($input: MemberEraseInput!) { memberErase(input: $input) {
    isErased userErrors { code message } } }";

async fn export(app: &App, who: &Person, input: Value) -> Answer {
    app.ask(Some(who), EXPORT, json!({ "input": input })).await
}

async fn erase(app: &App, who: &Person, input: Value) -> Answer {
    app.ask(Some(who), ERASE, json!({ "input": input })).await
}

async fn administrator(app: &App) -> Person {
    let person = app.person("Adèle").await;
    let email = person.email.parse().unwrap();
    domain::member::grant_administrator(&app.house(), &email).await.unwrap();
    person
}

/// Ana in a network, with traces of her everywhere: registered, with an answer that only she knows,
/// recorded, letters told.
async fn ana_with_traces(app: &App, network: NetworkId) -> Person {
    let ana = app.member_of(network, "Ana").await;
    let event = app.event(network, |event| event.on_site = Some(1)).await;
    let question = app.question(event, "text", false).await;
    let asked = Create {
        member: Some(ana.id),
        answers: vec![registration::Given { question, value: "canari".to_owned() }],
        ..Create::oneself(event)
    };
    registration::create(&app.house(), asked).await.unwrap();
    app.ask(
        Some(&ana),
        "mutation($input: MemberUpdateInput!) { memberUpdate(input: $input) { userErrors { code } } }",
        json!({ "input": { "memberId": ana.id.to_string(), "phone": "02 41 00 00 42",
            "jobTitle": "Dresseuse de canari" } }),
    )
    .await
    .done();
    ana
}

/// How often these words stand anywhere in the tables that hold people's words.
async fn canaries(app: &App, words: &str) -> i64 {
    let mut found = 0;
    for (table, columns) in [
        ("member", &["first_name", "search", "email", "email_key", "phone", "job_title"][..]),
        ("outbox", &["email", "key", "told", "last_error"]),
        ("invitation", &["email", "email_key", "name", "first_name", "last_name", "word"]),
        ("answer", &["value"]),
        ("email_change", &["email"]),
        ("email_link", &["email_key"]),
        ("audit_line", &["changes"]),
        ("identity", &["subject"]),
        ("join_request", &["word"]),
        ("idempotency", &["sealed_answer"]),
    ] {
        for column in columns {
            found += app
                .count(&format!("{table} where lower(cast({column} as text)) like '%{words}%'"))
                .await;
        }
    }
    found
}

on_both! {
    async fn a_person_takes_away_all_that_is_kept_about_them(app: App) {
        let network = app.network("cybanjou").await;
        let ana = ana_with_traces(&app, network).await;

        let answer = export(&app, &ana, json!({})).await;

        let document = &answer.done()["document"];
        assert_eq!(document["profile"][0]["email"], "ana@exemple.test");
        assert_eq!(document["profile"][0]["phone"], "+33241000042");
        assert_eq!(document["profile"][0]["skills"], json!([]));
        assert_eq!(document["profile"][0]["is_administrator"], false);
        assert_eq!(document["memberships"][0]["network"], "cybanjou");
        assert_eq!(document["memberships"][0]["started_on"], "2026-01-01");
        assert_eq!(document["registrations"][0]["state"], "confirmed");
        assert_eq!(document["answers"][0]["value"], "canari");
        assert_eq!(document["sign_ins"][0]["authenticated_by"], "demonstration");
        assert_eq!(document["letters"][0]["kind"], "registration_confirmed");
        let lines = document["audit_lines"].as_array().unwrap();
        assert!(lines.iter().any(|line| line["action"] == "member.update" && line["actor"] == "you"), "{lines:?}");
        for part in ["employments", "employer_managers", "invitations", "join_requests", "attendances",
            "event_invitations", "session_choices", "signatures", "refused_letters", "identities", "email_changes", "tokens"] {
            assert_eq!(document[part], json!([]), "{part}");
        }
        assert_eq!(app.count("audit_line where action = 'member.export'").await, 1);
    }

    async fn only_the_person_and_administrators_take_or_erase(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Nora").await;
        let ana = app.member_of(network, "Ana").await;
        let stranger = app.person("Zoé").await;
        let administrator = administrator(&app).await;
        let of_ana = json!({ "memberId": ana.id.to_string() });
        let made = app.ask(Some(&ana), "mutation($input: TokenCreateInput!) { tokenCreate(input: $input) {
            created { secret } userErrors { code } } }", json!({ "input": { "name": "Le mien",
            "scopes": ["member:write"] } })).await;
        let token = made.done()["created"]["secret"].as_str().unwrap().to_owned();

        assert_eq!(export(&app, &lead, of_ana.clone()).await.code(), "FORBIDDEN");
        assert_eq!(export(&app, &stranger, of_ana.clone()).await.code(), "NOT_FOUND");
        assert_eq!(app.ask_with_token(&token, EXPORT, json!({ "input": {} })).await.code(), "FORBIDDEN");
        export(&app, &administrator, of_ana.clone()).await.done();
        let confirmed = json!({ "memberId": ana.id.to_string(), "isConfirmed": true });
        assert_eq!(erase(&app, &lead, confirmed.clone()).await.code(), "FORBIDDEN");
        erase(&app, &administrator, confirmed.clone()).await.done();
        assert_eq!(erase(&app, &administrator, confirmed).await.refusals(), ["ALREADY_ERASED"]);
        assert_eq!(export(&app, &administrator, of_ana).await.refusals(), ["ALREADY_ERASED"]);
        assert_eq!(app.ask(None, EXPORT, json!({ "input": {} })).await.code(), "UNAUTHENTICATED");
    }

    async fn many_memberships_are_erased_in_as_many_statements_as_one(app: App) {
        let network = app.network("cybanjou").await;
        let (ana, bea) = (app.member_of(network, "Ana").await, app.member_of(network, "Béa").await);
        for number in 0..5 {
            let local = app.network_below(Some(network), &format!("rlin-{number}")).await;
            app.joins(&bea, local, Role::Member, None).await;
        }
        let planned = "update membership set ended_on = '2029-06-30', ending = 'removed', \
            ending_reason = 'canari' where member_id = ?";
        app.write(planned, vec![bea.id.into()]).await;
        let administrator = administrator(&app).await;
        let input = |person: &Person, is_sure: bool| {
            json!({ "memberId": person.id.to_string(), "isConfirmed": is_sure })
        };

        let mut taken = Vec::new();
        for person in [&ana, &bea] {
            let unsure = erase(&app, &administrator, input(person, false)).await;
            assert_eq!(unsure.refusals(), ["NOT_CONFIRMED"]);
            let before = app.statements();
            erase(&app, &administrator, input(person, true)).await.done();
            taken.push(app.statements() - before);
        }

        assert_eq!(taken[0], taken[1]);
        let erased = "membership where ending = 'erased' and revision = 2 \
            and ending_reason is null and ended_on < '2029-06-30'";
        assert_eq!(app.count(erased).await, 7);
        let told = "audit_line where action = 'membership.end' and member_id is not null \
            and cast(changes as text) like '%erased%'";
        assert_eq!(app.count(told).await, 7);
        assert_eq!(canaries(&app, "canari").await, 0);
    }

    async fn erasing_oneself_leaves_the_counts_and_nothing_personal(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Nora").await;
        let ana = ana_with_traces(&app, network).await;
        let waiting = app.member_of(network, "Béa").await;
        let event = {
            let found = app.ask(Some(&lead), "{ network(by: { slug: \"cybanjou\" }) { events(first: 1) {
                nodes { id } } } }", json!({})).await;
            found.data()["network"]["events"]["nodes"][0]["id"].as_str().unwrap().to_owned()
        };
        let asked = Create {
            member: Some(waiting.id),
            ..Create::oneself(event.parse().unwrap())
        };
        app.write("update question set is_required = false where true", vec![]).await;
        registration::create(&app.house(), asked).await.unwrap();
        let registrations = app.count("registration").await;

        let unsure = erase(&app, &ana, json!({ "isConfirmed": false })).await;
        erase(&app, &ana, json!({ "isConfirmed": true })).await.done();

        assert_eq!(unsure.refusals(), ["NOT_CONFIRMED"]);
        assert_eq!(canaries(&app, "ana@exemple").await, 0);
        assert_eq!(canaries(&app, "canari").await, 0);
        assert_eq!(app.count("member where first_name = 'Ana'").await, 0);
        assert_eq!(app.count("member where phone is not null").await, 0);
        for table in ["sign_in_session", "identity", "token"] {
            assert_eq!(
                app.count(&format!("{table} where member_id in (select id from member where erased_at is not null)")).await,
                0,
                "{table}"
            );
        }
        assert_eq!(app.count("registration").await, registrations, "counts stay");
        assert_eq!(app.count("registration where state = 'cancelled'").await, 1);
        assert_eq!(app.count("registration where state = 'offered'").await, 1, "the next in line");
        assert_eq!(app.count("membership where ending = 'erased'").await, 1);
        assert_eq!(app.count("audit_line where action = 'member.erase'").await, 1);
        let viewer = app.ask(Some(&ana), "{ viewer { member { id } } }", json!({})).await;
        assert_ne!(viewer.body["data"]["viewer"]["member"]["id"], json!(ana.id.to_string()), "signed out");
    }

    async fn what_was_to_end_one_day_ends_with_the_record(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Nora").await;
        let (ana, bea) = (app.member_of(network, "Ana").await, app.member_of(network, "Béa").await);
        let employer = employer(&app, "Les Genêts").await;
        for person in [&ana, &bea] {
            works(&app, person, employer, "confirmed").await;
        }
        for table in ["membership", "employment"] {
            let later = format!("update {table} set ended_on = '2029-06-30' where member_id in (?, ?)");
            app.write(&later, vec![ana.id.into(), bea.id.into()]).await;
        }

        erase(&app, &ana, json!({ "isConfirmed": true })).await.done();
        app.closes_record(&lead, &bea).await.done();

        let listed = app.ask(Some(&lead), "{ network(by: { slug: \"cybanjou\" }) {
            memberships(first: 5) { nodes { member { firstName } } } } }", json!({})).await;
        assert_eq!(listed.data()["network"]["memberships"]["nodes"],
            json!([{ "member": { "firstName": "Nora" } }]));
        let ahead = "employment where ended_on > '2026-12-31' and member_id in \
            (select id from member where erased_at is not null)";
        assert_eq!(app.count(ahead).await, 0);
    }

    async fn the_last_lead_and_the_last_administrator_stay(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Nora").await;
        let administrator = administrator(&app).await;
        let sure = json!({ "isConfirmed": true });

        assert_eq!(erase(&app, &lead, sure.clone()).await.refusals(), ["LAST_LEAD"]);
        assert_eq!(erase(&app, &administrator, sure.clone()).await.refusals(), ["LAST_ADMINISTRATOR"]);
        app.lead_of(network, "Omar").await;
        erase(&app, &lead, sure).await.done();
    }

    async fn what_served_its_time_is_cleared_with_one_line(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Nora").await;
        let ana = app.member_of(network, "Ana").await;
        let event = app.event(network, |_| {}).await;
        registration::create(&app.house(), Create { member: Some(ana.id), ..Create::oneself(event) })
            .await
            .unwrap();
        app.write("update outbox set state = 'sent'", vec![]).await;
        let now = app.clock.now();
        app.write(
            "insert into invitation (id, network_id, email, email_key, first_name, last_name, role, \
             word, token_hash, state, times_sent, reminders, last_sent_at, expires_at, created_at) \
             values (?, ?, 'canari@exemple.test', 'canari@exemple.test', 'Canari', 'Canari', 'member', \
             'canari', 'x', 'expired', 1, 0, ?, ?, ?)",
            vec![InvitationId::new().into(), network.into(), now.into(), now.into(), now.into()],
        )
        .await;

        // Sessions ended long before: theirs are cleared first.
        app.time_passes(retention::INVITATIONS - TimeDelta::days(1)).await;
        assert_eq!(canaries(&app, "canari").await, 5, "not yet");
        app.time_passes(TimeDelta::days(2)).await;
        assert_eq!(canaries(&app, "canari").await, 0);
        assert_eq!(app.count("invitation where state = 'expired'").await, 1, "the count stays");
        assert_eq!(app.count("sign_in_session").await, 0);
        assert_eq!(app.count("audit_line where action = 'sign_in.open'").await, 2);

        app.time_passes(retention::LETTERS).await;
        assert_eq!(app.count("outbox where email <> ''").await, 0);
        assert_eq!(app.count("audit_line where action = 'sign_in.open'").await, 0);
        app.time_passes(TimeDelta::zero()).await;
        assert_eq!(app.count("audit_line where action = 'retention.clear'").await, 3);
        assert!(app.count("member where email = 'nora@exemple.test'").await == 1, "{}", lead.email);
    }

    async fn who_was_not_seen_for_three_years_is_asked_then_closed_then_erased(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Nora").await;
        let gone = app.member_of(network, "Ana").await;
        let back = app.member_of(network, "Béa").await;
        app.leaves(&gone, network).await;
        app.leaves(&back, network).await;
        // How many were asked, closed and erased once so much more time has gone by.
        let after = async |time: TimeDelta| {
            app.time_passes(time).await;
            [
                app.count("outbox where kind = 'member_unseen'").await,
                app.count("member where archived_at is not null").await,
                app.count("member where erased_at is not null").await,
            ]
        };

        assert_eq!(after(retention::UNSEEN - TimeDelta::days(1)).await, [0, 0, 0]);
        let asked = after(TimeDelta::days(2)).await;
        assert_eq!(asked, [2, 0, 0], "one letter each; who is a member is not asked");
        assert_eq!(after(TimeDelta::zero()).await, [2, 0, 0], "only once");
        assert_eq!(app.letters().await, ["member_unseen ana@exemple.test", "member_unseen bea@exemple.test"]);
        app.write("update member set last_seen_at = ? where id = ?", vec![app.clock.now().into(), back.id.into()]).await;

        assert_eq!(after(retention::NOTICE + TimeDelta::days(1)).await, [2, 1, 0]);
        assert_eq!(after(TimeDelta::zero()).await, [2, 1, 0]);
        assert_eq!(after(retention::NOTICE).await, [2, 1, 1]);
        assert_eq!(canaries(&app, "ana@").await, 0);
        assert_eq!(app.count("member where email = 'bea@exemple.test' and archived_at is null").await, 1);
        assert_eq!(app.count("member where archived_at is null").await, 2, "{}", lead.email);
        assert_eq!(after(TimeDelta::days(365)).await, [2, 1, 1]);
    }

    async fn a_member_of_a_network_is_kept_however_silent(app: App) {
        let network = app.network("cybanjou").await;
        let person = app.member_of(network, "Ana").await;
        app.joins(&person, app.network("ailleurs").await, Role::Member, None).await;
        app.leaves(&person, network).await;

        app.clock.advance(retention::UNSEEN * 3);

        assert_eq!(retention::unseen(&app.house()).await.unwrap(), 0);
    }
}
