//! The fields of the national places standard as a form, and back.

use domain::{
    patch::Patch,
    place::{
        Described, Place,
        standard::{ClosedList as _, Typology},
        values,
    },
};
use locales::text;

use crate::pages::{Problem, Typed, event::organise::Difference, place::hours};

/// The list columns: the input's name, the standard's heading, and what it is called.
const LISTS: [(&str, &str, &str); 11] = [
    ("typologies", "typologie", "Type de lieu"),
    ("emails", "courriels", "Courriels"),
    ("websites", "site_web", "Sites"),
    ("mobility", "itinerance", "Fixe ou itinérant"),
    ("services", "services", "Services"),
    ("audiences", "publics_specifiquement_adresses", "Publics"),
    ("specialCare", "prise_en_charge_specifique", "Accueils adaptés"),
    ("fees", "frais_a_charge", "Frais"),
    ("programmes", "dispositif_programmes_nationaux", "Programmes nationaux"),
    ("labels", "formations_labels", "Formations et labels"),
    ("otherLabels", "autres_formations_labels", "Autres labels"),
];

/// The lists that are typed, one below the other, instead of being ticked.
const LINES: [&str; 3] = ["emails", "websites", "otherLabels"];

/// The other columns, and what they are called.
const FIELDS: [(&str, &str); 25] = [
    ("name", "Nom"),
    ("pivot", "SIRET, RNA ou RIDET"),
    ("address", "Numéro et rue"),
    ("addressComplement", "Complément"),
    ("postalCode", "Code postal"),
    ("communeName", "Commune"),
    ("inseeCode", "Code Insee"),
    ("latitude", "Latitude"),
    ("longitude", "Longitude"),
    ("phone", "Téléphone"),
    ("openingHours", "Horaires"),
    ("hours-Mo", "Horaires du lundi"),
    ("hours-Tu", "Horaires du mardi"),
    ("hours-We", "Horaires du mercredi"),
    ("hours-Th", "Horaires du jeudi"),
    ("hours-Fr", "Horaires du vendredi"),
    ("hours-Sa", "Horaires du samedi"),
    ("hours-Su", "Horaires du dimanche"),
    ("summary", "En une phrase"),
    ("detail", "En détail"),
    ("parentStructure", "Structure parente"),
    ("accessibilityUrl", "Fiche Acceslibre"),
    ("appointmentUrl", "Prise de rendez-vous"),
    ("access", "Comment venir"),
    ("support", "Accompagnement"),
];

/// The form as the place fills it in.
pub fn typed_of(place: &Place) -> Typed {
    let some = |text: &Option<String>| text.clone().unwrap_or_default();
    let number = |degrees: Option<f64>| degrees.map(|degrees| degrees.to_string());
    let has_pivot = place.pivot.chars().any(|sign| sign != '0');
    let mut typed: Vec<(String, String)> = [
        ("expectedRevision", place.revision.to_string()),
        ("name", place.name.clone()),
        ("pivot", if has_pivot { place.pivot.clone() } else { String::new() }),
        ("address", place.address.clone()),
        ("addressComplement", some(&place.address_complement)),
        ("postalCode", place.postal_code.clone()),
        ("communeName", place.commune_name.clone()),
        ("inseeCode", some(&place.insee_code)),
        ("latitude", some(&number(place.latitude))),
        ("longitude", some(&number(place.longitude))),
        ("phone", some(&place.phone)),
        ("summary", some(&place.summary)),
        ("detail", some(&place.detail)),
        ("parentStructure", some(&place.parent_structure)),
        ("accessibilityUrl", some(&place.accessibility_url)),
        ("appointmentUrl", some(&place.appointment_url)),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect();
    typed.extend(hours::typed(place.opening_hours.as_deref()));
    for (name, column, _) in ticked() {
        typed.extend(values(place, column).into_iter().map(|value| (name.to_owned(), value)));
    }
    for (name, column, _) in LISTS.iter().filter(|(name, ..)| LINES.contains(name)) {
        typed.push(((*name).to_owned(), values(place, column).join("\n")));
    }
    Typed(typed)
}

/// The lists whose values are ticked.
fn ticked() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    let more = [
        ("access", "modalites_acces", "Comment venir"),
        ("support", "modalites_accompagnement", "Accompagnement"),
    ];
    LISTS.into_iter().filter(|(name, ..)| !LINES.contains(name)).chain(more)
}

