//! An answer that the link of a letter gave, in words.

use domain::{letter::Event, outbox::Answer};
use locales::text;

use super::words::EventWords as _;

/// What the link of a letter answered in somebody's name.
pub(super) struct Answered {
    pub(super) event: Event,
    pub(super) answer: Answer,
}

impl Answered {
    pub(super) fn place(&self) -> String {
        self.event.place()
    }

    /// What was answered, in a sentence.
    pub(super) fn told(&self) -> String {
        let key = match self.answer {
            Answer::Excuse => "letter-answered-excuse",
            Answer::OfferLeft => "letter-answered-offer-left",
            Answer::Sessions => "letter-answered-sessions",
        };
        text(key, &[])
    }
}
