//! Who asks, when, through which door, and with which database.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};

use crate::{
    clock::Clock,
    database::{Changes, Db, Transaction},
    error::{Denied, Halt},
    id::{Id, MemberId},
    policy::{Ask, Because, Standing},
    secret::SecretKey,
};

/// Through which door someone came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// The GraphQL API.
    Api,
    /// A page.
    Page,
    /// A link in a letter.
    Letter,
    /// The command line.
    Command,
    /// The worker.
    Worker,
}

impl Door {
    /// Its word on the audit trail.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Api => "api",
            Self::Page => "page",
            Self::Letter => "letter",
            Self::Command => "command",
            Self::Worker => "worker",
        }
    }

    /// The door of this word; what is not known came from the house.
    pub(crate) fn of_word(word: &str) -> Self {
        [Self::Api, Self::Page, Self::Letter, Self::Command]
            .into_iter()
            .find(|door| door.word() == word)
            .unwrap_or(Self::Worker)
    }
}

/// What stays the same from one request to the next.
#[derive(Clone, Debug)]
pub struct House {
    /// The database.
    pub db: Db,
    /// The time.
    pub clock: Clock,
    /// The server's key.
    pub secret: SecretKey,
}

/// One asker's way into the domain.
#[derive(Clone, Debug)]
pub struct Context {
    house: House,
    standing: Arc<Standing>,
    door: Door,
    request_id: Arc<str>,
    changes: Changes,
}

impl Context {
    /// For someone of this standing.
    pub fn new(house: House, standing: Standing, door: Door, request_id: &str) -> Self {
        let (standing, changes) = (Arc::new(standing), Changes::default());
        Self { house, standing, door, request_id: request_id.into(), changes }
    }

    /// For the command line and the worker, who may do everything.
    pub fn of_the_house(house: House, door: Door) -> Self {
        Self::new(house, Standing::house(), door, door.word())
    }

    /// The same request, asked by a person with this standing (for links in letters).
    #[must_use]
    pub fn with_standing(&self, standing: Standing) -> Self {
        Self { standing: Arc::new(standing), ..self.clone() }
    }

    /// The database, for reads.
    pub fn db(&self) -> &sea_orm::DatabaseConnection {
        self.house.db.read()
    }

    /// What stays the same from one request to the next.
    pub fn house(&self) -> &House {
        &self.house
    }

    /// Begins a change.
    pub async fn begin(&self) -> Result<Transaction, Halt> {
        Ok(self.house.db.begin_for(&self.changes).await?)
    }

    /// Lets no further change of this request become certain, for it failed or nobody waits for it;
    /// says whether any is, or may be.
    pub fn end_changes(&self) -> bool {
        self.changes.end()
    }

    /// The present.
    pub fn now(&self) -> DateTime<Utc> {
        self.house.clock.now()
    }

    /// Today, as the federation counts its days.
    pub fn today(&self) -> NaiveDate {
        self.house.clock.today()
    }

    /// The server's key.
    pub fn secret(&self) -> &SecretKey {
        &self.house.secret
    }

    /// Who asks.
    pub fn standing(&self) -> &Standing {
        &self.standing
    }

    /// The member who asks; nobody else may go on.
    pub fn member(&self) -> Result<MemberId, Denied> {
        self.standing.member.map(Id::of).ok_or(Denied::Anonymous)
    }

    /// Asks the policy; the answer says why.
    pub fn may(&self, ask: &Ask<'_>) -> Result<Because, Denied> {
        self.standing.may(ask)
    }

    /// Through which door.
    pub fn door(&self) -> Door {
        self.door
    }

    /// The request's own name, on every audit line and in the log.
    pub fn request_id(&self) -> &str {
        &self.request_id
    }
}
