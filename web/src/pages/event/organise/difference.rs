//! What two people wrote in one form at the same time: the mark by which it is noticed, and where
//! they differ.

use super::Difference;
use crate::pages::Typed;

/// The names of a form's fields, with what they are called.
pub(super) type Fields = &'static [(&'static str, &'static str)];

/// A mark of what these fields say, so that a form knows later whether they changed since it was shown.
pub fn mark(typed: &Typed, fields: Fields) -> String {
    let said = fields.iter().flat_map(|(name, _)| [*name, "=", plain(typed.get(name)), ";"]);
    let hash = said
        .flat_map(str::bytes)
        .filter(|byte| *byte != b'\r')
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
    format!("{hash:016x}")
}

fn plain(value: &str) -> &str {
    value.trim()
}

/// Where what was typed is not what is kept now.
pub(super) fn between(typed: &Typed, kept: &Typed, fields: Fields) -> Vec<Difference> {
    let said = |typed: &Typed, name: &str| match typed.get(name).trim() {
        "yes" => "oui".to_owned(),
        "" => "(rien)".to_owned(),
        value => value.replace("\r\n", "\n"),
    };
    fields
        .iter()
        .map(|(name, label)| Difference { label, typed: said(typed, name), kept: said(kept, name) })
        .filter(|difference| difference.typed != difference.kept)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIELDS: Fields = &[("title", "Titre"), ("room", "Salle")];

    fn typed(title: &str, room: &str) -> Typed {
        Typed(vec![("title".into(), title.into()), ("room".into(), room.into())])
    }

    #[test]
    fn a_mark_changes_with_what_is_said_and_not_with_line_ends() {
        let first = mark(&typed("a\nb", "c"), FIELDS);

        assert_eq!(first, mark(&typed("a\r\nb ", "c"), FIELDS));
        assert_ne!(first, mark(&typed("a\nb", "d"), FIELDS));
        assert_ne!(mark(&typed("a", "bc"), FIELDS), mark(&typed("ab", "c"), FIELDS));
    }
}
