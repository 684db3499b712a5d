//! A network's counts over a period, as a page and as a file.

use chrono::{Datelike as _, NaiveDate};
use domain::{
    context::Context,
    count::{self, Counts, Granularity, Period, Scope},
    error::{Denied, Halt},
    exchange::{Format, List},
    network::{self, Network},
    policy::Ask,
};
use locales::date;
use poem::{
    Response, handler,
    web::{Path, Query},
};
use web::pages::{
    Problem, Typed,
    network::{
        Tab,
        workbench::{Head, NumbersPage, Part, Span, days, figures},
    },
};

use super::{
    super::{
        day::{period, wrong_required_days},
        visit::{Taken, Visit},
    },
    led,
};

const fn see(network: uuid::Uuid) -> Ask<'static> {
    Ask::SeeCounts { network }
}

/// What the address asks for, and what of it cannot be read.
struct Asked {
    typed: Typed,
    period: Period,
    scope: Scope,
    wrong: Vec<Problem>,
}

/// What was asked, with one period. Days that were typed are it, whatever else is chosen; those that are only
/// as the page gave them go when another period is chosen.
fn settled(Typed(mut asked): Typed) -> Typed {
    let typed = Typed(asked.clone());
    let days = days(&typed);
    let are_typed = !days.is_empty() && days != typed.get("given");
    let span = if are_typed { Span::Chosen } else { Span::of(typed.get("span")) };
    asked.retain(|(name, _)| match name.as_str() {
        "span" => false,
        "from" | "until" => span == Span::Chosen,
        _ => true,
    });
    asked.push(("span".to_owned(), span.word().to_owned()));
    Typed(asked)
}

impl Asked {
    fn of(typed: Typed, today: NaiveDate) -> Self {
        let typed = settled(typed);
        let year = |year: i32| {
            let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or(today);
            let last = NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or(today);
            Period { from: first, until: last }
        };
        let this_year = Period { until: today, ..year(today.year()) };
        let span = Span::of(typed.get("span"));
        let (period, wrong) = match span {
            Span::ThisYear => (this_year, Vec::new()),
            Span::LastYear => (year(today.year() - 1), Vec::new()),
            Span::Chosen => {
                let (from, until) = period(&typed);
                let days = from.zip(until).and_then(|(from, until)| Period::between(from, until));
                (days.unwrap_or(this_year), wrong_required_days(&typed))
            }
        };
        let scope = if typed.is("scope", "network") { Scope::Network } else { Scope::Subtree };
        Self { typed, period, scope, wrong }
    }

    /// The parts of the period: months, or quarters or years when there would be too many.
    fn parts(&self) -> Vec<(Period, String)> {
        let months = count::periods(self.period, Granularity::Month)
            .filter(|months| months.len() <= MOST_MONTHS);
        if let Some(months) = months {
            let name = |part: Period| (part, date::month(part.from));
            return months
                .into_iter()
                .map(name)
                .map(|(part, name)| (self.within(part), name))
                .collect();
        }
        if let Some(quarters) = count::periods(self.period, Granularity::Quarter)
            .filter(|quarters| quarters.len() <= MOST_MONTHS)
        {
            let name = |part: Period| {
                let quarter = i64::from(part.from.month0() / 3 + 1);
                let year = part.from.year().to_string();
                let name = locales::text(
                    "page-numbers-quarter",
                    &[("quarter", quarter.into()), ("year", (&year).into())],
                );
                (self.within(part), name)
            };
            return quarters.into_iter().map(name).collect();
        }
        let years = count::periods(self.period, Granularity::Year).unwrap_or_default();
        let name = |part: Period| (self.within(part), part.from.year().to_string());
        years.into_iter().map(name).collect()
    }

    /// What of this part lies in the period.
    fn within(&self, part: Period) -> Period {
        Period { from: part.from.max(self.period.from), until: part.until.min(self.period.until) }
    }
}

