//! The README's every command and every example, done in its order.

use std::{
    collections::HashMap,
    io::{BufRead as _, BufReader},
    net::SocketAddr,
    process::{Command, Stdio},
    time::Duration,
};

use domain::{
    context::Door,
    member,
    sign_in::{self, How},
};
use maillage::{demonstration, serve};
use serde_json::{Value, json};
use tokio::sync::oneshot;

use crate::{
    outside,
    support::{App, Browser, Kind, Person, as_typed, database::Own},
};

const README: &str = include_str!("../../README.md");

/// A fenced block: its language and its text.
fn blocks() -> Vec<(&'static str, &'static str)> {
    README.split("\n```").skip(1).step_by(2).filter_map(|block| block.split_once('\n')).collect()
}

/// The words after `# as` or `# keep` at the head of an example.
fn head<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    text.lines().find_map(|line| line.strip_prefix(&format!("# {word} ")))
}

/// What an example calls its request, if anything.
fn title(text: &str) -> &str {
    let named = text
        .lines()
        .find_map(|line| line.strip_prefix("mutation ").or_else(|| line.strip_prefix("query ")));
    named.and_then(|named| named.split_once('(')).map_or("", |(title, _)| title)
}

async fn person(app: &App, name: &str) -> Person {
    let email = format!("{}@exemple.test", domain::text::fold(name).replace(' ', "."));
    let house = app.server.context(Door::Command);
    let found = member::by_email(&house, &email).await.unwrap();
    let id = found.unwrap_or_else(|| panic!("{name}")).id.into();
    let token = sign_in::open_session(&house, id, How::Demonstration, None, None).await.unwrap();
    Person { id, email, token }
}

