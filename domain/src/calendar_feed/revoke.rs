//! Closing the secret address of one's own calendar, at once and for good.

use sea_orm::{ActiveModelTrait as _, EntityTrait as _, Set};

use crate::{
    audit::Line, context::Context, database::Hold as _, error::Outcome, id::MemberId, policy::Ask,
    refusals, secret,
};
use entities::calendar_feed::{ActiveModel, Entity, Model};

refusals! {
    /// Why the address may not be closed.
    CalendarFeedRevoke: pub enum RevokeRefusal {
        /// There is none.
        NotOpen => "CALENDAR_FEED_MISSING",
    }
}

/// Closes the address, or only this one; the next one is another.
pub async fn revoke(ctx: &Context, named: Option<&str>) -> Outcome<MemberId, RevokeRefusal> {
    let tx = ctx.begin().await?;
    let member = ctx.member()?;
    let row = Entity::find_by_id(member.uuid()).hold().one(&*tx).await?;

    ctx.may(&Ask::KeepCalendarFeed { member: member.uuid() })?;

    let is_meant = |row: &Model| named.is_none_or(|named| secret::hash(named) == row.token_hash);
    let Some(row) = row.filter(|row| row.revoked_at.is_none() && is_meant(row)) else {
        return Err(RevokeRefusal::NotOpen.into());
    };
    let mut model: ActiveModel = row.into();
    model.revoked_at = Set(Some(ctx.now()));
    model.update(&*tx).await?;

    tx.audit(ctx, Line::new("calendar_feed.revoke", member).on_behalf_of(member)).await?;
    tx.commit().await?;
    Ok(member)
}
