//! The counts that a lead reports: who may see them, and what each number means.

use chrono::{DateTime, NaiveDate, Utc};
use domain::id::{EmployerId, EmploymentId, NetworkId};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{Answer, App, Browser, Person, on_both};

const COUNTS: &str = "query($from: Date!, $until: Date!) { network(by: { slug: \"cybanjou\" }) {
    counts(from: $from, until: $until) {
        meetings participants registrations presenceRate newEmployers members unseenMembers
        byLocalRole { localRole count } } } }";

on_both! {
    async fn a_lead_counts_the_whole_branch_and_others_see_no_numbers(app: App) {
        let department = app.network("cybanjou").await;
        let local = app.network_below(Some(department), "rlin-bauge").await;
        let lead = app.lead_of(department, "Ana").await;
        let pilot = domain::membership::LocalRole::Pilot;
        let role = domain::membership::Role::Member;
        let zoe = app.person_with(local, "Zoé", role, Some(pilot)).await;
        app.joins(&zoe, department, role, None).await;
        let year = json!({ "from": "2026-01-01", "until": "2026-12-31" });

        let before = app.statements();
        let seen = app.ask(Some(&lead), COUNTS, year.clone()).await;
        let statements = app.statements() - before;
        let hidden = app.ask(Some(&zoe), COUNTS, year).await;
        let next = json!({ "from": "2027-01-01", "until": "2027-12-31" });
        let later = app.ask(Some(&lead), COUNTS, next).await;

        let counts = &seen.data()["network"]["counts"];
        assert_eq!(counts["members"], 2, "a person counts once, however many their networks");
        assert_eq!(counts["unseenMembers"], 0, "nobody was a member for twelve months");
        assert_eq!(later.data()["network"]["counts"]["unseenMembers"], 2);
        assert_eq!(counts["meetings"], 0);
        assert_eq!(counts["presenceRate"], json!(null));
        assert_eq!(counts["byLocalRole"][0], json!({ "localRole": "PILOT", "count": 1 }));
        assert_eq!(hidden.data()["network"]["counts"], json!(null));
        assert!(statements <= 3, "who asks, the network, its counts: {statements}");
    }

    async fn a_day_before_anyone_came_has_nobody(app: App) {
        let department = app.network("cybanjou").await;
        let lead = app.lead_of(department, "Ana").await;

        let before = app.ask(Some(&lead), COUNTS, json!({ "from": "2025-01-01", "until": "2025-12-31" })).await;

        assert_eq!(before.data()["network"]["counts"]["members"], 0);
    }

    async fn days_in_the_wrong_order_have_no_numbers(app: App) {
        let department = app.network("cybanjou").await;
        let lead = app.lead_of(department, "Ana").await;

        let one = app.ask(Some(&lead), COUNTS, json!({ "from": "2026-12-01", "until": "2026-12-01" })).await;
        let reversed = app.ask(Some(&lead), COUNTS, json!({ "from": "2027-01-01", "until": "2026-12-01" })).await;

        assert_eq!(one.data()["network"]["counts"]["meetings"], 0);
        assert_eq!(reversed.code(), "BAD_USER_INPUT");
        let told = |answer: &Answer| {
            answer.body["errors"][0]["message"].as_str().unwrap().to_owned()
        };
        assert_eq!(
            told(&reversed),
            "La période ne contient aucun jour : elle finit le 1er décembre 2026, avant de \
             commencer le 1er janvier 2027."
        );
        // The same where both days are in one month, whose whole would be counted.
        let series = "query($id: ID!, $from: Date!, $until: Date!) {
            indicators(networkId: $id, from: $from, until: $until) { indicator } }";
        let days = json!({ "from": "2026-12-20", "until": "2026-12-01" });
        let counts = app.ask(Some(&lead), COUNTS, days.clone()).await;
        let mut asked = days;
        asked["id"] = json!(department.to_string());
        let series = app.ask(Some(&lead), series, asked).await;
        assert_eq!(series.code(), "BAD_USER_INPUT");
        assert_eq!(told(&series), told(&counts));
        let numbers = "/networks/cybanjou/numbers?from=2027-01-01&until=2026-12-01";
        let shown = Browser::of(&app, &lead).get(numbers).await;
        shown.says("Ce jour vient avant « Du »");
    }

    async fn what_is_no_day_is_told_beside_its_field_whatever_period_is_asked_for(app: App) {
        let department = app.network("cybanjou").await;
        let lead = app.lead_of(department, "Ana").await;
        let mut browser = Browser::of(&app, &lead);

        for span in ["", "span=this-year&", "span=last-year&", "span=chosen&"] {
            let asked = format!("/networks/cybanjou/numbers?{span}from=31/02/2026&until=2026-12-01");
            let shown = browser.get(&asked).await;
            shown.says("« 31/02/2026 » n’est pas un jour du calendrier.");
            shown.says("value=\"31/02/2026\"");
            shown.is_silent_about("id=\"until-erreur\"");
        }
        let usual = browser.get("/networks/cybanjou/numbers").await;
        usual.is_silent_about("Indiquez la date");
        let undated = browser.get("/networks/cybanjou/numbers?span=chosen").await;
        undated.says("<a href=\"#from\">Indiquez la date de début.</a>");
        undated.says("<a href=\"#until\">Indiquez la date de fin.</a>");
    }

    async fn days_that_are_typed_are_the_period_until_another_is_chosen(app: App) {
        let department = app.network("cybanjou").await;
        let lead = app.lead_of(department, "Ana").await;
        let mut browser = Browser::of(&app, &lead);
        let path = "/networks/cybanjou/numbers";
        let days = "from=2026-02-01&until=2026-02-28";
        let own = "<h2 id=\"ensemble\">Du 1er février 2026 au 28 février 2026</h2>";

        let empty = browser.get(path).await;
        empty.says("<input type=\"hidden\" name=\"given\" value=\"\">");
        let typed = browser.get(&format!("{path}?given=&span=this-year&{days}")).await;
        typed.says(own);
        typed.says("<option value=\"chosen\" selected>");
        typed.says("<input type=\"hidden\" name=\"given\" value=\"2026-02-01 2026-02-28\">");
        let given = "given=2026-02-01+2026-02-28";
        let other = browser.get(&format!("{path}?{given}&span=last-year&{days}")).await;
        other.says("<h2 id=\"ensemble\">Du 1er janvier 2025 au 31 décembre 2025</h2>");
        other.says("<option value=\"last-year\" selected>");
        other.is_silent_about("value=\"2026-02-01\"");
        let both = browser
            .get(&format!("{path}?given=2026-01-01+2026-02-28&span=last-year&{days}")).await;
        both.says(own);
        let half = browser.get(&format!("{path}?given=&span=this-year&from=2026-02-01")).await;
        half.says("<a href=\"#until\">Indiquez la date de fin.</a>");
    }

    async fn a_dashboard_is_one_question_and_one_statement(app: App) {
        let department = app.network("cybanjou").await;
        let lead = app.lead_of(department, "Ana").await;
        let member = app.member_of(department, "Zoé").await;
        let document = "query($id: ID!, $from: Date!, $until: Date!, $keys: [Indicator!]) {
            indicators(networkId: $id, keys: $keys, from: $from, until: $until) {
                indicator name definition points { from until value } } }";
        let asked = async |who, from: &str, until: &str, keys: serde_json::Value| {
            let variables = json!({
                "id": department.to_string(), "from": from, "until": until, "keys": keys,
            });
            app.ask(Some(who), document, variables).await
        };

        let members = asked(&lead, "2025-12-15", "2026-02-01", json!(["MEMBERS"])).await;
        let before = app.statements();
        let all = asked(&lead, "2025-01-01", "2026-12-31", json!(null)).await;
        let statements = app.statements() - before;
        let hidden = asked(&member, "2026-01-01", "2026-12-31", json!(null)).await;
        let too_many = asked(&lead, "2020-01-01", "2026-12-31", json!(null)).await;

        let series = &members.data()["indicators"][0];
        assert_eq!(series["points"], json!([
            { "from": "2025-12-01", "until": "2025-12-31", "value": 0.0 },
            { "from": "2026-01-01", "until": "2026-01-31", "value": 2.0 },
            { "from": "2026-02-01", "until": "2026-02-28", "value": 2.0 },
        ]));
        assert_eq!(series["name"], "Membres");
        let all = all.data()["indicators"].as_array().unwrap().clone();
        assert_eq!(all.len(), 7);
        for series in &all {
            assert_eq!(series["points"].as_array().unwrap().len(), 24);
            let definition = series["definition"].as_str().unwrap();
            assert!(definition.contains(' '), "{definition} is a sentence");
        }
        assert!(statements <= 2, "who asks, and the numbers: {statements}");
        assert_eq!(hidden.data()["indicators"], json!(null));
        assert_eq!(too_many.code(), "BAD_USER_INPUT");
    }

    async fn each_number_falls_in_its_own_month(app: App) {
        let department = app.network("cybanjou").await;
        let lead = app.lead_of(department, "Ana").await;
        let (zoe, bob) = (app.member_of(department, "Zoé").await, app.member_of(department, "Bob").await);
        let held = async |at: &str, people: &[(&Person, &str)]| held(&app, department, at, people).await;
        // In Paris it is February already when the first one ends.
        held("2026-01-31T21:30:00Z", &[(&zoe, "present"), (&bob, "absent")]).await;
        held("2026-03-10T08:30:00Z", &[(&zoe, "present"), (&bob, "present")]).await;
        held("2026-03-20T08:30:00Z", &[(&zoe, "present"), (&bob, "excused")]).await;
        app.clock.set("2026-05-01T08:00:00Z".parse().unwrap());

        let document = "query($id: ID!) { indicators(networkId: $id, from: \"2026-01-01\", until: \"2026-04-30\",
            keys: [MEETINGS, PARTICIPANTS, REGISTRATIONS, PRESENCE_RATE]) { indicator points { value } } }";
        let monthly = app.ask(Some(&lead), document, json!({ "id": department.to_string() })).await;
        let whole = json!({ "from": "2026-01-01", "until": "2026-04-30" });
        let whole = app.ask(Some(&lead), COUNTS, whole).await;

        let series = monthly.data()["indicators"].as_array().unwrap().clone();
        assert_eq!(values(&series[0]), [0.0, 1.0, 2.0, 0.0]);
        assert_eq!(values(&series[1]), [0.0, 1.0, 2.0, 0.0], "a person counts once a month");
        assert_eq!(values(&series[2]), [0.0, 2.0, 4.0, 0.0]);
        assert_eq!(values(&series[3]), [json!(null), json!(0.5), json!(0.75), json!(null)]);
        let whole = &whole.data()["network"]["counts"];
        assert_eq!(whole["meetings"], 3);
        assert_eq!(whole["participants"], 2);
        assert_eq!(whole["registrations"], 6);
        assert_eq!(whole["members"], 3);
    }

    async fn an_employer_counts_once_when_a_member_first_works_there(app: App) {
        let department = app.network("cybanjou").await;
        let lead = app.lead_of(department, "Ana").await;
        // Everyone is a member from the first of January 2026 on.
        let (zoe, bob) = (app.member_of(department, "Zoé").await, app.member_of(department, "Bob").await);
        let outsider = app.person("Max").await;
        let (newcomer, former) = (employer(&app).await, employer(&app).await);
        let (earlier, declared, foreign) = (employer(&app).await, employer(&app).await, employer(&app).await);
        employs(&app, newcomer, &zoe, "2026-03-15", None, "confirmed").await;
        employs(&app, newcomer, &bob, "2026-04-02", None, "confirmed").await;
        employs(&app, earlier, &bob, "2020-09-01", None, "confirmed").await;
        employs(&app, former, &zoe, "2019-01-01", Some("2025-12-31"), "confirmed").await;
        employs(&app, declared, &zoe, "2026-02-01", None, "declared").await;
        employs(&app, foreign, &outsider, "2026-02-01", None, "confirmed").await;

        let document = "query($id: ID!) { indicators(networkId: $id, from: \"2025-12-01\", until: \"2026-05-31\",
            keys: [NEW_EMPLOYERS]) { points { value } } }";
        let monthly = app.ask(Some(&lead), document, json!({ "id": department.to_string() })).await;
        let year = json!({ "from": "2026-01-01", "until": "2026-12-31" });
        let year = app.ask(Some(&lead), COUNTS, year).await;

        // Who works there already counts on the day on which they join; who comes later, no more.
        assert_eq!(values(&monthly.data()["indicators"][0]), [0.0, 1.0, 0.0, 1.0, 0.0, 0.0]);
        assert_eq!(year.data()["network"]["counts"]["newEmployers"], 2);
    }

    async fn who_came_within_the_year_was_seen_and_who_was_absent_was_not(app: App) {
        let department = app.network("cybanjou").await;
        let lead = app.lead_of(department, "Ana").await;
        let (zoe, bob) = (app.member_of(department, "Zoé").await, app.member_of(department, "Bob").await);
        let since = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap();
        app.write("update membership set started_on = ?", vec![since.into()]).await;
        app.member_of(department, "Nouvelle").await;
        held(&app, department, "2025-03-10T08:30:00Z", &[(&bob, "present")]).await;
        held(&app, department, "2026-03-10T08:30:00Z", &[(&zoe, "present"), (&bob, "absent")]).await;

        let year = json!({ "from": "2025-09-01", "until": "2026-08-31" });
        let year = app.ask(Some(&lead), COUNTS, year).await;
        let before = json!({ "from": "2025-01-01", "until": "2025-12-31" });
        let before = app.ask(Some(&lead), COUNTS, before).await;

        // Ana never came, Bob not for more than a year; who joined since cannot be missed yet.
        assert_eq!(year.data()["network"]["counts"]["unseenMembers"], 2);
        assert_eq!(before.data()["network"]["counts"]["unseenMembers"], 2, "Bob was there, Zoé not yet");
    }

    async fn the_list_of_the_absent_has_those_who_are_counted(app: App) {
        let department = app.network("cybanjou").await;
        let local = app.network_below(Some(department), "rlin-bauge").await;
        let lead = app.lead_of(department, "Ana").await;
        let role = domain::membership::Role::Member;
        let zoe = app.person_with(local, "Zoé", role, None).await;
        let bob = app.person_with(local, "Bob", role, None).await;
        let new = app.member_of(department, "Léo").await;
        let at: DateTime<Utc> = "2027-01-10T08:30:00Z".parse().unwrap();
        let event = app.event(department, |event| event.starts_at = at).await;
        for (person, state) in [(&zoe, "present"), (&bob, "absent")] {
            app.write(
                "insert into attendance (id, event_id, member_id, state, recorded_at, revision) \
                 values (?, ?, ?, ?, ?, 1)",
                vec![Uuid::now_v7().into(), event.into(), person.id.into(), state.into(), at.into()],
            ).await;
        }
        let since = chrono::NaiveDate::from_ymd_opt(2027, 5, 1).unwrap();
        let joined = "update membership set started_on = ? where member_id = ?";
        app.write(joined, vec![since.into(), new.id.into()]).await;
        // Who was seen at the door need not have signed in, and the other way round.
        app.write("update member set last_seen_at = ? where id = ?", vec![at.into(), bob.id.into()]).await;
        app.clock.set("2027-06-01T08:00:00Z".parse().unwrap());
        let lead = app.signs_in_again(&lead).await;

        let document = "{ network(by: { slug: \"cybanjou\" }) {
            counts(from: \"2027-01-01\", until: \"2027-06-01\") { unseenMembers }
            memberships(first: 10, filter: { isAbsent: true, scope: SUBTREE }) {
                totalCount nodes { member { firstName } } }
            here: memberships(first: 10, filter: { isAbsent: true }) { totalCount } } }";
        let answer = app.ask(Some(&lead), document, json!({})).await;

        let network = &answer.data()["network"];
        assert_eq!(network["counts"]["unseenMembers"], 2);
        assert_eq!(network["memberships"]["totalCount"], 2);
        let names: Vec<_> = network["memberships"]["nodes"].as_array().unwrap().iter()
            .map(|one| one["member"]["firstName"].as_str().unwrap()).collect();
        assert_eq!(names, ["Ana", "Bob"], "who came, or is new, is not absent");
        assert_eq!(network["here"]["totalCount"], 1);
        let page = "/networks/cybanjou/members?absent=yes&scope=subtree";
        let numbers = Browser::of(&app, &lead).get("/networks/cybanjou/numbers").await;
        numbers.says(&page.replace('&', "&#38;"));
        let shown = Browser::of(&app, &lead).get(page).await;
        shown.says("2 personnes");
        shown.says("Choisir Bob");
        shown.is_silent_about("Choisir Zoé");
        shown.is_silent_about("Choisir Léo");
        let other = app.ask(Some(&app.signs_in_again(&zoe).await), document, json!({})).await;
        assert_eq!(other.code(), "FORBIDDEN");
    }
}

