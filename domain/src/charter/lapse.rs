//! Marking the signatures that ran out. Cover does not wait for it: the day alone decides. Who gave
//! them is told by `remind`, when people are awake.

use sea_orm::FromQueryResult;
use serde_json::json;
use uuid::Uuid;

use crate::{
    audit::Line,
    context::Context,
    database::{Sql, binds},
    error::Halt,
    id::SignatureId,
};

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    charter_id: Uuid,
    signed_by_id: Uuid,
    network_id: Uuid,
}

/// Marks them, all together; says how many.
pub async fn lapse(ctx: &Context) -> Result<u64, Halt> {
    let today = ctx.today();
    let expired = "from signature join charter on charter.id = signature.charter_id \
        where signature.state = 'signed' and signature.expires_on <= ?";
    // Most often nothing ran out: a reader's glance leaves SQLite's one writer in peace.
    let is_due = Sql::new(&format!("select 1 as one {expired} limit 1"), binds![today]);
    if !is_due.exists(ctx.db()).await? {
        return Ok(0);
    }
    let tx = ctx.begin().await?;
    let columns = "signature.id, signature.charter_id, signature.signed_by_id, charter.network_id";
    let rows: Vec<Row> =
        Sql::new(&format!("select {columns} {expired}"), binds![today]).all(&*tx).await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let lapsed = Sql::new(
        "update signature set state = 'lapsed', ended_at = ? where id in ? and state = 'signed'",
        binds![ctx.now(), ids],
    )
    .run(&*tx)
    .await?;
    let line = |row: Row| {
        Line::new("signature.lapse", SignatureId::of(row.id))
            .within(row.network_id)
            .about(row.charter_id)
            .on_behalf_of(row.signed_by_id)
            .changing(json!({ "state": "lapsed" }))
    };
    tx.audit_all(ctx, rows.into_iter().map(line).collect()).await?;
    tx.commit().await?;
    Ok(lapsed)
}
