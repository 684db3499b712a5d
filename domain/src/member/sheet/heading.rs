//! What the headings of a spreadsheet of people mean.

use super::super::export::HEADINGS as HEADINGS_WRITTEN;
use crate::text::fold;

/// What a column says about a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The first name.
    FirstName,
    /// The last name.
    LastName,
    /// First and last name in one cell.
    FullName,
    /// The email address, by which a member is recognised.
    Email,
    /// The telephone number.
    Phone,
    /// The role that the file gives: « Médiateur », « Coordinateur ».
    Role,
    /// What the person is for the public: pilot, mediator, helper, first aider, scout.
    LocalRole,
    /// The function at the employer.
    JobTitle,
    /// The first day of the contract.
    StartsOn,
    /// The last day of the contract.
    EndsOn,
    /// The employer's name.
    EmployerName,
    /// The employer's SIRET or RNA.
    EmployerPivot,
    /// The employer's address.
    EmployerAddress,
    /// The employer's commune.
    EmployerCommune,
    /// The employer's postal code.
    EmployerPostalCode,
    /// The INSEE code of the employer's commune.
    EmployerInseeCode,
}

/// The headings that are met, folded. The first of a field is the one we write.
const HEADINGS: [(Field, &[&str]); 16] = [
    (
        Field::FirstName,
        &["prenom", "prenoms", "prenom usuel", "first name", "firstname", "given name"],
    ),
    (
        Field::LastName,
        &[
            "nom",
            "nom de famille",
            "nom d usage",
            "nom usuel",
            "nom de naissance",
            "last name",
            "lastname",
            "surname",
            "family name",
        ],
    ),
    (
        Field::FullName,
        &[
            "nom prenom",
            "prenom nom",
            "nom et prenom",
            "prenom et nom",
            "nom complet",
            "noms",
            "name",
            "full name",
            "personne",
            "contact",
            "participant",
            "membre",
            "nom du contact",
        ],
    ),
    (
        Field::Email,
        &[
            "adresse email",
            "email",
            "e mail",
            "mail",
            "courriel",
            "adresse mail",
            "adresse e mail",
            "adresse courriel",
            "adresse electronique",
            "mel",
            "emails",
            "mails",
            "courriels",
            "email address",
            "email pro",
            "mail pro",
            "email professionnel",
            "mail professionnel",
            "adresse mail professionnelle",
            "courriel professionnel",
            "adresse de messagerie",
        ],
    ),
    (
        Field::Phone,
        &[
            "numero de telephone",
            "telephone",
            "tel",
            "portable",
            "mobile",
            "telephone portable",
            "telephone mobile",
            "tel portable",
            "tel mobile",
            "no de telephone",
            "n de telephone",
            "num telephone",
            "phone",
            "telephone professionnel",
            "tel pro",
            "telephone fixe",
        ],
    ),
    (Field::Role, &["role", "roles", "profil"]),
    (Field::LocalRole, &["role local", "role dans le reseau local"]),
    (
        Field::JobTitle,
        &[
            "fonction",
            "fonctions",
            "poste",
            "metier",
            "intitule de poste",
            "intitule du poste",
            "titre",
            "job title",
            "emploi",
            "poste occupe",
        ],
    ),
    (
        Field::StartsOn,
        &[
            "date de debut de contrat",
            "date de debut",
            "date debut",
            "debut de contrat",
            "debut du contrat",
            "debut",
            "date de debut du contrat",
            "date d arrivee",
            "date d embauche",
            "date de prise de poste",
        ],
    ),
    (
        Field::EndsOn,
        &[
            "date de fin de contrat",
            "date de fin",
            "date fin",
            "fin de contrat",
            "fin du contrat",
            "fin",
            "date de fin du contrat",
            "date de depart",
        ],
    ),
    (
        Field::EmployerName,
        &[
            "structure employeuse nom",
            "structure employeuse",
            "structure",
            "employeur",
            "nom de la structure",
            "nom structure",
            "organisation",
            "organisme",
            "association",
            "entreprise",
            "etablissement",
            "collectivite",
            "nom de l employeur",
            "structure d appartenance",
            "structure de rattachement",
            "company",
            "organization",
        ],
    ),
    (
        Field::EmployerPivot,
        &[
            "structure employeuse siret",
            "siret",
            "rna",
            "siret rna",
            "siret ou rna",
            "pivot",
            "n siret",
            "no siret",
            "numero siret",
            "numero de siret",
            "siret de la structure",
            "siret structure",
            "siret employeur",
            "structure employeuse siret rna",
        ],
    ),
    (
        Field::EmployerAddress,
        &[
            "structure employeuse adresse",
            "adresse",
            "adresse postale",
            "adresse de la structure",
            "adresse structure",
            "adresse employeur",
        ],
    ),
    (
        Field::EmployerCommune,
        &[
            "structure employeuse commune",
            "commune",
            "ville",
            "commune de la structure",
            "localite",
            "city",
        ],
    ),
    (
        Field::EmployerPostalCode,
        &["structure employeuse code postal", "code postal", "cp", "codepostal"],
    ),
    (
        Field::EmployerInseeCode,
        &["structure employeuse code insee", "code insee", "insee", "code commune"],
    ),
];

