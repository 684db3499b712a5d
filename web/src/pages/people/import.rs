//! Bringing a table of people in: which column means what, what would change, and a report to keep.

use std::collections::{BTreeMap, HashMap, HashSet};

use askama::Template;
use domain::{
    exchange::{Entry, Fate, List, Report},
    member::sheet::{Field, Glance},
    network::Network,
    sheet::{Consequence, Problem as RowProblem, Reason},
};
use locales::{Value, text};

use crate::{
    component::{Badge, Form, Keep, Summary, Tone},
    pages::{Frame, Problem, Typed, network::NetworkTabs, written::pages},
    words::{ChangeTold, change_told, changes_told},
};

pages!(ImportPage);

/// What a column may mean, by its word in the form.
const FIELDS: [(Field, &str, &str); 16] = [
    (Field::Email, "email", "page-column-email"),
    (Field::FirstName, "first-name", "page-column-first-name"),
    (Field::LastName, "last-name", "page-column-last-name"),
    (Field::FullName, "full-name", "page-column-full-name"),
    (Field::Phone, "phone", "page-column-phone"),
    (Field::Role, "role", "page-column-role"),
    (Field::LocalRole, "local-role", "page-column-local-role"),
    (Field::JobTitle, "job-title", "page-column-job-title"),
    (Field::StartsOn, "starts-on", "page-column-starts-on"),
    (Field::EndsOn, "ends-on", "page-column-ends-on"),
    (Field::EmployerName, "employer-name", "page-column-employer-name"),
    (Field::EmployerPivot, "employer-pivot", "page-column-employer-pivot"),
    (Field::EmployerAddress, "employer-address", "page-column-employer-address"),
    (Field::EmployerCommune, "employer-commune", "page-column-employer-commune"),
    (Field::EmployerPostalCode, "employer-postal-code", "page-column-employer-postal-code"),
    (Field::EmployerInseeCode, "employer-insee-code", "page-column-employer-insee-code"),
];

/// How many lines a page shows; the report to keep has all of them.
const MOST: usize = 200;

/// The meaning of this word.
pub fn field(word: &str) -> Option<Field> {
    FIELDS.into_iter().find(|(_, known, _)| *known == word).map(|(field, ..)| field)
}

/// What the columns mean, as a form says it.
pub fn fields(typed: &Typed) -> Vec<Option<Field>> {
    typed.all("column").map(field).collect()
}

/// Bringing a table of people in.
#[derive(Template)]
#[template(path = "people/import.html")]
pub struct ImportPage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// The network.
    pub network: &'a Network,
    /// Its pages that this person may open.
    pub tabs: NetworkTabs,
    /// What was typed.
    pub typed: &'a Typed,
    /// Why it was refused.
    pub problems: &'a [Problem],
    /// What the table holds, once it is there.
    pub table: Option<&'a str>,
    /// Its columns.
    pub columns: &'a [Glance],
    /// What each of them is taken for.
    pub meanings: &'a [Option<Field>],
    /// What would become of each row, or became of it.
    pub report: Option<&'a Report>,
    /// The report as a file.
    pub keep: Option<Keep>,
}

/// One line of the report.
struct Told {
    line: u64,
    name: String,
    badge: Badge<'static>,
    words: String,
    changes: Vec<ChangeTold>,
}

