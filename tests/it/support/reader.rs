//! Readers that nobody here wrote: programs of npm that say what they understood.

use std::{
    io::Write as _,
    process::{Command, Stdio},
};

use serde_json::Value;

/// What this program of `tests/node` understands of these bytes.
pub(crate) fn read_by(program: &str, bytes: impl AsRef<[u8]>) -> Value {
    let mut reader = Command::new("node")
        .arg(program)
        .current_dir(format!("{}/tests/node", env!("CARGO_MANIFEST_DIR")))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Node.js runs");
    reader.stdin.take().unwrap().write_all(bytes.as_ref()).unwrap();
    let output = reader.wait_with_output().unwrap();
    let text = String::from_utf8_lossy(bytes.as_ref());
    assert!(output.status.success(), "{program} cannot read it: {text}");
    serde_json::from_slice(&output.stdout).unwrap()
}
