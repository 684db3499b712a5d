//! The words by which tables of people name a profession and a role.

use crate::text::fold;
use entities::{
    member::ProfileKind,
    membership::{LocalRole, Role},
};

/// What a person is by profession: the word we write, then others that are met, all folded.
const PROFILES: [(ProfileKind, &str, &[&str]); 7] = [
    (
        ProfileKind::DigitalMediator,
        "Médiateur·rice numérique",
        &["mediateur", "mediatrice", "mediateur numerique", "mediatrice numerique"],
    ),
    (
        ProfileKind::DigitalAdviser,
        "Conseiller·ère numérique",
        &[
            "conseiller numerique",
            "conseillere numerique",
            "conseiller",
            "conseillere",
            "cn",
            "cnfs",
        ],
    ),
    (
        ProfileKind::Coordinator,
        "Coordinateur·rice",
        &[
            "coordinateur",
            "coordinatrice",
            "coordinateur rice de conseillers numeriques",
            "coordinateur de conseillers numeriques",
            "coordinateur rice hors dispositif",
        ],
    ),
    (ProfileKind::Volunteer, "Bénévole", &["volontaire"]),
    (
        ProfileKind::FranceServicesAgent,
        "Agent·e France services",
        &["agent france services", "agente france services", "france services"],
    ),
    (ProfileKind::Librarian, "Bibliothécaire", &["mediathecaire"]),
    (ProfileKind::Other, "Autre", &["aucun"]),
];

/// The profession that a word names.
pub(super) fn profile(word: &str) -> Option<ProfileKind> {
    let folded = fold(word);
    PROFILES
        .iter()
        .find(|(_, label, others)| fold(label) == folded || others.contains(&folded.as_str()))
        .map(|(kind, ..)| *kind)
}

/// The word that we write for a profession.
pub(super) fn profile_word(kind: ProfileKind) -> &'static str {
    PROFILES.iter().find(|(known, ..)| *known == kind).map_or("", |(_, label, _)| label)
}

/// What a person is for the public.
const LOCAL_ROLES: [(LocalRole, &str, &[&str]); 5] = [
    (LocalRole::Pilot, "Pilote", &[]),
    (LocalRole::Mediator, "Médiateur·rice", &["mediateur", "mediatrice"]),
    (LocalRole::Helper, "Aidant·e", &["aidant", "aidante", "aidants"]),
    (LocalRole::FirstAider, "Premier-secours", &["premiers secours", "secouriste"]),
    (LocalRole::Scout, "Éclaireur·euse", &["eclaireur", "eclaireuse"]),
];

/// The local role that a word names.
pub(super) fn local_role(word: &str) -> Option<LocalRole> {
    let folded = fold(word);
    LOCAL_ROLES
        .iter()
        .find(|(_, label, others)| fold(label) == folded || others.contains(&folded.as_str()))
        .map(|(role, ..)| *role)
}

/// The word that we write for a local role.
pub(super) fn local_role_word(role: LocalRole) -> &'static str {
    LOCAL_ROLES.iter().find(|(known, ..)| *known == role).map_or("", |(_, label, _)| label)
}

/// The word that we write for a role in a network.
pub(super) const fn network_role(role: Role) -> &'static str {
    match role {
        Role::Lead => "Pilotage",
        Role::Organiser => "Animation",
        Role::Member => "Membre",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_word_that_we_write_is_read_back() {
        for (kind, label, _) in PROFILES {
            assert_eq!(profile(label), Some(kind));
            assert_eq!(profile_word(kind), label);
        }
        for (role, label, _) in LOCAL_ROLES {
            assert_eq!(local_role(label), Some(role));
            assert_eq!(local_role_word(role), label);
        }
        assert_eq!(profile("Astronaute"), None);
        assert_eq!(local_role(""), None);
    }

    #[test]
    fn no_word_means_two_things_and_all_are_folded() {
        let mut seen = BTreeSet::new();
        for (_, label, others) in PROFILES {
            assert!(seen.insert(fold(label)));
            for other in others {
                assert_eq!(fold(other), *other);
                assert!(seen.insert((*other).to_owned()), "{other}");
            }
        }
    }
}
