//! A small chart of bars; the table that says the same stands beside it.

use askama::Template;

// As wide as a card on a telephone, so that the words keep their size there.
const WIDTH: i64 = 300;
const LABELS: i64 = 112;
const VALUES: i64 = 40;
const STEP: i64 = 26;

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

struct Drawn<'a> {
    label: &'a str,
    value: &'a str,
    y: i64,
    label_y: i64,
    width: i64,
    value_x: i64,
}

impl<'a> Chart<'a> {
    /// A chart of these bars.
    pub const fn new(title: &'a str, bars: &'a [Bar]) -> Self {
        Self { title, bars }
    }

    fn height(&self) -> i64 {
        i64::try_from(self.bars.len()).unwrap_or(0) * STEP
    }

    fn drawn(&self) -> impl Iterator<Item = Drawn<'a>> {
        let most = self.bars.iter().map(|bar| bar.value).max().unwrap_or(0).max(1);
        let room = WIDTH - LABELS - VALUES;
        self.bars.iter().zip(0..).map(move |(bar, at)| {
            let width = (bar.value.max(0) * room / most).max(2);
            Drawn {
                label: &bar.label,
                value: &bar.words,
                y: at * STEP + 6,
                label_y: at * STEP + 18,
                width,
                value_x: LABELS + width + 8,
            }
        })
    }
}
