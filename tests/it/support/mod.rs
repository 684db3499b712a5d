//! A whole application for each test, on both databases, and people who act in it.

mod actor;
mod browser;
pub(crate) mod database;
pub(crate) mod event;
mod existing;
mod letter;
mod reader;
mod record;
mod trail;

use std::{net::SocketAddr, sync::Arc};

use chrono::{DateTime, TimeZone as _, Utc};
use domain::{
    clock::Clock,
    context::{Context, Door},
    id::NetworkId,
    network,
};
use maillage::{
    config::{ApiLimits, Config},
    demonstration, http,
    server::Server,
};
use poem::{Endpoint, Response, endpoint::BoxEndpoint, test::TestClient};
use tokio::sync::oneshot;

pub(crate) use actor::{Answer, Person};
pub(crate) use browser::{Browser, Shown, as_typed};
pub(crate) use database::Kind;
pub(crate) use reader::{python, read_by};

/// The instant at which every story begins: a Monday at nine, in Paris.
pub(crate) fn beginning() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 9, 7, 7, 0, 0).unwrap()
}

/// Tells a story on SQLite and on PostgreSQL: `on_both! { async fn a_promise(app: App) { … } }`.
macro_rules! on_both {
    ($($(#[$meta:meta])* async fn $name:ident($app:ident: App) $body:block)+) => {$(
        async fn $name($app: $crate::support::App) $body

        mod $name {
            $(#[$meta])*
            #[tokio::test]
            async fn on_sqlite() {
                Box::pin(super::$name($crate::support::App::start($crate::support::Kind::Sqlite).await)).await;
            }

            $(#[$meta])*
            #[tokio::test]
            async fn on_postgres() {
                Box::pin(super::$name($crate::support::App::start($crate::support::Kind::Postgres).await)).await;
            }
        }
    )+};
}
pub(crate) use on_both;

/// A whole application, with its own database and a clock that stands still until it is moved.
pub(crate) struct App {
    pub server: Server,
    pub client: TestClient<Arc<BoxEndpoint<'static, Response>>>,
    pub clock: Clock,
    // Erased when the story is over.
    pub database: database::Own,
    trail: trail::Trail,
}

impl App {
    /// Starts one with an empty database.
    pub(crate) async fn start(kind: Kind) -> Self {
        Self::start_with(kind, |config| config).await
    }

    /// Starts one with other settings.
    pub(crate) async fn start_with(kind: Kind, change: impl FnOnce(Config) -> Config) -> Self {
        Self::start_as(kind, change, false).await
    }

    /// Starts a demonstration, without its people.
    pub(crate) async fn demonstration(kind: Kind) -> Self {
        Self::start_as(kind, |config| config, true).await
    }

    async fn start_as(
        kind: Kind,
        change: impl FnOnce(Config) -> Config,
        is_demonstration: bool,
    ) -> Self {
        let own = database::Own::new(kind).await;
        let config = Config::read(|name| match name {
            "MAILLAGE_DATABASE_URL" => Some(own.url().to_owned()),
            "MAILLAGE_SECRET_KEY" => Some("a key that only the tests know, 32 long".to_owned()),
            _ => None,
        })
        .unwrap();
        // Stories ask without end; those about asking too much set limits of their own.
        let config = Config { api_limits: ApiLimits::default(), ..config };
        let clock = Clock::still(beginning());
        let server = Server::open(change(config), clock.clone(), is_demonstration).await.unwrap();
        let app: BoxEndpoint<'static, Response> = http::app(&server).boxed();
        let client = TestClient::new(Arc::new(app));
        Self { client, server, clock, database: own, trail: trail::Trail::default() }
    }

    /// Starts a demonstration's federation on a loopback port, and says where.
    pub(crate) async fn listening(kind: Kind) -> (Self, String) {
        let anywhere = SocketAddr::from(([127, 0, 0, 1], 0));
        let app = Self::start_with(kind, |config| config.listening_on(anywhere)).await;
        demonstration::load(&app.server).await.unwrap();
        let address = format!("http://{}", app.serves().await);
        (app, address)
    }

    /// Serves as the binary does, and says where.
    pub(crate) async fn serves(&self) -> SocketAddr {
        let (tell, listening) = oneshot::channel();
        tokio::spawn(maillage::serve::serve(self.server.clone(), Some(tell)));
        listening.await.unwrap()
    }

    /// The house's own way into the domain, for what the story begins with.
    pub(crate) fn house(&self) -> Context {
        self.server.context(Door::Command)
    }

    /// How many SQL statements were sent so far.
    pub(crate) fn statements(&self) -> u64 {
        self.server.house.db.statements()
    }

    /// A network of this slug, at the top; the levels are those of the federation.
    pub(crate) async fn network(&self, slug: &str) -> NetworkId {
        self.network_below(None, slug).await
    }

    /// A network below another.
    pub(crate) async fn network_below(&self, parent: Option<NetworkId>, slug: &str) -> NetworkId {
        let house = self.house();
        let level = if parent.is_some() { "local" } else { "departmental" };
        let asked = network::Create {
            slug: slug.to_owned(),
            name: slug.to_owned(),
            level: level.to_owned(),
            parent,
            ..network::Create::default()
        };
        network::create(&house, asked).await.unwrap().id.into()
    }
}

trait Boxed: Endpoint {
    fn boxed(self) -> BoxEndpoint<'static, Self::Output>;
}

impl<E: Endpoint + 'static> Boxed for E {
    fn boxed(self) -> BoxEndpoint<'static, Self::Output> {
        poem::EndpointExt::boxed(self)
    }
}
