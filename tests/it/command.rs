//! The command line that others script against: what it prints, how it ends, and its last word.

use std::{
    ffi::OsStr,
    fs::File,
    io::{BufRead as _, BufReader},
    os::unix::ffi::OsStrExt as _,
    path::Path,
    process::{Command, Output, Stdio},
};

use tempfile::TempDir;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// A folder with a database of its own.
struct Place(TempDir);

impl Place {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn command(&self, words: &[&str]) -> Command {
        let database = format!("sqlite://{}/own.db?mode=rwc", self.0.path().display());
        let mut command = Command::new(env!("CARGO_BIN_EXE_maillage"));
        command
            .args(words)
            .current_dir(self.0.path())
            .env_clear()
            .env("MAILLAGE_DATABASE_URL", database)
            .env("MAILLAGE_LOG", "error");
        command
    }

    fn run(&self, words: &[&str]) -> Output {
        self.command(words).output().unwrap()
    }

    /// What a command prints that ends well, and complains of nothing.
    #[track_caller]
    fn done(&self, words: &[&str]) -> String {
        let output = self.run(words);
        let (said, complained) = told(&output);
        assert!(output.status.success(), "{words:?}: {complained}");
        said
    }

    /// The one sentence of a command that ends badly, and prints nothing else.
    #[track_caller]
    fn refused(&self, words: &[&str]) -> String {
        let output = self.run(words);
        let (said, complained) = told(&output);
        assert_eq!(output.status.code(), Some(1), "{words:?}: {said}");
        assert_eq!(said, "", "{words:?}");
        let sentence =
            complained.strip_prefix("maillage: ").unwrap_or_else(|| panic!("{complained}"));
        assert_eq!(sentence.trim_end().lines().count(), 1, "one sentence: {sentence}");
        sentence.trim_end().to_owned()
    }

    /// The names of what lies there.
    fn files(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.0.path()).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    fn network(&self) {
        self.done(&[
            "network",
            "create",
            "--slug",
            "cybanjou",
            "--name",
            "Cyb@njou",
            "--level",
            "departmental",
        ]);
    }
}

fn told(output: &Output) -> (String, String) {
    let words = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (words(&output.stdout), words(&output.stderr))
}

fn fixture(name: &str) -> String {
    Path::new(ROOT).join("domain/tests/fixtures").join(name).display().to_string()
}

#[test]
fn networks_are_founded_and_told_by_their_identifier() {
    let place = Place::new();
    place.network();

    let below =
        ["network", "create", "--slug", "rlin", "--name", "RLIN", "--level", "local", "--parent"];
    let id = place.done(&[&below[..], &["cybanjou"]].concat());

    assert!(id.starts_with("network_") && id.ends_with('\n'), "{id}");
    assert!(place.refused(&[&below[..], &["cybanjou"]].concat()).ends_with("(SLUG_TAKEN)"));
    assert!(place.refused(&[&below[..], &["nulle-part"]].concat()).contains("nulle-part"));
}

#[test]
fn an_administrator_is_granted_known_or_not() {
    let place = Place::new();

    let id = place.done(&["admin", "grant", "nora@exemple.test"]);

    assert!(id.starts_with("member_"), "{id}");
    assert_eq!(place.done(&["admin", "grant", "NORA@exemple.test"]), id);
    let wrong = place.run(&["admin", "grant", "nora"]);
    assert_eq!(wrong.status.code(), Some(2), "the usage is told");
    assert!(told(&wrong).1.contains("nora"));
}

#[test]
fn a_token_is_printed_once_and_refused_in_words() {
    let place = Place::new();
    place.network();
    place.done(&["admin", "grant", "nora@exemple.test"]);
    let create = ["token", "create", "--name", "Agenda", "--scope", "event:read", "--member"];

    let secret =
        place.done(&[&create[..], &["nora@exemple.test", "--network", "cybanjou"]].concat());

    assert!(secret.starts_with("maillage_") && secret.lines().count() == 1, "{secret}");
    assert!(
        place.refused(&[&create[..], &["zoe@exemple.test"]].concat()).contains("zoe@exemple.test")
    );
    let unknown =
        ["token", "create", "--name", "x", "--scope", "all:write", "--member", "nora@exemple.test"];
    assert!(place.refused(&unknown).ends_with("(SCOPE_UNKNOWN)"));
}

