//! The directory: who can be found, by name, network, skill and more.

use chrono::NaiveDate;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{
    ProfileKind, Seen, facts,
    known::{fellow, known, private, run},
    named::sought,
    seen::see,
    skill,
};
use crate::{
    context::Context,
    database::{Sql, binds, in_words},
    error::Halt,
    membership::{LocalRole, Role, Scope},
    page::{Key, Keyed, List, Order, Page, Request},
    policy::Resource,
    territory::Area,
    text::sought_words,
};
use entities::member::Model;

/// Which people.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Filter {
    /// Each word begins one of the person's names; accents and case are forgiven. What has an @ is
    /// sought in the addresses, for who runs the federation.
    pub search: Option<String>,
    /// Whether a word may be one slip of the fingers away from the name.
    pub is_near: bool,
    /// In this network.
    pub network: Option<Uuid>,
    /// How far below it.
    pub scope: Scope,
    /// With this role in a network.
    pub role: Option<Role>,
    /// With this local role in a network.
    pub local_role: Option<LocalRole>,
    /// In a network that is nearest to the ground somewhere in this area, or below it.
    pub area: Option<Area>,
    /// Of this profession.
    pub profile_kind: Option<ProfileKind>,
    /// Who can do this, and shows it to the asker: a theme, or how words of their own begin.
    pub skill: Option<String>,
    /// Who can, or cannot, train others.
    pub may_train: Option<bool>,
    /// Who works there.
    pub employer: Option<Uuid>,
    /// Whom nobody saw since this day; among those whose networks the asker runs.
    pub never_seen_since: Option<NaiveDate>,
    /// Those who left, too, and closed records.
    pub with_past: bool,
}

impl Filter {
    /// Among whom is looked for. Of whom one only manages the employer one sees the name, and finds
    /// them by nothing else.
    fn whom(&self, ctx: &Context) -> Sql {
        let asks_more = self.network.is_some()
            || self.role.is_some()
            || self.local_role.is_some()
            || self.area.is_some()
            || self.profile_kind.is_some()
            || self.may_train.is_some()
            || self.skill.is_some();
        let whom = if asks_more { fellow } else { known };
        whom(ctx, "member.id", self.with_past)
    }
}

/// In which order people are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum DirectoryOrder {
    /// By name.
    #[default]
    ByName,
    /// The last written down first.
    Newest,
}

impl DirectoryOrder {
    /// Identifiers grow with time.
    const fn order(self) -> Order {
        match self {
            Self::ByName => {
                Order { name: "member.name", columns: &["search", "id"], is_descending: false }
            }
            Self::Newest => Order { name: "member.newest", columns: &["id"], is_descending: true },
        }
    }
}

/// More letters than decide whether a name is meant.
const MOST_LETTERS: usize = 12;

struct Row(Model);

impl FromQueryResult for Row {
    fn from_query_result(row: &sea_orm::QueryResult, prefix: &str) -> Result<Self, sea_orm::DbErr> {
        Model::from_query_result(row, prefix).map(Self)
    }
}

impl Keyed for Row {
    fn key(&self, order: &Order) -> Vec<Key> {
        let mut keys = vec![Key::Text(self.0.search.clone()), Key::Id(self.0.id)];
        keys.split_off(keys.len() - order.columns.len())
    }
}

/// The people that the asker may know: one statement, one for what may be seen of them,
/// and one when they are counted.
pub async fn list(
    ctx: &Context,
    filter: &Filter,
    order: DirectoryOrder,
    page: &Request,
) -> Result<Page<Seen>, Halt> {
    ctx.standing().is_somebody()?;
    ctx.standing().has_scope(Resource::Member, false)?;
    let select =
        Sql::new("select member.* from member where member.merged_into_id is null and", vec![])
            .append(filter.whom(ctx));
    let rows = List::new(filtered(select, ctx, filter), order.order(), filter)
        .fetch::<Row>(ctx, page)
        .await?;
    let ids: Vec<_> = rows.items.iter().map(|(_, row)| row.0.id).collect();
    let mut facts = facts(ctx, ctx.db(), &ids).await?;
    let Page { items, has_next, has_previous, total } = rows;
    let items = items
        .into_iter()
        .filter_map(|(cursor, Row(row))| {
            let facts = facts.remove(&row.id)?;
            Some((cursor, see(ctx.standing(), row, facts).ok()?))
        })
        .collect();
    Ok(Page { items, has_next, has_previous, total })
}

fn filtered(mut select: Sql, ctx: &Context, filter: &Filter) -> Sql {
    if let Some(address) = filter.search.as_deref().filter(|text| text.contains('@')) {
        select = select.and("and", vec![]).append(sought(ctx, address));
        return narrowed(select, ctx, filter);
    }
    for word in sought_words(filter.search.as_deref().unwrap_or_default()) {
        let patterns = if filter.is_near { near(&word) } else { vec![word] };
        select = select.and("and (false", vec![]);
        for pattern in patterns {
            select = select.and(
                "or member.search like ? or member.search like ?",
                binds![format!("{pattern}%"), format!("% {pattern}%")],
            );
        }
        select = select.and(")", vec![]);
    }
    narrowed(select, ctx, filter)
}

