//! The closed lists that an organiser chooses from.

use domain::{
    database::in_words,
    event::{Audience, Kind, Mode, Visibility},
};

use crate::{component::Choice, words};

const KINDS: [Kind; 7] = [
    Kind::NetworkMeeting,
    Kind::Webinar,
    Kind::Training,
    Kind::Conference,
    Kind::Committee,
    Kind::EmployerTime,
    Kind::VolunteerDay,
];
const MODES: [(Mode, &str); 3] = [
    (Mode::OnSite, "Sur place"),
    (Mode::Online, "En ligne"),
    (Mode::Both, "Sur place et en ligne"),
];
const VISIBILITIES: [(Visibility, &str, &str); 3] = [
    (Visibility::Public, "Tout le monde", "La page est publique."),
    (Visibility::Federation, "La fédération", "Les membres des réseaux de la même branche."),
    (
        Visibility::Hosts,
        "Les réseaux hôtes",
        "Leurs membres seulement, et ceux des réseaux en dessous.",
    ),
];
const AUDIENCES: [(Audience, &str); 3] = [
    (Audience::Everyone, "Toute personne connectée"),
    (Audience::Federation, "Les membres de la fédération"),
    (Audience::Hosts, "Les membres des réseaux hôtes"),
];

/// The kind of this word.
pub fn kind(word: &str) -> Option<Kind> {
    KINDS.into_iter().find(|kind| in_words(kind) == word)
}

/// The mode of this word.
pub fn mode(word: &str) -> Option<Mode> {
    MODES.into_iter().map(|(mode, _)| mode).find(|mode| in_words(mode) == word)
}

/// The visibility of this word.
pub fn visibility(word: &str) -> Option<Visibility> {
    VISIBILITIES.into_iter().map(|(found, ..)| found).find(|found| in_words(found) == word)
}

/// The audience of this word.
pub fn audience(word: &str) -> Option<Audience> {
    AUDIENCES.into_iter().map(|(found, _)| found).find(|found| in_words(found) == word)
}

pub(super) fn kinds() -> Vec<Choice<'static>> {
    KINDS.into_iter().map(|kind| Choice::new(in_words(&kind), words::kind(kind))).collect()
}

pub(super) fn modes() -> Vec<Choice<'static>> {
    MODES.into_iter().map(|(mode, label)| Choice::new(in_words(&mode), label)).collect()
}

pub(super) fn visibilities() -> Vec<Choice<'static>> {
    let choice = |(found, label, hint)| Choice::new(in_words(&found), label).hint(hint);
    VISIBILITIES.into_iter().map(choice).collect()
}

pub(super) fn audiences() -> Vec<Choice<'static>> {
    AUDIENCES.into_iter().map(|(found, label)| Choice::new(in_words(&found), label)).collect()
}

/// The zones in which French networks meet, and the one that is set already.
pub(super) fn zones(present: &str) -> Vec<Choice<'static>> {
    const ZONES: [(&str, &str); 9] = [
        ("Europe/Paris", "Hexagone et Corse"),
        ("America/Guadeloupe", "Guadeloupe"),
        ("America/Martinique", "Martinique"),
        ("America/Cayenne", "Guyane"),
        ("Indian/Reunion", "La Réunion"),
        ("Indian/Mayotte", "Mayotte"),
        ("America/Miquelon", "Saint-Pierre-et-Miquelon"),
        ("Pacific/Noumea", "Nouvelle-Calédonie"),
        ("Pacific/Tahiti", "Polynésie, îles de la Société"),
    ];
    let mut choices: Vec<_> =
        ZONES.into_iter().map(|(zone, label)| Choice::new(zone, label)).collect();
    if !present.is_empty() && ZONES.iter().all(|(zone, _)| *zone != present) {
        choices.push(Choice::new(present.to_owned(), present.to_owned()));
    }
    choices
}
