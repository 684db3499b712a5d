//! Whether an answer may be kept, and whether the copy that someone kept is still good.
//!
//! What nobody in particular gets is the same for everyone, so that a proxy may keep it for a
//! minute. What someone gets is theirs, and is kept nowhere.

use api::over_http::Answer;

/// For how long a copy is good without asking.
const MAX_AGE: &str = "public, max-age=60";

/// On what a public answer depends, beside its address.
const VARY: &str = "Accept, Accept-Language, Authorization, Cookie";

/// Marks what nobody in particular asked by GET; a copy that is still good is not sent again.
pub(super) fn told(mut answer: Answer, is_public: bool, if_none_match: Option<&str>) -> Answer {
    let Some(mark) = answer.mark.take().filter(|_| is_public && answer.status == 200) else {
        return answer;
    };
    // Weak: what the request cost may differ while the data is the same.
    let tag = format!("W/\"{mark}\"");
    if if_none_match.is_some_and(|known| is_among(&mark, known)) {
        answer.status = 304;
        answer.body.clear();
    }
    answer.headers.push(("cache-control", MAX_AGE.to_owned()));
    answer.headers.push(("vary", VARY.to_owned()));
    answer.headers.push(("etag", tag));
    answer
}

/// Whether one of the tags is this one; weak and strong ones are equal here.
fn is_among(mark: &str, known: &str) -> bool {
    known.split(',').map(str::trim).any(|tag| {
        let tag = tag.strip_prefix("W/").unwrap_or(tag);
        tag == "*" || tag.trim_matches('"') == mark
    })
}

#[cfg(test)]
mod tests {
    use super::is_among;

    #[test]
    fn a_tag_is_known_weak_strong_or_among_others() {
        for known in ["\"abc\"", "W/\"abc\"", "\"x\", W/\"abc\"", "*"] {
            assert!(is_among("abc", known), "{known}");
        }
        for known in ["", "\"ab\"", "W/\"abcd\""] {
            assert!(!is_among("abc", known), "{known}");
        }
    }
}
