//! Bringing a table of people into a network.
//!
//! A member is known by the email address, so there are never two of the same. Whoever has signed
//! in keeps their own profile: the file fills what is empty and overwrites nothing. Whoever has left
//! the network is not brought back by a file.

mod job;
mod load;
mod profile;

use std::collections::HashMap;

use sea_orm::IntoActiveModel;
use serde_json::json;
use uuid::Uuid;

use super::sheet::{self, Field, MemberRow, MemberSheet};
use crate::{
    audit::Line,
    context::Context,
    employer::{Known, Sought},
    error::Outcome,
    exchange::{self, Fate, FieldChange, Import, ImportRefusal, Report, Said},
    id::{EmploymentId, MemberId, MembershipId},
    policy::Ask,
    sheet::{Consequence, Problem, Reason},
};
use entities::{
    employment, member,
    membership::{self, Ending, Origin, Role},
};
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
    let tx = ctx.begin().await?;
    let network = exchange::network(ctx, &*tx, asked.network).await?;
    network.open()?;
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
    };
    for (row, sought) in sheet.rows.iter().zip(&sought) {
        plan.decide(row, sought.as_ref());
    }
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
        if let Some(sought) = sought {
            let employer_id = self.employers.find_or_add(self.ctx, sought);
            self.employ(row, after.id, (employer_id, sought), &mut changes);
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
        let changes = if is_new { Vec::new() } else { changes };
        self.report.enter(row.line, name.trim(), fate, changes);
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

    /// The membership of the network, if there is none now, and the local role that the file gives.
    fn join(&mut self, row: &MemberRow, member_id: Uuid, changes: &mut Vec<FieldChange>) {
        let local_role = row.local_role.as_deref().and_then(super::word::local_role);
        if let (Some(word), None) = (&row.local_role, local_role) {
            let word = word.clone();
            let column = Some(Field::LocalRole);
            self.note(row, column, word, Reason::Unknown, Consequence::ValueLeftOut);
        }
        let local_role = local_role.filter(|role| {
            let told = row.local_role.as_deref().unwrap_or_default();
            let means = super::word::local_role_word(*role);
            self.is_first(row, member_id, Field::LocalRole, (told, means))
        });
        let latest = self.present.latest_membership(member_id).filter(|row| !self.is_over(row));
        let today = self.ctx.today();
        let membership = if let Some(mut now) = latest.cloned() {
            if local_role.is_none() || now.local_role == local_role {
                return;
            }
            let said = |role| Said::known(Option::map(role, super::word::local_role_word));
            let (before, after) = (said(now.local_role), said(local_role));
            changes.push(FieldChange { field: "local_role", before, after });
            if now.started_on < today {
                // What held until today stays told: a period ends, and the next begins.
                let next = membership::Model {
                    id: MembershipId::new().uuid(),
                    local_role,
                    started_on: today,
                    origin: Origin::Import,
                    revision: 1,
                    created_at: self.ctx.now(),
                    ..now.clone()
                };
                now.ended_on = Some(today);
                now.ending = Some(Ending::Changed);
                now.revision += 1;
                self.memberships.push(now.clone());
                self.present.remember_membership(now);
                next
            } else {
                now.local_role = local_role;
                now.revision += 1;
                now
            }
        } else {
            let after = Said::text(super::word::network_role(Role::Member));
            changes.push(FieldChange { field: "membership", before: Said::Nothing, after });
            membership::Model {
                id: MembershipId::new().uuid(),
                network_id: self.network,
                member_id,
                role: Role::Member,
                local_role,
                started_on: today,
                ended_on: None,
                origin: Origin::Import,
                ending: None,
                ending_reason: None,
                revision: 1,
                created_at: self.ctx.now(),
            }
        };
        self.memberships.retain(|other| other.id != membership.id);
        self.memberships.push(membership.clone());
        self.present.remember_membership(membership);
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

    fn employ(
        &mut self,
        row: &MemberRow,
        member_id: Uuid,
        (employer_id, sought): (Uuid, &Sought),
        changes: &mut Vec<FieldChange>,
    ) {
        let known = self.present.employments(member_id, employer_id);
        let Some(employment) = job::decide(self.ctx, row, member_id, employer_id, known) else {
            return;
        };
        let number = || sought.pivot.as_ref().map(ToString::to_string).unwrap_or_default();
        let employer = if sought.name.is_empty() { number() } else { sought.name.clone() };
        let before = known.iter().find(|job| job.id == employment.id);
        let said =
            |job: &employment::Model| Said::Job(employer.clone(), job.started_on, job.ended_on);
        let (before, after) = (before.map_or(Said::Nothing, &said), said(&employment));
        changes.push(FieldChange { field: "employment", before, after });
        self.lines.push(
            Line::new("employment.import", EmploymentId::of(employment.id))
                .about(employment.employer_id)
                .within(self.network)
                .on_behalf_of(member_id)
                .changing(
                    json!({ "started_on": employment.started_on, "ended_on": employment.ended_on }),
                ),
        );
        self.employments.retain(|other| other.id != employment.id);
        self.employments.push(employment.clone());
        self.present.remember_employment(employment);
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
    profile.chain(["membership", "local_role", "employment"])
}

fn employer_of(row: &MemberRow) -> Option<Sought> {
    let cells = row.employer.as_ref()?;
    Some(Sought {
        name: cells.name.clone(),
        pivot: cells.pivot.clone(),
        rna: None,
        address: cells.address.clone(),
        postal_code: cells.postal_code.clone(),
        commune_name: cells.commune.clone(),
        insee_code: cells.insee_code.clone(),
    })
}
