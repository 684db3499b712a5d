//! What a row says about a job, on top of the jobs that are known.

use chrono::{Days, NaiveDate};
use uuid::Uuid;

use super::super::sheet::MemberRow;
use crate::{context::Context, id::EmploymentId};
use entities::employment::{Column, Model, Status};

/// What a file may change of a job that is known.
pub(super) const CHANGEABLE: [Column; 3] = [Column::StartedOn, Column::EndedOn, Column::Revision];

/// The job to write, if the row says something new.
///
/// A row means the job that began on its first day; without a first day, the one that goes on now,
/// else the last. A file that a lead brings in confirms the job.
pub(super) fn decide(
    ctx: &Context,
    row: &MemberRow,
    member_id: Uuid,
    employer_id: Uuid,
    known: &[Model],
) -> Option<Model> {
    let ended_on = row.ends_on.and_then(after);
    let ended_on = ended_on.filter(|end| row.starts_on.is_none_or(|start| *end >= start));
    let same_start = known.iter().find(|job| Some(job.started_on) == row.starts_on);
    let open = known.iter().find(|job| job.ended_on.is_none());
    let last = known.iter().max_by_key(|job| job.started_on);
    let Some(job) = same_start.or(open).or(last.filter(|_| row.starts_on.is_none())) else {
        return Some(Model {
            id: EmploymentId::new().uuid(),
            member_id,
            employer_id,
            job_title: row.job_title.clone(),
            started_on: row
                .starts_on
                .or(ended_on)
                .unwrap_or(ctx.today())
                .min(ended_on.unwrap_or(NaiveDate::MAX)),
            ended_on,
            status: Status::Confirmed,
            refusal_reason: None,
            decided_by_id: ctx.standing().member,
            decided_at: Some(ctx.now()),
            revision: 1,
            created_at: ctx.now(),
        });
    };
    let started_on = row.starts_on.unwrap_or(job.started_on);
    let changed = Model {
        started_on,
        ended_on: ended_on.filter(|end| *end >= started_on).or(job.ended_on),
        ..job.clone()
    };
    let is_possible = changed.ended_on.is_none_or(|end| end >= changed.started_on);
    (is_possible && changed != *job).then(|| Model { revision: job.revision + 1, ..changed })
}

/// Tables give the last day; an end is the first day on which it no longer holds.
fn after(last: NaiveDate) -> Option<NaiveDate> {
    last.checked_add_days(Days::new(1))
}