fn values(series: &Value) -> Vec<Value> {
    series["points"].as_array().unwrap().iter().map(|point| point["value"].clone()).collect()
}

/// An event at which these people were recorded so.
async fn held(app: &App, network: NetworkId, at: &str, people: &[(&Person, &str)]) {
    let at: DateTime<Utc> = at.parse().unwrap();
    let event = app.event(network, |event| event.starts_at = at).await;
    for (person, state) in people {
        app.write(
            "insert into registration (id, event_id, member_id, state, attends, rank, revision, \
             state_changed_at, created_at) values (?, ?, ?, 'confirmed', 'on_site', 1, 1, ?, ?)",
            vec![Uuid::now_v7().into(), event.into(), person.id.into(), at.into(), at.into()],
        )
        .await;
        let values =
            vec![Uuid::now_v7().into(), event.into(), person.id.into(), (*state).into(), at.into()];
        app.write(
            "insert into attendance (id, event_id, member_id, state, recorded_at, revision) \
             values (?, ?, ?, ?, ?, 1)",
            values,
        )
        .await;
    }
}

async fn employer(app: &App) -> EmployerId {
    let (id, now) = (EmployerId::new(), app.clock.now());
    app.write(
        "insert into employer (id, name, search, address, postal_code, commune_name, revision, \
         created_at) values (?, 'Structure', 'structure', '', '', '', 1, ?)",
        vec![id.into(), now.into()],
    )
    .await;
    id
}

async fn employs(
    app: &App,
    employer: EmployerId,
    person: &Person,
    from: &str,
    until: Option<&str>,
    status: &str,
) {
    let from: NaiveDate = from.parse().unwrap();
    let until: Option<NaiveDate> = until.map(|day| day.parse().unwrap());
    let (id, now) = (EmploymentId::new(), app.clock.now());
    let values = vec![
        id.into(),
        person.id.into(),
        employer.into(),
        from.into(),
        until.into(),
        status.into(),
        now.into(),
    ];
    app.write(
        "insert into employment (id, member_id, employer_id, started_on, ended_on, status, \
         revision, created_at) values (?, ?, ?, ?, ?, ?, 1, ?)",
        values,
    )
    .await;
}
