//! The promises of the door, over a schema of its own.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use async_graphql::{Context, EmptySubscription, Object, Result, Schema};
use serde_json::{Value as Json, json};

use super::{Answer, Asked, BODY_LIMIT, Door};
use crate::guard::Code;

struct Query;

#[Object]
#[expect(clippy::unused_self, reason = "resolvers are methods")]
impl Query {
    async fn hello(&self, name: Option<String>) -> String {
        format!("hello {}", name.unwrap_or_default())
    }

    #[graphql(deprecation = "2027-01-15: use hello; removed after 2027-12-31")]
    async fn hail(&self) -> &str {
        "hail"
    }

    fn asker(&self, ctx: &Context<'_>) -> Result<String> {
        Ok((*ctx.data::<&str>()?).to_owned())
    }

    fn private(&self) -> Result<Option<String>> {
        Err(Code::Forbidden.error("not for you"))
    }

    fn broken(&self) -> Result<String> {
        Err("password is hunter2".into())
    }

    async fn slow(&self, ctx: &Context<'_>) -> Result<String> {
        let is_done = Arc::clone(ctx.data::<Arc<AtomicBool>>()?);
        tokio::time::sleep(Duration::from_millis(200)).await;
        is_done.store(true, Ordering::SeqCst);
        Ok("done".to_owned())
    }
}

struct Mutation;

#[Object]
impl Mutation {
    async fn change(&self) -> bool {
        true
    }
}

fn door() -> Door<Schema<Query, Mutation, EmptySubscription>> {
    Door::new(Schema::new(Query, Mutation, EmptySubscription))
}

const NEWER: &str = "application/graphql-response+json";

async fn post(body: &[u8], content_type: Option<&str>, accept: Option<&str>) -> Answer {
    let asked = Asked {
        method: "POST",
        content_type,
        accept,
        query_string: "",
        body,
        accept_language: None,
        request_id: "r1",
        allowance: None,
    };
    door().answer(asked, |request| request.data("Camille")).await
}

async fn ask(query: &str, accept: &str) -> (u16, Json) {
    let body = json!({ "query": query }).to_string();
    let answer = post(body.as_bytes(), Some("application/json"), Some(accept)).await;
    assert!(answer.content_type.starts_with(accept), "{}", answer.content_type);
    read(&answer)
}

async fn get(query_string: &str) -> (u16, Json) {
    let asked = Asked {
        method: "GET",
        content_type: None,
        accept: Some(NEWER),
        query_string,
        body: b"",
        accept_language: None,
        request_id: "r1",
        allowance: None,
    };
    read(&door().answer(asked, |request| request).await)
}

fn read(answer: &Answer) -> (u16, Json) {
    (answer.status, serde_json::from_slice(&answer.body).unwrap())
}

fn code(body: &Json) -> &str {
    body["errors"][0]["extensions"]["code"].as_str().unwrap()
}

#[tokio::test]
async fn a_query_is_answered_with_its_cost_and_who_asks() {
    let (status, body) = ask("{ hello(name: \"you\") asker }", NEWER).await;
    assert_eq!(status, 200);
    assert_eq!(
        body,
        json!({
            "data": { "hello": "hello you", "asker": "Camille" },
            "extensions": { "cost": { "requested": 0, "limit": 20_000 } },
        })
    );
}

#[tokio::test]
async fn what_is_not_executed_has_no_data_and_the_status_of_its_dialect() {
    for (query, expected) in [
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("query ($name: String!) { hello(name: $name) }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ hello(name: 3) }", "GRAPHQL_VALIDATION_FAILED"),
        ("query a { hello } query b { hello }", "OPERATION_NOT_FOUND"),
    ] {
        for (accept, expected_status) in [(NEWER, 400), ("application/json", 200)] {
            let (status, body) = ask(query, accept).await;
            assert_eq!(status, expected_status, "{query}");
            assert_eq!(code(&body), expected, "{query}");
            assert!(body.get("data").is_none(), "{body}");
            assert_eq!(body["extensions"]["cost"]["limit"], 20_000);
        }
    }
}

#[tokio::test]
async fn a_field_that_fails_leaves_the_rest_and_tells_no_secret() {
    let (status, body) = ask("{ private }", NEWER).await;
    assert_eq!((status, code(&body)), (200, "FORBIDDEN"));
    let (status, body) = ask("{ broken }", NEWER).await;
    assert_eq!((status, code(&body)), (200, "INTERNAL"));
    assert!(!body.to_string().contains("hunter2"));
    assert_eq!(body["data"], Json::Null);
}

#[tokio::test]
async fn only_json_in_utf_8_is_read() {
    let body = br#"{"query":"mutation { change }"}"#;
    for content_type in [
        None,
        Some(""),
        Some("text/plain"),
        Some("text/plain; application/json"),
        Some("application/x-www-form-urlencoded"),
        Some("multipart/form-data; boundary=x"),
        Some("application/json; charset=latin1"),
    ] {
        let answer = post(body, content_type, None).await;
        assert_eq!(answer.status, 415, "{content_type:?}");
        assert_eq!(code(&read(&answer).1), "UNSUPPORTED_MEDIA_TYPE");
    }
    for content_type in ["application/json", "Application/JSON; charset=\"UTF-8\""] {
        assert_eq!(post(body, Some(content_type), None).await.status, 200, "{content_type}");
    }
}

