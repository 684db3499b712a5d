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

/// What a form keeps unseen of the version that it shows.
const KEPT: [&str; 2] = ["seen", "expectedRevision"];

/// What a form shows of something that others may change meanwhile.
#[derive(Debug)]
pub struct Version {
    /// What its form shows, with what it keeps unseen.
    pub typed: Typed,
    fields: Fields,
}

impl Version {
    /// What is kept of this part of an event, which has this revision.
    pub(super) fn new<const N: usize>(
        fields: Fields,
        values: [(&str, String); N],
        revision: i32,
    ) -> Self {
        let mut typed = Typed(values.map(|(name, value)| (name.to_owned(), value)).to_vec());
        let seen = mark(&typed, fields);
        typed.0.push(("seen".to_owned(), seen));
        typed.0.push(("expectedRevision".to_owned(), revision.to_string()));
        Self { typed, fields }
    }

    /// Whether it is still what this form showed when it was opened.
    pub fn is_as_seen(&self, typed: &Typed) -> bool {
        self.typed.get("seen") == typed.get("seen")
    }

    /// Where what was typed is not what is kept now.
    pub fn differences(&self, typed: &Typed) -> Vec<Difference> {
        between(typed, &self.typed, self.fields)
    }

    /// What was typed, in a form that knows of the version that is kept now.
    pub fn retyped(&self, typed: &Typed) -> Typed {
        let others = typed.0.iter().filter(|(name, _)| !KEPT.contains(&name.as_str())).cloned();
        let kept = self.typed.0.iter().filter(|(name, _)| KEPT.contains(&name.as_str())).cloned();
        Typed(others.chain(kept).collect())
    }
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
