//! Measures two ways to keep the tree of networks: a closure table, and a recursive query over parents.
//!
//! `cargo bench --bench network_tree`; with `MAILLAGE_TEST_POSTGRES_URL` also on PostgreSQL.
//! The figures that decided are in `docs/decisions/0002-network-tree.md`.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a measurement prints, stops at the first fault, and finds its database by itself"
)]

use std::time::{Duration, Instant};

use sqlx::{AssertSqlSafe, Connection, PgConnection, Row, SqliteConnection};
use uuid::Uuid;

/// The shape of a federation: how many networks, and how many children each has.
struct Shape {
    name: &'static str,
    networks: usize,
    children: usize,
}

const SHAPES: [Shape; 4] = [
    Shape { name: "department, 60 networks", networks: 60, children: 6 },
    Shape { name: "country, 1,500 networks", networks: 1_500, children: 12 },
    Shape { name: "large country, 20,000 networks", networks: 20_000, children: 12 },
    Shape { name: "chain 60 deep", networks: 60, children: 1 },
];

const MEMBERS_EACH: usize = 20;

const TABLES: [&str; 5] = [
    "CREATE TABLE tree_network (id ID PRIMARY KEY, parent_id ID)",
    "CREATE TABLE tree_membership (id ID PRIMARY KEY, network_id ID NOT NULL)",
    "CREATE TABLE tree_closure (ancestor_id ID NOT NULL, descendant_id ID NOT NULL, \
     depth INTEGER NOT NULL, PRIMARY KEY (ancestor_id, descendant_id))",
    "CREATE INDEX tree_network_parent ON tree_network (parent_id)",
    "CREATE INDEX tree_closure_descendant ON tree_closure (descendant_id, ancestor_id)",
];

/// One question, asked in both ways, each in the order of joins that suits it (`CROSS JOIN` pins it on
/// SQLite); `$1`, `$2` and `$3` are networks.
struct Question {
    name: &'static str,
    recursive: &'static str,
    closure: &'static str,
}

const QUESTIONS: [Question; 5] = [
    Question {
        name: "ancestors of a leaf",
        recursive: "WITH RECURSIVE up (id, parent_id, depth) AS ( \
            SELECT id, parent_id, 0 FROM tree_network WHERE id = $1 \
            UNION ALL SELECT n.id, n.parent_id, up.depth + 1 FROM tree_network n \
            JOIN up ON n.id = up.parent_id WHERE up.depth < 64) \
            SELECT id, depth FROM up ORDER BY depth",
        closure: "SELECT ancestor_id, depth FROM tree_closure WHERE descendant_id = $1 ORDER BY depth",
    },
    Question {
        name: "may: is one of two networks above a leaf",
        recursive: "WITH RECURSIVE up (id, parent_id, depth) AS ( \
            SELECT id, parent_id, 0 FROM tree_network WHERE id = $1 \
            UNION ALL SELECT n.id, n.parent_id, up.depth + 1 FROM tree_network n \
            JOIN up ON n.id = up.parent_id WHERE up.depth < 64) \
            SELECT 1 FROM up WHERE id IN ($2, $3) LIMIT 1",
        closure: "SELECT 1 FROM tree_closure \
            WHERE descendant_id = $1 AND ancestor_id IN ($2, $3) LIMIT 1",
    },
    Question {
        name: "descendants of a branch",
        recursive: "WITH RECURSIVE down (id, depth) AS ( \
            SELECT id, 0 FROM tree_network WHERE id = $2 \
            UNION ALL SELECT n.id, down.depth + 1 FROM tree_network n \
            JOIN down ON n.parent_id = down.id WHERE down.depth < 64) \
            SELECT id, depth FROM down",
        closure: "SELECT descendant_id, depth FROM tree_closure WHERE ancestor_id = $2",
    },
    Question {
        name: "memberships in a branch",
        recursive: "WITH RECURSIVE down (id, depth) AS ( \
            SELECT id, 0 FROM tree_network WHERE id = $2 \
            UNION ALL SELECT n.id, down.depth + 1 FROM tree_network n \
            JOIN down ON n.parent_id = down.id WHERE down.depth < 64) \
            SELECT COUNT(*) FROM down CROSS JOIN tree_membership m WHERE m.network_id = down.id",
        closure: "SELECT COUNT(*) FROM tree_membership m \
            JOIN tree_closure c ON c.descendant_id = m.network_id WHERE c.ancestor_id = $2",
    },
    Question {
        name: "memberships below each child of the root",
        recursive: "WITH RECURSIVE down (top, id, depth) AS ( \
            SELECT id, id, 0 FROM tree_network WHERE parent_id = $3 \
            UNION ALL SELECT down.top, n.id, down.depth + 1 FROM tree_network n \
            JOIN down ON n.parent_id = down.id WHERE down.depth < 64) \
            SELECT down.top, COUNT(*) FROM down CROSS JOIN tree_membership m \
            WHERE m.network_id = down.id GROUP BY down.top",
        closure: "SELECT c.ancestor_id, COUNT(*) FROM tree_network n \
            JOIN tree_closure c ON c.ancestor_id = n.id \
            JOIN tree_membership m ON m.network_id = c.descendant_id \
            WHERE n.parent_id = $3 GROUP BY c.ancestor_id",
    },
];