/// More bars than this are not read at a glance.
const MOST_MONTHS: usize = 12;

struct Counted {
    network: Network,
    counts: Counts,
    parts: Vec<Part>,
}

async fn counted(ctx: &Context, slug: &str, asked: &Asked) -> Result<Counted, Halt> {
    let network = led(ctx, slug, see).await?;
    let counts = count::of_networks(ctx, &[network.id], asked.scope, asked.period).await?;
    let counts = counts.into_values().next().ok_or(Denied::Hidden)?;
    let (periods, names): (Vec<_>, Vec<_>) = asked.parts().into_iter().unzip();
    let series = if periods.is_empty() {
        Vec::new()
    } else {
        let series = count::in_periods(ctx, &[network.id], asked.scope, &periods).await?;
        series.into_values().next().unwrap_or_default()
    };
    let parts = periods.into_iter().zip(names).zip(series);
    let parts = parts.map(|((period, name), counts)| Part { period, counts, name }).collect();
    Ok(Counted { network, counts, parts })
}

/// A network's counts.
#[handler]
pub(in crate::page) async fn show(
    visit: Visit,
    Path(slug): Path<String>,
    Query(asked): Query<Vec<(String, String)>>,
) -> Response {
    visit.show(page(&visit, &slug, Typed(asked)).await)
}

async fn page(visit: &Visit, slug: &str, typed: Typed) -> Result<String, Halt> {
    let ctx = &visit.ctx;
    let asked = Asked::of(typed, ctx.today());
    let Counted { network, counts, parts } = counted(ctx, slug, &asked).await?;
    let below = network::subtree_counts(ctx, &[network.id]).await?;
    let page = NumbersPage {
        frame: &visit.frame,
        head: Head::of(ctx, &network, Tab::Numbers, "Chiffres"),
        scope: asked.scope,
        below: below.get(&network.id).copied().unwrap_or_default(),
        period: asked.period,
        counts: &counts,
        parts: &parts,
        today: ctx.today(),
        typed: &asked.typed,
        problems: &asked.wrong,
    };
    Ok(page.to_html())
}

/// The same as a file to take away.
#[handler]
pub(in crate::page) async fn file(
    visit: Visit,
    Path(slug): Path<String>,
    Query(asked): Query<Vec<(String, String)>>,
    Taken(format): Taken,
) -> Response {
    visit.hand(written(&visit.ctx, &slug, Typed(asked), format).await, format)
}

/// One row for each number, one column for the whole period and for each of its parts.
async fn written(
    ctx: &Context,
    slug: &str,
    typed: Typed,
    format: Format,
) -> Result<(String, Vec<u8>), Halt> {
    let asked = Asked::of(typed, ctx.today());
    let Counted { counts, parts, .. } = counted(ctx, slug, &asked).await?;
    let Period { from, until } = asked.period;
    let mut headings = vec!["Chiffre".to_owned(), format!("{from} – {until}")];
    headings.extend(parts.iter().map(|part| part.name.clone()));
    headings.push("Ce qu’il compte".to_owned());
    let by_part: Vec<_> = parts.iter().map(|part| figures(&part.counts)).collect();
    let rows = figures(&counts).into_iter().enumerate().map(|(at, (name, definition, value))| {
        let mut cells = vec![name, plain(&value)];
        let of_part = |part: &Vec<(String, String, String)>| {
            part.get(at).map(|(_, _, value)| plain(value)).unwrap_or_default()
        };
        cells.extend(by_part.iter().map(of_part));
        cells.push(definition);
        cells
    });
    let list = List { name: "Chiffres".to_owned(), headings, rows: rows.collect() };
    let name = format!("{slug}_{from}_{until}_chiffres.{}", format.ending());
    Ok((name, list.write(format)?))
}

/// A number as a spreadsheet reads it.
fn plain(value: &str) -> String {
    value.replace('\u{a0}', "")
}
