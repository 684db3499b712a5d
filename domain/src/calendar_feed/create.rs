//! Opening the secret address of one's own calendar.

use sea_orm::{ActiveModelTrait as _, EntityTrait as _, Set};

use super::{CalendarFeed, token};
use crate::{
    audit::Line,
    context::Context,
    database::{Hold as _, broken_constraint},
    error::Outcome,
    policy::Ask,
    refusals, secret,
};
use entities::calendar_feed::{ActiveModel, Entity};

refusals! {
    /// Why the address may not be opened.
    CalendarFeedCreate: pub enum CreateRefusal {
        /// There is one already.
        AlreadyOpen => "CALENDAR_FEED_OPEN",
    }
}

/// Opens an address that was never used before; the one that is open, if any, is closed when asked.
pub async fn create(ctx: &Context, replaces: bool) -> Outcome<CalendarFeed, CreateRefusal> {
    let tx = ctx.begin().await?;
    let member = ctx.member()?;
    let before = Entity::find_by_id(member.uuid()).hold().one(&*tx).await?;

    ctx.may(&Ask::KeepCalendarFeed { member: member.uuid() })?;

    if !replaces && before.as_ref().is_some_and(|before| before.revoked_at.is_none()) {
        return Err(CreateRefusal::AlreadyOpen.into());
    }

    let round = before.as_ref().map_or(1, |before| before.round + 1);
    let feed =
        CalendarFeed { token: token(ctx.secret(), member.uuid(), round), created_at: ctx.now() };
    let row = ActiveModel {
        member_id: Set(member.uuid()),
        round: Set(round),
        token_hash: Set(secret::hash(&feed.token)),
        revoked_at: Set(None),
        created_at: Set(feed.created_at),
    };
    let written = match before {
        Some(_) => row.update(&*tx).await,
        None => row.insert(&*tx).await,
    };
    written.map_err(|error| match broken_constraint(&error) {
        Some(_) => CreateRefusal::AlreadyOpen.into(),
        None => crate::error::Error::from(error),
    })?;

    tx.audit(ctx, Line::new("calendar_feed.create", member).on_behalf_of(member)).await?;
    tx.commit().await?;
    Ok(feed)
}
