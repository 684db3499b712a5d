//! Bringing a table of people into a network.
//!
//! A member is known by the email address, so there are never two of the same. Whoever has signed
//! in keeps their own profile: the file fills what is empty and overwrites nothing. Whoever has left
//! the network is not brought back by a file.

mod job;
mod join;
mod load;
mod profile;

use std::collections::HashMap;

use sea_orm::IntoActiveModel;
use serde_json::json;
use uuid::Uuid;

use super::sheet::{self, Field, MemberRow, MemberSheet};
use crate::{
    audit::Line,
    charter::{self, Coming},
    context::Context,
    employer::{Known, Sought},
    error::Outcome,
    exchange::{self, Fate, Import, ImportRefusal, NEW_EMPLOYER, Report, Said},
    id::MemberId,
    policy::Ask,
    sheet::{Consequence, Problem, Reason},
};
use entities::{
    employment, member,
    membership::{self, Ending},
};
use job::employer_of;
use load::Present;

/// Brings members in: their profile, their membership of the network, their employment.
pub async fn import(ctx: &Context, asked: Import<'_>) -> Outcome<Report, ImportRefusal> {
    import_as(ctx, asked, None).await
}

/// The same, where a person said what each column means; nothing for one that is left out.
pub async fn import_as(
    ctx: &Context,
    asked: Import<'_>,
    columns: Option<&[Option<Field>]>,
) -> Outcome<Report, ImportRefusal> {
    let (tx, network) = exchange::begin(ctx, &asked).await?;
    let sheet = match columns {
        None => sheet::read(asked.bytes),
        Some(columns) => sheet::read_as(asked.bytes, columns),
    };
    let sheet = sheet.map_err(ImportRefusal::from)?;
    let keys = sheet.rows.iter().map(|row| row.email.key()).collect();
    let present = Present::load(ctx, &tx, network.id, keys).await?;
    let sought: Vec<Option<Sought>> = sheet.rows.iter().map(employer_of).collect();
    let employers = Known::load(&tx, sought.iter().flatten()).await?;

    let mut plan = Plan {
        ctx,
        network: network.id,
        may_change_all: ctx.may(&Ask::Administer).is_ok(),
        present,
        employers,
        report: Report {
            problems: sheet.problems.clone(),
            is_dry_run: asked.is_dry_run,
            ..Report::default()
        },
        sheet: &sheet,
        members: HashMap::new(),
        memberships: Vec::new(),
        employments: Vec::new(),
        lines: Vec::new(),
        said: HashMap::new(),
        lines_of: HashMap::new(),
        newcomers: 0,
        joining: Vec::new(),
    };
    for (row, sought) in sheet.rows.iter().zip(&sought) {
        plan.decide(row, sought.as_ref());
    }
    plan.report.to_sign = charter::to_sign(ctx, &*tx, plan.coming()).await?;
    if asked.is_dry_run {
        return Ok(plan.report.in_order());
    }

    plan.employers.save_new(ctx, &tx, network.id).await?;
    exchange::save::<member::Entity>(
        &tx,
        plan.members.into_values().map(IntoActiveModel::into_active_model).collect(),
        member::Column::Id,
        &profile::CHANGEABLE,
    )
    .await?;
    exchange::save::<membership::Entity>(
        &tx,
        plan.memberships.into_iter().map(IntoActiveModel::into_active_model).collect(),
        membership::Column::Id,
        &[
            membership::Column::LocalRole,
            membership::Column::EndedOn,
            membership::Column::Ending,
            membership::Column::Revision,
        ],
    )
    .await?;
    // One job goes on at a time: what ends makes room first.
    plan.employments.sort_by_key(|job| job.ended_on.is_none());
    exchange::save::<employment::Entity>(
        &tx,
        plan.employments.into_iter().map(IntoActiveModel::into_active_model).collect(),
        employment::Column::Id,
        &job::CHANGEABLE,
    )
    .await?;
    tx.audit_all(ctx, plan.lines).await?;
    tx.commit().await?;
    Ok(plan.report.in_order())
}

/// What a report need not tell of a new member.
const NEW_ANYWAY: [&str; 3] = ["first_name", "last_name", "membership"];

/// What is to be written, as it grows row by row.
struct Plan<'a> {
    ctx: &'a Context,
    network: Uuid,
    may_change_all: bool,
    present: Present,
    employers: Known,
    report: Report,
    sheet: &'a MemberSheet,
    members: HashMap<Uuid, member::Model>,
    memberships: Vec<membership::Model>,
    employments: Vec<employment::Model>,
    lines: Vec<Line>,
    /// What the file has said of a person, and on which line.
    said: HashMap<(Uuid, Field), (u64, String)>,
    /// The line that first spoke of a person.
    lines_of: HashMap<Uuid, u64>,
    /// How many join the network whom nobody knew.
    newcomers: usize,
    /// Those who join it and are known.
    joining: Vec<Uuid>,
}

