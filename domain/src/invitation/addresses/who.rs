//! Whether a text tells who one person is, or several people, a function, a place, an organisation.

use super::name::{is_title, untitled};
use crate::{
    member::sheet::{by_capitals, is_capital},
    text::fold,
};

/// A name has letters, and as a rule no digits: a telephone or a postal code next to an address is
/// neither.
pub(super) fn is_name(text: &str) -> bool {
    text.contains(char::is_alphabetic) && !text.contains(char::is_numeric) && !is_nobody(text)
}

/// Whether a text tells something else than who one person is.
fn is_nobody(text: &str) -> bool {
    text.contains('/')
        || is_place(text)
        || is_organisation(text)
        || is_several(text)
        || is_function(text)
}

/// A name that somebody wrote with a number, « Jean Dupont 2 », « Jean 3e Dupont »: a street begins
/// with its number, and what is said to be a telephone or a letter box is one.
pub(super) fn is_numbered_name(text: &str) -> bool {
    const NUMBERED: [&str; 10] =
        ["tel", "telephone", "poste", "fax", "mobile", "portable", "gsm", "bp", "cs", "cedex"];
    may_have_number(text)
        && text.starts_with(char::is_alphabetic)
        && !fold(text).split(' ').any(|word| NUMBERED.contains(&word))
        && !is_nobody(text)
}

/// Whether a text tells several people, who share an address: « M. et Mme Durand », « Zoé & Paul Petit ».
pub(super) fn is_several(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.windows(3).any(|three| matches!(three, [_, "et" | "Et" | "ET" | "ou" | "&" | "+", _]))
}

/// Whether these several people are two who are addressed together, so that a last name beside is of both.
pub(super) fn is_couple(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().take(3).collect();
    is_several(text) && matches!(*words, [one, _, two] if is_title(one) && is_title(two))
}

/// What somebody does for an organisation.
pub(super) const FUNCTIONS: [&str; 38] = [
    "mediateur",
    "mediatrice",
    "animateur",
    "animatrice",
    "dsi",
    "maire",
    "mairesse",
    "president",
    "presidente",
    "directeur",
    "directrice",
    "adjoint",
    "adjointe",
    "conseiller",
    "conseillere",
    "prefet",
    "prefete",
    "depute",
    "deputee",
    "senateur",
    "senatrice",
    "ministre",
    "secretaire",
    "responsable",
    "delegue",
    "deleguee",
    "tresorier",
    "tresoriere",
    "proviseur",
    "proviseure",
    "principal",
    "principale",
    "coordinateur",
    "coordinatrice",
    "chef",
    "cheffe",
    "gerant",
    "gerante",
];

/// Whether a text tells a function, and not who: « Mme le Maire », « la Présidente », « Maire d’Angers ». Without
/// a title, and before a first name, capitals tell the last name « Le Maire ».
pub(super) fn is_function(text: &str) -> bool {
    let bare = untitled(text);
    let folded = fold(bare);
    let words: Vec<&str> = folded.split(' ').collect();
    let is_link = |word: &str| ["de", "du", "des", "d", "au", "aux"].contains(&word);
    match *words {
        [function, link, ..] if FUNCTIONS.contains(&function) => is_link(link),
        ["le" | "la" | "l", function, ..] if FUNCTIONS.contains(&function) => {
            let rest = words.get(2);
            let has_title = bare.len() < text.trim().len();
            let has_capitals =
                bare.split_whitespace().take(2).all(|word| word.starts_with(char::is_uppercase));
            let is_of_somebody = rest.map_or(!has_title, |rest| !is_link(rest));
            !(function == "maire" && has_capitals && is_of_somebody)
        }
        _ => false,
    }
}

/// What begins the address of a street or of a room, and nobody's name.
const STREETS: [&str; 8] =
    ["avenue", "av", "boulevard", "bd", "impasse", "batiment", "bat", "etage"];

/// The same for words that are last names too.
const PLACES: [&str; 26] = [
    "rue",
    "place",
    "chemin",
    "quai",
    "allee",
    "route",
    "bureau",
    "salle",
    "square",
    "cours",
    "porte",
    "hall",
    "residence",
    "escalier",
    "appartement",
    "rez",
    "maison",
    "espace",
    "centre",
    "foyer",
    "mairie",
    "mediatheque",
    "bibliotheque",
    "ecole",
    "college",
    "gymnase",
];

