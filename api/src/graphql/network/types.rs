//! What a network is.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use domain::{
    audit::Of,
    error::{Denied, Needs},
    id::{EventKind, Id, NetworkKind},
    membership, network,
    policy::Ask,
    token,
};

use super::{
    Commune, NetworkAction, NetworkFilter,
    loaders::{AncestorsKey, Below, CoveredBy, NetworkKey, PilotsKey, SubtreeCountKey},
};
use crate::graphql::{
    audit::{self, Change, ChangeFilter},
    charter::{self, Charter},
    connection::{Connection, request},
    count::{CountScope, CountsKey, NetworkCounts, period},
    error::halted,
    event::{Event, EventFilter, EventOrder, HostedBy},
    id::{asker, read_some, write},
    invitation::{Invitation, InvitationFilter, ToNetwork},
    join_request::{JoinRequest, JoinRequestFilter, ToEnter},
    letter::{self, Letter, LetterFilter},
    loader::{below, load},
    membership::{InNetwork, Membership, MembershipFilter, MembershipOrder},
    permission::Permission,
    place::{InFileOf, Place},
    reminder::{NetworkReminderRule, ReminderRuleKey},
    scalar::{Date, EmailAddress, Markdown, PhoneNumber, Url},
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

    /// The names of those who pilot it for the public (pilotes), by last name, at most four: for its
    /// members all of them, for others those who let everyone read their name.
    async fn pilots(&self, ctx: &Context<'_>) -> Result<Vec<String>> {
        Ok(load(ctx, PilotsKey(self.0.id)).await?.unwrap_or_default())
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
        let above = load(ctx, AncestorsKey(self.0.id)).await?.unwrap_or_default();
        Ok(above.into_iter().map(Network::of).collect())
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
        below(ctx, Below, (self.0.id, filter, page), Network::of).await
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
    ) -> Result<Option<Connection<Event>>> {
        let page = request(ctx, first, after, last, before);
        let filter = filter.unwrap_or_default().read(ctx)?;
        below(ctx, HostedBy, (self.0.id, (filter, order_by.into()), page), Event::of)
            .await
            .map(Some)
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
    ) -> Result<Option<Connection<Place>>> {
        let page = request(ctx, first, after, last, before);
        below(ctx, InFileOf, (self.0.id, (), page), Place::of).await.map(Some)
    }

    /// How many open networks hang below, at any depth.
    async fn descendant_count(&self, ctx: &Context<'_>) -> Result<i32> {
        let count = load(ctx, SubtreeCountKey(self.0.id)).await?.unwrap_or(0);
        Ok(i32::try_from(count).unwrap_or(i32::MAX))
    }

    /// Its territory (territoire): the communes that it covers, by name.
    async fn territory(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the front, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the back, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Commune>> {
        let page = request(ctx, first, after, last, before);
        below(ctx, CoveredBy, (self.0.id, (), page), Commune::of).await
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
    ) -> Result<Option<Connection<Charter>>> {
        let page = request(ctx, first, after, last, before);
        below(ctx, charter::OfNetwork, (self.0.id, with_archived, page), Charter::of)
            .await
            .map(Some)
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
        match token::may_list(asker(ctx), self.0.id) {
            Ok(()) => {}
            Err(no @ Denied::Forbidden(Needs::Scope)) => {
                return Err(halted(asker(ctx), &no.into()));
            }
            Err(_) => return Ok(None),
        }
        let page = request(ctx, first, after, last, before);
        below(ctx, OfNetwork, (self.0.id, (), page), Token::of).await.map(Some)
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
        let period = period(from, until)?;
        let key = CountsKey { network: self.0.id, scope: scope.into(), period };
        Ok(load(ctx, key).await?.as_ref().map(NetworkCounts::of))
    }

    /// Its members (adhésions), by name: today's, or those of another day.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a connection")]
    async fn memberships(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the front, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the back, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which ones.")] filter: Option<MembershipFilter>,
        #[graphql(desc = "In which order.", default)] order_by: MembershipOrder,
    ) -> Result<Option<Connection<Membership>>> {
        let filter = filter.unwrap_or_default().sorted(ctx, order_by)?;
        membership::may_list(asker(ctx), self.0.id, &filter)
            .map_err(|denied| halted(asker(ctx), &denied.into()))?;
        let page = request(ctx, first, after, last, before);
        below(ctx, InNetwork, (self.0.id, filter, page), Membership::of).await.map(Some)
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
        below(ctx, ToNetwork, (self.0.id, filter.unwrap_or_default().into(), page), Invitation::of)
            .await
            .map(Some)
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
        below(ctx, ToEnter, (self.0.id, filter.unwrap_or_default().into(), page), JoinRequest::of)
            .await
            .map(Some)
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
            is_deferred: filter.is_deferred,
            kind: filter.kind,
            event_id: event.map(Id::uuid),
            search: filter.search,
        };
        below(ctx, letter::OfNetwork, (self.0.id, filter, page), Letter::of).await.map(Some)
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
