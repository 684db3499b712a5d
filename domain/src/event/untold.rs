//! What of an event changed and was not told yet: while it is put off, or in a letter that has not left.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use serde_json::{Value, json};
use uuid::Uuid;

use super::content::zone;
use crate::{
    database::{Sql, Transaction, binds},
    error::Halt,
    outbox::{self, Aspect, Told},
};
use entities::event::Model;

/// What the registered are to be told that changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Changed {
    /// What of it.
    pub(super) aspects: BTreeSet<Aspect>,
    /// Whether it was put off, and stands again.
    pub(super) is_again: bool,
}

impl Changed {
    pub(super) fn of(aspects: impl IntoIterator<Item = Aspect>) -> Self {
        Self { aspects: aspects.into_iter().collect(), is_again: false }
    }

    /// Both.
    pub(super) fn and(&self, other: &Self) -> Self {
        Self {
            aspects: self.aspects.union(&other.aspects).copied().collect(),
            is_again: self.is_again || other.is_again,
        }
    }
}

/// Keeps for later what changed of an event that is put off. The day is told apart: by the one from which it was moved.
pub(super) fn keep(event: &mut Model, changed: impl IntoIterator<Item = Aspect>) {
    let mut aspects = kept(event);
    aspects.extend(changed);
    aspects.remove(&Aspect::Day);
    aspects.remove(&Aspect::Certainty);
    event.untold = (!aspects.is_empty()).then(|| json!(aspects));
}

/// What is told when an event that was put off stands again; from then on there is nothing left to tell.
pub(super) fn take(event: &mut Model) -> Changed {
    let mut aspects = kept(event);
    event.untold = None;
    let zone = zone(event);
    let local = |at: DateTime<Utc>| at.with_timezone(&zone).naive_local();
    if let Some(former) = event.former_starts_at.take() {
        let (was, is) = (local(former), local(event.starts_at));
        if was.date() != is.date() {
            aspects.insert(Aspect::Day);
        }
        if was.time() != is.time() {
            aspects.insert(Aspect::Hours);
        }
    }
    Changed { aspects, is_again: true }
}

fn kept(event: &Model) -> BTreeSet<Aspect> {
    let kept = event.untold.clone().and_then(|kept| serde_json::from_value(kept).ok());
    kept.unwrap_or_default()
}

#[derive(FromQueryResult)]
struct Row {
    told: Value,
    state: outbox::State,
}

/// What changed, by registration, since the last letter of a change that left: the one that is written now
/// takes the place of those that did not.
pub(super) async fn unsent(tx: &Transaction, event: Uuid) -> Result<HashMap<Uuid, Changed>, Halt> {
    let letters: Vec<Row> = Sql::new(
        "select told, state from outbox where event_id = ? and kind = 'event_changed' \
         order by created_at, id",
        binds![event],
    )
    .all(&**tx)
    .await?;
    let mut unsent: HashMap<Uuid, Changed> = HashMap::new();
    for letter in letters {
        let Ok(Told::EventChanged { registration, changed, is_again, .. }) =
            serde_json::from_value(letter.told)
        else {
            continue;
        };
        let registration = registration.uuid();
        if letter.state == outbox::State::Sent {
            unsent.remove(&registration);
        } else {
            let changed = Changed { is_again, ..Changed::of(changed) };
            let before = unsent.entry(registration).or_default();
            *before = before.and(&changed);
        }
    }
    Ok(unsent)
}
