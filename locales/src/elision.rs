//! «de» before a name: «d’Aline», «de Basile».

/// Of whom, or of what: the name with «de» before it, elided where one says it so.
pub fn of(name: impl AsRef<str>) -> String {
    let name = name.as_ref().trim();
    if is_elided(name) { format!("d’{name}") } else { format!("de {name}") }
}

/// Whether a name begins with the sound of a vowel, as far as its letters tell.
fn is_elided(name: &str) -> bool {
    // «de Hub»: its breath is heard, whatever follows the h.
    if name.split(|sign: char| !sign.is_alphabetic()).next().is_some_and(is_breathed) {
        return false;
    }
    let mut letters = name.chars().flat_map(char::to_lowercase).map(unaccented);
    match (letters.next(), letters.next()) {
        // «d’Yves», and «de Yann».
        (Some('y'), Some(next)) => !is_vowel(next),
        // «d’Hélène», and «de Hamid»: what is written with ha- is mostly spoken with its breath.
        (Some('h'), Some(next)) => is_vowel(next) && next != 'a',
        (Some(first), _) => is_vowel(first),
        (None, _) => false,
    }
}

fn is_breathed(word: &str) -> bool {
    ["hub", "hubs", "huit", "héros", "hors"].contains(&&*word.to_lowercase())
}

const fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

const fn unaccented(letter: char) -> char {
    match letter {
        'à' | 'â' | 'ä' | 'á' | 'æ' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' | 'í' => 'i',
        'ô' | 'ö' | 'ó' | 'œ' => 'o',
        'û' | 'ü' | 'ù' | 'ú' => 'u',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn de_loses_its_vowel_before_another() {
        for name in [
            "Aline Arbrelune",
            "Élodie",
            "Inès",
            "Odile",
            "Ursule",
            "Yves",
            "Hélène",
            "invitation.f@exemple.test",
        ] {
            assert_eq!(of(name), format!("d’{name}"));
        }
        for name in ["Basile", "Yann", "Hamid", "Saumur", "Hub Pays de la Loire", "49000", ""] {
            assert_eq!(of(name), format!("de {name}"));
        }
    }
}
