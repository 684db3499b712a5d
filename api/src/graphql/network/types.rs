//! What a network is.

use std::sync::Arc;

use async_graphql::{Context, Enum, ID, InputObject, Object, OneofObject, Result, SimpleObject};
use chrono::{DateTime, Utc};
use domain::{
    audit::Of,
    count::Period,
    id::{EventKind, Id, NetworkKind},
    membership, network,
    page::Page,
    policy::{Ask, Role},
};

use super::loaders::{AncestorsKey, Below, CommunesKey, NetworkKey, SubtreeCountKey};
use crate::graphql::{
    audit::{self, Change, ChangeFilter},
    charter::{self, Charter},
    connection::{Connection, request},
    count::{CountScope, CountsKey, NetworkCounts},
    error::halted,
    event::{Event, EventFilter, EventOrder, HostedBy},
    id::{asker, read_some, write},
    invitation::{Invitation, InvitationFilter, ToNetwork},
    join_request::{JoinRequest, JoinRequestFilter, ToEnter},
    letter::{self, Letter, LetterFilter},
    loader::{ListKey, load},
    membership::{InNetwork, Membership, MembershipFilter},
    permission::Permission,
    place::{InFileOf, Place},
    reminder::{NetworkReminderRule, ReminderRuleKey},
    scalar::{Date, EmailAddress, InseeCode, Markdown, PhoneNumber, Url},
    token::{OfNetwork, Token},
};

/// A node of the federation's tree (réseau): a departmental network, a local one, a thematic group.
#[derive(Clone)]
pub struct Network(Arc<network::Network>);

impl Network {
    pub(crate) fn of(network: network::Network) -> Self {
        Self(Arc::new(network))
    }
}

/// A node of the federation's tree (réseau): a departmental network, a local one, a thematic group.
#[Object]
impl Network {
    /// Opaque: do not take it apart.
    pub(crate) async fn id(&self) -> ID {
        write::<NetworkKind>(self.0.id)
    }

    /// Its short name in addresses.
    async fn slug(&self) -> &str {
        &self.0.slug
    }

    /// Its name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The code of its level, which is data of the federation: see `networkLevels`.
    async fn level(&self) -> &str {
        &self.0.level
    }

    /// Whether it gathers people by theme (groupe thématique) instead of territory.
    async fn is_thematic(&self) -> bool {
        self.0.is_thematic
    }

    /// What it is.
    async fn description(&self) -> Markdown {
        Markdown(self.0.description.clone())
    }

    /// The organisation that carries it.
    async fn host(&self) -> &str {
        &self.0.host
    }

    /// Where to write.
    async fn contact_email(&self) -> Option<EmailAddress> {
        self.0.contact_email.clone().map(EmailAddress)
    }

    /// Where to call.
    async fn contact_phone(&self) -> Option<PhoneNumber> {
        self.0.contact_phone.clone().map(PhoneNumber)
    }

    /// Where its members meet online; null unless you belong to it.
    async fn links(&self) -> Option<NetworkLinks> {
        self.0.links.clone().map(|links| NetworkLinks {
            chat_url: links.chat_url.map(Url),
            resources_url: links.resources_url.map(Url),
            website_url: links.website_url.map(Url),
        })
    }

    /// The network right above.
    async fn parent(&self, ctx: &Context<'_>) -> Result<Option<Network>> {
        match self.0.parent_id {
            Some(id) => load(ctx, NetworkKey(id)).await,
            None => Ok(None),
        }
    }

    /// The networks above, from the top down; bounded by the depth of the tree.
    async fn ancestors(&self, ctx: &Context<'_>) -> Result<Vec<Network>> {
        Ok(load(ctx, AncestorsKey(self.0.id)).await?.unwrap_or_default())
    }

    /// The networks right below, by name.
    async fn children(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the front, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the back, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which ones.")] filter: Option<NetworkFilter>,
    ) -> Result<Connection<Network>> {
        let page = request(ctx, first, after, last, before);
        let filter = filter.unwrap_or_default().into();
        let key = ListKey::<Below, _>::new(self.0.id, filter, page);
        let page = load(ctx, key).await?.unwrap_or_else(Page::empty);
        Ok(Connection::of(page, Network::of))
    }

