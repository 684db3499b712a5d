//! Finding questions, of events that the asker may know of.

use std::collections::HashMap;

use sea_orm::{DbErr, FromQueryResult, QueryResult};
use uuid::Uuid;

use super::Question;
use crate::{
    context::Context,
    database::{Bind, Sql},
    error::Halt,
    event::{facts_columns, facts_of_row},
    policy::{Ask, EventFacts},
};
use entities::question::Model;

struct Row {
    model: Model,
    facts: EventFacts,
}

impl FromQueryResult for Row {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        let model = Model::from_query_result(row, prefix)?;
        Ok(Self { model, facts: facts_of_row(row, prefix)? })
    }
}

impl From<Model> for Question {
    fn from(model: Model) -> Self {
        Self {
            id: model.id,
            event_id: model.event_id,
            rank: model.rank,
            prompt: model.prompt,
            kind: model.kind,
            choices: serde_json::from_value(model.choices).unwrap_or_default(),
            is_required: model.is_required,
            is_sensitive: model.is_sensitive,
        }
    }
}

async fn found(ctx: &Context, condition: &str, ids: Bind) -> Result<Vec<Question>, Halt> {
    let facts = facts_columns(ctx.db());
    let rows: Vec<Row> = Sql::new(
        &format!(
            "select question.*, {facts} from question \
             join event on event.id = question.event_id where {condition} \
             order by question.event_id, question.rank, question.id"
        ),
        vec![ids],
    )
    .all(ctx.db())
    .await?;
    Ok(rows
        .into_iter()
        .filter(|row| ctx.may(&Ask::SeeEvent { event: &row.facts }).is_ok())
        .map(|row| row.model.into())
        .collect())
}

/// Those of these questions that this asker may know of.
pub async fn by_ids(ctx: &Context, ids: &[Uuid]) -> Result<HashMap<Uuid, Question>, Halt> {
    let found = found(ctx, "question.id in ?", ids.into()).await?;
    Ok(found.into_iter().map(|question| (question.id, question)).collect())
}

/// The questions of each of these events, in order.
pub async fn of_events(
    ctx: &Context,
    events: &[Uuid],
) -> Result<HashMap<Uuid, Vec<Question>>, Halt> {
    let mut questions: HashMap<Uuid, Vec<Question>> = HashMap::new();
    for question in found(ctx, "question.event_id in ?", events.into()).await? {
        questions.entry(question.event_id).or_default().push(question);
    }
    Ok(questions)
}
