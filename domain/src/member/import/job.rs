//! What a row says about a job, on top of the jobs that are known.

use chrono::{Days, NaiveDate};
use serde_json::json;
use uuid::Uuid;

use super::{
    super::sheet::{Field, MemberRow},
    Plan,
};
use crate::{
    audit::Line,
    clock::FEDERATION_ZONE,
    context::Context,
    employer::Sought,
    employment::overlap,
    exchange::{FieldChange, NEW_EMPLOYER, Said},
    id::EmploymentId,
    sheet::{Consequence, Reason},
};
use entities::employment::{Column, Model, Status};

/// What a file may change of a job that is known.
pub(super) const CHANGEABLE: [Column; 3] = [Column::StartedOn, Column::EndedOn, Column::Revision];

impl Plan<'_> {
    /// The jobs that a row makes, ends or moves.
    pub(super) fn employ(
        &mut self,
        row: &MemberRow,
        member_id: Uuid,
        sought: &Sought,
        changes: &mut Vec<FieldChange>,
    ) {
        if self.employers.find(sought).is_none() {
            let (before, after) = (Said::Nothing, Said::text(&sought.called()));
            changes.push(FieldChange { field: NEW_EMPLOYER, before, after });
        }
        let employer_id = self.employers.find_or_add(self.ctx, sought);
        let known = self.present.employments(member_id, employer_id).to_vec();
        let jobs = match decide(self.ctx, row, member_id, employer_id, &known) {
            Ok(jobs) => jobs,
            Err((column, day, reason)) => {
                let day = day.format("%d/%m/%Y").to_string();
                let consequence = Consequence::ValueLeftOut;
                self.note(row, Some(column), day, reason, consequence);
                return;
            }
        };
        let employer = sought.called();
        let said = |job: &Model| Said::Job(employer.clone(), job.started_on, job.ended_on);
        for job in jobs {
            let before = known.iter().find(|known| known.id == job.id);
            let (before, after) = (before.map_or(Said::Nothing, said), said(&job));
            changes.push(FieldChange { field: "employment", before, after });
            self.lines.push(
                Line::new("employment.import", EmploymentId::of(job.id))
                    .about(job.employer_id)
                    .within(self.network)
                    .on_behalf_of(member_id)
                    .changing(json!({ "started_on": job.started_on, "ended_on": job.ended_on })),
            );
            self.employments.retain(|other| other.id != job.id);
            self.employments.push(job.clone());
            self.present.remember_employment(job);
        }
    }
}

/// Who employs a person, as a row says it.
pub(super) fn employer_of(row: &MemberRow) -> Option<Sought> {
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

/// The jobs to write, if the row says something new; else the day that cannot be, with its column
/// and why.
///
/// A row means the job that began on its first day, and another first day is another job; without a
/// first day, it means the one that goes on now, else the last. What goes on without an end ends
/// when the next begins; two jobs at one employer never hold on one day. A job that is over needs its
/// first day. A file that a lead brings in confirms the job.
fn decide(
    ctx: &Context,
    row: &MemberRow,
    member_id: Uuid,
    employer_id: Uuid,
    known: &[Model],
) -> Result<Vec<Model>, (Field, NaiveDate, Reason)> {
    let ended_on = row.ends_on.and_then(after);
    let ended_on = ended_on.filter(|end| row.starts_on.is_none_or(|start| *end >= start));
    let open = known.iter().find(|job| job.ended_on.is_none());
    // Where nobody said the first day, a last day from before the job leaves it no day at all.
    let is_told = row.starts_on.is_some();
    let too_early = |first: NaiveDate| row.ends_on.filter(|last| !is_told && *last < first);
    let Some(job) = meant(row.starts_on, ended_on, known) else {
        let started_on = row.starts_on.unwrap_or(ctx.today());
        if let Some(last) = too_early(started_on) {
            return Err((Field::EndsOn, last, Reason::NoFirstDay));
        }
        let next = known.iter().map(|job| job.started_on).filter(|start| *start > started_on).min();
        let begun = Model {
            id: EmploymentId::new().uuid(),
            member_id,
            employer_id,
            job_title: row.job_title.clone(),
            started_on,
            ended_on: ended_on.or(next),
            status: Status::Confirmed,
            refusal_reason: None,
            decided_by_id: ctx.standing().member,
            decided_at: Some(ctx.now()),
            revision: 1,
            created_at: ctx.now(),
        };
        let ends = open.filter(|job| job.started_on < started_on).map(|job| Model {
            ended_on: Some(started_on),
            revision: job.revision + 1,
            ..job.clone()
        });
        let gives_way = ends.as_ref().map(|job| job.id);
        let mut others = known.iter().filter(|other| Some(other.id) != gives_way);
        if others.any(|other| overlap(other, &begun)) {
            return Err((Field::StartsOn, started_on, Reason::Overlaps));
        }
        return Ok(ends.into_iter().chain([begun]).collect());
    };
    let started_on = row.starts_on.unwrap_or(job.started_on);
    if let Some(last) = too_early(started_on).filter(|_| ended_on != job.ended_on) {
        return Err((Field::EndsOn, last, Reason::EndsBeforeStart));
    }
    let changed = Model {
        started_on,
        ended_on: ended_on.filter(|end| *end >= started_on).or(job.ended_on),
        ..job.clone()
    };
    let is_possible = changed.ended_on.is_none_or(|end| end >= changed.started_on);
    if !is_possible || changed == *job {
        return Ok(Vec::new());
    }
    if known.iter().any(|other| other.id != job.id && overlap(other, &changed)) {
        let last = row.ends_on.filter(|_| changed.ended_on != job.ended_on);
        let (column, day) =
            last.map_or((Field::StartsOn, started_on), |last| (Field::EndsOn, last));
        return Err((column, day, Reason::Overlaps));
    }
    Ok(vec![Model { revision: job.revision + 1, ..changed }])
}

/// The known job that these days are said of.
fn meant(
    started_on: Option<NaiveDate>,
    ended_on: Option<NaiveDate>,
    known: &[Model],
) -> Option<&Model> {
    let end = |job: &&Model| job.ended_on.unwrap_or(NaiveDate::MAX);
    let open = known.iter().find(|job| job.ended_on.is_none());
    let Some(first) = started_on else {
        return open.or(known.iter().max_by_key(|job| (job.started_on, end(job))));
    };
    // A list that named no first day left the day on which it came: the next list knows better.
    let is_guess = |job: &&Model| {
        let written_on = job.created_at.with_timezone(&FEDERATION_ZONE).date_naive();
        job.started_on == written_on
            && job.status == Status::Confirmed
            && first < written_on
            && ended_on.is_none_or(|end| end > written_on)
    };
    let same_start = known.iter().filter(|job| job.started_on == first).max_by_key(end);
    same_start.or(open.filter(is_guess))
}

/// Tables give the last day; an end is the first day on which it no longer holds.
fn after(last: NaiveDate) -> Option<NaiveDate> {
    last.checked_add_days(Days::new(1))
}
