//! `/graphql` for strangers: the protocol, what is refused, and what a browser sees.

use std::{
    fmt::Write as _,
    net::SocketAddr,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use maillage::config::Config;
use reqwest::{Client, RequestBuilder, Response, StatusCode, header};
use serde_json::{Value, json};
use tokio::{io::AsyncWriteExt as _, net::TcpStream, sync::oneshot};

use crate::support::{App, Kind};

const NEWER: &str = "application/graphql-response+json";
const JSON: &str = "application/json";
const QUERY: &str = r#"{"query":"{ __typename }"}"#;
const MUTATION: &str = r#"{"query":"mutation { __typename }"}"#;

/// The application on a port of its own, and someone who asks it.
struct Asked {
    address: String,
    client: Client,
    _app: App,
}

impl Asked {
    async fn start() -> Self {
        Self::start_with(|config| config).await
    }

    async fn start_with(change: impl FnOnce(Config) -> Config) -> Self {
        let anywhere = SocketAddr::from(([127, 0, 0, 1], 0));
        // The protocol is the same whatever the database.
        let change = |config: Config| change(config).listening_on(anywhere);
        let app = App::start_with(Kind::Sqlite, change).await;
        let (tell, listening) = oneshot::channel();
        tokio::spawn(maillage::serve::serve(app.server.clone(), Some(tell)));
        let address = format!("http://{}", listening.await.unwrap());
        // Refused when it is there already, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder().timeout(Duration::from_secs(20)).build().unwrap();
        Self { address, client, _app: app }
    }

    fn post(&self, body: impl Into<reqwest::Body>) -> RequestBuilder {
        self.post_as(JSON, body)
    }

    fn post_as(&self, content_type: &str, body: impl Into<reqwest::Body>) -> RequestBuilder {
        self.client
            .post(format!("{}/graphql", self.address))
            .header(header::CONTENT_TYPE, content_type)
            .header(header::ACCEPT, NEWER)
            .body(body)
    }

    fn get(&self, path: &str, accept: &str) -> RequestBuilder {
        self.client.get(format!("{}{path}", self.address)).header(header::ACCEPT, accept)
    }

    /// A plain query is answered, and soon.
    async fn is_well(&self) {
        let began = Instant::now();
        let response = self.post(QUERY).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        assert!(began.elapsed() < Duration::from_secs(1), "{:?}", began.elapsed());
    }
}

async fn refusal(response: Response) -> (StatusCode, String) {
    let status = response.status();
    let body: Value = response.json().await.unwrap();
    assert!(body.get("data").is_none(), "{body}");
    assert!(body["extensions"]["cost"]["limit"].is_u64(), "{body}");
    let code = body["errors"][0]["extensions"]["code"].as_str();
    (status, code.unwrap_or_else(|| panic!("{body}")).to_owned())
}

#[tokio::test]
async fn all_audits_of_graphql_over_http_pass() {
    let asked = Asked::start().await;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/node");
    assert!(
        folder.join("node_modules/graphql-http").exists(),
        "npm's graphql-http is missing: run `npm ci` in tests/node, or scripts/test"
    );
    let url = format!("{}/graphql", asked.address);
    let audit = move || {
        Command::new("node")
            .args(["graphql_http_audits.mjs", &url])
            .current_dir(folder)
            .stderr(Stdio::inherit())
            .output()
    };
    let output = tokio::task::spawn_blocking(audit).await.unwrap().expect("node runs the audits");
    assert!(output.status.success());
    let audits: Vec<Value> = String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let failed: Vec<_> = audits.iter().filter(|audit| audit["status"] != "ok").collect();
    assert!(failed.is_empty(), "{failed:#?}");
    assert_eq!(audits.len(), 61);
}

fn fragment_bomb() -> String {
    let mut text = "{ ...f0 }".to_owned();
    for level in 0..25 {
        let next = level + 1;
        write!(text, " fragment f{level} on Query {{ ...f{next} ...f{next} }}").unwrap();
    }
    text + " fragment f25 on Query { __typename }"
}

/// Queries that mean harm, each with the code that refuses it.
fn abuse() -> Vec<(&'static str, String, &'static str)> {
    let query = |text: &str| json!({ "query": text }).to_string();
    let repeat = |text: &str, times: usize| text.repeat(times);
    let aliases = (0..2_000).fold(String::new(), |mut text, number| {
        write!(text, "a{number}: __typename ").unwrap();
        text
    });
    let pages = "{ a(first: 100) { nodes { b(first: 100) { nodes { c(first: 100) { nodes { id }
        } } } } } }";
    let list = (0..20_000).map(|_| "1").collect::<Vec<_>>().join(",");
    let long_variable = format!(
        r#"{{"query":"query ($v: [Int]) {{ {} }}","variables":{{"v":[{list}]}}}}"#,
        repeat("a(v: $v) ", 60),
    );
    let schema = format!(
        "{{ __schema {{ types {{ {} name {} }} }} }}",
        repeat("fields { type { ", 6),
        repeat("} } ", 6)
    );
    vec![
        ("fragment bomb", query(&fragment_bomb()), "QUERY_TOO_COMPLEX"),
        (
            "fragment cycle",
            query("{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }"),
            "GRAPHQL_VALIDATION_FAILED",
        ),
        ("nested lists", query(&format!("{{ a(v: {}) }}", repeat("[", 20_000))), "QUERY_TOO_DEEP"),
        ("nested objects", query(&format!("{{ a(v: {}", repeat("{a:", 6_000))), "QUERY_TOO_DEEP"),
        ("depth", query(&format!("{}{}", repeat("{ a ", 40), repeat("}", 40))), "QUERY_TOO_DEEP"),
        ("aliases", query(&format!("{{ {aliases} }}")), "QUERY_TOO_COMPLEX"),
        (
            "fewer aliases",
            query(&format!("{{ {} }}", &aliases[.."a00: __typename ".len() * 80])),
            "TOO_MANY_ALIASES",
        ),
        (
            "directives",
            query(&format!("{{ __typename {} }}", repeat("@skip(if: false) ", 1_000))),
            "TOO_MANY_DIRECTIVES",
        ),
        ("pages within pages", query(pages), "QUERY_TOO_COMPLEX"),
        ("a long variable, often", long_variable, "QUERY_TOO_COMPLEX"),
        ("the schema within itself", query(&schema), "QUERY_TOO_DEEP"),
        (
            "mutations",
            query(&format!("mutation {{ {} }}", repeat("a ", 6))),
            "TOO_MANY_ROOT_MUTATIONS",
        ),
        ("a mutation twice", query("mutation { a a }"), "TOO_MANY_ROOT_MUTATIONS"),
        (
            "one field, often",
            query(&format!("{{ {} }}", repeat("networks(first: 1) { totalCount } ", 700))),
            "TOO_MANY_ALIASES",
        ),
        (
            "one value, often",
            query(&format!("{{ viewer {{ {} }} }}", repeat("isAdministrator ", 1_400))),
            "TOO_MANY_ALIASES",
        ),
        ("a batch", format!("[{QUERY},{QUERY}]"), "BATCH_NOT_SUPPORTED"),
        ("tokens", query(&format!("{{ {} }}", repeat("a ", 20_000))), "QUERY_TOO_LARGE"),
        (
            "nested variables",
            format!(r#"{{"query":"{{a}}","variables":{{"v":{}"#, repeat("[", 30_000)),
            "BAD_REQUEST",
        ),
        ("a large body", query(&repeat("a", 1_000_000)), "QUERY_TOO_LARGE"),
    ]
}

