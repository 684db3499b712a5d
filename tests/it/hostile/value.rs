//! Values that fit the schema and that no database keeps: each was an internal error once.

use chrono::TimeDelta;
use poem::http::StatusCode;
use serde_json::{Value, json};

use crate::support::{App, Browser, Person, on_both};

/// Signs of which nobody sees any.
const UNSEEN: &str = "\u{200B}\u{2060} \u{3164}\u{202E}";

on_both! {
    async fn a_text_with_nul_is_refused_and_breaks_nothing(app: App) {
        let department = app.network("cybanjou").await;
        let lead = app.lead_of(department, "Ana").await;
        let create = "mutation($input: EmployerCreateInput!) { employerCreate(input: $input) {
            userErrors { code } } }";
        let literal = format!("mutation {{ employerCreate(input: {{
            name: \"a\\u0000b\", networkId: \"{department}\" }}) {{ userErrors {{ code }} }} }}");
        let list = "query($search: String) { employers(first: 1, search: $search) { nodes { id } } }";
        let name = json!({ "input": { "name": "a\0b", "networkId": department.to_string() } });

        for (document, variables) in [
            (create, name),
            (literal.as_str(), json!({})),
            (list, json!({ "search": "\0" })),
        ] {
            let answer = app.ask(Some(&lead), document, variables).await;
            assert_eq!(answer.code(), "BAD_USER_INPUT", "{document}");
        }
    }

    async fn an_address_or_a_form_with_nul_breaks_no_page(app: App) {
        for path in ["/networks/%00", "/events?search=%00", "/invitations/%00", "/calendar/%00"] {
            let shown = Browser::of_nobody(&app).get(path).await;
            assert_eq!(shown.status, StatusCode::BAD_REQUEST, "{path}");
            shown.says("<html lang=\"fr\">");
            shown.says("Cette adresse est illisible");
        }
        let answer = app.client.get("/graphql?query=%7B%00%7D").send().await.0;
        assert!(!answer.status().is_server_error(), "{}", answer.status());
        let body: Value = serde_json::from_str(&answer.into_body().into_string().await.unwrap()).unwrap();
        assert!(body["errors"][0]["message"].is_string(), "{body}");
        let origin = app.server.config.public_url.clone();
        for form in ["email=a%00@b.fr", "email=a@b.fr&return_to=/%00", "email=a@b.fr%00"] {
            let post = app.client.post("/auth/email").header("origin", &origin);
            let response = post.content_type("application/x-www-form-urlencoded").body(form).send().await;
            assert!(!response.0.status().is_server_error(), "{form}: {}", response.0.status());
        }
    }

    async fn a_name_is_one_line_of_two_hundred_characters_at_most(app: App) {
        let department = app.network("cybanjou").await;
        let lead = app.lead_of(department, "Ana").await;
        let network = department.to_string();
        let event = app.event(department, |_| {}).await.to_string();
        let (mutations, mut said) = (["eventCreate", "eventUpdate", "sessionCreate", "employerCreate",
            "networkCreate", "networkUpdate", "charterCreate", "tokenCreate"], Vec::new());

        for mutation in mutations {
            let of = |name: &str| match mutation {
                "eventCreate" => json!({ "title": name, "hostIds": [network], "kind": "NETWORK_MEETING",
                    "startsAt": "2030-10-08T07:00:00Z", "endsAt": "2030-10-08T15:00:00Z" }),
                "eventUpdate" => json!({ "eventId": event, "title": name }),
                "sessionCreate" => json!({ "eventId": event, "title": name,
                    "startsAt": app.clock.now() + TimeDelta::days(700), "endsAt": app.clock.now() }),
                "employerCreate" => json!({ "networkId": network, "name": name }),
                "networkCreate" => json!({ "parentId": network, "slug": "rlin", "name": name,
                    "level": "local" }),
                "networkUpdate" => json!({ "networkId": network, "name": name }),
                "charterCreate" => json!({ "networkId": network, "title": name,
                    "asksVolunteer": true, "asksStructure": false, "draft": "Agir" }),
                _ => json!({ "name": name, "scopes": ["event:read"] }),
            };
            let kind = mutation[..1].to_uppercase() + &mutation[1..];
            let document = format!("mutation($input: {kind}Input!) {{ {mutation}(input: $input) {{
                userErrors {{ code }} }} }}");
            let long = app.ask(Some(&lead), &document, json!({ "input": of(&"x".repeat(201)) })).await;
            assert!(long.refusals().contains(&"TEXT_TOO_LONG"), "{mutation}: {}", long.body);
            let unseen = app.ask(Some(&lead), &document, json!({ "input": of(UNSEEN) })).await;
            let is_missing = |code: &&str| matches!(*code, "TITLE_MISSING" | "NAME_MISSING");
            assert!(unseen.refusals().iter().any(is_missing), "{mutation}: {}", unseen.body);
            if mutation != "sessionCreate" {
                let broken = json!({ "input": of("Café\r\nnumérique\t2") });
                let broken = app.ask(Some(&lead), &document, broken).await;
                said.push((mutation, broken.refusals().len()));
            }
        }

        assert!(said.iter().all(|(_, refusals)| *refusals == 0), "{said:?}");
        let is_kept = async |table: &str, field: &str| {
            app.count(&format!("{table} where {field} = 'Café numérique 2'")).await > 0
        };
        for (table, field) in [("event", "title"), ("employer", "name"), ("network", "name"),
            ("charter", "title"), ("token", "name")] {
            assert!(is_kept(table, field).await, "{table}");
        }
    }

    async fn a_text_in_which_nothing_can_be_seen_is_none(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let lou = app.member_of(network, "Lou").await;
        let zoe = app.person("Zoé").await;
        let say = async |who: &Person, mutation: &str, answers: &str, input: Value| {
            let kind = mutation[..1].to_uppercase() + &mutation[1..];
            let document = format!("mutation($input: {kind}Input!) {{ {mutation}(input: $input) {{
                {answers} userErrors {{ code }} }} }}");
            app.ask(Some(who), &document, json!({ "input": input })).await
        };
        let charter = say(&lead, "charterCreate", "charter { id }", json!({ "title": "Charte",
            "networkId": network.to_string(), "asksVolunteer": true, "asksStructure": false,
            "draft": UNSEEN })).await;
        let charter = &charter.done()["charter"]["id"];
        let asked = say(&zoe, "joinRequestCreate", "joinRequest { id }",
            json!({ "networkId": network.to_string() })).await;
        let request = &asked.done()["joinRequest"]["id"];

        let published = say(&lead, "charterPublish", "",
            json!({ "charterId": charter, "asksAgain": true })).await;
        let refused = say(&lead, "joinRequestRefuse", "",
            json!({ "joinRequestId": request, "reason": UNSEEN })).await;
        let named = say(&lou, "memberUpdate", "member { firstName }",
            json!({ "memberId": lou.id.to_string(), "firstName": UNSEEN })).await;

        assert_eq!(published.refusals(), ["DRAFT_MISSING"]);
        assert_eq!(refused.refusals(), ["REASON_MISSING"]);
        assert_eq!(named.done()["member"]["firstName"], "");
    }

    async fn a_day_or_an_instant_beyond_the_calendar_is_refused(app: App) {
        let department = app.network("cybanjou").await;
        let lead = app.lead_of(department, "Ana").await;
        let event = app.event(department, |_| {}).await;
        let employer = app.employer_of(&lead, department).await;
        let duplicate = "mutation($input: EventDuplicateInput!) { eventDuplicate(input: $input) {
            userErrors { code } } }";
        let declare = "mutation($input: EmploymentDeclareInput!) { employmentDeclare(input: $input) {
            userErrors { code } } }";
        let at = |at: &str| json!({ "input": { "eventId": event.to_string(), "startsAt": at } });
        let on = |on: &str| json!({ "input": { "employerId": employer, "startedOn": on } });

        for (document, variables) in [
            (duplicate, at("9999-12-31T23:59:59Z")),
            (duplicate, at("-99999-01-01T00:00:00Z")),
            (declare, on("-99999-01-01")),
            (declare, on("0001-01-01")),
        ] {
            let answer = app.ask(Some(&lead), document, variables.clone()).await;
            let done = answer.body["data"].as_object();
            assert!(done.is_none_or(|done| done.values().all(Value::is_null)), "{}", answer.body);
            let code = answer.code();
            let is_about_input = ["BAD_USER_INPUT", "GRAPHQL_VALIDATION_FAILED"].contains(&code);
            assert!(is_about_input, "{variables}: {code}");
        }
    }
}

impl App {
    /// An employer that this lead wrote down.
    async fn employer_of(&self, lead: &Person, network: domain::id::NetworkId) -> Value {
        let create = "mutation($input: EmployerCreateInput!) { employerCreate(input: $input) {
            employer { id } userErrors { code } } }";
        let input = json!({ "input": { "name": "La Fabrique", "networkId": network.to_string() } });
        self.ask(Some(lead), create, input).await.done()["employer"]["id"].clone()
    }
}
