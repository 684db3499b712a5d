//! Who did what in a network's affairs.

use domain::{
    audit::{self, ChangeKind, Of},
    error::Halt,
    id::{MemberId, parse_any},
    page::Page,
    policy::Ask,
};
use poem::{
    Response, handler,
    web::{Path, Query},
};
use uuid::Uuid;
use web::{
    component::Pager,
    pages::{
        Typed,
        network::{
            Tab,
            workbench::{Head, HistoryPage, Line},
        },
    },
};

use super::{
    super::{
        change::names,
        day::{of_days, wrong_days},
        list::{found, lines_told, request},
        visit::Visit,
    },
    led,
};

/// How many lines stand on a page.
const SIZE: i32 = 30;

const fn see(network: Uuid) -> Ask<'static> {
    Ask::SeeAudit { network }
}

/// Who did what in a network's affairs.
#[handler]
pub(in crate::page) async fn show(
    visit: Visit,
    Path(slug): Path<String>,
    Query(asked): Query<Vec<(String, String)>>,
) -> Response {
    visit.show(page(&visit, &slug, &Typed(asked)).await)
}

fn filter(asked: &Typed) -> audit::Filter {
    let kind = ChangeKind::ALL.into_iter().find(|kind| kind.word() == asked.get("kind"));
    audit::Filter {
        kinds: kind.into_iter().collect(),
        actor_id: asked.get("actor").parse::<MemberId>().ok().map(MemberId::uuid),
        subject_id: parse_any(asked.get("subject")).map(|(_, key)| key),
        ..of_days(asked)
    }
}

async fn page(visit: &Visit, slug: &str, typed: &Typed) -> Result<String, Halt> {
    let ctx = &visit.ctx;
    let network = led(ctx, slug, see).await?;
    let of = if typed.is("scope", "subtree") { Of::Branch } else { Of::Network };
    let filter = filter(typed);
    let mut pages = audit::history(ctx, of, &[network.id], &filter, &request(typed, SIZE)).await?;
    let page = pages.remove(&network.id).transpose()?.unwrap_or_else(Page::empty);
    let kept = ["kind", "scope", "from", "until", "actor", "subject"];
    let kept = kept.map(|name| (name, typed.get(name)));
    let pager = Pager::of(&page, &format!("/networks/{slug}/history"), &kept)
        .counting(lines_told(page.total));
    let changes = page.into_rows();
    let names = names(ctx, &changes, filter.actor_id.into_iter().chain(filter.subject_id)).await?;
    let lines: Vec<_> = changes.into_iter().map(|change| Line { change }).collect();
    let found = found(ctx, typed).await?;
    let thing = || locales::text("page-history-thing", &[]);
    let subject = filter.subject_id.map(|id| names.of(id).unwrap_or_else(thing));
    let page = HistoryPage {
        frame: &visit.frame,
        head: Head::of(ctx, &network, Tab::History, "Historique"),
        lines: &lines,
        names: &names,
        found: found.as_deref(),
        actor: filter.actor_id.map(|id| names.member(id).unwrap_or_else(someone)),
        subject,
        pager,
        typed,
        problems: &wrong_days(typed),
    };
    Ok(page.to_html())
}

fn someone() -> String {
    locales::text("page-history-someone", &[])
}
