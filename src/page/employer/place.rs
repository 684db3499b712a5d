//! The places of an employer: listed, added, changed, closed, opened again.

use domain::{
    context::Context,
    employer::Employer,
    error::{Denied, Error, Halt, Reason},
    id::{EmployerId, NetworkId, PlaceId},
    network::{self, Network},
    page::Page,
    patch::Patch,
    place::{self, Create, Place, Update, UpdateRefusal},
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
        employer::{
            EmployerTab, EmployerTabs, PlacePage, PlacesPage, described, differences_of_place,
            typed_of_place,
        },
        event::organise::Difference,
    },
};

use super::{
    super::{
        list::request,
        visit::{Done, Posted, Visit, problems},
    },
    found,
};

/// How many places stand on a page.
const SIZE: i32 = 24;

/// The places.
#[handler]
pub(in crate::page) async fn list(
    visit: Visit,
    Path(id): Path<String>,
    Query(asked): Query<Vec<(String, String)>>,
) -> Response {
    visit.show(listed(&visit, &id, &Typed(asked)).await)
}

async fn listed(visit: &Visit, id: &str, asked: &Typed) -> Result<String, Halt> {
    let ctx = &visit.ctx;
    let employer = found(ctx, id).await?;
    let with_closed = asked.is("closed", "yes");
    let page = request(asked, SIZE);
    let page = place::list_of_employers(ctx, &[employer.id], with_closed, &page).await?;
    let page = page.into_values().next().unwrap_or_else(Page::empty);
    let count = page.total.unwrap_or_default();
    let kept = [("closed", asked.get("closed"))];
    let pager = Pager::of(&page, &format!("/employers/{id}/places"), &kept)
        .counting(locales::text("page-places-count", &[("count", count.into())]));
    let may_edit = |place: &Place| ctx.may(&edit_of(place)).is_ok();
    let page = PlacesPage {
        frame: &visit.frame,
        tabs: EmployerTabs::of(ctx, &employer, EmployerTab::Places),
        may_add: employer.archived_at.is_none() && !files(ctx, &employer).await?.is_empty(),
        places: page.items.iter().map(|(_, place)| (place, may_edit(place))).collect(),
        employer: &employer,
        with_closed,
        pager,
    };
    Ok(page.to_html())
}

const fn edit_of(place: &Place) -> Ask<'static> {
    Ask::EditPlace { network: place.network_id, employer: place.employer_id }
}

/// The networks in whose file this asker may write down a place of the employer.
async fn files(ctx: &Context, employer: &Employer) -> Result<Vec<Network>, Halt> {
    let mut found: Vec<_> = network::by_ids(ctx, &employer.networks).await?.into_values().collect();
    found.retain(|network| {
        let ask = Ask::CreatePlace {
            network: network.id,
            employer: Some((employer.id, employer.networks.as_slice())),
        };
        network.archived_at.is_none() && ctx.may(&ask).is_ok()
    });
    found.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(found)
}

/// The employer, and the networks in whose file this asker may write a place of it.
async fn written(ctx: &Context, id: &str) -> Result<(Employer, Vec<Network>), Halt> {
    let employer = found(ctx, id).await?;
    let files = files(ctx, &employer).await?;
    if files.is_empty() {
        let networks = &employer.networks;
        ctx.may(&Ask::EditEmployer { employer: employer.id, networks })?;
        return Err(Denied::Hidden.into());
    }
    Ok((employer, files))
}

/// A place to add.
#[handler]
pub(in crate::page) async fn new(visit: Visit, Path(id): Path<String>) -> Response {
    visit.show(blank(&visit, &id).await)
}

async fn blank(visit: &Visit, id: &str) -> Result<String, Halt> {
    let (employer, files) = written(&visit.ctx, id).await?;
    // Most places are where the structure is.
    let known = [
        ("name", employer.name.clone()),
        ("address", employer.address.clone()),
        ("postalCode", employer.postal_code.clone()),
        ("communeName", employer.commune_name.clone()),
        ("inseeCode", employer.insee_code.clone().unwrap_or_default()),
    ];
    let typed = Typed(known.map(|(name, value)| (name.to_owned(), value)).to_vec());
    Ok(page(visit, &employer, None, &files, &typed, &[], &[]))
}

fn page(
    visit: &Visit,
    employer: &Employer,
    place: Option<&Place>,
    files: &[Network],
    typed: &Typed,
    problems: &[Problem],
    differences: &[Difference],
) -> String {
    let page = PlacePage {
        frame: &visit.frame,
        employer,
        tabs: EmployerTabs::of(&visit.ctx, employer, EmployerTab::Places),
        place,
        networks: files.iter().collect(),
        typed,
        problems,
        differences,
    };
    page.to_html()
}

/// The field's name in the form: the place's own fields stand in it as they are.
fn in_form(problem: Problem) -> Problem {
    let field = problem.field.map(|field| match field.strip_prefix("place.").unwrap_or(&field) {
        "coordinates" => "latitude".into(),
        field => field.to_owned().into(),
    });
    Problem { field, ..problem }
}

fn wrong<R: Reason>(error: Error<R>) -> Result<Vec<Problem>, Halt> {
    Ok(problems(error)?.into_iter().map(in_form).collect())
}

/// What cannot be read of the form, below all else that is wrong with it.
fn with_the_others(unread: Vec<Problem>, flaws: Vec<UpdateRefusal>) -> Result<Vec<Problem>, Halt> {
    let mut problems = wrong(Error::Refused(flaws))?;
    problems.extend(unread);
    Ok(problems)
}

