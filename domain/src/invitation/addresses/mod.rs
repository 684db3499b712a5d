//! Reading addresses from a pasted list: a message's recipients, a spreadsheet's rows, a note.
//!
//! Nothing that was pasted is lost: what cannot be understood is an entry that says so.

mod name;
mod piece;
mod table;
#[cfg(test)]
mod tests;
mod who;

use std::collections::HashMap;

use crate::identifier::{Email, email};
use crate::text::is_long;
pub use name::Name;
use name::{Halves, is_last_name};
use piece::{cells, pieces, read_piece, told, unquote};
pub use piece::{has_words, left_out};
use table::Table;
use who::{is_couple, is_name, is_numbered_name, is_organisation, is_several};

/// One person in the list, as far as it could be understood.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The rank in the list, counted from 1.
    pub position: usize,
    /// The line of the text, counted from 1.
    pub line: usize,
    /// What was pasted.
    pub raw: String,
    /// The name that stands with a good address.
    pub name: Option<Name>,
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
    let mut table: Option<Table> = None;
    for (index, line) in text.lines().flat_map(|line| line.split('\r')).enumerate() {
        if let Some(begins) = Table::begins(line) {
            table = Some(begins);
            continue;
        }
        let row = table.as_ref().and_then(|table| table.read(line));
        for found in row.unwrap_or_else(|| read_line(line)) {
            entries.push(Entry {
                position: entries.len() + 1,
                line: index + 1,
                raw: found.raw,
                // What stands beside a broken address may be a part of it.
                name: found.name.filter(|name| {
                    found.email.is_ok() && name.says_who() && !is_long(&name.whole())
                }),
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
    name: Option<Name>,
    email: Result<Email, Malformed>,
}

fn read_line(line: &str) -> Vec<Found> {
    if let Some(entries) = entries(line) {
        return entries.into_iter().flat_map(read_line).collect();
    }
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
        _ => many_addresses(line, &pieces),
    }
}

/// The entries of a line in which semicolons stand between them, and commas within: each has an
/// address, and nobody's name goes over to the next.
fn entries(line: &str) -> Option<Vec<&str>> {
    let mut entries = cells(line, |c| c == ';');
    entries.retain(|entry| entry.contains(char::is_alphanumeric) || entry.contains('@'));
    let is_mixed = line.contains(',') && !line.contains('\t') && entries.len() > 1;
    (is_mixed && entries.iter().all(|entry| entry.contains('@'))).then_some(entries)
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
        return one_address(line, line, pieces);
    }
    let own: Vec<&str> = pieces.iter().filter(|piece| !is_other(piece)).copied().collect();
    let mut entry = one_address(line, &own.join(", "), &own);
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
fn one_address(line: &str, raw: &str, pieces: &[&str]) -> Vec<Found> {
    let Some(at) = pieces.iter().position(|piece| piece.contains('@')) else { return Vec::new() };
    let mut found = read_piece(pieces[at]);
    if let [only] = found.as_mut_slice() {
        raw.trim().clone_into(&mut only.raw);
        let (before, after) = (&pieces[..at], &pieces[at + 1..]);
        only.name = match (only.name.take(), before.last()) {
            // "Dupont, Marie <…>": a name with a comma that nobody quoted.
            (Some(Name::Whole(own)), Some(last)) if line.contains(&format!("{last},")) => {
                of_commas(line, before, &own, local_part(&only.email))
            }
            (Some(own), _) => Some(own),
            // « Durand, Marie et Paul <…> », « Durand;M. et Mme »: the last name is of both.
            (None, _) if is_of_several(pieces, at) => None,
            (None, _) => {
                let address = pieces[at].split('@').next().unwrap_or_default();
                let mut sides = [false, true]
                    .into_iter()
                    .flat_map(|with_numbers| [before, after].map(|side| (side, with_numbers)));
                let name = sides
                    .find_map(|(side, with_numbers)| around(line, side, address, with_numbers));
                // Somebody may be called as one is addressed.
                let mut cells = before.iter().chain(after).copied().map(told);
                name.or_else(|| cells.find(|cell| is_last_name(cell)).map(Name::of))
            }
        };
    } else if let Some(last) = found.last_mut() {
        let rest: Vec<&str> = pieces.iter().filter(|piece| !piece.contains('@')).copied().collect();
        if rest.iter().any(|piece| piece.contains(char::is_alphanumeric)) {
            last.raw = format!("{} {}", last.raw, rest.join(" "));
        }
    }
    found
}

/// Whether several people share the address in this piece.
fn is_of_several(pieces: &[&str], at: usize) -> bool {
    let own = pieces[at].split_once('<').map(|(own, _)| own);
    own.is_some_and(is_several) || pieces.iter().any(|piece| is_couple(unquote(piece)))
}

/// The name before an address, of which what stands before a comma may be a part.
fn of_commas(line: &str, before: &[&str], own: &str, local_part: &str) -> Option<Name> {
    let whole = Name::Whole(own.to_owned());
    let is_part = |piece: &&&str| is_name(told(piece)) && line.contains(&format!("{piece},"));
    let parts = before.iter().filter(is_part);
    let cells: Vec<&str> = parts.map(|piece| told(piece)).chain([own]).collect();
    let last = before.last().map_or("", |last| told(last));
    if is_organisation(last) {
        // « La Poste, Saumur » tells where, « La Poste, Zoé Lune » who.
        return own.contains(char::is_whitespace).then_some(whole);
    }
    if !is_other_half(last, own) {
        return Some(whole);
    }
    if cells.len() > 2 {
        return Name::of_many(&cells, local_part);
    }
    match Name::of_halves(last, own, local_part) {
        Halves::Own => Some(whole),
        halves => halves.joined(),
    }
}

/// What stands before the @ of a good address.
fn local_part(email: &Result<Email, Malformed>) -> &str {
    let address = email.as_ref().map_or("", Email::as_str);
    address.split('@').next().unwrap_or_default()
}

/// Whether a last name stands before this first one; with a number, only where no whole name does.
fn is_other_half(last: &str, first: &str) -> bool {
    is_name(last) || (is_numbered_name(last) && !first.contains(char::is_whitespace))
}

/// The name in the cells on one side of an address. A cell with a number may be the other half of a
/// name, or, where one looks for no better, the whole of it.
fn around(line: &str, pieces: &[&str], address: &str, with_numbers: bool) -> Option<Name> {
    let plain: Vec<&str> = pieces.iter().copied().map(told).filter(|cell| is_name(cell)).collect();
    let is_half = matches!(*plain, [only] if !only.contains(char::is_whitespace));
    let is_numbered = |cell: &str| {
        let is_other_half = is_half && cell.split_whitespace().any(is_name);
        is_numbered_name(cell) && (is_other_half || (with_numbers && plain.is_empty()))
    };
    let is_cell = |cell: &&str| is_name(told(cell)) || is_numbered(told(cell));
    let cells: Vec<&str> = pieces.iter().copied().filter(is_cell).collect();
    // « Dupont, Marie » has a space after the comma, a row of a file has none.
    let has_comma = cells.windows(2).next().is_some_and(|two| line.contains(&two.join(", ")));
    let cells: Vec<&str> = cells.into_iter().map(told).collect();
    // « La Poste, Saumur, saumur@… » tells where, and not who.
    let is_part_of_organisation = pieces
        .iter()
        .any(|piece| is_organisation(told(piece)) && line.contains(&format!("{piece}, ")));
    if is_part_of_organisation && matches!(*cells, [only] if !only.contains(char::is_whitespace)) {
        return None;
    }
    Name::of_cells(&cells, address, has_comma)
}

/// Recipients one after the other: a piece without address is half a name, or an entry that is
/// reported.
fn many_addresses(line: &str, pieces: &[&str]) -> Vec<Found> {
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
            (Some(half), Some(Found { raw, name, email }))
                if piece.contains('<')
                    && !is_stray(half)
                    && is_half_of(half, name.as_ref())
                    && line.contains(&format!("{half},")) =>
            {
                let own = name.as_ref().map(Name::whole).unwrap_or_default();
                match Name::of_halves(told(half), &own, local_part(email)) {
                    Halves::Own => found.extend(without_address(half)),
                    halves => {
                        *raw = format!("{half}, {raw}");
                        *name = halves.joined();
                    }
                }
            }
            (half, _) => found.extend(half.and_then(without_address)),
        }
        found.append(&mut read);
    }
    found.extend(pending.and_then(without_address));
    found
}

/// Whether what stands before a comma may belong to this name behind it.
fn is_half_of(half: &str, name: Option<&Name>) -> bool {
    name.is_some_and(|name| !name.is_parted() && is_other_half(told(half), &name.whole()))
}

fn without_address(piece: &str) -> Option<Found> {
    piece.contains(char::is_alphanumeric).then(|| Found {
        raw: piece.to_owned(),
        name: None,
        email: Err(Malformed::NoAddress),
    })
}
