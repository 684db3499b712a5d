//! People of whom there was no sign for years: asked by letter, then closed, then erased.

use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{NOTICE, UNSEEN};
use crate::{
    audit::Line,
    context::Context,
    database::{Sql, binds},
    employment,
    error::Halt,
    id::MemberId,
    member,
    outbox::{Letter, Recipient, Told},
};

/// How many people are dealt with in one round.
const BATCH: usize = 100;

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    email: String,
    is_archived: bool,
    told_at: Option<chrono::DateTime<chrono::Utc>>,
}

/// Takes each of them one step further: a letter; thirty days later the record is closed; thirty
/// days later it is erased. Any sign of the person in between ends it. For the worker; says how many.
pub async fn unseen(ctx: &Context) -> Result<u64, Halt> {
    let due = due(ctx).await?;
    let mut done = 0;
    for row in due {
        let tx = ctx.begin().await?;
        let id = MemberId::of(row.id);
        let now = ctx.now();
        match row.told_at {
            None => {
                let to = Recipient { member_id: Some(row.id), email: row.email };
                // The month makes it a new reason when years pass again.
                let reason = format!("{id}:{}", now.format("%Y-%m"));
                tx.tell(ctx, Letter::new(Told::MemberUnseen { member: id }, to, &reason)).await?;
            }
            Some(told_at) if told_at <= now - NOTICE * 2 => {
                member::forget_unseen(&tx, ctx, row.id).await?;
            }
            Some(told_at) if told_at <= now - NOTICE && !row.is_archived => {
                Sql::new(
                    "update member set archived_at = ?, revision = revision + 1 where id = ?",
                    binds![now, row.id],
                )
                .run(&*tx)
                .await?;
                let mut lines = vec![Line::new("member.archive", id).on_behalf_of(id)];
                lines.extend(employment::close(&tx, ctx, row.id).await?);
                tx.audit_all(ctx, lines).await?;
            }
            Some(_) => continue,
        }
        tx.commit().await?;
        done += 1;
    }
    Ok(done)
}

/// No membership now, nobody's manager, no administrator; and nothing of them since so long: neither
/// sign-in, nor registration, presence, signature or the end of a membership.
async fn due(ctx: &Context) -> Result<Vec<Row>, Halt> {
    let since = ctx.now() - UNSEEN;
    let on = ctx.today() - UNSEEN;
    let step = ctx.now() - NOTICE;
    let text = format!(
        "select * from (select member.id, member.email, \
         member.archived_at is not null as is_archived, \
         (select max(outbox.created_at) from outbox where outbox.member_id = member.id \
         and outbox.kind = 'member_unseen' and outbox.created_at > ?) as told_at \
         from member where member.erased_at is null and member.merged_into_id is null \
         and member.created_at < ? and (member.last_seen_at is null or member.last_seen_at < ?) \
         and member.email <> '' and not member.is_administrator \
         and not exists (select 1 from membership where membership.member_id = member.id \
         and (membership.ended_on is null or membership.ended_on > ?)) \
         and not exists (select 1 from employer_manager where employer_manager.member_id = member.id \
         and employer_manager.state in ('claimed', 'confirmed')) \
         and not exists (select 1 from registration where registration.member_id = member.id \
         and registration.state_changed_at > ?) \
         and not exists (select 1 from attendance where attendance.member_id = member.id \
         and attendance.recorded_at > ?) \
         and not exists (select 1 from signature where signature.signed_by_id = member.id \
         and signature.signed_at > ?) \
         and not exists (select 1 from join_request where join_request.member_id = member.id \
         and join_request.created_at > ?)) unseen \
         where told_at is null or (told_at <= ? and not is_archived) or told_at <= ? \
         order by id limit {BATCH}"
    );
    // A letter of a year ago, or more, was for another time.
    let lately = ctx.now() - chrono::TimeDelta::days(365);
    let values = binds![lately, since, since, on, since, since, since, since, step, step - NOTICE];
    Ok(Sql::new(&text, values).all(ctx.db()).await?)
}
