//! People by the beginnings of the words of their name, or by their address.

use super::private;
use crate::{
    context::Context,
    database::{Sql, binds},
    text,
};

/// The condition that the folded name of a row, in the column `search` of this table, has words that
/// begin with each of these; no words mean everybody.
pub(crate) fn named(table: &str, search: &str) -> Sql {
    text::sought_words(search).iter().fold(Sql::new("true", vec![]), |sql, word| {
        sql.and(
            &format!("and ({table}.search like ? or {table}.search like ?)"),
            binds![format!("{word}%"), format!("% {word}%")],
        )
    })
}

/// The condition that a person in the table `member` is meant: by name; or by a part of their address
/// with its «@», where the asker may read it, so that who never said a name can be found.
pub(crate) fn sought(ctx: &Context, search: &str) -> Sql {
    let address = text::sought(search).to_lowercase();
    if !address.contains('@') {
        return named("member", search);
    }
    let escaped = address.replace('!', "!!").replace('%', "!%").replace('_', "!_");
    Sql::new("(member.email_key like ? escape '!' and", binds![format!("%{escaped}%")])
        .append(private(ctx, "member.id"))
        .and(")", vec![])
}
