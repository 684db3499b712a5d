//! `/graphql`: the API for programs, and GraphiQL for a person who comes with a browser.

pub mod allowance;
mod freshness;
mod listed;
mod repeat;

use std::{fmt::Display, sync::Arc, time::Duration};

use api::{
    guard::{Code, Refusal},
    over_http::{
        Allowance, Answer, Asked, Attachment, BODY_LIMIT, Door, Executor, accepts_html, too_large,
    },
};
use domain::context::Context;
use poem::{
    Endpoint, Request, Response,
    http::{Method, StatusCode, header},
};
use tokio::io::{AsyncRead, AsyncReadExt as _};

use self::allowance::Allowances;
use crate::{address, asker::request_id, graphiql, health, origin, server::Server};

/// How long a body may take to arrive.
const BODY_TIME: Duration = Duration::from_secs(10);

/// How much of a body beyond the limit is read all the same.
const THROWN_AWAY: u64 = 1024 * 1024;

/// The only documents that are answered, from the operator's file.
pub(crate) fn listed_documents(path: &str) -> anyhow::Result<Arc<[String]>> {
    listed::read(path).map(Into::into)
}

/// Finds out who asks.
#[async_trait::async_trait]
pub trait Asker: Send + Sync + 'static {
    /// Who asks, or why the request is turned away.
    async fn context(&self, request: &Request) -> Result<Context, Refusal>;
}

/// The endpoint.
pub struct Graphql<E, A> {
    door: Door<E>,
    asker: A,
    allowances: Allowances,
    public_origin: String,
}

impl<E: Executor, A: Asker> Graphql<E, A> {
    /// Answers behind `door`, as whoever `asker` finds, as much as `allowances` let them ask,
    /// under the origin that browsers see.
    pub fn new(
        door: Door<E>,
        asker: A,
        allowances: Allowances,
        public_origin: impl Into<String>,
    ) -> Self {
        Self { door, asker, allowances, public_origin: public_origin.into() }
    }

    async fn answer(&self, request: Request) -> Answer {
        let (request, mut body) = request.split();
        let accept = request.header("accept");
        let language = request.header("accept-language");
        let refused =
            |refusal: &Refusal| self.door.refuse(accept, language, &request_id(&request), refusal);
        match self.body(&request, &mut body).await {
            Err(refusal) => refused(&refusal),
            Ok(body) => match self.asker.context(&request).await {
                Err(refusal) => refused(&refusal),
                Ok(ctx) => {
                    let is_public = ctx.standing().someone().is_err();
                    let answer = self.answer_once(&request, &body, ctx).await;
                    freshness::told(answer, is_public, request.header("if-none-match"))
                }
            },
        }
    }

    /// Answers; a mutation that comes again with its idempotency key gets its first answer. A query
    /// asks how things are now, whatever key it brings.
    async fn answer_once(&self, request: &Request, body: &[u8], ctx: Context) -> Answer {
        let name = ctx.request_id().to_owned();
        let bucket = self.allowances.of(ctx.standing(), &address::client_of(request));
        let asked = Asked {
            method: request.method().as_str(),
            content_type: request.header("content-type"),
            accept: request.header("accept"),
            accept_language: request.header("accept-language"),
            query_string: request.uri().query().unwrap_or_default(),
            body,
            request_id: &name,
            allowance: bucket.as_ref().map(|bucket| bucket as &dyn Allowance),
        };
        let attachment: Attachment = {
            let ctx = ctx.clone();
            let watch = request.data::<Server>().cloned().map(health::watch);
            Box::new(move |asked| match watch {
                Some(watch) => api::attach(asked, ctx).data(watch),
                None => api::attach(asked, ctx),
            })
        };
        let key = request.header("idempotency-key");
        let key = key.filter(|_| asked.method == "POST" && self.door.is_change(asked));
        let Some(key) = key else { return self.door.answer(asked, attachment).await };
        match repeat::hold(&ctx, key, body).await {
            Err(refusal) => self.door.refuse(asked.accept, asked.accept_language, &name, &refusal),
            Ok(repeat::Turn::Again(answer)) => answer,
            Ok(repeat::Turn::First(held)) => {
                let answer = self.door.answer(asked, attachment).await;
                repeat::keep(&ctx, held, &answer).await;
                answer
            }
        }
    }

    /// The body, if the request may be read at all.
    async fn body(
        &self,
        request: &Request,
        body: &mut poem::RequestBody,
    ) -> Result<Vec<u8>, Refusal> {
        if !origin::is_our_own(request, &self.public_origin) {
            return Err(Refusal::new(Code::CrossSiteRequest, "guard-cross-site"));
        }
        if *request.method() != Method::POST {
            return Ok(Vec::new());
        }
        let body = body.take().map_err(|error| unreadable(&error))?;
        tokio::time::timeout(BODY_TIME, read(body.into_async_read()))
            .await
            .unwrap_or_else(|_| Err(Refusal::new(Code::RequestTimeout, "guard-body-late")))
    }
}

/// Reads a body up to the limit. Somewhat more is taken from the wire and thrown away: whoever is
/// still sending when the connection closes may never see the answer.
async fn read(mut body: impl AsyncRead + Unpin + Send) -> Result<Vec<u8>, Refusal> {
    let mut bytes = Vec::new();
    let limit = BODY_LIMIT as u64;
    (&mut body)
        .take(limit + 1)
        .read_to_end(&mut bytes)
        .await
        .map_err(|error| unreadable(&error))?;
    if bytes.len() <= BODY_LIMIT {
        return Ok(bytes);
    }
    // Whether it comes or not, the answer is the same.
    let _ = tokio::io::copy(&mut body.take(THROWN_AWAY), &mut tokio::io::sink()).await;
    Err(too_large())
}

impl<E: Executor, A: Asker> Endpoint for Graphql<E, A> {
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        if is_for_a_person(&request) {
            return Ok(graphiql::page());
        }
        Ok(respond(self.answer(request).await))
    }
}

/// A browser that opens the address, and does not bring a query.
fn is_for_a_person(request: &Request) -> bool {
    let is_asking =
        url::form_urlencoded::parse(request.uri().query().unwrap_or_default().as_bytes())
            .any(|(name, _)| name == "query" || name == "extensions");
    *request.method() == Method::GET && !is_asking && accepts_html(request.header("accept"))
}

fn unreadable(error: &impl Display) -> Refusal {
    Refusal::new(Code::BadRequest, "guard-body-unreadable").with("reason", error)
}

fn respond(answer: Answer) -> Response {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = Response::builder()
        .status(status)
        .content_type(answer.content_type)
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    if !answer.headers.iter().any(|(name, _)| *name == "cache-control") {
        response = response.header(header::CACHE_CONTROL, "no-store");
    }
    for (name, value) in answer.headers {
        response = response.header(name, value);
    }
    response.body(answer.body)
}