#[tokio::test]
async fn abuse_is_refused_at_once_and_harms_nobody() {
    let asked = Asked::start().await;
    for (name, body, expected) in abuse() {
        let began = Instant::now();
        let response = asked.post(body).send().await.unwrap_or_else(|e| panic!("{name}: {e}"));
        let (status, code) = refusal(response).await;
        assert!(began.elapsed() < Duration::from_secs(2), "{name}: {:?}", began.elapsed());
        assert!(status.is_client_error(), "{name}: {status}");
        assert_eq!(code, expected, "{name}");
        asked.is_well().await;
    }
}

#[tokio::test]
async fn a_body_that_never_ends_is_cut_off() {
    let asked = Asked::start().await;
    let host = asked.address.trim_start_matches("http://");
    let mut stream = TcpStream::connect(host).await.unwrap();
    let head = format!(
        "POST /graphql HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/json\r\n\
         transfer-encoding: chunked\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let chunk = format!("2000\r\n{}\r\n", " ".repeat(0x2000));
    let mut sent = 0;
    let began = Instant::now();
    while stream.write_all(chunk.as_bytes()).await.is_ok() {
        sent += chunk.len();
        assert!(sent < 50_000_000 && began.elapsed() < Duration::from_secs(15), "{sent}");
    }
    asked.is_well().await;
}

#[tokio::test]
async fn what_a_form_of_another_site_can_send_changes_nothing() {
    let asked = Asked::start().await;
    for content_type in [
        "text/plain",
        "text/plain;application/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
    ] {
        let response = asked.post_as(content_type, MUTATION).send().await.unwrap();
        let expected = (StatusCode::UNSUPPORTED_MEDIA_TYPE, "UNSUPPORTED_MEDIA_TYPE".to_owned());
        assert_eq!(refusal(response).await, expected, "{content_type}");
    }
    let untyped = asked.client.post(format!("{}/graphql", asked.address)).body(MUTATION);
    let response = untyped.send().await.unwrap();
    assert_eq!(refusal(response).await.0, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let by_get = "/graphql?query=mutation%20%7B%20__typename%20%7D";
    let response = asked.get(by_get, NEWER).send().await.unwrap();
    assert_eq!(response.headers()["allow"], "GET, POST");
    assert_eq!(refusal(response).await.0, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn a_page_of_another_site_cannot_use_our_cookies() {
    let asked = Asked::start().await;
    let host = asked.address.clone();
    for (origin, site) in [
        ("https://evil.example", "cross-site"),
        ("https://evil.example", "same-origin"),
        (host.as_str(), "cross-site"),
        (host.as_str(), "same-site"),
        ("null", "cross-site"),
    ] {
        for request in [asked.post(QUERY), asked.get("/graphql?query=%7B__typename%7D", JSON)] {
            let response = request
                .header("cookie", "__Host-session=1")
                .header("origin", origin)
                .header("sec-fetch-site", site)
                .send()
                .await
                .unwrap();
            let expected = (StatusCode::FORBIDDEN, "CROSS_SITE_REQUEST".to_owned());
            assert_eq!(refusal(response).await, expected, "{origin} {site}");
        }
    }
    let ours = asked.post(QUERY).header("origin", &host).header("sec-fetch-site", "same-origin");
    assert_eq!(ours.send().await.unwrap().status(), StatusCode::OK);
    let without_cookie = asked.post(QUERY).header("origin", "https://tool.example");
    assert_eq!(without_cookie.send().await.unwrap().status(), StatusCode::OK);
}

#[tokio::test]
async fn every_answer_says_its_cost_and_is_kept_by_nobody() {
    let limits = Config::read(|_| None).unwrap().api_limits;
    let asked = Asked::start_with(|config| Config { api_limits: limits, ..config }).await;
    let response = asked.post(QUERY).send().await.unwrap();
    assert_eq!(response.headers()["cache-control"], "no-store");
    assert_eq!(response.headers()["content-type"], format!("{NEWER}; charset=utf-8"));
    let body: Value = response.json().await.unwrap();
    let cost = &body["extensions"]["cost"];
    assert_eq!((&cost["requested"], &cost["limit"]), (&json!(0), &json!(20_000)));
    assert_eq!(cost["throttleStatus"]["currentlyAvailable"], 29_999, "the least is one point");
}

#[tokio::test]
async fn a_list_without_a_page_size_is_priced_as_the_schema_says() {
    let asked = Asked::start().await;
    let query =
        "{ networks { nodes { ancestors { slug } children(first: 2) { nodes { slug } } } } }";
    let response = asked.post(json!({ "query": query }).to_string()).send().await.unwrap();
    let body: Value = response.json().await.unwrap();
    // Twenty networks, each with ten ancestors at most and a connection of two children.
    assert_eq!(body["extensions"]["cost"]["requested"], 1 + 20 * (1 + 10 + (1 + 2)), "{body}");
}

#[tokio::test]
async fn tools_can_read_the_schema() {
    let asked = Asked::start().await;
    let query = "{ __schema { queryType { name } mutationType { name } directives { name args { ...V } }
        types { kind name description fields(includeDeprecated: true) { name args { ...V }
            type { ...T } isDeprecated deprecationReason } inputFields { ...V }
            interfaces { ...T } enumValues(includeDeprecated: true) { name } possibleTypes { ...T } } } }
        fragment V on __InputValue { name description type { ...T } defaultValue }
        fragment T on __Type { kind name ofType { kind name ofType { kind name ofType { kind name
            ofType { kind name ofType { kind name ofType { kind name ofType { kind name
            ofType { kind name ofType { kind name } } } } } } } } } }";
    let response = asked.post(json!({ "query": query }).to_string()).send().await.unwrap();
    let body: Value = response.json().await.unwrap();
    assert!(body.get("errors").is_none(), "{body}");
    let types = body["data"]["__schema"]["types"].as_array().unwrap();
    assert!(types.iter().any(|found| found["name"] == "Network"));
}

#[tokio::test]
async fn a_browser_finds_graphiql_and_no_other_host() {
    let asked = Asked::start().await;
    let page = asked.get("/graphql", "text/html,*/*;q=0.8").send().await.unwrap();
    assert_eq!(page.status(), StatusCode::OK);
    let policy = page.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert!(policy.contains("script-src 'self'") && !policy.contains("unsafe"), "{policy}");
    let html = page.text().await.unwrap();
    assert!(!html.contains("://") && !html.contains("<style") && !html.contains("script>\n<"));
    let files: Vec<_> = html
        .split(['"'])
        .filter(|part| part.starts_with("/graphiql/"))
        .map(str::to_owned)
        .collect();
    assert_eq!(files.len(), 6, "{html}");
    for file in files {
        let request = asked.get(&file, "*/*").header("accept-encoding", "gzip");
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK, "{file}");
        assert!(response.headers()["cache-control"].to_str().unwrap().contains("immutable"));
        assert!(response.content_length().is_some_and(|length| length < 1_000_000), "{file}");
    }
    let old = asked.get("/graphiql/000000000000/graphiql.js", "*/*").send().await.unwrap();
    assert_eq!(old.status(), StatusCode::NOT_FOUND);
}
