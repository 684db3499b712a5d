//! Bringing the communes of other departments in, so that networks can cover them.

use std::collections::{BTreeMap, HashMap};

use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, EntityTrait as _, IntoActiveModel as _,
    QueryFilter as _,
};
use serde_json::json;

use crate::{
    audit::Line,
    context::Context,
    error::Outcome,
    exchange::{self, CHUNK, Fate, FieldOf, ImportRefusal, Report, Said, differences},
    id::AuditLineId,
    identifier::{InseeCode, PostalCode},
    policy::Ask,
    sheet::{self, Reason, Row, Unreadable, problem::Findings},
    text::fold,
};
use entities::commune::{Column, Entity, Model};

/// What a column says, and how it is called: in our own file, and in those that INSEE and La Poste
/// publish.
const COLUMNS: [(Field, &[&str]); 6] = [
    (Field::Code, &["commune_code", "commune_insee", "code_insee", "code_commune_insee", "com"]),
    (Field::Name, &["commune_name", "commune_nom", "nom_de_la_commune", "nom_commune", "libelle"]),
    (Field::PostalCodes, &["postal_codes", "codes_postaux", "code_postal"]),
    (Field::EpciCode, &["epci_code", "epci_siren", "siren_epci", "epci"]),
    (Field::EpciName, &["epci_name", "epci_nom", "nom_epci", "libepci"]),
    (Field::Population, &["population", "population_municipale", "pmun"]),
];

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Field {
    Code,
    Name,
    PostalCodes,
    EpciCode,
    EpciName,
    Population,
}

fn field_of(heading: &str) -> Option<Field> {
    let folded = fold(heading).replace(' ', "_");
    COLUMNS.iter().find(|(_, names)| names.contains(&folded.as_str())).map(|(field, _)| *field)
}

/// Brings communes in: new ones are added, known ones get what the file says.
pub async fn import(
    ctx: &Context,
    bytes: &[u8],
    is_dry_run: bool,
) -> Outcome<Report, ImportRefusal> {
    ctx.may(&Ask::Administer)?;
    let sheet =
        sheet::read(bytes, |cells| cells.iter().filter(|cell| field_of(cell).is_some()).count())
            .map_err(ImportRefusal::from)?;
    let at: HashMap<Field, usize> = sheet
        .headings
        .iter()
        .enumerate()
        .rev()
        .filter_map(|(index, heading)| Some((field_of(heading)?, index)))
        .collect();
    let missing: Vec<String> = COLUMNS[..2]
        .iter()
        .filter(|(field, _)| !at.contains_key(field))
        .map(|(_, names)| names[0].to_owned())
        .collect();
    if !missing.is_empty() {
        return Err(ImportRefusal::from(Unreadable::MissingColumns(missing)).into());
    }

    let mut report = Report { is_dry_run, ..Report::default() };
    let mut wanted: BTreeMap<String, (u64, Model)> = BTreeMap::new();
    for row in &sheet.rows {
        let mut findings = Findings::of_line(row.line);
        sheet.refuses(row, &mut findings);
        let model = read_row(row, &at, &mut findings).filter(|_| !findings.is_refused());
        if let Some(model) = model {
            // La Poste's file has one row for each postal code.
            match wanted.get_mut(&model.insee_code) {
                Some((_, known)) => join_codes(&mut known.postal_codes, &model.postal_codes),
                None => {
                    wanted.insert(model.insee_code.clone(), (row.line, model));
                }
            }
        }
        report.problems.append(&mut findings.in_words_of(|ours| {
            sheet.headings.get(*at.get(&field_of(ours)?)?).map(String::as_str)
        }));
    }

    let tx = ctx.begin().await?;
    let codes: Vec<String> = wanted.keys().cloned().collect();
    let mut known = HashMap::new();
    for chunk in codes.chunks(CHUNK) {
        let rows =
            Entity::find().filter(Column::InseeCode.is_in(chunk.iter().cloned())).all(&*tx).await?;
        known.extend(rows.into_iter().map(|row| (row.insee_code.clone(), row)));
    }
    let mut rows = Vec::new();
    for (line, mut model) in wanted.into_values() {
        let before = known.remove(&model.insee_code);
        if let Some(before) = &before {
            fill(&mut model, before);
        }
        let fate = match &before {
            None => Fate::Created,
            Some(before) if *before == model => Fate::Unchanged,
            Some(_) => Fate::Changed,
        };
        let before = before.as_ref();
        let changes = before.map(|before| differences(&FIELDS, before, &model)).unwrap_or_default();
        report.enter(line, &model.name, fate, changes);
        if fate != Fate::Unchanged {
            rows.push(model.into_active_model().reset_all());
        }
    }
    if is_dry_run {
        return Ok(report.in_order());
    }
    let written = rows.len();
    let columns = [
        Column::Name,
        Column::Search,
        Column::PostalCodes,
        Column::EpciCode,
        Column::EpciName,
        Column::Population,
    ];
    exchange::save::<Entity>(&tx, rows, Column::InseeCode, &columns).await?;
    if written > 0 {
        let line = Line::new("territory.import", AuditLineId::new());
        tx.audit(ctx, line.changing(json!({ "communes": written }))).await?;
    }
    tx.commit().await?;
    Ok(report.in_order())
}

