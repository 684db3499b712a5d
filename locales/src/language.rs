//! The languages that we speak, and which of them someone would rather read.

/// A language. Pages and letters are French; the API also says what it says in English.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// Français.
    #[default]
    French,
    /// English.
    English,
}

impl Language {
    /// Its tag, as `Content-Language` has it.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::French => "fr",
            Self::English => "en",
        }
    }

    /// The best of ours among those of an `Accept-Language` header; French when none is named.
    pub fn accepted(header: Option<&str>) -> Self {
        let mut best = (0.0, Self::French);
        for range in header.unwrap_or_default().split(',') {
            let mut parts = range.split(';').map(str::trim);
            let tag = parts.next().unwrap_or_default();
            let language = match tag.split('-').next() {
                Some(tag) if tag.eq_ignore_ascii_case("fr") => Self::French,
                Some(tag) if tag.eq_ignore_ascii_case("en") => Self::English,
                _ => continue,
            };
            let weight = parts
                .find_map(|part| part.strip_prefix("q="))
                .map_or(1.0, |weight| weight.parse::<f32>().unwrap_or(0.0));
            // The first among equals.
            if weight > best.0 {
                best = (weight, language);
            }
        }
        best.1
    }
}

#[cfg(test)]
mod tests {
    use super::Language::{self, English, French};

    #[test]
    fn the_best_of_ours_is_chosen_and_french_when_none_is_named() {
        for (header, expected) in [
            (None, French),
            (Some(""), French),
            (Some("*"), French),
            (Some("de, es;q=0.5"), French),
            (Some("en"), English),
            (Some("EN-gb"), English),
            (Some("fr-FR,fr;q=0.9,en;q=0.8"), French),
            (Some("de, en;q=0.7, fr;q=0.3"), English),
            (Some("en;q=0, fr;q=0.1"), French),
            (Some("en;q=0"), French),
            (Some("en;q=x"), French),
        ] {
            assert_eq!(Language::accepted(header), expected, "{header:?}");
        }
    }
}
