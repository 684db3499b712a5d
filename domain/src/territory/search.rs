//! Finding a commune as people write it: a name with or without its accents, a postal code, an INSEE code.

use crate::{
    context::Context,
    database::{Sql, binds},
    error::Halt,
    network::Commune,
    text::{fold, sought},
};

pub(super) const COLUMNS: &str = "commune.insee_code, commune.name, commune.postal_codes, commune.epci_code, \
    commune.epci_name, commune.population";

/// How many communes one may choose between.
const MOST: usize = 20;

/// The commune of this INSEE code.
pub async fn by_code(ctx: &Context, code: &str) -> Result<Option<Commune>, Halt> {
    let text = format!("select {COLUMNS} from commune where insee_code = ?");
    Ok(Sql::new(&text, binds![code]).one(ctx.db()).await?)
}

/// The communes that somebody may mean, the likeliest first. One that is called exactly so leaves
/// out those that only begin so.
pub async fn search(ctx: &Context, text: &str) -> Result<Vec<Commune>, Halt> {
    let words = words(text);
    let (codes, names): (Vec<String>, Vec<String>) =
        words.into_iter().partition(|word| is_code(word));
    let name = names.join(" ");
    if name.is_empty() && codes.is_empty() {
        return Ok(Vec::new());
    }
    let mut select = Sql::new(&format!("select {COLUMNS} from commune where true"), vec![]);
    for code in codes.iter().take(2) {
        select = select.and(
            "and ('|' || commune.postal_codes like ? or commune.insee_code = ?",
            binds![format!("%|{code}%"), code.to_uppercase()],
        );
        // Five digits alone are a postal code, if one is so: who types them means no other commune
        // whose INSEE code happens to read the same.
        if name.is_empty() {
            select = select.and(
                "and not exists (select 1 from commune posted \
                 where '|' || posted.postal_codes || '|' like ?)",
                binds![format!("%|{code}|%")],
            );
        }
        select = select.and(")", vec![]);
    }
    let unnamed = select.clone();
    if !name.is_empty() {
        select = select.and(
            "and (commune.search like ? or commune.search like ?)",
            binds![format!("{name}%"), format!("% {name}%")],
        );
    }
    let found: Vec<Commune> = select
        .and(
            "order by case when commune.search = ? then 0 when commune.search like ? then 1 \
             else 2 end, commune.population desc, commune.insee_code limit 20",
            binds![&name, format!("{name}%")],
        )
        .all(ctx.db())
        .await?;
    if !found.is_empty() || name.chars().count() < 3 {
        return Ok(exact(found, &name));
    }
    likely(ctx, unnamed, &name).await
}

/// How the tables write the commune that is called so.
pub(super) fn called(name: &str) -> String {
    words(name).join(" ")
}

/// Whether a commune is called so, or begins so, rather than merely something like it.
pub fn is_called(commune: &Commune, text: &str) -> bool {
    let names: Vec<String> = words(text).into_iter().filter(|word| !is_code(word)).collect();
    format!(" {}", fold(&commune.name)).contains(&format!(" {}", names.join(" ")))
}

/// Those that are called so, when some are.
fn exact(mut found: Vec<Commune>, name: &str) -> Vec<Commune> {
    if found.iter().any(|commune| fold(&commune.name) == name) {
        found.retain(|commune| fold(&commune.name) == name);
    }
    found
}

/// Those whose name, or the beginning of it, differs by a slip or two.
async fn likely(ctx: &Context, select: Sql, name: &str) -> Result<Vec<Commune>, Halt> {
    let length = name.chars().count();
    let slips = match length {
        0..=4 => 1,
        5..=8 => 2,
        _ => 3,
    };
    let shortest = i32::try_from(length.saturating_sub(slips)).unwrap_or(i32::MAX);
    let all: Vec<Commune> =
        select.and("and length(commune.search) >= ?", binds![shortest]).all(ctx.db()).await?;
    let mut near: Vec<(usize, Commune)> = all
        .into_iter()
        .filter_map(|commune| {
            let slipped = distance(&fold(&commune.name), name);
            (slipped <= slips).then_some((slipped, commune))
        })
        .collect();
    near.sort_by_key(|(slipped, commune)| (*slipped, -commune.population));
    let least = near.first().map_or(0, |(slipped, _)| *slipped);
    // What is a slip away is meant, rather than what is two away.
    near.retain(|(slipped, _)| *slipped == least);
    near.truncate(MOST);
    Ok(near.into_iter().map(|(_, commune)| commune).collect())
}

/// How many slips lie between what was typed and a name, or the beginning of it.
fn distance(name: &str, typed: &str) -> usize {
    let beginning: String = name.chars().take(typed.chars().count()).collect();
    strsim::osa_distance(name, typed).min(strsim::osa_distance(&beginning, typed))
}

/// The words of what was typed, with usual short forms written out.
fn words(text: &str) -> Vec<String> {
    let folded = fold(sought(text));
    let written =
        folded.split(' ').filter(|word| !word.is_empty()).take(12).map(|word| match word {
            "st" => "saint".to_owned(),
            "ste" => "sainte".to_owned(),
            word => word.to_owned(),
        });
    let mut words: Vec<String> = written.collect();
    // A postal code is often typed in two parts: « 49 000 ».
    let is_split = |pair: &[String]| {
        pair[0].len() == 2 && pair[1].len() == 3 && pair.iter().all(|part| is_number(part))
    };
    if let Some(at) = words.windows(2).position(is_split) {
        let end = words.remove(at + 1);
        words[at].push_str(&end);
    }
    words
}

fn is_number(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}

/// Postal codes from their first two figures on, and INSEE codes, those of Corsica too.
fn is_code(word: &str) -> bool {
    let is_corsican = word.len() == 5
        && (word.starts_with("2a") || word.starts_with("2b"))
        && is_number(&word[2..]);
    is_corsican || ((2..=5).contains(&word.len()) && is_number(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_read_as_names_and_codes() {
        assert_eq!(words("St-Barthélemy d’Anjou"), ["saint", "barthelemy", "d", "anjou"]);
        assert_eq!(words("49 000 Angers"), ["49000", "angers"]);
        assert!(is_code("49007") && is_code("490") && is_code("2a004"));
        assert!(!is_code("4") && !is_code("2a") && !is_code("490071") && !is_code("angers"));
    }

    #[test]
    fn a_slip_of_the_finger_is_small() {
        assert_eq!(distance("saumur", "saumru"), 1);
        assert_eq!(distance("segre en anjou bleu", "segrr"), 1);
        assert!(distance("angers", "cholet") > 2);
    }
}
