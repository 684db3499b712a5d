//! Changing, moving and ending memberships.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, Result};
use domain::{
    membership::{self, Change, ChangeRefusal, End, EndRefusal, Transfer, TransferRefusal},
    patch::Patch,
};

use super::{LocalRole, Membership, MembershipKey, Role};
use crate::graphql::{
    given::Given,
    id::{asker, read},
    loader::load,
    payload::{patch, payload},
    scalar::Date,
};

payload! {
    /// What came of changing a membership.
    MembershipUpdatePayload refused by ChangeRefusal {
        /// The membership that holds from today on.
        or current membership: Membership
    }
}
payload! {
    /// What came of moving a member.
    MembershipTransferPayload refused by TransferRefusal {
        /// The membership in the other network.
        or current membership: Membership
    }
}
payload! {
    /// What came of ending a membership.
    MembershipEndPayload refused by EndRefusal {
        /// The membership with its end.
        or current membership: Membership
    }
}

/// What changes; what is not named stays.
#[derive(InputObject)]
pub struct MembershipUpdateInput {
    /// The membership.
    membership_id: ID,
    /// The revision that you looked at.
    expected_revision: Option<i32>,
    /// What they may do.
    role: Given<Role>,
    /// What they are for the public; null for nothing in particular.
    local_role: MaybeUndefined<LocalRole>,
}

/// Where to, and as what.
#[derive(InputObject)]
pub struct MembershipTransferInput {
    /// The membership.
    membership_id: ID,
    /// The revision that you looked at.
    expected_revision: Option<i32>,
    /// The new network.
    to_network_id: ID,
    /// The role there; a plain member when not named.
    role: Option<Role>,
    /// The local role there; the same when not named.
    local_role: MaybeUndefined<LocalRole>,
    /// The first day there; today when not named.
    on: Option<Date>,
    /// Why.
    reason: Option<String>,
}

/// How it ends.
#[derive(InputObject)]
pub struct MembershipEndInput {
    /// The membership.
    membership_id: ID,
    /// The revision that you looked at.
    expected_revision: Option<i32>,
    /// The first day on which it no longer holds; today when not named.
    on: Option<Date>,
    /// Why.
    reason: Option<String>,
}

/// What can be done to memberships.
#[derive(Default)]
pub struct MembershipMutation;

/// What can be done to memberships.
#[Object]
impl MembershipMutation {
    /// Gives a member another role or local role from today on; what was stays in the history.
    async fn membership_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What changes.")] input: MembershipUpdateInput,
    ) -> Result<Option<MembershipUpdatePayload>> {
        let id = read(ctx, &input.membership_id)?;
        let change = Change {
            expected_revision: input.expected_revision,
            role: input.role.0.map(Into::into),
            local_role: local_role(input.local_role),
        };
        let outcome = membership::change(asker(ctx), id, change).await;
        let current = load(ctx, MembershipKey(id.uuid()));
        MembershipUpdatePayload::of_edit(ctx, outcome, Membership::of, current).await
    }

    /// Moves a member to another network. Who is to leave on a later day leaves the other network on
    /// that day; there is no moving from that day on: put the end off first.
    async fn membership_transfer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Where to.")] input: MembershipTransferInput,
    ) -> Result<Option<MembershipTransferPayload>> {
        let id = read(ctx, &input.membership_id)?;
        let asked = Transfer {
            expected_revision: input.expected_revision,
            to: read(ctx, &input.to_network_id)?,
            role: input.role.map(Into::into),
            local_role: local_role(input.local_role),
            on: input.on.map(|day| day.0),
            reason: input.reason,
        };
        let outcome = membership::transfer(asker(ctx), id, asked).await;
        let current = load(ctx, MembershipKey(id.uuid()));
        MembershipTransferPayload::of_edit(ctx, outcome, Membership::of, current).await
    }

    /// Ends a membership: you leave, or a lead removes someone. An end that is planned may come earlier
    /// or later; what a lead decided for you, you may bring forward and not put off.
    async fn membership_end(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How it ends.")] input: MembershipEndInput,
    ) -> Result<Option<MembershipEndPayload>> {
        let id = read(ctx, &input.membership_id)?;
        let asked = End {
            expected_revision: input.expected_revision,
            on: input.on.map(|day| day.0),
            reason: input.reason,
        };
        let outcome = membership::end(asker(ctx), id, asked).await;
        let current = load(ctx, MembershipKey(id.uuid()));
        MembershipEndPayload::of_edit(ctx, outcome, Membership::of, current).await
    }
}

pub(super) fn local_role(field: MaybeUndefined<LocalRole>) -> Patch<domain::membership::LocalRole> {
    match patch(field) {
        Patch::Keep => Patch::Keep,
        Patch::Put(value) => Patch::Put(value.map(Into::into)),
    }
}
