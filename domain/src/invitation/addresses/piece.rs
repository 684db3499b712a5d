//! The pieces of a line: what separates them, what sticks to an address, what stands beside it.

use std::ops::Range;

use super::{
    Found, Malformed, Name,
    name::is_title,
    who::{is_name, is_numbered_name, is_town},
};
use crate::text::{fold, is_unseen};

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

/// What an address ends at, whatever it is. A sign that nobody sees is none: what stands behind it may
/// be the rest of the address, and without its beginning it is somebody else's.
fn is_edge(c: char) -> bool {
    c.is_whitespace() || matches!(c, '<' | '>' | '(' | ')' | '"' | '[' | ']' | ',' | ';')
}

/// Whether an entry has words beside its address; `mailto:`, a rank and signs are none.
pub fn has_words(raw: &str) -> bool {
    let mut words = raw.split(is_edge).map(trim).filter(|word| !word.contains('@'));
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
    let words: Vec<&str> = raw.split(is_edge).map(trim).filter(is_left).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// The runs of characters that hold an @, without the signs at their ends that nobody sees.
fn tokens(piece: &str) -> Vec<Range<usize>> {
    let mut tokens = Vec::new();
    let mut start = None;
    let ends = piece.char_indices().chain(std::iter::once((piece.len(), ' ')));
    for (index, c) in ends {
        match (start, is_edge(c)) {
            (None, false) => start = Some(index),
            (Some(from), true) => {
                let run = &piece[from..index];
                if run.contains('@') {
                    let first = index - run.trim_start_matches(is_unseen).len();
                    let behind = from + run.trim_end_matches(is_unseen).len();
                    tokens.push(first..behind);
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
    // A dot ends a sentence and begins none: before an address it is a part of a broken one.
    let is_sign = |c: char| !c.is_alphanumeric() || is_unseen(c);
    text.trim_start_matches(|c: char| is_sign(c) && !matches!(c, '_' | '+' | '@' | '.'))
        .trim_end_matches(|c: char| is_sign(c) && c != '@')
}

fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || is_unseen(c))
}

pub(super) fn unquote(text: &str) -> &str {
    text.trim_matches(|c: char| {
        c.is_whitespace()
            || is_unseen(c)
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
