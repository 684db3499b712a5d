//! Values that fit the schema and that no database keeps: each was an internal error once.

use poem::http::StatusCode;
use serde_json::{Value, json};

use crate::support::{App, on_both};

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
            let response = app.client.get(path).send().await;
            assert_eq!(response.0.status(), StatusCode::BAD_REQUEST, "{path}");
        }
        let origin = app.server.config.public_url.clone();
        for form in ["email=a%00@b.fr", "email=a@b.fr&return_to=/%00", "email=a@b.fr%00"] {
            let post = app.client.post("/auth/email").header("origin", &origin);
            let response = post.content_type("application/x-www-form-urlencoded").body(form).send().await;
            assert!(!response.0.status().is_server_error(), "{form}: {}", response.0.status());
        }
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
            assert!(answer.body.get("data").is_none_or(Value::is_null), "{}", answer.body);
            let code = answer.code();
            let is_about_input = ["BAD_USER_INPUT", "GRAPHQL_VALIDATION_FAILED"].contains(&code);
            assert!(is_about_input, "{variables}: {code}");
        }
    }
}

impl App {
    /// An employer that this lead wrote down.
    async fn employer_of(
        &self,
        lead: &crate::support::Person,
        network: domain::id::NetworkId,
    ) -> Value {
        let create = "mutation($input: EmployerCreateInput!) { employerCreate(input: $input) {
            employer { id } userErrors { code } } }";
        let input = json!({ "input": { "name": "La Fabrique", "networkId": network.to_string() } });
        self.ask(Some(lead), create, input).await.done()["employer"]["id"].clone()
    }
}
