//! What one came to, year by year.

use chrono::{Datelike as _, TimeZone as _, Utc};
use domain::{
    attendance::{self, OwnFilter},
    clock::FEDERATION_ZONE,
    error::Halt,
    member,
};
use poem::{Response, handler, web::Query};
use web::{
    component::Pager,
    pages::{Typed, me::ParticipationPage},
    words,
};

use crate::page::{list::request, visit::Visit};

/// How many of them stand on a page.
const SIZE: i32 = 50;

/// One year, or what is looked for in it.
#[handler]
pub(crate) async fn show(visit: Visit, Query(asked): Query<Vec<(String, String)>>) -> Response {
    visit.show(page(&visit, &Typed(asked)).await)
}

async fn page(visit: &Visit, asked: &Typed) -> Result<String, Halt> {
    let ctx = &visit.ctx;
    let me = member::load(ctx, ctx.member()?).await?;
    let this_year = ctx.today().year();
    let year_of = |at: chrono::DateTime<Utc>| at.with_timezone(&FEDERATION_ZONE).year();
    let mut years: Vec<i32> = match attendance::span(ctx).await? {
        Some((earliest, latest)) => {
            (year_of(earliest)..=year_of(latest).max(this_year)).rev().collect()
        }
        None => vec![this_year],
    };
    let year = asked.get("year").parse().ok().filter(|year| (2000..=2200).contains(year));
    let year = year.unwrap_or(this_year);
    if !years.contains(&year) {
        years.push(year);
    }
    let begins = |year: i32| {
        let midnight = FEDERATION_ZONE.with_ymd_and_hms(year, 1, 1, 0, 0, 0).earliest();
        midnight.map_or_else(|| ctx.now(), |at| at.with_timezone(&Utc))
    };
    // What is still to come is on one's own page; nobody came to it yet.
    let filter = OwnFilter {
        is_earliest_first: asked.get("sort") == "earliest",
        // Who only waited for a place did not take part.
        had_place: true,
        ..OwnFilter::between(begins(year), begins(year + 1).min(ctx.now()))
    };
    // On paper a year is whole, whatever is looked for on the screen; so are its figures.
    let whole = attendance::participation_roll(ctx, &filter).await?;
    let filter = OwnFilter { search: asked.filled("search"), ..filter };
    let found = attendance::participations(ctx, &filter, &request(asked, SIZE)).await?;
    let ids: Vec<_> = whole.iter().map(|one| one.event_id).collect();
    let attended = attendance::attended(ctx, &ids).await?;
    let typed_year = year.to_string();
    let kept = [
        ("year", typed_year.as_str()),
        ("search", asked.get("search")),
        ("sort", asked.get("sort")),
    ];
    let count = found.total.unwrap_or_default();
    let pager = Pager::of(&found, "/me/participation", &kept)
        .counting(locales::text("page-participations", &[("count", count.into())]));
    let page = ParticipationPage {
        frame: &visit.frame,
        name: &words::called(&me),
        year,
        years: &years,
        asked,
        whole: &whole,
        shown: &found.into_rows(),
        attended: &attended,
        now: ctx.now(),
        pager,
    };
    Ok(page.to_html())
}
