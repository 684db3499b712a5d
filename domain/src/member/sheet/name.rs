//! First and last name from one cell.

/// Words that begin a last name and do not end it.
const PARTICLES: [&str; 12] =
    ["de", "du", "des", "d'", "d’", "la", "le", "les", "van", "von", "el", "ben"];

/// First and last name where capitals tell the last one: « DUPONT Marie », « Marie DUPONT ».
pub(crate) fn by_capitals(full: &str) -> Option<(String, String)> {
    let (capitals, others): (Vec<&str>, Vec<&str>) =
        full.split_whitespace().partition(|word| is_capital(word));
    (!capitals.is_empty() && !others.is_empty()).then(|| (others.join(" "), capitals.join(" ")))
}

/// Whether this word begins a last name and does not end it.
pub(crate) fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&word.to_lowercase().as_str())
}

/// All capitals; one letter, or initials with their points, says nothing.
pub(crate) fn is_capital(text: &str) -> bool {
    text.chars().filter(|c| c.is_alphabetic()).count() > 1
        && !text.contains(|c: char| c.is_lowercase() || c == '.')
}

/// First and last name. A comma stands behind the last name (« Dupont, Marie »); capitals tell it
/// (« DUPONT Marie »); else the heading says which of them comes first.
pub(super) fn split_name(full: &str, is_last_first: bool) -> (String, String) {
    if let Some((last, first)) = full.split_once(',') {
        let (last, first) = (last.trim(), first.trim());
        if !first.is_empty() && !last.is_empty() && !first.contains(',') {
            return (first.to_owned(), last.to_owned());
        }
    }
    let full = full.trim_matches([',', ' ']);
    if let Some(told_apart) = by_capitals(full) {
        return told_apart;
    }
    let words: Vec<&str> = full.split_whitespace().collect();
    if is_last_first {
        let last = words.iter().take_while(|word| is_particle(word)).count() + 1;
        if last < words.len() {
            return (words[last..].join(" "), words[..last].join(" "));
        }
    }
    match words.split_first() {
        Some((first, rest)) if !rest.is_empty() => ((*first).to_owned(), rest.join(" ")),
        _ => (String::new(), full.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_split_by_its_comma_its_capitals_or_its_heading() {
        for (full, is_last_first, first, last) in [
            ("DUPONT Marie", false, "Marie", "DUPONT"),
            ("Jean-Marc LE GALL", false, "Jean-Marc", "LE GALL"),
            ("Marie Le Gall", false, "Marie", "Le Gall"),
            ("Dupont", false, "", "Dupont"),
            ("Durand Paul", true, "Paul", "Durand"),
            ("Paul Durand", false, "Paul", "Durand"),
            ("Paul DURAND", true, "Paul", "DURAND"),
            ("Durand, Paul", false, "Paul", "Durand"),
            ("Le Goff, Anne Marie", true, "Anne Marie", "Le Goff"),
            ("de la Tour Anne", true, "Anne", "de la Tour"),
            ("Durand,", true, "", "Durand"),
            ("Durand", true, "", "Durand"),
        ] {
            let expected = (first.to_owned(), last.to_owned());
            assert_eq!(split_name(full, is_last_first), expected, "{full}");
        }
    }
}
