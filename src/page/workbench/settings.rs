//! Changing what a network says of itself, and its place in the tree.

use domain::{
    context::Context,
    error::{Error, Halt, Reason},
    event::{self, Reach, State},
    id::NetworkId,
    membership,
    network::{self, Change, Create, Network, Relocate, UpdateRefusal},
    page::{Page, Request},
    patch::Patch,
    policy::{Ask, Role},
    text::fold,
};
use locales::text;
use poem::{Response, handler, web::Path};
use web::{
    component::Pager,
    pages::{
        Problem, Typed,
        event::organise::Difference,
        network::{
            Tab,
            workbench::{Head, SettingsPage, Stake, Step, differences, typed_of},
        },
    },
};

use super::{
    super::{
        list::request,
        visit::{Asked, Done, Posted, Visit, problems},
    },
    edit, led, unsure,
};

/// How many networks below are told on a page.
const BELOW: i32 = 50;

/// What the network says of itself, and its place in the tree.
#[handler]
pub(in crate::page) async fn show(
    visit: Visit,
    Path(slug): Path<String>,
    Asked(asked): Asked,
) -> Response {
    let typed = Typed::default();
    visit.show(page_of(&visit, &slug, &asked, &typed, Step::Found, (&[], &[])).await)
}

async fn page(
    visit: &Visit,
    slug: &str,
    typed: &Typed,
    step: Step,
    problems: &[Problem],
    differences: &[Difference],
) -> Result<String, Halt> {
    let first = Typed::default();
    page_of(visit, slug, &first, typed, step, (problems, differences)).await
}

async fn page_of(
    visit: &Visit,
    slug: &str,
    asked: &Typed,
    typed: &Typed,
    step: Step,
    (problems, differences): (&[Problem], &[Difference]),
) -> Result<String, Halt> {
    let ctx = &visit.ctx;
    let network = led(ctx, slug, edit).await?;
    let above =
        network::ancestors(ctx, &[network.id]).await?.remove(&network.id).unwrap_or_default();
    let every = network::Filter { with_archived: true, ..network::Filter::default() };
    let below = network::list_below(ctx, &[network.id], &every, &request(asked, BELOW)).await?;
    let below = below.into_values().next().unwrap_or_else(Page::empty);
    let count = below.total.unwrap_or_default();
    let pager = Pager::of(&below, &format!("/networks/{slug}/settings"), &[])
        .down_to("arbre")
        .counting(text("page-below", &[("count", count.into())]));
    let may_reopen = match network.parent_id {
        Some(parent) => ctx.may(&Ask::ArchiveNetwork { network: parent }).is_ok(),
        None => ctx.may(&Ask::Administer).is_ok(),
    };
    let page = SettingsPage {
        frame: &visit.frame,
        head: Head::of(ctx, &network, Tab::Settings, "Réglages"),
        levels: &network::levels(ctx).await?,
        above: &above,
        below: &below.into_rows(),
        pager,
        targets: &targets(ctx, &network).await?,
        may_top: network.parent_id.is_some()
            && ctx.may(&Ask::MoveNetwork { network: network.id, to: None }).is_ok(),
        may_reopen,
        stake: stake(ctx, &network).await?,
        step,
        typed,
        kept: &typed_of(&network),
        problems,
        differences,
    };
    Ok(page.to_html())
}

/// The open networks under which this one may be hung.
async fn targets(ctx: &Context, network: &Network) -> Result<Vec<Network>, Halt> {
    let mut targets: Vec<Network> = if ctx.standing().is_administrator {
        network::tree(ctx).await?.networks()
    } else {
        network::by_ids(ctx, &ctx.standing().run(Role::Lead)).await?.into_values().collect()
    };
    targets.retain(|target| {
        target.archived_at.is_none()
            && target.id != network.id
            && Some(target.id) != network.parent_id
            && target.parent_id != Some(network.id)
            && ctx.may(&Ask::MoveNetwork { network: network.id, to: Some(target.id) }).is_ok()
    });
    targets.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(targets)
}

