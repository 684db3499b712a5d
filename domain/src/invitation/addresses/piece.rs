//! The pieces of a line: what separates them, what sticks to an address, what is a name.

use std::ops::Range;

use super::{Found, Malformed, Name};
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
        let after = unquote(&piece[token.end..ends]);
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

/// What a cell tells: neither its quotes nor its rank in a list.
pub(super) fn told(cell: &str) -> &str {
    unranked(unquote(cell))
}

/// A name has letters, and as a rule no digits: a telephone or a postal code next to an address is
/// neither.
pub(super) fn is_name(text: &str) -> bool {
    text.contains(char::is_alphabetic) && !text.contains(char::is_numeric) && !is_place(text)
}

/// A name that somebody wrote with a number, « Jean Dupont 2 », « Jean 3e Dupont »: a street begins
/// with its number, and what is said to be a telephone or a letter box is one.
pub(super) fn is_numbered_name(text: &str) -> bool {
    const NUMBERED: [&str; 10] =
        ["tel", "telephone", "poste", "fax", "mobile", "portable", "gsm", "bp", "cs", "cedex"];
    may_have_number(text)
        && text.starts_with(char::is_alphabetic)
        && !fold(text).split(' ').any(|word| NUMBERED.contains(&word))
        && !is_place(text)
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

fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}

/// Letters, and fewer digits than a postal code or a telephone has.
pub(super) fn may_have_number(text: &str) -> bool {
    text.contains(char::is_alphabetic) && text.chars().filter(|c| c.is_numeric()).count() < 5
}
