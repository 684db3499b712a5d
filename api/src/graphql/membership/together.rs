//! Changing, ending and taking back many memberships at once.

use std::collections::HashMap;

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, Result, SimpleObject};
use domain::{
    error::Reason,
    id::MembershipKind,
    membership::{
        self, Change, ChangeAllRefusal, ChangeRefusal, End, EndAllRefusal, EndRefusal, One,
        Restore, RestoreAllRefusal, RestoreRefusal,
    },
};

use super::{LocalRole, Membership, Role, mutations::local_role};
use crate::graphql::{
    given::Given,
    id::{asker, read, read_all, write},
    payload::{UserError, payload},
    scalar::Date,
};

payload! {
    /// What came of giving many members another role.
    MembershipsUpdatePayload refused by ChangeAllRefusal {
        /// What came of each, in the order given.
        results: Vec<MembershipUpdateResult>
    }
}
payload! {
    /// What came of ending many memberships.
    MembershipsEndPayload refused by EndAllRefusal {
        /// What came of each, in the order given.
        results: Vec<MembershipEndResult>
    }
}
payload! {
    /// What came of making many memberships what they were.
    MembershipsRestorePayload refused by RestoreAllRefusal {
        /// What came of each, in the order given.
        results: Vec<MembershipRestoreResult>
    }
}

/// What came of one membership among many.
macro_rules! result {
    ($(#[doc = $doc:literal])* $name:ident refused by $refusal:ty) => {
        $(#[doc = $doc])*
        #[derive(SimpleObject)]
        pub struct $name {
            /// The membership that was named.
            membership_id: ID,
            /// The membership that holds then; after a dry run, as it would be. Null when refused.
            membership: Option<Membership>,
            /// Why it was refused; empty when it was done.
            user_errors: Vec<UserError<$refusal>>,
        }

        impl $name {
            fn of(one: One<$refusal>) -> Self {
                let (membership, user_errors) = parts(one.outcome);
                let membership_id = write::<MembershipKind>(one.id.uuid());
                Self { membership_id, membership, user_errors }
            }
        }
    };
}
result! {
    /// What came of giving one of many members another role.
    MembershipUpdateResult refused by ChangeRefusal
}
result! {
    /// What came of ending one of many memberships.
    MembershipEndResult refused by EndRefusal
}
result! {
    /// What came of making one of many memberships what it was.
    MembershipRestoreResult refused by RestoreRefusal
}

fn parts<R: Reason>(
    outcome: Result<membership::Membership, Vec<R>>,
) -> (Option<Membership>, Vec<UserError<R>>) {
    match outcome {
        Ok(membership) => (Some(Membership::of(membership)), Vec::new()),
        Err(refusals) => (None, refusals.iter().map(UserError::of).collect()),
    }
}

/// What changes for all of them; what is not named stays.
#[derive(InputObject)]
pub struct MembershipsUpdateInput {
    /// The memberships: at most 100.
    membership_ids: Vec<ID>,
    /// What they may do.
    role: Given<Role>,
    /// What they are for the public; null for nothing in particular.
    local_role: MaybeUndefined<LocalRole>,
    /// Whether nothing is written: the results say what would come of it.
    #[graphql(default)]
    dry_run: bool,
}

/// How all of them end.
#[derive(InputObject)]
pub struct MembershipsEndInput {
    /// The memberships: at most 100.
    membership_ids: Vec<ID>,
    /// The first day on which they no longer hold; today when not named.
    on: Option<Date>,
    /// Why.
    reason: Option<String>,
    /// Whether nothing is written: the results say what would come of it.
    #[graphql(default)]
    dry_run: bool,
}

/// A membership as somebody looked at it.
#[derive(InputObject)]
pub struct MembershipSeenInput {
    /// Which one.
    membership_id: ID,
    /// Its revision then.
    expected_revision: i32,
}

/// Which ones are to be what they were.
#[derive(InputObject)]
pub struct MembershipsRestoreInput {
    /// The memberships that ended, or whose role changed: at most 100.
    membership_ids: Vec<ID>,
    /// As what those of them were looked at right after what is taken back: none that changed since
    /// becomes what it was. What is not named here does, whatever was done since.
    #[graphql(default)]
    seen: Vec<MembershipSeenInput>,
    /// Whether nothing is written: the results say what would come of it.
    #[graphql(default)]
    dry_run: bool,
}

/// What can be done to many memberships at once.
#[derive(Default)]
pub struct MembershipsMutation;

/// What can be done to many memberships at once.
#[Object]
impl MembershipsMutation {
    /// Gives many members another role or local role from today on. Each has a result of its own;
    /// what is refused to one does not keep the others from theirs.
    async fn memberships_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What changes.")] input: MembershipsUpdateInput,
    ) -> Result<Option<MembershipsUpdatePayload>> {
        let ids = read_all(ctx, &input.membership_ids)?;
        let change = Change {
            expected_revision: None,
            role: input.role.0.map(Into::into),
            local_role: local_role(input.local_role),
        };
        let outcome = membership::change_all(asker(ctx), &ids, &change, input.dry_run).await;
        MembershipsUpdatePayload::of(ctx, outcome, |done| {
            done.into_iter().map(MembershipUpdateResult::of).collect()
        })
    }

    /// Ends many memberships on the same day. `membershipsRestore` takes it back for thirty days.
    async fn memberships_end(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How they end.")] input: MembershipsEndInput,
    ) -> Result<Option<MembershipsEndPayload>> {
        let ids = read_all(ctx, &input.membership_ids)?;
        let end =
            End { expected_revision: None, on: input.on.map(|day| day.0), reason: input.reason };
        let outcome = membership::end_all(asker(ctx), &ids, &end, input.dry_run).await;
        MembershipsEndPayload::of(ctx, outcome, |done| {
            done.into_iter().map(MembershipEndResult::of).collect()
        })
    }

    /// Takes back what a lead did: a membership that was ended goes on, and where the role changed,
    /// the person has the former one again from today on. Who left by themselves is invited instead.
    async fn memberships_restore(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which ones.")] input: MembershipsRestoreInput,
    ) -> Result<Option<MembershipsRestorePayload>> {
        let ids = read_all(ctx, &input.membership_ids)?;
        let mut seen = HashMap::new();
        for one in &input.seen {
            seen.insert(read::<MembershipKind>(ctx, &one.membership_id)?, one.expected_revision);
        }
        let those: Vec<_> = ids
            .into_iter()
            .map(|id| Restore { id, expected_revision: seen.get(&id).copied() })
            .collect();
        let outcome = membership::restore_all(asker(ctx), &those, input.dry_run).await;
        MembershipsRestorePayload::of(ctx, outcome, |done| {
            done.into_iter().map(MembershipRestoreResult::of).collect()
        })
    }
}
