//! The name that stands with an address, and what tells its parts.

use crate::{
    member::sheet::{by_capitals, is_capital},
    text::fold,
};

/// A name, as far as a list tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Name {
    /// Nothing tells which part is which.
    Whole(String),
    /// A heading, capitals or a comma tell them.
    Parted {
        /// The first name.
        first: String,
        /// The last name.
        last: String,
    },
}

impl Name {
    /// A name in one piece: « Dupont, Marie », « DUPONT Marie », « Mme Marie Dupont ».
    pub(super) fn of(text: &str) -> Self {
        if let Some((last, first)) = text.split_once(',') {
            let (first, last) = (first.trim(), last.trim());
            if !first.is_empty() && !last.is_empty() {
                return Self::of_comma(last, first);
            }
        }
        let words: Vec<&str> = untitled(text).split_whitespace().collect();
        let whole = words.join(" ");
        match by_capitals(&whole) {
            Some((first, last)) => Self::Parted { first, last },
            None => Self::Whole(whole),
        }
    }

    /// What stands before and after a comma: « Dupont, Marie », « Mme Dupont, Marie », « Dupont, Dr ».
    pub(super) fn of_comma(last: &str, first: &str) -> Self {
        let (last, first) = (untitled(last), untitled(first));
        match (is_title(last) && !is_last_name(last), is_title(first)) {
            (true, false) => Self::of(first),
            (false, true) => Self::of(last),
            _ => Self::parted(first, last),
        }
    }

    /// What stands before and after a comma that nobody quoted; nothing when only what stands after it is the
    /// name. Before a whole name, « Mairie, Paul Martin », the comma tells the last name no more: capitals or
    /// the address say whether it is one.
    pub(super) fn of_halves(last: &str, first: &str, local_part: &str) -> Option<Self> {
        let (half, rest) = (untitled(last), untitled(first));
        let address = fold(local_part).replace(' ', "");
        let is_first = !rest.contains(char::is_whitespace) || is_title(half);
        if is_first || is_capital(half) || is_in(half, &address) {
            return Some(Self::of_comma(last, first));
        }
        (!is_in(rest, &address)).then(|| Self::Whole(format!("{half} {rest}")))
    }

    /// A name in the cells of a row without headings. What else a row tells of somebody, an employer
    /// or a function, is no part of it: the address says which cells are, or else the first two are.
    pub(super) fn of_cells(cells: &[&str], local_part: &str, has_comma: bool) -> Option<Self> {
        let all: Vec<&str> = cells.iter().copied().map(untitled).collect();
        let cells: Vec<&str> = all.iter().copied().filter(|cell| !is_title(cell)).collect();
        let is_half = matches!(*cells, [only] if !only.contains(char::is_whitespace));
        let is_missed = is_half && all.iter().any(|cell| is_last_name(cell));
        let cells = if is_missed { all } else { cells };
        let address = fold(local_part).replace(' ', "");
        let cells = of_address(&cells, &address).unwrap_or(cells);
        match *cells.get(..2).unwrap_or(&cells) {
            [one, two] => {
                let at = |cell| address.find(&fold(cell).replace(' ', ""));
                // Where the address has them in this order, it speaks against the comma.
                let is_confirmed =
                    matches!((at(one), at(two)), (Some(one), Some(two)) if one < two);
                Some(Self::of_two(one, two, has_comma && !is_confirmed))
            }
            [one] => Some(Self::of(one)),
            _ => None,
        }
    }

    fn of_two(one: &str, two: &str, has_comma: bool) -> Self {
        if let Some(whole) = [one, two].map(Self::of).into_iter().find(Self::is_parted) {
            return whole;
        }
        let is_word = |text: &str| !text.contains(char::is_whitespace);
        match (is_capital(one), is_capital(two)) {
            (true, false) if is_word(two) => Self::parted(two, one),
            (false, true) if is_word(one) => Self::parted(one, two),
            (false, false) | (true, true) if has_comma => Self::parted(two, one),
            _ => Self::Whole(format!("{one} {two}")),
        }
    }

    /// First and last name, each in its own cell or both in one, as the headings say.
    pub(super) fn of_columns(
        first: Option<&str>,
        last: Option<&str>,
        full: Option<&str>,
    ) -> Option<Self> {
        match (first, last) {
            (Some(first), Some(last)) => Some(Self::parted(untitled(first), untitled(last))),
            // A column « Nom » alone, or « Nom » beside an empty first name, may hold both.
            (one, None) => full.or(one).map(Self::of),
            (None, Some(last)) => Some(Self::of(last)),
        }
    }

    pub(super) fn parted(first: &str, last: &str) -> Self {
        Self::Parted { first: first.to_owned(), last: last.to_owned() }
    }

    pub(super) const fn is_parted(&self) -> bool {
        matches!(self, Self::Parted { .. })
    }

    /// The whole of it, the first name first.
    pub fn whole(&self) -> String {
        match self {
            Self::Whole(whole) => whole.clone(),
            Self::Parted { first, last } => format!("{first} {last}"),
        }
    }

    /// The whole of it as a list is sorted by it, « Dupont, Marie », where the list tells the parts.
    pub fn sorted(&self) -> String {
        match self {
            Self::Whole(whole) => whole.clone(),
            Self::Parted { first, last } => format!("{last}, {first}"),
        }
    }

    /// First and last name, where the list tells them apart.
    pub fn parts(&self) -> Option<(&str, &str)> {
        match self {
            Self::Whole(_) => None,
            Self::Parted { first, last } => Some((first, last)),
        }
    }
}

/// The cells whose words all stand in the address, when they make a name: `paul.martin@…` tells
/// which of a row's cells are.
fn of_address<'a>(cells: &[&'a str], address: &str) -> Option<Vec<&'a str>> {
    let found: Vec<&str> = cells.iter().copied().filter(|cell| is_in(cell, address)).collect();
    match *found {
        [] => None,
        [one] => one.contains(char::is_whitespace).then_some(found),
        _ => Some(found),
    }
}

/// Whether all words stand in the address.
fn is_in(text: &str, address: &str) -> bool {
    let folded = fold(text);
    let mut words = folded.split(' ');
    folded.len() > 2 && words.all(|word| address.contains(word))
}

/// How a person is addressed, which is no part of a name.
pub(super) fn is_title(text: &str) -> bool {
    const TITLES: [&str; 14] = [
        "m",
        "mr",
        "mme",
        "mlle",
        "monsieur",
        "madame",
        "mademoiselle",
        "dr",
        "docteur",
        "pr",
        "professeur",
        "professeure",
        "me",
        "maitre",
    ];
    TITLES.contains(&fold(text).as_str())
}

/// Whether a title is a last name, too.
fn is_last_name(title: &str) -> bool {
    fold(title) == "maitre"
}

/// A name without the titles before it; where there is nothing else, they stay.
fn untitled(text: &str) -> &str {
    let mut name = text.trim();
    while let Some((title, rest)) = name.split_once(char::is_whitespace) {
        let rest = rest.trim_start();
        let is_other_half = is_last_name(title) && !rest.contains(char::is_whitespace);
        if !is_title(title) || is_other_half {
            break;
        }
        name = rest;
    }
    name
}
