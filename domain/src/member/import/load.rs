//! What is known of the people in a file, in a number of statements that does not depend on it.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use sea_orm::{ColumnTrait as _, EntityTrait as _, FromQueryResult, QueryFilter as _};
use uuid::Uuid;

use super::super::facts as member_facts;
use crate::{
    context::Context,
    database::{Sql, Transaction, binds},
    error::Halt,
    exchange::CHUNK,
    identifier::Email,
    policy::Ask,
};
use entities::{employment, member, membership};

/// What is known before the file.
#[derive(Default)]
pub(super) struct Present {
    members: HashMap<String, member::Model>,
    memberships: HashMap<Uuid, membership::Model>,
    branch: HashSet<Uuid>,
    private: HashSet<Uuid>,
    employments: HashMap<(Uuid, Uuid), Vec<employment::Model>>,
}

#[derive(FromQueryResult)]
struct InBranch {
    id: Uuid,
}

impl Present {
    /// Loads the members with these addresses, their memberships of the network, their jobs.
    pub(super) async fn load(
        ctx: &Context,
        tx: &Transaction,
        network: Uuid,
        keys: Vec<String>,
    ) -> Result<Self, Halt> {
        let mut present = Self::default();
        for chunk in keys.chunks(CHUNK) {
            let members = member::Entity::find()
                .filter(member::Column::EmailKey.is_in(chunk.iter().cloned()))
                .all(&**tx)
                .await?;
            let ids: Vec<Uuid> = members.iter().map(|member| member.id).collect();
            let facts = member_facts(ctx, &**tx, &ids).await?;
            let is_private = |id: &Uuid| {
                let member = facts.get(id);
                member.is_none_or(|member| ctx.may(&Ask::SeeMemberPrivate { member }).is_err())
            };
            present.private.extend(ids.iter().copied().filter(is_private));
            for member in members {
                present.remember(member);
            }
            let memberships = membership::Entity::find()
                .filter(membership::Column::NetworkId.eq(network))
                .filter(membership::Column::MemberId.is_in(ids.iter().copied()))
                .all(&**tx)
                .await?;
            for row in memberships {
                present.remember_membership(row);
            }
            let jobs = employment::Entity::find()
                .filter(employment::Column::MemberId.is_in(ids.iter().copied()))
                .filter(employment::Column::Status.ne(employment::Status::Refused))
                .all(&**tx)
                .await?;
            for job in jobs {
                present.remember_employment(job);
            }
            let branch: Vec<InBranch> = Sql::new(
                "select distinct membership.member_id as id from membership \
                 join network_ancestor branch on branch.descendant_id = membership.network_id \
                 where branch.ancestor_id = ? \
                 and (membership.ended_on is null or membership.ended_on > ?) \
                 and membership.member_id in ?",
                binds![network, ctx.today(), ids],
            )
            .all(&**tx)
            .await?;
            present.branch.extend(branch.into_iter().map(|row| row.id));
        }
        Ok(present)
    }

    pub(super) fn member(&self, email: &Email) -> Option<&member::Model> {
        self.members.get(&email.key())
    }

    /// Whether the asker may not see what this person's record says.
    pub(super) fn is_private(&self, member_id: Uuid) -> bool {
        self.private.contains(&member_id)
    }

    /// The membership that goes on, else the one that ends last.
    pub(super) fn latest_membership(&self, member_id: Uuid) -> Option<&membership::Model> {
        self.memberships.get(&member_id)
    }

    /// Whether the person is now in the network, or in one below it.
    pub(super) fn is_in_branch(&self, member_id: Uuid) -> bool {
        self.branch.contains(&member_id)
    }

    /// The person's jobs with an employer.
    pub(super) fn employments(&self, member_id: Uuid, employer_id: Uuid) -> &[employment::Model] {
        self.employments.get(&(member_id, employer_id)).map_or(&[], Vec::as_slice)
    }

    pub(super) fn remember(&mut self, member: member::Model) {
        if let Some(key) = member.email_key.clone() {
            self.members.insert(key, member);
        }
    }

    pub(super) fn remember_membership(&mut self, row: membership::Model) {
        let rank = |row: &membership::Model| {
            (row.ended_on.unwrap_or(NaiveDate::MAX), row.started_on, row.id)
        };
        match self.memberships.get(&row.member_id) {
            Some(other) if other.id != row.id && rank(other) > rank(&row) => {}
            _ => {
                self.memberships.insert(row.member_id, row);
            }
        }
    }

    pub(super) fn remember_employment(&mut self, job: employment::Model) {
        let jobs = self.employments.entry((job.member_id, job.employer_id)).or_default();
        jobs.retain(|other| other.id != job.id);
        jobs.push(job);
    }
}
