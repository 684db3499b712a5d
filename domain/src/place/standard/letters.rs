//! The letters that readers of the standard's files know in an address, as the national library
//! `lieux-de-mediation-numerique` lists them; whatever else stands there becomes a space.

/// A street, in these letters.
pub fn street(text: &str) -> String {
    in_letters(text, |letter| is_common(letter) || ",()°.&:+–|;/".contains(letter))
}

/// The name of a commune, in these letters.
pub fn commune(text: &str) -> String {
    in_letters(text, is_common)
}

fn in_letters(text: &str, knows: impl Fn(char) -> bool) -> String {
    let known = text.replace(|letter| !knows(letter), " ");
    known.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_common(letter: char) -> bool {
    let is_accented = matches!(letter, 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ÿ' | 'œ'..='Ÿ' | 'Œ');
    letter.is_ascii_alphanumeric() || is_accented || "-'’".contains(letter)
}

#[cfg(test)]
mod tests {
    use super::{commune, street};

    #[test]
    fn an_address_keeps_what_readers_know() {
        assert_eq!(
            street("12 bis, rue de l’Œuvre (bât. B) n° 3"),
            "12 bis, rue de l’Œuvre (bât. B) n° 3"
        );
        assert_eq!(
            street("Château de la Roche\" Route\tde  Louerre"),
            "Château de la Roche Route de Louerre"
        );
        assert_eq!(commune("L’Haÿ-les-Roses (94)"), "L’Haÿ-les-Roses 94");
    }
}