/// Someone adds a place.
#[handler]
pub(in crate::page) async fn create(
    Posted { visit, typed }: Posted,
    Path(id): Path<String>,
) -> Response {
    visit.answer(creating(&visit, &id, &typed).await)
}

async fn creating(visit: &Visit, id: &str, typed: &Typed) -> Result<Done, Halt> {
    let (employer, files) = written(&visit.ctx, id).await?;
    let network: NetworkId = typed.get("networkId").parse().map_err(|_| Denied::Hidden)?;
    let (described, mut problems) = described(typed);
    if problems.is_empty() {
        let employer = Some(EmployerId::of(employer.id));
        let asked = Create { network, standard_id: None, employer, described };
        match place::create(&visit.ctx, asked).await {
            Ok(_) => return Ok(Done::At(format!("/employers/{id}/places"), "place-added")),
            Err(error) => problems = wrong(error)?,
        }
    } else {
        problems = with_the_others(problems, place::flaws(None, described))?;
    }
    Ok(Done::Again(page(visit, &employer, None, &files, typed, &problems, &[])))
}

/// The place of this address, when it is the employer's and this asker may change it.
async fn edited(ctx: &Context, id: &str, place: &str) -> Result<(Employer, Place), Halt> {
    let employer = found(ctx, id).await?;
    let place: PlaceId = place.parse().map_err(|_| Denied::Hidden)?;
    let place = place::load(ctx, place).await?;
    if place.employer_id != Some(employer.id) {
        return Err(Denied::Hidden.into());
    }
    ctx.may(&edit_of(&place))?;
    Ok((employer, place))
}

/// A place to change.
#[handler]
pub(in crate::page) async fn show(
    visit: Visit,
    Path((id, place)): Path<(String, String)>,
) -> Response {
    visit.show(known(&visit, &id, &place).await)
}

async fn known(visit: &Visit, id: &str, place: &str) -> Result<String, Halt> {
    let (employer, place) = edited(&visit.ctx, id, place).await?;
    Ok(page(visit, &employer, Some(&place), &[], &typed_of_place(&place), &[], &[]))
}

/// Someone changes a place.
#[handler]
pub(in crate::page) async fn save(
    Posted { visit, typed }: Posted,
    Path((id, place)): Path<(String, String)>,
) -> Response {
    visit.answer(saving(&visit, &id, &place, &typed).await)
}

async fn saving(visit: &Visit, id: &str, place: &str, typed: &Typed) -> Result<Done, Halt> {
    let (employer, known) = edited(&visit.ctx, id, place).await?;
    let again = |typed: &Typed, problems: &[Problem], differences: &[Difference]| {
        Done::Again(page(visit, &employer, Some(&known), &[], typed, problems, differences))
    };
    let (described, unread) = described(typed);
    if !unread.is_empty() {
        let problems = with_the_others(unread, place::flaws(Some(&known), described))?;
        return Ok(again(typed, &problems, &[]));
    }
    let asked = Update { expected_revision: typed.revision(), employer: Patch::Keep, described };
    match place::update(&visit.ctx, PlaceId::of(known.id), asked).await {
        Ok(_) => Ok(Done::At(format!("/employers/{id}/places/{place}"), "saved")),
        Err(Error::Refused(reasons)) if matches!(reasons[..], [UpdateRefusal::Stale { .. }]) => {
            let (_, now) = edited(&visit.ctx, id, place).await?;
            let differences = differences_of_place(typed, &typed_of_place(&now));
            let typed = typed.over(now.revision);
            Ok(again(&typed, &[], &differences))
        }
        Err(error) => Ok(again(typed, &wrong(error)?, &[])),
    }
}

/// Someone closes a place.
#[handler]
pub(in crate::page) async fn close(
    Posted { visit, .. }: Posted,
    Path((id, place)): Path<(String, String)>,
) -> Response {
    visit.answer(closing(&visit, &id, &place).await)
}

async fn closing(visit: &Visit, id: &str, place: &str) -> Result<Done, Halt> {
    let (employer, known) = edited(&visit.ctx, id, place).await?;
    let outcome = place::archive(&visit.ctx, PlaceId::of(known.id)).await;
    told(visit, &employer, &known, outcome, "place-closed")
}

/// Someone opens a place again.
#[handler]
pub(in crate::page) async fn reopen(
    Posted { visit, .. }: Posted,
    Path((id, place)): Path<(String, String)>,
) -> Response {
    visit.answer(reopening(&visit, &id, &place).await)
}

async fn reopening(visit: &Visit, id: &str, place: &str) -> Result<Done, Halt> {
    let (employer, known) = edited(&visit.ctx, id, place).await?;
    let outcome = place::reopen(&visit.ctx, PlaceId::of(known.id)).await;
    told(visit, &employer, &known, outcome, "place-reopened")
}

fn told<R: Reason>(
    visit: &Visit,
    employer: &Employer,
    place: &Place,
    outcome: Result<Place, Error<R>>,
    notice: &'static str,
) -> Result<Done, Halt> {
    let Err(error) = outcome else {
        let (employer, place) = (EmployerId::of(employer.id), PlaceId::of(place.id));
        return Ok(Done::At(format!("/employers/{employer}/places/{place}"), notice));
    };
    let (wrong, typed) = (wrong(error)?, typed_of_place(place));
    Ok(Done::Again(page(visit, employer, Some(place), &[], &typed, &wrong, &[])))
}
