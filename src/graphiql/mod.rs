//! GraphiQL, served by us and by no other host: the page and its files, carried in the binary.

use std::sync::LazyLock;

use poem::{
    Endpoint, Request, Response,
    http::{Method, StatusCode, header},
};
use sha2::{Digest, Sha256};

/// A file as it was vendored, and how it is sent.
struct Asset {
    name: &'static str,
    content_type: &'static str,
    is_gzip: bool,
    bytes: &'static [u8],
}

const SCRIPT: &str = "text/javascript; charset=utf-8";
const STYLE: &str = "text/css; charset=utf-8";

const ASSETS: &[Asset] = &[
    Asset {
        name: "graphiql.css",
        content_type: STYLE,
        is_gzip: true,
        bytes: include_bytes!("graphiql.css.gz"),
    },
    Asset {
        name: "graphiql.js",
        content_type: SCRIPT,
        is_gzip: true,
        bytes: include_bytes!("graphiql.js.gz"),
    },
    Asset {
        name: "react-dom.js",
        content_type: SCRIPT,
        is_gzip: true,
        bytes: include_bytes!("react-dom.js.gz"),
    },
    Asset {
        name: "react.js",
        content_type: SCRIPT,
        is_gzip: true,
        bytes: include_bytes!("react.js.gz"),
    },
    Asset {
        name: "start.css",
        content_type: STYLE,
        is_gzip: false,
        bytes: include_bytes!("start.css"),
    },
    Asset {
        name: "start.js",
        content_type: SCRIPT,
        is_gzip: false,
        bytes: include_bytes!("start.js"),
    },
];

/// Part of every address, so that a file may be kept for ever under it.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    let hash = ASSETS.iter().fold(Sha256::new(), |hash, asset| hash.chain_update(asset.bytes));
    hex::encode(hash.finalize()).chars().take(12).collect()
});

/// Our own files and nothing inline. GraphiQL's dialogs would add a style element that stops the
/// page behind them from scrolling; it does not scroll, so they lose nothing by the refusal.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'none'";

/// The page of GraphiQL.
pub fn page() -> Response {
    let html = include_str!("page.html").replace("{version}", &VERSION);
    Response::builder()
        .content_type("text/html; charset=utf-8")
        .header(header::CONTENT_SECURITY_POLICY, POLICY)
        .header(header::CACHE_CONTROL, "no-store")
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        .header(header::REFERRER_POLICY, "same-origin")
        .body(html)
}

/// The files of the page, to be nested under `/graphiql`.
#[derive(Clone, Copy, Debug)]
pub struct Files;

impl Endpoint for Files {
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        Ok(file(&request))
    }
}

fn file(request: &Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return StatusCode::METHOD_NOT_ALLOWED.into();
    }
    // The nest may or may not have cut its own prefix off.
    let path = request.uri().path().trim_start_matches("/graphiql").trim_start_matches('/');
    let asset = path
        .split_once('/')
        .filter(|(version, _)| *version == VERSION.as_str())
        .and_then(|(_, name)| ASSETS.iter().find(|asset| asset.name == name));
    let Some(asset) = asset else { return StatusCode::NOT_FOUND.into() };
    let mut response = Response::builder()
        .content_type(asset.content_type)
        .header(header::CACHE_CONTROL, "public, max-age=31536000, immutable")
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    if asset.is_gzip {
        // Every browser takes gzip, and nobody else needs these files.
        if !request.header("accept-encoding").is_some_and(|accepted| accepted.contains("gzip")) {
            return StatusCode::NOT_ACCEPTABLE.into();
        }
        response = response
            .header(header::CONTENT_ENCODING, "gzip")
            .header(header::VARY, "accept-encoding");
    }
    response.body(asset.bytes)
}
