//! How the API behaves whatever is asked: edits, errors, copies, documents by their hash.

use poem::http::{StatusCode, header};
use serde_json::{Value, json};

use crate::support::{Answer, App, Kind, on_both};

const UPDATE: &str = "mutation($input: NetworkUpdateInput!) { networkUpdate(input: $input) {
    network { name revision description links { chatUrl websiteUrl } }
    userErrors { code field message details { name value } } } }";

/// What came back of a GET: status, headers and body.
struct Got {
    status: StatusCode,
    headers: header::HeaderMap,
    body: String,
}

async fn get(app: &App, query: &str, headers: &[(header::HeaderName, &str)]) -> Got {
    let mut request = app
        .client
        .get("/graphql")
        .header(header::ACCEPT, "application/json")
        .query("query", &query);
    for (name, value) in headers {
        request = request.header(name, *value);
    }
    let response = request.send().await.0;
    let (status, headers) = (response.status(), response.headers().clone());
    Got { status, headers, body: response.into_body().into_string().await.unwrap() }
}

impl Got {
    fn header(&self, name: &header::HeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

on_both! {
    async fn a_stale_edit_shows_what_the_other_wrote(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let edit = async |name: &str| {
            let input = json!({ "networkId": network.to_string(), "expectedRevision": 1, "name": name });
            app.ask(Some(&lead), UPDATE, json!({ "input": input })).await
        };

        edit("Cyb@njou").await.done();
        let stale = edit("Cybanjou").await;

        assert_eq!(stale.refusals(), ["STALE_REVISION"]);
        let payload = &stale.data()["networkUpdate"];
        assert_eq!(payload["network"]["name"], "Cyb@njou");
        assert_eq!(payload["network"]["revision"], 2);
        let details = &payload["userErrors"][0]["details"];
        assert_eq!(details, &json!([{ "name": "revision", "value": "2" }]));
    }

    async fn a_stale_edit_of_anything_else_shows_it_too(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let own = "{ viewer { member { id memberships(first: 1) { nodes { id } } } } }";
        let own = app.ask(Some(&lead), own, json!({})).await;
        let own = &own.data()["viewer"]["member"];

        let renamed = app.ask(Some(&lead), "mutation($id: ID!) { memberUpdate(input: { memberId: $id
            expectedRevision: 99, jobTitle: \"Médiatrice\" }) { member { id revision }
            userErrors { code } } }", json!({ "id": own["id"] })).await;
        let ended = app.ask(Some(&lead), "mutation($id: ID!) { membershipEnd(input: {
            membershipId: $id, expectedRevision: 99 }) { membership { id role }
            userErrors { code } } }", json!({ "id": own["memberships"]["nodes"][0]["id"] })).await;
        let reminded = app.ask(Some(&lead), "mutation($id: ID!) { reminderRuleSet(input: {
            networkId: $id, expectedRevision: 99 }) { reminderRule { revision }
            userErrors { code } } }", json!({ "id": network.to_string() })).await;

        for answer in [&renamed, &ended, &reminded] {
            assert_eq!(answer.refusals(), ["STALE_REVISION"]);
        }
        assert_eq!(renamed.data()["memberUpdate"]["member"]["id"], own["id"]);
        assert_eq!(ended.data()["membershipEnd"]["membership"]["role"], "LEAD");
        assert_eq!(reminded.data()["reminderRuleSet"]["reminderRule"]["revision"], 0);
    }

    async fn what_is_not_named_stays_and_what_is_null_is_emptied(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let spelled = "mutation($id: ID!, $chat: String, $site: String) { networkUpdate(input: {
            networkId: $id, chatUrl: $chat, websiteUrl: $site }) {
            network { links { chatUrl websiteUrl } } userErrors { code } } }";
        let links = |answer: &Answer| answer.done()["network"]["links"].clone();
        let (chat, site) = ("https://chat.example.org/", "https://site.example.org/");
        let both = json!({ "networkId": network.to_string(), "chatUrl": chat, "websiteUrl": site });
        app.ask(Some(&lead), UPDATE, json!({ "input": both })).await.done();

        // In one variable, and in variables of their own that are left out.
        let kept = json!({ "input": { "networkId": network.to_string(), "description": "Le réseau" } });
        let kept = app.ask(Some(&lead), UPDATE, kept).await;
        let left_out = app.ask(Some(&lead), spelled, json!({ "id": network.to_string() })).await;
        let emptied = json!({ "id": network.to_string(), "chat": null });
        let emptied = app.ask(Some(&lead), spelled, emptied).await;

        assert_eq!(links(&kept), json!({ "chatUrl": chat, "websiteUrl": site }));
        assert_eq!(links(&left_out), json!({ "chatUrl": chat, "websiteUrl": site }));
        assert_eq!(links(&emptied), json!({ "chatUrl": null, "websiteUrl": site }));
    }

    async fn all_that_is_wrong_comes_back_together(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let input = json!({ "networkId": network.to_string(), "level": "galactic",
            "contactEmail": "nobody", "chatUrl": "chat" });

        let refused = app.ask(Some(&lead), UPDATE, json!({ "input": input })).await;

        let mut codes = refused.refusals();
        codes.sort_unstable();
        assert_eq!(codes, ["EMAIL_INVALID", "LEVEL_UNKNOWN", "URL_INVALID"]);
        let errors = &refused.data()["networkUpdate"]["userErrors"];
        let email = errors.as_array().unwrap().iter().find(|error| error["code"] == "EMAIL_INVALID");
        assert_eq!(email.unwrap()["field"], json!(["contactEmail"]));
        let url = errors.as_array().unwrap().iter().find(|error| error["code"] == "URL_INVALID");
        assert_eq!(url.unwrap()["field"], json!(["chatUrl"]), "of three addresses");
        assert_eq!(url.unwrap()["details"], json!([{ "name": "url", "value": "chat" }]));
        assert_eq!(email.unwrap()["details"], json!([{ "name": "email", "value": "nobody" }]));
    }

    async fn a_permission_says_where_it_comes_from_or_what_is_missing(app: App) {
        let top = app.network("cybanjou").await;
        let branch = app.network_below(Some(top), "saumur").await;
        let lead = app.lead_of(top, "Ana").await;
        let member = app.member_of(branch, "Bob").await;
        let document = "query($id: ID!) { network(by: { id: $id }) { viewerCan(action: EDIT) {
            isAllowed code needs reason because { kind role network { slug } } } } }";
        let asked = async |who| {
            let answer = app.ask(who, document, json!({ "id": branch.to_string() })).await;
            answer.data()["network"]["viewerCan"].clone()
        };

        let granted = asked(Some(&lead)).await;
        let denied = asked(Some(&member)).await;
        let anonymous = asked(None).await;

        assert_eq!(granted["because"], json!([
            { "kind": "ROLE_ABOVE", "role": "LEAD", "network": { "slug": "cybanjou" } },
        ]));
        assert_eq!((&granted["isAllowed"], &granted["code"]), (&json!(true), &Value::Null));
        assert_eq!((&denied["code"], &denied["needs"]), (&json!("FORBIDDEN"), &json!("LEAD")));
        assert_eq!(denied["because"], json!([]));
        assert_eq!(anonymous["code"], "UNAUTHENTICATED");
        assert!(!denied["reason"].as_str().unwrap().is_empty());
    }

    async fn people_and_employers_come_by_name_or_the_newest_first(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        app.member_of(network, "Zoé").await;
        app.member_of(network, "Bob").await;
        let asked = async |order: &str, after: Option<&str>| {
            let document = "query($order: MemberOrder!, $after: String) { members(first: 2,
                orderBy: $order, after: $after) { nodes { firstName } pageInfo { endCursor } } }";
            let variables = json!({ "order": order, "after": after });
            app.ask(Some(&lead), document, variables).await
        };
        let names = |answer: &Answer| {
            let nodes = answer.data()["members"]["nodes"].as_array().unwrap().clone();
            let names: Vec<_> =
                nodes.iter().map(|node| node["firstName"].as_str().unwrap().to_owned()).collect();
            names.join(" ")
        };

        let by_name = asked("BY_NAME", None).await;
        let newest = asked("NEWEST", None).await;
        let cursor = newest.data()["members"]["pageInfo"]["endCursor"].as_str().unwrap().to_owned();
        let rest = asked("NEWEST", Some(&cursor)).await;
        let mixed = asked("BY_NAME", Some(&cursor)).await;

        assert_eq!(names(&by_name), "Ana Bob");
        assert_eq!((names(&newest).as_str(), names(&rest).as_str()), ("Bob Zoé", "Ana"));
        assert_eq!(mixed.code(), "BAD_CURSOR");
        let employers = "{ employers(first: 5, orderBy: NEWEST) { nodes { name } } }";
        assert_eq!(
            app.ask(Some(&lead), employers, json!({})).await.data()["employers"]["nodes"],
            json!([])
        );
    }

    async fn a_count_says_whether_it_is_exact(app: App) {
        let top = app.network("cybanjou").await;
        app.network_below(Some(top), "saumur").await;

        let alone = app.ask(None, "{ networks(first: 1) { totalCountIsExact } }", json!({})).await;
        let both = app.ask(None, "{ networks(first: 1) { n: totalCount ...exact } }
            fragment exact on NetworkConnection { totalCountIsExact }", json!({})).await;

        assert_eq!(alone.data()["networks"], json!({ "totalCountIsExact": true }));
        assert_eq!(both.data()["networks"], json!({ "n": 2, "totalCountIsExact": true }));
    }
}

