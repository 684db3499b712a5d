//! How many statements a request takes: that depends on what is asked, and never on how much there is.
//!
//! They are counted on the threads of a server, where what is loaded together might part. The
//! statement that finds out who asks is not counted.

mod budget;
mod crowd;
mod page;
mod plan;
mod waiting;
mod walk;

use serde_json::{Value, json};

use self::crowd::{Branch, FEW, MANY, settle};
use crate::support::{App, Person};

/// The two branches, written into an empty database.
struct Branches {
    few: Branch,
    many: Branch,
}

impl Branches {
    async fn settle(app: &App) -> Self {
        Self { few: settle(app, "few", FEW).await, many: settle(app, "many", MANY).await }
    }
}

/// How many statements the answer to someone takes, and what it says.
async fn counted(app: &App, who: &Person, document: &str, variables: Value) -> (u64, Value) {
    let before = app.statements();
    let answer = app.ask(Some(who), document, variables).await;
    let statements = app.statements() - before - 1;
    assert!(answer.body.get("errors").is_none(), "{document}: {}", answer.body["errors"]);
    (statements, answer.body["data"].clone())
}

/// Where `$name` stands in a document, the thing of this branch.
fn named(branch: &Branch) -> Value {
    json!({
        "slug": branch.slug,
        "deepest": branch.deepest,
        "root": branch.root.to_string(),
        "event": branch.event.to_string(),
        "events": branch.events.iter().take(branch.size.page).map(ToString::to_string)
            .collect::<Vec<_>>(),
        "invitation": branch.invitation,
        "employer": branch.employer.to_string(),
        "charter": branch.charter.to_string(),
        "registration": branch.registration.to_string(),
        "member": branch.lead.id.to_string(),
        "page": branch.size.page,
    })
}

/// Counts on both databases, on several threads, over the same two branches.
macro_rules! over_both_branches {
    ($(async fn $name:ident($app:ident: App, $branches:ident: Branches) $body:block)+) => {$(
        async fn $name($app: $crate::support::App, $branches: $crate::statement::Branches) $body

        mod $name {
            use $crate::{statement::Branches, support::{App, Kind}};

            async fn on(kind: Kind) {
                let app = App::start(kind).await;
                let branches = Branches::settle(&app).await;
                Box::pin(super::$name(app, branches)).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn on_sqlite() {
                on(Kind::Sqlite).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn on_postgres() {
                on(Kind::Postgres).await;
            }
        }
    )+};
}
use over_both_branches;
