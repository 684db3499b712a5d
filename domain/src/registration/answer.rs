//! Answers to an event's questions: checked, changed until the event begins, and forgotten when they are sensitive.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbBackend, EntityTrait as _, FromQueryResult,
    QueryFilter as _, QueryOrder as _,
};
use serde_json::json;
use uuid::Uuid;

use super::{Registration, load, machine::is_over, read, record};
use crate::{
    audit::{self, Line},
    context::Context,
    database::{Sql, binds, in_words},
    error::{Error, Halt, Outcome},
    id::{EventId, QuestionId, RegistrationId},
    policy::Ask,
    refusals,
    text::is_blank,
};
use entities::{
    event::State as EventState,
    question::{Kind, Model as Question},
};

/// How long sensitive answers are kept after the event.
const KEPT_AFTER: TimeDelta = TimeDelta::days(30);

/// The longest answer.
const LONGEST: usize = 2_000;

/// An answer that someone gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// To which question.
    pub question: QuestionId,
    /// `yes` or `no`, one of the choices, or words; nothing takes the answer back.
    pub value: String,
}

/// An answer as it was given.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Answer {
    /// Whose registration.
    pub registration_id: Uuid,
    /// To which question.
    pub question_id: Uuid,
    /// The answer.
    pub value: String,
}

refusals! {
    /// Why answers may not be changed.
    RegistrationAnswer: pub enum AnswerRefusal {
        /// The event was cancelled.
        Cancelled => "EVENT_CANCELLED" on "registrationId",
        /// The registration was taken back or declined.
        NotRegistered { state: String } => "NOT_REGISTERED" on "registrationId",
        /// The event has begun.
        EventBegun => "EVENT_BEGUN" on "registrationId",
        /// A question that needs an answer has none.
        AnswerMissing { question: String } => "ANSWER_MISSING" on "answers",
        /// An answer is not one that the question allows.
        AnswerInvalid { question: String } => "ANSWER_INVALID" on "answers",
        /// The event has no such question.
        QuestionUnknown => "QUESTION_UNKNOWN" on "answers",
    }
}

/// What is wrong with the answers given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    Missing { question: String },
    Invalid { question: String },
    Unknown,
}

impl From<Fault> for AnswerRefusal {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Missing { question } => Self::AnswerMissing { question },
            Fault::Invalid { question } => Self::AnswerInvalid { question },
            Fault::Unknown => Self::QuestionUnknown,
        }
    }
}

/// The questions of an event, in their order.
pub(super) async fn questions(
    db: &impl ConnectionTrait,
    event_id: Uuid,
) -> Result<Vec<Question>, Halt> {
    Ok(entities::question::Entity::find()
        .filter(entities::question::Column::EventId.eq(event_id))
        .order_by_asc(entities::question::Column::Rank)
        .order_by_asc(entities::question::Column::Id)
        .all(db)
        .await?)
}

/// The same as a column that another statement brings along.
pub(super) fn questions_along(event_id: Uuid, backend: DbBackend) -> Sql {
    Sql::new("select * from question where event_id = ? order by rank, id", binds![event_id])
        .listed(
            "'id', hex(id), 'event_id', hex(event_id), 'rank', rank, 'prompt', prompt, \
             'kind', kind, 'choices', json(choices), \
             'is_required', json(case when is_required then 'true' else 'false' end), \
             'is_sensitive', json(case when is_sensitive then 'true' else 'false' end)",
            backend,
        )
}

/// Everything that is wrong, all at once. An organiser who registers someone may leave questions open.
pub(super) fn faults(questions: &[Question], given: &[Given], must_answer: bool) -> Vec<Fault> {
    let mut faults = Vec::new();
    for answer in given {
        match questions.iter().find(|question| question.id == answer.question.uuid()) {
            None => faults.push(Fault::Unknown),
            Some(question) if !is_valid(question, answer.value.trim()) => {
                faults.push(Fault::Invalid { question: question.prompt.clone() });
            }
            Some(_) => {}
        }
    }
    if must_answer {
        let is_open = |question: &&Question| {
            !given
                .iter()
                .any(|answer| answer.question.uuid() == question.id && !is_blank(&answer.value))
        };
        faults.extend(
            questions
                .iter()
                .filter(|question| question.is_required)
                .filter(is_open)
                .map(|question| Fault::Missing { question: question.prompt.clone() }),
        );
    }
    faults
}

fn is_valid(question: &Question, value: &str) -> bool {
    if value.is_empty() {
        return true;
    }
    match question.kind {
        Kind::Text => value.chars().count() <= LONGEST,
        Kind::YesNo => matches!(value, "yes" | "no"),
        Kind::Choice => question
            .choices
            .as_array()
            .is_some_and(|choices| choices.iter().any(|choice| choice.as_str() == Some(value))),
    }
}

