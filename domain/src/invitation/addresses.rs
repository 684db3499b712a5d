//! Reading addresses from a pasted list: a message's recipients, a spreadsheet's rows, a note.
//!
//! Nothing that was pasted is lost: what cannot be understood is an entry that says so.

use std::collections::HashMap;
use std::ops::Range;

use crate::identifier::{Email, email};

/// One person in the list, as far as it could be understood.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The rank in the list, counted from 1.
    pub position: usize,
    /// The line of the text, counted from 1.
    pub line: usize,
    /// What was pasted.
    pub raw: String,
    /// The name that stands with the address.
    pub name: Option<String>,
    /// The address, or why there is none.
    pub email: Result<Email, Malformed>,
    /// The position of the first entry with the same address.
    pub duplicate_of: Option<usize>,
}

/// Why an entry has no address to write to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    /// There is no address in it.
    #[error("there is no address")]
    NoAddress,
    /// There is one, and it cannot be right.
    #[error(transparent)]
    Email(#[from] email::Error),
}

/// How many entries of a list are taken at once.
pub const MOST: usize = 500;

/// The addresses of a list as people are known by them.
pub fn keys(entries: &[Entry]) -> Vec<String> {
    entries.iter().filter_map(|entry| Some(entry.email.as_ref().ok()?.key())).collect()
}

/// Reads a pasted list.
pub fn parse(text: &str) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (index, line) in text.lines().flat_map(|line| line.split('\r')).enumerate() {
        for found in read_line(line) {
            entries.push(Entry {
                position: entries.len() + 1,
                line: index + 1,
                raw: found.raw,
                name: found.name,
                email: found.email,
                duplicate_of: None,
            });
        }
    }
    flag_duplicates(&mut entries);
    entries
}

fn flag_duplicates(entries: &mut [Entry]) {
    let mut first: HashMap<String, usize> = HashMap::new();
    for entry in entries {
        if let Ok(email) = &entry.email {
            let earliest = *first.entry(email.key()).or_insert(entry.position);
            entry.duplicate_of = (earliest != entry.position).then_some(earliest);
        }
    }
}

struct Found {
    raw: String,
    name: Option<String>,
    email: Result<Email, Malformed>,
}

fn read_line(line: &str) -> Vec<Found> {
    let pieces = pieces(line);
    let addresses = pieces.iter().filter(|piece| piece.contains('@')).count();
    match addresses {
        0 if pieces.iter().any(|piece| piece.contains(char::is_alphanumeric)) => {
            vec![Found {
                raw: line.trim().to_owned(),
                name: None,
                email: Err(Malformed::NoAddress),
            }]
        }
        0 => Vec::new(),
        1 if !is_followed(&pieces) => one_among_strays(line, &pieces),
        _ => many_addresses(&pieces),
    }
}

/// Whether something comes after `Name <address>`: there the entry is over, and what follows is
/// another one, which is reported when it has no address.
fn is_followed(pieces: &[&str]) -> bool {
    let is_recipient = |piece: &&str| piece.contains('@') && piece.contains('<');
    let mut after = pieces.iter().skip_while(|piece| !is_recipient(piece)).skip(1);
    after.any(|piece| piece.contains(char::is_alphanumeric))
}

/// An entry and what was meant as another one: a list of addresses in which only one is right.
fn one_among_strays(line: &str, pieces: &[&str]) -> Vec<Found> {
    // Tabs are a spreadsheet's: there, all of a row is about one person.
    let is_other = |piece: &&&str| !line.contains('\t') && is_stray(piece);
    if !pieces.iter().any(|piece| is_other(&piece)) {
        return one_address(line, pieces);
    }
    let own: Vec<&str> = pieces.iter().filter(|piece| !is_other(piece)).copied().collect();
    let mut entry = one_address(&own.join(", "), &own);
    let mut found = Vec::with_capacity(pieces.len());
    for piece in pieces {
        if piece.contains('@') {
            found.append(&mut entry);
        } else if is_other(&piece) {
            found.extend(without_address(piece));
        }
    }
    found
}

