//! Writing to those who registered, or who are invited and have not answered, with a look at the letter before it leaves.

use askama::Template;
use domain::{
    database::in_words,
    event::AskedTally,
    registration::{State, Tally},
};

use super::Head;
use crate::{
    component::{Choice, Form},
    pages::{Frame, Problem, Typed, written::pages},
    words,
};

pages!(MessagePage);

const STATES: [State; 6] = [
    State::Confirmed,
    State::Waitlisted,
    State::Offered,
    State::Pending,
    State::Declined,
    State::Cancelled,
];

/// The state of this word.
pub fn registration_state(word: &str) -> Option<State> {
    STATES.into_iter().find(|state| in_words(state) == word)
}

/// Writing to those who registered.
#[derive(Template)]
#[template(path = "event/organise/message.html")]
pub struct MessagePage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// The event.
    pub head: Head<'a>,
    /// What was typed.
    pub typed: &'a Typed,
    /// Why it was refused.
    pub problems: &'a [Problem],
    /// How many would read it, once a preview was asked for.
    pub readers: Option<u64>,
    /// How many registrations stand how.
    pub tally: Tally,
    /// How many are invited, and how many of them said nothing.
    pub asked: AskedTally,
}

impl MessagePage<'_> {
    #[expect(clippy::unused_self, reason = "the head of every page asks for it")]
    fn title(&self) -> &'static str {
        "Écrire aux personnes inscrites ou invitées"
    }

    fn form(&self) -> Form<'_> {
        Form::new(self.typed, self.problems)
    }

    fn has_readers(&self) -> bool {
        self.readers.is_some_and(|count| count > 0)
    }

    fn is_draft(&self) -> bool {
        self.head.event.state == domain::event::State::Draft
    }

    fn states(&self) -> Vec<Choice<'static>> {
        let choice = |state: State| {
            let label = format!("{} ({})", words::state_of_somebody(state), self.tally.of(state));
            Choice::new(in_words(&state), label)
        };
        let silent = locales::text("page-registration-silent", &[]);
        let silent = Choice::new("silent", format!("{silent} ({})", self.asked.silent));
        STATES.into_iter().map(choice).chain([silent]).collect()
    }

    fn letters(&self) -> String {
        let count = i64::try_from(self.readers.unwrap_or_default()).unwrap_or(i64::MAX);
        locales::text("page-letters", &[("count", count.into())])
    }
}
