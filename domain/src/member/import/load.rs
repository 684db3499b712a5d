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
    /// The address of a record that went into another, and that of the record that was kept.
    addresses: HashMap<String, String>,
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
            let members = present.follow(tx, members).await?;
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
            // What was taken back before it began is nobody's membership.
            let is_void = |row: &membership::Model| {
                row.ended_on == Some(row.started_on) && row.started_on > ctx.today()
            };
            for row in memberships.into_iter().filter(|row| !is_void(row)) {
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
                 and (membership.ended_on is null or (membership.ended_on > ? \
                 and membership.ended_on > membership.started_on)) \
                 and membership.member_id in ?",
                binds![network, ctx.today(), ids],
            )
            .all(&**tx)
            .await?;
            present.branch.extend(branch.into_iter().map(|row| row.id));
        }
        Ok(present)
    }

    /// The records themselves, and for each that went into another the one that was kept.
    async fn follow(
        &mut self,
        tx: &Transaction,
        found: Vec<member::Model>,
    ) -> Result<Vec<member::Model>, Halt> {
        let (gone, mut members): (Vec<_>, Vec<_>) =
            found.into_iter().partition(|member| member.merged_into_id.is_some());
        if gone.is_empty() {
            return Ok(members);
        }
        let kept = gone.iter().filter_map(|member| member.merged_into_id);
        let kept = member::Entity::find().filter(member::Column::Id.is_in(kept)).all(&**tx).await?;
        for gone in &gone {
            let into = kept.iter().find(|kept| Some(kept.id) == gone.merged_into_id);
            let address = into.and_then(|kept| kept.email_key.clone());
            self.addresses.extend(gone.email_key.clone().zip(address));
        }
        let known: HashSet<Uuid> = members.iter().map(|member| member.id).collect();
        members.extend(kept.into_iter().filter(|kept| !known.contains(&kept.id)));
        // Without an address to be found by, the record that was kept is no longer anybody's.
        members.extend(gone.into_iter().filter(|gone| {
            gone.email_key.as_ref().is_some_and(|key| !self.addresses.contains_key(key))
        }));
        Ok(members)
    }

    pub(super) fn member(&self, email: &Email) -> Option<&member::Model> {
        let key = email.key();
        self.members.get(self.addresses.get(&key).unwrap_or(&key))
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
