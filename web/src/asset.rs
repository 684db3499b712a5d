//! The files that pages need beside their HTML: carried in the binary, named by their content.

use poem::http::{StatusCode, header};
use poem::{Endpoint, IntoResponse as _, Request, Response};
use rust_embed::RustEmbed;

/// Where the files are served.
pub const PATH: &str = "/assets";

#[derive(RustEmbed)]
#[folder = "src/assets"]
struct Files;

/// The address of a file. It changes with the content, so that browsers may keep it for ever.
pub fn address(name: &str) -> String {
    let version = Files::get(name).map(|file| version(&file)).unwrap_or_default();
    format!("{PATH}/{name}?v={version}")
}

fn version(file: &rust_embed::EmbeddedFile) -> String {
    use std::fmt::Write as _;
    file.metadata.sha256_hash()[..6].iter().fold(String::new(), |mut text, byte| {
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
    let Some(file) = Files::get(name) else {
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
    let is_named = request.uri().query() == Some(&format!("v={}", version(&file)));
    let keep = if is_named { "public, max-age=31536000, immutable" } else { "no-cache" };
    file.data
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
    async fn nothing_but_assets_is_served() {
        for path in ["/assets/", "/assets/asset.rs", "/assets/../lib.rs", "/assets/%2e%2e/lib.rs"] {
            assert_eq!(get(path).await.status(), StatusCode::NOT_FOUND, "{path}");
        }
    }
}
