//! What a registration is, and what would come of one.

use std::sync::Arc;

use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use domain::{
    error::{Denied, Halt, Reason as _},
    id::{MemberKind, RegistrationKind, SessionChoiceKind},
    policy::{Ask, EventFacts, RegistrationFacts},
    registration::{self, Chance},
};

use super::loaders::{AnswersKey, ChoicesKey, OfEvent, OfMember};
use crate::graphql::{
    attendance::{Attendance, AttendancesKey},
    connection::{Connection, request},
    error::halted,
    event::{Event, EventKey, Question, QuestionKey, Session, SessionKey},
    id::{asker, read_some, write},
    loader::{below, load},
    member::{Member, MemberKey},
    permission::Permission,
    words,
};

/// A member for an event (inscription).
#[derive(Clone)]
pub struct Registration(Arc<registration::Registration>);

impl Registration {
    pub(crate) fn of(registration: registration::Registration) -> Self {
        Self(Arc::new(registration))
    }
}

/// A member for an event (inscription).
#[Object]
impl Registration {
    /// Opaque: do not take it apart.
    pub(crate) async fn id(&self) -> ID {
        write::<RegistrationKind>(self.0.id)
    }

    /// How far it is.
    async fn state(&self) -> RegistrationState {
        self.0.state.into()
    }

    /// On site or online.
    async fn attends(&self) -> Attends {
        self.0.attends.into()
    }

    /// The place in line (rang sur la liste d’attente), from 1; null when it does not wait, or is not yours to see.
    async fn rank(&self) -> Option<i32> {
        self.0.position.map(|position| i32::try_from(position).unwrap_or(i32::MAX))
    }

    /// For which event; null when you may not know of it.
    async fn event(&self, ctx: &Context<'_>) -> Result<Option<Event>> {
        load(ctx, EventKey(self.0.event_id)).await
    }

    /// The person’s name, as whoever runs the event needs it at the door.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The person’s identifier, by which `attendanceRecord` knows them, also when you may not know
    /// more of them; null unless it is yours, or you organise the event.
    async fn member_id(&self) -> Option<ID> {
        self.0.is_private.then(|| write::<MemberKind>(self.0.member_id))
    }

    /// Who registers; null when you may not know of them.
    async fn member(&self, ctx: &Context<'_>) -> Result<Option<Member>> {
        load(ctx, MemberKey(self.0.member_id)).await
    }

    /// Who registered them, when it was not themselves; null unless it is yours, or you organise the event.
    async fn registered_by(&self, ctx: &Context<'_>) -> Result<Option<Member>> {
        match self.0.registered_by_id {
            Some(id) => load(ctx, MemberKey(id)).await,
            None => Ok(None),
        }
    }

    /// Until when an offered place is kept; null when none is offered.
    async fn offered_until(&self) -> Option<DateTime<Utc>> {
        self.0.offered_until
    }

    /// Who said no, while `DECLINED`; null otherwise, or unless it is yours, or you organise the event.
    async fn declined_by(&self) -> Option<RegistrationDeclinedBy> {
        self.0.declined_by.map(Into::into)
    }

    /// Why it was cancelled or declined, when someone said so; null unless it is yours, or you organise the event.
    async fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    /// The chosen sessions, in the order of the agenda; null unless it is yours, or you organise the event.
    async fn choices(&self, ctx: &Context<'_>) -> Result<Option<Vec<SessionChoice>>> {
        if !self.0.is_private {
            return Ok(None);
        }
        let choices = load(ctx, ChoicesKey(self.0.id)).await?.unwrap_or_default();
        Ok(Some(choices.into_iter().map(SessionChoice).collect()))
    }

    /// The answers to the event’s questions, in their order; null unless it is yours, or you organise the event.
    async fn answers(&self, ctx: &Context<'_>) -> Result<Option<Vec<Answer>>> {
        if !self.0.is_private {
            return Ok(None);
        }
        let answers = load(ctx, AnswersKey(self.0.id)).await?.unwrap_or_default();
        Ok(Some(answers.into_iter().map(Answer).collect()))
    }

    /// Whether they came to the event as a whole; null until it is recorded.
    async fn attendance(&self, ctx: &Context<'_>) -> Result<Option<Attendance>> {
        let all = self.attendances(ctx).await?;
        Ok(all.into_iter().find(Attendance::is_of_the_whole))
    }

