//! The secret address of one's own calendar.

use askama::Template;
use domain::calendar_feed::CalendarFeed;

use crate::pages::{Frame, Problem, written::pages};

pages!(OwnCalendarPage);

/// The secret address of one's own calendar.
#[derive(Template)]
#[template(path = "calendar/own.html")]
pub struct OwnCalendarPage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// The address, when it is open.
    pub feed: Option<&'a CalendarFeed>,
    /// The address that people use, without a slash at its end.
    pub public_url: &'a str,
    /// Why the form was refused.
    pub problems: &'a [Problem],
}

impl OwnCalendarPage<'_> {
    fn address(&self, feed: &CalendarFeed) -> String {
        format!("{}/calendar/mine/{}.ics", self.public_url, feed.token)
    }

    fn webcal(&self, feed: &CalendarFeed) -> String {
        let address = self.address(feed);
        let (_, rest) = address.split_once("://").unwrap_or(("", &address));
        format!("webcal://{rest}")
    }
}