fn read_row(row: &Row, at: &HashMap<Field, usize>, findings: &mut Findings) -> Option<Model> {
    let cell = |field: Field| {
        at.get(&field).and_then(|index| row.cells.get(*index)).map_or("", String::as_str)
    };
    let heading = |field: Field| {
        COLUMNS.iter().find(|(known, _)| *known == field).map_or("", |(_, names)| names[0])
    };
    let code = cell(Field::Code);
    // A spreadsheet takes the first zero of the first nine departments away.
    let code = if code.len() == 4 { format!("0{code}") } else { code.to_owned() };
    let code = code.parse::<InseeCode>().ok();
    if code.is_none() {
        findings.refuse(heading(Field::Code), cell(Field::Code), Reason::NotAnInseeCode);
    }
    let name = cell(Field::Name);
    if name.is_empty() {
        findings.refuse(heading(Field::Name), "", Reason::Missing);
    }
    let mut postal_codes = String::new();
    for part in cell(Field::PostalCodes).split(['|', ',', ' ', '/']).filter(|it| !it.is_empty()) {
        let part = if part.len() == 4 { format!("0{part}") } else { part.to_owned() };
        match part.parse::<PostalCode>() {
            Ok(code) => join_codes(&mut postal_codes, code.as_ref()),
            Err(_) => {
                findings.leave_out(heading(Field::PostalCodes), &part, Reason::NotAPostalCode);
            }
        }
    }
    let population = cell(Field::Population).replace([' ', '\u{a0}', '\u{202f}'], "");
    let population = if population.is_empty() {
        0
    } else {
        population.parse::<u32>().ok().and_then(|number| i32::try_from(number).ok()).unwrap_or_else(
            || {
                findings.leave_out(
                    heading(Field::Population),
                    cell(Field::Population),
                    Reason::NotANumber,
                );
                0
            },
        )
    };
    Some(Model {
        insee_code: code?.to_string(),
        name: name.to_owned(),
        search: fold(name),
        postal_codes,
        epci_code: cell(Field::EpciCode).to_owned(),
        epci_name: cell(Field::EpciName).to_owned(),
        population,
    })
}

/// Adds the codes that are not there yet.
fn join_codes(codes: &mut String, more: &str) {
    for code in more.split('|').filter(|code| !code.is_empty()) {
        if !codes.split('|').any(|known| known == code) {
            if !codes.is_empty() {
                codes.push('|');
            }
            codes.push_str(code);
        }
    }
}

/// An empty cell takes nothing away.
fn fill(model: &mut Model, before: &Model) {
    for (now, then) in [
        (&mut model.postal_codes, &before.postal_codes),
        (&mut model.epci_code, &before.epci_code),
        (&mut model.epci_name, &before.epci_name),
    ] {
        if now.is_empty() {
            now.clone_from(then);
        }
    }
    if model.population == 0 {
        model.population = before.population;
    }
}

/// The fields that a file may change, and what a commune says of each.
const FIELDS: [FieldOf<Model>; 5] = [
    ("name", |commune| Said::text(&commune.name)),
    ("postal_codes", |commune| Said::list(&commune.postal_codes)),
    ("epci_code", |commune| Said::text(&commune.epci_code)),
    ("epci_name", |commune| Said::text(&commune.epci_name)),
    ("population", |commune| Said::text(&commune.population)),
];

/// The words of the fields that a file may change.
pub fn imported_fields() -> impl Iterator<Item = &'static str> {
    FIELDS.into_iter().map(|(field, _)| field)
}