#[tokio::test]
async fn an_error_carries_the_name_that_the_answer_carries() {
    let app = App::start(Kind::Sqlite).await;

    let got = get(&app, "{ networks(first: 101) { nodes { id } } }", &[]).await;

    let body: Value = serde_json::from_str(&got.body).unwrap();
    let extensions = &body["errors"][0]["extensions"];
    assert_eq!(extensions["code"], "PAGE_SIZE_OUT_OF_RANGE");
    assert_eq!(
        extensions["requestId"],
        got.header(&header::HeaderName::from_static("x-request-id"))
    );
    assert_eq!(got.header(&header::ETAG), "", "an error is not to be kept");
    assert_eq!(got.header(&header::CACHE_CONTROL), "no-store");
}

#[tokio::test]
async fn messages_are_in_the_language_that_is_asked_for_and_codes_are_not() {
    let app = App::start(Kind::Sqlite).await;
    let asked = async |languages: &str| {
        let query = "{ networks(first: 101) { nodes { id } } }";
        let got = get(&app, query, &[(header::ACCEPT_LANGUAGE, languages)]).await;
        let body: Value = serde_json::from_str(&got.body).unwrap();
        let said = body["errors"][0]["message"].as_str().unwrap().to_owned();
        assert_eq!(body["errors"][0]["extensions"]["code"], "PAGE_SIZE_OUT_OF_RANGE");
        (got.header(&header::CONTENT_LANGUAGE).to_owned(), said)
    };

    let english = asked("en-GB, fr;q=0.5").await;
    let french = asked("fr").await;
    let other = asked("de").await;

    assert_eq!(english, ("en".to_owned(), "Give first or last, from 1 to 100.".to_owned()));
    assert_eq!(french.0, "fr");
    assert_eq!(other, french);
    assert_ne!(english.1, french.1);
}

