//! Registering, deciding, leaving, taking an offered place, choosing sessions, answering questions.

use async_graphql::{Context, ID, InputObject, Object, Result};
use domain::registration::{
    self, AnswerRefusal, ApproveRefusal, Cancel, CancelRefusal, ChooseRefusal, Create,
    CreateRefusal, Decline, DeclineRefusal, Given, LeaveRefusal, OfferAcceptRefusal,
    OfferDeclineRefusal,
};

use super::{Registration, types::Attends};
use crate::graphql::{
    id::{asker, read, read_all, read_some},
    payload::payload,
};

/// A payload for each mutation: the registration as it stands then.
macro_rules! payloads {
    ($($(#[$doc:meta])* $name:ident refused by $refusal:ty;)*) => {$(
        payload! {
            $(#[$doc])*
            $name refused by $refusal {
                /// The registration as it stands then.
                registration: Registration
            }
        }
    )*};
}
payloads! {
    /// What came of registering: its state tells whether there is a place.
    RegistrationCreatePayload refused by CreateRefusal;
    /// What came of taking a registration back.
    RegistrationCancelPayload refused by CancelRefusal;
    /// What came of approving a registration.
    RegistrationApprovePayload refused by ApproveRefusal;
    /// What came of declining a registration.
    RegistrationDeclinePayload refused by DeclineRefusal;
    /// What came of taking an offered place.
    RegistrationOfferAcceptPayload refused by OfferAcceptRefusal;
    /// What came of leaving an offered place.
    RegistrationOfferDeclinePayload refused by OfferDeclineRefusal;
    /// What came of changing answers.
    RegistrationAnswerPayload refused by AnswerRefusal;
    /// What came of choosing a session.
    SessionChoosePayload refused by ChooseRefusal;
    /// What came of leaving a session.
    SessionLeavePayload refused by LeaveRefusal;
}

/// An answer to a question of the event.
#[derive(InputObject)]
pub struct AnswerInput {
    /// To which question.
    question_id: ID,
    /// `yes` or `no`, one of the choices, or words; nothing takes the answer back.
    value: String,
}

/// Who registers for what, and how.
#[derive(InputObject)]
pub struct RegistrationCreateInput {
    /// For which event.
    event_id: ID,
    /// Whom, when it is not you: for those who organise the event.
    member_id: Option<ID>,
    /// On site or online; needed only where both are possible.
    attends: Option<Attends>,
    /// The chosen sessions, at most one of those that take place at the same time.
    #[graphql(default)]
    session_ids: Vec<ID>,
    /// The answers to the event’s questions.
    #[graphql(default)]
    answers: Vec<AnswerInput>,
}

/// Which registration is taken back, and why.
#[derive(InputObject)]
pub struct RegistrationCancelInput {
    /// Which registration.
    registration_id: ID,
    /// Why, in your words.
    reason: Option<String>,
}

/// Which registration is approved.
#[derive(InputObject)]
pub struct RegistrationApproveInput {
    /// Which registration.
    registration_id: ID,
}

/// Which registration is declined, and why.
#[derive(InputObject)]
pub struct RegistrationDeclineInput {
    /// Which registration.
    registration_id: ID,
    /// Why; the person reads it.
    reason: Option<String>,
}

/// Whose offered place is taken.
#[derive(InputObject)]
pub struct RegistrationOfferAcceptInput {
    /// Which registration.
    registration_id: ID,
}

/// Whose offered place goes to the next in line.
#[derive(InputObject)]
pub struct RegistrationOfferDeclineInput {
    /// Which registration.
    registration_id: ID,
}

/// Which answers change.
#[derive(InputObject)]
pub struct RegistrationAnswerInput {
    /// Which registration.
    registration_id: ID,
    /// The new answers; those not named stay.
    answers: Vec<AnswerInput>,
}

/// Which session is chosen.
#[derive(InputObject)]
pub struct SessionChooseInput {
    /// For which registration.
    registration_id: ID,
    /// Which session.
    session_id: ID,
}

/// Which session is left.
#[derive(InputObject)]
pub struct SessionLeaveInput {
    /// For which registration.
    registration_id: ID,
    /// Which session.
    session_id: ID,
}

/// What is done to registrations.
#[derive(Default)]
pub struct RegistrationMutation;

/// What is done to registrations.
#[Object]
impl RegistrationMutation {
    /// Registers you, or a member on their behalf: there is a place, or the end of the line, or
    /// an organiser decides first. Whoever cancelled or was declined may register again, from the
    /// end of the line. Whom an organiser of the event registers needs no approval, no open window
    /// and no answers; once the event has begun they get any free place, also whoever waits in line.
    async fn registration_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who registers for what, and how.")] input: RegistrationCreateInput,
    ) -> Result<Option<RegistrationCreatePayload>> {
        let asked = Create {
            member: read_some(ctx, input.member_id.as_ref())?,
            attends: input.attends.map(Into::into),
            sessions: read_all(ctx, &input.session_ids)?,
            answers: given(ctx, input.answers)?,
            ..Create::oneself(read(ctx, &input.event_id)?)
        };
        let outcome = registration::create(asker(ctx), asked).await;
        RegistrationCreatePayload::of(ctx, outcome, Registration::of)
    }

    /// Takes a registration back: the person until the event’s deadline, its organisers always.
    /// The freed place is offered to the first in line.
    async fn registration_cancel(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one, and why.")] input: RegistrationCancelInput,
    ) -> Result<Option<RegistrationCancelPayload>> {
        let asked =
            Cancel { registration: read(ctx, &input.registration_id)?, reason: input.reason };
        let outcome = registration::cancel(asker(ctx), asked).await;
        RegistrationCancelPayload::of(ctx, outcome, Registration::of)
    }

    /// Approves a registration that waits for it: for those who organise the event.
    async fn registration_approve(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: RegistrationApproveInput,
    ) -> Result<Option<RegistrationApprovePayload>> {
        let id = read(ctx, &input.registration_id)?;
        let outcome = registration::approve(asker(ctx), id).await;
        RegistrationApprovePayload::of(ctx, outcome, Registration::of)
    }

    /// Declines a registration that waits for approval: for those who organise the event.
    async fn registration_decline(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one, and why.")] input: RegistrationDeclineInput,
    ) -> Result<Option<RegistrationDeclinePayload>> {
        let asked =
            Decline { registration: read(ctx, &input.registration_id)?, reason: input.reason };
        let outcome = registration::decline(asker(ctx), asked).await;
        RegistrationDeclinePayload::of(ctx, outcome, Registration::of)
    }

    /// Takes an offered place.
    async fn registration_offer_accept(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose.")] input: RegistrationOfferAcceptInput,
    ) -> Result<Option<RegistrationOfferAcceptPayload>> {
        let id = read(ctx, &input.registration_id)?;
        let outcome = registration::accept(asker(ctx), id).await;
        RegistrationOfferAcceptPayload::of(ctx, outcome, Registration::of)
    }

    /// Leaves an offered place to the next in line.
    async fn registration_offer_decline(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose.")] input: RegistrationOfferDeclineInput,
    ) -> Result<Option<RegistrationOfferDeclinePayload>> {
        let id = read(ctx, &input.registration_id)?;
        let outcome = registration::refuse(asker(ctx), id).await;
        RegistrationOfferDeclinePayload::of(ctx, outcome, Registration::of)
    }

    /// Changes answers: the person until the event begins, its organisers always.
    async fn registration_answer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which ones.")] input: RegistrationAnswerInput,
    ) -> Result<Option<RegistrationAnswerPayload>> {
        let id = read(ctx, &input.registration_id)?;
        let given = given(ctx, input.answers)?;
        let outcome = registration::answer(asker(ctx), id, &given).await;
        RegistrationAnswerPayload::of(ctx, outcome, Registration::of)
    }

    /// Chooses a session. With a free seat, the seat that you have at the same time is given up;
    /// without one you stand in the session’s line, and keep that seat until the wanted one comes free.
    async fn session_choose(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which session.")] input: SessionChooseInput,
    ) -> Result<Option<SessionChoosePayload>> {
        let (id, session) = (read(ctx, &input.registration_id)?, read(ctx, &input.session_id)?);
        let outcome = registration::choose(asker(ctx), id, session).await;
        SessionChoosePayload::of(ctx, outcome, Registration::of)
    }

    /// Leaves a session, or its line; the seat goes to the first who waits for it.
    async fn session_leave(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which session.")] input: SessionLeaveInput,
    ) -> Result<Option<SessionLeavePayload>> {
        let (id, session) = (read(ctx, &input.registration_id)?, read(ctx, &input.session_id)?);
        let outcome = registration::leave(asker(ctx), id, session).await;
        SessionLeavePayload::of(ctx, outcome, Registration::of)
    }
}

fn given(ctx: &Context<'_>, answers: Vec<AnswerInput>) -> Result<Vec<Given>> {
    answers
        .into_iter()
        .map(|answer| Ok(Given { question: read(ctx, &answer.question_id)?, value: answer.value }))
        .collect()
}
