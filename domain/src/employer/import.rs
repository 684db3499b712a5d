//! Bringing a table of employers into a network's affairs.

use std::collections::{HashMap, HashSet};

use sea_orm::{ColumnTrait as _, EntityTrait as _, IntoActiveModel as _, QueryFilter as _};
use serde_json::json;
use uuid::Uuid;

use super::{
    Sought,
    known::{Known, new_row},
    sheet::{self, CODE, EmployerRow, HEADINGS},
};
use crate::{
    audit::Line,
    context::Context,
    database::{Sql, Transaction, binds},
    error::{Halt, Outcome},
    exchange::{self, Fate, FieldOf, Import, ImportRefusal, Report, Said, differences, names},
    id::EmployerId,
    identifier::{Pivot, Rna},
    policy::Ask,
    sheet::{Consequence, Problem, Reason, problem::Findings},
    territory,
    text::fold,
};
use entities::employer::{Column, Entity, Model};

/// Brings employers in. An employer is known by its SIRET or RNA, else by its name and commune.
///
/// An employer is the whole federation's: who runs one network only may write down new ones and
/// change those whose staff or places are in that network.
pub async fn import(ctx: &Context, asked: Import<'_>) -> Outcome<Report, ImportRefusal> {
    let sheet = sheet::read(asked.bytes).map_err(ImportRefusal::from)?;
    let (tx, network) = exchange::begin(ctx, &asked).await?;
    let known = Known::load(&tx, sheet.rows.iter().map(|row| &row.sought)).await?;
    let found: Vec<Option<Uuid>> = sheet.rows.iter().map(|row| known.find(&row.sought)).collect();
    let present = load(&tx, found.iter().flatten().copied().collect()).await?;
    let ours = if ctx.may(&Ask::Administer).is_ok() {
        None
    } else {
        Some(linked(&tx, ctx, network.id).await?)
    };

    let codes = sheet.rows.iter().filter_map(|row| row.sought.insee_code.clone());
    let nowhere = territory::unknown(&*tx, codes.collect()).await?;
    let addresses = sheet.rows.iter().filter_map(|row| address(&row.sought)).collect();
    let named = territory::of_addresses(&*tx, addresses).await?;
    let misplaced = |row: &EmployerRow| {
        let code = row.sought.insee_code.as_ref()?;
        let told = code.as_str();
        let other = address(&row.sought).and_then(|address| named.get(&address));
        let other = other.filter(|it| it.insee_code != told && !territory::is_district(told));
        let mut findings = Findings::of_line(row.line);
        if let Some(other) = other {
            let value = format!("{told} ({} : {})", other.name, other.insee_code);
            findings.note(HEADINGS[CODE], &value, Reason::OtherCommune, Consequence::Kept);
        } else if nowhere.contains(code) {
            // Mostly a former commune's: who keeps the file knows which has its place now.
            findings.note(HEADINGS[CODE], told, Reason::NoCommune, Consequence::Kept);
        }
        findings.in_words_of(|_| sheet.code_called.as_deref()).pop()
    };

    let mut report =
        Report { problems: sheet.problems, is_dry_run: asked.is_dry_run, ..Report::default() };
    let (mut rows, mut lines) = (Vec::new(), Vec::new());
    let mut first_rows: HashMap<Uuid, &EmployerRow> = HashMap::new();
    let mut new = Known::default();
    for (row, found) in sheet.rows.iter().zip(&found) {
        let name = &row.sought.name;
        let owner = |number: &Rna| known.owner(number.as_str()).or(new.owner(number.as_str()));
        // The same employer twice in one file: the first row stands.
        let id = found.or_else(|| new.find(&row.sought));
        if let Some(first) = id.and_then(|id| first_rows.get(&id)) {
            report.problems.push(repeated(row, first, &sheet.called));
            continue;
        }
        if row.sought.rna.as_ref().and_then(owner).is_some_and(|owner| Some(owner) != id) {
            report.problems.push(refused(row, Reason::NumberTaken));
            continue;
        }
        let (model, fate, changes) = if let Some(before) = id.and_then(|id| present.get(&id)) {
            let after = merged(before, row);
            let changes = differences(&FIELDS, before, &after);
            let as_it_is = match before.archived_at {
                Some(_) => Some(Fate::Closed),
                None => changes.is_empty().then_some(Fate::Unchanged),
            };
            if let Some(fate) = as_it_is {
                first_rows.insert(before.id, row);
                report.problems.extend(misplaced(row).filter(|_| fate != Fate::Closed));
                report.enter(row.line, name, fate, Vec::new());
                continue;
            }
            if ours.as_ref().is_some_and(|ours| !ours.contains(&before.id)) {
                report.problems.push(refused(row, Reason::KnownElsewhere));
                continue;
            }
            (Model { revision: before.revision + 1, ..after }, Fate::Changed, changes)
        } else {
            let blank = new_row(ctx, &row.sought);
            let model = merged(&blank, row);
            new.remember(&model);
            (model, Fate::Created, Vec::new())
        };
        first_rows.insert(model.id, row);
        report.problems.extend(misplaced(row));
        lines.push(
            Line::new("employer.import", EmployerId::of(model.id))
                .within(network.id)
                .changing(json!({ "name": model.name, "fields": names(&changes) })),
        );
        report.enter(row.line, name, fate, changes);
        rows.push(model.into_active_model());
    }
    let report = report.in_order();
    if asked.is_dry_run {
        return Ok(report);
    }

    exchange::save::<Entity>(&tx, rows, Column::Id, &CHANGEABLE).await?;
    tx.audit_all(ctx, lines).await?;
    tx.commit().await?;
    Ok(report)
}