impl Plan<'_> {
    fn decide(&mut self, row: &MemberRow, sought: Option<&Sought>) {
        let before = self.present.member(&row.email).cloned();
        if let Some(reason) = before.as_ref().and_then(|before| self.refusal(before)) {
            self.note(row, None, row.email.to_string(), reason, Consequence::RowRefused);
            return;
        }
        let is_new = before.is_none();
        let before = before.unwrap_or_else(|| profile::blank(self.ctx, row));
        let first_line = *self.lines_of.entry(before.id).or_insert(row.line);
        if first_line != row.line && row.same_as_line.is_none() {
            // A person whose records were joined has two addresses.
            let reason = Reason::SamePerson { first_line };
            let (column, email) = (Some(Field::Email), row.email.to_string());
            self.note(row, column, email, reason, Consequence::Repaired);
        }
        let mut after = before.clone();
        let mut own = row.clone();
        for column in profile::COLUMNS {
            let Some(told) = profile::value(&own, column) else { continue };
            let means = profile::meaning(column, &told);
            if !self.is_first(row, before.id, column, (&told, means)) {
                profile::forget(&mut own, column);
            }
        }
        let told = profile::apply(&own, &mut after);
        for (column, reason) in told {
            let value = profile::value(row, column).unwrap_or_default();
            self.note(row, Some(column), value, reason, Consequence::ValueLeftOut);
        }
        let mut changes = exchange::differences(&profile::FIELDS, &before, &after);
        self.join(row, after.id, &mut changes);
        if is_new {
            self.newcomers += 1;
        } else if changes.iter().any(|change| change.field == "membership") {
            self.joining.push(after.id);
        }
        if let Some(sought) = sought {
            self.employ(row, after.id, sought, &mut changes);
        }
        if self.present.is_private(before.id) {
            for change in changes.iter_mut().filter(|change| change.before != Said::Nothing) {
                change.before = Said::Hidden;
            }
        }

        let name = format!("{} {}", after.first_name, after.last_name);
        let fate = match (is_new, changes.is_empty()) {
            (true, _) => Fate::Created,
            (false, false) => Fate::Changed,
            (false, true) => Fate::Unchanged,
        };
        if fate != Fate::Unchanged {
            self.lines.push(
                Line::new("member.import", MemberId::of(after.id))
                    .within(self.network)
                    .on_behalf_of(after.id)
                    .changing(json!({ "fields": exchange::names(&changes) })),
            );
            let is_known = !is_new && !self.members.contains_key(&after.id);
            after.revision += i32::from(is_known && before != after);
            self.members.insert(after.id, after.clone());
            self.present.remember(after);
        }
        if is_new {
            // The row is called by its name, and everybody in it joins the network.
            changes.retain(|change| !NEW_ANYWAY.contains(&change.field));
            for change in &mut changes {
                change.before = Said::Nothing;
            }
        }
        self.report.enter(row.line, name.trim(), fate, changes);
    }

    /// Who comes into the network, and with whom they have a job today.
    fn coming(&self) -> Coming {
        let today = self.ctx.today();
        let holds = |job: &&employment::Model| {
            job.status == employment::Status::Confirmed
                && job.started_on <= today
                && job.ended_on.is_none_or(|ended_on| ended_on > today)
        };
        let jobs = self.employments.iter().filter(holds);
        Coming {
            network: self.network,
            newcomers: self.newcomers,
            known: self.joining.clone(),
            employers: jobs.map(|job| job.employer_id).collect(),
        }
    }

    /// Why this person's row may not go in.
    fn refusal(&self, before: &member::Model) -> Option<Reason> {
        if before.archived_at.is_some() {
            return Some(Reason::Archived);
        }
        let latest = self.present.latest_membership(before.id);
        if latest.is_some_and(|latest| {
            self.is_over(latest) && matches!(latest.ending, Some(Ending::Left | Ending::Removed))
        }) {
            return Some(Reason::HasLeft);
        }
        // A file must not be a way to read or write the record of someone else's member.
        let is_ours = self.may_change_all
            || self.members.contains_key(&before.id)
            || self.present.is_in_branch(before.id);
        (!is_ours).then_some(Reason::KnownElsewhere)
    }

    /// Whoever announced that they leave is here until then.
    fn is_over(&self, membership: &membership::Model) -> bool {
        membership.ended_on.is_some_and(|ended_on| ended_on <= self.ctx.today())
    }

    /// Whether no earlier row said otherwise of the person: of two accounts the first holds, so
    /// that the same file a second time changes nothing.
    fn is_first(
        &mut self,
        row: &MemberRow,
        member_id: Uuid,
        column: Field,
        (told, means): (&str, &str),
    ) -> bool {
        let said = (row.line, means.to_owned());
        let (first_line, first) = self.said.entry((member_id, column)).or_insert(said);
        let (first_line, is_same) = (*first_line, first == means);
        // A function stays with its job.
        if !(is_same || column == Field::JobTitle && row.employer.is_some()) {
            let reason = Reason::SaidOtherwise { first_line };
            self.note(row, Some(column), told.to_owned(), reason, Consequence::ValueLeftOut);
        }
        is_same
    }

    fn note(
        &mut self,
        row: &MemberRow,
        column: Option<Field>,
        value: String,
        reason: Reason,
        consequence: Consequence,
    ) {
        let (column, means) = column.map(|field| self.sheet.called(field)).unwrap_or_default();
        self.report.problems.push(Problem {
            line: row.line,
            column,
            means,
            value,
            reason,
            consequence,
        });
    }
}

/// The words of the fields that a file may change.
pub fn imported_fields() -> impl Iterator<Item = &'static str> {
    let profile = profile::FIELDS.into_iter().map(|(field, _)| field);
    profile.chain(["membership", "local_role", "employment", NEW_EMPLOYER])
}