/// Moving a branch (`$1`) under another network (`$2`).
const MOVE_PARENT: &str = "UPDATE tree_network SET parent_id = $2 WHERE id = $1";
const MOVE_CLOSURE: [&str; 2] = [
    "DELETE FROM tree_closure WHERE descendant_id IN \
        (SELECT descendant_id FROM tree_closure WHERE ancestor_id = $1) \
     AND ancestor_id NOT IN (SELECT descendant_id FROM tree_closure WHERE ancestor_id = $1)",
    "INSERT INTO tree_closure (ancestor_id, descendant_id, depth) \
     SELECT above.ancestor_id, below.descendant_id, above.depth + below.depth + 1 \
     FROM tree_closure above CROSS JOIN tree_closure below \
     WHERE above.descendant_id = $2 AND below.ancestor_id = $1",
];

enum Database {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Database {
    async fn execute(&mut self, sql: &str, ids: &[Uuid]) -> usize {
        let text = AssertSqlSafe(sql.to_owned());
        match self {
            Self::Sqlite(connection) => {
                let mut query = sqlx::query(text);
                for id in ids {
                    query = query.bind(*id);
                }
                let rows = query.fetch_all(connection).await.unwrap();
                rows.iter().map(Row::len).count()
            }
            Self::Postgres(connection) => {
                let mut query = sqlx::query(text);
                for id in ids {
                    query = query.bind(*id);
                }
                let rows = query.fetch_all(connection).await.unwrap();
                rows.iter().map(Row::len).count()
            }
        }
    }

    async fn fill(&mut self, tree: &Tree) {
        let kind = if matches!(self, Self::Sqlite(_)) { "BLOB" } else { "UUID" };
        for table in ["tree_network", "tree_membership", "tree_closure"] {
            self.execute(&format!("DROP TABLE IF EXISTS {table}"), &[]).await;
        }
        for sql in TABLES {
            self.execute(&sql.replace(" ID", &format!(" {kind}")), &[]).await;
        }
        self.execute("BEGIN", &[]).await;
        for (place, id) in tree.ids.iter().enumerate() {
            let parent = tree.parent(place).map_or(Uuid::nil(), |above| tree.ids[above]);
            self.execute(
                "INSERT INTO tree_network (id, parent_id) VALUES ($1, $2)",
                &[*id, parent],
            )
            .await;
            for _ in 0..MEMBERS_EACH {
                self.execute(
                    "INSERT INTO tree_membership (id, network_id) VALUES ($1, $2)",
                    &[Uuid::now_v7(), *id],
                )
                .await;
            }
            let mut above = Some(place);
            let mut depth = 0;
            while let Some(ancestor) = above {
                let sql = format!("INSERT INTO tree_closure VALUES ($1, $2, {depth})");
                self.execute(&sql, &[tree.ids[ancestor], *id]).await;
                above = tree.parent(ancestor);
                depth += 1;
            }
        }
        self.execute("COMMIT", &[]).await;
        self.execute("CREATE INDEX tree_membership_network ON tree_membership (network_id)", &[])
            .await;
        self.execute("ANALYZE", &[]).await;
    }
}

struct Tree {
    ids: Vec<Uuid>,
    children: usize,
}

impl Tree {
    fn new(shape: &Shape) -> Self {
        Self {
            ids: (0..shape.networks).map(|_| Uuid::now_v7()).collect(),
            children: shape.children,
        }
    }

