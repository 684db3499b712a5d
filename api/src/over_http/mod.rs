//! GraphQL over HTTP, for whatever speaks HTTP: headers and bytes in, a status and bytes out.

mod accept;
mod answer;
mod parameters;
mod persisted;
mod throttle;

use std::{sync::Arc, time::Duration};

pub use async_graphql::Executor;
use async_graphql::{
    ObjectType, Request, Response, SDLExportOptions, Schema, SubscriptionType, Value,
    parser::{parse_schema, types::ServiceDocument},
};
use locales::Language;
use tokio::task::JoinHandle;
use tracing::Instrument as _;

use self::{accept::MediaType, answer::Told, parameters::Parameters, persisted::Documents};
use crate::{
    deprecation::{self, Deprecated, Deprecations},
    graphql::words::LANGUAGE,
    guard::{Code, Guard, Limits, Refusal},
};

pub use self::{
    accept::accepts_html,
    answer::Answer,
    throttle::{Allowance, Throttle},
};

/// Bytes of a body, with the document, the variables and all.
pub const BODY_LIMIT: usize = 64 * 1024;

/// How long a request may take.
const TIME_LIMIT: Duration = Duration::from_secs(10);

/// Adds to a request what the resolvers need to know about who asks.
pub type Attachment = Box<dyn FnOnce(Request) -> Request + Send>;

/// A request as it came over the wire.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// The method, in capitals.
    pub method: &'a str,
    /// The `Content-Type` of the body.
    pub content_type: Option<&'a str>,
    /// The `Accept` header.
    pub accept: Option<&'a str>,
    /// The `Accept-Language` header.
    pub accept_language: Option<&'a str>,
    /// What follows the question mark.
    pub query_string: &'a str,
    /// The body, already limited to [`BODY_LIMIT`].
    pub body: &'a [u8],
    /// The name of the request, which people quote when something is wrong.
    pub request_id: &'a str,
    /// Out of which the cost is taken, when requests are counted.
    pub allowance: Option<&'a dyn Allowance>,
}

/// The way in: a schema behind its guard.
#[derive(Clone, Debug)]
pub struct Door<E> {
    schema: E,
    guard: Arc<Guard>,
    deprecations: Arc<Deprecations>,
    documents: Arc<Documents>,
    time_limit: Duration,
}

/// A request that was read and judged.
struct Admitted {
    request: Request,
    cost: u64,
    is_mutation: bool,
    /// What of the schema it uses that is to go.
    deprecated: Vec<Deprecated>,
    /// Whether only the cost is asked for, by `"extensions": { "dryRunCost": true }`.
    is_dry_run: bool,
}

impl Admitted {
    /// What it takes out of the asker's allowance.
    fn points(&self) -> u64 {
        if self.is_dry_run { 0 } else { self.cost }
    }
}

impl<Q, M, S> Door<Schema<Q, M, S>>
where
    Q: ObjectType + 'static,
    M: ObjectType + 'static,
    S: SubscriptionType + 'static,
{
    /// Puts a guard that knows the schema's lists in front of it.
    pub fn new(schema: Schema<Q, M, S>) -> Self {
        let sdl = schema.sdl_with_options(SDLExportOptions::new());
        let read = parse_schema(sdl).unwrap_or_else(|error| {
            tracing::error!(%error, "the schema cannot be read: no lists are known, and nothing is to go");
            ServiceDocument { definitions: Vec::new() }
        });
        let guard = Arc::new(Guard::new(&read, Limits::default()));
        let deprecations = Arc::new(Deprecations::of(read));
        let documents = Arc::default();
        Self { schema, guard, deprecations, documents, time_limit: TIME_LIMIT }
    }
}

impl<E: Executor> Door<E> {
    /// The same door with another time limit.
    #[must_use]
    pub fn with_time_limit(self, time_limit: Duration) -> Self {
        Self { time_limit, ..self }
    }

    /// The same door for these documents only.
    #[must_use]
    pub fn for_documents(self, texts: impl IntoIterator<Item = String>) -> Self {
        Self { documents: Arc::new(Documents::listed(texts)), ..self }
    }

    /// What of the schema is to go.
    pub fn deprecations(&self) -> &Deprecations {
        &self.deprecations
    }