impl ImportPage<'_> {
    fn at(&self, page: &str) -> String {
        format!("/networks/{}{page}", self.network.slug)
    }

    fn form(&self) -> Form<'_> {
        Form::new(self.typed, self.problems)
    }

    fn summary(&self) -> Summary<'_> {
        self.form().summary()
    }

    fn is_done(&self) -> bool {
        self.report.is_some_and(|report| !report.is_dry_run)
    }

    fn choices() -> Vec<(Field, &'static str, String)> {
        FIELDS.map(|(field, word, key)| (field, word, text(key, &[]))).into()
    }

    fn is_meant(&self, at: &usize, field: Field) -> bool {
        self.meanings.get(*at).copied().flatten() == Some(field)
    }

    fn heading(glance: &Glance, at: usize) -> String {
        if glance.heading.is_empty() {
            let at = i64::try_from(at).unwrap_or(i64::MAX);
            text("page-column-unnamed", &[("number", at.into())])
        } else {
            glance.heading.clone()
        }
    }

    fn counts(report: &Report) -> [(&'static str, usize); 5] {
        [
            ("Nouvelles personnes", people(report, Fate::Created)),
            ("Personnes modifiées", people(report, Fate::Changed)),
            ("Personnes inchangées", people(report, Fate::Unchanged)),
            ("Nouvelles structures", report.new_employers()),
            ("Lignes refusées", report.refused()),
        ]
    }

    fn changes(report: &Report) -> bool {
        report.count(Fate::Created) + report.count(Fate::Changed) > 0
    }

    fn bring_words(report: &Report) -> String {
        let count = report.count(Fate::Created) + report.count(Fate::Changed);
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        text("page-import-bring", &[("count", count.into())])
    }

    /// Whom it leads a charter to write to.
    fn letters(report: &Report) -> Vec<String> {
        if report.to_sign.is_empty() {
            return vec![text("page-import-no-letter", &[])];
        }
        let asks = report.to_sign.iter().map(|asks| {
            let count = i64::try_from(asks.people).unwrap_or(i64::MAX);
            text(
                "page-import-asks",
                &[("count", count.into()), ("charter", (&asks.charter).into())],
            )
        });
        asks.collect()
    }

    fn lines(report: &Report) -> Vec<Told> {
        let repeats = repeats(report);
        let is_apart = |problem: &&RowProblem| !is_beside(problem, &repeats);
        let mut told: Vec<Told> =
            report.entries.iter().map(|row| entry(row, report.is_dry_run, &repeats)).collect();
        let problems = report.problems.iter().filter(is_apart);
        told.extend(problems.map(|row| problem(row, report.is_dry_run)));
        told.sort_by_key(|told| told.line);
        told.truncate(MOST);
        told
    }

    fn is_long(report: &Report) -> bool {
        report.entries.len() + report.problems.len() - repeats(report).len() > MOST
    }
}

/// The rows that are about the person of an earlier row, by their line: said beside what becomes of
/// the row, so that it stands in the report once.
fn repeats(report: &Report) -> HashMap<u64, &RowProblem> {
    let rows: HashSet<u64> = report.entries.iter().map(|entry| entry.line).collect();
    let is_repeat = |problem: &&RowProblem| {
        matches!(problem.reason, Reason::SamePerson { .. }) && rows.contains(&problem.line)
    };
    report.problems.iter().filter(is_repeat).map(|problem| (problem.line, problem)).collect()
}

fn is_beside(problem: &RowProblem, repeats: &HashMap<u64, &RowProblem>) -> bool {
    matches!(problem.reason, Reason::SamePerson { .. }) && repeats.contains_key(&problem.line)
}

/// How many people have this fate, however many rows are about each: of several the first counts that
/// does something.
fn people(report: &Report, fate: Fate) -> usize {
    let repeats = repeats(report);
    let before = |line: u64| match repeats.get(&line)?.reason {
        // A row is about the person of a row before it, and that perhaps of one before that.
        Reason::SamePerson { first_line } if first_line < line => Some(first_line),
        _ => None,
    };
    let first = |line: u64| std::iter::successors(Some(line), |line| before(*line)).last();
    let mut fates: BTreeMap<u64, Fate> = BTreeMap::new();
    for entry in &report.entries {
        let known = fates.entry(first(entry.line).unwrap_or(entry.line)).or_insert(entry.fate);
        *known = (*known).min(entry.fate);
    }
    fates.values().filter(|of| **of == fate).count()
}

