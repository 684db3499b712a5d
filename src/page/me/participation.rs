//! What one came to, year by year.

use chrono::{Datelike as _, TimeZone as _, Utc};
use domain::{
    attendance::{self, Participation},
    clock::FEDERATION_ZONE,
    error::Halt,
    member,
    page::Page,
    registration::State,
};
use poem::{Response, handler, web::Query};
use web::{
    component::Pager,
    pages::{Typed, me::ParticipationPage},
};

use crate::page::{list::request, visit::Visit};

/// More than anybody comes to in a year.
const SIZE: i32 = 100;

/// One year.
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
    let until = begins(year + 1).min(ctx.now());
    let found: Page<Participation> =
        attendance::participations(ctx, (begins(year), until), &request(asked, SIZE)).await?;
    let ids: Vec<_> = found.items.iter().map(|(_, one)| one.event_id).collect();
    let attended = attendance::attended(ctx, &ids).await?;
    let kept = year.to_string();
    let pager = Pager::of(&found, "/me/participation", &[("year", &kept)]);
    let page = ParticipationPage {
        frame: &visit.frame,
        name: &me.name(),
        year,
        years: &years,
        participations: found
            .items
            .iter()
            .map(|(_, one)| one)
            .filter(|one| had_a_place(one))
            .collect(),
        attended: &attended,
        now: ctx.now(),
        pager,
    };
    Ok(page.to_html())
}

/// Who only waited for a place did not take part.
fn had_a_place(one: &Participation) -> bool {
    one.attendance.is_some() || one.state == Some(State::Confirmed)
}