/// What the form tells of the place, and what of it cannot be read.
pub fn described(typed: &Typed) -> (Described, Vec<Problem>) {
    let told = |name: &str| Some(typed.get(name).to_owned());
    let patch = |name: &str| {
        Patch::Put(Some(typed.get(name).trim().to_owned()).filter(|text| !text.is_empty()))
    };
    let lines = |name: &str| {
        let parts = typed.get(name).split(['\n', ',', ';']).map(str::trim);
        Some(parts.filter(|part| !part.is_empty()).map(str::to_owned).collect::<Vec<_>>())
    };
    let checks = |name: &str| {
        Some(typed.all(name).filter(|value| !value.is_empty()).map(str::to_owned).collect())
    };
    let mut problems = Vec::new();
    let opening_hours = match hours::read(typed, &mut problems) {
        Some(week) => Patch::Put(week.write()),
        None => patch("openingHours"),
    };
    let described = Described {
        pivot: patch("pivot"),
        name: told("name"),
        commune_name: told("communeName"),
        postal_code: told("postalCode").map(|code| code.trim().to_owned()),
        insee_code: patch("inseeCode"),
        address: told("address"),
        address_complement: patch("addressComplement"),
        coordinates: coordinates(typed, &mut problems),
        typologies: checks("typologies"),
        phone: patch("phone"),
        emails: lines("emails"),
        websites: lines("websites"),
        opening_hours,
        summary: patch("summary"),
        detail: patch("detail"),
        mobility: checks("mobility"),
        parent_structure: patch("parentStructure"),
        services: checks("services"),
        audiences: checks("audiences"),
        special_care: checks("specialCare"),
        fees: checks("fees"),
        programmes: checks("programmes"),
        labels: checks("labels"),
        other_labels: lines("otherLabels"),
        access: checks("access"),
        support: checks("support"),
        accessibility_url: patch("accessibilityUrl"),
        appointment_url: patch("appointmentUrl"),
    };
    (described, problems)
}

/// The point on the map; a decimal comma is forgiven.
fn coordinates(typed: &Typed, problems: &mut Vec<Problem>) -> Patch<(f64, f64)> {
    let (latitude, longitude) = (typed.get("latitude").trim(), typed.get("longitude").trim());
    if latitude.is_empty() && longitude.is_empty() {
        return Patch::Put(None);
    }
    let degrees = |text: &str| text.replace(',', ".").replace('−', "-").parse::<f64>().ok();
    if let Some(point) = degrees(latitude).zip(degrees(longitude)) {
        return Patch::Put(Some(point));
    }
    let words = text("refusal-coordinates-invalid", &[]);
    problems.push(Problem { field: Some("latitude".into()), words });
    Patch::Keep
}

/// Where what was typed is not what is kept now.
pub fn differences(typed: &Typed, kept: &Typed) -> Vec<Difference> {
    let said = |typed: &Typed, name: &str| {
        let values: Vec<_> = typed.all(name).map(str::trim).filter(|it| !it.is_empty()).collect();
        let said = values.join(", ").replace("\r\n", "\n");
        if said.is_empty() { "(rien)".to_owned() } else { said }
    };
    let lists = LISTS.iter().map(|(name, _, label)| (*name, *label));
    FIELDS
        .into_iter()
        .chain(lists)
        .map(|(name, label)| Difference { label, typed: said(typed, name), kept: said(kept, name) })
        .filter(|difference| difference.typed != difference.kept)
        .collect()
}

/// The kinds of place that are met most, shown first.
pub(super) const USUAL: [Typology; 14] = [
    Typology::Asso,
    Typology::Bib,
    Typology::Ccas,
    Typology::Cs,
    Typology::Csc,
    Typology::Epn,
    Typology::Enm,
    Typology::Fablab,
    Typology::Ml,
    Typology::Muni,
    Typology::Epci,
    Typology::PijBij,
    Typology::Rfs,
    Typology::TiersLieux,
];

/// What a kind of place is called; the code alone where it is its usual name.
pub(super) fn typology(kind: Typology) -> &'static str {
    named(kind).unwrap_or(kind.label())
}