/// Where a row says that the employer is: postal code and commune.
fn address(sought: &Sought) -> Option<(String, String)> {
    Some((sought.postal_code.as_ref()?.to_string(), sought.commune_name.clone()?))
}

/// What a file may change of an employer that is known.
const CHANGEABLE: [Column; 12] = [
    Column::Name,
    Column::Search,
    Column::Siret,
    Column::Rna,
    Column::Address,
    Column::PostalCode,
    Column::CommuneName,
    Column::InseeCode,
    Column::Email,
    Column::Phone,
    Column::WebsiteUrl,
    Column::Revision,
];

async fn load(tx: &Transaction, ids: Vec<Uuid>) -> Result<HashMap<Uuid, Model>, Halt> {
    let mut rows = HashMap::new();
    for chunk in ids.chunks(exchange::CHUNK) {
        let found =
            Entity::find().filter(Column::Id.is_in(chunk.iter().copied())).all(&**tx).await?;
        rows.extend(found.into_iter().map(|row| (row.id, row)));
    }
    Ok(rows)
}

#[derive(sea_orm::FromQueryResult)]
struct Linked {
    id: Uuid,
}

/// The employers whose staff or places are in the network, or in one below it.
async fn linked(tx: &Transaction, ctx: &Context, network: Uuid) -> Result<HashSet<Uuid>, Halt> {
    let rows: Vec<Linked> = Sql::new(
        "select employment.employer_id as id from employment \
         join membership on membership.member_id = employment.member_id \
         and (membership.ended_on is null or membership.ended_on > ?) \
         join network_ancestor branch on branch.descendant_id = membership.network_id \
         where branch.ancestor_id = ? and employment.status = 'confirmed' \
         union select place.employer_id from place \
         join network_ancestor branch on branch.descendant_id = place.network_id \
         where branch.ancestor_id = ? and place.employer_id is not null",
        binds![ctx.today(), network, network],
    )
    .all(&**tx)
    .await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// What is known, with what the row says; an empty cell takes nothing away.
fn merged(before: &Model, row: &EmployerRow) -> Model {
    let mut after = before.clone();
    let sought = &row.sought;
    if !sought.name.is_empty() {
        after.name.clone_from(&sought.name);
        after.search = fold(&sought.name);
    }
    match &sought.pivot {
        Some(Pivot::Siret(siret)) => after.siret = Some(siret.to_string()),
        Some(Pivot::Rna(rna)) => after.rna = Some(rna.to_string()),
        Some(Pivot::Ridet(_)) | None => {}
    }
    let keep = |new: Option<String>, old: &str| new.unwrap_or_else(|| old.to_owned());
    after.rna = sought.rna.as_ref().map(ToString::to_string).or(after.rna);
    after.address = keep(sought.address.clone(), &before.address);
    after.postal_code =
        keep(sought.postal_code.as_ref().map(ToString::to_string), &before.postal_code);
    after.commune_name = keep(sought.commune_name.clone(), &before.commune_name);
    after.insee_code = sought.insee_code.as_ref().map(ToString::to_string).or(after.insee_code);
    after.email = row.email.as_ref().map(ToString::to_string).or(after.email);
    after.phone = row.phone.as_ref().map(ToString::to_string).or(after.phone);
    after.website_url = row.website.as_ref().map(ToString::to_string).or(after.website_url);
    after
}

/// The fields that a file may change, and what an employer says of each.
const FIELDS: [FieldOf<Model>; 10] = [
    ("name", |employer| Said::text(&employer.name)),
    ("siret", |employer| Said::known(employer.siret.as_ref())),
    ("rna", |employer| Said::known(employer.rna.as_ref())),
    ("address", |employer| Said::text(&employer.address)),
    ("postal_code", |employer| Said::text(&employer.postal_code)),
    ("commune_name", |employer| Said::text(&employer.commune_name)),
    ("insee_code", |employer| Said::known(employer.insee_code.as_ref())),
    ("email", |employer| Said::known(employer.email.as_ref())),
    ("phone", |employer| Said::known(employer.phone.as_ref())),
    ("website_url", |employer| Said::known(employer.website_url.as_ref())),
];

/// The words of the fields that a file may change.
pub fn imported_fields() -> impl Iterator<Item = &'static str> {
    FIELDS.into_iter().map(|(field, _)| field)
}

/// A second row about the same employer, told by the column that says so.
fn repeated(row: &EmployerRow, first: &EmployerRow, called: &[Option<String>; 3]) -> Problem {
    let first_line = first.line;
    if (EmployerRow { line: first_line, ..row.clone() }) == *first {
        return refused(row, Reason::Duplicate { first_line });
    }
    let [siret, rna, name] = called;
    let number = row.sought.pivot.as_ref().filter(|_| row.sought.pivot == first.sought.pivot);
    let column = match number {
        Some(Pivot::Rna(_)) => rna.as_ref().or(siret.as_ref()),
        Some(_) => siret.as_ref(),
        None => name.as_ref(),
    };
    let value = number.map_or_else(|| row.sought.name.clone(), ToString::to_string);
    let refused = refused(row, Reason::SameRecord { first_line });
    Problem { column: column.cloned(), value, ..refused }
}

fn refused(row: &EmployerRow, reason: Reason) -> Problem {
    Problem {
        line: row.line,
        column: None,
        means: None,
        value: row.sought.name.clone(),
        reason,
        consequence: Consequence::RowRefused,
    }
}
