//! Reminding those whose signature runs out in 30 or 7 days, and telling when it did, derived from
//! the present state.

use chrono::{DateTime, Days, NaiveDate, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{renewable_from, signature::day_of};
use crate::{
    clock::FEDERATION_ZONE,
    context::Context,
    database::{Sql, binds},
    error::Halt,
    id::SignatureId,
    outbox::{self, Letter, Recipient, Told},
    reminder::is_awake,
};

/// How many days before the end one is reminded.
const NOTICES: [u32; 2] = [30, 7];

/// A notice that is missed by so many days is not sent any more, nor is the word that it is over.
const GRACE_DAYS: u32 = 7;

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    network_id: Uuid,
    signed_at: DateTime<Utc>,
    expires_on: NaiveDate,
    member_id: Uuid,
    email: String,
}

/// Signatures in a state that run out in a stretch of days and should be given anew: still asked, by a charter
/// that is open, of someone who is still there; with whom to remind.
const ENDING: &str = "with ending as (select signature.id, signature.side, signature.member_id, \
    signature.employer_id, signature.signed_at, signature.expires_on, charter.network_id \
    from signature \
    join charter on charter.id = signature.charter_id and charter.archived_at is null \
    join charter_version version on version.id = signature.charter_version_id \
    join charter_version newest on newest.charter_id = charter.id and newest.number = \
    (select max(number) from charter_version where charter_id = charter.id) \
    where signature.state = ? and signature.expires_on > ? and signature.expires_on <= ? \
    and ((signature.side = 'volunteer' and newest.asks_volunteer) \
    or (signature.side = 'structure' and newest.asks_structure)) \
    and not exists (select 1 from charter_version newer where newer.charter_id = charter.id \
    and newer.asks_again and newer.number > version.number)), \
    inside as (select ending.id as signature_id, membership.member_id from ending \
    join network_ancestor below on below.ancestor_id = ending.network_id \
    join membership on membership.network_id = below.descendant_id \
    and membership.started_on <= ? and (membership.ended_on is null or membership.ended_on > ?)), \
    reminded as (select ending.id, ending.member_id from ending where ending.side = 'volunteer' \
    and exists (select 1 from inside where inside.signature_id = ending.id \
    and inside.member_id = ending.member_id) \
    union select ending.id, manager.member_id from ending \
    join employer_manager manager on manager.employer_id = ending.employer_id \
    and manager.state = 'confirmed' where ending.side = 'structure' \
    and exists (select 1 from inside join employment on employment.member_id = inside.member_id \
    where inside.signature_id = ending.id and employment.employer_id = ending.employer_id \
    and employment.status = 'confirmed' and employment.started_on <= ? \
    and (employment.ended_on is null or employment.ended_on > ?))) \
    select ending.id, ending.network_id, ending.signed_at, ending.expires_on, \
    member.id as member_id, member.email \
    from reminded join ending on ending.id = reminded.id \
    join member on member.id = reminded.member_id \
    where member.archived_at is null and member.email <> '' order by ending.id, member.id";

/// Writes the reminders that are due; says how many are new. Nothing at night.
pub async fn remind(ctx: &Context) -> Result<u64, Halt> {
    if !is_awake(ctx.now(), FEDERATION_ZONE) {
        return Ok(0);
    }
    let mut letters = Vec::new();
    for notice in NOTICES {
        letters.extend(due(ctx, notice).await?);
    }
    letters.extend(over(ctx).await?);
    let letters = outbox::untold(ctx.db(), letters).await?;
    if letters.is_empty() {
        return Ok(0);
    }
    let tx = ctx.begin().await?;
    let told = tx.tell_all(ctx, letters).await?;
    tx.commit().await?;
    Ok(told)
}

/// The letters of one notice. Their key names the signature and the notice: never twice.
async fn due(ctx: &Context, notice: u32) -> Result<Vec<Letter>, Halt> {
    let today = ctx.today();
    let later = |days: u32| today.checked_add_days(Days::new(days.into())).unwrap_or(today);
    let (after, until) = (later(notice - GRACE_DAYS), later(notice));
    let rows: Vec<Row> =
        Sql::new(ENDING, binds!["signed", after, until, today, today, today, today])
            .all(ctx.db())
            .await?;
    // Nobody is reminded to do what they may not do yet.
    let is_open = |row: &Row| renewable_from(day_of(row.signed_at), row.expires_on) <= today;
    let letter = |row: Row| {
        let signature = SignatureId::of(row.id);
        let days = (row.expires_on - today).num_days();
        let to = Recipient { member_id: Some(row.member_id), email: row.email };
        let reason = format!("{signature}:{notice}");
        Letter::new(Told::CharterRenewal { signature, days }, to, &reason).within(row.network_id)
    };
    Ok(rows.into_iter().filter(is_open).map(letter).collect())
}

/// To whom a signature ran out of late. Its key names the signature: never twice.
async fn over(ctx: &Context) -> Result<Vec<Letter>, Halt> {
    let today = ctx.today();
    let earliest = today.checked_sub_days(Days::new(GRACE_DAYS.into())).unwrap_or(today);
    let rows: Vec<Row> =
        Sql::new(ENDING, binds!["lapsed", earliest, today, today, today, today, today])
            .all(ctx.db())
            .await?;
    let letter = |row: Row| {
        let signature = SignatureId::of(row.id);
        let to = Recipient { member_id: Some(row.member_id), email: row.email };
        Letter::new(Told::CharterLapsed { signature }, to, &signature.to_string())
            .within(row.network_id)
    };
    Ok(rows.into_iter().map(letter).collect())
}
