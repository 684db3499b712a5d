//! Saying where someone works.

use chrono::NaiveDate;
use sea_orm::{ActiveModelTrait as _, ConnectionTrait, EntityTrait as _, FromQueryResult, Set};
use serde_json::json;
use uuid::Uuid;

use super::{Employment, Status, tell};
use crate::{
    audit::Line,
    context::Context,
    database::{Hold as _, Sql, binds, broken_constraint, in_words},
    error::{Denied, Error, Halt, Outcome, refuse_with},
    id::{EmployerId, EmploymentId, MemberId},
    member,
    policy::Ask,
    refusals,
    text::{is_long, line},
};

/// What is asked.
#[derive(Clone, Debug)]
pub struct Declare {
    /// Who; the asker when nobody is named.
    pub member: Option<MemberId>,
    /// Where.
    pub employer: EmployerId,
    /// As what.
    pub job_title: Option<String>,
    /// The first day.
    pub started_on: NaiveDate,
    /// The first day on which it no longer holds.
    pub ended_on: Option<NaiveDate>,
}

refusals! {
    /// Why an employment may not be declared.
    EmploymentDeclare: pub enum DeclareRefusal {
        /// The person's record is closed.
        MemberArchived => "MEMBER_ARCHIVED" on "memberId",
        /// The employer's record is closed.
        EmployerArchived => "EMPLOYER_ARCHIVED" on "employerId",
        /// The job title has more than 200 characters.
        TitleTooLong => "TEXT_TOO_LONG" on "jobTitle",
        /// It would end before it starts.
        EndsBeforeStart => "ENDS_BEFORE_START" on "endedOn",
        /// The person has an employment there on some of these days.
        Overlaps { started_on: NaiveDate } => "EMPLOYMENT_OVERLAPS" on "startedOn",
    }
}

/// Declares an employment. What a person says of themselves waits for a manager or a lead; what who
/// may confirm says is confirmed at once.
pub async fn declare(ctx: &Context, asked: Declare) -> Outcome<Employment, DeclareRefusal> {
    let person = asked.member.map_or_else(|| ctx.member(), Ok)?;
    let tx = ctx.begin().await?;
    // Two declarations of one person come one after the other.
    let record = entities::member::Entity::find_by_id(person.uuid())
        .hold()
        .one(&*tx)
        .await?
        .ok_or(Denied::Hidden)?;
    let facts = member::facts(ctx, &*tx, &[person.uuid()])
        .await?
        .remove(&person.uuid())
        .ok_or(Denied::Hidden)?;

    ctx.may(&Ask::DeclareEmployment { member: &facts })?;
    ctx.may(&Ask::SeeEmployer)?;
    let employer = entities::employer::Entity::find_by_id(asked.employer.uuid())
        .one(&*tx)
        .await?
        .ok_or(Denied::Hidden)?;
    let decision = Ask::DecideEmployment { employer: employer.id, member: &facts };
    let is_decided = ctx.may(&decision).is_ok();

    let title = asked.job_title.map(|title| line(&title)).filter(|title| !title.is_empty());
    let mut wrongs = Vec::new();
    if record.archived_at.is_some() {
        wrongs.push(DeclareRefusal::MemberArchived);
    }
    if employer.archived_at.is_some() {
        wrongs.push(DeclareRefusal::EmployerArchived);
    }
    if title.as_deref().is_some_and(is_long) {
        wrongs.push(DeclareRefusal::TitleTooLong);
    }
    let id = EmploymentId::new();
    let days = Days {
        member: person.uuid(),
        employer: employer.id,
        started_on: asked.started_on,
        ended_on: asked.ended_on,
        except: id.uuid(),
    };
    if asked.ended_on.is_some_and(|ended_on| ended_on <= asked.started_on) {
        wrongs.push(DeclareRefusal::EndsBeforeStart);
    } else if let Some(started_on) = days.overlapped(&*tx).await? {
        wrongs.push(DeclareRefusal::Overlaps { started_on });
    }
    refuse_with(wrongs)?;

    let status = if is_decided { Status::Confirmed } else { Status::Declared };
    let row = entities::employment::ActiveModel {
        id: Set(id.uuid()),
        member_id: Set(person.uuid()),
        employer_id: Set(employer.id),
        job_title: Set(title),
        started_on: Set(asked.started_on),
        ended_on: Set(asked.ended_on),
        status: Set(status),
        refusal_reason: Set(None),
        decided_by_id: Set(ctx.standing().member.filter(|_| is_decided)),
        decided_at: Set(is_decided.then(|| ctx.now())),
        revision: Set(1),
        created_at: Set(ctx.now()),
    }
    .insert(&*tx)
    .await
    .map_err(|error| match broken_constraint(&error) {
        Some(_) => DeclareRefusal::Overlaps { started_on: asked.started_on }.into(),
        None => Error::from(error),
    })?;

    let line = Line::new("employment.declare", id).about(asked.employer).on_behalf_of(person);
    let line = line.changing(json!({
        "member": person, "employer": asked.employer, "job_title": row.job_title,
        "started_on": row.started_on, "ended_on": row.ended_on, "status": in_words(&row.status),
    }));
    tx.audit(ctx, line).await?;
    if !is_decided {
        tell::ask(&tx, ctx, &row, &facts).await?;
    }
    tx.commit().await?;
    Ok(row.into())
}

/// The days of an employment, against those of the others.
pub(super) struct Days {
    pub(super) member: Uuid,
    pub(super) employer: Uuid,
    pub(super) started_on: NaiveDate,
    pub(super) ended_on: Option<NaiveDate>,
    pub(super) except: Uuid,
}

#[derive(FromQueryResult)]
struct Other {
    started_on: NaiveDate,
}

impl Days {
    /// Since when another employment of the person there holds on some of these days.
    pub(super) async fn overlapped(
        &self,
        db: &impl ConnectionTrait,
    ) -> Result<Option<NaiveDate>, Halt> {
        let mut sql = Sql::new(
            "select started_on from employment where member_id = ? and employer_id = ? \
             and id <> ? and status <> 'refused' \
             and (ended_on is null or (ended_on > ? and ended_on > started_on))",
            binds![self.member, self.employer, self.except, self.started_on],
        );
        if let Some(ended_on) = self.ended_on {
            sql = sql.and("and started_on < ?", binds![ended_on]);
        }
        let other: Option<Other> = sql.and("order by started_on limit 1", vec![]).one(db).await?;
        Ok(other.map(|other| other.started_on))
    }
}
