//! Bringing people in from a table, and what becomes of each row.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use domain::{
    exchange::{Entry, Fate, FieldChange, Import, ImportRefusal, Report},
    member::{self, sheet::Field},
    network,
    sheet::{Consequence, Problem},
};
use locales::Value;

use crate::graphql::{
    error::halted,
    id::{asker, read},
    payload::payload,
    words,
};

payload! {
    /// What came of bringing a table of people in.
    MembersImportPayload refused by ImportRefusal {
        /// What became of each row, or would become of it.
        report: ImportReport
    }
}

/// What a column of a table says about a member. The list may grow.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "Field")]
pub enum MemberColumn {
    /// The first name.
    FirstName,
    /// The last name.
    LastName,
    /// First and last name in one cell.
    FullName,
    /// The email address, by which a member is recognised.
    Email,
    /// The telephone number.
    Phone,
    /// The role that the file gives: « Médiateur », « Coordinateur ».
    Role,
    /// What the person is for the public: pilot, mediator, helper, first aider, scout.
    LocalRole,
    /// The function at the employer.
    JobTitle,
    /// The first day of the contract.
    StartsOn,
    /// The last day of the contract.
    EndsOn,
    /// The employer's name.
    EmployerName,
    /// The employer's SIRET or RNA.
    EmployerPivot,
    /// The employer's address.
    EmployerAddress,
    /// The employer's commune.
    EmployerCommune,
    /// The employer's postal code.
    EmployerPostalCode,
    /// The INSEE code of the employer's commune.
    EmployerInseeCode,
}

/// What became of a row. The list may grow.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "Fate")]
pub enum ImportFate {
    /// It was not known.
    Created,
    /// It was known, and the file says something else.
    Changed,
    /// It is as the file says.
    Unchanged,
    /// It is closed, and stays as it is until somebody opens it again.
    Closed,
}

/// What was done about a problem. The list may grow.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "Consequence")]
pub enum ImportConsequence {
    /// The value is kept as it is; somebody should look at it.
    Kept,
    /// The value was understood or put elsewhere; nothing is lost.
    Repaired,
    /// The row goes in without this value.
    ValueLeftOut,
    /// The row does not go in.
    RowRefused,
}

/// One row that was understood.
#[derive(SimpleObject)]
pub struct ImportEntry {
    /// The line of the row, counted from 1.
    line: i32,
    /// By what people recognise it.
    name: String,
    /// What became of it.
    fate: ImportFate,
    /// The fields that change.
    fields: Vec<String>,
    /// How each of them changes; of a new member, what else the row brings. `new_employer` is an
    /// employer that nobody knew, and that the row writes down.
    changes: Vec<ImportChange>,
}

/// A field that a row changes.
#[derive(SimpleObject)]
pub struct ImportChange {
    /// The field's stable word, such as `job_title`.
    field: String,
    /// Its name for people, such as « fonction ».
    name: String,
    /// What it said, as a file tells it; null when that was nothing, or is not for you to see.
    before: Option<String>,
    /// What it says then; null for nothing.
    after: Option<String>,
}

/// One thing that is wrong in a file.
#[derive(SimpleObject)]
pub struct ImportProblem {
    /// The line of the row, counted from 1.
    line: i32,
    /// The heading of the column, as the file has it; null for the row as a whole.
    column: Option<String>,
    /// The heading by which our own files call that column; null where it is the same.
    meaning: Option<String>,
    /// What the file says.
    value: String,
    /// Why it is wrong: a stable word for programs, such as `not-an-email`.
    reason: String,
    /// The same for people, in the language of the answer.
    message: String,
    /// What was done.
    consequence: ImportConsequence,
}

/// What became of a file.
#[derive(SimpleObject)]
pub struct ImportReport {
    /// The rows that were understood.
    entries: Vec<ImportEntry>,
    /// What is wrong in the file, by line.
    problems: Vec<ImportProblem>,
    /// How many rows do not go in.
    refused: i32,
    /// Whether nothing was written.
    is_dry_run: bool,
}

fn line(line: u64) -> i32 {
    i32::try_from(line).unwrap_or(i32::MAX)
}

impl ImportReport {
    fn of(report: Report) -> Self {
        let refused = i32::try_from(report.refused()).unwrap_or(i32::MAX);
        let Report { entries, problems, is_dry_run, .. } = report;
        let entry = |entry: Entry| ImportEntry {
            line: line(entry.line),
            fields: entry.fields().into_iter().map(str::to_owned).collect(),
            name: entry.name,
            fate: entry.fate.into(),
            changes: entry.changes.iter().map(ImportChange::of).collect(),
        };
        Self {
            entries: entries.into_iter().map(entry).collect(),
            problems: problems.into_iter().map(ImportProblem::of).collect(),
            refused,
            is_dry_run,
        }
    }
}

impl ImportChange {
    fn of(change: &FieldChange) -> Self {
        let key = format!("exchange-field-{}", change.field.replace('_', "-"));
        Self {
            field: change.field.to_owned(),
            name: words::text(&key, &[]),
            before: change.before.written(),
            after: change.after.written(),
        }
    }
}

impl ImportProblem {
    fn of(problem: Problem) -> Self {
        let about = problem
            .reason
            .argument()
            .map(|(name, value)| (name, Value::Number(i64::try_from(value).unwrap_or(i64::MAX))));
        let about: Vec<_> = about.into_iter().collect();
        let code = problem.reason.code();
        Self {
            line: line(problem.line),
            column: problem.column,
            meaning: problem.means,
            value: problem.value,
            reason: code.to_owned(),
            message: words::text(&format!("exchange-reason-{code}"), &about),
            consequence: problem.consequence.into(),
        }
    }
}

/// A table of people, for a network.
#[derive(InputObject)]
pub struct MembersImportInput {
    /// Where to.
    network_id: ID,
    /// What the table holds, as text: CSV with commas, semicolons or tabs.
    file: String,
    /// What each column means, in the file's order, and null for one that is left out; guessed from
    /// the headings when not named.
    columns: Option<Vec<Option<MemberColumn>>>,
    /// Whether nothing is written: the report says what would become of each row.
    #[graphql(default)]
    dry_run: bool,
}

/// Bringing people in.
#[derive(Default)]
pub struct MemberImportMutation;

/// Bringing people in.
#[Object]
impl MemberImportMutation {
    /// Brings a table of people into a network, for its leads: profiles, memberships, employments.
    /// Rows that are refused do not stop the others; the same file a second time changes nothing.
    async fn members_import(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The table.")] input: MembersImportInput,
    ) -> Result<Option<MembersImportPayload>> {
        let id = read(ctx, &input.network_id)?;
        let network = network::load(asker(ctx), id).await;
        let network = network.map_err(|halt| halted(asker(ctx), &halt))?;
        let asked = Import {
            network: &network.slug,
            bytes: input.file.as_bytes(),
            is_dry_run: input.dry_run,
        };
        let columns: Option<Vec<Option<Field>>> = input
            .columns
            .map(|columns| columns.into_iter().map(|column| column.map(Into::into)).collect());
        let outcome = member::import_as(asker(ctx), asked, columns.as_deref()).await;
        MembersImportPayload::of(ctx, outcome, ImportReport::of)
    }
}
