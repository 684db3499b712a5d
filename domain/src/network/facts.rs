//! Facts about the tree that other features decide upon.

use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

use crate::{
    database::{Sql, binds},
    error::Halt,
};

#[derive(FromQueryResult)]
struct One {
    id: Uuid,
}

/// These networks and all above them.
pub async fn above(db: &impl ConnectionTrait, networks: &[Uuid]) -> Result<Vec<Uuid>, Halt> {
    let rows: Vec<One> = Sql::new(
        "select distinct ancestor_id as id from network_ancestor where descendant_id in ?",
        binds![networks],
    )
    .all(db)
    .await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// Whether the federation has a level of this code.
pub async fn level_exists(db: &impl ConnectionTrait, code: &str) -> Result<bool, Halt> {
    Ok(Sql::new("select 1 as one from network_level where code = ?", binds![code])
        .exists(db)
        .await?)
}
