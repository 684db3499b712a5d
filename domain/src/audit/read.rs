//! The audit trail, for those who answer for what it tells: of a network, a person, an event, an
//! employer, a charter.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use sea_orm::{DbErr, FromQueryResult, QueryResult};
use serde_json::Value;
use uuid::Uuid;

use super::ChangeKind;
use crate::{
    context::{Context, Door},
    database::{Bind, Sql, binds},
    employer::linked,
    error::{Denied, Halt},
    event, member,
    page::{Key, Keyed, List, Order, Page, Request},
    policy::{Ask, Role},
};

/// Who did it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A person.
    Person(Uuid),
    /// A third-party tool, with its token, for a person.
    Token {
        /// The token.
        token: Uuid,
        /// For whom it speaks.
        member: Option<Uuid>,
    },
    /// The house itself: command line or worker.
    System,
    /// Someone who was not signed in, such as by a link in a letter.
    Visitor,
}

/// A field that changed.
#[derive(Clone, Debug, PartialEq)]
pub struct ChangedField {
    /// Its name.
    pub field: String,
    /// What it was, when that is noted.
    pub before: Option<Value>,
    /// What it is.
    pub after: Option<Value>,
}

/// One line of the trail.
#[derive(Clone, Debug)]
pub struct Change {
    /// Its row.
    pub id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// Who did it.
    pub actor: Actor,
    /// As whom, when an administrator acted as somebody for a while.
    pub acting_as_id: Option<Uuid>,
    /// Whom it concerns.
    pub member_id: Option<Uuid>,
    /// Through which door.
    pub door: Door,
    /// The request in which it was done.
    pub request_id: String,
    /// What was done, such as `event.publish`.
    pub action: String,
    /// To what: the word of its kind, and its key.
    pub subject: (String, Uuid),
    /// Of which event, employer or charter that is a part; itself when it is none.
    pub about_id: Uuid,
    /// In which network's affairs.
    pub network_id: Option<Uuid>,
    changes: Value,
}

impl Change {
    /// What it was done to, as the action says; a kind that is no longer known tells nothing.
    pub fn kind(&self) -> Option<ChangeKind> {
        let word = self.action.split('.').next().unwrap_or_default();
        ChangeKind::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// What changed, field by field.
    pub fn fields(&self) -> Vec<ChangedField> {
        let fields = self.changes.as_object().into_iter().flatten();
        fields
            .filter(|(_, value)| !value.is_null())
            .map(|(field, value)| {
                let (before, after) = match (value.get("from"), value.get("to")) {
                    (None, None) => (None, Some(value)),
                    noted => noted,
                };
                let known = |value: Option<&Value>| value.filter(|value| !value.is_null()).cloned();
                ChangedField { field: field.clone(), before: known(before), after: known(after) }
            })
            .collect()
    }
}

impl FromQueryResult for Change {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        let door = Door::of_word(&row.try_get::<String>(prefix, "door")?);
        let member = row.try_get(prefix, "actor_id")?;
        let actor = match (row.try_get(prefix, "token_id")?, member) {
            (Some(token), member) => Actor::Token { token, member },
            (None, Some(member)) => Actor::Person(member),
            (None, None) if matches!(door, Door::Command | Door::Worker) => Actor::System,
            (None, None) => Actor::Visitor,
        };
        Ok(Self {
            id: row.try_get(prefix, "id")?,
            at: row.try_get(prefix, "at")?,
            actor,
            acting_as_id: row.try_get(prefix, "acting_as_id")?,
            member_id: row.try_get(prefix, "member_id")?,
            door,
            request_id: row.try_get(prefix, "request_id")?,
            action: row.try_get(prefix, "action")?,
            subject: (row.try_get(prefix, "subject_kind")?, row.try_get(prefix, "subject_id")?),
            about_id: row.try_get(prefix, "about_id")?,
            network_id: row.try_get(prefix, "network_id")?,
            changes: row.try_get(prefix, "changes")?,
        })
    }
}

impl Keyed for Change {
    fn key(&self, _: &Order) -> Vec<Key> {
        vec![Key::Instant(self.at), Key::Id(self.id)]
    }
}

