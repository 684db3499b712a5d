//! What is counted, and what each number means.

use async_graphql::{Enum, SimpleObject};
use domain::{
    count::{Counts, Scope},
    membership::LocalRole as Role,
};

use crate::graphql::membership::LocalRole;

/// Over which networks. The list may grow.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "Scope")]
pub enum CountScope {
    /// The network alone.
    Network,
    /// The network and all below it.
    Subtree,
}

/// What a lead reports over a period (indicateurs).
#[derive(SimpleObject)]
pub struct NetworkCounts {
    /// Events that took place in the period: published or done, and over.
    meetings: i32,
    /// Different people who were present at one of them at least.
    participants: i32,
    /// Registrations for them that held a place.
    registrations: i32,
    /// Presences among what was recorded, excused absences included, from 0 to 1; null when nothing was.
    presence_rate: Option<f64>,
    /// Employers that have a member among their staff for the first time in the period.
    new_employers: i32,
    /// Members on the last day.
    members: i32,
    /// Members on the last day, by local role.
    by_local_role: Vec<LocalRoleCount>,
    /// Members on the last day and already twelve months before, who were present nowhere since.
    unseen_members: i32,
}

/// How many people have a local role.
#[derive(SimpleObject)]
pub struct LocalRoleCount {
    /// The role.
    local_role: LocalRole,
    /// How many people.
    count: i32,
}

impl NetworkCounts {
    pub(crate) fn of(counts: &Counts) -> Self {
        let small = |count: i64| i32::try_from(count).unwrap_or(i32::MAX);
        let roles = [Role::Pilot, Role::Mediator, Role::Helper, Role::FirstAider, Role::Scout];
        Self {
            meetings: small(counts.meetings),
            participants: small(counts.participants),
            registrations: small(counts.registrations),
            presence_rate: counts.presence_rate(),
            new_employers: small(counts.new_employers),
            members: small(counts.members),
            by_local_role: roles
                .into_iter()
                .map(|role| LocalRoleCount {
                    local_role: role.into(),
                    count: small(counts.by_local_role.get(&role).copied().unwrap_or(0)),
                })
                .collect(),
            unseen_members: small(counts.unseen_members),
        }
    }
}
