//! The closed lists of the standard: what a column may say, in the standard's own words.
//!
//! Lists are matched leniently (accents, case, apostrophes, spaces, an explanation after the value)
//! and written in one form only. Order in a list carries no meaning: the standard's order is used.

use crate::text::fold;

/// A list of values that the standard closes.
pub trait ClosedList: Copy + Ord + Sized + 'static {
    /// Every value, in the standard's order.
    const ALL: &'static [Self];

    /// The value as the standard writes it.
    fn label(self) -> &'static str;

    /// Other spellings that are met in files.
    fn aliases(self) -> &'static [&'static str];

    /// The value that a text means. « Gratuit : je peux accéder gratuitement… » means « Gratuit ».
    fn recognise(text: &str) -> Option<Self> {
        let find = |text: &str| {
            let folded = fold(text);
            Self::ALL.iter().copied().find(|value| {
                fold(value.label()) == folded
                    || value.aliases().iter().any(|alias| fold(alias) == folded)
            })
        };
        find(text).or_else(|| find(text.split([':', '(']).next().unwrap_or_default()))
    }
}

/// The text is not a value of the closed list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this value is not in the list")]
pub struct NotInList;

macro_rules! closed_list {
    ($(#[$doc:meta])* $list:ident { $($value:ident = $label:literal $(, also $alias:literal)*;)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub enum $list {
            $(#[doc = concat!("`", $label, "`")] $value,)+
        }

        impl ClosedList for $list {
            const ALL: &'static [Self] = &[$(Self::$value),+];

            fn label(self) -> &'static str {
                match self {
                    $(Self::$value => $label,)+
                }
            }

            fn aliases(self) -> &'static [&'static str] {
                match self {
                    $(Self::$value => &[$($alias),*],)+
                }
            }
        }

        impl From<$list> for String {
            fn from(value: $list) -> Self {
                value.label().to_owned()
            }
        }

        impl TryFrom<String> for $list {
            type Error = NotInList;

            fn try_from(text: String) -> Result<Self, NotInList> {
                Self::recognise(&text).ok_or(NotInList)
            }
        }
    };
}
pub(super) use closed_list;

closed_list! {
    /// What is offered. Column `services`.
    Service {
        AdministrativeProcedures = "Aide aux démarches administratives";
        EverydayTools = "Maîtrise des outils numériques du quotidien";
        JobSeeking = "Insertion professionnelle via le numérique";
        Security = "Utilisation sécurisée du numérique";
        ParentingAndEducation = "Parentalité et éducation avec le numérique";
        LeisureAndCreation = "Loisirs et créations numériques";
        UnderstandingTheDigitalWorld = "Compréhension du monde numérique";
        AccessAndEquipment = "Accès internet et matériel informatique";
        AffordableEquipment = "Acquisition de matériel informatique à prix solidaire";
    }
}

closed_list! {
    /// Whom the place is especially for. Column `publics_specifiquement_adresses`.
    Audience {
        Youth = "Jeunes";
        Students = "Étudiants";
        Families = "Familles et/ou enfants";
        Seniors = "Seniors";
        Women = "Femmes";
    }
}

closed_list! {
    /// Special needs that are met. Column `prise_en_charge_specifique`.
    SpecialCare {
        Deafness = "Surdité";
        MotorDisability = "Handicaps moteurs";
        MentalDisability = "Handicaps mentaux";
        Illiteracy = "Illettrisme", also "Illetrisme";
        English = "Langues étrangères (anglais)";
        OtherLanguages = "Langues étrangères (autres)";
        VisualImpairment = "Déficience visuelle";
    }
}

closed_list! {
    /// What one pays. Column `frais_a_charge`.
    Fee {
        Free = "Gratuit";
        FreeUnderCondition = "Gratuit sous condition";
        Paying = "Payant";
    }
}

