//! People by the beginnings of the words of their name.

use crate::{
    database::{Sql, binds},
    text::fold,
};

/// More words than a name has.
const MOST_WORDS: usize = 8;

/// The condition that the folded name of a row, in the column `search` of this table, has words that
/// begin with each of these; no words mean everybody.
pub(crate) fn named(table: &str, search: &str) -> Sql {
    let folded = fold(search);
    let words = folded.split(' ').filter(|word| !word.is_empty()).take(MOST_WORDS);
    words.fold(Sql::new("true", vec![]), |sql, word| {
        sql.and(
            &format!("and ({table}.search like ? or {table}.search like ?)"),
            binds![format!("{word}%"), format!("% {word}%")],
        )
    })
}
