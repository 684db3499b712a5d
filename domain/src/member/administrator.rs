//! Giving someone the federation to run; the first time, from the command line.

use crate::{
    audit::Line,
    context::Context,
    database::{Sql, binds},
    error::Halt,
    id::MemberId,
    identifier::Email,
    member::{Newcomer, ProfileKind, enrol},
    policy::Ask,
};

#[derive(sea_orm::FromQueryResult)]
struct Found {
    id: uuid::Uuid,
}

/// Makes the person of this address an administrator, known or not; archived or merged records are not.
pub async fn grant_administrator(ctx: &Context, email: &Email) -> Result<MemberId, Halt> {
    ctx.may(&Ask::Administer)?;
    let tx = ctx.begin().await?;
    let found: Option<Found> = Sql::new(
        "select coalesce(merged_into_id, id) as id from member where email_key = ?",
        binds![email.key()],
    )
    .one(&*tx)
    .await?;
    let id = if let Some(found) = found {
        MemberId::of(found.id)
    } else {
        let newcomer = Newcomer {
            first_name: String::new(),
            last_name: String::new(),
            email: email.clone(),
            phone: None,
            profile_kind: ProfileKind::Other,
            action: "member.create",
        };
        enrol(&tx, ctx, &newcomer).await?
    };
    let granted = Sql::new(
        "update member set is_administrator = ?, revision = revision + 1 \
         where id = ? and archived_at is null",
        binds![true, id],
    )
    .run(&*tx)
    .await?;
    if granted == 0 {
        return Err(anyhow::anyhow!("the record of {email} is archived: restore it first").into());
    }
    tx.audit(ctx, Line::new("member.grant_administrator", id).on_behalf_of(id)).await?;
    tx.commit().await?;
    Ok(id)
}

/// Whether somebody runs the federation; for who does.
pub async fn is_administrator(ctx: &Context, id: MemberId) -> Result<bool, Halt> {
    ctx.may(&Ask::Administer)?;
    let sql = "select 1 as one from member where id = ? and is_administrator";
    Ok(Sql::new(sql, binds![id]).exists(ctx.db()).await?)
}
