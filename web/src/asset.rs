//! The files that pages need beside their HTML: carried in the binary, named by their content.

use std::{borrow::Cow, sync::LazyLock};

use poem::http::{StatusCode, header};
use poem::{Endpoint, IntoResponse as _, Request, Response};
use rust_embed::RustEmbed;
use sha2::{Digest as _, Sha256};

/// Where the files are served.
pub const PATH: &str = "/assets";

#[derive(RustEmbed)]
#[folder = "src/assets"]
struct Files;

/// The one stylesheet, of which each file has its subject.
const STYLE: &str = "maillage.css";
const STYLES: [&str; 3] = ["style/base.css", "style/component.css", "style/print.css"];
/// The stylesheet asks for it, and pages announce it: both under the same address.
const FONT: &str = "font/atkinson-hyperlegible-next.woff2";

static JOINED: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let parts: Vec<String> = STYLES
        .iter()
        .filter_map(|name| Files::get(name))
        .map(|file| String::from_utf8_lossy(&file.data).into_owned())
        .collect();
    parts.concat().replace(&format!("{PATH}/{FONT}"), &address(FONT)).into_bytes()
});

/// The content of a file, if there is such a file.
fn content(name: &str) -> Option<Cow<'static, [u8]>> {
    if name == STYLE {
        return Some(Cow::Borrowed(JOINED.as_slice()));
    }
    Files::get(name).map(|file| file.data)
}

/// The address of a file. It changes with the content, so that browsers may keep it for ever.
pub fn address(name: &str) -> String {
    let version = content(name).map(|content| version(&content)).unwrap_or_default();
    format!("{PATH}/{name}?v={version}")
}

fn version(content: &[u8]) -> String {
    use std::fmt::Write as _;
    Sha256::digest(content)[..6].iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Serves the files, to be nested at [`PATH`].
pub fn endpoint() -> impl Endpoint<Output = Response> {
    poem::endpoint::make(|request| async move { serve(&request) })
}

fn serve(request: &Request) -> Response {
    let name = request.uri().path().trim_start_matches('/');
    let Some(content) = content(name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let kind = match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    };
    // Only the address that names this content may be kept: an old page asks for the old one.
    let is_named = request.uri().query() == Some(&format!("v={}", version(&content)));
    let keep = if is_named { "public, max-age=31536000, immutable" } else { "no-cache" };
    content
        .into_owned()
        .with_header(header::CACHE_CONTROL, keep)
        .with_header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        .with_content_type(kind)
        .into_response()
}

#[cfg(test)]
mod tests {
    use poem::Route;
    use poem::http::Uri;

    use super::*;

    async fn get(address: &str) -> Response {
        let routes = Route::new().nest(PATH, endpoint());
        let request = Request::builder().uri(address.parse::<Uri>().unwrap()).finish();
        routes.get_response(request).await
    }

    #[tokio::test]
    async fn a_file_is_kept_for_ever_under_the_address_that_names_its_content() {
        let named = get(&address("maillage.css")).await;
        let unnamed = get("/assets/maillage.css").await;

        assert_eq!(named.status(), StatusCode::OK);
        assert_eq!(named.content_type(), Some("text/css; charset=utf-8"));
        assert!(named.header("cache-control").unwrap().contains("immutable"));
        assert_eq!(unnamed.header("cache-control"), Some("no-cache"));
    }

    #[tokio::test]
    async fn the_stylesheet_asks_for_the_font_under_the_address_that_pages_announce() {
        let style = get(&address(STYLE)).await.into_body().into_string().await.unwrap();

        assert!(style.contains(&format!("url(\"{}\")", address(FONT))));
        assert!(style.contains(".card {") && style.contains("@media print"));
    }

    #[tokio::test]
    async fn nothing_but_assets_is_served() {
        for path in ["/assets/", "/assets/asset.rs", "/assets/../lib.rs", "/assets/%2e%2e/lib.rs"] {
            assert_eq!(get(path).await.status(), StatusCode::NOT_FOUND, "{path}");
        }
    }
}
