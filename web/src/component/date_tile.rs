//! A day as a leaf of a calendar.

use askama::Template;
use chrono::{Datelike as _, NaiveDate};

/// The short names of months, as people write them on invitations.
const MONTHS: [&str; 12] = [
    "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.",
    "déc.",
];

/// A day as a leaf of a calendar; the whole date stands beside it, so nobody hears it.
#[derive(Clone, Debug, Template)]
#[template(
    source = "<span class=\"date{% if is_tentative %} tentative{% endif %}\" aria-hidden=\"true\">\
              <span class=\"month\">{{ self.month() }}</span>\
              <span class=\"day\">{{ day.day() }}</span></span>",
    ext = "html"
)]
pub struct DateTile {
    day: NaiveDate,
    is_tentative: bool,
}

impl DateTile {
    /// This day; a tentative one looks so.
    pub const fn new(day: NaiveDate, is_tentative: bool) -> Self {
        Self { day, is_tentative }
    }

    fn month(&self) -> &'static str {
        MONTHS.get(self.day.month0() as usize).copied().unwrap_or_default()
    }
}
