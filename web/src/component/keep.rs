//! A report that one keeps as a file: it travels in the page itself, so that nothing need be stored.

use askama::Template;
use base64::{Engine as _, prelude::BASE64_STANDARD};

/// A file that the page holds.
#[derive(Clone, Debug, Template)]
#[template(
    source = "<a class=\"button quiet\" download=\"{{ name }}\" href=\"data:text/csv;charset=utf-8;base64,{{ content }}\">{{ label }}</a>",
    ext = "html"
)]
pub struct Keep {
    name: String,
    content: String,
    label: &'static str,
}

impl Keep {
    /// These bytes of CSV under this name.
    pub fn csv(name: impl Into<String>, bytes: &[u8], label: &'static str) -> Self {
        Self { name: name.into(), content: BASE64_STANDARD.encode(bytes), label }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_travels_whole() {
        let written = Keep::csv("rapport.csv", b"nom\nZo\xc3\xa9\n", "Garder").to_string();

        assert!(written.contains("base64,bm9tClpvw6kK\""), "{written}");
        assert!(written.contains("download=\"rapport.csv\""));
    }
}
