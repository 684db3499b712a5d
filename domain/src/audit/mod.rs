//! Every write leaves a line: who, on whose behalf, through which door, what changed.

mod kind;
mod read;

use sea_orm::{ActiveModelTrait as _, EntityTrait as _, Set};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::{
    context::Context,
    database::{Sql, Transaction, binds},
    error::Halt,
    id::{AuditLineId, Id, Kind},
};

pub use kind::Kind as ChangeKind;
pub use read::{Actor, Change, ChangedField, Filter, Of, history};

/// One line in the making.
#[derive(Clone, Debug)]
pub struct Line {
    action: &'static str,
    subject_kind: &'static str,
    subject_id: Uuid,
    network_id: Option<Uuid>,
    about_id: Uuid,
    member_id: Option<Uuid>,
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
            about_id: subject.uuid(),
            member_id: None,
            changes: Value::Object(serde_json::Map::new()),
        }
    }

    /// In which network's affairs.
    #[must_use]
    pub fn within(mut self, network_id: impl Into<Uuid>) -> Self {
        self.network_id = Some(network_id.into());
        self
    }

    /// In the affairs of which event, employer or charter, when the subject is only a part of it.
    #[must_use]
    pub fn about(mut self, id: impl Into<Uuid>) -> Self {
        self.about_id = id.into();
        self
    }

    /// Whom it concerns: the actor, or another on whose behalf it is done.
    #[must_use]
    pub fn on_behalf_of(mut self, member_id: impl Into<Uuid>) -> Self {
        self.member_id = Some(member_id.into());
        self
    }

    /// What changed, as the names of fields and their new values; no secrets, no answers to sensitive questions.
    #[must_use]
    pub fn changing(mut self, changes: Value) -> Self {
        self.changes = changes;
        self
    }
}

/// The fields whose value is not the same in both, each with what it was and what it is.
pub(crate) fn difference(before: &Value, after: &Value) -> Value {
    let fields = after.as_object().into_iter().flatten();
    let changed = fields.filter(|(field, value)| before.get(field) != Some(value));
    let changed = changed
        .map(|(field, value)| (field.clone(), json!({ "from": before.get(field), "to": value })));
    Value::Object(changed.collect::<Map<_, _>>())
}

impl Transaction {
    /// Writes the line with the change itself.
    pub async fn audit(&self, ctx: &Context, line: Line) -> Result<(), Halt> {
        self.audit_line(ctx, line).await?;
        Ok(())
    }

    /// The same, for what tells of the line itself.
    pub(crate) async fn audit_line(&self, ctx: &Context, line: Line) -> Result<AuditLineId, Halt> {
        let row = row(ctx, line).insert(&**self).await?;
        Ok(AuditLineId::of(row.id))
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
    entities::audit_line::ActiveModel {
        id: Set(AuditLineId::new().uuid()),
        at: Set(ctx.now()),
        actor_id: Set(ctx.standing().actor()),
        acting_as_id: Set(ctx.standing().acting_as()),
        token_id: Set(ctx.standing().token.as_ref().map(|token| token.id)),
        member_id: Set(line.member_id),
        door: Set(ctx.door().word().to_owned()),
        request_id: Set(ctx.request_id().to_owned()),
        action: Set(line.action.to_owned()),
        subject_kind: Set(line.subject_kind.to_owned()),
        subject_id: Set(line.subject_id),
        about_id: Set(line.about_id),
        network_id: Set(line.network_id),
        changes: Set(line.changes),
    }
}

/// The same lines as one insert, to be written together with the change.
pub(crate) fn insert(ctx: &Context, lines: Vec<Line>) -> Sql {
    let (actor_id, acting_as_id) = (ctx.standing().actor(), ctx.standing().acting_as());
    let token_id = ctx.standing().token.as_ref().map(|token| token.id);
    let mut sql = Sql::new(
        "insert into audit_line (id, at, actor_id, acting_as_id, token_id, member_id, door, request_id, \
         action, subject_kind, subject_id, about_id, network_id, changes) values",
        vec![],
    );
    for (number, line) in lines.into_iter().enumerate() {
        let comma = if number == 0 { "" } else { ", " };
        sql = sql.and(
            &format!("{comma}(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
            binds![
                AuditLineId::new(),
                ctx.now(),
                actor_id,
                acting_as_id,
                token_id,
                line.member_id,
                ctx.door().word(),
                ctx.request_id(),
                line.action,
                line.subject_kind,
                line.subject_id,
                line.about_id,
                line.network_id,
                line.changes,
            ],
        );
    }
    sql
}
