//! Why the rules refuse, as pages say it.

use domain::error::Reason;
use locales::Value;

/// The words of a refusal.
pub fn refusal(reason: &impl Reason) -> String {
    let arguments = reason.arguments();
    let arguments: Vec<(_, Value<'_>)> =
        arguments.iter().map(|(name, it)| (*name, it.told())).collect();
    locales::refusal(reason.code(), &arguments)
}
