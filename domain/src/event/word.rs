//! The words by which tables of events name kinds, modes and circles of people.

use sea_orm::ActiveEnum;

use crate::text::fold;
use entities::event::{Audience, Kind, Mode, State, Visibility};

/// A closed list with its words: the one we write, then others that are met, all folded.
pub(super) trait Words: ActiveEnum<Value = String> + Copy + PartialEq + 'static {
    const WORDS: &'static [(Self, &'static str, &'static [&'static str])];

    /// The value that a word names: ours, another, or the table's own.
    fn of_word(word: &str) -> Option<Self> {
        let folded = fold(word);
        Self::WORDS
            .iter()
            .find(|(value, label, others)| {
                fold(label) == folded
                    || others.contains(&folded.as_str())
                    || fold(&value.to_value()) == folded
            })
            .map(|(value, ..)| *value)
    }

    /// The word that we write.
    fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(value, ..)| *value == self).map_or("", |(_, label, _)| label)
    }
}

impl Words for Kind {
    const WORDS: &'static [(Self, &'static str, &'static [&'static str])] = &[
        (Self::NetworkMeeting, "Rencontre réseau", &["rencontre", "reunion", "reunion de reseau"]),
        (Self::Webinar, "Webinaire", &["visio"]),
        (Self::Training, "Formation", &[]),
        (Self::Conference, "Conférence", &["assises", "forum", "journee", "evenement", "colloque"]),
        (Self::Committee, "Comité", &["instance", "copil", "comite de pilotage"]),
        (Self::EmployerTime, "Temps employeurs", &["temps employeur"]),
        (Self::VolunteerDay, "Journée des bénévoles", &["journee benevoles"]),
    ];
}

impl Words for Mode {
    const WORDS: &'static [(Self, &'static str, &'static [&'static str])] = &[
        (Self::OnSite, "Sur place", &["presentiel", "en presentiel"]),
        (Self::Online, "En ligne", &["distanciel", "a distance", "visio", "en distanciel"]),
        (Self::Both, "Sur place et en ligne", &["hybride", "mixte", "les deux"]),
    ];
}

impl Words for Visibility {
    const WORDS: &'static [(Self, &'static str, &'static [&'static str])] = &[
        (Self::Public, "Publique", &["tout le monde", "tous"]),
        (Self::Federation, "Fédération", &["toute la federation"]),
        (Self::Hosts, "Réseaux hôtes", &["reseau", "reseau hote"]),
    ];
}

impl Words for Audience {
    const WORDS: &'static [(Self, &'static str, &'static [&'static str])] = &[
        (Self::Everyone, "Tout le monde", &["tous", "publique"]),
        (Self::Federation, "Fédération", &["toute la federation"]),
        (Self::Hosts, "Réseaux hôtes", &["reseau", "reseau hote"]),
    ];
}

/// The state's word, by which refusals choose theirs.
pub(super) const fn state_word(state: State) -> &'static str {
    match state {
        State::Draft => "draft",
        State::Published => "published",
        State::Postponed => "postponed",
        State::Cancelled => "cancelled",
        State::Done => "done",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reads_its_own<W: Words + std::fmt::Debug>(count: usize) {
        assert_eq!(W::WORDS.len(), count);
        for (value, label, others) in W::WORDS {
            assert_eq!(W::of_word(label), Some(*value));
            assert_eq!(W::of_word(&value.to_value()), Some(*value), "the table's own word");
            assert_eq!(value.word(), *label);
            for other in *others {
                assert_eq!(W::of_word(other), Some(*value), "{other}");
            }
        }
        assert_eq!(W::of_word("autre chose"), None);
    }

    #[test]
    fn every_word_that_we_write_is_read_back() {
        reads_its_own::<Kind>(7);
        reads_its_own::<Mode>(3);
        reads_its_own::<Visibility>(3);
        reads_its_own::<Audience>(3);
    }
}
