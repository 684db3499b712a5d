//! What the asker may do, and why.

use async_graphql::SimpleObject;
use domain::{error::Denied, policy::Because};

use super::error::{denied_code, denied_words};

/// Whether the asker may do something, and why.
#[derive(SimpleObject)]
pub struct Permission {
    /// Whether it would be allowed.
    pub(crate) is_allowed: bool,
    /// When not: UNAUTHENTICATED, FORBIDDEN or NOT_FOUND.
    pub(crate) code: Option<&'static str>,
    /// Why, in words: «vous pilotez Cyb@njou, au-dessus de ce réseau».
    pub(crate) reason: String,
}

impl Permission {
    /// The policy's answer in words.
    pub(crate) fn of(answer: Result<Because, Denied>) -> Self {
        match answer {
            Ok(because) => Self { is_allowed: true, code: None, reason: because_words(&because) },
            Err(denied) => Self {
                is_allowed: false,
                code: Some(denied_code(&denied)),
                reason: denied_words(&denied),
            },
        }
    }
}

fn because_words(because: &Because) -> String {
    let (key, network) = match because {
        Because::House => ("because-house", None),
        Because::Administrator => ("because-administrator", None),
        Because::Leads { network, is_above: false, .. } => ("because-leads", Some(network)),
        Because::Leads { network, .. } => ("because-leads-above", Some(network)),
        Because::Organises { network, is_above: false, .. } => ("because-organises", Some(network)),
        Because::Organises { network, .. } => ("because-organises-above", Some(network)),
        Because::Oneself => ("because-oneself", None),
        Because::Manages => ("because-manages", None),
        Because::Belongs => ("because-belongs", None),
        Because::Fellow => ("because-fellow", None),
        Because::SignedIn => ("because-signed-in", None),
        Because::Public => ("because-public", None),
    };
    match network {
        Some(network) => locales::text(key, &[("network", network.into())]),
        None => locales::text(key, &[]),
    }
}
