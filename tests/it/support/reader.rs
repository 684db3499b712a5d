//! Readers that nobody here wrote: programs of npm and `PyPI` that say what they understood.

use std::{
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
};

use serde_json::Value;

/// The Python in which the packages of `tests/python/requirements.txt` are installed.
pub(crate) fn python() -> String {
    std::env::var("MAILLAGE_TEST_PYTHON").unwrap_or_else(|_| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let python = root.join("target/python/bin/python");
        assert!(
            python.exists(),
            "Python's packages are missing: run scripts/test, which installs tests/python/requirements.txt"
        );
        python.display().to_string()
    })
}

/// What this program of `tests/node` or `tests/python` understands of these bytes.
pub(crate) fn read_by(program: &str, bytes: impl AsRef<[u8]>) -> Value {
    let (language, folder) = if Path::new(program).extension().is_some_and(|it| it == "py") {
        (python(), "python")
    } else {
        ("node".to_owned(), "node")
    };
    let mut reader = Command::new(&language)
        .arg(program)
        .current_dir(format!("{}/tests/{folder}", env!("CARGO_MANIFEST_DIR")))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{language}: {error}"));
    reader.stdin.take().unwrap().write_all(bytes.as_ref()).unwrap();
    let output = reader.wait_with_output().unwrap();
    let text = String::from_utf8_lossy(bytes.as_ref());
    assert!(output.status.success(), "{program} cannot read it: {text}");
    serde_json::from_slice(&output.stdout).unwrap()
}
