//! Finding people.

use async_graphql::{Context, Enum, ID, InputObject, Object, OneofObject, Result, SimpleObject};
use domain::{
    error::{Denied, Halt},
    member,
};

use super::{Member, types::ProfileKind};
use crate::graphql::{
    connection::{Connection, request},
    error::halted,
    id::{asker, read, read_some},
    loader::found_page,
    membership::{LocalRole, Role, Scope},
    network::TerritoryBy,
    scalar::Date,
    words,
};

/// By what a person is known: exactly one of these.
#[derive(OneofObject)]
pub enum MemberBy {
    /// Their identifier.
    Id(ID),
    /// Their address, in any case; only of people whose address you may see.
    Email(String),
}

/// Look-ups and lists of people.
#[derive(Default)]
pub struct MemberQuery;

/// Look-ups and lists of people.
#[Object]
impl MemberQuery {
    /// One person; null when there is none, or none that you may know of.
    async fn member(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "By what they are known.")] by: MemberBy,
    ) -> Result<Option<Member>> {
        let found = match by {
            MemberBy::Id(id) => member::load(asker(ctx), read(ctx, &id)?).await,
            MemberBy::Email(email) => member::by_email(asker(ctx), &email)
                .await
                .and_then(|found| found.ok_or(Denied::Hidden.into())),
        };
        match found {
            Ok(found) => Ok(Some(Member::of(found))),
            Err(Halt::Denied(Denied::Hidden)) => Ok(None),
            Err(halt) => Err(halted(asker(ctx), &halt)),
        }
    }

    /// The directory (annuaire): the people that you may know.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a connection")]
    async fn members(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the front, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the back, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which ones.")] filter: Option<MemberFilter>,
        #[graphql(desc = "In which order.", default)] order_by: MemberOrder,
    ) -> Result<Option<Connection<Member>>> {
        let filter = filter.unwrap_or_default().read(ctx)?;
        let page = request(ctx, first, after, last, before);
        let found = member::list(asker(ctx), &filter, order_by.into(), &page).await;
        found_page(ctx, found, Member::of).map(Some)
    }

    /// Records of a network and all below it that look like the same person; for its leads. At most
    /// 500 records are compared in one answer.
    async fn member_duplicates(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The network.")] network_id: ID,
    ) -> Result<Option<Vec<MemberDuplicates>>> {
        let found = member::duplicates(asker(ctx), read(ctx, &network_id)?).await;
        let groups = found.map_err(|halt| halted(asker(ctx), &halt))?;
        let told = groups.into_iter().map(|group| MemberDuplicates {
            likeness: group.likeness.into(),
            members: group.members.into_iter().map(Member::of).collect(),
        });
        Ok(Some(told.collect()))
    }

    /// The thirty themes that the national Coop platform counts support by; skills of one's own may
    /// stand beside them.
    async fn skill_themes(&self) -> Vec<SkillTheme> {
        member::skill::THEMES
            .into_iter()
            .map(|code| SkillTheme {
                code,
                name: words::text(&format!("skill-{}", code.replace('_', "-")), &[]),
            })
            .collect()
    }
}

/// A theme of the shared vocabulary of skills.
#[derive(SimpleObject)]
pub struct SkillTheme {
    /// Its code, as it stands among a person's skills.
    code: &'static str,
    /// Its name.
    name: String,
}

/// Records that look like the same person.
#[derive(SimpleObject)]
pub struct MemberDuplicates {
    /// In what they are alike.
    likeness: MemberLikeness,
    /// The records, the oldest first.
    members: Vec<Member>,
}

/// In what two records are alike. The list may grow.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "member::Likeness")]
pub enum MemberLikeness {
    /// The same address, in another case.
    Email,
    /// The same name in one network: one person with two records, or two people.
    Name,
    /// The same name at the same employer, accents and case forgiven.
    NameAndEmployer,
}

/// In which order people are listed. The list may grow.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Default)]
#[graphql(remote = "member::DirectoryOrder")]
pub enum MemberOrder {
    /// By name.
    #[default]
    ByName,
    /// The last written down first.
    Newest,
}

/// Which people.
#[derive(InputObject, Default)]
pub struct MemberFilter {
    /// Words that begin their names; accents and case are forgiven. What has an @ is sought in the
    /// addresses, if you run the federation.
    search: Option<String>,
    /// Whether a word of `search` may be one slip of the fingers away from the name.
    #[graphql(default)]
    is_near: bool,
    /// In this network.
    network_id: Option<ID>,
    /// How far below it.
    #[graphql(default)]
    scope: Scope,
    /// With this role in a network.
    role: Option<Role>,
    /// With this local role in a network.
    local_role: Option<LocalRole>,
    /// In a network that is nearest to the ground somewhere in this territory, or below it.
    territory: Option<TerritoryBy>,
    /// Of this profession.
    profile_kind: Option<ProfileKind>,
    /// Who can do this and shows it to you: a theme's code, or how words of their own begin.
    skill: Option<String>,
    /// Who can, or cannot, train others.
    may_train: Option<bool>,
    /// Who works there; among those whose networks you run, or whose employer you act for.
    employer_id: Option<ID>,
    /// Whom the platform has not seen since this day; among those of the networks in which you hold a
    /// role yourself.
    never_seen_since: Option<Date>,
    /// Those who left, too, and closed records.
    #[graphql(default)]
    with_past: bool,
}

impl MemberFilter {
    fn read(self, ctx: &Context<'_>) -> Result<member::Filter> {
        use domain::id::{EmployerKind, Id, NetworkKind};
        Ok(member::Filter {
            search: self.search,
            is_near: self.is_near,
            network: read_some::<NetworkKind>(ctx, self.network_id.as_ref())?.map(Id::uuid),
            scope: self.scope.into(),
            role: self.role.map(Into::into),
            local_role: self.local_role.map(Into::into),
            area: self.territory.map(|by| by.read(ctx)).transpose()?,
            profile_kind: self.profile_kind.map(Into::into),
            skill: self.skill,
            may_train: self.may_train,
            employer: read_some::<EmployerKind>(ctx, self.employer_id.as_ref())?.map(Id::uuid),
            never_seen_since: self.never_seen_since.map(|day| day.0),
            with_past: self.with_past,
        })
    }
}