/// What closing the network touches.
async fn stake(ctx: &Context, network: &Network) -> Result<Stake, Halt> {
    let counted = Request { is_counted: true, ..Request::first(1) };
    let members =
        membership::list_of_networks(ctx, &[network.id], &membership::Filter::default(), &counted)
            .await?;
    let coming = event::Filter {
        network: Some(network.id),
        reach: Reach::Own,
        from: Some(ctx.now()),
        states: vec![State::Published, State::Postponed],
        ..event::Filter::default()
    };
    let coming = event::list(ctx, &coming, event::EventOrder::StartAsc, &counted).await?;
    let below = network::subtree_counts(ctx, &[network.id]).await?;
    Ok(Stake {
        members: members.into_values().find_map(|page| page.total).unwrap_or_default(),
        coming: coming.total.unwrap_or_default(),
        below: below.get(&network.id).copied().unwrap_or_default(),
    })
}

/// What the form says of the network.
fn asked_change(typed: &Typed) -> Change {
    let text = |name: &str| typed.get(name).trim().to_owned();
    // A field that the form did not have stays as it is; an empty one is emptied.
    let patch = |name: &str| match typed.find(name).map(str::trim) {
        None => Patch::Keep,
        Some("") => Patch::Put(None),
        Some(value) => Patch::Put(Some(value.to_owned())),
    };
    Change {
        expected_revision: typed.revision(),
        name: Some(text("name")),
        level: typed.find("level").map(str::to_owned),
        is_thematic: Some(typed.is("isThematic", "yes")),
        description: Some(typed.get("description").replace("\r\n", "\n")),
        host: Some(text("host")),
        contact_email: patch("contactEmail"),
        contact_phone: patch("contactPhone"),
        chat_url: patch("chatUrl"),
        resources_url: patch("resourcesUrl"),
        website_url: patch("websiteUrl"),
        communes: None,
    }
}

/// Someone saves what the network says of itself.
#[handler]
pub(in crate::page) async fn save(
    Posted { visit, typed }: Posted,
    Path(slug): Path<String>,
) -> Response {
    visit.answer(saving(&visit, &slug, &typed).await)
}

async fn saving(visit: &Visit, slug: &str, typed: &Typed) -> Result<Done, Halt> {
    let network = led(&visit.ctx, slug, edit).await?;
    match network::update(&visit.ctx, network.id.into(), asked_change(typed)).await {
        Ok(_) => Ok(Done::At(format!("/networks/{slug}/settings"), "saved")),
        Err(Error::Refused(reasons)) if matches!(reasons[..], [UpdateRefusal::Stale { .. }]) => {
            Ok(Done::Again(both_versions(visit, slug, typed).await?))
        }
        Err(error) => {
            let wrong = problems(error)?;
            Ok(Done::Again(page(visit, slug, typed, Step::Content, &wrong, &[]).await?))
        }
    }
}

/// Somebody else saved first: what each of them wrote, and the form with what this person typed.
async fn both_versions(visit: &Visit, slug: &str, typed: &Typed) -> Result<String, Halt> {
    let network = led(&visit.ctx, slug, edit).await?;
    let levels = network::levels(&visit.ctx).await?;
    let differences = differences(typed, &typed_of(&network), &levels);
    page(visit, slug, &typed.over(network.revision), Step::Content, &[], &differences).await
}

/// Where the form leads, or the page again with the reason.
async fn told<R: Reason>(
    visit: &Visit,
    slug: &str,
    typed: &Typed,
    step: Step,
    outcome: Result<String, Error<R>>,
    notice: &'static str,
) -> Result<Done, Halt> {
    match outcome {
        Ok(path) => Ok(Done::At(path, notice)),
        Err(error) => {
            let wrong = problems(error)?;
            Ok(Done::Again(page(visit, slug, typed, step, &wrong, &[]).await?))
        }
    }
}