    /// The events that it hosts, or its whole subtree; only those that you may know of.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a connection")]
    async fn events(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the front, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the back, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which ones.")] filter: Option<EventFilter>,
        #[graphql(desc = "In which order.", default)] order_by: EventOrder,
    ) -> Result<Connection<Event>> {
        let page = request(ctx, first, after, last, before);
        let filter = filter.unwrap_or_default().read(ctx)?;
        let key = ListKey::<HostedBy, _>::new(self.0.id, (filter, order_by.into()), page);
        let page = load(ctx, key).await?.unwrap_or_else(Page::empty);
        Ok(Connection::of(page, Event::of))
    }

    /// When the reminders of its events leave.
    async fn reminder_rule(&self, ctx: &Context<'_>) -> Result<Option<NetworkReminderRule>> {
        load(ctx, ReminderRuleKey(self.0.id)).await
    }

    /// The places of its own file, by name.
    async fn places(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the front, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the back, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Place>> {
        let page = request(ctx, first, after, last, before);
        let key = ListKey::<InFileOf, _>::new(self.0.id, (), page);
        let page = load(ctx, key).await?.unwrap_or_else(Page::empty);
        Ok(Connection::of(page, Place::of))
    }

    /// How many open networks hang below, at any depth.
    async fn descendant_count(&self, ctx: &Context<'_>) -> Result<i32> {
        let count = load(ctx, SubtreeCountKey(self.0.id)).await?.unwrap_or(0);
        Ok(i32::try_from(count).unwrap_or(i32::MAX))
    }

    /// Its territory (territoire): the communes that it covers, by name.
    async fn territory(&self, ctx: &Context<'_>) -> Result<Vec<Commune>> {
        let communes = load(ctx, CommunesKey(self.0.id)).await?.unwrap_or_default();
        Ok(communes.into_iter().map(Commune::of).collect())
    }

    /// Its charters, by title: the published ones, and the drafts if you lead it.
    async fn charters(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the front, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the back, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Closed ones too.", default)] with_archived: bool,
    ) -> Result<Connection<Charter>> {
        let page = request(ctx, first, after, last, before);
        let key = ListKey::<charter::OfNetwork, _>::new(self.0.id, with_archived, page);
        let page = load(ctx, key).await?.unwrap_or_else(Page::empty);
        Ok(Connection::of(page, Charter::of))
    }

    /// The tokens limited to its branch, the newest first; null unless you lead it.
    async fn tokens(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the front, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the back, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Option<Connection<Token>>> {
        let network = Some(self.0.id);
        if asker(ctx).may(&Ask::CreateToken { network }).is_err() {
            return Ok(None);
        }
        let page = request(ctx, first, after, last, before);
        let key = ListKey::<OfNetwork, _>::new(self.0.id, (), page);
        let page = load(ctx, key).await?.unwrap_or_else(Page::empty);
        Ok(Some(Connection::of(page, Token::of)))
    }

    /// What a lead reports over a period; null unless you run it.
    async fn counts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first day.")] from: Date,
        #[graphql(desc = "The last day.")] until: Date,
        #[graphql(desc = "Over which networks.", default_with = "CountScope::Subtree")]
        scope: CountScope,
    ) -> Result<Option<NetworkCounts>> {
        let period = Period { from: from.0, until: until.0 };
        let key = CountsKey { network: self.0.id, scope: scope.into(), period };
        Ok(load(ctx, key).await?.as_ref().map(NetworkCounts::of))
    }

    /// Its members (adhésions), by name: today's, or those of another day.
    async fn memberships(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the front, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the back, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which ones.")] filter: Option<MembershipFilter>,
    ) -> Result<Option<Connection<Membership>>> {
        let filter: membership::Filter = filter.unwrap_or_default().into();
        membership::may_list(asker(ctx), self.0.id, &filter)
            .map_err(|denied| halted(asker(ctx), &denied.into()))?;
        let page = request(ctx, first, after, last, before);
        let key = ListKey::<InNetwork, _>::new(self.0.id, filter, page);
        let page = load(ctx, key).await?.unwrap_or_else(Page::empty);
        Ok(Some(Connection::of(page, Membership::of)))
    }

    /// The invitations to it, the newest first; for its leads and organisers.
    async fn invitations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the front, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the back, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which ones.")] filter: Option<InvitationFilter>,
    ) -> Result<Option<Connection<Invitation>>> {
        let page = request(ctx, first, after, last, before);
        asker(ctx)
            .may(&Ask::SeeInvitations { network: self.0.id })
            .map_err(|denied| halted(asker(ctx), &denied.into()))?;
        let key = ListKey::<ToNetwork, _>::new(self.0.id, filter.unwrap_or_default().into(), page);
        let page = load(ctx, key).await?.unwrap_or_else(Page::empty);
        Ok(Some(Connection::of(page, Invitation::of)))
    }

