//! Finding out who asks: one statement, from a browser's or a tool's token or a member.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use sea_orm::{ActiveEnum as _, ConnectionTrait, FromQueryResult};
use uuid::Uuid;

use super::{Held, Reach, Role, Scope, Standing, TokenLimits};
use crate::{
    clock::Clock,
    database::{Sql, binds},
    error::Halt,
    id::MemberId,
};

/// By what someone is known.
#[derive(Clone, Copy, Debug)]
pub enum By<'a> {
    /// The hash of a sign-in session's token.
    Session(&'a str),
    /// The hash of a third-party tool's token.
    Token(&'a str),
    /// A member, by a link of their own in a letter, or for a demonstration.
    Member(MemberId),
}

#[derive(FromQueryResult)]
struct Row {
    kind: String,
    id: Uuid,
    via: Option<Uuid>,
    word: Option<String>,
    name: Option<String>,
    flag: bool,
}

/// Who this is now; `None` when the session or token is unknown, over or revoked, or the member archived.
pub async fn load(
    db: &impl ConnectionTrait,
    clock: &Clock,
    by: By<'_>,
) -> Result<Option<Standing>, Halt> {
    let (now, today) = (clock.now(), clock.today());
    let rows: Vec<Row> = who(by, now)
        .and(
            "select 'member' as kind, member.id as id, null as via, who.word as word, \
             cast(null as text) as name, member.is_administrator as flag \
             from who join member on member.id = who.id where member.archived_at is null \
             union all \
             select 'down', reached.descendant_id, held.network_id, held.role, network.name, \
             reached.depth = 0 from who \
             join membership held on held.member_id = who.id \
             join network_ancestor reached on reached.ancestor_id = held.network_id \
             join network on network.id = held.network_id and network.archived_at is null \
             where held.role in ('lead', 'organiser') and held.started_on <= ? \
             and (held.ended_on is null or held.ended_on > ?) \
             union all \
             select 'up', reached.ancestor_id, held.network_id, held.role, network.name, \
             reached.depth = 0 from who \
             join membership held on held.member_id = who.id \
             join network_ancestor reached on reached.descendant_id = held.network_id \
             join network on network.id = held.network_id and network.archived_at is null \
             where held.started_on <= ? and (held.ended_on is null or held.ended_on > ?) \
             union all \
             select 'manager', manager.employer_id, null, null, null, true from who \
             join employer_manager manager on manager.member_id = who.id \
             where manager.state = 'confirmed' \
             union all \
             select 'session', who.session_id, who.acting_id, null, null, true from who \
             where who.session_id is not null \
             union all \
             select 'token', who.token_id, who.network_id, who.word, null, true from who \
             where who.token_id is not null \
             union all \
             select 'subtree', reached.descendant_id, null, null, null, true from who \
             join network_ancestor reached on reached.ancestor_id = who.network_id",
            binds![today, today, today, today],
        )
        .all(db)
        .await?;
    Ok(standing(rows))
}

/// The same asker by what they are now, or would be by what a change did so far.
pub async fn reload(
    db: &impl ConnectionTrait,
    clock: &Clock,
    known: &Standing,
) -> Result<Standing, Halt> {
    let Some(member) = known.member else { return Ok(known.clone()) };
    let now = load(db, clock, By::Member(MemberId::of(member))).await?.unwrap_or_default();
    let now = Standing {
        authenticated_by: known.authenticated_by.clone(),
        session: known.session,
        acting: known.acting,
        letter: known.letter,
        ..now
    };
    let Some(token) = known.token.clone() else { return Ok(now) };
    Ok(now.limited_to(token))
}

/// The first part of the statement: whose session or token this is. `nullif` makes a null of the column's type.
fn who(by: By<'_>, now: DateTime<Utc>) -> Sql {
    match by {
        // An administrator who acts as somebody is that person until the time is over, the role is
        // taken away, or the person's record is closed.
        By::Session(hash) => Sql::new(
            "with who as (select coalesce(target.id, browser.member_id) as id, \
             browser.authenticated_by as word, nullif(browser.id, browser.id) as token_id, \
             nullif(browser.id, browser.id) as network_id, browser.id as session_id, \
             case when target.id is not null then browser.member_id end as acting_id \
             from sign_in_session browser left join member administrator \
             on administrator.id = browser.member_id and administrator.is_administrator \
             and administrator.archived_at is null \
             left join member target on target.id = browser.acting_as_id \
             and browser.acting_until > ? and administrator.id is not null \
             and target.archived_at is null and not target.is_administrator \
             where browser.token_hash = ? and browser.revoked_at is null \
             and browser.expires_at > ?)",
            binds![now, hash, now],
        ),
        By::Token(hash) => Sql::new(
            "with who as (select member_id as id, cast(scopes as text) as word, \
             id as token_id, network_id, nullif(id, id) as session_id, \
             nullif(id, id) as acting_id from token \
             where token_hash = ? and revoked_at is null and expires_at > ?)",
            binds![hash, now],
        ),
        By::Member(id) => Sql::new(
            "with who as (select id, 'member' as word, nullif(id, id) as token_id, \
             nullif(id, id) as network_id, nullif(id, id) as session_id, \
             nullif(id, id) as acting_id from member where id = ?)",
            binds![id],
        ),
    }
}

fn standing(rows: Vec<Row>) -> Option<Standing> {
    let mut standing = Standing::nobody();
    let mut token: Option<(Uuid, HashSet<Scope>)> = None;
    let mut subtree = HashSet::new();
    let mut is_limited = false;
    let mut reach: HashMap<Uuid, (Reach, bool)> = HashMap::new();
    for row in rows {
        let role = row.word.as_ref().and_then(|word| Role::try_from_value(word).ok());
        match (row.kind.as_str(), row.via, role) {
            ("member", ..) => {
                standing.member = Some(row.id);
                standing.is_administrator = row.flag;
                standing.authenticated_by = row.word.unwrap_or_default();
            }
            ("down", Some(via), Some(role)) => {
                let candidate = (Reach { role, via }, row.flag);
                let held = reach.entry(row.id).or_insert_with(|| candidate.clone());
                // The strongest role explains; of two alike, the one held nearest.
                if (role, !row.flag) < (held.0.role, !held.1) {
                    *held = candidate;
                }
            }
            ("up", Some(via), Some(role)) => {
                standing.above.insert(row.id);
                if row.flag {
                    standing.belongs.insert(via);
                    let network_name = row.name.unwrap_or_default();
                    standing.names.insert(via, network_name.clone());
                    standing.held.push(Held { network_id: via, network_name, role });
                }
            }
            ("session", acting, _) => {
                standing.session = Some(row.id);
                standing.acting = acting;
            }
            ("manager", ..) => {
                standing.manages.insert(row.id);
            }
            ("token", ..) => {
                let words: Vec<String> = row
                    .word
                    .and_then(|scopes| serde_json::from_str(&scopes).ok())
                    .unwrap_or_default();
                let scopes = words.iter().filter_map(|word| Scope::of_word(word)).collect();
                token = Some((row.id, scopes));
                is_limited = row.via.is_some();
            }
            ("subtree", ..) => {
                subtree.insert(row.id);
            }
            _ => {}
        }
    }
    standing.member?;
    standing.reach = reach.into_iter().map(|(id, (reach, _))| (id, reach)).collect();
    if let Some((id, scopes)) = token {
        "token".clone_into(&mut standing.authenticated_by);
        let networks = is_limited.then_some(subtree);
        standing = standing.limited_to(TokenLimits { id, scopes, networks });
    }
    Some(standing)
}
