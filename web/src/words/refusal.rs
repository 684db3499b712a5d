//! Why the rules refuse, as pages say it.

use domain::error::{Argument, Reason};
use locales::Value;

/// The words of a refusal.
pub fn refusal(reason: &impl Reason) -> String {
    let arguments = reason.arguments();
    let arguments: Vec<_> = arguments.iter().map(|(name, it)| (*name, value(it))).collect();
    locales::refusal(reason.code(), &arguments)
}

fn value(argument: &Argument) -> Value<'_> {
    match argument {
        Argument::Text(text) => text.into(),
        Argument::Number(number) => (*number).into(),
        Argument::Day(day) => (*day).into(),
    }
}
