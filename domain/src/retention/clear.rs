//! Rows that served their time: ways in, addresses of invitations and letters, the trail of sign-ins.

use serde_json::{Map, json};

use super::{INVITATIONS, LETTERS, SIGN_INS, WAYS_IN};
use crate::{
    audit::Line,
    context::Context,
    database::{Bind, Sql, binds},
    error::Halt,
    id::AuditLineId,
};

/// Erases what is due, with one line on the trail that says how much. For the worker; says how many
/// rows.
pub async fn clear(ctx: &Context) -> Result<u64, Halt> {
    let due = due(ctx);
    // Most often nothing is due: a reader's glance leaves SQLite's one writer in peace.
    let mut is_due = false;
    for (table, condition, _, values) in &due {
        let text = format!("select 1 as one from {table} where {condition} limit 1");
        is_due = is_due || Sql::new(&text, values.clone()).exists(ctx.db()).await?;
    }
    if !is_due {
        return Ok(0);
    }
    let tx = ctx.begin().await?;
    let (mut told, mut total) = (Map::new(), 0);
    for (table, condition, change, values) in due {
        let text = match change {
            Some(change) => format!("update {table} set {change} where {condition}"),
            None => format!("delete from {table} where {condition}"),
        };
        let count = Sql::new(&text, values).run(&*tx).await?;
        if count > 0 {
            told.insert(table.to_owned(), json!(count));
            total += count;
        }
    }
    let line = Line::new("retention.clear", AuditLineId::new()).changing(told.into());
    tx.audit(ctx, line).await?;
    tx.commit().await?;
    Ok(total)
}

type Due = (&'static str, &'static str, Option<&'static str>, Vec<Bind>);

/// Each table with the rows that are due, and what becomes of them; without a change they go.
fn due(ctx: &Context) -> [Due; 8] {
    let now = ctx.now();
    [
        (
            "sign_in_session",
            "(expires_at < ? or revoked_at < ?)",
            None,
            binds![now - WAYS_IN, now - WAYS_IN],
        ),
        ("email_link", "expires_at < ?", None, binds![now - WAYS_IN]),
        ("email_change", "expires_at < ?", None, binds![now - WAYS_IN]),
        ("identity_confirmation", "expires_at < ?", None, binds![now - WAYS_IN]),
        (
            "event_newcomer",
            "invitation_id in (select id from invitation where state <> 'sent')",
            None,
            binds![],
        ),
        (
            "invitation",
            "state <> 'sent' and email <> '' and coalesce(answered_at, expires_at) < ?",
            Some(
                "email = '', email_key = '', name = null, first_name = null, last_name = null, word = ''",
            ),
            binds![now - INVITATIONS],
        ),
        (
            "outbox",
            "state <> 'pending' and email <> '' and created_at < ?",
            Some(
                "email = '', last_error = null, told = '{}', \
                 key = case when member_id is null then message_id else key end",
            ),
            binds![now - LETTERS],
        ),
        (
            "audit_line",
            "at < ? and (action like 'sign_in.%' or action like 'email_link.%')",
            None,
            binds![now - SIGN_INS],
        ),
    ]
}
