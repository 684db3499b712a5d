//! Changing an employment, and ending it.

use chrono::NaiveDate;
use sea_orm::{ActiveModelTrait as _, Set};
use serde_json::json;

use super::{
    Employment, Status,
    declare::Days,
    lock::{is_of_closed, lock, unless_hidden},
    tell,
};
use crate::{
    audit::Line,
    context::Context,
    database::{Transaction, broken_constraint, in_words},
    error::{Error, Halt, Outcome, refuse_with},
    id::{EmploymentId, MemberId},
    patch::Patch,
    policy::{Ask, MemberFacts},
    refusals, text,
};
use entities::employment::Model;

/// What changes; what is not named stays.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// The revision that the person looked at.
    pub expected_revision: Option<i32>,
    /// As what.
    pub job_title: Patch<String>,
    /// The first day.
    pub started_on: Option<NaiveDate>,
    /// The first day on which it no longer holds.
    pub ended_on: Patch<NaiveDate>,
}

refusals! {
    /// Why an employment may not be changed.
    EmploymentUpdate: pub enum UpdateRefusal {
        /// Someone else changed it in the meantime.
        Stale { revision: i32 } => "STALE_REVISION" on "expectedRevision",
        /// It was refused: declare it again.
        Refused => "EMPLOYMENT_REFUSED" on "employmentId",
        /// The person's record is closed, and the employment would go on longer than it did.
        MemberArchived => "MEMBER_ARCHIVED" on "endedOn",
        /// The job title has more than 200 characters.
        TitleTooLong => "TEXT_TOO_LONG" on "jobTitle",
        /// It would end before it starts.
        EndsBeforeStart => "ENDS_BEFORE_START" on "endedOn",
        /// The person has another employment there on some of these days.
        Overlaps { started_on: NaiveDate } => "EMPLOYMENT_OVERLAPS" on "startedOn",
    }
}

refusals! {
    /// Why an employment may not end then.
    EmploymentEnd: pub enum EndRefusal {
        /// Someone else changed it in the meantime; the payload has its present state.
        Stale { revision: i32 } => "STALE_REVISION" on "expectedRevision",
        /// It was refused.
        Refused => "EMPLOYMENT_REFUSED" on "employmentId",
        /// It ended before.
        Ended { ended_on: NaiveDate } => "EMPLOYMENT_ENDED" on "employmentId",
        /// It would end before it starts.
        EndsBeforeStart => "ENDS_BEFORE_START" on "endedOn",
    }
}

/// Changes an employment. Other days, said by someone who may not confirm them, wait for an answer again.
pub async fn update(
    ctx: &Context,
    id: EmploymentId,
    change: Change,
) -> Outcome<Employment, UpdateRefusal> {
    let tx = ctx.begin().await?;
    let (before, facts, is_decider) = changeable(ctx, &tx, id).await?;

    if change.expected_revision.is_some_and(|expected| expected != before.revision) {
        return Err(UpdateRefusal::Stale { revision: before.revision }.into());
    }
    if before.status == Status::Refused {
        return Err(UpdateRefusal::Refused.into());
    }
    let mut wrongs = Vec::new();
    let title = change.job_title.over(before.job_title.clone());
    let title = title.map(|title| text::line(&title)).filter(|title| !title.is_empty());
    if title.as_deref().is_some_and(text::is_long) {
        wrongs.push(UpdateRefusal::TitleTooLong);
    }
    let started_on = change.started_on.unwrap_or(before.started_on);
    let ended_on = change.ended_on.over(before.ended_on);
    let is_longer = before.ended_on.is_some_and(|end| ended_on.is_none_or(|later| later > end));
    if is_longer && is_of_closed(&tx, before.member_id).await? {
        wrongs.push(UpdateRefusal::MemberArchived);
    }
    let days = Days {
        member: before.member_id,
        employer: before.employer_id,
        started_on,
        ended_on,
        except: before.id,
    };
    if ended_on.is_some_and(|ended_on| ended_on <= started_on) {
        wrongs.push(UpdateRefusal::EndsBeforeStart);
    } else if let Some(started_on) = days.overlapped(&*tx).await? {
        wrongs.push(UpdateRefusal::Overlaps { started_on });
    }
    refuse_with(wrongs)?;

    let has_other_days = started_on != before.started_on || ended_on != before.ended_on;
    let is_asked_again = has_other_days && !is_decider;
    let revision = before.revision + 1;
    let mut model: entities::employment::ActiveModel = before.into();
    model.job_title = Set(title);
    model.started_on = Set(started_on);
    model.ended_on = Set(ended_on);
    model.revision = Set(revision);
    if is_asked_again {
        model.status = Set(Status::Declared);
        model.decided_by_id = Set(None);
        model.decided_at = Set(None);
    }
    let row = model.update(&*tx).await.map_err(|error| match broken_constraint(&error) {
        Some(_) => UpdateRefusal::Overlaps { started_on }.into(),
        None => Error::from(error),
    })?;

    tx.audit(ctx, line("employment.update", &row)).await?;
    if is_asked_again {
        tell::ask(&tx, ctx, &row, &facts).await?;
    }
    tx.commit().await?;
    Ok(row.into())
}

/// Ends an employment; this day is the first on which it no longer holds.
pub async fn end(
    ctx: &Context,
    id: EmploymentId,
    ended_on: NaiveDate,
    expected_revision: Option<i32>,
) -> Outcome<Employment, EndRefusal> {
    let tx = ctx.begin().await?;
    let (before, ..) = changeable(ctx, &tx, id).await?;

    if expected_revision.is_some_and(|expected| expected != before.revision) {
        return Err(EndRefusal::Stale { revision: before.revision }.into());
    }
    if before.status == Status::Refused {
        return Err(EndRefusal::Refused.into());
    }
    // Ending later than was said would give back days that nobody confirmed.
    if let Some(known) = before.ended_on.filter(|known| *known <= ended_on) {
        return Err(EndRefusal::Ended { ended_on: known }.into());
    }
    if ended_on < before.started_on {
        return Err(EndRefusal::EndsBeforeStart.into());
    }

    let revision = before.revision + 1;
    let mut model: entities::employment::ActiveModel = before.into();
    model.ended_on = Set(Some(ended_on));
    model.revision = Set(revision);
    let row = model.update(&*tx).await?;

    tx.audit(ctx, line("employment.end", &row)).await?;
    tx.commit().await?;
    Ok(row.into())
}

/// The row, locked, for who may declare it or decide upon it; and whether the asker may decide.
async fn changeable(
    ctx: &Context,
    tx: &Transaction,
    id: EmploymentId,
) -> Result<(Model, MemberFacts, bool), Halt> {
    let (row, facts) = lock(ctx, tx, id).await?;
    let is_decider =
        ctx.may(&Ask::DecideEmployment { employer: row.employer_id, member: &facts }).is_ok();
    if !is_decider {
        let answer = ctx.may(&Ask::DeclareEmployment { member: &facts });
        unless_hidden(ctx, &row, &facts, answer)?;
    }
    Ok((row, facts, is_decider))
}

fn line(action: &'static str, row: &Model) -> Line {
    let line = Line::new(action, EmploymentId::of(row.id)).about(row.employer_id);
    line.on_behalf_of(MemberId::of(row.member_id)).changing(json!({
        "job_title": row.job_title, "started_on": row.started_on, "ended_on": row.ended_on,
        "status": in_words(&row.status), "revision": row.revision,
    }))
}
