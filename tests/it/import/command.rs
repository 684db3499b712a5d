//! The same through the command line, which others script against.

use std::process::{Command, Output};

use tempfile::TempDir;

use super::{MEMBERS, PLACES};

struct Shell {
    folder: TempDir,
}

impl Shell {
    async fn with_network(slug: &str) -> Self {
        let shell = Self { folder: tempfile::tempdir().unwrap() };
        let db = domain::database::Db::open(&shell.database()).await.unwrap();
        domain::database::migrate(&db).await.unwrap();
        let house = domain::context::House {
            db,
            clock: domain::clock::Clock::still(crate::support::beginning()),
            secret: domain::secret::SecretKey::new("a key that only the tests know, 32 long"),
        };
        let ctx = domain::context::Context::of_the_house(house, domain::context::Door::Command);
        let network = domain::network::Create {
            slug: slug.to_owned(),
            name: slug.to_owned(),
            level: "departmental".to_owned(),
            ..Default::default()
        };
        domain::network::create(&ctx, network).await.unwrap();
        ctx.house().db.clone().close().await.unwrap();
        shell
    }

    fn database(&self) -> String {
        format!("sqlite://{}?mode=rwc", self.folder.path().join("maillage.db").display())
    }

    fn write(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path.display().to_string()
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_maillage"))
            .args(arguments)
            .env("MAILLAGE_DATABASE_URL", self.database())
            .output()
            .unwrap()
    }

    #[track_caller]
    fn done(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }
}

#[tokio::test]
async fn the_command_tells_the_plan_then_does_it_then_finds_nothing_to_do() {
    let shell = Shell::with_network("cybanjou").await;
    let places = shell.write("lieux.csv", PLACES);
    let import = ["import", "places", &places, "--network", "cybanjou"];

    let planned = shell.done(&[&import[..], &["--dry-run"]].concat());
    let done = shell.done(&import);
    let again = shell.done(&import);

    assert!(planned.starts_with("ligne 2 : créer « "), "{planned}");
    assert!(planned.contains("rien n’est écrit. À créer : 12 ;"), "{planned}");
    assert_eq!(done, "12 créés, 0 modifié, 0 inchangé, 0 ligne refusée.\n");
    assert_eq!(again, "0 créé, 0 modifié, 12 inchangés, 0 ligne refusée.\n");
}

#[tokio::test]
async fn a_plan_tells_each_field_that_would_change() {
    let shell = Shell::with_network("cybanjou").await;
    let head = "titre;début;fin;lieu\n";
    let before = format!("{head}Rencontre;12/10/2026 9h30;12/10/2026 17h;\n");
    let after = format!("{head}Rencontre;12/10/2026 10h;12/10/2026 17h;Baugé\nAutre;hier;hier;\n");
    let before = shell.write("avant.csv", before.as_bytes());
    let after = shell.write("apres.csv", after.as_bytes());
    shell.done(&["import", "events", &before, "--network", "cybanjou"]);

    let import = ["import", "events", &after, "--network", "cybanjou"];
    let planned = shell.done(&[&import[..], &["--dry-run"]].concat());
    let done = shell.done(&import);

    let said = |words: &str| assert!(planned.replace('\u{a0}', " ").contains(words), "{planned}");
    said("ligne 3, colonne « début (start) », « hier » : ce n’est pas une date");
    said("ligne 2 : modifier « Rencontre »\n");
    said("    début : lundi 12 octobre 2026 à 9 h 30 → lundi 12 octobre 2026 à 10 h\n");
    said("    lieu : (rien) → Baugé\n");
    assert!(!done.contains("→"), "{done}");
    assert!(done.ends_with("0 créé, 1 modifié, 0 inchangé, 1 ligne refusée.\n"), "{done}");
}

#[tokio::test]
async fn a_plan_tells_the_agenda_and_what_is_wrong_in_it() {
    let shell = Shell::with_network("cybanjou").await;
    let calendar = r#"[{"title": "Rencontre", "start": "2026-10-12T09:30", "end": "2026-10-12T17:00",
        "agenda": [{"title": "Accueil", "start": "9h30", "end": "10h"},
        {"title": "Pot", "start": "17h", "end": "18h"}]}]"#;
    let calendar = shell.write("calendrier.json", calendar.as_bytes());

    let planned =
        shell.done(&["import", "events", &calendar, "--network", "cybanjou", "--dry-run"]);

    let said = |words: &str| assert!(planned.replace('\u{a0}', " ").contains(words), "{planned}");
    said("ligne 1, colonne « agenda 2 », « Pot » : ce temps sortirait des horaires");
    said("ligne 1 : créer « Rencontre »\n    programme : (rien) → 09:30–10:00, Accueil\n");
}

#[tokio::test]
async fn a_file_that_goes_out_comes_back_in() {
    let shell = Shell::with_network("cybanjou").await;
    let members = shell.write("membres.csv", MEMBERS);
    shell.done(&["import", "members", &members, "--network", "cybanjou"]);
    let places = shell.write("lieux.csv", PLACES);
    shell.done(&["import", "places", &places, "--network", "cybanjou"]);

    let out = shell.done(&["export", "members", "--network", "cybanjou"]);
    let members = shell.write("out.csv", out.as_bytes());
    let folder = shell.folder.path().display().to_string();
    shell.done(&[
        "export",
        "places",
        "--network",
        "cybanjou",
        "--output",
        &folder,
        "--publisher",
        "43493312300029",
    ]);

    let again = shell.done(&["import", "members", &members, "--network", "cybanjou"]);
    assert!(again.ends_with("0 créé, 0 modifié, 3 inchangés, 0 ligne refusée.\n"), "{again}");
    let named = std::fs::read_dir(shell.folder.path())
        .unwrap()
        .filter_map(|entry| entry.unwrap().file_name().into_string().ok())
        .any(|name| name.ends_with("_43493312300029_lieux-de-mediation-numerique_cybanjou.csv"));
    assert!(named);
}

#[tokio::test]
async fn what_cannot_be_done_is_said_in_one_sentence() {
    let shell = Shell::with_network("cybanjou").await;
    let members = shell.write("membres.csv", b"PK\x03\x04\0\0");
    for (arguments, sentence) in [
        (["import", "members", &members, "--network", "cybanjou"], "enregistrez le tableur"),
        (
            ["import", "places", "absent.csv", "--network", "cybanjou"],
            "« absent.csv » n’existe pas",
        ),
    ] {
        let output = shell.run(&arguments);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && told.contains(sentence), "{told}");
        assert_eq!(told.trim().lines().count(), 1, "{told}");
    }
    let output = shell.run(&["export", "places", "--network", "inconnu"]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        !output.status.success() && told.contains("Aucun réseau") && told.contains("inconnu"),
        "{told}"
    );
}