    /// The requests to enter it, the newest first; for its leads.
    async fn join_requests(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the front, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the back, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which ones.")] filter: Option<JoinRequestFilter>,
    ) -> Result<Option<Connection<JoinRequest>>> {
        let page = request(ctx, first, after, last, before);
        asker(ctx)
            .may(&Ask::AnswerJoinRequest { network: self.0.id })
            .map_err(|denied| halted(asker(ctx), &denied.into()))?;
        let key = ListKey::<ToEnter, _>::new(self.0.id, filter.unwrap_or_default().into(), page);
        let page = load(ctx, key).await?.unwrap_or_else(Page::empty);
        Ok(Some(Connection::of(page, JoinRequest::of)))
    }

    /// The letters written in its affairs and what became of them, the newest first; for its leads
    /// and organisers.
    async fn letters(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the front, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the back, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which ones.")] filter: Option<LetterFilter>,
    ) -> Result<Option<Connection<Letter>>> {
        let page = request(ctx, first, after, last, before);
        asker(ctx)
            .may(&Ask::SeeLetters { network: self.0.id })
            .map_err(|denied| halted(asker(ctx), &denied.into()))?;
        let filter = filter.unwrap_or_default();
        let event = read_some::<EventKind>(ctx, filter.event_id.as_ref())?;
        let filter = domain::letter::Filter {
            state: filter.state.map(Into::into),
            event_id: event.map(Id::uuid),
        };
        let key = ListKey::<letter::OfNetwork, _>::new(self.0.id, filter, page);
        let page = load(ctx, key).await?.unwrap_or_else(Page::empty);
        Ok(Some(Connection::of(page, Letter::of)))
    }

    /// Since when it is closed.
    async fn archived_at(&self) -> Option<DateTime<Utc>> {
        self.0.archived_at
    }

    /// Grows with each change: give it back as `expectedRevision`.
    async fn revision(&self) -> i32 {
        self.0.revision
    }

    /// Since when it is here.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// What was done in its affairs (historique), or in those of its whole branch, the newest first;
    /// for its leads.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a connection")]
    async fn history(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the front, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the back, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which lines.")] filter: Option<ChangeFilter>,
        #[graphql(desc = "Over which networks.", default_with = "CountScope::Network")]
        scope: CountScope,
    ) -> Result<Option<Connection<Change>>> {
        let of = match scope {
            CountScope::Network => Of::Network,
            CountScope::Subtree => Of::Branch,
        };
        let turn = (first, after, last, before);
        audit::history(ctx, of, self.0.id, turn, filter).await
    }

    /// Whether you may do this here, and why.
    async fn viewer_can(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What you would do.")] action: NetworkAction,
    ) -> Permission {
        Permission::of(asker(ctx).may(&action.ask(&self.0.id)))
    }
}

/// Where the members of a network meet online.
#[derive(SimpleObject)]
#[expect(clippy::struct_field_names, reason = "the names are those of the schema")]
pub struct NetworkLinks {
    /// Its chat.
    chat_url: Option<Url>,
    /// Its shared resources.
    resources_url: Option<Url>,
    /// Its website.
    website_url: Option<Url>,
}

