//! The levels of a federation are data: each names its own.

use serde_json::json;

use super::{Level, levels};
use crate::{
    audit::{Line, difference},
    context::Context,
    database::{Db, Sql, binds},
    error::{Error, Halt, Outcome},
    id::AuditLineId,
    policy::Ask,
    refusals,
    text::is_blank,
};

/// What is asked: a level by its code, new or known.
#[derive(Clone, Debug)]
pub struct SetLevel {
    /// A short word for tools: lower-case letters, digits and hyphens.
    pub code: String,
    /// Its name, for people.
    pub name: String,
    /// Its place among the levels, from 0 for the widest.
    pub rank: i32,
}

refusals! {
    /// Why a level may not be set.
    NetworkLevelSet: pub enum LevelRefusal {
        /// A code is made of lower-case letters, digits and hyphens; at most 40.
        CodeInvalid => "LEVEL_CODE_INVALID" on "code",
        /// A level needs a name; at most 80 characters.
        NameMissing => "NAME_MISSING" on "name",
        /// A rank counts from 0.
        RankInvalid => "RANK_INVALID" on "rank",
    }
}

const LONGEST_CODE: usize = 40;
const LONGEST_NAME: usize = 80;

/// Adds a level, or renames and moves one that is known.
pub async fn set_level(ctx: &Context, asked: SetLevel) -> Outcome<Level, LevelRefusal> {
    ctx.may(&Ask::Administer)?;
    let name = asked.name.trim();
    let is_code = |letter: char| matches!(letter, 'a'..='z' | '0'..='9' | '-');
    let mut refusals = Vec::new();
    if asked.code.is_empty() || asked.code.len() > LONGEST_CODE || !asked.code.chars().all(is_code)
    {
        refusals.push(LevelRefusal::CodeInvalid);
    }
    if is_blank(name) || name.chars().count() > LONGEST_NAME {
        refusals.push(LevelRefusal::NameMissing);
    }
    if !(0..=99).contains(&asked.rank) {
        refusals.push(LevelRefusal::RankInvalid);
    }
    if !refusals.is_empty() {
        return Err(Error::Refused(refusals));
    }

    let level = Level { code: asked.code, name: name.to_owned(), rank: asked.rank };
    let before = levels(ctx).await?.into_iter().find(|known| known.code == level.code);
    if before.as_ref() == Some(&level) {
        return Ok(level);
    }
    let tx = ctx.begin().await?;
    Sql::new(
        "insert into network_level (code, name, rank) values (?, ?, ?) \
         on conflict (code) do update set name = excluded.name, rank = excluded.rank",
        binds![level.code.as_str(), level.name.as_str(), level.rank],
    )
    .run(&*tx)
    .await?;
    let told = |level: &Level| json!({ "name": level.name, "rank": level.rank });
    let mut changes = difference(&before.as_ref().map(told).unwrap_or_default(), &told(&level));
    changes["code"] = json!(level.code);
    let line = Line::new("network_level.set", AuditLineId::new()).changing(changes);
    tx.audit(ctx, line).await?;
    tx.commit().await?;
    Ok(level)
}

/// The levels that most federations have, for one that has none yet. Run at each start.
pub(crate) async fn settle_levels(db: &Db) -> Result<(), Halt> {
    Sql::new(
        "insert into network_level (code, name, rank) \
         select usual.code, usual.name, usual.rank from (\
         select 'national' as code, 'National' as name, 0 as rank \
         union all select 'regional', 'Régional', 1 \
         union all select 'departmental', 'Départemental', 2 \
         union all select 'local', 'Local', 3 \
         union all select 'thematic', 'Thématique', 4) usual \
         where not exists (select 1 from network_level)",
        vec![],
    )
    .run(db.write())
    .await?;
    Ok(())
}
