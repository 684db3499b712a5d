//! GraphQL over HTTP, for whatever speaks HTTP: headers and bytes in, a status and bytes out.

mod accept;
mod answer;
mod parameters;
mod throttle;

use std::{sync::Arc, time::Duration};

pub use async_graphql::Executor;
use async_graphql::{
    ObjectType, Request, Response, SDLExportOptions, Schema, SubscriptionType, Value,
};
use tokio::task::JoinHandle;
use tracing::Instrument as _;

use self::{accept::MediaType, answer::Cost};
use crate::guard::{Code, Guard, Limits, Refusal};

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
    /// What follows the question mark.
    pub query_string: &'a str,
    /// The body, already limited to [`BODY_LIMIT`].
    pub body: &'a [u8],
    /// Out of which the cost is taken, when requests are counted.
    pub allowance: Option<&'a dyn Allowance>,
}

/// A request that was read and judged.
struct Admitted {
    request: Request,
    cost: u64,
    /// Whether only the cost is asked for, by `"extensions": { "dryRunCost": true }`.
    is_dry_run: bool,
}

/// The way in: a schema behind its guard.
#[derive(Clone, Debug)]
pub struct Door<E> {
    schema: E,
    guard: Arc<Guard>,
    time_limit: Duration,
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
        let guard = Arc::new(Guard::new(&sdl, Limits::default()));
        Self { schema, guard, time_limit: TIME_LIMIT }
    }
}

impl<E: Executor> Door<E> {
    /// The same door with another time limit.
    #[must_use]
    pub fn with_time_limit(self, time_limit: Duration) -> Self {
        Self { time_limit, ..self }
    }

    /// Answers a request; `attach` adds what the resolvers need to know about who asks.
    pub async fn answer(
        &self,
        asked: Asked<'_>,
        attach: impl FnOnce(Request) -> Request + Send,
    ) -> Answer {
        let Some(media_type) = MediaType::accepted(asked.accept) else {
            let reason = "accept application/graphql-response+json or application/json";
            let refusal = Refusal::new(Code::NotAcceptable, reason);
            return Answer::refused(&refusal, MediaType::Json, self.cost());
        };
        let admitted = self.admit(asked);
        // What is refused takes the least there is: reading it was work.
        let points = admitted.as_ref().map_or(0, Admitted::points).max(1);
        let throttle = asked.allowance.map(|allowance| allowance.take(points));
        let cost = Cost {
            requested: admitted.as_ref().ok().map(|admitted| admitted.cost),
            throttle,
            ..self.cost()
        };
        if let Some(wait) = throttle.and_then(|throttle| throttle.wait) {
            let seconds = throttle::whole_seconds(wait);
            let message = format!("too many requests: ask again in {seconds} s");
            return Answer::refused(&Refusal::new(Code::RateLimited, message), media_type, cost);
        }
        match admitted {
            Err(refusal) => Answer::refused(&refusal, media_type, cost),
            Ok(Admitted { is_dry_run: true, .. }) => {
                Answer::priced(media_type, Cost { is_dry_run: true, ..cost })
            }
            Ok(admitted) => match self.execute(attach(admitted.request)).await {
                Ok(response) => Answer::executed(response, media_type, cost),
                Err(refusal) => Answer::refused(&refusal, media_type, cost),
            },
        }
    }

    /// Refuses a request before it is read, in the dialect that the client speaks.
    pub fn refuse(&self, accept: Option<&str>, refusal: &Refusal) -> Answer {
        let media_type = MediaType::accepted(accept).unwrap_or(MediaType::Json);
        Answer::refused(refusal, media_type, self.cost())
    }

    /// Reads and judges a request; what it costs comes with it.
    fn admit(&self, asked: Asked<'_>) -> Result<Admitted, Refusal> {
        let is_get = asked.method == "GET";
        let mut request = match asked.method {
            "GET" => parameters::of_query_string(asked.query_string)?,
            "POST" => {
                parameters::check_content_type(asked.content_type)?;
                if asked.body.len() > BODY_LIMIT {
                    return Err(too_large());
                }
                parameters::of_body(asked.body)?
            }
            _ => return Err(Refusal::new(Code::MethodNotAllowed, "ask by GET or POST")),
        };
        let passed = self.guard.inspect(
            &request.query,
            request.operation_name.as_deref(),
            &request.variables,
        )?;
        if is_get && passed.is_mutation {
            return Err(Refusal::new(Code::MethodNotAllowed, "a GET changes nothing: use POST"));
        }
        request.set_parsed_query(passed.document);
        let is_dry_run = request.extensions.get("dryRunCost") == Some(&Value::Boolean(true));
        Ok(Admitted { request, cost: passed.cost, is_dry_run })
    }

    /// Executes in a task of its own, so that it can be given up from outside.
    ///
    /// A task ends only where it waits. A tree of resolvers that never waits is bounded by its
    /// cost and not by the clock; the client gets its answer in time all the same, unless every
    /// thread is busy so.
    async fn execute(&self, request: Request) -> Result<Response, Refusal> {
        let schema = self.schema.clone();
        let work = async move { schema.execute(request).await }.in_current_span();
        let mut task = Ended(tokio::spawn(work));
        match tokio::time::timeout(self.time_limit, &mut task.0).await {
            Ok(Ok(response)) => Ok(response),
            Ok(Err(error)) => {
                tracing::error!(%error, "a GraphQL request ended without an answer");
                Err(Refusal::new(Code::Internal, "internal error"))
            }
            Err(_) => Err(Refusal::new(
                Code::QueryTimeout,
                format!("no answer within {} s: ask for less", self.time_limit.as_secs()),
            )),
        }
    }

    /// What is known of a request's cost before it is read.
    fn cost(&self) -> Cost {
        let limit = self.guard.limits().cost;
        Cost { requested: None, limit, throttle: None, is_dry_run: false }
    }
}

/// The refusal of a body beyond [`BODY_LIMIT`].
pub fn too_large() -> Refusal {
    Refusal::new(Code::QueryTooLarge, format!("the body has more than {BODY_LIMIT} bytes"))
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
