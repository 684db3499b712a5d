//! What a power cut could take: a confirmed place must outlive one, and only the database can say so.

use sea_orm::DbBackend;

use super::{Db, Sql};

/// In one sentence what a power cut could take and how to mend it; nothing when what is confirmed
/// is certain.
pub async fn weakness(db: &Db) -> anyhow::Result<Option<&'static str>> {
    let (question, sentence) = match db.backend() {
        DbBackend::Postgres => (
            "select cast(case current_setting('synchronous_commit') when 'off' then 0 else 1 end \
             as bigint)",
            "PostgreSQL confirms before it has written (synchronous_commit is off): \
             a power cut would take confirmed places; set synchronous_commit = on",
        ),
        // 2 is FULL, 3 is EXTRA.
        _ => (
            "select synchronous >= 2 from pragma_synchronous",
            "SQLite confirms before it has written (synchronous is not FULL): \
             a power cut would take confirmed places",
        ),
    };
    let is_certain = Sql::new(question, vec![]).number(db.write()).await? == 1;
    Ok((!is_certain).then_some(sentence))
}