/// The trail of what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Of {
    /// A network's own affairs.
    Network,
    /// Those of a network and all below it.
    Branch,
    /// What was done to a person, or by them.
    Member,
    /// An event with its sessions, questions, registrations and attendances.
    Event,
    /// An employer with its managers and employments.
    Employer,
    /// A charter with its signatures.
    Charter,
}

/// Which lines.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Filter {
    /// Of one of these kinds.
    pub kinds: Vec<ChangeKind>,
    /// With one of these actions, such as `membership.end`.
    pub actions: Vec<String>,
    /// Not before.
    pub from: Option<DateTime<Utc>>,
    /// Before.
    pub until: Option<DateTime<Utc>>,
    /// Done by this person.
    pub actor_id: Option<Uuid>,
    /// Done to this, or to a part of it.
    pub subject_id: Option<Uuid>,
}

const NEWEST: Order = Order { name: "change.newest", columns: &["at", "id"], is_descending: true };

const COLUMNS: &str = "line.id, line.at, line.actor_id, line.acting_as_id, line.token_id, line.member_id, line.door, \
    line.request_id, line.action, line.subject_kind, line.subject_id, line.about_id, line.network_id, \
    line.changes";

/// For each parent a page of its trail, the newest first, or why this asker may not see it.
pub async fn history(
    ctx: &Context,
    of: Of,
    parents: &[Uuid],
    filter: &Filter,
    page: &Request,
) -> Result<HashMap<Uuid, Result<Page<Change>, Denied>>, Halt> {
    let answers = answers(ctx, of, parents).await?;
    let seen: Vec<Uuid> =
        parents.iter().copied().filter(|id| matches!(answers.get(id), Some(Ok(())))).collect();
    let list = |select| List::new(select, NEWEST, &(of, filter));
    let mut pages = match *seen {
        [] => HashMap::new(),
        // One parent's newest lines come straight from the index; several are ranked together.
        [one] => {
            let select = Sql::new("select * from (", vec![])
                .append(select(ctx, of, filter))
                .and(") of_parent where parent_id = ?", binds![one]);
            HashMap::from([(one, list(select).fetch(ctx, page).await?)])
        }
        _ => {
            let list = list(select(ctx, of, filter));
            list.fetch_for_each(ctx, "parent_id", &seen, page).await?
        }
    };
    Ok(answers
        .into_iter()
        .map(|(id, answer)| (id, answer.map(|()| pages.remove(&id).unwrap_or_else(Page::empty))))
        .collect())
}

type Answers = HashMap<Uuid, Result<(), Denied>>;

/// Asks the policy for each parent, in one statement at most.
async fn answers(ctx: &Context, of: Of, parents: &[Uuid]) -> Result<Answers, Halt> {
    let may = |ask: Ask<'_>| ctx.may(&ask).map(|_| ());
    Ok(match of {
        Of::Network | Of::Branch => {
            parents.iter().map(|id| (*id, may(Ask::SeeAudit { network: *id }))).collect()
        }
        Of::Member => {
            let facts = member::facts(ctx, ctx.db(), parents).await?;
            let answer = |(id, member)| (id, may(Ask::SeeMemberAudit { member: &member }));
            facts.into_iter().map(answer).collect()
        }
        Of::Event => {
            let facts = event::facts(ctx.db(), parents).await?;
            let answer = |(id, event)| (id, may(Ask::SeeEventAudit { event: &event }));
            facts.into_iter().map(answer).collect()
        }
        Of::Employer => linked::networks_of_each(ctx, parents)
            .await?
            .into_iter()
            .map(|(id, networks)| (id, may(Ask::SeeEmployerAudit { networks: &networks })))
            .collect(),
        Of::Charter => {
            #[derive(FromQueryResult)]
            struct Row {
                id: Uuid,
                network_id: Uuid,
            }
            let rows: Vec<Row> =
                Sql::new("select id, network_id from charter where id in ?", binds![parents])
                    .all(ctx.db())
                    .await?;
            let answer = |row: Row| (row.id, may(Ask::SeeAudit { network: row.network_id }));
            rows.into_iter().map(answer).collect()
        }
    })
}

