//! What of an event changed and was not told yet: while it is put off, or in a letter that has not left.

use std::collections::{BTreeMap, HashMap, HashSet};

use sea_orm::{ConnectionTrait as _, FromQueryResult};
use serde_json::{Value, json};
use uuid::Uuid;

use super::content::{dated, marks};
use crate::{
    database::{Sql, Transaction, binds},
    error::Halt,
    outbox::{self, Aspect, Told},
};
use entities::event::Model;

/// What the registered are to be told that changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Changed {
    /// What of it, with the mark of how it was; without one it is told, however it is now.
    pub(super) aspects: BTreeMap<Aspect, Option<String>>,
    /// Whether it was put off, and stands again.
    pub(super) is_again: bool,
    /// Those whose excuses are taken back with it: they hear of that even if the day is the former one again.
    pub(super) unexcused: HashSet<Uuid>,
}

impl Changed {
    /// Something of the agenda did, which had this mark.
    pub(super) fn of_agenda(was: String) -> Self {
        Self { aspects: BTreeMap::from([(Aspect::Agenda, Some(was))]), ..Self::default() }
    }

    /// What is otherwise after than before.
    pub(super) fn between(before: &Model, after: &Model) -> Self {
        let aspects = marks(before).into_iter().zip(marks(after));
        let aspects = aspects.filter(|(was, is)| was != is);
        let aspects = aspects.map(|((aspect, was), _)| (aspect, Some(was))).collect();
        Self { aspects, ..Self::default() }
    }

    /// Whether the agenda is among it, and may be again as it was.
    pub(super) fn may_undo_agenda(&self) -> bool {
        matches!(self.aspects.get(&Aspect::Agenda), Some(Some(_)))
    }

    /// Whether there is nothing to tell.
    pub(super) fn is_empty(&self) -> bool {
        self.aspects.is_empty() && !self.is_again
    }

    /// Both: how it was is how it was before the earlier.
    pub(super) fn and(&self, later: &Self) -> Self {
        let mut aspects = later.aspects.clone();
        for (aspect, was) in &self.aspects {
            let is_told_anyway = matches!(aspects.get(aspect), Some(None));
            aspects.insert(*aspect, was.clone().filter(|_| !is_told_anyway));
        }
        Self { aspects, is_again: self.is_again || later.is_again, ..Self::default() }
    }

    /// Without what is again as it was; what the event itself does not say, its agenda, stays.
    pub(super) fn still(self, event: &Model) -> Self {
        self.without(&BTreeMap::from(marks(event)))
    }

    /// Without what has the mark again that it had.
    pub(super) fn without(mut self, marks: &BTreeMap<Aspect, String>) -> Self {
        self.aspects.retain(|aspect, was| was.is_none() || was.as_ref() != marks.get(aspect));
        self
    }
}

/// Keeps for later what changed of an event that is put off. The day is told apart: by the one from which it was moved.
pub(super) fn keep(event: &mut Model, changed: &Changed) {
    let mut aspects = kept(event).and(changed).still(event).aspects;
    aspects.remove(&Aspect::Day);
    aspects.remove(&Aspect::Certainty);
    let aspects: Vec<_> = aspects.into_iter().collect();
    event.untold = (!aspects.is_empty()).then(|| json!(aspects));
}

/// What is told when an event that was put off stands again; from then on there is nothing left to tell.
pub(super) fn take(event: &mut Model) -> Changed {
    let mut changed = kept(event);
    event.untold = None;
    if let Some(former) = event.former_starts_at.take() {
        let former_end = former + (event.ends_at - event.starts_at);
        let was = dated(Model { starts_at: former, ends_at: former_end, ..event.clone() });
        changed = changed.and(&Changed::between(&was, event));
    }
    Changed { is_again: true, ..changed.still(event) }
}

fn kept(event: &Model) -> Changed {
    let Some(kept) = event.untold.clone() else { return Changed::default() };
    let marked: Result<Vec<(Aspect, Option<String>)>, _> = serde_json::from_value(kept.clone());
    let aspects = marked.map_or_else(
        // What was kept before there were marks.
        |_| {
            let aspects: Vec<Aspect> = serde_json::from_value(kept).unwrap_or_default();
            aspects.into_iter().map(|aspect| (aspect, None)).collect()
        },
        |marked| marked.into_iter().collect(),
    );
    Changed { aspects, ..Changed::default() }
}

#[derive(FromQueryResult)]
struct Row {
    told: Value,
    state: outbox::State,
    has_stayed: bool,
}

/// What changed, by registration, since the last letter of a change that left: the one that is written now
/// takes the place of those that did not. Surely untold is only what nobody tried to send: a letter that
/// a worker has in hand, or tried to send, may have arrived, and what it told is told again, however it is now.
pub(super) async fn unsent(tx: &Transaction, event: Uuid) -> Result<HashMap<Uuid, Changed>, Halt> {
    // No worker takes one of them in hand before this change is certain.
    // What was not sent because it was no longer true was taken in hand once; what was tried, or is sent
    // again, is due later than it was written.
    let letters: Vec<Row> = Sql::new(
        "select told, state, locked_until is null and due_at = created_at \
         and (state = 'pending' and attempts = 0 or state = 'skipped' and attempts <= 1) \
         as has_stayed from outbox where event_id = ? and kind = 'event_changed' \
         order by created_at, id",
        binds![event],
    )
    .holding("outbox", tx.get_database_backend())
    .all(&**tx)
    .await?;
    let mut unsent: HashMap<Uuid, Changed> = HashMap::new();
    for letter in letters {
        let Ok(Told::EventChanged { registration, changed, was, is_again, .. }) =
            serde_json::from_value(letter.told)
        else {
            continue;
        };
        let registration = registration.uuid();
        let is_of_excuse_alone = !is_again && changed == [Aspect::Excuse];
        if letter.state == outbox::State::Sent {
            unsent.remove(&registration);
        } else if letter.state == outbox::State::Skipped && is_of_excuse_alone {
            // The excuse was sent anew before the letter could say that it was lost.
            if let Some(before) = unsent.get_mut(&registration) {
                before.aspects.remove(&Aspect::Excuse);
            }
        } else {
            let was: BTreeMap<Aspect, String> = was.into_iter().collect();
            let mark = |aspect: &Aspect| was.get(aspect).filter(|_| letter.has_stayed).cloned();
            let marked = changed.into_iter().map(|aspect| (aspect, mark(&aspect)));
            let changed = Changed { aspects: marked.collect(), is_again, ..Changed::default() };
            let before = unsent.entry(registration).or_default();
            *before = before.and(&changed);
        }
    }
    Ok(unsent)
}