closed_list! {
    /// National programmes that the place belongs to. Column `dispositif_programmes_nationaux`.
    Programme {
        AidantsConnect = "Aidants Connect";
        BibliothequesNumeriques = "Bibliothèques numérique de référence", also "Bibliothèque numérique de référence";
        CertificationPix = "Certification PIX";
        ConseillersNumeriques = "Conseillers numériques", also "Conseiller numérique", also "Conseiller numérique France Services", also "Conseillers numériques France Services";
        EmmausConnect = "Emmaüs Connect";
        FranceServices = "France Services", also "Maison France Services", also "Espace France Services";
        GrandeEcoleDuNumerique = "Grande école du numérique";
        CroixRouge = "La Croix Rouge";
        PointAccesNumeriqueCaf = "Point d'accès numérique CAF";
        PromeneursDuNet = "Promeneurs du net", also "Promeneur du net";
        RelaisNumerique = "Relais numérique (Emmaüs Connect)";
    }
}

closed_list! {
    /// Training and labels that the place has. Column `formations_labels`.
    Label {
        MonEspaceSante = "Formé à « Mon Espace Santé »";
        Duplex = "Formé à « DUPLEX » (illettrisme)", also "Formé à « DUPLEX » (illetrisme)";
        ArniaMedNum = "Arnia/MedNum BFC (Bourgogne-Franche-Comté)";
        CollectifReemploi = "Collectif ressources et acteurs réemploi (Normandie)";
        EtapesNumeriques = "Étapes numériques (La Poste)";
        FabriquesDeTerritoire = "Fabriques de Territoire";
        EclaireursDuNumerique = "Les Éclaireurs du numérique (Drôme)";
        MesPapiers = "Mes Papiers (Métropole de Lyon)";
        Ordi3 = "ORDI 3.0";
        SudLabs = "SUD LABS (PACA)";
    }
}

closed_list! {
    /// How one comes. Column `modalites_acces`.
    Access {
        Come = "Se présenter";
        Call = "Téléphoner";
        Write = "Contacter par mail";
        BookOnline = "Prendre un RDV en ligne";
        NotOpenToThePublic = "Ce lieu n'accueille pas de public";
        Referral = "Envoyer un mail avec une fiche de prescription";
    }
}

closed_list! {
    /// How one is helped. Column `modalites_accompagnement`.
    Support {
        OnOnesOwn = "En autonomie";
        Individual = "Accompagnement individuel";
        Workshop = "Dans un atelier collectif";
        Remote = "À distance";
    }
}

closed_list! {
    /// Whether the place moves. Column `itinerance`.
    Mobility {
        Itinerant = "Itinérant";
        Fixed = "Fixe";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_recognised_as_people_write_them() {
        assert_eq!(
            Access::recognise("ce lieu n’accueille pas de public"),
            Some(Access::NotOpenToThePublic)
        );
        assert_eq!(
            Fee::recognise("Gratuit : Je peux accéder gratuitement au lieu"),
            Some(Fee::Free)
        );
        assert_eq!(
            Fee::recognise("GRATUIT SOUS CONDITION (adhésion)"),
            Some(Fee::FreeUnderCondition)
        );
        assert_eq!(
            Programme::recognise("Relais numérique (Emmaüs Connect)"),
            Some(Programme::RelaisNumerique)
        );
        assert_eq!(Label::recognise("Formé à « DUPLEX » (illetrisme)"), Some(Label::Duplex));
        assert_eq!(Service::recognise("Vente de crêpes"), None);
        assert_eq!(Service::recognise(""), None);
    }

    fn recognises_its_own<L: ClosedList + std::fmt::Debug>(count: usize) {
        assert_eq!(L::ALL.len(), count);
        for value in L::ALL {
            assert_eq!(L::recognise(value.label()), Some(*value));
            assert!(!value.label().contains(['|', ';']), "{value:?} would be cut in two");
        }
    }

    #[test]
    fn every_list_reads_what_it_writes() {
        recognises_its_own::<Service>(9);
        recognises_its_own::<Audience>(5);
        recognises_its_own::<SpecialCare>(7);
        recognises_its_own::<Fee>(3);
        recognises_its_own::<Programme>(11);
        recognises_its_own::<Label>(10);
        recognises_its_own::<Access>(6);
        recognises_its_own::<Support>(4);
        recognises_its_own::<Mobility>(2);
        recognises_its_own::<super::super::Typology>(92);
    }
}
