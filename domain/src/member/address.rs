//! Finding the person of an address, wherever their records were joined.

use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

use crate::{
    database::{Sql, binds},
    error::Halt,
};

/// Whose address it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Addressee {
    /// The person.
    pub id: Uuid,
    /// Whether their record is closed.
    pub is_archived: bool,
}

/// The person of this address, in the form of [`crate::identifier::Email::key`]; of a duplicate,
/// the record that it was merged into.
pub async fn by_address(db: &impl ConnectionTrait, key: &str) -> Result<Option<Addressee>, Halt> {
    Ok(Sql::new(
        "select known.id, known.archived_at is not null as is_archived from member \
         join member known on known.id = coalesce(member.merged_into_id, member.id) \
         where member.email_key = ?",
        binds![key],
    )
    .one(db)
    .await?)
}
