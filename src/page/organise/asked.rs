//! Who is invited to an event and has said nothing yet: the list, and the same as a file.

use domain::{
    context::Context,
    employment,
    error::Halt,
    event::{self, Asked, AskedFilter, Event},
    exchange::{Format, List},
    member,
    page::{Page, Request},
};
use uuid::Uuid;
use web::{
    pages::{Typed, event::organise::Silent},
    words,
};

/// The word that asks for them, among the states of registrations.
pub(super) const SILENT: &str = "silent";

fn filter(asked: &Typed) -> AskedFilter {
    AskedFilter { has_answered: Some(false), search: asked.filled("search") }
}

/// A page of them, by name.
pub(super) async fn page(
    ctx: &Context,
    event: Uuid,
    asked: &Typed,
    request: &Request,
) -> Result<Page<Asked>, Halt> {
    let mut pages = event::asked_of_events(ctx, &[event], &filter(asked), request).await?;
    Ok(pages.remove(&event).unwrap_or_else(Page::empty))
}

/// Where each of them works, and whether one may open their page.
pub(super) async fn silent(ctx: &Context, rows: Vec<Asked>) -> Result<Vec<Silent>, Halt> {
    let members: Vec<_> = rows.iter().map(|one| one.member_id).collect();
    let mut employers = employment::employers_of(ctx, &members).await?;
    let known = member::by_ids(ctx, &members).await?;
    let silent = |asked: Asked| Silent {
        employers: employers.remove(&asked.member_id).unwrap_or_default().join(", "),
        is_known: known.contains_key(&asked.member_id),
        asked,
    };
    Ok(rows.into_iter().map(silent).collect())
}

/// All of them as a file: what the asker may see, and no more.
pub(super) async fn written(
    ctx: &Context,
    event: &Event,
    asked: &Typed,
    format: Format,
) -> Result<(String, Vec<u8>), Halt> {
    let rows = event::asked_roll(ctx, &event.facts, &filter(asked)).await?;
    let members: Vec<_> = rows.iter().map(|one| one.member_id).collect();
    let known = member::by_ids(ctx, &members).await?;
    let zone = words::zone(event);
    let cells = |one: Silent| {
        let seen = known.get(&one.asked.member_id);
        let invited_on = one.asked.created_at.with_timezone(&zone).format("%Y-%m-%d");
        vec![
            one.asked.name,
            seen.and_then(|seen| seen.email.clone()).unwrap_or_default(),
            seen.and_then(|seen| seen.phone.clone()).unwrap_or_default(),
            one.employers,
            invited_on.to_string(),
        ]
    };
    let rows = silent(ctx, rows).await?.into_iter().map(cells).collect();
    let headings = ["Nom", "Courriel", "Téléphone", "Structure", "Invitation"];
    let headings = headings.map(str::to_owned).into();
    let list = List { name: "Sans réponse".to_owned(), headings, rows };
    let day = event.starts_at.with_timezone(&zone).format("%Y-%m-%d");
    let name = format!("{day}_sans-reponse.{}", format.ending());
    Ok((name, list.write(format)?))
}
