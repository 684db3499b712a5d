//! Writing charters: the list, the draft, its publication.

use std::collections::HashMap;

use domain::{
    charter::{self, Change, Charter, Create, Over, Publish, Scope},
    context::Context,
    error::{Denied, Error, Halt, Reason},
    id::CharterId,
    network::{self, Network},
    page::{Page, Request},
    patch::Patch,
    policy::Ask,
};
use poem::{Response, handler, web::Path};
use uuid::Uuid;
use web::pages::{
    Problem, Typed,
    event::organise::Difference,
    network::{
        Tab,
        workbench::{
            CharterEditPage, CharterStep, ChartersPage, Head, Written, charter_differences,
        },
    },
};

use super::{
    super::{
        organise::plan::number,
        visit::{Done, Posted, Visit, problems},
    },
    led, unsure,
};

const fn write(network: Uuid) -> Ask<'static> {
    Ask::EditCharter { network }
}

/// Over everyone whom a charter asks today.
pub(super) fn today(ctx: &Context) -> Over {
    Over { on: ctx.today(), scope: Scope::Subtree, network: None }
}

/// A network's charters.
#[handler]
pub(in crate::page) async fn list(visit: Visit, Path(slug): Path<String>) -> Response {
    let blank = Typed(vec![("asksVolunteer".to_owned(), "yes".to_owned())]);
    visit.show(listed(&visit, &slug, &blank, &[]).await)
}

async fn listed(
    visit: &Visit,
    slug: &str,
    typed: &Typed,
    problems: &[Problem],
) -> Result<String, Halt> {
    let ctx = &visit.ctx;
    let network = led(ctx, slug, write).await?;
    let charters = charter::list_below(ctx, &[network.id], true, &Request::first(100)).await?;
    let charters: Vec<_> = charters.into_values().flat_map(Page::into_rows).collect();
    let charters = written(ctx, charters).await?;
    let page = ChartersPage {
        frame: &visit.frame,
        head: Head::of(ctx, &network, Tab::Charters, "Chartes"),
        charters: &charters,
        typed,
        problems,
    };
    Ok(page.to_html())
}

/// The charters with their versions and how many people they cover, in three statements or four.
async fn written(ctx: &Context, charters: Vec<Charter>) -> Result<Vec<Written>, Halt> {
    let ids: Vec<_> = charters.iter().map(|charter| charter.id).collect();
    let versions: Vec<_> =
        charters.iter().filter_map(|charter| charter.current_version_id).collect();
    let versions = charter::versions_by_ids(ctx, &versions).await?;
    let over = today(ctx);
    let covered = charter::covered_counts(ctx, &ids, over).await?;
    let counted = Request { is_counted: true, ..Request::first(1) };
    let asked: HashMap<Uuid, i64> = charter::list_of_charters(ctx, &ids, &over.into(), &counted)
        .await?
        .into_iter()
        .map(|(id, page)| (id, page.total.unwrap_or_default()))
        .collect();
    let written = charters.into_iter().map(|charter| {
        let version = charter.current_version_id.and_then(|id| versions.get(&id));
        let counts = asked.get(&charter.id).copied().zip(covered.get(&charter.id).copied());
        Written {
            version: version.map(|version| version.number),
            covered: counts.filter(|_| version.is_some() && charter.archived_at.is_none()),
            charter,
        }
    });
    Ok(written.collect())
}

/// Someone begins a charter.
#[handler]
pub(in crate::page) async fn create(
    Posted { visit, typed }: Posted,
    Path(slug): Path<String>,
) -> Response {
    visit.answer(creating(&visit, &slug, &typed).await)
}

async fn creating(visit: &Visit, slug: &str, typed: &Typed) -> Result<Done, Halt> {
    let network = led(&visit.ctx, slug, write).await?;
    let mut wrong = Vec::new();
    let validity_months = number(typed, "validityMonths", &mut wrong);
    if wrong.is_empty() {
        let asked = Create {
            network: network.id.into(),
            title: typed.get("title").trim().to_owned(),
            asks_volunteer: typed.is("asksVolunteer", "yes"),
            asks_structure: typed.is("asksStructure", "yes"),
            validity_months,
            draft: String::new(),
        };
        match charter::create(&visit.ctx, asked).await {
            Ok(charter) => {
                let id = CharterId::of(charter.id);
                return Ok(Done::At(format!("/charters/{id}/edit"), "charter-created"));
            }
            Err(error) => wrong = problems(error)?,
        }
    }
    Ok(Done::Again(listed(visit, slug, typed, &wrong).await?))
}

/// A charter and its network, when this asker may do this there; one that they may not know of is
/// not found.
pub(super) async fn of_asker(
    ctx: &Context,
    id: &str,
    ask: fn(Uuid) -> Ask<'static>,
) -> Result<(Charter, Network), Halt> {
    let id: CharterId = id.parse().map_err(|_| Denied::Hidden)?;
    let charter = charter::load(ctx, id).await?;
    ctx.may(&ask(charter.network_id))?;
    let network = network::load(ctx, charter.network_id.into()).await?;
    Ok((charter, network))
}

fn typed_of(charter: &Charter) -> Typed {
    let yes = |is_so: bool| if is_so { "yes".to_owned() } else { String::new() };
    let fields = [
        ("title", charter.title.clone()),
        ("asksVolunteer", yes(charter.asks_volunteer)),
        ("asksStructure", yes(charter.asks_structure)),
        (
            "validityMonths",
            charter.validity_months.map(|months| months.to_string()).unwrap_or_default(),
        ),
        ("draft", charter.draft.clone().unwrap_or_default()),
        ("expectedRevision", charter.revision.to_string()),
    ];
    Typed(fields.map(|(name, value)| (name.to_owned(), value)).to_vec())
}