/// Only the variables that the document names.
fn variables(text: &str, kept: &HashMap<String, String>) -> Value {
    kept.iter()
        .filter(|(name, _)| text.contains(&format!("${name}:")))
        .map(|(name, value)| (name.clone(), json!(value)))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

async fn tour(kind: Kind) {
    let app = App::demonstration(kind).await;
    demonstration::load(&app.server).await.unwrap();
    let address = listen(&app).await;
    let mut kept: HashMap<String, String> = HashMap::new();
    let mut answers: HashMap<String, Value> = HashMap::new();
    let mut asked = 0;

    for (language, text) in blocks() {
        if language == "graphql" {
            let name = head(text, "as").expect("says who asks");
            let who = person(&app, name).await;
            let answer = app.ask(Some(&who), text, variables(text, &kept)).await;
            assert!(!answer.body.to_string().contains("\"code\""), "{text}\n{}", answer.body);
            let cost = &answer.body["extensions"]["cost"]["requested"];
            assert!(cost.is_number(), "each answer says what it cost: {}", answer.body);
            if let Some((name, path)) =
                head(text, "keep").and_then(|keep| keep.split_once(" from "))
            {
                let pointer = format!("/{}", path.replace('.', "/"));
                let value = answer.data().pointer(&pointer).and_then(Value::as_str);
                kept.insert(name.to_owned(), value.unwrap_or_else(|| panic!("{path}")).to_owned());
            }
            let called = format!("{name} {}", title(text)).trim_end().to_owned();
            answers.entry(called).or_insert_with(|| answer.data().clone());
            asked += 1;
        } else if text.starts_with("curl ") {
            let text = text.replace("127.0.0.1:8080", &address.to_string());
            let secret = kept["secret"].clone();
            let output = tokio::task::spawn_blocking(move || {
                Command::new("bash").arg("-ec").arg(text).env("SECRET", secret).output().unwrap()
            })
            .await
            .unwrap();
            let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
            assert!(answer["data"]["events"]["nodes"][0]["title"].is_string(), "{answer}");
            asked += 1;
        }
    }

    assert!(asked >= 10, "the tour has its examples");
    meets_as_told(&answers);
    comes_as_told(&answers);
    is_written_as_told(&app).await;
}

/// Who one is and what one may, and the meeting that is planned.
fn meets_as_told(answers: &HashMap<String, Value>) {
    let start = &answers["Nora Vallon"];
    assert_eq!(start["viewer"]["member"], json!({ "firstName": "Nora", "lastName": "Vallon" }));
    let may = &start["network"]["viewerCan"];
    assert_eq!(may["isAllowed"], true, "{start}");
    assert!(may["reason"].is_string(), "each answer says why: {start}");

    assert_eq!(answers["Nora Vallon Plan"]["eventCreate"]["event"]["state"], "DRAFT");
    assert_eq!(answers["Nora Vallon Publish"]["eventPublish"]["event"]["state"], "PUBLISHED");
    let invited = &answers["Nora Vallon Invite"]["eventInvite"]["invitedCount"];
    assert!(invited.as_i64().unwrap() > 1, "all members are invited: {invited}");
    let entries = &answers["Nora Vallon Welcome"]["invitationsCreate"]["entries"];
    assert_eq!(
        (&entries[0]["outcome"], &entries[1]["outcome"]),
        (&json!("INVITED"), &json!("MALFORMED"))
    );
}

/// Who has the one place, who waits in line, and who was marked present.
fn comes_as_told(answers: &HashMap<String, Value>) {
    let lila = json!({ "firstName": "Lila", "lastName": "Bocage" });
    let malo = json!({ "firstName": "Malo", "lastName": "Estuaire" });
    let has = |nodes: &Value, state: &str, member: &Value| {
        let is_it = |one: &Value| one["state"] == state && one["member"] == *member;
        assert!(nodes.as_array().unwrap().iter().any(is_it), "{state} {member}: {nodes}");
    };
    let registered = &answers["Lila Bocage Register"]["registrationCreate"]["registration"];
    assert_eq!(registered["state"], "CONFIRMED");
    let next = &answers["Malo Estuaire Register"]["registrationCreate"]["registration"];
    assert_eq!(next, &json!({ "state": "WAITLISTED", "rank": 1 }), "whoever comes next waits");

    let who = &answers["Nora Vallon Who"]["event"];
    assert_eq!(who["capacity"]["onSite"], json!({ "total": 1, "taken": 1, "waiting": 1 }));
    assert_eq!(who["registrations"]["totalCount"], 2);
    has(&who["registrations"]["nodes"], "CONFIRMED", &lila);
    has(&who["registrations"]["nodes"], "WAITLISTED", &malo);
    has(&answers["Nora Vallon Present"]["event"]["attendances"]["nodes"], "PRESENT", &lila);
}

/// The invitations, the confirmation with its calendar entry, the place in line: all in the mailbox.
async fn is_written_as_told(app: &App) {
    let mut browser = Browser::of_nobody(app);
    for (name, subject) in [
        ("tanguy.serein", "Invitation : Rencontre réseau de printemps"),
        ("zoe.lune", "Invitation à rejoindre Cyb@njou"),
        ("lila.bocage", "Inscription confirmée : Rencontre réseau de printemps"),
        ("malo.estuaire", "Liste d’attente : Rencontre réseau de printemps"),
    ] {
        let number = letter(app, &format!("{name}@exemple.test"), subject).await;
        let path = format!("/demo/mailbox/{number}");
        browser.get("/demo/mailbox").await.says(&format!("\"{path}\""));
        let shown = browser.get(&path).await;
        shown.says(subject);
        if name == "lila.bocage" {
            shown.says("BEGIN:VCALENDAR");
        }
    }
}

/// The number of the letter to this address with this subject, once the server's worker has sent it.
async fn letter(app: &App, to: &str, subject: &str) -> u64 {
    let mailbox = app.server.mailbox.as_ref().expect("a demonstration has a mailbox");
    for _ in 0..300 {
        let mut letters = mailbox.letters().into_iter();
        let found = letters
            .find(|kept| kept.parcel.to == to && as_typed(&kept.parcel.written.subject) == subject);
        if let Some(kept) = found {
            return kept.number;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("no letter to {to}: {subject}")
}

/// The same application on a real port.
async fn listen(app: &App) -> SocketAddr {
    let mut server = app.server.clone();
    server.config.listen = SocketAddr::from(([127, 0, 0, 1], 0));
    let (listening, address) = oneshot::channel();
    tokio::spawn(serve::serve(server, Some(listening)));
    address.await.unwrap()
}

#[tokio::test]
async fn the_tour_goes_as_written_on_sqlite() {
    Box::pin(tour(Kind::Sqlite)).await;
}

#[tokio::test]
async fn the_tour_goes_as_written_on_postgres() {
    Box::pin(tour(Kind::Postgres)).await;
}

#[tokio::test]
async fn nobody_of_the_demonstration_was_at_a_meeting_before_they_were_a_member() {
    let app = App::demonstration(Kind::Sqlite).await;
    demonstration::load(&app.server).await.unwrap();

    let came = "attendance join event on event.id = attendance.event_id \
        join event_host host on host.event_id = event.id";
    let too_early = "where not exists (select 1 from membership \
        where membership.network_id = host.network_id \
        and membership.member_id = attendance.member_id \
        and membership.started_on <= event.starts_on)";
    assert!(app.count(came).await > 0);
    assert_eq!(app.count(&format!("{came} {too_early}")).await, 0);
}

#[tokio::test]
async fn the_demonstration_s_meeting_of_june_has_its_agenda_and_everyone_a_workshop() {
    let app = App::demonstration(Kind::Sqlite).await;
    demonstration::load(&app.server).await.unwrap();

    let of_june = "join event on event.starts_on = '2026-06-11' and event.id";
    let agenda = format!("session {of_june} = session.event_id");
    assert_eq!(app.count(&agenda).await, 9);
    let round = "where session.description = 'Échange de pratiques'";
    assert_eq!(app.count(&format!("{agenda} {round}")).await, 2);
    let registered = format!("registration {of_june} = registration.event_id");
    let has_one = "where (select count(*) from session_choice \
        where session_choice.registration_id = registration.id) = 1";
    assert!(app.count(&registered).await > 0);
    assert_eq!(app.count(&format!("{registered} {has_one}")).await, app.count(&registered).await);
}

#[tokio::test]
async fn the_demonstration_tells_nobody_today_of_what_is_over_and_meets_within_the_week() {
    let app = App::demonstration(Kind::Sqlite).await;
    demonstration::load(&app.server).await.unwrap();

    let of_the_past = "outbox join event on event.id = outbox.event_id and event.state = 'done'";
    assert!(app.count(of_the_past).await > 0);
    assert_eq!(app.count(&format!("{of_the_past} where outbox.state <> 'sent'")).await, 0);
    // Three weeks after this Monday is a Monday: the next day it is.
    let near = "event where title = 'Rencontre réseau de démonstration'";
    assert_eq!(app.count(&format!("{near} and starts_on = '2026-09-29'")).await, 1);
}

#[test]
fn the_demonstration_starts_and_says_where_to_go() {
    assert!(README.contains("\ncargo run -- serve --demo\n"));
    let mut server = Command::new(env!("CARGO_BIN_EXE_maillage"))
        .args(["serve", "--demo", "--listen", "127.0.0.1:0"])
        .env("MAILLAGE_LOG", "error")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();

    let lines = BufReader::new(server.stdout.take().unwrap()).lines();
    let told: Vec<String> =
        lines.map(Result::unwrap).take_while(|line| !line.contains("Ctrl-C")).collect();
    server.kill().unwrap();
    server.wait().unwrap();

    let told = told.join("\n");
    for expected in ["/graphql", "/demo/mailbox", "Nora Vallon", "Lila Bocage"] {
        assert!(told.contains(expected), "{told}");
    }
}

#[tokio::test]
async fn the_same_command_runs_on_a_postgresql_that_is_named() {
    assert!(README.contains("`export MAILLAGE_DATABASE_URL=postgres://"));
    let own = Own::new(Kind::Postgres).await;
    let child = Command::new(env!("CARGO_BIN_EXE_maillage"))
        .args(["serve", "--demo", "--listen", "127.0.0.1:0"])
        .env("MAILLAGE_DATABASE_URL", own.url())
        .env("MAILLAGE_LOG", "maillage=info")
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Killed when dropped.
    let mut server = outside::server::Server { child };
    let mut log = BufReader::new(server.child.stderr.take().unwrap()).lines().map(Result::unwrap);
    let told = log.find_map(|line| Some(line.split_once("listening address=")?.1.to_owned()));
    let site = format!("http://{}", told.expect("it listens").trim());

    let client = outside::client();
    let page = client.get(format!("{site}/networks/cybanjou")).send().await.unwrap();
    let (status, page) = (page.status(), page.text().await.unwrap());
    let query = "{ network(by: { slug: \"cybanjou\" }) { name descendantCount } }";
    let asked = client.post(format!("{site}/graphql")).json(&json!({ "query": query }));
    let answer: Value = asked.send().await.unwrap().json().await.unwrap();

    assert!(status.is_success() && page.contains("Cyb@njou"), "{status} {page}");
    assert_eq!(answer["data"]["network"]["name"], "Cyb@njou", "{answer}");
    assert!(answer["data"]["network"]["descendantCount"].as_i64().unwrap() > 0, "{answer}");
    assert!(outside::database::count(own.url(), "member").await > 6, "people are kept there");
}

#[test]
fn the_commands_for_real_do_what_they_say() {
    let block =
        blocks().into_iter().find(|(_, text)| text.contains("maillage admin grant")).unwrap().1;
    let folder = tempfile::tempdir().unwrap();
    for line in block.lines() {
        let output = Command::new("bash")
            .arg("-ec")
            .arg(line.replacen("maillage", env!("CARGO_BIN_EXE_maillage"), 1))
            .env(
                "MAILLAGE_DATABASE_URL",
                format!("sqlite://{}/own.db?mode=rwc", folder.path().display()),
            )
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        if line.ends_with("check") {
            assert!(said.contains("ok     database"), "{said}");
            assert!(
                said.contains("MAILLAGE_SMTP_URL"),
                "a missing mail server is told with its cure: {said}"
            );
        } else {
            assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
        }
    }
}

#[test]
fn every_file_that_is_pointed_to_is_there() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    for target in README.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
        if !target.starts_with("http") {
            assert!(root.join(target).exists(), "README points to {target}");
        }
    }
    assert!(root.join("scripts/test").exists());
}

/// The rooms of the repository, as documents begin a path.
const ROOMS: [&str; 12] = [
    "api/",
    "benches/",
    "docs/",
    "domain/",
    "entities/",
    "locales/",
    "mail/",
    "migration/",
    "scripts/",
    "src/",
    "tests/",
    "web/",
];

/// What stands for a name in advice: `src/page/word.rs`.
const EXAMPLES: [&str; 3] = ["word", "kind/", "mNN_"];

#[test]
fn every_path_that_the_documents_name_is_there() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let is_sign = |sign: char| sign.is_ascii_alphanumeric() || "_-./".contains(sign);
    let mut named = 0;
    for folder in ["docs", "docs/decisions"] {
        for entry in std::fs::read_dir(root.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|ending| ending != "md") {
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            let lines = text.lines().flat_map(|line| line.split('`').skip(1).step_by(2));
            for code in lines.filter(|code| code.chars().all(is_sign)) {
                let is_path = ROOMS.iter().any(|room| code.starts_with(room));
                if is_path && !EXAMPLES.iter().any(|example| code.contains(example)) {
                    assert!(root.join(code).exists(), "{} points to {code}", path.display());
                    named += 1;
                }
            }
        }
    }
    assert!(named > 30, "{named}");
}
