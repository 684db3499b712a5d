//! The secret address at which one's own calendar is read.

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use domain::calendar_feed::{self, CreateRefusal, RevokeRefusal};

use super::{id::asker, payload::payload};

payload! {
    /// What came of opening an address.
    CalendarFeedCreatePayload refused by CreateRefusal {
        /// The address.
        calendar_feed: CalendarFeed
    }
}
payload! {
    /// What came of closing the address.
    CalendarFeedRevokePayload refused by RevokeRefusal {
        /// Whether the address opens nothing any more.
        is_revoked: bool
    }
}

/// The secret address at which your calendar reads what you registered for, as iCalendar (RFC 5545).
#[derive(SimpleObject)]
pub struct CalendarFeed {
    /// Its path below the address of this server. Whoever knows it reads your registrations.
    path: String,
    /// Since when it opens something.
    created_at: DateTime<Utc>,
}

const BEFORE: &str = "/calendar/mine/";
const AFTER: &str = ".ics";

impl CalendarFeed {
    pub(crate) fn of(feed: calendar_feed::CalendarFeed) -> Self {
        let calendar_feed::CalendarFeed { token, created_at } = feed;
        Self { path: [BEFORE, &token, AFTER].concat(), created_at }
    }
}

/// How the address is opened.
#[derive(InputObject)]
pub struct CalendarFeedCreateInput {
    /// Close the one that is open, if there is one, instead of refusing.
    #[graphql(default)]
    replaces: bool,
}

/// Which address is closed.
#[derive(InputObject)]
pub struct CalendarFeedRevokeInput {
    /// Only if it is at this path; whichever is open when nothing is said.
    path: Option<String>,
}

/// What can be done to one's own calendar.
#[derive(Default)]
pub struct CalendarFeedMutation;

/// What can be done to one's own calendar.
#[Object]
impl CalendarFeedMutation {
    /// Opens the secret address of your own calendar. Only you can, not a third-party tool.
    async fn calendar_feed_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How.")] input: CalendarFeedCreateInput,
    ) -> Result<Option<CalendarFeedCreatePayload>> {
        let outcome = calendar_feed::create(asker(ctx), input.replaces).await;
        CalendarFeedCreatePayload::of(ctx, outcome, CalendarFeed::of)
    }

    /// Closes the secret address of your own calendar, at once and for good.
    async fn calendar_feed_revoke(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: CalendarFeedRevokeInput,
    ) -> Result<Option<CalendarFeedRevokePayload>> {
        let named = input.path.as_deref().map(|path| {
            path.strip_prefix(BEFORE).and_then(|path| path.strip_suffix(AFTER)).unwrap_or_default()
        });
        let outcome = calendar_feed::revoke(asker(ctx), named).await;
        CalendarFeedRevokePayload::of(ctx, outcome, |_| true)
    }
}
