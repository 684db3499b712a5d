//! Files go in and out of a network: nothing twice, nothing lost, every bad row told.

mod agenda;
mod command;
mod employer;
mod event;
mod member;
mod place;
mod preview;

use std::fmt::Write as _;

use domain::{
    context::{Context, Door},
    database::{Bind, Sql},
    error::{Denied, Error, Halt, Needs},
    exchange::{Fate, Import, ImportRefusal, Report},
    policy::{self, By},
    sheet::{Consequence, Reason},
};

use crate::support::{App, Person, on_both};

const PLACES: &[u8] = include_bytes!("../../../domain/tests/fixtures/places-sample.csv");
const MEMBERS: &[u8] = include_bytes!("../../../domain/tests/fixtures/members-coop.csv");

fn file(bytes: &[u8]) -> Import<'_> {
    Import { network: "cybanjou", bytes, is_dry_run: false }
}

fn plan(bytes: &[u8]) -> Import<'_> {
    Import { is_dry_run: true, ..file(bytes) }
}

/// Created, changed, unchanged, refused.
fn counts(report: &Report) -> [usize; 4] {
    [
        report.count(Fate::Created),
        report.count(Fate::Changed),
        report.count(Fate::Unchanged),
        report.refused(),
    ]
}

/// Line, column, reason and consequence of what is wrong.
fn told(report: &Report) -> Vec<(u64, &str, Reason, Consequence)> {
    report
        .problems
        .iter()
        .map(|p| (p.line, p.column.as_deref().unwrap_or(""), p.reason, p.consequence))
        .collect()
}

async fn number(app: &App, text: &str) -> i64 {
    Sql::new(text, vec![]).number(app.house().db()).await.unwrap()
}

/// The way into the domain of someone signed in.
async fn as_person(app: &App, person: &Person) -> Context {
    let house = app.house().house().clone();
    let standing =
        policy::load(house.db.read(), &house.clock, By::Member(person.id)).await.unwrap().unwrap();
    Context::new(house, standing, Door::Page, "test")
}

