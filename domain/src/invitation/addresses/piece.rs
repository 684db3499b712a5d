//! The pieces of a line: what separates them, what sticks to an address, what is a name.

use std::ops::Range;

use super::{
    Found, Malformed, Name,
    name::{is_title, untitled},
};
use crate::{
    member::sheet::{by_capitals, is_capital},
    text::fold,
};

/// What stands between commas, semicolons and tabs, except those inside quotes.
pub(super) fn pieces(line: &str) -> Vec<&str> {
    let cells = cells(line, |c| matches!(c, ',' | ';' | '\t'));
    cells.into_iter().filter(|piece| !piece.is_empty()).collect()
}

/// What stands between separators, except those inside quotes; nothing may stand there.
pub(super) fn cells(line: &str, is_separator: impl Fn(char) -> bool) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut closing: Option<usize> = None;
    for (index, c) in line.char_indices() {
        if closing.is_some_and(|end| index <= end) {
            continue;
        }
        match c {
            // A quote that nothing closes is a character like another.
            '"' => closing = line[index + 1..].find('"').map(|length| index + 1 + length),
            c if is_separator(c) => {
                pieces.push(&line[start..index]);
                start = index + c.len_utf8();
            }
            _ => {}
        }
    }
    pieces.push(&line[start..]);
    pieces.into_iter().map(trim).collect()
}

/// One piece has one address as a rule; spaces alone may separate several.
pub(super) fn read_piece(piece: &str) -> Vec<Found> {
    let tokens = tokens(piece);
    let mut found = Vec::with_capacity(tokens.len());
    for (index, token) in tokens.iter().enumerate() {
        let begins = index.checked_sub(1).map_or(0, |previous| tokens[previous].end);
        let ends = if index + 1 == tokens.len() { piece.len() } else { token.end };
        let before = told(&piece[begins..token.start]);
        let after = beside_slash(unbracketed(unquote(&piece[token.end..ends])));
        let beside = [before, after];
        let name = beside.into_iter().find(|name| is_name(name));
        let name = name.or_else(|| beside.into_iter().find(|name| is_numbered_name(name)));
        let name = name.map(Name::of);
        found.push(Found {
            raw: trim(&piece[begins..ends]).to_owned(),
            name,
            email: bare(&piece[token.clone()]).parse().map_err(Malformed::Email),
        });
    }
    found
}

/// What an address ends at, whatever it is.
fn is_edge(c: char) -> bool {
    c.is_whitespace()
        || is_invisible(c)
        || matches!(c, '<' | '>' | '(' | ')' | '"' | '[' | ']' | ',' | ';')
}

/// Whether an entry has words beside its address; `mailto:`, a rank and signs are none.
pub fn has_words(raw: &str) -> bool {
    let mut words = raw.split(is_edge).filter(|word| !word.contains('@'));
    words.any(|word| word.contains(char::is_alphabetic) && fold(word) != "mailto")
}

/// The words beside an address that are no part of the name that was read, so that the report tells them. A
/// row of a spreadsheet has other columns, and nobody takes them for a name.
pub fn left_out(raw: &str, name: &Name) -> Option<String> {
    if raw.contains(['\t', ';']) {
        return None;
    }
    let whole = fold(&name.whole());
    let known: Vec<&str> = whole.split(' ').collect();
    let is_left = |word: &&str| {
        let folded = fold(word);
        word.contains(char::is_alphabetic)
            && !word.contains('@')
            && folded != "mailto"
            && !is_title(word)
            && !folded.split(' ').all(|part| known.contains(&part))
    };
    let words: Vec<&str> = raw.split(is_edge).filter(is_left).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// The runs of characters that hold an @.
fn tokens(piece: &str) -> Vec<Range<usize>> {
    let mut tokens = Vec::new();
    let mut start = None;
    let ends = piece.char_indices().chain(std::iter::once((piece.len(), ' ')));
    for (index, c) in ends {
        match (start, is_edge(c)) {
            (None, false) => start = Some(index),
            (Some(from), true) => {
                if piece[from..index].contains('@') {
                    tokens.push(from..index);
                }
                start = None;
            }
            _ => {}
        }
    }
    tokens
}

/// An address without what sticks to it: `mailto:`, a subject, quotes, the end of a sentence.
fn bare(token: &str) -> &str {
    let mut text = token;
    if let Some(head) = text.get(..7).filter(|head| head.eq_ignore_ascii_case("mailto:")) {
        text = &text[head.len()..];
        text = text.split('?').next().unwrap_or(text);
    }
    text.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '+' | '@'))
        .trim_end_matches(|c: char| !c.is_alphanumeric() && c != '@')
}

pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c))
}

pub(super) fn unquote(text: &str) -> &str {
    text.trim_matches(|c: char| {
        c.is_whitespace()
            || is_invisible(c)
            || matches!(
                c,
                '"' | '\''
                    | '<'
                    | '>'
                    | '('
                    | ')'
                    | '['
                    | ']'
                    | ':'
                    | '-'
                    | '*'
                    | '•'
                    | '«'
                    | '»'
                    | '“'
                    | '”'
            )
    })
}

/// A text without its rank in a numbered list: « 3. Marie Dupont », « 3) Marie Dupont ».
fn unranked(text: &str) -> &str {
    let after = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = after.strip_prefix(['.', ')']).filter(|_| after.len() < text.len());
    rest.filter(|rest| rest.starts_with(char::is_whitespace)).map_or(text, str::trim_start)
}

/// A text without what stands in brackets behind it or before it: « Jean Dupont (Angers) ». The outermost
/// bracket on either side is gone already.
fn unbracketed(text: &str) -> &str {
    let mut text = text;
    while let Some(at) = text.rfind(['(', '[']) {
        if text[at..].contains([')', ']']) {
            break;
        }
        text = unquote(&text[..at]);
    }
    match text.find([')', ']']) {
        Some(at) if !text[..at].contains(['(', '[']) => unquote(&text[at + 1..]),
        _ => text,
    }
}

/// What a cell tells: neither its quotes, nor its rank in a list, nor what stands in brackets or before a
/// slash beside it.
pub(super) fn told(cell: &str) -> &str {
    beside_slash(unbracketed(unranked(unquote(cell))))
}

/// The one whole name on either side of a slash: « Ville d’Angers / Karim Benali ». Of two that may be names
/// nothing tells which one is, and the text stays as it was.
pub(super) fn beside_slash(text: &str) -> &str {
    if !text.contains('/') {
        return text;
    }
    let sides = text.split('/').map(unquote);
    let mut names = sides.filter(|side| is_name(side) && !is_town(side));
    match (names.next(), names.next()) {
        (Some(only), None) if only.contains(char::is_whitespace) => only,
        _ => text,
    }
}

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
