//! Where a person goes after signing in: a page of ours, whatever the link said.

use serde::{Deserialize, Serialize};

const LONGEST: usize = 1_000;

/// A path of this site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnTo(String);

impl ReturnTo {
    /// One's own space.
    pub fn home() -> Self {
        Self("/me".into())
    }

    /// Reads a path; anything that could lead elsewhere is one's own space.
    pub fn read(asked: Option<&str>) -> Self {
        match asked {
            Some(path) if is_local(path) => Self(path.to_owned()),
            _ => Self::home(),
        }
    }

    /// The path.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_local(path: &str) -> bool {
    let is_plain =
        path.len() <= LONGEST && path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    // Browsers read `//host` and `/\host` as another site; we ask the parser that they share.
    is_plain
        && path.starts_with('/')
        && !path.starts_with("//")
        && !path.starts_with("/auth/")
        && url::Url::parse("http://maillage.invalid").and_then(|base| base.join(path)).is_ok_and(
            |joined| {
                joined.host_str() == Some("maillage.invalid") && !joined.path().starts_with("//")
            },
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_path_of_this_site_is_returned_to() {
        for path in ["/", "/evenements/rencontre-49?vue=liste#presence"] {
            assert_eq!(ReturnTo::read(Some(path)).as_str(), path);
        }
        for elsewhere in [
            "",
            "evenements",
            "//evil.example",
            "///evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "/\t/evil.example",
            "/\n/evil.example",
            "https://evil.example/",
            "javascript:alert(1)",
            "/..//evil.example",
            "/.//evil.example",
            "/auth/sign-out",
        ] {
            assert_eq!(ReturnTo::read(Some(elsewhere)), ReturnTo::home(), "{elsewhere:?}");
        }
        assert_eq!(ReturnTo::read(None), ReturnTo::home());
    }
}
