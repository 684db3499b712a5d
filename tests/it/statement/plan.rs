//! Every filter has its index: no page reads a large table from one end to the other.

use std::{
    collections::BTreeSet,
    fmt,
    sync::{Arc, Mutex},
};

use maillage::page::PAGES;
use sqlx::{AssertSqlSafe, Connection as _, Row as _, SqliteConnection};
use tracing::{Event, Subscriber, field::Visit, subscriber};
use tracing_subscriber::{Layer, layer::Context, layer::SubscriberExt as _, registry};

use super::{MANY, page, settle};
use crate::support::{App, Kind};

/// The tables that grow with the people, and with what they do.
const LARGE: [&str; 22] = [
    "answer",
    "attendance",
    "audit_line",
    "commune",
    "employer",
    "employer_manager",
    "employment",
    "event",
    "event_host",
    "event_invitation",
    "invitation",
    "join_request",
    "member",
    "membership",
    "network_ancestor",
    "outbox",
    "place",
    "registration",
    "session",
    "session_choice",
    "sign_in_session",
    "signature",
];

/// Hears every statement that is sent.
#[derive(Clone, Default)]
struct Ear(Arc<Mutex<BTreeSet<String>>>);

impl<S: Subscriber> Layer<S> for Ear {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() == "maillage::statement" {
            event.record(&mut self.clone());
        }
    }
}

impl Visit for Ear {
    fn record_str(&mut self, _: &tracing::field::Field, sql: &str) {
        self.0.lock().unwrap().insert(sql.to_owned());
    }

    fn record_debug(&mut self, _: &tracing::field::Field, _: &dyn fmt::Debug) {}
}

/// The large tables that this statement reads from one end to the other.
async fn scanned(connection: &mut SqliteConnection, sql: &str) -> Vec<&'static str> {
    let text = format!("explain query plan {}", sql.replace('?', "null"));
    let plan = sqlx::raw_sql(AssertSqlSafe(text)).fetch_all(connection).await.unwrap();
    let steps = plan.iter().map(|step| step.get::<String, _>("detail"));
    let read = steps.filter_map(|step| step.strip_prefix("SCAN ").map(str::to_owned));
    read.filter(|step| !step.contains("USING"))
        .filter_map(|name| {
            let words: Vec<&str> = sql.split([' ', '\n', '(', ')', ',', '"']).collect();
            let is_called = |table: &&&str| {
                **table == name
                    || words.windows(2).any(|pair| pair[0] == **table && pair[1] == name)
            };
            LARGE.iter().find(is_called).copied()
        })
        .collect()
}

#[tokio::test]
async fn no_page_reads_a_large_table_from_one_end_to_the_other() {
    let app = App::start(Kind::Sqlite).await;
    let branch = settle(&app, "many", MANY).await;
    let heard = Ear::default();

    {
        let _ears = subscriber::set_default(registry().with(heard.clone()));
        for (path, _) in PAGES.iter().filter(|(path, _)| page::is_of_leads(path)) {
            page::counted(&app, Some(&branch.lead), &page::of_branch(path, &branch)).await;
        }
    }

    let statements = heard.0.lock().unwrap().clone();
    assert!(statements.len() > 100, "few were heard: {}", statements.len());
    let mut connection = SqliteConnection::connect(&app.server.config.database_url).await.unwrap();
    let mut read = BTreeSet::new();
    for sql in &statements {
        for table in scanned(&mut connection, sql).await {
            // By its first words one finds the statement, and may change the others.
            let words: Vec<&str> = sql.split_whitespace().take(16).collect();
            read.insert(format!("{table}: {}", words.join(" ")));
        }
    }
    insta::assert_snapshot!(read.into_iter().collect::<Vec<_>>().join("\n"));
}
