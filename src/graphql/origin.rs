//! Whether a request with cookies comes from a page of ours.
//!
//! JSON bodies already make a browser ask before it sends them to another site; this is the
//! second lock, and it also covers GET.

use poem::Request;

/// Whether the request may use the cookies that it carries.
///
/// Without cookies nothing is borrowed, and a token in `Authorization` is never sent by a page
/// that does not know it. Browsers say where a request comes from; other programs need not.
pub(super) fn is_our_own(request: &Request, public_origin: &str) -> bool {
    if !request.headers().contains_key("cookie") {
        return true;
    }
    let is_site_ours = request.headers().get("sec-fetch-site").is_none_or(|site| {
        // "none" is a person who typed the address.
        matches!(site.as_bytes(), b"same-origin" | b"none")
    });
    let is_origin_ours = request.headers().get("origin").is_none_or(|origin| {
        let Ok(origin) = origin.to_str() else { return false };
        origin.eq_ignore_ascii_case(public_origin) || is_host(request, origin)
    });
    is_site_ours && is_origin_ours
}

/// The same server under another of its names, such as `localhost` beside `127.0.0.1`.
fn is_host(request: &Request, origin: &str) -> bool {
    let host = request.header("host").filter(|host| !host.is_empty());
    let authority = origin.split_once("://").map(|(_, authority)| authority);
    host.is_some() && host == authority
}

#[cfg(test)]
mod tests {
    use poem::Request;

    use super::is_our_own;

    fn is_allowed(headers: &[(&str, &str)]) -> bool {
        let request = headers
            .iter()
            .fold(Request::builder(), |request, (name, value)| request.header(*name, *value))
            .finish();
        is_our_own(&request, "https://maillage.example")
    }

    #[test]
    fn cookies_serve_only_our_own_pages() {
        let cookie = ("cookie", "__Host-session=1");
        let ours = ("origin", "https://maillage.example");
        for (expected, headers) in [
            (true, &[cookie][..]),
            (true, &[cookie, ours]),
            (true, &[cookie, ("sec-fetch-site", "same-origin")]),
            (true, &[cookie, ("sec-fetch-site", "none")]),
            (true, &[cookie, ("origin", "http://localhost:8080"), ("host", "localhost:8080")]),
            (true, &[("origin", "https://evil.example"), ("sec-fetch-site", "cross-site")]),
            (false, &[cookie, ("origin", "https://evil.example")]),
            (false, &[cookie, ("origin", "https://evil.example"), ("host", "maillage.example")]),
            (false, &[cookie, ("origin", "null")]),
            (false, &[cookie, ("sec-fetch-site", "cross-site")]),
            (false, &[cookie, ("sec-fetch-site", "same-site"), ours]),
            (false, &[cookie, ("origin", "https://maillage.example.evil.example")]),
        ] {
            assert_eq!(is_allowed(headers), expected, "{headers:?}");
        }
    }
}