    /// Whether they came to the event as a whole and to each of its sessions, as far as it is
    /// recorded; bounded by the agenda.
    async fn attendances(&self, ctx: &Context<'_>) -> Result<Vec<Attendance>> {
        let attendances = load(ctx, AttendancesKey(self.0.id)).await?.unwrap_or_default();
        Ok(attendances.into_iter().map(Attendance::of).collect())
    }

    /// Grows with each step.
    async fn revision(&self) -> i32 {
        self.0.revision
    }

    /// Since when it stands as it does.
    async fn state_changed_at(&self) -> DateTime<Utc> {
        self.0.state_changed_at
    }

    /// Since when it is here.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// Whether you may do this here, and why.
    async fn viewer_can(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What you would do.")] action: RegistrationAction,
    ) -> Result<Permission> {
        let event = load(ctx, EventKey(self.0.event_id)).await?;
        let Some(event) = event else { return Ok(Permission::of(Err(Denied::Hidden))) };
        let event = &event.0.facts;
        let registration = RegistrationFacts {
            event,
            member_id: self.0.member_id,
            is_by_letter: self.0.is_by_letter,
        };
        Ok(Permission::of(asker(ctx).may(&match action {
            RegistrationAction::Change => Ask::ChangeRegistration { registration },
            RegistrationAction::Decide => Ask::DecideRegistration { event },
            RegistrationAction::RecordAttendance => Ask::RecordAttendance { event },
        })))
    }
}

/// What one may do to a registration, as far as rights go: its state may stand in the way. The list may grow.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum RegistrationAction {
    /// Cancel it, change answers, choose sessions, answer an offer.
    Change,
    /// Approve or decline it.
    Decide,
    /// Record whether they came.
    RecordAttendance,
}

/// A session that someone chose.
pub struct SessionChoice(registration::Choice);

/// A session that someone chose.
#[Object]
impl SessionChoice {
    /// Opaque: do not take it apart.
    async fn id(&self) -> ID {
        write::<SessionChoiceKind>(self.0.id)
    }

    /// Which session.
    async fn session(&self, ctx: &Context<'_>) -> Result<Option<Session>> {
        load(ctx, SessionKey(self.0.session_id)).await
    }

    /// Whether there is a seat.
    async fn state(&self) -> SessionChoiceState {
        self.0.state.into()
    }

    /// The place in the session’s own line, from 1; null when there is a seat, or no place at the event yet.
    async fn rank(&self) -> Option<i32> {
        self.0.position.map(|position| i32::try_from(position).unwrap_or(i32::MAX))
    }

    /// Since when it is chosen.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }
}

/// An answer to a question of the event.
pub struct Answer(registration::Answer);

/// An answer to a question of the event.
#[Object]
impl Answer {
    /// To which question.
    async fn question(&self, ctx: &Context<'_>) -> Result<Option<Question>> {
        Ok(load(ctx, QuestionKey(self.0.question_id)).await?.map(Question::of))
    }

    /// The answer: `yes` or `no`, one of the choices, or words.
    async fn value(&self) -> &str {
        &self.0.value
    }
}

/// How far a registration is. The list may grow.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::registration::State")]
pub enum RegistrationState {
    /// Waits for an organiser’s approval (à valider).
    Pending,
    /// Has a place (confirmée).
    Confirmed,
    /// Stands in line (sur liste d’attente).
    Waitlisted,
    /// A freed place is kept until `offeredUntil` (place proposée).
    Offered,
    /// Refused by an organiser, or an offer not taken: `declinedBy` says which (refusée).
    Declined,
    /// Taken back (annulée).
    Cancelled,
}

/// Who said no to a registration. The list may grow.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::registration::DeclinedBy")]
pub enum RegistrationDeclinedBy {
    /// An organiser, to a request.
    Organiser,
    /// The person, who left the offered place to the next.
    Person,
    /// Nobody: the offer was not taken in its time.
    Time,
}

/// How a person takes part. The list may grow.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::registration::Attends")]
pub enum Attends {
    /// Sur place.
    OnSite,
    /// En ligne.
    Online,
}

/// How far the choice of a session is. The list may grow.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::registration::ChoiceState")]
pub enum SessionChoiceState {
    /// Has a seat.
    Confirmed,
    /// Stands in the session’s line, or waits for a place at the event.
    Waitlisted,
    /// Taken back.
    Cancelled,
}