/// Those of them whom everything but the search means.
fn narrowed(select: Sql, ctx: &Context, filter: &Filter) -> Sql {
    let mut select = belonging(select, ctx, filter);
    if let Some(kind) = &filter.profile_kind {
        select = select.and("and member.profile_kind = ?", binds![in_words(kind)]);
    }
    if let Some(skill) = &filter.skill {
        select = select
            .and(
                "and lower(cast(member.skills as text)) like ? escape '!' \
                 and (cast(member.visibility as text) like '%\"skills\"%' or",
                binds![skill::pattern(skill)],
            )
            .append(private(ctx, "member.id"))
            .and(")", vec![]);
    }
    if let Some(may_train) = filter.may_train {
        select = select.and("and member.may_train = ?", binds![may_train]);
    }
    if let Some(employer) = filter.employer {
        let today = ctx.today();
        select = select.and(
            "and member.id in (select member_id from employment where employer_id = ? \
             and status = 'confirmed' and started_on <= ? and (ended_on is null or ended_on > ?))",
            binds![employer, today, today],
        );
        if !ctx.standing().manages.contains(&employer) {
            select = select.and("and", vec![]).append(run(ctx, "member.id"));
        }
    }
    if let Some(day) = filter.never_seen_since {
        let since = day.and_time(chrono::NaiveTime::MIN).and_utc();
        select = select
            .and("and (member.last_seen_at is null or member.last_seen_at < ?) and", binds![since])
            .append(private(ctx, "member.id"));
    }
    select
}

/// The patterns of `like` that a folded word and all that is one slip away from it match: a letter
/// too many, one missing, another one, two that changed places. A short word is taken as it is:
/// everything is near to it.
fn near(word: &str) -> Vec<String> {
    let mut patterns = vec![word.to_owned()];
    let letters: Vec<char> = word.chars().take(MOST_LETTERS).collect();
    if letters.len() < 4 {
        return patterns;
    }
    let text = |letters: &[char]| letters.iter().collect::<String>();
    for at in 0..letters.len() {
        let (before, from) = letters.split_at(at);
        let after = from.get(1..).unwrap_or_default();
        patterns.push(format!("{}{}", text(before), text(after)));
        patterns.push(format!("{}_{}", text(before), text(after)));
        patterns.push(format!("{}_{}", text(before), text(from)));
        if let [first, second, rest @ ..] = from {
            patterns.push(format!("{}{second}{first}{}", text(before), text(rest)));
        }
    }
    patterns
}

/// In a network, with a role: of today, or ever when the past is asked for.
fn belonging(mut select: Sql, ctx: &Context, filter: &Filter) -> Sql {
    let today = ctx.today();
    if !filter.with_past {
        select = select.and("and member.archived_at is null", vec![]);
    }
    let by_tie = filter.network.is_some()
        || filter.role.is_some()
        || filter.local_role.is_some()
        || filter.area.is_some();
    if !by_tie {
        return select;
    }
    select = select
        .and("and member.id in (select held.member_id from membership held where true", vec![]);
    if !filter.with_past {
        select = select.and(
            "and held.started_on <= ? and (held.ended_on is null or held.ended_on > ?)",
            binds![today, today],
        );
    }
    if let Some(network) = filter.network {
        let below = match filter.scope {
            Scope::Itself => "and held.network_id = ?",
            Scope::Subtree => {
                "and held.network_id in \
                 (select descendant_id from network_ancestor where ancestor_id = ?)"
            }
        };
        select = select.and(below, binds![network]);
    }
    if let Some(area) = &filter.area {
        select = select
            .and(
                "and held.network_id in (select descendant_id from network_ancestor \
                 where ancestor_id in (",
                vec![],
            )
            .append(area.nearest())
            .and("))", vec![]);
    }
    if let Some(role) = &filter.role {
        select = select.and("and held.role = ?", binds![in_words(role)]);
    }
    if let Some(role) = &filter.local_role {
        select = select.and("and held.local_role = ?", binds![in_words(role)]);
    }
    select.and(")", vec![])
}

#[cfg(test)]
mod tests {
    use super::near;

    /// What `like` means by a pattern that ends with `%`.
    fn is_like(pattern: &str, name: &str) -> bool {
        pattern.chars().zip(name.chars()).all(|(one, other)| one == '_' || one == other)
            && pattern.chars().count() <= name.chars().count()
    }

    #[test]
    fn one_slip_is_forgiven_and_two_are_not() {
        let finds = |typed: &str| near(typed).iter().any(|pattern| is_like(pattern, "martin"));

        for typed in ["martin", "marttin", "matin", "mortin", "matrin", "amrtin", "mart"] {
            assert!(finds(typed), "{typed}");
        }
        for typed in ["morton", "dupont", "mxy"] {
            assert!(!finds(typed), "{typed}");
        }
    }
}
