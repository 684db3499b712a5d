//! Whether a request comes from a page of ours.

use poem::Request;

/// Whether the request may use the cookies that it carries.
///
/// JSON bodies already make a browser ask before it sends them to another site; this is the
/// second lock, and it also covers GET.
///
/// Without cookies nothing is borrowed, and a token in `Authorization` is never sent by a page
/// that does not know it. Browsers say where a request comes from; other programs need not.
pub(crate) fn is_our_own(request: &Request, public_origin: &str) -> bool {
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

/// Whether a form was sent by a page of ours, whether or not it carries cookies: an answer may
/// sign somebody in, and no other site may do that to them.
///
/// Pages that keep their address secret send the origin `null`; the browser's own word on where a
/// request comes from is better when there is one.
pub(crate) fn is_form_ours(request: &Request, public_origin: &str) -> bool {
    if let Some(site) = request.header("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    request
        .header("origin")
        .is_none_or(|origin| origin.eq_ignore_ascii_case(public_origin) || is_host(request, origin))
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

    use super::{is_form_ours, is_our_own};

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
    #[test]
    fn a_form_is_sent_by_our_own_pages_only() {
        let ours = ("origin", "https://maillage.example");
        for (expected, headers) in [
            (true, &[][..]),
            (true, &[ours]),
            (true, &[("origin", "null"), ("sec-fetch-site", "same-origin")]),
            (true, &[("origin", "http://localhost:8080"), ("host", "localhost:8080")]),
            (false, &[("origin", "null")]),
            (false, &[("origin", "https://evil.example")]),
            (false, &[ours, ("sec-fetch-site", "cross-site")]),
            (false, &[ours, ("sec-fetch-site", "same-site")]),
        ] {
            let request = headers
                .iter()
                .fold(Request::builder(), |request, (name, value)| request.header(*name, *value))
                .finish();
            assert_eq!(is_form_ours(&request, "https://maillage.example"), expected, "{headers:?}");
        }
    }
}