#[test]
fn the_settings_and_the_schema_are_printed_without_a_database() {
    let place = Place::new();

    let settings = place.done(&["config"]);
    let schema = place.done(&["schema"]);

    for name in
        ["MAILLAGE_DATABASE_URL", "MAILLAGE_SMTP_URL", "MAILLAGE_OIDC_ISSUER", "MAILLAGE_LOG"]
    {
        assert!(settings.contains(name), "{name}");
    }
    assert_eq!(schema, api::sdl());
    assert!(!place.0.path().join("own.db").exists(), "nothing was opened");
}

#[test]
fn the_database_is_brought_up_to_date_as_often_as_one_likes() {
    let place = Place::new();

    assert_eq!(place.done(&["migrate"]), "The database is up to date.\n");
    assert_eq!(place.done(&["migrate"]), "The database is up to date.\n");
}

#[test]
fn what_is_wrong_is_told_with_its_cure_and_the_end_is_bad() {
    let place = Place::new();

    let before = place.run(&["check"]);
    place.done(&["migrate"]);
    let after = place.run(&["check"]);

    assert_eq!((before.status.code(), after.status.code()), (Some(1), Some(1)));
    assert!(told(&before).0.contains("run `maillage migrate`"), "{}", told(&before).0);
    assert!(
        told(&after)
            .0
            .contains("ok     database: answers, is up to date, and keeps what it confirms")
    );
    assert!(told(&after).0.contains("wrong  mail") && told(&after).0.contains("MAILLAGE_SMTP_URL"));
    assert!(told(&after).1.contains("1 of 3 checks failed"), "{}", told(&after).1);
}

#[test]
fn files_of_places_and_members_come_in_and_go_out() {
    let place = Place::new();
    place.network();
    for (subject, file) in [("places", "places-sample.csv"), ("members", "members-coop.csv")] {
        let file = fixture(file);
        let import = ["import", subject, &file, "--network", "cybanjou"];

        let plan = place.done(&[&import[..], &["--dry-run"]].concat());
        let first = place.done(&import);
        let second = place.done(&import);

        assert!(plan.contains("crée") || plan.contains("créé"), "{plan}");
        let counts = |said: &str| said.lines().last().unwrap().to_owned();
        assert!(!counts(&first).starts_with("0 créé"), "{first}");
        assert!(counts(&second).starts_with("0 créé, 0 modifié"), "{second}");
    }
    for subject in ["employers", "places", "members", "events"] {
        let written = place.done(&["export", subject, "--network", "cybanjou"]);
        assert!(written.lines().count() > usize::from(subject != "events"), "{subject}: {written}");
        let file = place.0.path().join("out.csv").display().to_string();
        let output = place.run(&["export", subject, "--network", "cybanjou", "--output", &file]);
        assert!(output.status.success() && told(&output).0.is_empty());
        assert_eq!(std::fs::read_to_string(&file).unwrap(), written, "{subject}");
        let again = place.done(&["import", subject, &file, "--network", "cybanjou"]);
        assert!(
            again.lines().last().unwrap().starts_with("0 créé, 0 modifié"),
            "{subject}: {again}"
        );
    }
}

