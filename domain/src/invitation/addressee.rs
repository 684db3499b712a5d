//! What makes one more letter to an invited address wrong: its person came in already, or wants none.

use sea_orm::FromQueryResult;

use crate::{
    context::Context,
    database::{Sql, Transaction, binds},
    error::Halt,
    id::InvitationId,
    outbox::Category,
};

/// The condition that whoever has the address of the invitation in this row has come in without it: is a
/// member of the network, or acts for the employer. Its values are the day, whether somebody whose membership
/// is announced counts too, and the day again.
pub(crate) fn is_seated(row: &str) -> String {
    format!(
        "exists (select 1 from member person where person.email_key = {row}.email_key \
         and (({row}.employer_id is null and exists (select 1 from membership held \
         where held.network_id = {row}.network_id \
         and held.member_id = coalesce(person.merged_into_id, person.id) \
         and (held.started_on <= ? or ?) and (held.ended_on is null \
         or (held.ended_on > ? and held.ended_on > held.started_on)))) \
         or exists (select 1 from employer_manager manager \
         where manager.employer_id = {row}.employer_id \
         and manager.member_id = coalesce(person.merged_into_id, person.id) \
         and manager.state = 'confirmed')))"
    )
}

/// The condition that no letter can leave to the address of the invitation in this row: its owner wants no
/// invitations, or their record is closed.
pub(super) fn is_unreachable(row: &str) -> String {
    let category = Category::Invitation.word();
    format!(
        "(exists (select 1 from address_refusal refused \
         where refused.email_key = {row}.email_key and refused.category = '{category}') \
         or exists (select 1 from member person \
         join member known on known.id = coalesce(person.merged_into_id, person.id) \
         where person.email_key = {row}.email_key and (known.archived_at is not null \
         or exists (select 1 from letter_refusal unwanted \
         where unwanted.member_id = known.id and unwanted.category = '{category}'))))"
    )
}

/// Whom an invitation asks, as far as one more letter is concerned.
#[derive(FromQueryResult)]
pub(super) struct Addressee {
    pub(super) is_seated: bool,
    pub(super) is_unreachable: bool,
}

impl Addressee {
    /// The one of this invitation, today.
    pub(super) async fn of(
        tx: &Transaction,
        ctx: &Context,
        id: InvitationId,
    ) -> Result<Option<Self>, Halt> {
        let today = ctx.today();
        Ok(Sql::new(
            &format!(
                "select {} as is_seated, {} as is_unreachable from invitation where id = ?",
                is_seated("invitation"),
                is_unreachable("invitation"),
            ),
            binds![today, false, today, id],
        )
        .one(&**tx)
        .await?)
    }
}
