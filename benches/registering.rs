//! How many people a second the domain registers for one event that all of them want, sixty-four at once.
//!
//! `cargo bench --bench registering`; with `MAILLAGE_TEST_POSTGRES_URL` also on PostgreSQL, in a
//! database of its own. `budgets` measures the same through HTTP and GraphQL.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a measurement prints, stops at the first fault, finds its database by itself, and \
              needs only a part of what it shares with the tests"
)]

#[path = "../tests/it/outside/crowd.rs"]
mod crowd;

use std::{
    process::ExitCode,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Instant,
};

use crowd::Size;
use domain::{
    clock::Clock,
    context::{Context, Door, House},
    database::{Db, Sql, migrate},
    policy::{By, load},
    registration::{self, Create},
    secret::SecretKey,
};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};

const PEOPLE: usize = 2_000;
const PLACES: i32 = 300;
const AT_ONCE: usize = 64;
/// How many registrations a second are asked for.
const BUDGET: f64 = 300.0;

#[tokio::main]
async fn main() -> ExitCode {
    // A run of the tests also calls benches, only to see that they still begin.
    if !std::env::args().any(|argument| argument == "--bench") {
        return ExitCode::SUCCESS;
    }
    println!("{PEOPLE} people, {PLACES} places, {AT_ONCE} at once, at least {BUDGET} per second\n");
    println!("| database | per second | of the budget | statements each |\n|---|---|---|---|");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("registering.db");
    let mut is_enough = measure("SQLite", &format!("sqlite://{}?mode=rwc", file.display())).await;
    if let Ok(server) = std::env::var("MAILLAGE_TEST_POSTGRES_URL") {
        let name = format!("maillage_registering_{}", uuid::Uuid::new_v4().simple());
        run(&server, &format!("create database {name}")).await;
        let mut url = url::Url::parse(&server).unwrap();
        url.set_path(&name);
        is_enough &= measure("PostgreSQL", url.as_str()).await;
        run(&server, &format!("drop database {name} with (force)")).await;
    }
    if is_enough { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

async fn run(server: &str, statement: &str) {
    let mut connection = PgConnection::connect(server).await.unwrap();
    connection.execute(AssertSqlSafe(statement.to_owned())).await.unwrap();
    connection.close().await.unwrap();
}

/// Whether it is fast enough; whether it is right is certain, or it stops.
async fn measure(name: &str, url: &str) -> bool {
    let db = Db::open(url).await.unwrap();
    migrate(&db).await.unwrap();
    let size = Size {
        networks: 10,
        members: PEOPLE + 1,
        events: 1,
        capacity: PLACES,
        registrations_each: 0,
        employers: 0,
    };
    let crowd = Arc::new(crowd::settle(&db, size, Clock::Machine.now()).await);
    let lead = load(db.read(), &Clock::Machine, By::Member(crowd.members[0].into())).await;
    let house = House { db: db.clone(), clock: Clock::Machine, secret: SecretKey::new("measure") };
    let ctx = Context::new(house, lead.unwrap().unwrap(), Door::Api, "measure");

    let next = Arc::new(AtomicUsize::new(1));
    let (before, began) = (db.statements(), Instant::now());
    let people: Vec<_> = (0..AT_ONCE)
        .map(|_| {
            let (crowd, next, ctx) = (Arc::clone(&crowd), Arc::clone(&next), ctx.clone());
            tokio::spawn(async move {
                while let Some(member) = crowd.members.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let asked = Create {
                        member: Some((*member).into()),
                        ..Create::oneself(crowd.events[0].into())
                    };
                    registration::create(&ctx, asked).await.unwrap();
                }
            })
        })
        .collect();
    for person in people {
        person.await.unwrap();
    }
    let rate = 2_000.0 / began.elapsed().as_secs_f64();
    let statements = (db.statements() - before) / PEOPLE as u64;

    let count = async |condition: &str| {
        Sql::new(&format!("select count(*) from registration where {condition}"), vec![])
            .number(db.read())
            .await
            .unwrap()
    };
    assert_eq!(count("state = 'confirmed' and rank <= 300").await, i64::from(PLACES));
    assert_eq!(count("state = 'waitlisted'").await, 1_700);
    println!("| {name} | {rate:.0} | {:.2} | {statements} |", rate / BUDGET);
    db.close().await.unwrap();
    rate >= BUDGET
}
