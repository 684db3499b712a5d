//! The name that stands with an address, and what tells its parts.

use super::who::{FUNCTIONS, is_town};
use crate::{
    member::sheet::{by_capitals, is_capital, is_particle},
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

/// What stands before and after a comma that nobody quoted.
pub(super) enum Halves {
    /// Together they tell this name.
    Joined(Name),
    /// Only what stands after the comma is the name.
    Own,
    /// Nothing tells the name: none is better than a wrong one.
    Untold,
}

impl Halves {
    /// The name that they tell together.
    pub(super) fn joined(self) -> Option<Name> {
        match self {
            Self::Joined(name) => Some(name),
            Self::Own | Self::Untold => None,
        }
    }
}

impl Name {
    /// A name in one piece: « Dupont, Marie », « DUPONT Marie », « Mme Marie Dupont ».
    pub(super) fn of(text: &str) -> Self {
        if let Some((last, first)) = text.split_once(',') {
            // « Dupont, Marie, Angers »: what stands after a second comma is no part of the name.
            let first = first.split(',').next().unwrap_or_default();
            let (first, last) = (first.trim(), last.trim());
            if is_town(first) && !last.is_empty() {
                return Self::of(last);
            }
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

    /// What stands before and after a comma that nobody quoted. Before a whole name, « Mairie, Paul Martin »,
    /// the comma tells the last name no more: capitals or the address say whether it is one. After a whole
    /// name, « Jean Dupont, Angers », or before a place, it does not either.
    pub(super) fn of_halves(last: &str, first: &str, local_part: &str) -> Halves {
        let (half, rest) = (untitled(last), untitled(first));
        let address = fold(local_part).replace(' ', "");
        if is_first_by(&address, rest, half) {
            return Halves::Joined(Self::of_comma(last, first));
        }
        if !is_one_last_name(half) && !is_title(rest) {
            // Of two whole names the address says whose it is.
            let is_one = rest.split_whitespace().filter(is_word).count() < 2;
            let (is_half, is_rest) = (has_word_in(half, &address), has_word_in(rest, &address));
            return if is_one || is_where(rest) || (is_half && !is_rest) {
                Halves::Joined(Self::of(last))
            } else if is_rest && !is_half {
                Halves::Own
            } else {
                Halves::Untold
            };
        }
        if is_where(rest) {
            return Halves::Untold;
        }
        let is_first = !rest.contains(char::is_whitespace) || is_title(half);
        if is_first || is_capital(half) || is_in(half, &address) {
            return Halves::Joined(Self::of_comma(last, first));
        }
        if is_in(rest, &address) {
            return Halves::Own;
        }
        Halves::Joined(Self::Whole(format!("{half} {rest}")))
    }

    /// What stands between several commas that nobody quoted: « Dupont, Jean, Angers ». A whole name that comes
    /// first is one, the address says which words are, or else capitals or the place behind them.
    pub(super) fn of_many(cells: &[&str], local_part: &str) -> Option<Self> {
        let cells: Vec<&str> = cells.iter().copied().map(untitled).collect();
        let address = fold(local_part).replace(' ', "");
        if let Some(found) = of_address(&cells, &address) {
            return Self::of_cells(&found, local_part, true);
        }
        match *cells {
            [whole, ..] if !is_one_last_name(whole) => Some(Self::of(whole)),
            [last, first, place]
                if (is_capital(last) || is_where(place))
                    && !is_where(first)
                    && !first.contains(char::is_whitespace) =>
            {
                Some(Self::of_comma(last, first))
            }
            _ => None,
        }
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
                let is_told = has_comma && !is_confirmed;
                let is_parted = [one, two].map(Self::of).iter().any(Self::is_parted);
                if !is_told || is_parted {
                    Some(Self::of_two(one, two, is_told))
                } else if is_one_last_name(one) || is_first_by(&address, two, one) {
                    (!is_where(two)).then(|| Self::of_two(one, two, true))
                } else {
                    Some(Self::of(one))
                }
            }
            [one] => (!is_town(one)).then(|| Self::of(one)),
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

    /// Whether this says who somebody is: a title alone does not, nor does a letter.
    pub(super) fn says_who(&self) -> bool {
        let whole = self.whole();
        let letters = whole.chars().filter(|c| c.is_alphabetic()).count();
        letters > 1 && (!is_title(&whole) || is_last_name(&whole))
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

/// Whether the address tells that one is a first name and the other a last one, of several words perhaps:
/// `ana.garcialopez@…` or `agarcialopez@…`.
fn is_first_by(address: &str, first: &str, last: &str) -> bool {
    let (folded, last) = (fold(first), fold(last));
    // « Conseiller numérique », « Zoé Dupont »: what else the address has of it makes it no first name.
    let mut words = folded.split(' ');
    let is_function = words.next().is_some_and(|word| FUNCTIONS.contains(&word));
    if is_function || words.any(|word| word.len() > 2 && address.contains(word)) {
        return false;
    }
    let at = |text: &str| text.split(' ').next().and_then(|word| address.find(word));
    let is_before = matches!((at(&folded), at(&last)), (Some(first), Some(last)) if first < last);
    let is_initial = folded.chars().next().is_some_and(|initial| {
        let rest = address.strip_prefix(initial);
        rest.is_some_and(|rest| rest.starts_with(&last.replace(' ', "")))
    });
    !is_where(first) && !last.is_empty() && ((folded.len() > 2 && is_before) || is_initial)
}

/// Whether this may be one last name: in capitals, or one word, behind « de la » or before a number. « Jean
/// Dupont » is a whole name.
fn is_one_last_name(text: &str) -> bool {
    const BEGINNINGS: [&str; 13] =
        ["saint", "sainte", "st", "ste", "da", "di", "dos", "ait", "el", "al", "ben", "der", "den"];
    let is_beginning = |word: &&str| is_particle(word) || BEGINNINGS.contains(&fold(word).as_str());
    let words = text.split_whitespace().filter(is_word).skip_while(is_beginning);
    is_capital(text) || words.count() < 2
}

fn is_word(text: &&str) -> bool {
    text.starts_with(char::is_alphabetic)
}

/// Whether this tells where rather than who: a town that we know, or what begins with an article.
fn is_where(text: &str) -> bool {
    let folded = fold(text);
    ["la ", "le ", "les "].iter().any(|article| folded.starts_with(article)) || is_town(text)
}

/// Whether one of the words stands in the address.
fn has_word_in(text: &str, address: &str) -> bool {
    fold(text).split(' ').any(|word| word.len() > 2 && address.contains(word))
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
pub(super) fn is_last_name(title: &str) -> bool {
    fold(title) == "maitre"
}

/// A name without the titles before it; where there is nothing else, they stay.
pub(super) fn untitled(text: &str) -> &str {
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