    fn parent(&self, place: usize) -> Option<usize> {
        place.checked_sub(1).map(|before| before / self.children)
    }
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    times[times.len() / 2].as_secs_f64() * 1_000.0
}

async fn ask(database: &mut Database, sql: &str, ids: &[Uuid; 3]) -> (f64, usize) {
    let (text, ids) = (renumbered(sql), used(sql, ids));
    let mut rows = 0;
    let mut times = Vec::new();
    let began = Instant::now();
    while times.len() < 301 && (times.len() < 11 || began.elapsed() < Duration::from_secs(2)) {
        let start = Instant::now();
        rows = database.execute(&text, &ids).await;
        times.push(start.elapsed());
    }
    (median(times), rows)
}

/// The identifiers that a text names, in order.
fn used(sql: &str, ids: &[Uuid; 3]) -> Vec<Uuid> {
    (1..=3).filter(|n| sql.contains(&format!("${n}"))).map(|n| ids[n - 1]).collect()
}

/// The text with its parameters numbered from one, without gaps.
fn renumbered(sql: &str) -> String {
    let mut text = sql.to_owned();
    let mut next = 1;
    for number in 1..=3 {
        if text.contains(&format!("${number}")) {
            text = text.replace(&format!("${number}"), &format!("${next}"));
            next += 1;
        }
    }
    text
}

async fn moving(database: &mut Database, tree: &Tree) -> (f64, f64) {
    // The first child of the root goes below the second; in a chain there is no second.
    let branch = tree.ids[1];
    let target = if tree.children == 1 { tree.ids[0] } else { tree.ids[2] };
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..7 {
        let start = Instant::now();
        database.execute(MOVE_PARENT, &[branch, target]).await;
        times[0].push(start.elapsed());

        database.execute("BEGIN", &[]).await;
        let start = Instant::now();
        database.execute(MOVE_PARENT, &[branch, target]).await;
        for sql in MOVE_CLOSURE {
            let ids = [branch, target, target];
            database.execute(&renumbered(sql), &used(sql, &ids)).await;
        }
        times[1].push(start.elapsed());
        database.execute("ROLLBACK", &[]).await;
        database.execute(MOVE_PARENT, &[branch, tree.ids[0]]).await;
    }
    let [recursive, closure] = times;
    (median(recursive), median(closure))
}

async fn measure(name: &str, database: &mut Database) {
    for shape in SHAPES {
        let tree = Tree::new(&shape);
        database.fill(&tree).await;
        println!("\n{name}, {}", shape.name);
        println!("| question | rows | recursive ms | closure ms | closure / recursive |");
        println!("|---|---|---|---|---|");
        let ids = [*tree.ids.last().unwrap(), tree.ids[1], tree.ids[0]];
        for question in QUESTIONS {
            let (recursive, rows) = ask(database, question.recursive, &ids).await;
            let (closure, same) = ask(database, question.closure, &ids).await;
            assert_eq!(rows, same, "both ways must agree on: {}", question.name);
            println!(
                "| {} | {rows} | {recursive:.3} | {closure:.3} | {:.2} |",
                question.name,
                closure / recursive
            );
        }
        let (recursive, closure) = moving(database, &tree).await;
        println!(
            "| moving a branch | – | {recursive:.3} | {closure:.3} | {:.1} |",
            closure / recursive
        );
    }
}

#[tokio::main]
async fn main() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let url = format!("sqlite://{}", file.path().display());
    let mut connection = SqliteConnection::connect(&url).await.unwrap();
    sqlx::query("PRAGMA journal_mode = WAL").execute(&mut connection).await.unwrap();
    measure("SQLite", &mut Database::Sqlite(connection)).await;

    if let Ok(url) = std::env::var("MAILLAGE_TEST_POSTGRES_URL") {
        let connection = PgConnection::connect(&url).await.unwrap();
        measure("PostgreSQL", &mut Database::Postgres(connection)).await;
    }
}