/// A commune of the official geographic code, with its EPCI.
#[derive(SimpleObject)]
pub struct Commune {
    /// Its INSEE code.
    insee_code: InseeCode,
    /// Its name.
    name: String,
    /// Its postal codes.
    postal_codes: Vec<String>,
    /// The SIREN of its EPCI (intercommunalité).
    epci_code: String,
    /// The name of its EPCI.
    epci_name: String,
    /// How many people live there.
    population: i32,
}

impl Commune {
    pub(crate) fn of(commune: network::Commune) -> Self {
        Self {
            insee_code: InseeCode(commune.insee_code),
            name: commune.name,
            postal_codes: commune.postal_codes.split('|').map(str::to_owned).collect(),
            epci_code: commune.epci_code,
            epci_name: commune.epci_name,
            population: commune.population,
        }
    }
}

/// A level of the federation, such as departmental or local.
#[derive(SimpleObject)]
pub struct NetworkLevel {
    /// Its code.
    pub(crate) code: String,
    /// Its name.
    pub(crate) name: String,
    /// From the widest to the narrowest.
    pub(crate) rank: i32,
}

/// What one may do to a network. The list may grow.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum NetworkAction {
    /// See the links of its members.
    SeeLinks,
    /// See its members.
    ListMembers,
    /// Found a network below it.
    CreateBelow,
    /// Change what it says of itself.
    Edit,
    /// Close it.
    Archive,
    /// Invite members.
    Invite,
    /// Invite leads and organisers.
    InviteLead,
    /// Answer those who ask to join.
    AnswerJoinRequest,
    /// Plan its events.
    PlanEvent,
    /// Write its charters.
    EditCharter,
    /// See its counts.
    SeeCounts,
    /// See its letters.
    SeeLetters,
    /// See its audit trail.
    SeeAudit,
    /// Make a token for its branch.
    CreateToken,
}

impl NetworkAction {
    fn ask(self, id: &uuid::Uuid) -> Ask<'_> {
        let network = *id;
        match self {
            Self::SeeLinks => Ask::SeeNetworkLinks { network },
            Self::ListMembers => Ask::ListMembers { network },
            Self::CreateBelow => Ask::CreateNetwork { parent: Some(network) },
            Self::Edit => Ask::EditNetwork { network },
            Self::Archive => Ask::ArchiveNetwork { network },
            Self::Invite => Ask::Invite { network, role: Role::Member },
            Self::InviteLead => Ask::Invite { network, role: Role::Lead },
            Self::AnswerJoinRequest => Ask::AnswerJoinRequest { network },
            Self::PlanEvent => Ask::PlanEvent { hosts: std::slice::from_ref(id) },
            Self::SeeCounts => Ask::SeeCounts { network },
            Self::EditCharter => Ask::EditCharter { network },
            Self::SeeLetters => Ask::SeeLetters { network },
            Self::SeeAudit => Ask::SeeAudit { network },
            Self::CreateToken => Ask::CreateToken { network: Some(network) },
        }
    }
}

/// Which networks.
#[derive(InputObject, Default)]
pub struct NetworkFilter {
    /// Of this level.
    level: Option<String>,
    /// By theme, or by territory.
    is_thematic: Option<bool>,
    /// Whose territory has the commune of this INSEE code.
    commune: Option<String>,
    /// Whose name, or whose host's, has words that begin so; accents and case are forgiven.
    search: Option<String>,
    /// Closed ones too.
    #[graphql(default)]
    with_archived: bool,
}

impl From<NetworkFilter> for network::Filter {
    fn from(filter: NetworkFilter) -> Self {
        Self {
            level: filter.level,
            is_thematic: filter.is_thematic,
            commune: filter.commune,
            search: filter.search,
            with_archived: filter.with_archived,
            among: None,
        }
    }
}

/// By what a network is known: exactly one of these.
#[derive(OneofObject)]
pub enum NetworkBy {
    /// Its identifier.
    Id(ID),
    /// Its short name.
    Slug(String),
}
