//! A network's rule, or that of the nearest network above it that has one.

use std::collections::HashMap;

use sea_orm::{ActiveModelTrait as _, ConnectionTrait, EntityTrait as _, FromQueryResult};
use sea_orm::{IntoActiveModel as _, Set};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Rule, RuleWrong};
use crate::{
    audit::Line,
    context::Context,
    database::{Sql, binds},
    error::{Denied, Halt, Outcome},
    id::NetworkId,
    patch::Patch,
    policy::Ask,
    refusals,
};
use entities::reminder_rule::{ActiveModel, Entity, Model};

/// The rule that holds in a network.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NetworkRule {
    /// The rule.
    pub rule: Rule,
    /// The network that set it; none when it is everyone's default.
    pub set_by: Option<Uuid>,
    /// Grows with each change of the network's own; 0 while it has none.
    pub revision: i32,
}

refusals! {
    /// Why the rule may not be set.
    ReminderRuleSet: pub enum SetRefusal {
        /// Someone else changed it in the meantime.
        Stale { revision: i32 } => "STALE_REVISION" on "expectedRevision",
        /// Reminders leave from 1 to 90 days before.
        DaysOutOfRange => "REMINDER_DAYS_OUT_OF_RANGE" on "rule",
        /// At most five reminders of each sort.
        TooMany => "TOO_MANY_REMINDERS" on "rule",
    }
}

impl From<RuleWrong> for SetRefusal {
    fn from(wrong: RuleWrong) -> Self {
        match wrong {
            RuleWrong::DaysOutOfRange => Self::DaysOutOfRange,
            RuleWrong::TooMany => Self::TooMany,
        }
    }
}

#[derive(FromQueryResult)]
struct Row {
    of_id: Uuid,
    set_by: Uuid,
    rule: Value,
    revision: i32,
}

/// The rule that holds in each of these networks, in one statement; those without one have the default.
pub async fn of_networks(
    db: &impl ConnectionTrait,
    networks: &[Uuid],
) -> Result<HashMap<Uuid, NetworkRule>, Halt> {
    let rows: Vec<Row> = Sql::new(
        "select reached.descendant_id as of_id, own.network_id as set_by, own.rule, own.revision \
         from network_ancestor reached \
         join reminder_rule own on own.network_id = reached.ancestor_id \
         where reached.descendant_id in ? order by reached.descendant_id, reached.depth desc",
        binds![networks],
    )
    .all(db)
    .await?;
    let mut rules: HashMap<Uuid, NetworkRule> =
        networks.iter().map(|id| (*id, NetworkRule::default())).collect();
    // The nearest comes last and stays.
    for row in rows {
        let rule = serde_json::from_value(row.rule).unwrap_or_default();
        let set_by = Some(row.set_by);
        let revision = if row.set_by == row.of_id { row.revision } else { 0 };
        rules.insert(row.of_id, NetworkRule { rule, set_by, revision });
    }
    Ok(rules)
}

#[derive(FromQueryResult)]
struct OfEvent {
    id: Uuid,
    own: Option<Value>,
    rule: Option<Value>,
}

/// The rule that holds for each of these events, in one statement: its own, else that of its first
/// host, else of the nearest network above it, else the default.
pub async fn of_events(
    db: &impl ConnectionTrait,
    events: &[Uuid],
) -> Result<HashMap<Uuid, Rule>, Halt> {
    let rows: Vec<OfEvent> = Sql::new(
        "select event.id, event.reminder_rule as own, (select inherited.rule \
         from event_host host \
         join network_ancestor reached on reached.descendant_id = host.network_id \
         join reminder_rule inherited on inherited.network_id = reached.ancestor_id \
         where host.event_id = event.id order by host.rank, reached.depth limit 1) as rule \
         from event where event.id in ?",
        binds![events],
    )
    .all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let rule = row.own.or(row.rule).and_then(|rule| serde_json::from_value(rule).ok());
            (row.id, rule.unwrap_or_default())
        })
        .collect())
}

/// Says when the reminders of a network's events leave; emptied means as the network above says.
pub async fn set(
    ctx: &Context,
    id: NetworkId,
    rule: Patch<Rule>,
    expected_revision: Option<i32>,
) -> Outcome<NetworkRule, SetRefusal> {
    let tx = ctx.begin().await?;
    entities::network::Entity::find_by_id(id.uuid()).one(&*tx).await?.ok_or(Denied::Hidden)?;
    let before = Entity::find_by_id(id.uuid()).one(&*tx).await?;

    ctx.may(&Ask::SetReminders { network: id.uuid() })?;

    let revision = before.as_ref().map_or(0, |before| before.revision);
    if expected_revision.is_some_and(|expected| expected != revision) {
        return Err(SetRefusal::Stale { revision }.into());
    }
    let Patch::Put(rule) = rule else {
        return Ok(of_networks(&*tx, &[id.uuid()]).await?.remove(&id.uuid()).unwrap_or_default());
    };
    let rule = rule.map(Rule::checked).transpose().map_err(SetRefusal::from)?;

    match (&rule, before) {
        (Some(rule), Some(before)) => {
            let mut model: ActiveModel = before.into_active_model();
            model.rule = Set(json!(rule));
            model.revision = Set(revision + 1);
            model.update(&*tx).await?;
        }
        (Some(rule), None) => {
            let row = Model { network_id: id.uuid(), rule: json!(rule), revision: 1 };
            row.into_active_model().insert(&*tx).await?;
        }
        (None, Some(_)) => {
            Entity::delete_by_id(id.uuid()).exec(&*tx).await?;
        }
        (None, None) => {}
    }
    let after = of_networks(&*tx, &[id.uuid()]).await?.remove(&id.uuid()).unwrap_or_default();

    let line = Line::new("reminder_rule.set", id).within(id).changing(json!({ "rule": rule }));
    tx.audit(ctx, line).await?;
    tx.commit().await?;
    Ok(after)
}
