//! Routes, and what holds for every answer.

use std::{sync::Arc, time::Instant};

use api::{
    deprecation::Deprecated,
    guard::{Code, Refusal},
    over_http,
};
use domain::context::{Context, Door};
use poem::{
    Endpoint, EndpointExt as _, IntoResponse as _, Request, Response, Route, get, handler,
    http::{HeaderName, HeaderValue, StatusCode, Uri, header},
    web::{Data, Json},
};
use serde::Serialize;
use web::asset;

use crate::{
    asker::{self, RequestId, Unknown},
    fault, graphiql,
    graphql::{Asker, Graphql, allowance::Allowances},
    letter, metrics, page,
    server::Server,
};

/// What every answer says to the browser, unless it says something narrower itself.
const HEADERS: [(HeaderName, &str); 6] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "same-origin"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; \
         font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'",
    ),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
];

/// The whole application behind one address.
pub fn app(server: &Server) -> impl Endpoint<Output = Response> + use<> {
    let mut door = over_http::Door::new(api::schema());
    if let Some(texts) = &server.graphql_documents {
        door = door.for_documents(texts.iter().cloned());
    }
    let changes = Changes { deprecations: door.deprecations().all() };
    let graphql = Graphql::new(
        door,
        GraphqlAsker(server.clone()),
        Allowances::new(&server.config.api_limits),
        &server.config.public_url,
    );
    let routes = Route::new()
        .at("/graphql", graphql)
        .at("/api/changes.json", get(changes_of_the_api).data(Arc::new(changes)))
        .nest_no_strip("/graphiql", graphiql::Files)
        .nest_no_strip("/auth", server.sign_in.routes())
        .nest_no_strip("/demo/provider", server.sign_in.routes())
        .nest(asset::PATH, asset::endpoint())
        .at("/healthz/live", get(live))
        .at("/healthz/ready", get(ready))
        .at("/metrics", get(metrics::show));
    let is_encrypted = server.config.public_url.starts_with("https:");
    page::routes(letter::routes(routes, server))
        .around(page::nowhere)
        .data(server.clone())
        .data(server.config.trusted_proxy.clone())
        .around(move |next, request| everywhere(next, request, is_encrypted))
}

struct GraphqlAsker(Server);

#[async_trait::async_trait]
impl Asker for GraphqlAsker {
    async fn context(&self, request: &Request) -> Result<Context, Refusal> {
        match asker::context(&self.0, request, Door::Api).await {
            Ok(ctx) => Ok(ctx),
            Err(Unknown::BadToken) => Err(Refusal::new(Code::Unauthenticated, "guard-bad-token")),
            Err(Unknown::Halted(halt)) => {
                tracing::error!(?halt, "finding out who asks");
                Err(fault::refusal(&halt, "guard-asker-broken"))
            }
        }
    }
}

/// Headers and a name for every request; errors become answers before them, so that they get them too.
async fn everywhere<E: Endpoint>(
    next: Arc<E>,
    mut request: Request,
    is_encrypted: bool,
) -> poem::Result<Response> {
    let id =
        domain::secret::random_token().unwrap_or_default().chars().take(16).collect::<String>();
    request.set_data(RequestId(id.clone()));
    let (method, address, since) =
        (request.method().clone(), request.uri().clone(), Instant::now());
    let challenge = challenge(&request);
    let mut response = if has_nul(&address) {
        page::unreadable()
    } else {
        match next.call(request).await {
            Ok(response) => response.into_response(),
            Err(error) => error.into_response(),
        }
    };
    metrics::answered(&method, address.path(), response.status(), since);
    if response.status() == StatusCode::UNAUTHORIZED {
        let value = HeaderValue::from_static(challenge);
        response.headers_mut().insert(header::WWW_AUTHENTICATE, value);
    }
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if is_encrypted {
        let year = HeaderValue::from_static("max-age=31536000");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, year);
    }
    if let Ok(id) = HeaderValue::from_str(&id) {
        headers.insert("x-request-id", id);
    }
    Ok(response)
}

/// How to prove who asks, where that is missing (RFC 9110, 11.6.1); and that the token is the reason,
/// where one came (RFC 6750, 3). Browsers know no such scheme and show the page.
fn challenge(request: &Request) -> &'static str {
    if asker::bearer(request).is_some() {
        r#"Bearer realm="maillage", error="invalid_token""#
    } else {
        r#"Bearer realm="maillage""#
    }
}

/// What of the API is to go, for programs that watch it.
#[derive(Serialize)]
struct Changes {
    deprecations: Vec<Deprecated>,
}

/// What of the API is to go, since when and until when.
#[handler]
fn changes_of_the_api(Data(changes): Data<&Arc<Changes>>) -> Response {
    let mut response = Json(changes.as_ref()).into_response();
    let kept = HeaderValue::from_static("public, max-age=3600");
    response.headers_mut().insert(header::CACHE_CONTROL, kept);
    response
}

/// Whether an address holds U+0000, which PostgreSQL does not keep, in its path or its query. The API
/// looks into what it is asked by itself, and says so as it says everything.
fn has_nul(uri: &Uri) -> bool {
    uri.path() != "/graphql"
        && uri.path_and_query().is_some_and(|text| text.as_str().contains("%00"))
}

/// The process answers.
#[handler]
fn live() -> &'static str {
    "alive"
}

/// The database answers too.
#[handler]
async fn ready(Data(server): Data<&Server>) -> Response {
    match domain::database::ping(&server.house.db).await {
        Ok(()) => "ready".into_response(),
        Err(error) => {
            tracing::warn!(%error, "the database does not answer");
            "the database does not answer"
                .with_status(StatusCode::SERVICE_UNAVAILABLE)
                .into_response()
        }
    }
}
