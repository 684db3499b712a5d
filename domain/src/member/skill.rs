//! What people can do: the thirty themes of the national Coop platform, and words of their own.

use crate::text::{fold, sought};

/// The themes that the Coop counts support by.
pub const THEMES: [&str; 30] = [
    "diagnostic_numerique",
    "prendre_en_main_du_materiel",
    "maintenance_de_materiel",
    "gere_ses_contenus_numeriques",
    "navigation_sur_internet",
    "email",
    "bureautique",
    "reseaux_sociaux",
    "sante",
    "banque_et_achats_en_ligne",
    "entrepreneuriat",
    "insertion_professionnelle",
    "securite_numerique",
    "parentalite",
    "scolarite_et_numerique",
    "creer_avec_le_numerique",
    "culture_numerique",
    "intelligence_artificielle",
    "aide_aux_demarches_administratives",
    "papiers_elections_citoyennete",
    "famille_scolarite",
    "social_sante",
    "travail_formation",
    "logement",
    "transports_mobilite",
    "argent_impots",
    "justice",
    "etrangers_europe",
    "loisirs_sports_culture",
    "associations",
];

/// How many one person may name.
pub const MOST: usize = 30;
/// How long one may be.
pub const LONGEST: usize = 80;

/// Brings skills to their one form: a theme to its code, others trimmed; the same skill written
/// twice, in whatever case and with or without accents, is one.
pub(super) fn tidy(skills: &[String]) -> Vec<String> {
    let mut seen = std::collections::HashSet::new();
    let mut tidied = Vec::new();
    for skill in skills {
        let folded = fold(skill);
        if folded.is_empty() || !seen.insert(folded.clone()) {
            continue;
        }
        tidied.push(theme(&folded).map_or_else(|| words(skill), str::to_owned));
    }
    tidied
}

/// The theme of this folded text.
fn theme(folded: &str) -> Option<&'static str> {
    THEMES.into_iter().find(|code| fold(code) == folded)
}

/// The text on one line, without the signs that would need care inside a list.
fn words(text: &str) -> String {
    let plain: String = text
        .chars()
        .map(|c| if c.is_control() || matches!(c, '"' | '\\') { ' ' } else { c })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The pattern that finds a skill inside the list as the tables have it, for `like … escape '!'`: a
/// theme whole, other words by their beginning.
pub(super) fn pattern(skill: &str) -> String {
    let one = tidy(&[sought(skill).to_owned()]).pop().unwrap_or_default();
    let is_whole = one.is_empty() || THEMES.contains(&one.as_str());
    let mut escaped = String::new();
    for sign in one.to_lowercase().chars() {
        match sign {
            '!' | '%' | '_' => escaped.extend(['!', sign]),
            // SQLite's `lower` knows no accents: any letter may stand there.
            sign if sign.is_ascii() => escaped.push(sign),
            _ => escaped.push('_'),
        }
    }
    let end = if is_whole { "\"" } else { "" };
    format!("%\"{escaped}{end}%")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_skill_written_twice_is_one_and_a_theme_takes_its_code() {
        let skills = ["Réseaux sociaux", "reseaux_sociaux", "Impression 3D", "impression  3d", " "];

        let tidied = tidy(&skills.map(str::to_owned));

        assert_eq!(tidied, ["reseaux_sociaux", "Impression 3D"]);
    }

    #[test]
    fn a_pattern_means_its_own_signs() {
        assert_eq!(pattern("100 % libre"), "%\"100 !% libre%");
        assert_eq!(pattern("Écriture"), "%\"_criture%");
        assert_eq!(pattern(" "), "%\"\"%");
        assert_eq!(pattern("Réseaux sociaux"), "%\"reseaux!_sociaux\"%");
    }
}