/// In which order the registrations of an event are listed. The list may grow.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Default)]
#[graphql(remote = "domain::registration::Order")]
pub enum RegistrationOrder {
    /// Those with a place first, then the line, then the others; each by rank.
    #[default]
    ByLine,
    /// By the person’s name.
    ByName,
}

/// Which registrations of an event.
#[derive(InputObject, Default)]
pub struct RegistrationFilter {
    /// In this state.
    state: Option<RegistrationState>,
    /// Who take part in this way.
    attends: Option<Attends>,
    /// Who chose this session, and have a seat or wait for one.
    session_id: Option<ID>,
    /// Whose name has these words; accents and case are forgiven.
    search: Option<String>,
}

/// Which registrations of a person.
#[derive(InputObject, Default)]
pub struct MemberRegistrationFilter {
    /// In this state.
    state: Option<RegistrationState>,
    /// For events that end after this: what is to come, when you say now.
    ends_after: Option<DateTime<Utc>>,
    /// For events that start before this.
    starts_before: Option<DateTime<Utc>>,
    /// Those cancelled or declined too.
    #[graphql(default)]
    with_over: bool,
}

impl From<MemberRegistrationFilter> for registration::MemberFilter {
    fn from(filter: MemberRegistrationFilter) -> Self {
        Self {
            state: filter.state.map(Into::into),
            ends_after: filter.ends_after,
            starts_before: filter.starts_before,
            with_over: filter.with_over,
        }
    }
}

/// The arguments of a connection: first, after, last, before.
pub(crate) type PageArguments = (Option<i32>, Option<String>, Option<i32>, Option<String>);

/// The registrations of an event, for those who organise it.
pub(crate) async fn of_event(
    ctx: &Context<'_>,
    event: &EventFacts,
    (first, after, last, before): PageArguments,
    filter: Option<RegistrationFilter>,
    order: RegistrationOrder,
) -> Result<Connection<Registration>> {
    asker(ctx)
        .may(&Ask::SeeRegistrants { event })
        .map_err(|denied| halted(asker(ctx), &Halt::Denied(denied)))?;
    let filter = filter.unwrap_or_default();
    let filter = registration::Filter {
        state: filter.state.map(Into::into),
        attends: filter.attends.map(Into::into),
        session: read_some(ctx, filter.session_id.as_ref())?,
        search: filter.search,
        is_excused: false,
    };
    let page = request(ctx, first, after, last, before);
    below(ctx, OfEvent, (event.id, (filter, order.into()), page), Registration::of).await
}

/// The registrations of a person, as far as the asker may see them.
pub(crate) async fn of_member(
    ctx: &Context<'_>,
    member: uuid::Uuid,
    (first, after, last, before): PageArguments,
    filter: Option<MemberRegistrationFilter>,
) -> Result<Connection<Registration>> {
    let filter = filter.unwrap_or_default().into();
    let page = request(ctx, first, after, last, before);
    below(ctx, OfMember, (member, filter, page), Registration::of).await
}

/// What would come of registering now, and why.
#[derive(SimpleObject)]
pub struct RegistrationPermission {
    /// Whether you could register.
    is_allowed: bool,
    /// When not: UNAUTHENTICATED, FORBIDDEN, or the code with which `registrationCreate` would refuse.
    code: Option<String>,
    /// Why, in words.
    reason: String,
    /// Whether an organiser would decide first.
    needs_approval: bool,
    /// Whether you would stand in line, whichever way you attend.
    is_full: bool,
}

impl RegistrationPermission {
    pub(crate) fn of(chance: Chance) -> Self {
        let is_full = chance.places.iter().all(|(_, places)| !places.has_room());
        let needs_approval = chance.needs_approval;
        match (chance.answer, chance.refusal) {
            (Ok(_), Some(refusal)) => Self {
                is_allowed: false,
                code: Some(refusal.code().to_owned()),
                reason: words::refusal(&refusal),
                needs_approval,
                is_full,
            },
            (answer, _) => {
                let code = Permission::code_name(&answer).map(str::to_owned);
                let permission = Permission::of(answer);
                Self {
                    is_allowed: permission.is_allowed,
                    code,
                    reason: permission.reason,
                    needs_approval,
                    is_full,
                }
            }
        }
    }
}