/// Writes valid answers down; an empty one takes the answer back. The last of several for one question counts.
pub(super) fn put_down(
    registration: RegistrationId,
    ends_at: DateTime<Utc>,
    questions: &[Question],
    given: &[Given],
) -> Vec<Sql> {
    let last: HashMap<Uuid, &str> =
        given.iter().map(|answer| (answer.question.uuid(), answer.value.trim())).collect();
    let mut writes = Vec::new();
    for question in questions {
        match last.get(&question.id) {
            None => {}
            Some(&"") => writes.push(Sql::new(
                "delete from answer where registration_id = ? and question_id = ?",
                binds![registration, question.id],
            )),
            Some(value) => writes.push(Sql::new(
                "insert into answer (registration_id, question_id, value, erased_after) \
                 values (?, ?, ?, ?) on conflict (registration_id, question_id) do update \
                 set value = excluded.value, erased_after = excluded.erased_after",
                binds![
                    registration,
                    question.id,
                    *value,
                    question.is_sensitive.then(|| ends_at + KEPT_AFTER),
                ],
            )),
        }
    }
    writes
}

/// Changes answers: the person until the event begins, its organisers always. What is not named stays.
pub async fn answer(
    ctx: &Context,
    id: RegistrationId,
    given: &[Given],
) -> Outcome<Registration, AnswerRefusal> {
    let tx = ctx.begin().await?;
    let found = record::lock(&tx, id).await?;
    let questions = questions(&*tx, found.event.id).await?;

    ctx.may(&Ask::ChangeRegistration { registration: found.registration() })?;
    let is_organiser = ctx.may(&Ask::DecideRegistration { event: &found.facts }).is_ok();

    if found.event.state == EventState::Cancelled {
        return Err(AnswerRefusal::Cancelled.into());
    }
    if is_over(found.subject.state) {
        let state = in_words(&found.subject.state);
        return Err(AnswerRefusal::NotRegistered { state }.into());
    }
    if !is_organiser && found.event.starts_at <= ctx.now() {
        return Err(AnswerRefusal::EventBegun.into());
    }
    let named: Vec<_> = questions
        .iter()
        .filter(|question| given.iter().any(|answer| answer.question.uuid() == question.id))
        .cloned()
        .collect();
    let mut faults = faults(&questions, given, false);
    faults.extend(
        self::faults(&named, given, !is_organiser)
            .into_iter()
            .filter(|fault| matches!(fault, Fault::Missing { .. })),
    );
    if !faults.is_empty() {
        return Err(Error::Refused(faults.into_iter().map(AnswerRefusal::from).collect()));
    }

    let mut writes = put_down(id, found.event.ends_at, &questions, given);
    // Which questions, never what was said.
    let named: Vec<_> =
        named.iter().map(|question| QuestionId::of(question.id).to_string()).collect();
    let line = found.subject.line("registration.answer").changing(json!({ "questions": named }));
    writes.push(audit::insert(ctx, vec![line]));
    tx.together(writes).await?;
    tx.commit().await?;
    Ok(load(ctx, id).await?)
}

/// The answers of each of these registrations, in the order of the questions, as far as this asker may see them.
pub async fn answers_of(
    ctx: &Context,
    registrations: &[Uuid],
) -> Result<HashMap<Uuid, Vec<Answer>>, Halt> {
    let rows: Vec<Answer> = Sql::new(
        "select answer.registration_id, answer.question_id, answer.value from answer \
         join question on question.id = answer.question_id \
         join registration on registration.id = answer.registration_id \
         where answer.registration_id in ? and",
        binds![registrations],
    )
    .append(read::is_private_to(ctx.standing(), "registration"))
    .and("order by answer.registration_id, question.rank, question.id", vec![])
    .all(ctx.db())
    .await?;
    let mut answers: HashMap<Uuid, Vec<Answer>> = HashMap::new();
    for row in rows {
        answers.entry(row.registration_id).or_default().push(row);
    }
    Ok(answers)
}

#[derive(FromQueryResult)]
struct Due {
    event_id: Uuid,
    count: i64,
}

/// Forgets the sensitive answers of events that ended thirty days ago: for the worker. Says how many.
/// The event's end counts as it is now, in case it was moved since the answer was given.
pub async fn erase_answers(ctx: &Context) -> Result<u64, Halt> {
    let ended_before = ctx.now() - KEPT_AFTER;
    let due: Vec<Due> = Sql::new(
        "select registration.event_id, count(*) as count from answer \
         join registration on registration.id = answer.registration_id \
         join event on event.id = registration.event_id \
         where answer.erased_after is not null and event.ends_at <= ? \
         group by registration.event_id",
        binds![ended_before],
    )
    .all(ctx.db())
    .await?;
    let mut erased = 0;
    for Due { event_id, count } in due {
        let tx = ctx.begin().await?;
        let line = Line::new("answer.erase", EventId::of(event_id));
        tx.together(vec![
            Sql::new(
                "delete from answer where erased_after is not null \
                 and registration_id in (select id from registration where event_id = ?)",
                binds![event_id],
            ),
            audit::insert(ctx, vec![line.changing(json!({ "count": count }))]),
        ])
        .await?;
        tx.commit().await?;
        erased += count.unsigned_abs();
    }
    Ok(erased)
}
