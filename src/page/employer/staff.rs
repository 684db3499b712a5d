//! Who works for an employer, and what they registered for and came to, over a period.

use domain::{
    context::Context,
    employment::{self, ParticipationFilter, StaffFilter, Status},
    error::Halt,
    exchange::{Format, List},
    id::MemberId,
    page::Page,
};
use poem::{Response, handler, web::Path};
use uuid::Uuid;
use web::{
    component::Pager,
    pages::{
        Typed,
        employer::{
            EmployerTab, EmployerTabs, ParticipationsPage, StaffPage, part_sorting, sorting,
            standing,
        },
    },
    words,
};

use super::{
    super::{
        day::{period, wrong_days},
        list::{query_of, request},
        visit::{Asked, Taken, Visit},
    },
    staffed,
};

/// How many people stand on a page.
const SIZE: i32 = 50;

fn filter(asked: &Typed) -> StaffFilter {
    let (from, until) = period(asked);
    StaffFilter {
        from,
        until,
        search: asked.filled("search"),
        sorting: sorting(asked.get("sort")),
        ..StaffFilter::of(Status::Confirmed)
    }
}

fn part_filter(asked: &Typed) -> ParticipationFilter {
    let (from, until) = period(asked);
    ParticipationFilter {
        from,
        until,
        member: asked.get("member").parse().ok().map(MemberId::uuid),
        search: asked.filled("search"),
        events: None,
        sorting: part_sorting(asked.get("sort")),
    }
}

/// What the address keeps, as its end.
fn query(kept: &[(&str, &str)]) -> String {
    let query = query_of(kept);
    if query.is_empty() { query } else { format!("?{query}") }
}

/// The one page of a list below one employer.
fn only<T>(found: std::collections::HashMap<Uuid, Page<T>>) -> Page<T> {
    found.into_values().next().unwrap_or_else(Page::empty)
}

/// Who works there, and how much they took part.
#[handler]
pub(in crate::page) async fn show(
    visit: Visit,
    Path(id): Path<String>,
    Asked(asked): Asked,
) -> Response {
    visit.show(people(&visit, &id, &asked).await)
}

async fn people(visit: &Visit, id: &str, asked: &Typed) -> Result<String, Halt> {
    let ctx = &visit.ctx;
    let employer = staffed(ctx, id).await?;
    let found =
        employment::staff(ctx, &[employer.id], &filter(asked), &request(asked, SIZE)).await?;
    let found = only(found);
    let kept = ["from", "until", "search", "sort"].map(|name| (name, asked.get(name)));
    let count = found.total.unwrap_or_default();
    let pager = Pager::of(&found, &format!("/employers/{id}/staff"), &kept)
        .counting(locales::text("page-persons-count", &[("count", count.into())]));
    let page = StaffPage {
        frame: &visit.frame,
        tabs: EmployerTabs::of(ctx, &employer, EmployerTab::Staff),
        employer: &employer,
        is_partial: !employment::knows_every_part(ctx, employer.id),
        asked,
        problems: &wrong_days(asked),
        period: query(&kept[..2]),
        query: query(&kept),
        staff: &found.into_rows(),
        pager,
        today: ctx.today(),
    };
    Ok(page.to_html())
}

/// What they registered for and came to.
#[handler]
pub(in crate::page) async fn participations(
    visit: Visit,
    Path(id): Path<String>,
    Asked(asked): Asked,
) -> Response {
    visit.show(parts(&visit, &id, &asked).await)
}

async fn parts(visit: &Visit, id: &str, asked: &Typed) -> Result<String, Halt> {
    let ctx = &visit.ctx;
    let employer = staffed(ctx, id).await?;
    let page = request(asked, SIZE);
    let found =
        only(employment::participations(ctx, &[employer.id], &part_filter(asked), &page).await?);
    let kept = ["from", "until", "search", "member", "sort"].map(|name| (name, asked.get(name)));
    let count = found.total.unwrap_or_default();
    let pager = Pager::of(&found, &format!("/employers/{id}/participations"), &kept)
        .counting(locales::text("page-parts-count", &[("count", count.into())]));
    let page = ParticipationsPage {
        frame: &visit.frame,
        tabs: EmployerTabs::of(ctx, &employer, EmployerTab::Participations),
        employer: &employer,
        is_partial: !employment::knows_every_part(ctx, employer.id),
        asked,
        problems: &wrong_days(asked),
        query: query(&kept),
        participations: found.items.iter().map(|(_, one)| one).collect(),
        now: ctx.now(),
        pager,
    };
    Ok(page.to_html())
}

/// A list of this word and name as a file of today.
fn written(
    ctx: &Context,
    (word, name): (&str, &str),
    headings: &[&str],
    rows: Vec<Vec<String>>,
    format: Format,
) -> Result<(String, Vec<u8>), Halt> {
    let headings = headings.iter().map(|heading| (*heading).to_owned()).collect();
    let list = List { name: name.to_owned(), headings, rows };
    Ok((format!("{}_{word}.{}", ctx.today(), format.ending()), list.write(format)?))
}

/// The staff as a file to take away.
#[handler]
pub(in crate::page) async fn file(
    visit: Visit,
    Path(id): Path<String>,
    Asked(asked): Asked,
    Taken(format): Taken,
) -> Response {
    visit.hand(staff_file(&visit, &id, &asked, format).await, format)
}

async fn staff_file(
    visit: &Visit,
    id: &str,
    asked: &Typed,
    format: Format,
) -> Result<(String, Vec<u8>), Halt> {
    let ctx = &visit.ctx;
    let employer = staffed(ctx, id).await?;
    let staff = employment::staff_roll(ctx, employer.id, &filter(asked)).await?;
    let headings =
        ["Nom", "Fonction", "Depuis", "À venir", "Présences", "Absences excusées", "Absences"];
    let rows = staff.into_iter().map(|one| {
        let counts = [one.upcoming, one.present, one.excused, one.absent];
        [
            words::employed(&one.member),
            one.employment.job_title.unwrap_or_default(),
            one.employment.started_on.to_string(),
        ]
        .into_iter()
        .chain(counts.map(|count| count.to_string()))
        .collect()
    });
    written(ctx, ("equipe", "Équipe"), &headings, rows.collect(), format)
}

/// What they took part in, as a file to take away.
#[handler]
pub(in crate::page) async fn participations_file(
    visit: Visit,
    Path(id): Path<String>,
    Asked(asked): Asked,
    Taken(format): Taken,
) -> Response {
    visit.hand(parts_file(&visit, &id, &asked, format).await, format)
}

async fn parts_file(
    visit: &Visit,
    id: &str,
    asked: &Typed,
    format: Format,
) -> Result<(String, Vec<u8>), Halt> {
    let ctx = &visit.ctx;
    let employer = staffed(ctx, id).await?;
    let parts = employment::participation_roll(ctx, employer.id, &part_filter(asked)).await?;
    let rows = parts.into_iter().map(|one| {
        let state = standing(&one, ctx.now());
        let day = words::federation_date(one.starts_at);
        vec![one.event_title, day, words::employed(&one.member), state]
    });
    let headings = ["Rencontre", "Jour", "Nom", "Où en est-on"];
    written(ctx, ("participations", "Participations"), &headings, rows.collect(), format)
}