/// What looks like an address and is none: `marie.dupont`, `b1.ex.fr`, `pas-une-adresse`.
fn is_stray(piece: &str) -> bool {
    let text = unquote(piece);
    let is_word = text.contains(char::is_alphabetic)
        && !text.contains(|c: char| c.is_whitespace() || c == '@');
    let is_side = |side: &str| side.chars().filter(|c| c.is_alphanumeric()).count() > 1;
    let is_dotted =
        text.rsplit_once('.').is_some_and(|(before, after)| is_side(before) && is_side(after));
    // A name that is cut by a hyphen has capitals.
    let is_joined = text.contains(['-', '_']) && !text.contains(char::is_uppercase);
    is_word && (is_dotted || is_joined)
}

/// A row of a spreadsheet, or an entry on its own line: all around the address belongs to it.
fn one_address(line: &str, pieces: &[&str]) -> Vec<Found> {
    let mut found = pieces
        .iter()
        .find(|piece| piece.contains('@'))
        .map_or_else(Vec::new, |piece| read_piece(piece));
    if let [only] = found.as_mut_slice() {
        let around: Vec<&str> = pieces
            .iter()
            .filter(|piece| !piece.contains('@'))
            .map(|piece| unquote(piece))
            .filter(|piece| is_name(piece))
            .collect();
        line.trim().clone_into(&mut only.raw);
        only.name = match only.name.take() {
            // "Dupont, Marie <…>": a name with a comma that nobody quoted.
            Some(name) if !around.is_empty() => Some(format!("{}, {name}", around.join(" "))),
            Some(name) => Some(name),
            None if around.is_empty() => None,
            None => Some(around.join(" ")),
        };
    } else if let Some(last) = found.last_mut() {
        let rest: Vec<&str> = pieces.iter().filter(|piece| !piece.contains('@')).copied().collect();
        if rest.iter().any(|piece| piece.contains(char::is_alphanumeric)) {
            last.raw = format!("{} {}", last.raw, rest.join(" "));
        }
    }
    found
}

/// Recipients one after the other: a piece without address is half a name, or an entry that is
/// reported.
fn many_addresses(pieces: &[&str]) -> Vec<Found> {
    let mut found = Vec::new();
    let mut pending: Option<&str> = None;
    for piece in pieces {
        if !piece.contains('@') {
            found.extend(pending.take().and_then(without_address));
            pending = Some(piece);
            continue;
        }
        let mut read = read_piece(piece);
        match (pending.take(), read.first_mut()) {
            (Some(half), Some(first))
                if piece.contains('<') && first.name.is_some() && !is_stray(half) =>
            {
                let half = unquote(half);
                first.raw = format!("{half}, {}", first.raw);
                first.name = first.name.take().map(|name| format!("{half}, {name}"));
            }
            (half, _) => found.extend(half.and_then(without_address)),
        }
        found.append(&mut read);
    }
    found.extend(pending.and_then(without_address));
    found
}

fn without_address(piece: &str) -> Option<Found> {
    piece.contains(char::is_alphanumeric).then(|| Found {
        raw: piece.to_owned(),
        name: None,
        email: Err(Malformed::NoAddress),
    })
}

/// What stands between commas, semicolons and tabs, except those inside quotes.
fn pieces(line: &str) -> Vec<&str> {
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
            ',' | ';' | '\t' => {
                pieces.push(&line[start..index]);
                start = index + c.len_utf8();
            }
            _ => {}
        }
    }
    pieces.push(&line[start..]);
    pieces.into_iter().map(trim).filter(|piece| !piece.is_empty()).collect()
}

/// One piece has one address as a rule; spaces alone may separate several.
fn read_piece(piece: &str) -> Vec<Found> {
    let tokens = tokens(piece);
    let mut found = Vec::with_capacity(tokens.len());
    for (index, token) in tokens.iter().enumerate() {
        let begins = index.checked_sub(1).map_or(0, |previous| tokens[previous].end);
        let ends = if index + 1 == tokens.len() { piece.len() } else { token.end };
        let before = unquote(&piece[begins..token.start]);
        let after = unquote(&piece[token.end..ends]);
        let name = [before, after].into_iter().find(|name| is_name(name)).map(str::to_owned);
        found.push(Found {
            raw: trim(&piece[begins..ends]).to_owned(),
            name,
            email: bare(&piece[token.clone()]).parse().map_err(Malformed::Email),
        });
    }
    found
}