#[test]
fn a_file_or_a_network_that_is_not_there_is_told_in_one_sentence() {
    let place = Place::new();
    place.network();

    for subject in ["employers", "places", "members", "events"] {
        let file = ["import", subject, "rien.csv", "--network", "cybanjou"];
        assert_eq!(place.refused(&file), "Le fichier « rien.csv » n’existe pas.", "{subject}");
        let nowhere =
            ["export", subject, "--network", "cybanjou", "--output", "nulle-part/membres.csv"];
        assert_eq!(
            place.refused(&nowhere),
            "Le dossier où écrire « nulle-part/membres.csv » n’existe pas.",
            "{subject}"
        );
        let sample = fixture("members-coop.csv");
        assert!(!place.refused(&["import", subject, &sample, "--network", "ailleurs"]).is_empty());
        assert!(!place.refused(&["export", subject, "--network", "ailleurs"]).is_empty());
    }
    let folder = ["import", "communes", "."];
    assert_eq!(place.refused(&folder), "« . » est un dossier : indiquez un fichier.");
    let no_folder = ["export", "members", "--network", "cybanjou", "--output", "nouveau/"];
    assert_eq!(place.refused(&no_folder), "Le dossier où écrire « nouveau/ » n’existe pas.");
    std::fs::write(place.0.path().join("vide.csv"), "").unwrap();
    let within = ["import", "members", "vide.csv/x.csv", "--network", "cybanjou"];
    assert_eq!(place.refused(&within), "Le fichier « vide.csv/x.csv » n’existe pas.");
}

#[test]
fn what_is_kept_of_a_person_is_printed_and_erased_for_a_request_by_post() {
    let place = Place::new();
    place.done(&["admin", "grant", "nora@exemple.test"]);
    place.done(&["admin", "grant", "omar@exemple.test"]);

    let document = place.done(&["member", "export", "nora@exemple.test"]);
    let unsure = place.refused(&["member", "erase", "nora@exemple.test"]);
    place.done(&["member", "erase", "nora@exemple.test", "--confirm"]);

    let document: serde_json::Value = serde_json::from_str(&document).unwrap();
    assert_eq!(document["profile"][0]["email"], "nora@exemple.test");
    assert!(unsure.ends_with("(NOT_CONFIRMED)"), "{unsure}");
    assert!(unsure.contains("--confirm") && !unsure.contains("case"), "{unsure}");
    let gone = place.refused(&["member", "export", "nora@exemple.test"]);
    assert_eq!(gone, "Personne n’a l’adresse nora@exemple.test.");
    let last = place.refused(&["member", "erase", "omar@exemple.test", "--confirm"]);
    assert!(last.ends_with("(LAST_ADMINISTRATOR)"), "{last}");
}

#[test]
fn a_wrong_setting_stops_every_command_with_one_sentence() {
    let output = Command::new(env!("CARGO_BIN_EXE_maillage"))
        .arg("migrate")
        .env_clear()
        .env("MAILLAGE_DATABASE_URL", "mysql://ailleurs")
        .output()
        .unwrap();

    let (said, complained) = told(&output);
    assert_eq!((output.status.code(), said.as_str()), (Some(1), ""));
    assert!(complained.contains("sqlite:, postgres: or postgresql:"), "{complained}");
}

#[test]
fn what_a_setting_leads_to_is_told_with_the_setting_when_it_fails() {
    let place = Place::new();

    for (settings, named) in [
        (vec![("MAILLAGE_DATABASE_URL", "sqlite://nulle-part/x.db?mode=rwc")], "_DATABASE_URL"),
        (vec![("MAILLAGE_GRAPHQL_DOCUMENTS", "rien.json")], "_GRAPHQL_DOCUMENTS"),
        (
            vec![
                ("MAILLAGE_OIDC_PRESET", "coop"),
                ("MAILLAGE_OIDC_CLIENT_ID", "x"),
                ("MAILLAGE_OIDC_CLIENT_SECRET", "x"),
                ("MAILLAGE_OIDC_ISSUER", "http://ailleurs.exemple.test"),
            ],
            "_OIDC_ISSUER",
        ),
    ] {
        let output = place.command(&["migrate"]).envs(settings).output().unwrap();
        let (said, complained) = told(&output);
        assert_eq!((output.status.code(), said.as_str()), (Some(1), ""), "{named}");
        let begins = format!("maillage: check MAILLAGE{named}");
        assert!(complained.starts_with(&begins), "{complained}");
        assert_eq!(complained.lines().count(), 1, "{complained}");
    }
    let latin = OsStr::from_bytes(b"127.0.0.1:8080\xe9");
    let output = place.command(&["migrate"]).env("MAILLAGE_LISTEN", latin).output().unwrap();
    let complained = told(&output).1;
    assert_eq!(complained, "maillage: MAILLAGE_LISTEN must be written in UTF-8\n");
}

