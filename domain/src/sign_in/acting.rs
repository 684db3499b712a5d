//! Acting as somebody: an administrator sees and does what a person would, for an hour at most.
//!
//! The browser's session says as whom and until when; who really acts stands on every line of the
//! trail, the person is told by letter, and what is theirs alone is refused by the policy.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::FromQueryResult;
use serde_json::json;
use uuid::Uuid;

use crate::{
    audit::Line,
    context::Context,
    database::{Sql, binds},
    error::{Denied, Halt, Needs, Outcome},
    id::MemberId,
    outbox::{Letter, Recipient, Told},
    policy::Ask,
    refusals,
    text::is_blank,
};

/// It ends by itself after this.
const LASTS: TimeDelta = TimeDelta::hours(1);

/// How long a reason may be.
const LONGEST_REASON: usize = 1000;

/// As whom, and why.
#[derive(Clone, Debug)]
pub struct ActAs {
    /// As whom.
    pub member: MemberId,
    /// Why; the person reads it.
    pub reason: String,
}

/// An administrator who acts as somebody.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Acting {
    /// As whom.
    pub member_id: Uuid,
    /// Why.
    pub reason: String,
    /// When it ends by itself.
    pub until: DateTime<Utc>,
}

refusals! {
    /// Why one may not act as somebody.
    ActAsStart: pub enum ActAsStartRefusal {
        /// The person is told why.
        ReasonMissing => "REASON_MISSING" on "reason",
        /// The reason is too long.
        ReasonTooLong { most: usize } => "REASON_TOO_LONG" on "reason",
        /// The record is closed.
        MemberArchived => "MEMBER_ARCHIVED" on "memberId",
    }
}

refusals! {
    /// Why one cannot stop.
    ActAsEnd: pub enum ActAsEndRefusal {
        /// One acts for oneself already.
        Over => "NOT_ACTING",
    }
}

#[derive(FromQueryResult)]
struct Person {
    email: String,
    is_administrator: bool,
    is_archived: bool,
}

/// Begins to act as somebody, in this browser only; a letter tells the person who, why and how long.
pub async fn act_as(ctx: &Context, asked: ActAs) -> Outcome<Acting, ActAsStartRefusal> {
    ctx.may(&Ask::Administer)?;
    let tx = ctx.begin().await?;
    let person: Option<Person> = Sql::new(
        "select email, is_administrator, archived_at is not null as is_archived from member \
         where id = ? and merged_into_id is null",
        binds![asked.member],
    )
    .one(&*tx)
    .await?;
    let person = person.ok_or(Denied::Hidden)?;

    let is_administrator = person.is_administrator;
    ctx.may(&Ask::ActAs { member: asked.member.uuid(), is_administrator })?;
    // The policy lets neither the house nor a tool: whoever else asks has a browser.
    let session = ctx.standing().session.ok_or(Denied::Forbidden(Needs::Oneself))?;

    if person.is_archived {
        return Err(ActAsStartRefusal::MemberArchived.into());
    }
    let reason = asked.reason.trim();
    if is_blank(reason) {
        return Err(ActAsStartRefusal::ReasonMissing.into());
    }
    if reason.chars().count() > LONGEST_REASON {
        return Err(ActAsStartRefusal::ReasonTooLong { most: LONGEST_REASON }.into());
    }

    let until = ctx.now() + LASTS;
    Sql::new(
        "update sign_in_session set acting_as_id = ?, acting_reason = ?, acting_until = ? \
         where id = ?",
        binds![asked.member, reason, until, session],
    )
    .run(&*tx)
    .await?;

    let line = Line::new("member.act_as", asked.member)
        .on_behalf_of(asked.member)
        .changing(json!({ "reason": reason, "until": until }));
    let line = tx.audit_line(ctx, line).await?;
    if !person.email.is_empty() {
        let to = Recipient { member_id: Some(asked.member.uuid()), email: person.email };
        tx.tell(ctx, Letter::new(Told::ActedAs { line }, to, &line.to_string())).await?;
    }
    tx.commit().await?;
    Ok(Acting { member_id: asked.member.uuid(), reason: reason.to_owned(), until })
}

/// As whom the asker acts, why and until when; nothing for who acts for themselves.
pub async fn acting(ctx: &Context) -> Result<Option<Acting>, Halt> {
    let standing = ctx.standing();
    let (Some(session), Some(_)) = (standing.session, standing.acting) else { return Ok(None) };
    Ok(Sql::new(
        "select acting_as_id as member_id, acting_reason as reason, acting_until as until \
         from sign_in_session where id = ? and acting_as_id is not null",
        binds![session],
    )
    .one(ctx.db())
    .await?)
}

/// Stops acting as somebody, or only as this person when one is named; the answer is as whom it was.
pub async fn stop_acting(
    ctx: &Context,
    only: Option<MemberId>,
) -> Outcome<MemberId, ActAsEndRefusal> {
    let standing = ctx.standing();
    let acting_as = standing.acting_as().filter(|id| only.is_none_or(|only| only.uuid() == *id));
    let (Some(session), Some(member)) = (standing.session, acting_as) else {
        ctx.member()?;
        return Err(ActAsEndRefusal::Over.into());
    };
    let tx = ctx.begin().await?;
    Sql::new(
        "update sign_in_session set acting_as_id = null, acting_reason = null, \
         acting_until = null where id = ?",
        binds![session],
    )
    .run(&*tx)
    .await?;
    let line = Line::new("member.act_as_end", MemberId::of(member));
    tx.audit(ctx, line.on_behalf_of(member)).await?;
    tx.commit().await?;
    Ok(MemberId::of(member))
}
