//! The files that people deploy with: what they say must be true of the server that we build.

use std::{collections::BTreeSet, fs, path::Path, process::Command};

use saphyr::{LoadableYamlNode as _, Yaml};

fn text(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

fn compose(text: &str) -> Yaml<'_> {
    Yaml::load_from_str(text).unwrap().remove(0)
}

fn names<'a>(node: &'a Yaml<'_>) -> BTreeSet<&'a str> {
    node.as_mapping().into_iter().flatten().filter_map(|(name, _)| name.as_str()).collect()
}

/// The names of our settings that a text contains.
fn settings(text: &str) -> BTreeSet<&str> {
    let is_part = |letter: char| letter.is_ascii_uppercase() || letter == '_';
    text.split(|letter| !is_part(letter)).filter(|word| word.starts_with("MAILLAGE_")).collect()
}

/// The settings of `maillage config`.
fn known() -> BTreeSet<String> {
    let told = Command::new(env!("CARGO_BIN_EXE_maillage")).arg("config").output().unwrap();
    assert!(told.status.success(), "maillage config: {}", String::from_utf8_lossy(&told.stderr));
    let told = String::from_utf8(told.stdout).unwrap();
    let known: BTreeSet<_> = told
        .lines()
        .filter_map(|line| settings(line.split([' ', '=']).next()?).pop_first())
        .map(str::to_owned)
        .collect();
    assert!(known.contains("MAILLAGE_DATABASE_URL"), "`config` names each setting first on a line");
    known
}

#[test]
fn every_setting_that_is_shipped_is_one_that_the_server_knows() {
    let known = known();
    for file in ["docker-compose.yml", "Dockerfile", ".env.example"] {
        let text = text(file);
        let unknown: Vec<_> =
            settings(&text).into_iter().filter(|name| !known.contains(*name)).collect();
        assert!(unknown.is_empty(), "{file} sets what the server does not know: {unknown:?}");
    }
}

#[test]
fn every_setting_that_the_server_knows_reaches_it_in_its_container() {
    let text = text("docker-compose.yml");
    let compose = compose(&text);
    let passed = names(&compose["services"]["server"]["environment"]);

    // Names a file, which whoever has one mounts too.
    let left = "MAILLAGE_GRAPHQL_DOCUMENTS";
    let known = known();
    let kept: Vec<_> =
        known.iter().filter(|name| *name != left && !passed.contains(name.as_str())).collect();
    assert!(kept.is_empty(), "written into .env, these do nothing: {kept:?}");
}

#[test]
fn every_service_is_watched_and_waits_for_healthy_ones() {
    let text = text("docker-compose.yml");
    let compose = compose(&text);
    let services = &compose["services"];
    let all = names(services);
    assert_eq!(all, BTreeSet::from(["mail", "postgres", "server"]));

    for (name, service) in services.as_mapping().unwrap() {
        let name = name.as_str().unwrap();
        let service_text = self::text("Dockerfile");
        let is_watched = service.contains_mapping_key("healthcheck")
            || (service.contains_mapping_key("build") && service_text.contains("\nHEALTHCHECK "));
        assert!(is_watched, "{name} has no health check");

        if let Some(waits) = service.as_mapping_get("depends_on") {
            for (other, how) in waits.as_mapping().unwrap() {
                assert!(all.contains(other.as_str().unwrap()), "{name} waits for a stranger");
                assert_eq!(how["condition"].as_str(), Some("service_healthy"));
            }
        }
        for volume in
            service.as_mapping_get("volumes").and_then(Yaml::as_sequence).into_iter().flatten()
        {
            let volume = volume.as_str().unwrap().split(':').next().unwrap();
            assert!(
                names(&compose["volumes"]).contains(volume),
                "{name}: {volume} is not declared"
            );
        }
    }
}

#[test]
fn the_example_file_names_every_secret_that_must_be_given() {
    let text = text("docker-compose.yml");
    let example = self::text(".env.example");
    let wanted: BTreeSet<_> =
        text.split("${").skip(1).filter_map(|rest| rest.split([':', '}']).next()).collect();
    assert!(wanted.contains("POSTGRES_PASSWORD") && wanted.contains("MAILLAGE_SECRET_KEY"));

    for name in wanted {
        let line = format!("\n{name}=");
        assert!(example.contains(&line), ".env.example does not name {name}");
    }
    // A secret with a default is no secret.
    for secret in ["POSTGRES_PASSWORD", "MAILLAGE_SECRET_KEY"] {
        assert!(example.contains(&format!("\n{secret}=\n")), "{secret} has a default");
        assert!(!text.contains(&format!("{secret}:-")), "{secret} has a default");
    }
}

#[test]
fn the_image_is_built_with_our_rust_from_all_our_crates() {
    let manifest: toml::Table = text("Cargo.toml").parse().unwrap();
    let version = manifest["workspace"]["package"]["rust-version"].as_str().unwrap();
    assert!(text("Dockerfile").contains(&format!("FROM rust:{version}-slim-bookworm")));

    let ignore = text(".dockerignore");
    let let_in: BTreeSet<_> = ignore.lines().filter_map(|line| line.strip_prefix('!')).collect();
    let members = manifest["workspace"]["members"].as_array().unwrap();
    for member in members.iter().filter_map(toml::Value::as_str).chain(["src", "Cargo.lock"]) {
        assert!(let_in.contains(member), ".dockerignore keeps {member} out of the image");
    }
}
