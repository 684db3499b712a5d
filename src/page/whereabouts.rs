//! Where a list looks: a commune or an intercommunal body in words, then by its code.

use domain::{context::Context, error::Halt, territory, territory::Area, text::fold};
use web::{
    component::{Whereabouts, WhereaboutsOne},
    pages::Typed,
};

use super::list::query_of;

/// What an address keeps of where one looks.
pub(super) const KEPT: [&str; 3] = ["where", "territory", "known"];

/// The area that the address asks for, and its field; several that may be meant are offered, each
/// with the same list limited to it.
pub(super) async fn sought(
    ctx: &Context,
    asked: &Typed,
    path: &str,
    kept: &[&str],
) -> Result<(Option<Area>, Whereabouts), Halt> {
    let typed = asked.filled("where").unwrap_or_default();
    // A name that was changed after the choice is another question.
    let is_chosen = typed.is_empty() || asked.get("known") == typed;
    if let Some(area) = Area::of_code(asked.get("territory")).filter(|_| is_chosen)
        && let Some(name) = area.name(ctx).await?
    {
        let code = Some(asked.get("territory").to_owned());
        return Ok((Some(area), Whereabouts { typed: name, code, ..Whereabouts::default() }));
    }
    if typed.is_empty() {
        return Ok((None, Whereabouts::default()));
    }
    let communes = territory::search(ctx, &typed).await?;
    let bodies = territory::bodies(ctx, &typed).await?;
    let found = communes
        .into_iter()
        .map(|commune| (commune.insee_code, commune.name, commune.epci_name))
        .chain(bodies.into_iter().map(|body| {
            let communes = locales::text("page-communes", &[("count", body.communes.into())]);
            (body.epci_code, body.epci_name, communes)
        }));
    let mut found: Vec<_> = found.collect();
    // Who types the whole name of a commune means the commune.
    let folded = fold(&typed);
    if found.iter().filter(|(_, name, _)| fold(name) == folded).count() == 1 {
        found.retain(|(_, name, _)| fold(name) == folded);
    }
    if let [(code, name, _)] = &found[..] {
        let shown =
            Whereabouts { typed: name.clone(), code: Some(code.clone()), ..Whereabouts::default() };
        return Ok((Area::of_code(code), shown));
    }
    let others: Vec<_> = kept
        .iter()
        .filter(|name| !KEPT.contains(name))
        .map(|name| (*name, asked.get(name)))
        .collect();
    let choice = |(code, name, detail): (String, String, String)| {
        let chosen = [("where", name.as_str()), ("territory", &code), ("known", &name)];
        let query: Vec<_> = others.iter().copied().chain(chosen).collect();
        WhereaboutsOne { path: format!("{path}?{}", query_of(&query)), name: name.clone(), detail }
    };
    let is_unknown = found.is_empty();
    let choices = found.into_iter().map(choice).collect();
    Ok((None, Whereabouts { typed, code: None, choices, is_unknown }))
}

/// What the next page of the list keeps: these, and where one looks.
pub(super) fn kept<'a>(
    asked: &'a Typed,
    names: &[&'static str],
    shown: &'a Whereabouts,
) -> Vec<(&'static str, &'a str)> {
    names.iter().map(|name| (*name, asked.get(name))).chain(looked(shown)).collect()
}

fn looked(shown: &Whereabouts) -> [(&'static str, &str); 3] {
    match &shown.code {
        Some(code) => [("where", &shown.typed), ("territory", code), ("known", &shown.typed)],
        None => [("where", &shown.typed), ("territory", ""), ("known", "")],
    }
}