#[tokio::test]
async fn what_is_refused_before_anything_runs_is_said_in_the_language_that_is_asked_for() {
    let app = App::start(Kind::Sqlite).await;
    let asked = async |query: &str, languages: &str| {
        let got = get(&app, query, &[(header::ACCEPT_LANGUAGE, languages)]).await;
        let body: Value = serde_json::from_str(&got.body).unwrap();
        assert_eq!(
            got.header(&header::CONTENT_LANGUAGE),
            if languages == "en" { "en" } else { "fr" }
        );
        body["errors"][0]["message"].as_str().unwrap().to_owned()
    };
    let deep = format!("{}id{}", "{ a ".repeat(21), " }".repeat(21));
    let wide = "{ networks(first: 100) { nodes { events(first: 100) { nodes { hosts { id } \
        registrations(first: 100) { nodes { id } } } } } } }";
    let nul = r#"{ networks(first: 1, filter: { search: "\u0000" }) { nodes { id } } }"#;
    let ids = vec!["\"x\""; 101].join(",");
    let many = format!("{{ nodes(ids: [{ids}]) {{ id }} }}");
    let twice = "mutation { actAsEnd { __typename } actAsEnd { __typename } }";

    for (query, english, french) in [
        (deep.as_str(), "deeper than 20 levels", "plus de 20 niveaux"),
        (wide, "ask for smaller pages", "demandez des pages plus petites"),
        ("mutation { a: actAsEnd { __typename } }", "use POST", "employez POST"),
        (twice, "give each its own alias", "à chacune son propre alias"),
        ("query A { a } query B { b }", "several operations", "plusieurs opérations"),
        (nul, "character U+0000", "caractère U+0000"),
        (many.as_str(), "100 identifiers at most", "au plus 100 identifiants"),
    ] {
        let (in_english, in_french) = (asked(query, "en").await, asked(query, "fr").await);
        assert!(in_english.contains(english), "{query}: {in_english}");
        assert!(in_french.contains(french), "{query}: {in_french}");
        assert_eq!(asked(query, "de").await, in_french);
    }
}

