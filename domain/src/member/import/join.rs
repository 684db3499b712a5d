//! What a row says about the membership of the network.

use uuid::Uuid;

use super::{
    super::sheet::{Field, MemberRow},
    Plan,
};
use crate::{
    exchange::{FieldChange, Said},
    id::MembershipId,
    sheet::{Consequence, Reason},
};
use entities::membership::{self, Ending, Origin, Role};

impl Plan<'_> {
    /// The membership of the network, if there is none now, and the local role that the file gives.
    pub(super) fn join(
        &mut self,
        row: &MemberRow,
        member_id: Uuid,
        changes: &mut Vec<FieldChange>,
    ) {
        let local_role = row.local_role.as_deref().and_then(super::super::word::local_role);
        if let (Some(word), None) = (&row.local_role, local_role) {
            let word = word.clone();
            let column = Some(Field::LocalRole);
            self.note(row, column, word, Reason::Unknown, Consequence::ValueLeftOut);
        }
        let local_role = local_role.filter(|role| {
            let told = row.local_role.as_deref().unwrap_or_default();
            let means = super::super::word::local_role_word(*role);
            self.is_first(row, member_id, Field::LocalRole, (told, means))
        });
        let latest = self.present.latest_membership(member_id).filter(|row| !self.is_over(row));
        let today = self.ctx.today();
        let said = |role| Said::known(Option::map(role, super::super::word::local_role_word));
        let membership = if let Some(mut now) = latest.cloned() {
            if local_role.is_none() || now.local_role == local_role {
                return;
            }
            let (before, after) = (said(now.local_role), said(local_role));
            changes.push(FieldChange { field: "local_role", before, after });
            if now.started_on < today {
                // What held until today stays told: a period ends, and the next begins.
                let next = membership::Model {
                    id: MembershipId::new().uuid(),
                    local_role,
                    started_on: today,
                    origin: Origin::Import,
                    revision: 1,
                    created_at: self.ctx.now(),
                    ..now.clone()
                };
                now.ended_on = Some(today);
                now.ending = Some(Ending::Changed);
                now.revision += 1;
                self.memberships.push(now.clone());
                self.present.remember_membership(now);
                next
            } else {
                now.local_role = local_role;
                now.revision += 1;
                now
            }
        } else {
            let after = Said::text(super::super::word::network_role(Role::Member));
            changes.push(FieldChange { field: "membership", before: Said::Nothing, after });
            if local_role.is_some() {
                let (before, after) = (Said::Nothing, said(local_role));
                changes.push(FieldChange { field: "local_role", before, after });
            }
            membership::Model {
                id: MembershipId::new().uuid(),
                network_id: self.network,
                member_id,
                role: Role::Member,
                local_role,
                started_on: today,
                ended_on: None,
                origin: Origin::Import,
                ending: None,
                ending_reason: None,
                revision: 1,
                created_at: self.ctx.now(),
            }
        };
        self.memberships.retain(|other| other.id != membership.id);
        self.memberships.push(membership.clone());
        self.present.remember_membership(membership);
    }
}
