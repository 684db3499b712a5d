//! What people see and do, in a real browser: `tests/node/browser/` tells the stories.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{BufRead as _, BufReader},
    net::TcpListener,
    path::Path,
    process::{Child, Command, Stdio},
};

/// A demonstration that runs for one story; it ends with it.
struct Demonstration {
    process: Child,
    url: String,
}

impl Demonstration {
    fn start() -> Self {
        // The addresses in letters must be right from the first one on: the port is chosen before.
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let address = format!("127.0.0.1:{port}");
        let mut process = Command::new(env!("CARGO_BIN_EXE_maillage"))
            .args(["serve", "--demo", "--listen", &address])
            .env("MAILLAGE_LOG", "warn")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let url = format!("http://{address}");
        let listens = lines.by_ref().map_while(Result::ok).any(|line| line.contains(&url));
        assert!(listens, "the demonstration did not say where it is");
        // Whatever else it says must go somewhere.
        std::thread::spawn(move || lines.for_each(drop));
        Self { process, url }
    }
}

impl Drop for Demonstration {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Runs the stories of this file against a demonstration of their own, for this kind of person when
/// the file is told which.
fn tells(file: &str, person: Option<&str>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/node");
    assert!(
        folder.join("node_modules/playwright-core").exists(),
        "npm's playwright-core is missing: run `npm ci` in tests/node, or scripts/test"
    );
    let demonstration = Demonstration::start();

    let told = Command::new("node")
        .args(["--test", "--test-reporter=spec", &format!("browser/{file}.test.mjs")])
        .current_dir(folder)
        .env("MAILLAGE_URL", &demonstration.url)
        .envs(person.map(|person| ("MAILLAGE_AS", person)))
        .output()
        .expect("Node.js runs");

    assert!(
        told.status.success(),
        "{}\n{}",
        String::from_utf8_lossy(&told.stdout),
        String::from_utf8_lossy(&told.stderr)
    );
}

/// Tests, each with the file that tells it and the person in whose place it looks.
macro_rules! stories {
    ($($name:ident: $file:literal $(as $person:literal)?;)+) => {$(
        #[test]
        fn $name() {
            tells($file, None::<&str>$(.or(Some($person)))?);
        }
    )+};
}

stories! {
    a_visitor_does_what_they_came_for: "visitor";
    a_mediator_does_what_they_came_for: "mediator";
    a_letter_is_answered_where_nobody_is_signed_in: "letter";
    who_acts_for_a_structure_does_what_they_came_for: "employer";
    a_lead_does_what_they_came_for: "lead";
    an_administrator_does_what_they_came_for: "administrator";
    what_happens_shows_on_the_pages_that_are_open: "live";
    every_state_is_valid_readable_and_printed_well: "states";
    every_page_of_nobody_is_valid_light_readable_and_at_home: "pages" as "nobody";
    every_page_of_a_newcomer_is_valid_light_readable_and_at_home: "pages" as "newcomer";
    every_page_of_a_mediator_is_valid_light_readable_and_at_home: "pages" as "mediator";
    every_page_of_a_manager_is_valid_light_readable_and_at_home: "pages" as "manager";
    every_page_of_a_lead_is_valid_light_readable_and_at_home: "pages" as "lead";
    every_page_of_an_administrator_is_valid_light_readable_and_at_home: "pages" as "administrator";
}

/// Whoever adds a page says as whom the crawl must reach it, or that its states are shown.
#[test]
fn every_page_is_reached_by_the_crawl_or_shown_as_a_state() {
    let reach = include_str!("../node/browser/reach.json");
    let reach: BTreeMap<String, Vec<String>> = serde_json::from_str(reach).unwrap();
    let named: Vec<_> = reach.into_values().flatten().collect();
    let told: BTreeSet<_> = named.iter().map(String::as_str).collect();
    let pages: BTreeSet<_> = maillage::page::PAGES.iter().map(|(page, _)| *page).collect();

    assert_eq!(told, pages, "tests/node/browser/reach.json names each page");
    assert_eq!(named.len(), told.len(), "each of them once");
}
