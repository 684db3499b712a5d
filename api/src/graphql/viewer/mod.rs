//! The door to oneself.

mod participation;
mod waiting;

use async_graphql::{Context, Enum, Object, Result};
use chrono::{DateTime, Utc};
use domain::{
    attendance, calendar_feed, charter, employer_manager, employment, error::Halt, event,
    invitation, join_request, letter, network, sign_in, token, waiting as awaited,
};

use super::{
    calendar_feed::CalendarFeed,
    charter::{SignatureRequest, SignatureRequestState},
    connection::{Connection, request},
    employer::EmployerManager,
    employment::EmploymentProposal,
    error::halted,
    event::Event,
    id::asker,
    invitation::Invitation,
    join_request::{JoinRequest, JoinRequestFilter},
    letter::LetterPreference,
    loader::{found_page, load},
    member::{Member, MemberKey},
    network::Network,
    registration::{self, MemberRegistrationFilter, Registration},
    sign_in::{Acting, EmailChange, SignInSession},
    token::Token,
};
use participation::{ViewerNews, ViewerParticipation, ViewerParticipationOrder};
use waiting::ViewerWaiting;

/// The door to oneself.
#[derive(Default)]
pub struct ViewerQuery;

/// The door to oneself.
#[Object]
impl ViewerQuery {
    /// You; null when nobody is signed in.
    async fn viewer(&self, ctx: &Context<'_>) -> Option<Viewer> {
        asker(ctx).standing().member.map(Viewer)
    }
}

/// The person who asks, or for whom a token asks.
pub struct Viewer(uuid::Uuid);

/// The person who asks, or for whom a token asks.
#[Object]
impl Viewer {
    /// Your record; null when the token that asks may not read members.
    async fn member(&self, ctx: &Context<'_>) -> Result<Option<Member>> {
        load(ctx, MemberKey(self.0)).await
    }

    /// Your own tokens and those that you made for a branch, the newest first.
    async fn tokens(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the front, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the back, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Option<Connection<Token>>> {
        let page = request(ctx, first, after, last, before);
        let found = token::list_of_member(asker(ctx), self.0.into(), &page).await;
        found_page(ctx, found, Token::of).map(Some)
    }

    /// The secret address of your own calendar; null when there is none, or when a token asks.
    async fn calendar_feed(&self, ctx: &Context<'_>) -> Result<Option<CalendarFeed>> {
        match calendar_feed::of_viewer(asker(ctx)).await {
            Ok(feed) => Ok(feed.map(CalendarFeed::of)),
            Err(Halt::Denied(_)) => Ok(None),
            Err(halt) => Err(halted(asker(ctx), &halt)),
        }
    }

    /// What you are asked to sign, and what you signed: for yourself and for the employers for whom
    /// you act, by title.
    async fn charters(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the front, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the back, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Only those that are so far.")] state: Option<SignatureRequestState>,
    ) -> Result<Option<Connection<SignatureRequest>>> {
        let page = request(ctx, first, after, last, before);
        let found = charter::requests(asker(ctx), state.map(Into::into), &page).await;
        found_page(ctx, found, SignatureRequest::of).map(Some)
    }

    /// What you register for (mon agenda), by the start of the event.
    async fn registrations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the front, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the back, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which ones.")] filter: Option<MemberRegistrationFilter>,
    ) -> Result<Option<Connection<Registration>>> {
        registration::of_member(ctx, self.0, (first, after, last, before), filter).await.map(Some)
    }

    /// Which letters you receive: every category that can be refused.
    async fn letter_preferences(&self, ctx: &Context<'_>) -> Result<Option<Vec<LetterPreference>>> {
        let reader = letter::Reader::Member(self.0.into());
        let refused = letter::refused(asker(ctx), &reader).await;
        let refused = refused.map_err(|halt| halted(asker(ctx), &halt))?;
        Ok(Some(LetterPreference::all(&refused)))
    }

    /// The establishments that your sign-in provider names and where you declare no employment yet.
    async fn employment_proposals(
        &self,
        ctx: &Context<'_>,
    ) -> Result<Option<Vec<EmploymentProposal>>> {
        let found = employment::proposals(asker(ctx)).await;
        let proposals = found.map_err(|halt| halted(asker(ctx), &halt))?;
        Ok(Some(proposals.into_iter().map(EmploymentProposal::of).collect()))
    }