on_both! {
    async fn an_import_takes_as_many_statements_whatever_its_rows(app: App) {
        app.network("cybanjou").await;
        let house = app.house();
        let table = |rows: std::ops::Range<usize>| {
            let mut text = "mail;nom;structure;commune\n".to_owned();
            for row in rows {
                let _ = writeln!(text, "p{row}@a.example;Nom {row};Structure {row};Angers");
            }
            text
        };
        let cost = async |text: String| {
            let before = app.statements();
            domain::member::import(&house, file(text.as_bytes())).await.unwrap();
            app.statements() - before
        };

        let few = cost(table(0..2)).await;
        let many = cost(table(100..300)).await;

        assert_eq!(few, many);
        // On PostgreSQL the network is read again once it is this one's turn; one statement finds the
        // charters that ask whoever joins.
        assert!(many <= 18, "{many}");
    }

    async fn of_two_imports_of_one_file_at_once_the_second_finds_all_unchanged(app: App) {
        app.network("cybanjou").await;
        let house = app.house();
        let mut structures = "nom;commune\n".to_owned();
        let mut people = "mail;nom;structure;commune\n".to_owned();
        let mut calendar = "titre;début;fin\n".to_owned();
        for row in 0..40 {
            let _ = writeln!(structures, "Structure {row};Angers");
            let _ = writeln!(people, "p{row}@a.example;Nom {row};Atelier {row};Angers");
            let _ = writeln!(calendar, "Rencontre {row};12/10/2026 10h;12/10/2026 17h");
        }
        let (structures, people) = (file(structures.as_bytes()), file(people.as_bytes()));
        let calendar = file(calendar.as_bytes());

        let employers = tokio::try_join!(
            domain::employer::import(&house, structures),
            domain::employer::import(&house, structures),
        );
        let places = tokio::try_join!(
            domain::place::import(&house, file(PLACES)),
            domain::place::import(&house, file(PLACES)),
        );
        let members = tokio::try_join!(
            domain::member::import(&house, people),
            domain::member::import(&house, people),
        );
        let events = tokio::try_join!(
            domain::event::import(&house, calendar),
            domain::event::import(&house, calendar),
        );

        for (both, rows) in [(employers, 40), (places, 12), (members, 40), (events, 40)] {
            let (one, other) = both.unwrap();
            let mut both = [counts(&one), counts(&other)];
            both.sort_unstable();
            assert_eq!(both, [[0, 0, rows, 0], [rows, 0, 0, 0]], "whichever came first");
        }
        assert_eq!(app.count("employer where name like 'Structure %'").await, 40);
        assert_eq!(app.count("employer where name like 'Atelier %'").await, 40);
        assert_eq!(app.count("place").await, 12);
        assert_eq!(app.count("member").await, 40);
        assert_eq!(app.count("employment").await, 40);
        assert_eq!(app.count("event").await, 40);
    }

    async fn an_import_that_waited_brings_nothing_into_a_network_closed_meanwhile(app: App) {
        app.network("cybanjou").await;
        let house = app.house();
        let other = house.begin().await.unwrap();
        if app.database.url().starts_with("postgres") {
            // Another import has the turn; on SQLite whoever writes has it.
            let turn = vec![Bind::from(0x696d_706f_i64)];
            Sql::new("select pg_advisory_xact_lock(?)", turn).run(&*other).await.unwrap();
        }
        let closes = async {
            tokio::time::sleep(std::time::Duration::from_millis(500)).await;
            let now = vec![Bind::from(app.clock.now())];
            Sql::new("update network set archived_at = ?", now).run(&*other).await.unwrap();
            other.commit().await.unwrap();
        };

        let (imported, ()) = tokio::join!(domain::place::import(&house, file(PLACES)), closes);

        let Err(Error::Refused(refusals)) = imported else { panic!() };
        assert_eq!(refusals, [ImportRefusal::NetworkArchived]);
        assert_eq!(app.count("place").await, 0);
    }

    async fn a_row_with_more_to_say_than_headings_is_told_and_the_others_go_in(app: App) {
        app.network("cybanjou").await;
        let house = app.house();
        let people = "mail;nom\nana@a.example;Ana;;\nlou@a.example;Lou;;Mairie\n";
        let employers = "nom;commune\nFoyer;Angers;\nMairie;Laval;53000\n";
        let events = "titre;début;fin\n\
                      Rencontre;12/10/2026 10h;12/10/2026 17h;\n\
                      Assises;16/11/2026 10h;16/11/2026 18h;Baugé\n";
        let communes = "commune_code;commune_name\n53130;Laval;\n53147;Mayenne;53100\n";

        let reports = [
            domain::member::import(&house, file(people.as_bytes())).await.unwrap(),
            domain::employer::import(&house, file(employers.as_bytes())).await.unwrap(),
            domain::event::import(&house, file(events.as_bytes())).await.unwrap(),
            domain::territory::import(&house, communes.as_bytes(), false).await.unwrap(),
        ];

        for report in &reports {
            assert_eq!(told(report), [(3, "", Reason::TooManyCells, Consequence::RowRefused)]);
            assert_eq!(counts(report), [1, 0, 0, 1], "{:?}", report.entries);
        }
        assert_eq!(reports[0].problems[0].value, "lou@a.example | Lou |  | Mairie");
        assert_eq!(app.count("member where email = 'lou@a.example'").await, 0);
    }

    async fn files_are_for_leads_and_open_networks(app: App) {
        let network = app.network("cybanjou").await;
        let member = app.member_of(network, "Ana").await;
        let ctx = as_person(&app, &member).await;
        let needs = |halted: Halt| match halted {
            Halt::Denied(Denied::Forbidden(needs)) => needs,
            other => panic!("{other:?}"),
        };

        let Err(Error::Halted(halted)) = domain::place::import(&ctx, file(PLACES)).await else { panic!() };
        assert_eq!(needs(halted), Needs::Lead);
        assert_eq!(needs(domain::member::export(&ctx, "cybanjou").await.unwrap_err()), Needs::Lead);
        let unknown = Import { network: "inconnu", ..file(PLACES) };
        let Err(Error::Halted(Halt::Denied(Denied::Hidden))) =
            domain::place::import(&app.house(), unknown).await
        else {
            panic!()
        };

        let now: Bind = app.clock.now().into();
        Sql::new("update network set archived_at = ?", vec![now])
            .run(app.house().house().db.write())
            .await
            .unwrap();
        let Err(Error::Refused(refusals)) = domain::place::import(&app.house(), file(PLACES)).await else {
            panic!()
        };
        assert_eq!(refusals, [ImportRefusal::NetworkArchived]);
        let Err(Error::Refused(refusals)) = domain::member::import(&app.house(), file(b"a;b\n")).await else {
            panic!()
        };
        assert_eq!(refusals, [ImportRefusal::NetworkArchived]);
    }
}
