//! Which media type the answer takes, of those the client accepts.

/// The two dialects of GraphQL over HTTP.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MediaType {
    /// `application/json`: the status is 200 whenever a document was understood as such.
    Json,
    /// `application/graphql-response+json`: the status says whether it was executed.
    GraphqlResponse,
}

impl MediaType {
    pub(super) const fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json; charset=utf-8",
            Self::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
        }
    }

    /// The best of both, or nothing if neither is accepted. Who accepts anything gets the older.
    pub(super) fn accepted(accept: Option<&str>) -> Option<Self> {
        let Some(accept) = accept.filter(|accept| !accept.trim().is_empty()) else {
            return Some(Self::Json);
        };
        let json = quality(accept, "application", "json");
        let graphql = quality(accept, "application", "graphql-response+json");
        let best = json.weight.max(graphql.weight);
        if best == 0 {
            return None;
        }
        // Named beats a wildcard; among equals the newer dialect says more.
        if graphql.weight == best && (graphql.is_named || (json.weight < best)) {
            Some(Self::GraphqlResponse)
        } else {
            Some(Self::Json)
        }
    }
}

/// Whether a browser asks for a page.
pub fn accepts_html(accept: Option<&str>) -> bool {
    accept.is_some_and(|accept| {
        let html = quality(accept, "text", "html");
        html.is_named && html.weight > 0
    })
}

#[derive(Clone, Copy)]
struct Quality {
    /// Thousandths.
    weight: u32,
    is_named: bool,
}

/// The quality that the most telling range gives a type.
fn quality(accept: &str, kind: &str, subtype: &str) -> Quality {
    let mut best = (0, Quality { weight: 0, is_named: false });
    for range in accept.split(',') {
        let mut parts = range.split(';').map(str::trim);
        let Some((range_kind, range_subtype)) = parts.next().and_then(|name| name.split_once('/'))
        else {
            continue;
        };
        let telling = match (range_kind, range_subtype) {
            ("*", "*") => 1,
            (asked, "*") if asked.eq_ignore_ascii_case(kind) => 2,
            (asked, sub)
                if asked.eq_ignore_ascii_case(kind) && sub.eq_ignore_ascii_case(subtype) =>
            {
                3
            }
            _ => continue,
        };
        let mut weight = 1_000;
        let mut is_utf8 = true;
        for parameter in parts {
            match parameter.split_once('=') {
                Some((name, value)) if name.trim().eq_ignore_ascii_case("q") => {
                    weight = thousandths(value.trim());
                }
                Some((name, value)) if name.trim().eq_ignore_ascii_case("charset") => {
                    is_utf8 = is_utf_8(value);
                }
                _ => {}
            }
        }
        if is_utf8 && telling > best.0 {
            best = (telling, Quality { weight, is_named: telling == 3 });
        }
    }
    best.1
}

/// Whether a charset parameter names the only one that we speak.
pub(super) fn is_utf_8(value: &str) -> bool {
    let value = value.trim().trim_matches('"');
    value.eq_ignore_ascii_case("utf-8") || value.eq_ignore_ascii_case("utf8")
}

fn thousandths(value: &str) -> u32 {
    let value = value.parse::<f32>().unwrap_or(1.0).clamp(0.0, 1.0);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between nothing and a thousand"
    )]
    let weight = (value * 1_000.0) as u32;
    weight
}

#[cfg(test)]
mod tests {
    use super::{MediaType, accepts_html};

    #[test]
    fn the_dialect_follows_what_is_accepted() {
        let newer = Some(MediaType::GraphqlResponse);
        let older = Some(MediaType::Json);
        for (accept, expected) in [
            (None, older),
            (Some(""), older),
            (Some("*/*"), older),
            (Some("application/*"), older),
            (Some("application/json"), older),
            (Some("application/graphql-response+json"), newer),
            (Some("application/graphql-response+json, application/json;q=0.9"), newer),
            (Some("application/json, application/graphql-response+json"), newer),
            (Some("application/graphql-response+json;q=0.5, application/json"), older),
            (Some("application/json;q=0, */*"), newer),
            (Some("Application/JSON; charset=UTF-8"), older),
            (Some("application/json; charset=latin1"), None),
            (Some("application/json;q=0"), None),
            (Some("text/html"), None),
            (Some("text/html, */*;q=0.8"), older),
        ] {
            assert_eq!(MediaType::accepted(accept), expected, "{accept:?}");
        }
    }

    #[test]
    fn only_a_browser_asks_for_html_by_name() {
        assert!(accepts_html(Some("text/html,application/xhtml+xml,*/*;q=0.8")));
        assert!(!accepts_html(Some("*/*")));
        assert!(!accepts_html(Some("text/html;q=0, */*")));
        assert!(!accepts_html(None));
    }
}
