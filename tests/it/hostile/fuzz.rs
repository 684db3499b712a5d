//! Whatever schemathesis (`PyPI`) makes up from the schema, as nobody, as a member and as a lead:
//! nothing breaks, every no has a code of the closed lists, every answer is what the schema says.

use std::{
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
};

use api::guard::Code;
use domain::{membership::Role, network};
use serde_json::{Value, json};

use crate::support::{App, Kind, python};

/// What the documents are made from; printed with every failure.
const SEED: u64 = 2_026;
/// How many documents for each operation of the schema; each is asked by every actor.
const EXAMPLES: u64 = 4;

/// What the environment says instead, for a longer look.
fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |value| value.parse().unwrap())
}

/// What the schema's fuzzer is to know: who asks, and which things exist.
async fn asked(app: &App, address: &str, seed: u64) -> Value {
    // Before the actors are there, so that nobody puts one of them out.
    let existing = app.all_existing(6).await;
    let department = network::by_slug(&app.house(), "cybanjou").await.unwrap().id.into();
    let lead = app.person_with(department, "Lead", Role::Lead, None).await;
    let member = app.person_with(department, "Membre", Role::Member, None).await;
    let cookie = |token: &str| json!({ "Cookie": format!("maillage={token}") });
    let mut existing: serde_json::Map<String, Value> =
        existing.into_iter().map(|(field, ids)| (field.to_owned(), json!(ids))).collect();
    let every: Vec<_> =
        existing.values().filter_map(|ids| ids.as_array()?.first().cloned()).collect();
    for (name, values) in [
        ("id", json!(every)),
        ("slug", json!(["cybanjou", "rlin-bauge", "groupe-ia"])),
        ("level", json!(["national", "local", "thematic"])),
        ("search", json!(["a", "mediat", "%", "_", "'", "\u{0}", "É"])),
        ("scopes", json!(["event:read", "network:write", "member:read"])),
        ("timeZone", json!(["Europe/Paris", "America/Cayenne", "Mars/Olympus"])),
        ("addresses", json!(["Une Personne <une@exemple.test>, deux@exemple.test; trois"])),
        ("email", json!(["une@exemple.test", "nora.vallon@exemple.test", "à@é.fr"])),
    ] {
        existing.insert(name.to_owned(), values);
    }
    json!({
        "url": format!("{address}/graphql"),
        "schema": Path::new(env!("CARGO_MANIFEST_DIR")).join("schema.graphql"),
        "actors": { "nobody": {}, "member": cookie(&member.token), "lead": cookie(&lead.token) },
        "seed": seed,
        "examples": setting("MAILLAGE_TEST_FUZZ_EXAMPLES", EXAMPLES),
        "codes": Code::ALL.iter().map(|code| code.name()).collect::<Vec<_>>(),
        "existing": existing,
        // No answer tells a session's token or how it is kept; nobody hears of a person's address.
        "secrets": {
            "nobody": [lead.email, member.email, "nora.vallon@exemple.test", lead.token],
            "member": [domain::secret::hash(&member.token), lead.token],
            "lead": [domain::secret::hash(&lead.token), member.token],
        },
    })
}

/// Runs the fuzzer; gives what should not be, and what was seen.
fn fuzz(asked: &Value) -> (Vec<Value>, Value) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/python");
    let mut child = Command::new(python())
        .arg("fuzz_graphql.py")
        .current_dir(folder)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python runs the fuzzer");
    child.stdin.take().unwrap().write_all(asked.to_string().as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let mut lines: Vec<Value> = String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let summary = lines.pop().unwrap_or_default();
    assert!(output.status.success() && summary["seen"].is_object(), "the fuzzer ended early");
    (lines, summary["seen"].clone())
}

async fn withstands(kind: Kind, seed: u64) {
    let seed = setting("MAILLAGE_TEST_FUZZ_SEED", seed);
    let (app, address) = App::listening(kind).await;
    let asked = asked(&app, &address, seed).await;
    let (wrong, seen) = tokio::task::spawn_blocking(move || fuzz(&asked)).await.unwrap();

    println!("seed {seed}: {seen}");
    assert!(wrong.is_empty(), "with seed {seed}: {wrong:#?}");
    assert!(seen["operations"].as_u64() > Some(90), "{seen}");
    // A fuzzer whose every document is turned away at the door would find nothing.
    for actor in ["nobody", "member", "lead"] {
        let count = |name: &str| seen[actor][name].as_u64().unwrap();
        assert!(count("asked") > 300 && count("executed") * 2 > count("asked"), "{seen}");
    }
}

// One database sees one half of the documents: both have the same code above them.

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_that_fits_the_schema_breaks_the_server_on_sqlite() {
    withstands(Kind::Sqlite, SEED).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_that_fits_the_schema_breaks_the_server_on_postgres() {
    withstands(Kind::Postgres, SEED + 1).await;
}
