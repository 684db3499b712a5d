//! What people paste is read, whatever it looks like.

mod entry;
mod told;

use super::{Malformed, Name, parse};

fn read(text: &str) -> Vec<(Option<String>, Result<String, Malformed>)> {
    let whole = |name: Option<Name>| name.map(|name| name.whole());
    parse(text)
        .into_iter()
        .map(|entry| (whole(entry.name), entry.email.map(String::from)))
        .collect()
}

fn person(name: &str, email: &str) -> (Option<String>, Result<String, Malformed>) {
    ((!name.is_empty()).then(|| name.to_owned()), Ok(email.to_owned()))
}
