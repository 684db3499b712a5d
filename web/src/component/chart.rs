//! A small chart of bars; the table that says the same stands beside it.

use askama::Template;

/// How high a bar and the room around it are.
const STEP: i64 = 28;

/// One bar.
#[derive(Clone, Debug)]
pub struct Bar {
    /// What it stands for, in a word or two.
    pub label: String,
    /// How much.
    pub value: i64,
    /// How much, as people say it.
    pub words: String,
}

/// A small chart of bars, one below the other.
#[derive(Clone, Debug, Template)]
#[template(path = "chart.html")]
pub struct Chart<'a> {
    title: &'a str,
    bars: &'a [Bar],
}

impl<'a> Chart<'a> {
    /// A chart of these bars.
    pub const fn new(title: &'a str, bars: &'a [Bar]) -> Self {
        Self { title, bars }
    }

    /// How long a bar is, in hundredths of the longest; nothing at all is seen as a line.
    fn share(&self, bar: &Bar) -> i64 {
        let most = self.bars.iter().map(|bar| bar.value).max().unwrap_or(0).max(1);
        (bar.value.max(0) * 100 / most).max(1)
    }
}