fn named(kind: Typology) -> Option<&'static str> {
    Some(match kind {
        Typology::Aci => "Atelier ou chantier d’insertion (ACI)",
        Typology::Aciphc => "Premières heures en chantier (ACIPHC)",
        Typology::Ai => "Association intermédiaire (AI)",
        Typology::Ase => "Aide sociale à l’enfance (ASE)",
        Typology::Asso => "Association",
        Typology::AssoChomeur => "Association de personnes sans emploi",
        Typology::Autre => "Autre",
        Typology::Avip => "Crèche à vocation d’insertion professionnelle (AVIP)",
        Typology::Bib => "Bibliothèque ou médiathèque",
        Typology::Cada => "Centre d’accueil de demandeurs d’asile (CADA)",
        Typology::Caf => "Caisse d’allocations familiales (CAF)",
        Typology::CapEmploi => "Cap emploi",
        Typology::Cava => "Centre d’adaptation à la vie active (CAVA)",
        Typology::Cc => "Communauté de communes",
        Typology::Ccas => "Centre communal d’action sociale (CCAS)",
        Typology::Ccons => "Chambre consulaire",
        Typology::Cd => "Conseil départemental",
        Typology::Cdas => "Centre départemental d’action sociale (CDAS)",
        Typology::Cfp => "Centre des finances publiques",
        Typology::Chrs => "Centre d’hébergement et de réinsertion sociale (CHRS)",
        Typology::Chu => "Centre d’hébergement d’urgence (CHU)",
        Typology::Cias => "Centre intercommunal d’action sociale (CIAS)",
        Typology::Cidff => "Information sur les droits des femmes et des familles (CIDFF)",
        Typology::Citmet => "Cité des métiers",
        Typology::Cmp => "Centre médico-psychologique (CMP)",
        Typology::Cms => "Centre médico-social (CMS)",
        Typology::Cpam => "Caisse primaire d’assurance maladie (CPAM)",
        Typology::Cph => "Centre provisoire d’hébergement (CPH)",
        Typology::Cs => "Centre social",
        Typology::Csc => "Centre socioculturel",
        Typology::Dept => "Services sociaux du département",
        Typology::E2c => "École de la deuxième chance (E2C)",
        Typology::Ea => "Entreprise adaptée (EA)",
        Typology::Eatt => "Entreprise adaptée de travail temporaire (EATT)",
        Typology::Ei => "Entreprise d’insertion (EI)",
        Typology::Eiti => "Entreprise d’insertion par le travail indépendant (EITI)",
        Typology::Enm => "Espace numérique mobile",
        Typology::Epci => "Intercommunalité (EPCI)",
        Typology::Epide => "Établissement pour l’insertion dans l’emploi (EPIDE)",
        Typology::Epn => "Espace public numérique (EPN)",
        Typology::Esat => "Établissement d’accompagnement par le travail (ESAT)",
        Typology::Ess => "Entreprise de l’économie sociale et solidaire",
        Typology::Etti => "Entreprise de travail temporaire d’insertion (ETTI)",
        Typology::Evs => "Espace de vie sociale",
        Typology::Fablab => "Fablab",
        Typology::Fabrique => "Fabrique de territoire",
        Typology::Ft => "France Travail",
        Typology::Geiq => "Groupement d’employeurs pour l’insertion (GEIQ)",
        Typology::Huda => "Hébergement d’urgence de demandeurs d’asile (HUDA)",
        Typology::LaPoste => "La Poste",
        Typology::Mde => "Maison de l’emploi",
        Typology::Mdph => "Maison des personnes handicapées (MDPH)",
        Typology::Mds => "Maison des solidarités",
        Typology::Mjc => "Maison des jeunes et de la culture (MJC)",
        Typology::Ml => "Mission locale",
        Typology::Mq => "Maison de quartier",
        Typology::Msa => "Mutualité sociale agricole (MSA)",
        Typology::Msap => "Maison de services au public (MSAP)",
        Typology::Muni => "Commune, mairie",
        Typology::Of => "Organisme de formation",
        Typology::Pension => "Pension de famille, résidence accueil",
        Typology::PijBij => "Point ou bureau information jeunesse (PIJ, BIJ)",
        Typology::Pimms => "PIMMS Médiation",
        Typology::Pjj => "Protection judiciaire de la jeunesse (PJJ)",
        Typology::Plie => "Plan pour l’insertion et l’emploi (PLIE)",
        Typology::Pref => "Préfecture ou sous-préfecture",
        Typology::Reg => "Région",
        Typology::RelaisLecture => "Relais de lecture",
        Typology::Ressourcerie => "Ressourcerie",
        Typology::Rfs => "France services (RFS)",
        Typology::RsFjt => "Résidence sociale ou foyer de jeunes travailleurs",
        Typology::Spip => "Service d’insertion et de probation (SPIP)",
        Typology::TiersLieux => "Tiers-lieu",
        Typology::Udaf => "Union des associations familiales (UDAF)",
        _ => return None,
    })
}
