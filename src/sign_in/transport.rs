//! How our requests reach the provider: over the network, or within this process.

use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use openidconnect::{HttpRequest, HttpResponse};
use poem::endpoint::{BoxEndpoint, EndpointExt};
use poem::{Body, Endpoint, Response};

use super::refused::Refused;

/// The longest that all our questions of one sign-in may take together.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);
/// The longest that one question may take.
const PATIENCE_FOR_ONE: Duration = Duration::from_secs(6);
const PATIENCE_TO_CONNECT: Duration = Duration::from_secs(3);

/// More than any honest document; a lying provider may send one without end.
const LARGEST_ANSWER: usize = 512 * 1024;

/// The way to the provider.
#[derive(Clone)]
pub enum Transport {
    /// A provider somewhere else.
    Network(reqwest::Client),
    /// The demonstration provider: no socket, so it works behind any port mapping.
    InProcess(Arc<BoxEndpoint<'static, Response>>),
}

/// A request that brought no answer.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    #[error("no answer in time")]
    TooSlow,
    #[error("{0}")]
    Unreachable(String),
}

impl From<Failure> for Refused {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::TooSlow => Self::ProviderTooSlow,
            Failure::Unreachable(detail) => Self::ProviderUnreachable(detail),
        }
    }
}

impl Transport {
    /// Over the network, without following redirects: a token must not be sent where a provider
    /// merely points.
    pub fn over_network() -> anyhow::Result<Self> {
        // Someone else may have installed it already: that one is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(PATIENCE_TO_CONNECT)
            .timeout(PATIENCE_FOR_ONE)
            .user_agent(concat!("maillage/", env!("CARGO_PKG_VERSION")))
            .build()?;
        Ok(Self::Network(client))
    }

    /// To an endpoint of our own.
    pub fn in_process(endpoint: impl Endpoint + 'static) -> Self {
        Self::InProcess(Arc::new(endpoint.map_to_response().boxed()))
    }

    /// The same, in the shape that the library takes.
    pub(super) fn sender(
        &self,
    ) -> impl Fn(HttpRequest) -> BoxFuture<'static, Result<HttpResponse, Failure>> + use<> {
        let transport = self.clone();
        move |request| {
            let transport = transport.clone();
            async move { transport.send(request).await }.boxed()
        }
    }

    pub(super) async fn send(&self, request: HttpRequest) -> Result<HttpResponse, Failure> {
        match self {
            Self::Network(client) => over_network(client, request).await,
            Self::InProcess(endpoint) => in_process(endpoint, request).await,
        }
    }
}

async fn over_network(
    client: &reqwest::Client,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let request = reqwest::Request::try_from(request).map_err(failure)?;
    let mut answer = client.execute(request).await.map_err(failure)?;
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(failure)? {
        if body.len() + chunk.len() > LARGEST_ANSWER {
            return Err(Failure::Unreachable("the answer is too large".into()));
        }
        body.extend_from_slice(&chunk);
    }
    let mut response = HttpResponse::new(body);
    *response.status_mut() = answer.status();
    *response.headers_mut() = answer.headers().clone();
    Ok(response)
}

#[expect(clippy::needless_pass_by_value, reason = "shaped for map_err")]
fn failure(error: reqwest::Error) -> Failure {
    if error.is_timeout() {
        return Failure::TooSlow;
    }
    // The address may hold a code or a state: it is left out of the log.
    let mut detail = error.to_string();
    if let Some(address) = error.url() {
        detail = detail.replace(address.as_str(), address.host_str().unwrap_or("?"));
    }
    Failure::Unreachable(detail)
}

async fn in_process(
    endpoint: &BoxEndpoint<'static, Response>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let (parts, body) = request.into_parts();
    let mut ours = poem::Request::builder().method(parts.method).uri(parts.uri).body(body);
    *ours.headers_mut() = parts.headers;
    let answer = endpoint.get_response(ours).await;
    let (parts, body): (_, Body) = answer.into_parts();
    let body = body
        .into_bytes_limit(LARGEST_ANSWER)
        .await
        .map_err(|error| Failure::Unreachable(error.to_string()))?;
    let mut response = HttpResponse::new(body.to_vec());
    *response.status_mut() = parts.status;
    *response.headers_mut() = parts.headers;
    Ok(response)
}
