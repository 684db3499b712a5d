//! Finding an intercommunal body (EPCI) by its name, by a commune of it, or by its number.

use sea_orm::FromQueryResult;

use crate::{
    context::Context,
    database::Sql,
    error::Halt,
    text::{fold, sought},
};

/// An intercommunal body with what it covers.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Body {
    /// Its SIREN.
    pub epci_code: String,
    /// Its name.
    pub epci_name: String,
    /// How many communes it has.
    pub communes: i64,
    /// How many people live there.
    pub population: i64,
}

/// How many bodies one may choose between.
const MOST: usize = 10;

/// The bodies whose name has these words, or that bear this number; the most populated first.
pub async fn bodies(ctx: &Context, text: &str) -> Result<Vec<Body>, Halt> {
    let folded = fold(sought(text));
    let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
    if words.is_empty() {
        return Ok(Vec::new());
    }
    // There are 1,250 in the whole country: their accents are forgiven here rather than kept apart.
    let all: Vec<Body> = Sql::new(
        "select epci_code, epci_name, count(*) as communes, \
         cast(sum(population) as bigint) as population from commune where epci_code <> '' \
         group by epci_code, epci_name order by population desc, epci_code",
        vec![],
    )
    .all(ctx.db())
    .await?;
    let mut found: Vec<Body> = all.into_iter().filter(|body| is_meant(body, &words)).collect();
    found.truncate(MOST);
    Ok(found)
}

fn is_meant(body: &Body, words: &[&str]) -> bool {
    let name = fold(&body.epci_name);
    words
        .iter()
        .all(|word| name.split(' ').any(|part| part.starts_with(word)) || body.epci_code == *word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_meant_by_the_beginnings_of_its_words_or_by_its_number() {
        let body = Body {
            epci_code: "244900015".to_owned(),
            epci_name: "CU Angers Loire Métropole".to_owned(),
            communes: 29,
            population: 300_000,
        };

        assert!(is_meant(&body, &["metro", "angers"]));
        assert!(is_meant(&body, &["244900015"]));
        assert!(!is_meant(&body, &["angers", "cholet"]));
    }
}
