//! `maillage import`: brings a file into a network, and tells what became of each row.

use std::{fmt::Write as _, io::Read as _, path::PathBuf};

use domain::{
    context::Door,
    employer, event,
    exchange::{Fate, Import, Report},
    member, place,
    sheet::{Consequence, Problem},
    territory,
};
use locales::{Value, text};
use web::words::changes_told;

use super::{network_called, of_file, of_stream, open, print, told};

/// What a file is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Brought {
    /// The organisations that employ members.
    Employers,
    /// Where the public is received, in the national standard.
    Places,
    /// The people of the network.
    Members,
    /// Its meetings.
    Events,
    /// The communes of a department, with their intercommunal bodies, for all networks.
    Communes,
}

/// What is asked.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// What the file is about.
    subject: Brought,
    /// The file, or - for what comes in.
    file: PathBuf,
    /// The slug of the network; communes are the federation's and need none.
    #[arg(long, required_if_eq_any([
        ("subject", "employers"), ("subject", "places"), ("subject", "members"), ("subject", "events"),
    ]))]
    network: Option<String>,
    /// Tell what would be done, and do nothing.
    #[arg(long)]
    dry_run: bool,
}

/// Brings the file in. Rows that are refused do not stop the others, and do not make the command
/// fail.
pub(super) async fn run(arguments: Arguments) -> anyhow::Result<()> {
    let bytes = if arguments.file.as_os_str() == "-" {
        let mut bytes = Vec::new();
        std::io::stdin()
            .read_to_end(&mut bytes)
            .map_err(|error| of_stream(&error, "command-input-broken"))?;
        bytes
    } else {
        let file = &arguments.file;
        std::fs::read(file).map_err(|error| of_file(file, &error, "command-file-missing"))?
    };
    let ctx = open().await?.context(Door::Command);
    let is_dry_run = arguments.dry_run;
    let network = arguments.network.unwrap_or_default();
    if arguments.subject != Brought::Communes {
        network_called(&ctx, &network).await?;
    }
    let asked = Import { network: &network, bytes: &bytes, is_dry_run };
    let outcome = match arguments.subject {
        Brought::Employers => employer::import(&ctx, asked).await,
        Brought::Places => place::import(&ctx, asked).await,
        Brought::Members => member::import(&ctx, asked).await,
        Brought::Events => event::import(&ctx, asked).await,
        Brought::Communes => territory::import(&ctx, &bytes, is_dry_run).await,
    };
    print(&words(&told(outcome)?))
}

/// The report, line by line: what is wrong, the plan when it is a dry run, then the counts.
fn words(report: &Report) -> String {
    let mut words = String::new();
    for problem in &report.problems {
        let _ = writeln!(words, "{}", problem_words(problem));
    }
    for entry in &report.entries {
        let key = match entry.fate {
            // What was done needs no plan; what was not is told.
            Fate::Closed => "exchange-plan-closed",
            Fate::Created if report.is_dry_run => "exchange-plan-created",
            Fate::Changed if report.is_dry_run => "exchange-plan-changed",
            Fate::Created | Fate::Changed | Fate::Unchanged => continue,
        };
        let arguments = [("line", number(entry.line)), ("name", Value::from(&entry.name))];
        let _ = writeln!(words, "{}", text(key, &arguments));
        for change in entry.changes.iter().filter(|_| report.is_dry_run) {
            let _ = writeln!(words, "    {}", changes_told(std::slice::from_ref(change)));
        }
    }
    let key = if report.is_dry_run { "exchange-counts-planned" } else { "exchange-counts" };
    let count = |fate| i64::try_from(report.count(fate)).unwrap_or(i64::MAX);
    let arguments = [
        ("created", Value::Number(count(Fate::Created))),
        ("changed", Value::Number(count(Fate::Changed))),
        ("unchanged", Value::Number(count(Fate::Unchanged))),
        ("refused", Value::Number(i64::try_from(report.refused()).unwrap_or(i64::MAX))),
    ];
    let _ = writeln!(words, "{}", text(key, &arguments));
    if report.count(Fate::Closed) > 0 {
        let count = Value::Number(count(Fate::Closed));
        let _ = writeln!(words, "{}", text("exchange-counts-closed", &[("count", count)]));
    }
    words
}

fn problem_words(problem: &Problem) -> String {
    let about: Vec<(&str, Value<'_>)> =
        problem.reason.argument().map(|(name, value)| (name, number(value))).into_iter().collect();
    let reason = text(&format!("exchange-reason-{}", problem.reason.code()), &about);
    let consequence = match problem.consequence {
        Consequence::Kept => "exchange-kept",
        Consequence::Repaired => "exchange-repaired",
        Consequence::ValueLeftOut => "exchange-value-left-out",
        Consequence::RowRefused => "exchange-row-refused",
    };
    let consequence = text(consequence, &[]);
    let mut arguments = vec![
        ("line", number(problem.line)),
        ("reason", Value::from(&reason)),
        ("consequence", Value::from(&consequence)),
        ("value", Value::from(&problem.value)),
    ];
    let mut key = "exchange-problem".to_owned();
    let column = problem.column.as_ref().map(|column| match &problem.means {
        Some(means) => format!("{column} ({means})"),
        None => column.clone(),
    });
    if let Some(column) = &column {
        arguments.push(("column", Value::from(column)));
        key.push_str("-in-column");
    }
    if !problem.value.is_empty() {
        key.push_str("-with-value");
    }
    text(&key, &arguments)
}

fn number(number: u64) -> Value<'static> {
    Value::Number(i64::try_from(number).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use domain::sheet::Reason;

    use super::*;

    #[test]
    fn every_reason_has_its_words() {
        for code in Reason::CODES {
            let key = format!("exchange-reason-{code}");
            assert!(locales::find(&key, &[]).is_some(), "{key}");
        }
    }

    #[test]
    fn a_bad_cell_is_told_with_its_line_column_and_reason() {
        let problem = Problem {
            line: 12,
            column: Some("id".to_owned()),
            means: None,
            value: "lieu-1".to_owned(),
            reason: Reason::Duplicate { first_line: 3 },
            consequence: Consequence::RowRefused,
        };

        assert_eq!(
            problem_words(&problem),
            "ligne 12, colonne « id », « lieu-1 » : la ligne 3 dit déjà la même chose ; ligne refusée"
        );
        let problem = Problem { column: None, value: String::new(), ..problem };
        assert_eq!(
            problem_words(&problem),
            "ligne 12 : la ligne 3 dit déjà la même chose ; ligne refusée"
        );
    }

    #[test]
    fn the_counts_agree_in_number() {
        assert_eq!(words(&Report::default()), "0 créé, 0 modifié, 0 inchangé, 0 ligne refusée.\n");
    }
}