fn select(ctx: &Context, of: Of, filter: &Filter) -> Sql {
    let from = |parent: &str, from: &str| {
        Sql::new(&format!("select {COLUMNS}, {parent} as parent_id from {from}"), vec![])
    };
    match of {
        Of::Network => from("line.network_id", "audit_line line where line.network_id is not null")
            .append(chosen(filter)),
        Of::Branch => from(
            "reached.ancestor_id",
            "network_ancestor reached \
             join audit_line line on line.network_id = reached.descendant_id where true",
        )
        .append(chosen(filter)),
        Of::Event | Of::Charter => {
            from("line.about_id", "audit_line line where true").append(chosen(filter))
        }
        Of::Employer => from("line.about_id", "audit_line line where true")
            .append(chosen(filter))
            .append(of_known_staff(ctx)),
        Of::Member => from("line.member_id", "audit_line line where line.member_id is not null")
            .append(chosen(filter))
            .append(of_known_affairs(ctx, "line.member_id"))
            .and("union all", vec![])
            .append(from(
                "line.actor_id",
                "audit_line line where line.actor_id is not null \
                 and (line.member_id is null or line.member_id <> line.actor_id)",
            ))
            .append(chosen(filter))
            .append(of_known_affairs(ctx, "line.actor_id"))
            .and("union all", vec![])
            .append(from(
                "line.acting_as_id",
                "audit_line line where line.acting_as_id is not null \
                 and (line.member_id is null or line.member_id <> line.acting_as_id)",
            ))
            .append(chosen(filter))
            .append(of_known_affairs(ctx, "line.acting_as_id")),
    }
}

/// Who leads a network of a person sees what happened to them in the networks that they lead, and to
/// their record; how they sign in, and what they do elsewhere, is theirs alone.
fn of_known_affairs(ctx: &Context, parent: &str) -> Sql {
    let standing = ctx.standing();
    if standing.is_administrator {
        return Sql::default();
    }
    let text = format!(
        "and ({parent} = ? or line.network_id in ? or (line.network_id is null \
         and {parent} = line.member_id and line.subject_kind in ('member', 'employment')))"
    );
    let me = standing.everywhere().unwrap_or_default();
    Sql::new(&text, binds![me, standing.run(Role::Lead)])
}

/// The lines about staff whom the asker does not answer for are none of their affairs.
fn of_known_staff(ctx: &Context) -> Sql {
    let standing = ctx.standing();
    if standing.is_administrator {
        return Sql::default();
    }
    Sql::new(
        "and (line.member_id is null or line.member_id = ? or exists (select 1 from membership \
         where membership.member_id = line.member_id and membership.network_id in ?))",
        binds![standing.everywhere().unwrap_or_default(), standing.run(Role::Lead)],
    )
}

fn chosen(filter: &Filter) -> Sql {
    let mut sql = Sql::default();
    if !filter.kinds.is_empty() {
        let kinds: HashSet<_> = filter.kinds.iter().map(|kind| kind.word()).collect();
        let like = kinds.iter().map(|_| "line.action like ?").collect::<Vec<_>>().join(" or ");
        let words = kinds.iter().map(|word| Bind::from(format!("{word}.%")));
        sql = sql.and(&format!("and ({like})"), words.collect());
    }
    if !filter.actions.is_empty() {
        sql = sql.and("and line.action in ?", binds![filter.actions.clone()]);
    }
    if let Some(from) = filter.from {
        sql = sql.and("and line.at >= ?", binds![from]);
    }
    if let Some(until) = filter.until {
        sql = sql.and("and line.at < ?", binds![until]);
    }
    if let Some(actor) = filter.actor_id {
        sql = sql.and("and line.actor_id = ?", binds![actor]);
    }
    if let Some(subject) = filter.subject_id {
        sql = sql.and("and (line.subject_id = ? or line.about_id = ?)", binds![subject, subject]);
    }
    sql
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::difference;

    #[test]
    fn a_difference_tells_only_what_changed_with_before_and_after() {
        let (before, after) = (json!({ "a": 1, "b": null }), json!({ "a": 1, "b": "x" }));

        assert_eq!(difference(&before, &after), json!({ "b": { "from": null, "to": "x" } }));
    }
}