/// Someone founds a network below.
#[handler]
pub(in crate::page) async fn found(
    Posted { visit, typed }: Posted,
    Path(slug): Path<String>,
) -> Response {
    visit.answer(founding(&visit, &slug, &typed).await)
}

async fn founding(visit: &Visit, slug: &str, typed: &Typed) -> Result<Done, Halt> {
    let network = led(&visit.ctx, slug, edit).await?;
    let text = |name: &str| typed.get(name).trim().to_owned();
    let named = fold(typed.get("name")).replace(' ', "-");
    let asked = Create {
        slug: Some(text("slug")).filter(|slug| !slug.is_empty()).unwrap_or(named),
        name: text("name"),
        level: text("level"),
        parent: Some(network.id.into()),
        is_thematic: typed.is("isThematic", "yes"),
        description: String::new(),
        host: text("host"),
    };
    let founded = network::create(&visit.ctx, asked).await;
    let founded = founded.map(|network| format!("/networks/{}/settings", network.slug));
    told(visit, slug, typed, Step::Found, founded, "founded").await
}

/// Someone hangs the network elsewhere.
#[handler]
pub(in crate::page) async fn relocate(
    Posted { visit, typed }: Posted,
    Path(slug): Path<String>,
) -> Response {
    visit.answer(relocating(&visit, &slug, &typed).await)
}

async fn relocating(visit: &Visit, slug: &str, typed: &Typed) -> Result<Done, Halt> {
    let network = led(&visit.ctx, slug, edit).await?;
    let to: Option<NetworkId> = typed.get("parentId").parse().ok();
    let mut wrong = Vec::new();
    if to.is_none() && !typed.is("parentId", "top") {
        let words = locales::text("page-choice-missing", &[]);
        wrong.push(Problem { field: Some("parentId".into()), words });
    }
    if !typed.is("isSure", "yes") {
        wrong.push(unsure());
    }
    if !wrong.is_empty() {
        return Ok(Done::Again(page(visit, slug, typed, Step::Move, &wrong, &[]).await?));
    }
    let asked = Relocate { network: network.id.into(), to, expected_revision: typed.revision() };
    let moved = network::relocate(&visit.ctx, asked).await;
    let moved = moved.map(|network| format!("/networks/{}/settings", network.slug));
    told(visit, slug, typed, Step::Move, moved, "relocated").await
}

/// Someone closes the network.
#[handler]
pub(in crate::page) async fn archive(
    Posted { visit, typed }: Posted,
    Path(slug): Path<String>,
) -> Response {
    visit.answer(archiving(&visit, &slug, &typed).await)
}

async fn archiving(visit: &Visit, slug: &str, typed: &Typed) -> Result<Done, Halt> {
    let network = led(&visit.ctx, slug, edit).await?;
    if !typed.is("isSure", "yes") {
        let wrong = [unsure()];
        return Ok(Done::Again(page(visit, slug, typed, Step::Archive, &wrong, &[]).await?));
    }
    let closed = network::archive(&visit.ctx, network.id.into()).await;
    // Who closes their own network has no rights in it any more: its public page stays.
    let closed = closed.map(|network| format!("/networks/{}", network.slug));
    told(visit, slug, typed, Step::Archive, closed, "network-closed").await
}

/// Someone opens the network again.
#[handler]
pub(in crate::page) async fn reopen(
    Posted { visit, typed }: Posted,
    Path(slug): Path<String>,
) -> Response {
    visit.answer(reopening(&visit, &slug, &typed).await)
}

async fn reopening(visit: &Visit, slug: &str, typed: &Typed) -> Result<Done, Halt> {
    let network = led(&visit.ctx, slug, edit).await?;
    let open = network::reopen(&visit.ctx, network.id.into()).await;
    let open = open.map(|network| format!("/networks/{}/settings", network.slug));
    told(visit, slug, typed, Step::Reopen, open, "network-reopened").await
}
