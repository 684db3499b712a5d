//! The roles that forms offer.

use domain::{
    database::in_words,
    membership::{LocalRole, Role},
};

use crate::{component::Choice, words};

const ROLES: [Role; 3] = [Role::Member, Role::Organiser, Role::Lead];
const LOCAL_ROLES: [LocalRole; 5] = [
    LocalRole::Mediator,
    LocalRole::Helper,
    LocalRole::FirstAider,
    LocalRole::Scout,
    LocalRole::Pilot,
];

/// The role of this word.
pub fn role(word: &str) -> Option<Role> {
    ROLES.into_iter().find(|role| in_words(role) == word)
}

/// The local role of this word.
pub fn local_role(word: &str) -> Option<LocalRole> {
    LOCAL_ROLES.into_iter().find(|role| in_words(role) == word)
}

/// The roles, below a choice of none in particular.
pub(super) fn roles(none: &'static str) -> Vec<Choice<'static>> {
    let roles = ROLES.map(|role| Choice::new(in_words(&role), words::capital(&words::role(role))));
    std::iter::once(Choice::new("", none)).chain(roles).collect()
}

/// The local roles, below a choice of none in particular.
pub(super) fn local_roles(none: &'static str) -> Vec<Choice<'static>> {
    let roles = LOCAL_ROLES
        .map(|role| Choice::new(in_words(&role), words::capital(&words::local_role(role))));
    std::iter::once(Choice::new("", none)).chain(roles).collect()
}