/// What our own export tells of a membership and an account; operations change these, no file does.
const ONLY_TOLD: [&str; 3] = ["role dans le reseau", "membre depuis", "derniere connexion"];

/// Whether a heading is of our own export, and not to be read.
pub(super) fn is_only_told(heading: &str) -> bool {
    ONLY_TOLD.contains(&fold(heading).as_str())
}

impl Field {
    /// Every field, in the order we write them.
    pub fn all() -> impl Iterator<Item = Self> {
        HEADINGS.iter().map(|(field, _)| *field)
    }

    /// The heading that we write; nothing for what our own tables do not tell apart.
    pub fn heading(self) -> Option<&'static str> {
        HEADINGS_WRITTEN.into_iter().find(|heading| Self::of_heading(heading) == Some(self))
    }

    /// What a heading means: a known heading, or one with a remark after it
    /// (« Mail (obligatoire) », « Téléphone * »).
    pub fn of_heading(heading: &str) -> Option<Self> {
        let exact = |text: &str| {
            let folded = fold(text);
            HEADINGS
                .iter()
                .find(|(_, known)| known.contains(&folded.as_str()))
                .map(|(field, _)| *field)
        };
        exact(heading).or_else(|| exact(heading.split(['(', '[', '*', ':']).next()?))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_headings_of_the_national_team_export_are_known() {
        for (heading, field) in [
            ("Prénom", Field::FirstName),
            ("Nom", Field::LastName),
            ("Rôle", Field::Role),
            ("Date de début de contrat", Field::StartsOn),
            ("Date de fin de contrat", Field::EndsOn),
            ("Adresse email", Field::Email),
            ("Numéro de téléphone", Field::Phone),
            ("Structure employeuse – Nom", Field::EmployerName),
            ("Structure employeuse - Adresse", Field::EmployerAddress),
            ("Structure employeuse — Commune", Field::EmployerCommune),
            ("Structure employeuse Code postal", Field::EmployerPostalCode),
            ("Structure employeuse – Code Insee", Field::EmployerInseeCode),
        ] {
            assert_eq!(Field::of_heading(heading), Some(field), "{heading}");
        }
    }

    #[test]
    fn the_headings_people_write_are_guessed() {
        for (heading, field) in [
            ("E-MAIL", Field::Email),
            ("Courriel (obligatoire)", Field::Email),
            ("Adresse mail *", Field::Email),
            ("Tél. portable", Field::Phone),
            ("N° de téléphone", Field::Phone),
            ("NOM & Prénom", Field::FullName),
            ("Nom/Prénom", Field::FullName),
            ("Employeur :", Field::EmployerName),
            ("Ville", Field::EmployerCommune),
            ("N° SIRET", Field::EmployerPivot),
        ] {
            assert_eq!(Field::of_heading(heading), Some(field), "{heading}");
        }
        assert_eq!(Field::of_heading("Remarques"), None);
        assert_eq!(Field::of_heading(""), None);
    }

    #[test]
    fn no_heading_means_two_things() {
        let mut seen = BTreeSet::new();
        for heading in HEADINGS.iter().flat_map(|(_, known)| known.iter()) {
            assert!(seen.insert(heading), "{heading} is listed twice");
            assert_eq!(fold(heading), **heading, "{heading} is not folded");
        }
        assert_eq!(Field::all().collect::<BTreeSet<_>>().len(), HEADINGS.len());
    }
}
