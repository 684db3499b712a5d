//! Who signed a charter, and reminding who has not.

use domain::{
    charter,
    error::Halt,
    member,
    page::{Page, Request},
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
            workbench::{Head, SignaturesPage},
        },
    },
};

use super::{
    super::{
        list::{back, here, left, request},
        visit::{Done, Posted, Visit, problems},
    },
    charter::{of_asker, today},
};

/// How many people stand on a page.
const SIZE: i32 = 30;

const fn see(network: uuid::Uuid) -> Ask<'static> {
    Ask::SeeSignatures { network }
}

/// Who signed a charter, and who has not yet.
#[handler]
pub(in crate::page) async fn show(
    visit: Visit,
    Path(id): Path<String>,
    Query(asked): Query<Vec<(String, String)>>,
) -> Response {
    visit.show(page(&visit, &id, &Typed(asked), &[]).await)
}

async fn page(
    visit: &Visit,
    id: &str,
    typed: &Typed,
    problems: &[Problem],
) -> Result<String, Halt> {
    let ctx = &visit.ctx;
    let (charter, network) = of_asker(ctx, id, see).await?;
    let over = today(ctx);
    let filter = charter::CoverageFilter {
        over,
        search: typed.filled("search"),
        is_covered: SignaturesPage::is_covered_of(typed.get("state")),
    };
    let ids = [charter.id];
    let found = charter::list_of_charters(ctx, &ids, &filter, &request(typed, SIZE)).await?;
    let found = found.into_values().next().unwrap_or_else(Page::empty);
    let counted = Request { is_counted: true, ..Request::first(1) };
    let all = charter::list_of_charters(ctx, &ids, &over.into(), &counted).await?;
    let covered = charter::covered_counts(ctx, &ids, over).await?;
    let total = all.into_values().find_map(|page| page.total).unwrap_or_default();
    let kept = ["search", "state"].map(|name| (name, typed.get(name)));
    let count = found.total.unwrap_or_default();
    let pager = Pager::of(&found, &format!("/charters/{id}/signatures"), &kept)
        .counting(locales::text("page-persons-count", &[("count", count.into())]));
    let coverage = found.into_rows();
    let members: Vec<_> = coverage.iter().map(|one| one.member_id).collect();
    let unanswered = if ctx.may(&Ask::EditCharter { network: network.id }).is_ok() {
        Some(i64::try_from(charter::unanswered(ctx, &charter).await?).unwrap_or(i64::MAX))
    } else {
        None
    };
    let page = SignaturesPage {
        frame: &visit.frame,
        head: Head::of(ctx, &network, Tab::Charters, &charter.title),
        charter: &charter,
        coverage: &coverage,
        members: &member::by_ids(ctx, &members).await?,
        total,
        covered: covered.get(&charter.id).copied().unwrap_or_default(),
        unanswered,
        pager,
        list: here(typed, &kept),
        typed,
        problems,
    };
    Ok(page.to_html())
}

/// Someone reminds those who have not answered.
#[handler]
pub(in crate::page) async fn remind(
    Posted { visit, typed }: Posted,
    Path(id): Path<String>,
) -> Response {
    visit.answer(reminding(&visit, &id, &typed).await)
}

async fn reminding(visit: &Visit, id: &str, typed: &Typed) -> Result<Done, Halt> {
    let (charter, _) = of_asker(&visit.ctx, id, see).await?;
    match charter::recall(&visit.ctx, charter.id.into()).await {
        Ok(_) => {
            Ok(Done::At(back(&format!("/charters/{id}/signatures"), typed), "charter-reminded"))
        }
        Err(error) => Ok(Done::Again(page(visit, id, &left(typed), &problems(error)?).await?)),
    }
}
