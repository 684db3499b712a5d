//! Every write leaves a line: who, on whose behalf, through which door, what changed.

use sea_orm::{ActiveModelTrait as _, EntityTrait as _, Set};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    context::Context,
    database::{Sql, Transaction, binds},
    error::Halt,
    id::{AuditLineId, Id, Kind},
};

/// One line in the making.
#[derive(Clone, Debug)]
pub struct Line {
    action: &'static str,
    subject_kind: &'static str,
    subject_id: Uuid,
    network_id: Option<Uuid>,
    on_behalf_of_id: Option<Uuid>,
    changes: Value,
}

impl Line {
    /// What was done, in the form `event.publish`, and to what.
    pub fn new<K: Kind>(action: &'static str, subject: Id<K>) -> Self {
        Self {
            action,
            subject_kind: K::PREFIX,
            subject_id: subject.uuid(),
            network_id: None,
            on_behalf_of_id: None,
            changes: Value::Object(serde_json::Map::new()),
        }
    }

    /// In which network's affairs.
    #[must_use]
    pub fn within(mut self, network_id: impl Into<Uuid>) -> Self {
        self.network_id = Some(network_id.into());
        self
    }

    /// For whom, when it is not the actor.
    #[must_use]
    pub fn on_behalf_of(mut self, member_id: impl Into<Uuid>) -> Self {
        self.on_behalf_of_id = Some(member_id.into());
        self
    }

    /// What changed, as the names of fields and their new values; no secrets, no answers to sensitive questions.
    #[must_use]
    pub fn changing(mut self, changes: Value) -> Self {
        self.changes = changes;
        self
    }
}

impl Transaction {
    /// Writes the line with the change itself.
    pub async fn audit(&self, ctx: &Context, line: Line) -> Result<(), Halt> {
        row(ctx, line).insert(&**self).await?;
        Ok(())
    }

    /// Writes many lines, in few statements.
    pub async fn audit_all(&self, ctx: &Context, lines: Vec<Line>) -> Result<(), Halt> {
        let rows: Vec<_> = lines.into_iter().map(|line| row(ctx, line)).collect();
        // SQLite takes at most 32,766 values in one statement.
        for chunk in rows.chunks(500) {
            entities::audit_line::Entity::insert_many(chunk.iter().cloned())
                .exec_without_returning(&**self)
                .await?;
        }
        Ok(())
    }
}

fn row(ctx: &Context, line: Line) -> entities::audit_line::ActiveModel {
    let actor_id = ctx.standing().member;
    entities::audit_line::ActiveModel {
        id: Set(AuditLineId::new().uuid()),
        at: Set(ctx.now()),
        actor_id: Set(actor_id),
        token_id: Set(ctx.standing().token.as_ref().map(|token| token.id)),
        on_behalf_of_id: Set(line.on_behalf_of_id.filter(|other| Some(*other) != actor_id)),
        door: Set(ctx.door().word().to_owned()),
        request_id: Set(ctx.request_id().to_owned()),
        action: Set(line.action.to_owned()),
        subject_kind: Set(line.subject_kind.to_owned()),
        subject_id: Set(line.subject_id),
        network_id: Set(line.network_id),
        changes: Set(line.changes),
    }
}

/// The same lines as one insert, to be written together with the change.
pub(crate) fn insert(ctx: &Context, lines: Vec<Line>) -> Sql {
    let actor_id = ctx.standing().member;
    let token_id = ctx.standing().token.as_ref().map(|token| token.id);
    let mut sql = Sql::new(
        "insert into audit_line (id, at, actor_id, token_id, on_behalf_of_id, door, request_id, \
         action, subject_kind, subject_id, network_id, changes) values",
        vec![],
    );
    for (number, line) in lines.into_iter().enumerate() {
        let comma = if number == 0 { "" } else { ", " };
        sql = sql.and(
            &format!("{comma}(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
            binds![
                AuditLineId::new(),
                ctx.now(),
                actor_id,
                token_id,
                line.on_behalf_of_id.filter(|other| Some(*other) != actor_id),
                ctx.door().word(),
                ctx.request_id(),
                line.action,
                line.subject_kind,
                line.subject_id,
                line.network_id,
                line.changes,
            ],
        );
    }
    sql
}
