//! What the server is made of, whoever starts it: the command line or a test.

use std::sync::Arc;

use anyhow::Context as _;
use domain::{
    clock::Clock,
    context::{Context, Door, House},
    database::Db,
    secret::SecretKey,
};

use crate::{config::Config, graphql, sign_in::SignIn};

/// Everything that a request, a job or a command needs.
#[derive(Clone)]
pub struct Server {
    /// Database, time, key.
    pub house: House,
    /// The settings.
    pub config: Config,
    /// Whether this is a demonstration: fictional people, letters that stay here.
    pub is_demonstration: bool,
    /// How people sign in.
    pub sign_in: Arc<SignIn>,
    /// The only GraphQL documents that are answered, when not all are.
    pub graphql_documents: Option<Arc<[String]>>,
    /// Where a demonstration's letters stay.
    pub mailbox: Option<mail::Mailbox>,
}

impl Server {
    /// Opens the database, brings it to the newest step, and finds the key.
    pub async fn open(
        config: Config,
        clock: Clock,
        is_demonstration: bool,
    ) -> anyhow::Result<Self> {
        let graphql_documents = config
            .graphql_documents
            .as_deref()
            .map(graphql::listed_documents)
            .transpose()
            .context("check MAILLAGE_GRAPHQL_DOCUMENTS")?;
        let db = Db::open(&config.database_url)
            .await
            .context("check MAILLAGE_DATABASE_URL, and that the database is there")?;
        domain::database::migrate(&db).await.context("bringing the database up to date")?;
        if let Some(weakness) = domain::database::weakness(&db).await? {
            tracing::warn!("{weakness}");
        }
        let key = match &config.secret_key {
            Some(key) => key.0.clone(),
            None => domain::secret::kept(&db).await.context("finding the server's key")?,
        };
        let house = House { db, clock, secret: SecretKey::new(&key) };
        let sign_in = SignIn::open(&config, &house, &key, is_demonstration)?;
        let mailbox = is_demonstration.then(mail::Mailbox::default);
        Ok(Self { house, config, is_demonstration, sign_in, graphql_documents, mailbox })
    }

    /// The command line's and the worker's way into the domain.
    pub fn context(&self, door: Door) -> Context {
        Context::of_the_house(self.house.clone(), door)
    }
}