#[tokio::test]
async fn a_body_that_is_no_request_is_a_bad_request() {
    for (body, expected) in [
        (&b""[..], "BAD_REQUEST"),
        (b"{", "BAD_REQUEST"),
        (b"\xff", "BAD_REQUEST"),
        (b"3", "BAD_REQUEST"),
        (b"{}", "BAD_REQUEST"),
        (br#"{"query":3}"#, "BAD_REQUEST"),
        (br#"{"query":"{hello}","variables":[]}"#, "BAD_REQUEST"),
        (br#"[{"query":"{hello}"}]"#, "BATCH_NOT_SUPPORTED"),
        (b"[]", "BATCH_NOT_SUPPORTED"),
    ] {
        let (status, body) = read(&post(body, Some("application/json"), None).await);
        assert_eq!((status, code(&body)), (400, expected));
    }
    let deep = format!(r#"{{"query":"{{hello}}","variables":{{"v":{}"#, "[".repeat(50_000));
    assert_eq!(post(deep.as_bytes(), Some("application/json"), None).await.status, 400);
}

#[tokio::test]
async fn a_body_beyond_the_limit_is_too_large() {
    let body = json!({ "query": "{ hello }", "variables": { "v": "x".repeat(BODY_LIMIT) } });
    let answer = post(body.to_string().as_bytes(), Some("application/json"), None).await;
    assert_eq!(answer.status, 413);
    assert_eq!(code(&read(&answer).1), "QUERY_TOO_LARGE");
}

#[tokio::test]
async fn a_get_asks_and_never_changes() {
    let (status, body) =
        get("query=query+a($name:String){hello(name:$name)}+query+b{hello}&operationName=a\
         &variables=%7B%22name%22%3A%22you%22%7D")
        .await;
    assert_eq!((status, &body["data"]["hello"]), (200, &json!("hello you")));
    let (status, body) = get("query=mutation{change}").await;
    assert_eq!((status, code(&body)), (405, "METHOD_NOT_ALLOWED"));
    let both = "query=query+a{hello}+mutation+b{change}&operationName=b";
    assert_eq!(get(both).await.0, 405);
    for query_string in ["", "query=", "query={hello}&variables=3", "query={hello}&query={hello}"] {
        assert_eq!(get(query_string).await.0, 400, "{query_string}");
    }
}

#[tokio::test]
async fn other_methods_and_other_answers_are_not_offered() {
    for method in ["PUT", "DELETE", "HEAD", "OPTIONS"] {
        let asked = Asked {
            method,
            content_type: None,
            accept: None,
            query_string: "",
            body: b"",
            accept_language: None,
            request_id: "r1",
            allowance: None,
        };
        let answer = door().answer(asked, |request| request).await;
        assert_eq!(answer.status, 405);
        let headers = [("content-language", "fr"), ("allow", "GET, POST")];
        assert_eq!(answer.headers, headers.map(|(name, value)| (name, value.to_owned())));
    }
    let answer = post(br#"{"query":"{hello}"}"#, Some("application/json"), Some("text/html")).await;
    assert_eq!((answer.status, code(&read(&answer).1)), (406, "NOT_ACCEPTABLE"));
}

#[tokio::test]
async fn a_slow_answer_is_given_up_and_really_ends() {
    let is_done = Arc::new(AtomicBool::new(false));
    let asked = Asked {
        method: "GET",
        content_type: None,
        accept: Some(NEWER),
        query_string: "query={slow}",
        body: b"",
        accept_language: None,
        request_id: "r1",
        allowance: None,
    };
    let attached = Arc::clone(&is_done);
    let answer = door()
        .with_time_limit(Duration::from_millis(20))
        .answer(asked, |request| request.data(attached))
        .await;
    assert_eq!((answer.status, code(&read(&answer).1)), (503, "QUERY_TIMEOUT"));
    tokio::time::sleep(Duration::from_millis(400)).await;
    assert!(!is_done.load(Ordering::SeqCst));
}

fn named(hash: &str) -> Json {
    json!({ "persistedQuery": { "version": 1, "sha256Hash": hash } })
}

#[tokio::test]
async fn every_error_carries_the_name_of_its_request() {
    for query in ["{", "{ nothing }", "{ private }", "{ broken }"] {
        let (_, body) = ask(query, NEWER).await;
        assert_eq!(body["errors"][0]["extensions"]["requestId"], "r1", "{query}");
    }
}

#[tokio::test]
async fn a_document_sent_once_with_its_hash_is_then_named_by_it() {
    let door = door();
    let text = "{ hello(name: \"you\") }";
    let hash = super::persisted::hash(text);
    let post = async |body: Json| {
        let body = body.to_string();
        let asked = Asked {
            method: "POST",
            content_type: Some("application/json"),
            accept: Some(NEWER),
            query_string: "",
            body: body.as_bytes(),
            accept_language: None,
            request_id: "r1",
            allowance: None,
        };
        read(&door.answer(asked, |request| request).await)
    };

    let (status, unknown) = post(json!({ "extensions": named(&hash) })).await;
    assert_eq!((status, code(&unknown)), (404, "PERSISTED_QUERY_NOT_FOUND"));
    assert_eq!(unknown["errors"][0]["message"], "PersistedQueryNotFound");
    let (status, body) = post(json!({ "query": text, "extensions": named(&hash) })).await;
    assert_eq!((status, &body["data"]["hello"]), (200, &json!("hello you")));
    let (status, body) = post(json!({ "extensions": named(&hash.to_uppercase()) })).await;
    assert_eq!((status, &body["data"]["hello"]), (200, &json!("hello you")));
    let query_string = format!("extensions={}", named(&hash)).replace('"', "%22");
    let asked = Asked {
        method: "GET",
        content_type: None,
        accept: Some(NEWER),
        query_string: &query_string,
        body: b"",
        accept_language: None,
        request_id: "r1",
        allowance: None,
    };
    assert_eq!(door.answer(asked, |request| request).await.status, 200);

    let (status, body) = post(json!({ "query": "{ asker }", "extensions": named(&hash) })).await;
    assert_eq!((status, code(&body)), (400, "PERSISTED_QUERY_HASH_MISMATCH"));
    for bad in [json!({ "persistedQuery": { "version": 2, "sha256Hash": hash } }), named("abc")] {
        let (status, body) = post(json!({ "query": text, "extensions": bad })).await;
        assert_eq!((status, code(&body)), (400, "BAD_REQUEST"));
    }
}

#[tokio::test]
async fn the_guard_judges_a_named_document_like_any_other() {
    let door = door();
    let change = "mutation { change }";
    let deep = format!("{{ {}a{} }}", "a { ".repeat(40), " }".repeat(40));
    for (text, by_post, by_get) in [
        (change, None, "METHOD_NOT_ALLOWED"),
        // What was refused is not remembered.
        (deep.as_str(), Some("QUERY_TOO_DEEP"), "PERSISTED_QUERY_NOT_FOUND"),
    ] {
        let hash = super::persisted::hash(text);
        let body = json!({ "query": text, "extensions": named(&hash) }).to_string();
        let asked = Asked {
            method: "POST",
            content_type: Some("application/json"),
            accept: Some(NEWER),
            query_string: "",
            body: body.as_bytes(),
            accept_language: None,
            request_id: "r1",
            allowance: None,
        };
        let (_, answer) = read(&door.answer(asked, |request| request).await);
        assert_eq!(by_post, answer.get("errors").map(|_| code(&answer)));

        let query_string = format!("extensions={}", named(&hash)).replace('"', "%22");
        let asked = Asked { method: "GET", query_string: &query_string, body: b"", ..asked };
        let (_, answer) = read(&door.answer(asked, |request| request).await);
        assert_eq!(code(&answer), by_get);
    }
}

#[tokio::test]
async fn a_door_for_listed_documents_answers_no_others() {
    let listed = "{ hello }".to_owned();
    let door = door().for_documents([listed.clone()]);
    let ask = async |body: Json| {
        let body = body.to_string();
        let asked = Asked {
            method: "POST",
            content_type: Some("application/json"),
            accept: Some(NEWER),
            query_string: "",
            body: body.as_bytes(),
            accept_language: None,
            request_id: "r1",
            allowance: None,
        };
        read(&door.answer(asked, |request| request).await)
    };

    assert_eq!(ask(json!({ "query": listed })).await.0, 200);
    let hash = super::persisted::hash(&listed);
    assert_eq!(ask(json!({ "extensions": named(&hash) })).await.0, 200);
    let (status, body) = ask(json!({ "query": "{ asker }" })).await;
    assert_eq!((status, code(&body)), (403, "DOCUMENT_NOT_LISTED"));
}

#[tokio::test]
async fn who_uses_what_is_to_go_is_told_until_when_it_stays() {
    let asked = Asked {
        method: "GET",
        content_type: None,
        accept: Some(NEWER),
        query_string: "query={hail}",
        body: b"",
        accept_language: None,
        request_id: "r1",
        allowance: None,
    };
    let answer = door().answer(asked, |request| request).await;
    let header = |name: &str| {
        answer.headers.iter().find(|(found, _)| *found == name).map(|(_, value)| value.as_str())
    };
    assert_eq!(header("deprecation"), Some("@1799971200"));
    assert_eq!(header("sunset"), Some("Fri, 31 Dec 2027 00:00:00 GMT"));
    let told = &read(&answer).1["extensions"]["deprecations"][0];
    assert_eq!(told["coordinate"], "Query.hail");

    let asked = Asked { query_string: "query={hello}", ..asked };
    let plain = door().answer(asked, |request| request).await;
    assert_eq!(plain.headers, [("content-language", "fr".to_owned())]);
}
