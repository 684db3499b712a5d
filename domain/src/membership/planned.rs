//! The ends that were planned for a membership, each over the one before, as the trail tells them. Who
//! takes an end back finds the one before it, also when another role or a transfer began another
//! period since.

use std::collections::HashMap;

use chrono::NaiveDate;
use entities::membership::{Ending, Model};
use sea_orm::FromQueryResult;
use serde_json::Value;
use uuid::Uuid;

use super::{Membership, Until, told};
use crate::{
    database::{Sql, Transaction, binds},
    error::Halt,
    id::MembershipId,
};

/// What the trail tells of the ends of one period.
#[derive(Clone, Debug, Default)]
pub(super) struct Ends {
    network: Uuid,
    member: Uuid,
    /// The end that it has, after those that were planned before.
    known: Vec<Until>,
    /// The last line about its end, unless that was taken back.
    last: Option<Value>,
}

/// A line about a membership.
#[derive(FromQueryResult)]
struct Told {
    subject_id: Uuid,
    network_id: Uuid,
    member_id: Uuid,
    action: String,
    changes: Value,
}

/// What the trail tells of the ends of these memberships, and of all others of the same people, in one
/// statement: a period takes over what was planned for the one that it goes on from.
pub(super) async fn ends(
    tx: &Transaction,
    ids: &[MembershipId],
) -> Result<HashMap<Uuid, Ends>, Halt> {
    let lines: Vec<Told> = Sql::new(
        "select line.subject_id, period.network_id, period.member_id, line.action, line.changes \
         from membership period join audit_line line on line.subject_id = period.id \
         where period.member_id in (select asked.member_id from membership asked \
         where asked.id in ?) and line.action in ('membership.begin', 'membership.change', \
         'membership.end', 'membership.restore', 'membership.transfer') \
         order by line.at, line.id",
        binds![ids],
    )
    .all(&**tx)
    .await?;
    let mut ends = HashMap::new();
    for line in &lines {
        read(&mut ends, line);
    }
    Ok(ends)
}

/// The end that was planned before the one that this membership has.
pub(super) async fn planned_before(tx: &Transaction, row: &Model) -> Result<Option<Until>, Halt> {
    let ends = ends(tx, &[MembershipId::of(row.id)]).await?;
    Ok(ends.get(&row.id).and_then(|ends| ends.before(row).pop()))
}

/// The first day on which this membership no longer holds as others than the person decided: the end
/// that it has, or the one that the person has brought forward since.
pub(super) async fn decided_by_others(
    tx: &Transaction,
    row: &Model,
) -> Result<Option<NaiveDate>, Halt> {
    let Some(until) = Until::of(row) else { return Ok(None) };
    if until.ending != Some(Ending::Left) {
        return Ok(Some(until.on));
    }
    let ends = ends(tx, &[MembershipId::of(row.id)]).await?;
    let before = ends.get(&row.id).map(|ends| ends.before(row)).unwrap_or_default();
    let theirs = before.iter().rev().find(|before| before.ending != Some(Ending::Left));
    // What was put off since holds no more: only who could take it back did that.
    Ok(theirs.map(|theirs| theirs.on).filter(|on| *on >= until.on))
}

/// One more line, in the order in which they were written.
fn read(ends: &mut HashMap<Uuid, Ends>, line: &Told) {
    let (id, changes) = (line.subject_id, &line.changes);
    if line.action == "membership.begin" {
        let until = Until::from_told(changes);
        let known = match until {
            Some(until) => resumed(ends, line, &until).unwrap_or_else(|| vec![until]),
            None => Vec::new(),
        };
        let (network, member) = (line.network_id, line.member_id);
        ends.insert(id, Ends { network, member, known, last: None });
        return;
    }
    let subject = ends.entry(id).or_default();
    (subject.network, subject.member) = (line.network_id, line.member_id);
    let planned = match line.action.as_str() {
        "membership.change" => subject.known.clone(),
        "membership.restore" => {
            subject.restored(changes);
            return;
        }
        _ => {
            subject.ended(changes);
            subject.known.split_last().map(|(_, before)| before.to_vec()).unwrap_or_default()
        }
    };
    let next = changes.get("next").and_then(Value::as_str);
    let next = next.and_then(|next| next.parse::<MembershipId>().ok());
    if let Some(next) = next.and_then(|next| ends.get_mut(&next.uuid()))
        && next.known.last() == planned.last()
    {
        next.known = planned;
    }
}

/// What was planned where a record was closed or joined to another, when what this line begins for the
/// same person in the same network is to end as that was.
fn resumed(ends: &HashMap<Uuid, Ends>, begun: &Told, until: &Until) -> Option<Vec<Until>> {
    let broken_off = ends.iter().filter_map(|(id, ends)| {
        // Of others who are asked about at once nothing is taken over, and nothing told.
        if ends.member != begun.member_id || ends.network != begun.network_id {
            return None;
        }
        let (last, before) = ends.known.split_last()?;
        let is_broken_off = matches!(last.ending, Some(Ending::Archived | Ending::Merged));
        let is_same = is_broken_off && before.last() == Some(until);
        is_same.then_some((id, before))
    });
    // The keys tell which was written last.
    broken_off.max_by_key(|(id, _)| **id).map(|(_, before)| before.to_vec())
}

impl Ends {
    /// The ends that were planned before the one that this membership has, the last of them last.
    pub(super) fn before(&self, row: &Model) -> Vec<Until> {
        match self.known.split_last() {
            Some((is, before)) if Some(is) == Until::of(row).as_ref() => before.to_vec(),
            // Part of the trail is gone, or was never written: its last line tells of one.
            _ => {
                let last = self.last.as_ref().and_then(|line| Until::before(line, row));
                last.into_iter().collect()
            }
        }
    }

    /// Its end was just taken back, by a line that was not read.
    pub(super) fn take_back(&mut self, membership: &Membership) {
        let (ending, reason) = (membership.ending, membership.ending_reason.clone());
        let until = membership.ended_on.map(|on| Until { on, ending, reason });
        self.known.pop();
        self.settle(until);
        self.last = None;
    }

    /// It has another end.
    fn ended(&mut self, line: &Value) {
        let mut was = told(self.known.last());
        let mut is = was.clone();
        for name in Until::FIELDS {
            let Some(change) = line.get(name) else { continue };
            if change.is_object() {
                was[name] = change["from"].clone();
                is[name] = change["to"].clone();
            } else {
                // Older lines tell nothing of what was.
                is[name] = change.clone();
            }
        }
        self.settle(Until::from_told(&was));
        let is = Until::from_told(&is);
        if self.known.last() != is.as_ref() {
            self.known.extend(is);
        }
        self.last = Some(line.clone());
    }

    /// Its end was taken back.
    fn restored(&mut self, line: &Value) {
        let mut is = told(self.known.last());
        for name in Until::FIELDS {
            if let Some(to) = line.get(name).and_then(|change| change.get("to")) {
                is[name] = to.clone();
            }
        }
        // A line that tells the day alone tells that it goes on for good.
        let has_day = line.get("ended_on").is_some_and(|day| !day.is_object());
        self.known.pop();
        self.settle(Until::from_told(&is).filter(|_| !has_day));
        self.last = None;
    }

    /// It ends so: what was planned after that holds no more.
    fn settle(&mut self, until: Option<Until>) {
        let Some(until) = until else {
            self.known.clear();
            return;
        };
        match self.known.iter().rposition(|known| *known == until) {
            Some(place) => self.known.truncate(place + 1),
            None => self.known = vec![until],
        }
    }
}