#[tokio::test]
async fn what_nobody_in_particular_gets_may_be_kept_and_is_asked_again_cheaply() {
    let app = App::start(Kind::Sqlite).await;
    let network = app.network("cybanjou").await;
    let ana = app.lead_of(network, "Ana").await;
    let query = "{ network(by: { slug: \"cybanjou\" }) { name } }";

    let first = get(&app, query, &[]).await;
    let tag = first.header(&header::ETAG).to_owned();
    let again = get(&app, query, &[(header::IF_NONE_MATCH, &tag)]).await;
    let input = json!({ "networkId": network.to_string(), "name": "Cyb@njou" });
    app.ask(Some(&ana), UPDATE, json!({ "input": input })).await.done();
    let changed = get(&app, query, &[(header::IF_NONE_MATCH, &tag)]).await;

    assert_eq!(first.status, StatusCode::OK);
    assert_eq!(first.header(&header::CACHE_CONTROL), "public, max-age=60");
    assert!(first.header(&header::VARY).contains("Cookie"));
    assert_eq!((again.status, again.body.as_str()), (StatusCode::NOT_MODIFIED, ""));
    assert_eq!(again.header(&header::ETAG), tag);
    assert_eq!(changed.status, StatusCode::OK);
    assert_ne!(changed.header(&header::ETAG), tag);
}

#[tokio::test]
async fn what_someone_gets_is_kept_nowhere() {
    let app = App::start(Kind::Sqlite).await;
    let network = app.network("cybanjou").await;
    let ana = app.lead_of(network, "Ana").await;
    let cookie = format!("maillage={}", ana.token);

    let query = "{ viewer { member { name } } }";
    let got = get(&app, query, &[(header::COOKIE, &cookie), (header::IF_NONE_MATCH, "*")]).await;

    assert_eq!(got.status, StatusCode::OK);
    assert_eq!(got.header(&header::CACHE_CONTROL), "no-store");
    assert_eq!(got.header(&header::ETAG), "");
}

#[tokio::test]
async fn what_is_to_go_is_listed_for_programs() {
    let app = App::start(Kind::Sqlite).await;

    let response = app.client.get("/api/changes.json").send().await;

    response.assert_status_is_ok();
    let body: Value =
        serde_json::from_str(&response.0.into_body().into_string().await.unwrap()).unwrap();
    assert!(body["deprecations"].is_array(), "{body}");
}

#[tokio::test]
async fn an_operator_may_list_the_only_documents_that_are_answered() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("documents.json");
    let listed = "{ networkLevels { code } }";
    std::fs::write(&path, json!({ "levels": listed }).to_string()).unwrap();
    let path = path.to_str().unwrap().to_owned();
    let app = App::start_with(Kind::Sqlite, |config| maillage::config::Config {
        graphql_documents: Some(path),
        ..config
    })
    .await;

    app.ask(None, listed, json!({})).await.data();
    let other = app.ask(None, "{ __typename }", json!({})).await;

    assert_eq!(other.code(), "DOCUMENT_NOT_LISTED");
}

#[tokio::test]
async fn a_repetition_while_the_first_is_under_way_is_a_conflict_in_every_dialect() {
    let app = App::start(Kind::Sqlite).await;
    let network = app.network("cybanjou").await;
    let ana = app.lead_of(network, "Ana").await;
    let input = json!({ "input": { "networkId": network.to_string(), "name": "Cyb@njou" } });
    let body = json!({ "query": UPDATE, "variables": input }).to_string();
    // The first request holds the key, and has not been answered yet.
    let hash = domain::secret::hash(&ana.token);
    let by = domain::policy::By::Session(&hash);
    let house = &app.server.house;
    let standing = domain::policy::load(house.db.read(), &app.clock, by);
    let standing = standing.await.unwrap().unwrap();
    let door = domain::context::Door::Api;
    let ctx = domain::context::Context::new(app.server.house.clone(), standing, door, "first");
    domain::idempotency::hold(&ctx, "k1", body.as_bytes()).await.unwrap();

    let second = app.ask_once(&ana, "k1", UPDATE, input).await;

    assert_eq!((second.status, second.code()), (StatusCode::CONFLICT, "IDEMPOTENCY_KEY_IN_USE"));
}