    /// Answers a request; `attach` adds what the resolvers need to know about who asks.
    pub async fn answer(
        &self,
        asked: Asked<'_>,
        attach: impl FnOnce(Request) -> Request + Send,
    ) -> Answer {
        let language = Language::accepted(asked.accept_language);
        let Some(media_type) = MediaType::accepted(asked.accept) else {
            let refusal = Refusal::new(Code::NotAcceptable, "guard-not-acceptable");
            let told = self.told(asked.request_id, language);
            return Answer::refused(&refusal, MediaType::Json, told);
        };
        let admitted = self.admit(asked);
        // What is refused takes the least there is: reading it was work.
        let points = admitted.as_ref().map_or(0, Admitted::points).max(1);
        let throttle = asked.allowance.map(|allowance| allowance.take(points));
        let told = Told {
            requested: admitted.as_ref().ok().map(|admitted| admitted.cost),
            throttle,
            ..self.told(asked.request_id, language)
        };
        if let Some(wait) = throttle.and_then(|throttle| throttle.wait) {
            let seconds = throttle::whole_seconds(wait);
            let refusal = Refusal::new(Code::RateLimited, "guard-rate-limited");
            return Answer::refused(&refusal.with("seconds", seconds), media_type, told);
        }
        let Admitted { request, deprecated, is_dry_run, .. } = match admitted {
            Ok(admitted) => admitted,
            Err(refusal) => return Answer::refused(&refusal, media_type, told),
        };
        if is_dry_run {
            return Answer::priced(media_type, Told { is_dry_run, ..told });
        }
        let mut answer = match self.execute(attach(request), language).await {
            Ok(mut response) => {
                let mark = if asked.method == "GET" { Answer::mark(&response) } else { None };
                if !deprecated.is_empty() {
                    let told = async_graphql::to_value(&deprecated).unwrap_or_default();
                    response.extensions.insert("deprecations".to_owned(), told);
                }
                let mut answer = Answer::executed(response, media_type, told);
                answer.headers.push(("content-language", language.tag().to_owned()));
                Answer { mark, ..answer }
            }
            Err(refusal) => Answer::refused(&refusal, media_type, told),
        };
        answer.headers.extend(deprecation::headers(&deprecated));
        answer
    }

    /// Whether a request would change something; what is refused changes nothing.
    pub fn is_change(&self, asked: Asked<'_>) -> bool {
        self.admit(asked).is_ok_and(|admitted| admitted.is_mutation && !admitted.is_dry_run)
    }

    /// Refuses a request before it is read, in the dialect and the language that the client speaks.
    pub fn refuse(
        &self,
        accept: Option<&str>,
        accept_language: Option<&str>,
        request_id: &str,
        refusal: &Refusal,
    ) -> Answer {
        let media_type = MediaType::accepted(accept).unwrap_or(MediaType::Json);
        let told = self.told(request_id, Language::accepted(accept_language));
        Answer::refused(refusal, media_type, told)
    }

    /// Reads and judges a request; what it costs comes with it.
    fn admit(&self, asked: Asked<'_>) -> Result<Admitted, Refusal> {
        let is_get = asked.method == "GET";
        let Parameters { query, mut request } = match asked.method {
            "GET" => parameters::of_query_string(asked.query_string)?,
            "POST" => {
                parameters::check_content_type(asked.content_type)?;
                if asked.body.len() > BODY_LIMIT {
                    return Err(too_large());
                }
                parameters::of_body(asked.body)?
            }
            _ => return Err(Refusal::new(Code::MethodNotAllowed, "guard-get-or-post")),
        };
        let named = persisted::named(&request.extensions.0)?;
        let text = self.documents.text(query, named.as_deref())?;
        let passed =
            self.guard.inspect(&text, request.operation_name.as_deref(), &request.variables)?;
        if is_get && passed.is_mutation {
            return Err(Refusal::new(Code::MethodNotAllowed, "guard-get-changes-nothing"));
        }
        self.documents.remember(named.as_deref(), &text);
        let deprecated = self.deprecations.used(&passed.document, &request.variables);
        request.query = text.as_ref().into();
        request.set_parsed_query(passed.document);
        let is_dry_run = request.extensions.get("dryRunCost") == Some(&Value::Boolean(true));
        let (cost, is_mutation) = (passed.cost, passed.is_mutation);
        Ok(Admitted { request, cost, is_mutation, deprecated, is_dry_run })
    }

    /// Executes in a task of its own, so that it can be given up from outside.
    ///
    /// A task ends only where it waits. A tree of resolvers that never waits is bounded by its
    /// cost and not by the clock; the client gets its answer in time all the same, unless every
    /// thread is busy so.
    async fn execute(&self, request: Request, language: Language) -> Result<Response, Refusal> {
        let schema = self.schema.clone();
        let work = async move { crate::graphql::execute(&schema, request).await };
        let work = LANGUAGE.scope(language, work).in_current_span();
        let mut task = Ended(tokio::spawn(work));
        match tokio::time::timeout(self.time_limit, &mut task.0).await {
            Ok(Ok(response)) => Ok(response),
            Ok(Err(error)) => {
                tracing::error!(%error, "a GraphQL request ended without an answer");
                Err(Refusal::new(Code::Internal, "guard-internal"))
            }
            Err(_) => Err(Refusal::new(Code::QueryTimeout, "guard-too-slow")
                .with("seconds", self.time_limit.as_secs())),
        }
    }

    /// What is known of a request before it is read.
    fn told<'a>(&self, request_id: &'a str, language: Language) -> Told<'a> {
        let limit = self.guard.limits().cost;
        Told { requested: None, limit, request_id, language, throttle: None, is_dry_run: false }
    }
}

/// The refusal of a body beyond [`BODY_LIMIT`].
pub fn too_large() -> Refusal {
    Refusal::new(Code::QueryTooLarge, "guard-body-too-large").with("most", BODY_LIMIT)
}

/// A task that ends with whoever waits for it: at the time limit, or when the client is gone.
struct Ended(JoinHandle<Response>);

impl Drop for Ended {
    fn drop(&mut self) {
        self.0.abort();
    }
}

#[cfg(test)]
mod tests;