/// A charter being written.
#[handler]
pub(in crate::page) async fn edit(visit: Visit, Path(id): Path<String>) -> Response {
    visit.show(page(&visit, &id, None, CharterStep::Draft, &[], &[]).await)
}

async fn page(
    visit: &Visit,
    id: &str,
    typed: Option<&Typed>,
    step: CharterStep,
    problems: &[Problem],
    differences: &[Difference],
) -> Result<String, Halt> {
    let ctx = &visit.ctx;
    let (charter, network) = of_asker(ctx, id, write).await?;
    let versions = charter::list_versions(ctx, &[charter.id], &Request::first(100)).await?;
    let versions: Vec<_> = versions.into_values().flat_map(Page::into_rows).collect();
    let kept = typed_of(&charter);
    // Another form than the draft's was sent: it keeps its own words, and the draft what it is.
    let shown = match (typed, step) {
        (Some(typed), CharterStep::Draft) => typed.clone(),
        (Some(typed), _) => {
            let own = typed.0.iter().filter(|(name, _)| name != "expectedRevision");
            Typed(own.chain(&kept.0).cloned().collect())
        }
        (None, _) => kept,
    };
    let page = CharterEditPage {
        frame: &visit.frame,
        head: Head::of(ctx, &network, Tab::Charters, &charter.title),
        charter: &charter,
        versions: &versions,
        step,
        typed: &shown,
        problems,
        differences,
    };
    Ok(page.to_html())
}

/// Someone saves the draft.
#[handler]
pub(in crate::page) async fn save(
    Posted { visit, typed }: Posted,
    Path(id): Path<String>,
) -> Response {
    visit.answer(saving(&visit, &id, &typed).await)
}

async fn saving(visit: &Visit, id: &str, typed: &Typed) -> Result<Done, Halt> {
    let (charter, _) = of_asker(&visit.ctx, id, write).await?;
    let mut wrong = Vec::new();
    let change = Change {
        expected_revision: typed.revision(),
        title: Some(typed.get("title").to_owned()),
        asks_volunteer: Some(typed.is("asksVolunteer", "yes")),
        asks_structure: Some(typed.is("asksStructure", "yes")),
        validity_months: Patch::Put(number(typed, "validityMonths", &mut wrong)),
        draft: Some(typed.get("draft").replace("\r\n", "\n")),
    };
    if !wrong.is_empty() {
        let again = page(visit, id, Some(typed), CharterStep::Draft, &wrong, &[]).await?;
        return Ok(Done::Again(again));
    }
    match charter::update(&visit.ctx, charter.id.into(), change).await {
        Ok(_) => Ok(Done::At(format!("/charters/{id}/edit"), "saved")),
        Err(Error::Refused(reasons))
            if matches!(reasons[..], [charter::UpdateRefusal::Stale { .. }]) =>
        {
            let (charter, _) = of_asker(&visit.ctx, id, write).await?;
            let differences = charter_differences(typed, &typed_of(&charter));
            let typed = typed.over(charter.revision);
            let step = CharterStep::Draft;
            Ok(Done::Again(page(visit, id, Some(&typed), step, &[], &differences).await?))
        }
        Err(error) => {
            let wrong = problems(error)?;
            let again = page(visit, id, Some(typed), CharterStep::Draft, &wrong, &[]).await?;
            Ok(Done::Again(again))
        }
    }
}

/// Someone publishes the draft.
#[handler]
pub(in crate::page) async fn publish(
    Posted { visit, typed }: Posted,
    Path(id): Path<String>,
) -> Response {
    visit.answer(publishing(&visit, &id, &typed).await)
}

async fn publishing(visit: &Visit, id: &str, typed: &Typed) -> Result<Done, Halt> {
    let (charter, _) = of_asker(&visit.ctx, id, write).await?;
    if !typed.is("isSure", "yes") {
        return again(visit, id, typed, CharterStep::Publish, &[unsure()]).await;
    }
    let asked = Publish {
        charter: charter.id.into(),
        expected_revision: typed.revision(),
        asks_again: typed.is("asksAgain", "yes"),
    };
    let done = charter::publish(&visit.ctx, asked).await;
    told(visit, id, typed, CharterStep::Publish, done, "charter-published").await
}

/// Someone closes the charter.
#[handler]
pub(in crate::page) async fn archive(
    Posted { visit, typed }: Posted,
    Path(id): Path<String>,
) -> Response {
    visit.answer(archiving(&visit, &id, &typed).await)
}

async fn archiving(visit: &Visit, id: &str, typed: &Typed) -> Result<Done, Halt> {
    let (charter, _) = of_asker(&visit.ctx, id, write).await?;
    if !typed.is("isSure", "yes") {
        return again(visit, id, typed, CharterStep::Archive, &[unsure()]).await;
    }
    let done = charter::archive(&visit.ctx, charter.id.into()).await;
    told(visit, id, typed, CharterStep::Archive, done, "charter-closed").await
}

async fn again(
    visit: &Visit,
    id: &str,
    typed: &Typed,
    step: CharterStep,
    problems: &[Problem],
) -> Result<Done, Halt> {
    Ok(Done::Again(page(visit, id, Some(typed), step, problems, &[]).await?))
}

async fn told<T, R: Reason>(
    visit: &Visit,
    id: &str,
    typed: &Typed,
    step: CharterStep,
    outcome: Result<T, Error<R>>,
    notice: &'static str,
) -> Result<Done, Halt> {
    match outcome {
        Ok(_) => Ok(Done::At(format!("/charters/{id}/edit"), notice)),
        Err(error) => again(visit, id, typed, step, &problems(error)?).await,
    }
}
