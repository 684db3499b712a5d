//! Declaring, confirming, changing and ending employments.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, Result};
use domain::employment::{
    self, Change, ConfirmRefusal, Declare, DeclareRefusal, EndRefusal, RefuseRefusal, UpdateRefusal,
};

use super::{Employment, EmploymentKey};
use crate::graphql::{
    given::Given,
    id::{asker, read, read_some},
    loader::load,
    payload::{patch, payload},
    scalar::Date,
};

payload! {
    /// What came of declaring an employment.
    EmploymentDeclarePayload refused by DeclareRefusal {
        /// The new employment.
        employment: Employment
    }
}
payload! {
    /// What came of confirming an employment.
    EmploymentConfirmPayload refused by ConfirmRefusal {
        /// The confirmed employment.
        employment: Employment
    }
}
payload! {
    /// What came of refusing an employment.
    EmploymentRefusePayload refused by RefuseRefusal {
        /// The refused employment.
        employment: Employment
    }
}
payload! {
    /// What came of changing an employment.
    EmploymentUpdatePayload refused by UpdateRefusal {
        /// The changed employment.
        or current employment: Employment
    }
}
payload! {
    /// What came of ending an employment.
    EmploymentEndPayload refused by EndRefusal {
        /// The ended employment.
        or current employment: Employment
    }
}

/// An employment to be declared.
#[derive(InputObject)]
pub struct EmploymentDeclareInput {
    /// Who; you when nobody is named.
    member_id: Option<ID>,
    /// Where.
    employer_id: ID,
    /// As what.
    job_title: Option<String>,
    /// The first day.
    started_on: Date,
    /// The first day on which it no longer holds.
    ended_on: Option<Date>,
}

/// Says that a declared employment is so: which one.
#[derive(InputObject)]
pub struct EmploymentConfirmInput {
    /// The employment.
    employment_id: ID,
}

/// Says that a declared employment is not so, and why: which one.
#[derive(InputObject)]
pub struct EmploymentRefuseInput {
    /// The employment.
    employment_id: ID,
    /// Why: the person reads it.
    reason: String,
}

/// What changes of an employment; what is not named stays, what is null is emptied.
#[derive(InputObject)]
pub struct EmploymentUpdateInput {
    /// The employment.
    employment_id: ID,
    /// The revision that you looked at; a later one is refused as STALE_REVISION.
    expected_revision: Option<i32>,
    /// As what.
    job_title: MaybeUndefined<String>,
    /// The first day.
    started_on: Given<Date>,
    /// The first day on which it no longer holds.
    ended_on: MaybeUndefined<Date>,
}

/// Ends an employment: which one.
#[derive(InputObject)]
pub struct EmploymentEndInput {
    /// The employment.
    employment_id: ID,
    /// The first day on which it no longer holds.
    ended_on: Date,
    /// The revision that you looked at; a later one is refused as STALE_REVISION.
    expected_revision: Option<i32>,
}

/// What can be done to employments.
#[derive(Default)]
pub struct EmploymentMutation;

/// What can be done to employments.
#[Object]
impl EmploymentMutation {
    /// Says where someone works: what you say of yourself waits for a manager of the employer or a lead; what they say is confirmed at once.
    async fn employment_declare(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to declare.")] input: EmploymentDeclareInput,
    ) -> Result<Option<EmploymentDeclarePayload>> {
        let asked = Declare {
            member: read_some(ctx, input.member_id.as_ref())?,
            employer: read(ctx, &input.employer_id)?,
            job_title: input.job_title,
            started_on: input.started_on.0,
            ended_on: input.ended_on.map(|day| day.0),
        };
        let outcome = employment::declare(asker(ctx), asked).await;
        EmploymentDeclarePayload::of(ctx, outcome, Employment::of)
    }

    /// Says that a declared employment is so
    async fn employment_confirm(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: EmploymentConfirmInput,
    ) -> Result<Option<EmploymentConfirmPayload>> {
        let id = read(ctx, &input.employment_id)?;
        EmploymentConfirmPayload::of(ctx, employment::confirm(asker(ctx), id).await, Employment::of)
    }

    /// Says that a declared employment is not so, and why
    async fn employment_refuse(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: EmploymentRefuseInput,
    ) -> Result<Option<EmploymentRefusePayload>> {
        let id = read(ctx, &input.employment_id)?;
        EmploymentRefusePayload::of(
            ctx,
            employment::refuse(asker(ctx), id, &input.reason).await,
            Employment::of,
        )
    }

    /// Changes an employment; other days wait for an answer again unless you may confirm them.
    async fn employment_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What changes.")] input: EmploymentUpdateInput,
    ) -> Result<Option<EmploymentUpdatePayload>> {
        let change = Change {
            expected_revision: input.expected_revision,
            job_title: patch(input.job_title),
            started_on: input.started_on.0.map(|day| day.0),
            ended_on: patch(input.ended_on.map_value(|day| day.0)),
        };
        let id = read(ctx, &input.employment_id)?;
        let outcome = employment::update(asker(ctx), id, change).await;
        let current = load(ctx, EmploymentKey(id.uuid()));
        EmploymentUpdatePayload::of_edit(ctx, outcome, Employment::of, current).await
    }

    /// Ends an employment
    async fn employment_end(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: EmploymentEndInput,
    ) -> Result<Option<EmploymentEndPayload>> {
        let id = read(ctx, &input.employment_id)?;
        let outcome =
            employment::end(asker(ctx), id, input.ended_on.0, input.expected_revision).await;
        let current = load(ctx, EmploymentKey(id.uuid()));
        EmploymentEndPayload::of_edit(ctx, outcome, Employment::of, current).await
    }
}
