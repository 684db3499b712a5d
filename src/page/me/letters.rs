//! Which letters one receives.

use std::collections::BTreeSet;

use domain::{
    error::Halt,
    letter::{self, Reader},
    outbox::Category,
};
use poem::{Response, handler};
use web::pages::{Problem, Typed, me::LettersPage};

use crate::page::visit::{Done, Posted, Visit, problems};

/// The categories, as they stand.
#[handler]
pub(crate) async fn show(visit: Visit) -> Response {
    visit.show(standing(&visit).await)
}

async fn standing(visit: &Visit) -> Result<String, Halt> {
    let refused = letter::refused(&visit.ctx, &Reader::Member(visit.ctx.member()?)).await?;
    let wanted = Category::REFUSABLE.into_iter().filter(|category| !refused.contains(category));
    let ticked = wanted.map(|category| ("category".to_owned(), category.word().to_owned()));
    Ok(page(visit, &Typed(ticked.collect()), &[]))
}

fn page(visit: &Visit, typed: &Typed, problems: &[Problem]) -> String {
    LettersPage { frame: &visit.frame, typed, problems }.to_html()
}

/// They are chosen.
#[handler]
pub(crate) async fn save(Posted { visit, typed }: Posted) -> Response {
    visit.answer(saving(&visit, &typed).await)
}

async fn saving(visit: &Visit, typed: &Typed) -> Result<Done, Halt> {
    let wanted: BTreeSet<_> = typed.all("category").filter_map(Category::of_word).collect();
    let unwanted =
        Category::REFUSABLE.into_iter().filter(|category| !wanted.contains(category)).collect();
    match letter::update(&visit.ctx, unwanted).await {
        Ok(_) => Ok(Done::At("/me/letters".to_owned(), "saved")),
        Err(error) => {
            let problems = problems(error)?;
            Ok(Done::Again(page(visit, typed, &problems)))
        }
    }
}
