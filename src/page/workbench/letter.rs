//! The letters of a network: the list, and sending one again.

use domain::{
    context::Context,
    error::Halt,
    event,
    id::LetterId,
    letter::{self, Filter},
    member,
    outbox::State,
    page::Page,
    policy::Ask,
};
use poem::{
    Response, handler,
    web::{Path, Query},
};
use web::{
    component::Pager,
    pages::{
        Problem, Typed,
        network::{
            Tab,
            workbench::{Fate, Head, LettersPage, Sent},
        },
    },
};

use super::{
    super::{
        list::{back, here, left, request},
        visit::{Done, Posted, Visit, problems},
    },
    led,
};

/// How many letters stand on a page.
const SIZE: i32 = 30;

const fn see(network: uuid::Uuid) -> Ask<'static> {
    Ask::SeeLetters { network }
}

/// The letters of a network.
#[handler]
pub(in crate::page) async fn show(
    visit: Visit,
    Path(slug): Path<String>,
    Query(asked): Query<Vec<(String, String)>>,
) -> Response {
    visit.show(page(&visit, &slug, &Typed(asked), &[]).await)
}

fn filter(asked: &Typed) -> Filter {
    let (state, is_deferred) = match Fate::of_word(asked.get("fate")) {
        None => (None, None),
        Some(Fate::Waiting) => (Some(State::Pending), Some(false)),
        Some(Fate::Deferred) => (Some(State::Pending), Some(true)),
        Some(Fate::Sent) => (Some(State::Sent), None),
        Some(Fate::Failed) => (Some(State::Failed), None),
        Some(Fate::Skipped) => (Some(State::Skipped), None),
    };
    let search = asked.filled("search");
    Filter { state, is_deferred, kind: asked.filled("kind"), event_id: None, search }
}

async fn page(
    visit: &Visit,
    slug: &str,
    typed: &Typed,
    problems: &[Problem],
) -> Result<String, Halt> {
    let ctx = &visit.ctx;
    let network = led(ctx, slug, see).await?;
    let found =
        letter::list_within(ctx, &[network.id], &filter(typed), &request(typed, SIZE)).await?;
    let found = found.into_values().next().unwrap_or_else(Page::empty);
    let total = found.total.unwrap_or_default();
    let kept = ["search", "fate", "kind"].map(|name| (name, typed.get(name)));
    let pager = Pager::of(&found, &format!("/networks/{slug}/letters"), &kept);
    let letters: Vec<_> = found.into_rows().into_iter().map(|letter| Sent { letter }).collect();
    let readers: Vec<_> = letters.iter().filter_map(|sent| sent.letter.member_id).collect();
    let events: Vec<_> = letters.iter().filter_map(|sent| sent.letter.event_id).collect();
    let page = LettersPage {
        frame: &visit.frame,
        head: Head::of(ctx, &network, Tab::Letters, "Courriels"),
        letters: &letters,
        readers: &member::by_ids(ctx, &readers).await?,
        events: &event::by_ids(ctx, &events).await?,
        total,
        pager,
        list: here(typed, &kept),
        typed,
        problems,
    };
    Ok(page.to_html())
}

/// Someone sends a letter again.
#[handler]
pub(in crate::page) async fn resend(
    Posted { visit, typed }: Posted,
    Path(slug): Path<String>,
) -> Response {
    visit.answer(resending(&visit, &slug, &typed).await)
}

async fn resending(visit: &Visit, slug: &str, typed: &Typed) -> Result<Done, Halt> {
    let ctx: &Context = &visit.ctx;
    led(ctx, slug, see).await?;
    let letter: LetterId =
        typed.get("letter").parse().map_err(|_| domain::error::Denied::Hidden)?;
    match letter::resend(ctx, letter).await {
        Ok(_) => Ok(Done::At(back(&format!("/networks/{slug}/letters"), typed), "letter-resent")),
        Err(error) => {
            let wrong = problems(error)?;
            Ok(Done::Again(page(visit, slug, &left(typed), &wrong).await?))
        }
    }
}
