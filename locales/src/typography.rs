//! The spaces and apostrophes that French sets and nobody types: a mark never begins a line.
//!
//! Words are written with plain spaces and straight apostrophes in files as in forms; what is shown is set here, once.
//! The rules are those of the *Lexique des règles typographiques en usage à l'Imprimerie
//! nationale*: a narrow no-break space before `;`, `!` and `?`, a no-break space before `:`, inside
//! guillemets, and between a number and its unit.

/// What is inside these elements is shown, or sent back, as it was written; an option that has a
/// value sends that, and shows its words.
const VERBATIM: [&str; 7] = ["textarea", "pre", "code", "script", "style", "option", "kbd"];

const NO_BREAK: char = '\u{a0}';
const NARROW_NO_BREAK: char = '\u{202f}';

/// Sets a text.
pub fn text(words: &str) -> String {
    let mut set = String::with_capacity(words.len() + words.len() / 16);
    let mut before = ['\n'; 2];
    let mut rest = words.chars();
    while let Some(letter) = rest.next() {
        let mut ahead = rest.clone();
        let letter = match letter {
            ' ' => space(before, ahead.next(), ahead.next()),
            '\'' if is_elided(&set, rest.as_str()) => '’',
            other => other,
        };
        set.push(letter);
        before = [before[1], letter];
    }
    set
}

/// Whether an apostrophe stands where a vowel was left out, in words rather than in an address.
fn is_elided(before: &str, after: &str) -> bool {
    let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    let ahead = after.split(char::is_whitespace).next().unwrap_or_default();
    if word.contains("://") || word.contains('@') || ahead.contains('@') {
        return false;
    }
    let letters = word.rsplit(|letter: char| !letter.is_alphabetic()).next().unwrap_or_default();
    match after.chars().next() {
        Some(next) => !letters.is_empty() && (next.is_alphanumeric() || next == '«'),
        // What follows stands in a tag: « l' », « qu' », and not the end of a 'word'.
        None => letters.chars().count() == 1 || letters.ends_with("qu"),
    }
}

/// The space between what is before it, the nearest last, and what comes after.
fn space(before: [char; 2], next: Option<char>, then: Option<char>) -> char {
    let [early, last] = before;
    let ends_there = !then.is_some_and(|then| then.is_alphanumeric() || then == '/');
    match next {
        _ if last == '«' => NO_BREAK,
        _ if last == ' ' => ' ',
        Some(';' | '!' | '?') if ends_there => NARROW_NO_BREAK,
        Some(':' | '»') if ends_there => NO_BREAK,
        Some('%' | '€' | 'h') if last.is_ascii_digit() && ends_there => NO_BREAK,
        Some(next) if next.is_ascii_digit() && last == 'h' && early == NO_BREAK => NO_BREAK,
        _ => ' ',
    }
}

/// Sets the texts of a page or a letter, and leaves its markup and what is verbatim alone.
pub fn html(page: &str) -> String {
    let mut set = String::with_capacity(page.len() + page.len() / 32);
    let mut verbatim = None;
    let mut rest = page;
    while !rest.is_empty() {
        let (words, markup) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
        set.push_str(&if verbatim.is_some() { words.to_owned() } else { text(&plain(words)) });
        let (tag, after) = markup.split_at(markup.find('>').map_or(markup.len(), |end| end + 1));
        set.push_str(tag);
        verbatim = match verbatim {
            None if is_tag(tag, "<", "option") && tag.contains(" value=\"") => None,
            None => VERBATIM.into_iter().find(|name| is_tag(tag, "<", name)),
            Some(name) if is_tag(tag, "</", name) => None,
            still => still,
        };
        rest = after;
    }
    set
}

/// Words with their apostrophes as one types them: between tags they need no escape.
fn plain(words: &str) -> String {
    words.replace("&#39;", "'").replace("&#x27;", "'")
}

fn is_tag(tag: &str, opening: &str, name: &str) -> bool {
    tag.strip_prefix(opening)
        .and_then(|tag| tag.strip_prefix(name))
        .is_some_and(|rest| !rest.starts_with(|letter: char| letter.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::{html, text};

    #[test]
    fn a_mark_stays_with_its_word() {
        assert_eq!(
            text("Venez ! Où ? Ici ; là : oui."),
            "Venez\u{202f}! Où\u{202f}? Ici\u{202f}; là\u{a0}: oui."
        );
        assert_eq!(text("« Bonjour »"), "«\u{a0}Bonjour\u{a0}»");
        assert_eq!(
            text("9 h 30 – 17 h, 94 %, 12 €"),
            "9\u{a0}h\u{a0}30 – 17\u{a0}h, 94\u{a0}%, 12\u{a0}€"
        );
    }

    #[test]
    fn what_is_no_mark_is_left() {
        for words in ["5 heures", "un :mot", "a ?b=c", "le h 2", "  : ", "10 hommes"] {
            assert_eq!(text(words), words);
        }
        assert_eq!(text(&text("Où ?")), text("Où ?"));
    }

    #[test]
    fn an_apostrophe_is_set_in_words_and_nowhere_else() {
        assert_eq!(text("l'IA et d'« hier »"), "l’IA et d’«\u{a0}hier\u{a0}»");
        assert_eq!(
            html("<option value=\"l'an\">L&#39;an</option><option>L&#39;an</option>"),
            "<option value=\"l'an\">L’an</option><option>L&#39;an</option>"
        );
        for words in ["https://exemple.fr/l'ami", "o'hara@exemple.fr", "'mot'", "5' "] {
            assert_eq!(text(words), words);
        }
        assert_eq!(
            html("<a title=\"l&#39;an\">Aujourd&#39;hui, l'<b>an</b></a><code>l&#39;an</code>"),
            "<a title=\"l&#39;an\">Aujourd’hui, l’<b>an</b></a><code>l&#39;an</code>"
        );
    }

    #[test]
    fn markup_and_what_is_typed_are_left() {
        let page = "<a title=\"Où ?\">Où ?</a><textarea>Où ?</textarea><code>a ?</code> Là !";

        assert_eq!(
            html(page),
            "<a title=\"Où ?\">Où\u{202f}?</a><textarea>Où ?</textarea><code>a ?</code> Là\u{202f}!"
        );
    }
}
