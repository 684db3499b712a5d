//! The letters of a network, and what became of them.

use std::collections::HashMap;

use askama::Template;
use domain::{
    event::Event,
    id::{EventId, LetterId, MemberId},
    letter::Letter,
    member::Seen,
    outbox::{Hindrance, State},
};
use uuid::Uuid;

use super::Head;
use crate::{
    component::{Badge, Choice, Form, Pager, Summary, Tone},
    pages::{Frame, Problem, Typed, written::pages},
    words,
};

pages!(LettersPage);

/// What became of a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Waits for its first try.
    Waiting,
    /// A mail server put it off; it is tried again.
    Deferred,
    /// A mail server took it.
    Sent,
    /// Given up.
    Failed,
    /// No longer wanted when its time came.
    Skipped,
}

impl Fate {
    const ALL: [Self; 5] = [Self::Failed, Self::Deferred, Self::Waiting, Self::Sent, Self::Skipped];

    /// Its word in the address.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Deferred => "deferred",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
        }
    }

    /// What this word means.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fate| fate.word() == word)
    }

    fn of(letter: &Letter) -> Self {
        match letter.state {
            State::Pending if letter.attempts > 0 => Self::Deferred,
            State::Pending => Self::Waiting,
            State::Sent => Self::Sent,
            State::Failed => Self::Failed,
            State::Skipped => Self::Skipped,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "En attente",
            Self::Deferred => "Retardé",
            Self::Sent => "Remis",
            Self::Failed => "Revenu",
            Self::Skipped => "Sans objet",
        }
    }

    const fn tone(self) -> Tone {
        match self {
            Self::Waiting => Tone::Told,
            Self::Deferred => Tone::Warn,
            Self::Sent => Tone::Good,
            Self::Failed => Tone::Bad,
            Self::Skipped => Tone::Quiet,
        }
    }
}

/// A letter of the list.
#[derive(Debug)]
pub struct Sent {
    /// The letter.
    pub letter: Letter,
}

/// The letters of a network.
#[derive(Template)]
#[template(path = "network/workbench/letter.html")]
pub struct LettersPage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// What stands above.
    pub head: Head<'a>,
    /// The letters.
    pub letters: &'a [Sent],
    /// Their readers, as far as the asker may know them.
    pub readers: &'a HashMap<Uuid, Seen>,
    /// What they are about.
    pub events: &'a HashMap<Uuid, Event>,
    /// How many there are in all.
    pub total: i64,
    /// The way to the pages beside.
    pub pager: Pager,
    /// What is asked of the list, as the end of an address.
    pub list: String,
    /// What was asked.
    pub typed: &'a Typed,
    /// Why a letter was not sent again.
    pub problems: &'a [Problem],
}

/// A kind of letter, in words.
fn kind_name(kind: &str) -> String {
    locales::find(&format!("letter-name-{}", kind.replace('_', "-")), &[])
        .unwrap_or_else(|| kind.to_owned())
}

impl LettersPage<'_> {
    fn form(&self) -> Form<'_> {
        Form::new(self.typed, [].as_slice())
    }

    fn summary(&self) -> Summary<'_> {
        Form::new(self.typed, self.problems).summary()
    }

    fn is_filtered(&self) -> bool {
        ["fate", "kind", "search"].iter().any(|name| !self.typed.get(name).trim().is_empty())
    }

    fn fates() -> Vec<Choice<'static>> {
        let fates = Fate::ALL.into_iter().map(|fate| Choice::new(fate.word(), fate.name()));
        std::iter::once(Choice::new("", "Tous")).chain(fates).collect()
    }

    fn kinds() -> Vec<Choice<'static>> {
        let mut kinds: Vec<_> =
            domain::outbox::Told::OF_NETWORKS.iter().map(|kind| (kind_name(kind), *kind)).collect();
        kinds.sort();
        let kinds = kinds.into_iter().map(|(name, kind)| Choice::new(kind, name));
        std::iter::once(Choice::new("", "Tous")).chain(kinds).collect()
    }

    fn kind(sent: &Sent) -> String {
        kind_name(&sent.letter.kind)
    }

    fn badge(sent: &Sent) -> Badge<'static> {
        let fate = Fate::of(&sent.letter);
        Badge::new(fate.name(), fate.tone())
    }

    fn id(sent: &Sent) -> String {
        LetterId::of(sent.letter.id).to_string()
    }

    fn name(&self, sent: &Sent) -> Option<String> {
        self.readers.get(&sent.letter.member_id?)?.called()
    }

    /// To whom, where only a word or two is wanted.
    fn to(&self, sent: &Sent) -> String {
        let address = Some(&sent.letter.email).filter(|email| !email.is_empty()).cloned();
        address
            .or_else(|| self.name(sent))
            .unwrap_or_else(|| locales::text("page-address-not-shown", &[]))
    }

    fn record(&self, sent: &Sent) -> Option<String> {
        let member = sent.letter.member_id?;
        self.readers.contains_key(&member).then(|| format!("/members/{}", MemberId::of(member)))
    }

    fn event(&self, sent: &Sent) -> Option<(&str, String)> {
        let event = self.events.get(&sent.letter.event_id?)?;
        Some((event.title.as_str(), format!("/events/{}", EventId::of(event.id))))
    }

    fn is_failed(sent: &Sent) -> bool {
        Fate::of(&sent.letter) == Fate::Failed
    }

    /// When it left, was told or will be tried.
    fn when(sent: &Sent) -> String {
        let letter = &sent.letter;
        match Fate::of(letter) {
            Fate::Sent => words::federation_moment(letter.sent_at.unwrap_or(letter.created_at)),
            _ => words::federation_moment(letter.created_at),
        }
    }

    /// What is to know beyond the badge.
    fn detail(sent: &Sent) -> Option<String> {
        let letter = &sent.letter;
        match Fate::of(letter) {
            Fate::Deferred => {
                let at = words::federation_moment(letter.due_at);
                let tries = i64::from(letter.attempts);
                Some(locales::text(
                    "page-letter-deferred",
                    &[("tries", tries.into()), ("at", (&at).into())],
                ))
            }
            Fate::Failed => {
                let tries = i64::from(letter.attempts);
                Some(locales::text("page-letter-failed", &[("tries", tries.into())]))
            }
            _ => None,
        }
    }

    /// Why it did not leave, where no mail server said so.
    fn why(sent: &Sent) -> Option<String> {
        let key = match sent.letter.hindrance()? {
            Hindrance::Unwanted => "page-letter-unwanted",
            Hindrance::Untrue => "page-letter-untrue",
            Hindrance::Unknown => "page-letter-unknown",
            Hindrance::Broken => "page-letter-broken",
        };
        Some(locales::text("page-letter-why", &[("why", (&locales::text(key, &[])).into())]))
    }

    fn count(&self) -> String {
        locales::text("page-letters-count", &[("count", self.total.into())])
    }
}
