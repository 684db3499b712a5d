//! Bringing a table of people into a network: the table travels with the form, and nothing is
//! stored before the person has seen what would change.

use domain::{
    error::{Error, Halt},
    exchange::{Format, Import, ImportRefusal, Report},
    member::{self, sheet as members},
    policy::Ask,
    sheet,
};
use locales::text;
use poem::{Response, handler, web::Path};
use web::{
    component::Keep,
    pages::{
        Problem, Typed,
        network::{NetworkTabs, Tab},
        people::{ImportPage, fields, list_of_report},
    },
};

use super::{
    super::visit::{Brought, Done, Visit, problems},
    run,
};

/// The form.
#[handler]
pub(in crate::page) async fn show(visit: Visit, Path(slug): Path<String>) -> Response {
    visit.show(page(&visit, &slug, &Look::default(), &[]).await)
}

/// A table, what its columns are taken for, and what would come of it.
#[derive(Default)]
struct Look {
    typed: Typed,
    table: Option<String>,
    columns: Vec<members::Glance>,
    meanings: Vec<Option<members::Field>>,
    report: Option<Report>,
}

async fn page(
    visit: &Visit,
    slug: &str,
    look: &Look,
    problems: &[Problem],
) -> Result<String, Halt> {
    let ctx = &visit.ctx;
    let network = run(ctx, slug).await?;
    ctx.may(&Ask::Exchange { network: network.id })?;
    let keep = match &look.report {
        Some(report) => {
            let bytes = list_of_report(report).write(Format::Csv)?;
            let name = format!("{}_import_{slug}.csv", ctx.today());
            Some(Keep::csv(name, &bytes, "Garder ce rapport en CSV"))
        }
        None => None,
    };
    let page = ImportPage {
        frame: &visit.frame,
        network: &network,
        tabs: NetworkTabs::of(ctx, &network, Tab::People),
        typed: &look.typed,
        problems,
        table: look.table.as_deref(),
        columns: &look.columns,
        meanings: &look.meanings,
        report: look.report.as_ref(),
        keep,
    };
    Ok(page.to_html())
}

/// Someone brings a table, says what its columns mean, looks, and lets it in.
#[handler]
pub(in crate::page) async fn bring(brought: Brought, Path(slug): Path<String>) -> Response {
    let Brought { visit, typed, file } = brought;
    let done = bringing(&visit, &slug, typed, file).await;
    visit.answer(done)
}

/// What the form says about one thing, in words.
fn problem(field: &'static str, key: &str) -> [Problem; 1] {
    [Problem { field: Some(field.into()), words: text(key, &[]) }]
}

async fn bringing(
    visit: &Visit,
    slug: &str,
    typed: Typed,
    file: Option<Vec<u8>>,
) -> Result<Done, Halt> {
    let network = run(&visit.ctx, slug).await?;
    visit.ctx.may(&Ask::Exchange { network: network.id })?;
    let table = match file {
        Some(bytes) => sheet::text(&bytes),
        None => Ok(typed.get("table").to_owned()),
    };
    let mut look = Look { typed, ..Look::default() };
    let table = match table {
        Ok(table) if !table.trim().is_empty() => table,
        Ok(_) => {
            let wrong = problem("file", "page-import-nothing");
            return Ok(Done::Again(page(visit, slug, &look, &wrong).await?));
        }
        Err(_) => {
            let wrong = problem("file", "refusal-file-not-text");
            return Ok(Done::Again(page(visit, slug, &look, &wrong).await?));
        }
    };
    let columns = match members::glance(table.as_bytes()) {
        Ok(columns) => columns,
        Err(unreadable) => {
            let wrong = problems(Error::from(ImportRefusal::from(unreadable)))?;
            return Ok(Done::Again(page(visit, slug, &look, &wrong).await?));
        }
    };
    let said = fields(&look.typed);
    look.meanings = if said.len() == columns.len() {
        said
    } else {
        columns.iter().map(|column| column.field).collect()
    };
    look.columns = columns;
    look.table = Some(table);
    let is_dry_run = !look.typed.is("step", "do");
    let asked = Import {
        network: &network.slug,
        bytes: look.table.as_deref().unwrap_or_default().as_bytes(),
        is_dry_run,
    };
    match member::import_as(&visit.ctx, asked, Some(&look.meanings)).await {
        Ok(report) => {
            look.report = Some(report);
            Ok(Done::Look(page(visit, slug, &look, &[]).await?))
        }
        Err(error) => {
            let wrong = problems(error)?;
            Ok(Done::Again(page(visit, slug, &look, &wrong).await?))
        }
    }
}