/// Whether a text tells where, and not who: it begins with a word for a street, a room or a house, as in
/// « N° 12 rue des Lilas », « Bureau 12 », « Salle Jean Moulin », even if somebody may be called so: the
/// report says what was left out. Who is called « Marie Place » or « BUREAU Marie » is.
fn is_place(text: &str) -> bool {
    let folded = fold(text);
    let words: Vec<&str> = folded.split(' ').collect();
    let is_again = |two: &[&str]| matches!(two, [one, "bis" | "ter" | "quater"] if is_number(one));
    match *words {
        ["n" | "no" | "numero", second, ..] if is_number(second) => true,
        [first, _, ..] if STREETS.contains(&first) => true,
        [first, second, ..] if PLACES.contains(&first) => {
            let has_number = words.iter().any(|word| is_number(word));
            let is_linked = ["de", "du", "des", "d", "au", "aux"].contains(&second);
            let begins = text.split_whitespace().next().unwrap_or_default();
            // « RUE Léa », « Salle-Petit Léa »: capitals and a hyphen tell a last name.
            let is_last_name =
                fold(begins) != first || (is_capital(begins) && by_capitals(text).is_some());
            has_number || is_linked || !is_last_name
        }
        _ => words.windows(2).any(is_again),
    }
}

/// What begins the name of an organisation, and nobody's.
const ORGANISATIONS: [&str; 27] = [
    "poste",
    "mairie",
    "mediatheque",
    "bibliotheque",
    "association",
    "departement",
    "region",
    "prefecture",
    "conseil",
    "communaute",
    "agglomeration",
    "ligue",
    "croix",
    "secours",
    "restos",
    "familles",
    "fondation",
    "federation",
    "mission",
    "pole",
    "service",
    "services",
    "agence",
    "office",
    "syndicat",
    "chambre",
    "caisse",
];

/// The letters by which some are known.
const INITIALS: [&str; 12] =
    ["ccas", "cias", "caf", "msa", "cpam", "carsat", "udaf", "mjc", "edf", "sncf", "anct", "pimms"];

/// Whether a text tells an organisation, and not who: « La Poste », « Croix Rouge », « CCAS d’Angers ».
pub(super) fn is_organisation(text: &str) -> bool {
    let folded = fold(text);
    let words: Vec<&str> = folded.split(' ').collect();
    let is_begun = match *words {
        [first, ..] if INITIALS.contains(&first) => return true,
        ["la" | "le" | "les" | "l", second, ..] => ORGANISATIONS.contains(&second),
        // Somebody may be called « Ville Marie ».
        ["ville" | "commune" | "metropole", link, _, ..] => {
            ["de", "du", "des", "d"].contains(&link)
        }
        [first, _, ..] => ORGANISATIONS.contains(&first),
        _ => false,
    };
    // « LA CROIX Marie »: capitals tell a last name.
    is_begun && by_capitals(text).is_none()
}

/// Towns that often stand beside a name, and are nobody's first name.
const TOWNS: &str = "agen albi amiens angers angouleme annecy arras aurillac auxerre avignon bayonne beauvais \
    besancon bordeaux bourges brest caen cahors calais cergy chartres cholet colmar dijon \
    dunkerque evreux grenoble laval lille limoges lorient lyon marseille melun metz \
    montpellier mulhouse nantes nevers nimes niort orleans paris pau perpignan poitiers \
    quimper reims rennes rouen saumur segre strasbourg toulouse tours vannes";

/// Whether this is a town that we know, and nothing else but a number.
pub(super) fn is_town(text: &str) -> bool {
    let folded = fold(text);
    let mut words = folded.split(' ').filter(|word| !is_number(word));
    words.next().is_some_and(|town| TOWNS.split(' ').any(|known| known == town))
        && words.next().is_none()
}

fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}

/// Letters, and fewer digits than a postal code or a telephone has.
pub(super) fn may_have_number(text: &str) -> bool {
    text.contains(char::is_alphabetic) && text.chars().filter(|c| c.is_numeric()).count() < 5
}
