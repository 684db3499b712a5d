//! What people see and do, in a real browser: `tests/node/browser/` tells the stories.

use std::{
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

/// Runs the stories of this file against a demonstration of their own.
fn tells(file: &str) {
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
        .output()
        .expect("Node.js runs");

    assert!(
        told.status.success(),
        "{}\n{}",
        String::from_utf8_lossy(&told.stdout),
        String::from_utf8_lossy(&told.stderr)
    );
}

#[test]
fn every_page_is_valid_light_readable_and_at_home() {
    tells("pages");
}

#[test]
fn people_do_what_they_came_for() {
    tells("stories");
}