#[test]
fn what_comes_in_or_goes_out_and_breaks_is_told_with_its_cure() {
    let place = Place::new();
    place.network();
    let folder = File::open(place.0.path()).unwrap();
    let full = File::options().write(true).open("/dev/full").unwrap();

    let import = ["import", "members", "-", "--network", "cybanjou"];
    let unread = place.command(&import).stdin(folder).output().unwrap();
    let export = ["export", "members", "--network", "cybanjou"];
    let unwritten = place.command(&export).stdout(full).output().unwrap();

    for (output, begins, ends) in [
        (unread, "maillage: Ce qui entre (« - ») ne peut pas être lu", "Indiquez un fichier.\n"),
        (
            unwritten,
            "maillage: Ce qui sort ne peut pas être écrit",
            "Indiquez un fichier avec --output.\n",
        ),
    ] {
        assert_eq!(output.status.code(), Some(1), "{begins}");
        let complained = told(&output).1;
        assert!(complained.starts_with(begins), "{complained}");
        assert!(complained.ends_with(ends), "{complained}");
    }
}

#[test]
fn whoever_stops_reading_is_told_in_one_sentence() {
    let place = Place::new();
    place.network();
    place.done(&["admin", "grant", "nora@exemple.test"]);
    let sample = fixture("members-coop.csv");

    for words in [
        &["schema"][..],
        &["config"],
        &["migrate"],
        &["check"],
        &["admin", "grant", "omar@exemple.test"],
        &["member", "export", "nora@exemple.test"],
        &["export", "members", "--network", "cybanjou"],
        &["import", "members", &sample, "--network", "cybanjou", "--dry-run"],
    ] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = place.command(words).stdout(writer).output().unwrap();

        let complained = told(&output).1;
        assert_eq!(output.status.code(), Some(1), "{words:?}: {complained}");
        assert!(
            complained.starts_with("maillage: Ce qui sort ne peut pas être écrit"),
            "{words:?}: {complained}"
        );
        assert_eq!(complained.lines().count(), 1, "{words:?}: {complained}");
    }
}

#[test]
fn a_log_that_nobody_looks_at_has_no_colours() {
    let place = Place::new();
    for words in [&["serve", "--listen", "127.0.0.1:0"][..], &["worker"]] {
        let mut running = place
            .command(words)
            .env("MAILLAGE_LOG", "info")
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();

        let lines = BufReader::new(running.stderr.take().unwrap()).lines();
        let mut told = lines.map(Result::unwrap);
        let line = told.find(|line| line.contains("INFO"));
        running.kill().unwrap();
        running.wait().unwrap();

        let line = line.unwrap_or_else(|| panic!("{words:?} logs"));
        assert!(!line.contains('\u{1b}'), "{line:?}");
    }
}

#[test]
fn a_demonstration_leaves_nothing_behind_but_a_database_that_was_named() {
    for is_named in [true, false] {
        let place = Place::new();
        let mut command = place.command(&["serve", "--demo", "--listen", "127.0.0.1:0"]);
        command.env("TMPDIR", place.0.path());
        if !is_named {
            command.env_remove("MAILLAGE_DATABASE_URL");
        }
        let mut running = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(running.stdout.take().unwrap()).lines();
        assert!(lines.by_ref().map_while(Result::ok).any(|line| line.contains("Ctrl-C")));
        let database = if is_named { "own.db" } else { "maillage-demonstration-" };
        let is_there = place.files().iter().any(|name| name.starts_with(database));

        let stop = format!("kill -TERM {}", running.id());
        let told = Command::new("bash").args(["-c", &stop]).status().unwrap();
        let ended = running.wait().unwrap();

        assert!(is_there && told.success() && ended.success(), "{database}: {ended}");
        let left = place.files();
        assert_eq!(left.iter().any(|name| name == "own.db"), is_named, "{left:?}");
        assert!(is_named || left.is_empty(), "{left:?}");
    }
}
