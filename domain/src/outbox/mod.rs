//! What is told, and to whom, once the change is certain.

mod delivery;
mod told;

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use sea_orm::{
    ConnectionTrait, DbBackend, EntityTrait as _, FromQueryResult, Set, sea_query::OnConflict,
};
use uuid::Uuid;

use crate::{
    context::Context,
    database::{Sql, Transaction, binds, in_words},
    error::Halt,
    id::LetterId,
};

pub use delivery::{
    Claimed, Counts, Failure, Hindrance, claim, counts, failed, hold, kept_for_morning, sent,
    skipped,
};
pub use entities::outbox::State;
pub use told::{Answer, Aspect, Category, Told};

/// Who receives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipient {
    /// The member, when there is one.
    pub member_id: Option<Uuid>,
    /// The address.
    pub email: String,
}

/// One letter in the making.
#[derive(Clone, Debug)]
pub struct Letter {
    told: Told,
    to: Recipient,
    key: String,
    network_id: Option<Uuid>,
    event_id: Option<Uuid>,
    due_at: Option<DateTime<Utc>>,
}

impl Letter {
    /// Tells this to someone. The reason makes it unique: never twice to the same person for the
    /// same reason, whatever happens in between.
    pub fn new(told: Told, to: Recipient, reason: &str) -> Self {
        // By who they are rather than by their address, which may change and is not kept for ever.
        let whom = to
            .member_id
            .map_or_else(|| to.email.to_lowercase(), |member| member.simple().to_string());
        let key = format!("{}:{reason}:{whom}", told.kind());
        Self { told, to, key, network_id: None, event_id: None, due_at: None }
    }

    /// What it tells.
    pub(crate) const fn told(&self) -> &Told {
        &self.told
    }

    /// To which member, when there is one.
    pub(crate) const fn member_id(&self) -> Option<Uuid> {
        self.to.member_id
    }

    /// In which network's affairs, so that its leads see its fate.
    #[must_use]
    pub fn within(mut self, network_id: impl Into<Uuid>) -> Self {
        self.network_id = Some(network_id.into());
        self
    }

    /// About which event.
    #[must_use]
    pub fn about(mut self, event_id: impl Into<Uuid>) -> Self {
        self.event_id = Some(event_id.into());
        self
    }

    /// Not before this time.
    #[must_use]
    pub fn due_at(mut self, at: DateTime<Utc>) -> Self {
        self.due_at = Some(at);
        self
    }
}

/// The domain part of our own Message-IDs; a letter sent again keeps its own.
const MESSAGE_ID_DOMAIN: &str = "maillage.invalid";

impl Transaction {
    /// Tells one letter with the change itself.
    pub async fn tell(&self, ctx: &Context, letter: Letter) -> Result<(), Halt> {
        self.tell_all(ctx, vec![letter]).await?;
        Ok(())
    }

    /// Tells many, in few statements; says how many were not told before.
    pub async fn tell_all(&self, ctx: &Context, letters: Vec<Letter>) -> Result<u64, Halt> {
        let now = ctx.now();
        let mut told = 0;
        // SQLite takes at most 32,766 values in one statement.
        for chunk in letters.chunks(500) {
            let rows =
                chunk.iter().map(|letter| row(letter, now)).collect::<Result<Vec<_>, _>>()?;
            told += entities::outbox::Entity::insert_many(rows)
                .on_conflict(
                    OnConflict::column(entities::outbox::Column::Key).do_nothing().to_owned(),
                )
                .exec_without_returning(&**self)
                .await?;
        }
        Ok(told)
    }
}

fn row(letter: &Letter, now: DateTime<Utc>) -> Result<entities::outbox::ActiveModel, Halt> {
    let id = LetterId::new();
    let told = serde_json::to_value(&letter.told)
        .map_err(|error| anyhow::Error::new(error).context("writing what is told"))?;
    Ok(entities::outbox::ActiveModel {
        id: Set(id.uuid()),
        key: Set(letter.key.clone()),
        told: Set(told),
        kind: Set(letter.told.kind().to_owned()),
        category: Set(letter.told.category().word().to_owned()),
        member_id: Set(letter.to.member_id),
        email: Set(letter.to.email.clone()),
        network_id: Set(letter.network_id),
        event_id: Set(letter.event_id),
        state: Set(State::Pending),
        due_at: Set(letter.due_at.unwrap_or(now)),
        attempts: Set(0),
        locked_until: Set(None),
        locked_by: Set(None),
        message_id: Set(format!("<{id}@{MESSAGE_ID_DOMAIN}>")),
        last_error: Set(None),
        created_at: Set(now),
        sent_at: Set(None),
    })
}

/// The same letters as one insert, to be written together with what they tell of.
pub(crate) fn insert(ctx: &Context, letters: &[Letter]) -> Result<Sql, Halt> {
    let now = ctx.now();
    let mut sql = Sql::new(
        "insert into outbox (id, key, told, kind, category, member_id, email, network_id, \
         event_id, state, due_at, attempts, message_id, created_at) values",
        vec![],
    );
    for (number, letter) in letters.iter().enumerate() {
        let id = LetterId::new();
        let told = serde_json::to_value(&letter.told)
            .map_err(|error| anyhow::Error::new(error).context("writing what is told"))?;
        let comma = if number == 0 { "" } else { ", " };
        sql = sql.and(
            &format!("{comma}(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?)"),
            binds![
                id,
                &letter.key,
                told,
                letter.told.kind(),
                letter.told.category().word(),
                letter.to.member_id,
                &letter.to.email,
                letter.network_id,
                letter.event_id,
                state_word(State::Pending),
                letter.due_at.unwrap_or(now),
                format!("<{id}@{MESSAGE_ID_DOMAIN}>"),
                now,
            ],
        );
    }
    Ok(sql.and("on conflict (key) do nothing", vec![]))
}

/// Those of these letters that were never told: what is derived again and again leaves SQLite's one
/// writer in peace as long as there is nothing new.
pub(crate) async fn untold(
    db: &impl ConnectionTrait,
    letters: Vec<Letter>,
) -> Result<Vec<Letter>, Halt> {
    #[derive(FromQueryResult)]
    struct Row {
        key: String,
    }
    if letters.is_empty() {
        return Ok(letters);
    }
    let keys: Vec<String> = letters.iter().map(|letter| letter.key.clone()).collect();
    let told: Vec<Row> =
        Sql::new("select key from outbox where key in ?", binds![keys]).all(db).await?;
    let told: HashSet<String> = told.into_iter().map(|row| row.key).collect();
    Ok(letters.into_iter().filter(|letter| !told.contains(&letter.key)).collect())
}

/// A member as the keys of their letters name them, from the column of that name.
pub(crate) fn member_in_key(backend: DbBackend, column: &str) -> String {
    match backend {
        DbBackend::Postgres => format!("replace(cast({column} as text), '-', '')"),
        _ => format!("lower(hex({column}))"),
    }
}

/// The state's word, for constant SQL.
pub(crate) fn state_word(state: State) -> String {
    in_words(&state)
}
