//! Members as sign-in finds them: by address or by key.

use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::Refusal;
use crate::{
    database::{Sql, Transaction, binds},
    error::{Error, Halt, Outcome},
    id::MemberId,
    identifier::Email,
};

/// A member as sign-in needs to know them.
#[derive(Clone, Copy, Debug, FromQueryResult)]
pub(super) struct Known {
    pub id: Uuid,
    pub is_archived: bool,
}

impl Known {
    /// The member, unless archived.
    pub(super) fn admitted(self) -> Outcome<MemberId, Refusal> {
        if self.is_archived { Err(Refusal::MemberArchived.into()) } else { Ok(self.id.into()) }
    }
}

/// The member with this address, or the one they were merged into.
pub(super) async fn by_email(change: &Transaction, email: &Email) -> Result<Option<Known>, Halt> {
    let found = crate::member::by_address(&**change, &email.key()).await?;
    Ok(found.map(|found| Known { id: found.id, is_archived: found.is_archived }))
}

/// The member of this key, or the one they were merged into.
pub(super) async fn by_id(change: &Transaction, id: Uuid) -> Result<Option<Known>, Halt> {
    let found = Sql::new(
        "select now.id, now.archived_at is not null as is_archived from member \
         join member now on now.id = coalesce(member.merged_into_id, member.id) \
         where member.id = ?",
        binds![id],
    )
    .one(&**change)
    .await?;
    Ok(found)
}

/// Whether somebody else made the same member or identity at the same moment.
pub(super) fn is_lost_race(error: &Error<Refusal>) -> bool {
    let Error::Halted(Halt::Fault(fault)) = error else { return false };
    fault
        .downcast_ref::<sea_orm::DbErr>()
        .is_some_and(|error| crate::database::broken_constraint(error).is_some())
}
