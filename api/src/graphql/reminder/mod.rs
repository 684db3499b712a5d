//! When reminders leave.

use async_graphql::{Context, Enum, ID, InputObject, MaybeUndefined, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use domain::{
    clock::FEDERATION_ZONE,
    event,
    reminder::{self, NetworkRule, Planned, Rule, SetRefusal, planned},
};

use super::{
    id::{asker, read},
    loader::{found_by_key, load},
    network::{Network, NetworkKey},
    payload::{patch, payload},
};

/// When reminders leave (rappels); never between 20:00 and 08:00 in the event's zone.
#[derive(SimpleObject, Clone)]
pub struct ReminderRule {
    /// So many days before the event, to those who have a place.
    before_event_days: Vec<i32>,
    /// So many days before registration closes, to the invited who have not answered.
    before_deadline_days: Vec<i32>,
    /// Whether one leaves at half of an offer's time, to those who have not answered it.
    offer_half: bool,
}

impl From<Rule> for ReminderRule {
    fn from(rule: Rule) -> Self {
        Self {
            before_event_days: rule.before_event_days,
            before_deadline_days: rule.before_deadline_days,
            offer_half: rule.offer_half,
        }
    }
}

/// When reminders are to leave.
#[derive(InputObject)]
pub struct ReminderRuleInput {
    /// So many days before the event, 1 to 90, at most five.
    before_event_days: Vec<i32>,
    /// So many days before registration closes, 1 to 90, at most five.
    before_deadline_days: Vec<i32>,
    /// Whether one leaves at half of an offer's time.
    #[graphql(default = true)]
    offer_half: bool,
}

impl From<ReminderRuleInput> for Rule {
    fn from(input: ReminderRuleInput) -> Self {
        Self {
            before_event_days: input.before_event_days,
            before_deadline_days: input.before_deadline_days,
            offer_half: input.offer_half,
        }
    }
}

/// The rule that holds in a network: its own, that of the nearest network above, or the default.
#[derive(Clone)]
pub struct NetworkReminderRule(NetworkRule);

/// The rule that holds in a network: its own, that of the nearest network above, or the default.
#[Object]
impl NetworkReminderRule {
    /// When reminders leave.
    async fn rule(&self) -> ReminderRule {
        self.0.rule.clone().into()
    }

    /// The network that set it; null when it is everyone's default.
    async fn set_by(&self, ctx: &Context<'_>) -> Result<Option<Network>> {
        match self.0.set_by {
            Some(id) => load(ctx, NetworkKey(id)).await,
            None => Ok(None),
        }
    }

    /// Grows with each change of the network's own; 0 while it has none.
    async fn revision(&self) -> i32 {
        self.0.revision
    }
}

found_by_key! {
    /// The rule that holds in a network.
    ReminderRuleKey => NetworkReminderRule:
        |ctx, ids| reminder::of_networks(ctx.db(), ids), NetworkReminderRule;
}

found_by_key! {
    /// The rule that holds for an event.
    EventRuleKey => Rule: |ctx, ids| reminder::of_events(ctx.db(), ids), |rule: Rule| rule;
}

/// What a reminder reminds of. The list may grow.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "reminder::Sort")]
pub enum ReminderSort {
    /// The event is near; to those who have a place.
    Event,
    /// Registration closes soon; to the invited who have not answered.
    Deadline,
}

/// A reminder (rappel) that leaves, as long as nothing changes.
#[derive(SimpleObject)]
pub struct PlannedReminder {
    /// What it reminds of.
    sort: ReminderSort,
    /// How many days before.
    days: i32,
    /// When it leaves.
    at: DateTime<Utc>,
    /// Whether it leaves at 08:00 of its day, because its moment lies between 20:00 and 08:00.
    is_deferred: bool,
}

impl PlannedReminder {
    /// Those of an event under this rule, in order.
    pub(crate) fn all(rule: &Rule, event: &event::Event) -> Vec<Self> {
        let zone = event.time_zone.parse().unwrap_or(FEDERATION_ZONE);
        planned(rule, event.starts_at, event.registration_closes_at, zone)
            .into_iter()
            .map(|Planned { sort, days, at, is_deferred }| Self {
                sort: sort.into(),
                days,
                at,
                is_deferred,
            })
            .collect()
    }
}

payload! {
    /// What came of saying when reminders leave.
    ReminderRuleSetPayload refused by SetRefusal {
        /// The rule that holds now.
        or current reminder_rule: NetworkReminderRule
    }
}

/// When the reminders of a network's events leave.
#[derive(InputObject)]
pub struct ReminderRuleSetInput {
    /// The network.
    network_id: ID,
    /// The revision that you looked at; a later one is refused as `STALE_REVISION`.
    expected_revision: Option<i32>,
    /// The rule; null means as the network above says, left out as it is.
    rule: MaybeUndefined<ReminderRuleInput>,
}

/// What can be said of reminders.
#[derive(Default)]
pub struct ReminderMutation;

/// What can be said of reminders.
#[Object]
impl ReminderMutation {
    /// Says when the reminders of a network's events, and of those below it, leave.
    async fn reminder_rule_set(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "When.")] input: ReminderRuleSetInput,
    ) -> Result<Option<ReminderRuleSetPayload>> {
        let id = read(ctx, &input.network_id)?;
        let rule = patch(input.rule.map_value(Rule::from));
        let outcome = reminder::set(asker(ctx), id, rule, input.expected_revision).await;
        let current = load(ctx, ReminderRuleKey(id.uuid()));
        ReminderRuleSetPayload::of_edit(ctx, outcome, NetworkReminderRule, current).await
    }
}
