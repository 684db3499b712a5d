//! Finding a person by their address, for the house's own commands.

use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::{
    context::Context,
    database::{Sql, binds},
    error::{Denied, Halt},
    id::MemberId,
};

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
}

/// The member of this address; only the house may look people up so.
pub async fn by_email(ctx: &Context, email: &str) -> Result<Option<MemberId>, Halt> {
    if !ctx.standing().is_house {
        return Err(Denied::Hidden.into());
    }
    let row: Option<Row> =
        Sql::new("select id from member where email_key = ?", binds![email.trim().to_lowercase()])
            .one(ctx.db())
            .await?;
    Ok(row.map(|row| row.id.into()))
}