    /// For whom you act, acted or asked to act (référent·e de structure), the newest first.
    async fn employer_managers(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the front, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the back, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Option<Connection<EmployerManager>>> {
        let page = request(ctx, first, after, last, before);
        let found = employer_manager::list_of_member(asker(ctx), &page).await;
        found_page(ctx, found, EmployerManager::of).map(Some)
    }

    /// The events that invite you, are open to registration, and of which you have said nothing yet;
    /// the earliest first, at most 20.
    async fn awaiting_events(&self, ctx: &Context<'_>) -> Result<Option<Vec<Event>>> {
        let found = event::awaiting(asker(ctx)).await;
        let found = found.map_err(|halt| halted(asker(ctx), &halt))?;
        Ok(Some(found.into_iter().map(Event::of).collect()))
    }

    /// What you registered for or came to in these days (ma participation).
    #[expect(clippy::too_many_arguments, reason = "the arguments of a connection")]
    async fn participations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the front, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the back, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "What began from this moment.")] starts_from: DateTime<Utc>,
        #[graphql(desc = "What began before this moment.")] starts_before: DateTime<Utc>,
        #[graphql(
            desc = "What has, in its title or its hosts’ names, words that begin so; accents \
            and case are forgiven."
        )]
        search: Option<String>,
        #[graphql(
            desc = "In which order.",
            default_with = "ViewerParticipationOrder::LatestFirst"
        )]
        order_by: ViewerParticipationOrder,
    ) -> Result<Option<Connection<ViewerParticipation>>> {
        let page = request(ctx, first, after, last, before);
        let asker = asker(ctx);
        let filter = attendance::OwnFilter {
            search,
            is_earliest_first: order_by == ViewerParticipationOrder::EarliestFirst,
            ..attendance::OwnFilter::between(starts_from, starts_before)
        };
        let found = attendance::participations(asker, &filter, &page).await;
        let page = found.map_err(|halt| halted(asker, &halt))?;
        let ids: Vec<_> = page.items.iter().map(|(_, one)| one.event_id).collect();
        let attended = attendance::attended(asker, &ids).await;
        let mut attended = attended.map_err(|halt| halted(asker, &halt))?;
        Ok(Some(Connection::of(page, move |one| {
            let sessions = attended.remove(&one.event_id).unwrap_or_default();
            let titles = sessions.into_iter().map(|session| session.title).collect();
            ViewerParticipation::of(one, titles)
        })))
    }

    /// What waits for your answer (à répondre): registrations, requests, jobs and claims, where most
    /// waits first; at most 100 places. Through a tool, what its scopes let it answer.
    async fn waiting(&self, ctx: &Context<'_>) -> Result<Option<Vec<ViewerWaiting>>> {
        let found = awaited::of_viewer(asker(ctx)).await;
        let found = found.map_err(|halt| halted(asker(ctx), &halt))?;
        Ok(Some(found.into_iter().map(ViewerWaiting::of).collect()))
    }

    /// What you were told of late by letter, the newest first, at most 20.
    async fn news(&self, ctx: &Context<'_>) -> Result<Option<Vec<ViewerNews>>> {
        let found = letter::lately(asker(ctx), 20).await;
        let found = found.map_err(|halt| halted(asker(ctx), &halt))?;
        Ok(Some(found.into_iter().map(ViewerNews::of).collect()))
    }

    /// The browsers in which you are signed in, the last used first; not for tools.
    async fn sign_in_sessions(&self, ctx: &Context<'_>) -> Result<Option<Vec<SignInSession>>> {
        let found = sign_in::open_sessions(asker(ctx)).await;
        let found = found.map_err(|halt| halted(asker(ctx), &halt))?;
        Ok(Some(found.into_iter().map(SignInSession::of).collect()))
    }

    /// The address that you want for yourself, while it waits for your confirmation; null when none
    /// does, or when a token asks.
    async fn email_change(&self, ctx: &Context<'_>) -> Result<Option<EmailChange>> {
        match sign_in::waiting_email_change(asker(ctx)).await {
            Ok(waiting) => Ok(waiting.map(EmailChange::of)),
            Err(Halt::Denied(_)) => Ok(None),
            Err(halt) => Err(halted(asker(ctx), &halt)),
        }
    }

    /// As whom you act for a while, and until when; null for who acts for themselves.
    async fn acting(&self, ctx: &Context<'_>) -> Result<Option<Acting>> {
        match domain::sign_in::acting(asker(ctx)).await {
            Ok(acting) => Ok(acting.map(Acting::of)),
            Err(halt) => Err(halted(asker(ctx), &halt)),
        }
    }

    /// Whether you run the federation.
    async fn is_administrator(&self, ctx: &Context<'_>) -> bool {
        asker(ctx).standing().is_administrator
    }

    /// Your networks, by name: those that you are in, or those that you run with all below them.
    async fn networks(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the front, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the back, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "What they are to you.", default_with = "ViewerTie::Belongs")]
        tie: ViewerTie,
    ) -> Result<Option<Connection<Network>>> {
        let page = request(ctx, first, after, last, before);
        let found = network::list_of_viewer(asker(ctx), tie.into(), &page).await;
        found_page(ctx, found, Network::of).map(Some)
    }

    /// Your requests to join networks, the newest first.
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
        let found = join_request::mine(asker(ctx), &filter.unwrap_or_default().into(), &page).await;
        found_page(ctx, found, JoinRequest::of).map(Some)
    }

    /// The invitations that wait for you, at most 100; they are answered by the link in their letter.
    async fn invitations(&self, ctx: &Context<'_>) -> Result<Option<Vec<Invitation>>> {
        let found = invitation::mine(asker(ctx)).await;
        let found = found.map_err(|halt| halted(asker(ctx), &halt))?;
        Ok(Some(found.into_iter().map(Invitation::of).collect()))
    }
}

/// What a network is to you. The list may grow.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "network::Tie")]
pub enum ViewerTie {
    /// You are a member of it, in whatever role.
    Belongs,
    /// You lead or organise it, or a network above it.
    Organises,
    /// You lead it, or a network above it.
    Leads,
}