/// The runs of characters that hold an @.
fn tokens(piece: &str) -> Vec<Range<usize>> {
    let mut tokens = Vec::new();
    let mut start = None;
    let ends = piece.char_indices().chain(std::iter::once((piece.len(), ' ')));
    for (index, c) in ends {
        let is_edge = c.is_whitespace()
            || is_invisible(c)
            || matches!(c, '<' | '>' | '(' | ')' | '"' | '[' | ']' | ',' | ';');
        match (start, is_edge) {
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

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c))
}

fn unquote(text: &str) -> &str {
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

/// A name has letters, and no digits: a telephone or a postal code next to an address is neither.
fn is_name(text: &str) -> bool {
    text.contains(char::is_alphabetic) && !text.contains(|c: char| c.is_numeric())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Vec<(Option<String>, Result<String, Malformed>)> {
        parse(text).into_iter().map(|entry| (entry.name, entry.email.map(String::from))).collect()
    }

    fn person(name: &str, email: &str) -> (Option<String>, Result<String, Malformed>) {
        ((!name.is_empty()).then(|| name.to_owned()), Ok(email.to_owned()))
    }

    #[test]
    fn recipients_of_a_message_are_read() {
        let list = "Marie Dupont <marie@a.example>, \"Petit, Jean\" <jean@b.example>; \
                    ali@c.example,'Zoé Le Gall' <zoe@d.example>";

        assert_eq!(
            read(list),
            [
                person("Marie Dupont", "marie@a.example"),
                person("Petit, Jean", "jean@b.example"),
                person("", "ali@c.example"),
                person("Zoé Le Gall", "zoe@d.example"),
            ]
        );
    }

    #[test]
    fn what_follows_a_recipient_is_another_one() {
        let list = "Zoé Lune <zoe@a.example>; pas-une-adresse";

        assert_eq!(
            read(list),
            [person("Zoé Lune", "zoe@a.example"), (None, Err(Malformed::NoAddress))]
        );
        assert_eq!(
            read("Dupont, Marie <marie@a.example>"),
            [person("Dupont, Marie", "marie@a.example")]
        );
    }

    #[test]
    fn what_looks_like_an_address_is_nobody_s_name() {
        let none = || (None, Err(Malformed::NoAddress));
        for stray in ["b1.ex.fr", "pas-une-adresse", "marie.dupont", "jean_petit"] {
            let good = person("", "a1@ex.fr");
            assert_eq!(read(&format!("a1@ex.fr, {stray}")), [good.clone(), none()], "{stray}");
            assert_eq!(read(&format!("{stray}; a1@ex.fr")), [none(), good], "{stray}");
            assert_eq!(
                read(&format!("{stray}, Zed <a1@ex.fr>")),
                [none(), person("Zed", "a1@ex.fr")],
                "{stray}"
            );
        }
        let entries = parse("a1@ex.fr;Marie;marie.dupont;Le Gall");
        let raw: Vec<_> = entries.iter().map(|entry| entry.raw.as_str()).collect();
        assert_eq!(raw, ["a1@ex.fr, Marie, Le Gall", "marie.dupont"]);
        assert_eq!(entries[0].name.as_deref(), Some("Marie Le Gall"));
        for row in ["a1@ex.fr;Jean-Marc;Petit", "a1@ex.fr;J.-P.;Petit", "a1@ex.fr\tmarie.dupont"] {
            assert_eq!(read(row).len(), 1, "{row}");
        }
        let phone = [person("Petit", "a1@ex.fr")];
        assert_eq!(read("a1@ex.fr;Petit;06.12.34.56.78"), phone, "a telephone is of the row");
    }

    #[test]
    fn rows_of_a_spreadsheet_are_read() {
        let rows = "Marie\tDupont\tmarie@a.example\t06 12 34 56 78\njean@b.example;Jean;Petit\n\n";

        assert_eq!(
            read(rows),
            [person("Marie Dupont", "marie@a.example"), person("Jean Petit", "jean@b.example")]
        );
    }

    #[test]
    fn what_sticks_to_an_address_is_put_aside() {
        for (text, name, email) in [
            ("mailto:marie@a.example?subject=Bonjour", "", "marie@a.example"),
            ("<MAILTO:marie@a.example>", "", "marie@a.example"),
            ("Marie Dupont (marie@a.example).", "Marie Dupont", "marie@a.example"),
            ("marie@a.example (Marie Dupont)", "Marie Dupont", "marie@a.example"),
            ("- marie@a.example.", "", "marie@a.example"),
            ("« marie@a.example »", "", "marie@a.example"),
            ("\u{feff}marie@a.example\u{200b}", "", "marie@a.example"),
            ("Dupont, Marie <marie@a.example>", "Dupont, Marie", "marie@a.example"),
            ("\"Marie <marie@a.example>", "Marie", "marie@a.example"),
        ] {
            assert_eq!(read(text), [person(name, email)], "{text:?}");
        }
    }

    #[test]
    fn spaces_alone_may_separate_addresses() {
        assert_eq!(
            read("marie@a.example jean@b.example"),
            [person("", "marie@a.example"), person("", "jean@b.example")]
        );
    }

    #[test]
    fn what_is_not_understood_is_reported() {
        let entries = parse("marie@a.example, jean, zoe@b\nVoir avec Ali\n");

        let report: Vec<_> = entries
            .iter()
            .map(|entry| {
                (entry.position, entry.line, entry.raw.as_str(), entry.email.as_ref().err())
            })
            .collect();
        assert_eq!(
            report,
            [
                (1, 1, "marie@a.example", None),
                (2, 1, "jean", Some(&Malformed::NoAddress)),
                (3, 1, "zoe@b", Some(&Malformed::Email(email::Error::Domain))),
                (4, 2, "Voir avec Ali", Some(&Malformed::NoAddress)),
            ]
        );
    }

    #[test]
    fn the_same_address_twice_points_to_the_first() {
        let entries = parse("marie@a.example\njean@b.example\nMarie <MARIE@A.example>");

        let duplicates: Vec<_> = entries.iter().map(|entry| entry.duplicate_of).collect();
        assert_eq!(duplicates, [None, None, Some(1)]);
    }

    #[test]
    fn nothing_gives_nothing() {
        assert_eq!(parse(""), []);
        assert_eq!(parse(" ,;\t\r\n - \n"), []);
    }

    proptest! {
        #[test]
        fn every_token_with_an_at_is_in_the_report(text in "[a-c@.<>\"', ;:()\t\r\n]{0,80}|.*") {
            let entries = parse(&text);
            for token in text.split(|c: char| c.is_whitespace() || is_invisible(c) || ",;\"<>()[]".contains(c)) {
                if token.contains('@') {
                    prop_assert!(entries.iter().any(|e| e.raw.contains(token)), "{:?} lost", token);
                }
            }
        }

        #[test]
        fn every_word_is_in_the_report(text in "([a-z]{1,4}|[a-z]@[a-z]\\.fr|[,; \t\n<>\"]){0,20}") {
            let entries = parse(&text);
            for word in text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
                prop_assert!(entries.iter().any(|e| e.raw.contains(word)), "{:?} lost", word);
            }
        }

        #[test]
        fn every_good_address_is_found_whatever_separates_it(
            addresses in proptest::collection::vec("[a-z]{1,6}\\.[a-z]{1,6}@[a-z]{2,8}\\.fr", 1..8),
            separator in prop::sample::select(vec![", ", ";", "\n", "\r\n", "\t", " ", ">, <", " ; ", "\",\""]),
        ) {
            let entries = parse(&addresses.join(separator));
            let found: Vec<String> =
                entries.into_iter().filter_map(|e| e.email.ok()).map(String::from).collect();
            prop_assert_eq!(found, addresses);
        }
    }
}