fn fate(fate: Fate, is_dry_run: bool) -> (String, Tone) {
    let (key, tone) = match fate {
        Fate::Created if is_dry_run => ("page-import-to-create", Tone::Good),
        Fate::Changed if is_dry_run => ("page-import-to-change", Tone::Told),
        Fate::Created => ("page-import-created", Tone::Good),
        Fate::Changed => ("page-import-changed", Tone::Told),
        Fate::Unchanged => ("page-import-unchanged", Tone::Quiet),
        Fate::Closed => ("page-import-closed", Tone::Warn),
    };
    (text(key, &[]), tone)
}

fn entry(entry: &Entry, is_dry_run: bool, repeats: &HashMap<u64, &RowProblem>) -> Told {
    let (words, tone) = fate(entry.fate, is_dry_run);
    Told {
        line: entry.line,
        name: entry.name.clone(),
        badge: Badge::new(words, tone),
        words: repeats.get(&entry.line).map(|problem| reason(problem)).unwrap_or_default(),
        changes: entry.changes.iter().map(change_told).collect(),
    }
}

fn consequence(consequence: Consequence, is_dry_run: bool) -> (String, Tone) {
    let (key, tone) = match consequence {
        Consequence::Kept if is_dry_run => ("page-import-to-keep", Tone::Warn),
        Consequence::Repaired if is_dry_run => ("page-import-to-repair", Tone::Quiet),
        Consequence::Kept => ("page-import-kept", Tone::Warn),
        Consequence::Repaired => ("page-import-repaired", Tone::Quiet),
        Consequence::ValueLeftOut => ("page-import-left-out", Tone::Warn),
        Consequence::RowRefused => ("page-import-refused", Tone::Bad),
    };
    (text(key, &[]), tone)
}

fn reason(problem: &RowProblem) -> String {
    let number = |value: u64| Value::Number(i64::try_from(value).unwrap_or(i64::MAX));
    let about: Vec<_> =
        problem.reason.argument().map(|(name, value)| (name, number(value))).into_iter().collect();
    let reason = text(&format!("exchange-reason-{}", problem.reason.code()), &about);
    match &problem.column {
        Some(column) => match &problem.means {
            Some(means) => format!("{column} ({means}) : {reason}"),
            None => format!("{column} : {reason}"),
        },
        None => reason,
    }
}

fn problem(problem: &RowProblem, is_dry_run: bool) -> Told {
    let (words, tone) = consequence(problem.consequence, is_dry_run);
    Told {
        line: problem.line,
        name: problem.value.clone(),
        badge: Badge::new(words, tone),
        words: reason(problem),
        changes: Vec::new(),
    }
}

/// The report as a list that one keeps.
pub fn list_of_report(report: &Report) -> List {
    let repeats = repeats(report);
    let entries = report.entries.iter().map(|entry| {
        let repeat = repeats.get(&entry.line).map(|problem| reason(problem));
        let changes = Some(changes_told(&entry.changes)).filter(|changes| !changes.is_empty());
        let cells = vec![
            entry.line.to_string(),
            entry.name.clone(),
            fate(entry.fate, report.is_dry_run).0,
            repeat.into_iter().chain(changes).collect::<Vec<_>>().join(" ; "),
        ];
        (entry.line, cells)
    });
    let apart = report.problems.iter().filter(|problem| !is_beside(problem, &repeats));
    let problems = apart.map(|problem| {
        let told = consequence(problem.consequence, report.is_dry_run).0;
        let cells = vec![problem.line.to_string(), problem.value.clone(), told, reason(problem)];
        (problem.line, cells)
    });
    let mut rows: Vec<_> = entries.chain(problems).collect();
    rows.sort_by_key(|(line, _)| *line);
    List {
        name: text("page-import-report", &[]),
        headings: ["Ligne", "Personne ou valeur", "Résultat", "Détail"].map(str::to_owned).to_vec(),
        rows: rows.into_iter().map(|(_, cells)| cells).collect(),
    }
}
