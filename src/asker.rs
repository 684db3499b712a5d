//! Who asks: one function for every door, from a browser's cookie or a tool's bearer token.

use domain::{
    context::{Context, Door},
    error::Halt,
    policy::{By, Standing, load},
    secret, token,
};
use poem::{Request, http::header};

use crate::server::Server;

/// The cookie's name where people come by TLS; the prefix binds it to this host and to TLS.
pub const SECURE_COOKIE: &str = "__Host-maillage";
/// Its name on a loopback address without TLS, where browsers refuse the prefix.
pub const PLAIN_COOKIE: &str = "maillage";

/// Why nobody could be made out.
#[derive(Debug)]
pub enum Unknown {
    /// A bearer token that is none of ours, is over or revoked.
    BadToken,
    /// Something broke.
    Halted(Halt),
}

/// Makes out who asks. A cookie that is over is nobody; a bad bearer token is told.
pub async fn context(server: &Server, request: &Request, door: Door) -> Result<Context, Unknown> {
    let request_id = request_id(request);
    let standing = standing(server, request).await?;
    Ok(Context::new(server.house.clone(), standing, door, &request_id))
}

async fn standing(server: &Server, request: &Request) -> Result<Standing, Unknown> {
    let db = server.house.db.read();
    let clock = &server.house.clock;
    if let Some(token) = bearer(request) {
        let hash = secret::hash(token);
        let found = load(db, clock, By::Token(&hash)).await.map_err(Unknown::Halted)?;
        let standing = found.ok_or(Unknown::BadToken)?;
        if let Some(limits) = &standing.token {
            token::note_use(&server.house, limits.id).await.map_err(Unknown::Halted)?;
        }
        return Ok(standing);
    }
    let Some(token) = cookie(request, server.config.is_https()) else {
        return Ok(Standing::nobody());
    };
    let hash = secret::hash(&token);
    let found = load(db, clock, By::Session(&hash)).await.map_err(Unknown::Halted)?;
    if found.is_some() {
        server.sign_in.note_use(&token);
    }
    Ok(found.unwrap_or_else(Standing::nobody))
}

/// The bearer token that came with a request.
pub fn bearer(request: &Request) -> Option<&str> {
    let value = request.headers().get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// The sign-in session's token in the request's cookies.
pub fn cookie(request: &Request, is_https: bool) -> Option<String> {
    let name = if is_https { SECURE_COOKIE } else { PLAIN_COOKIE };
    request
        .headers()
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(found, _)| *found == name)
        .map(|(_, token)| token.to_owned())
}

/// The name of this request, given by the middleware, on every log line and audit line.
pub fn request_id(request: &Request) -> String {
    request.data::<RequestId>().map_or_else(String::new, |id| id.0.clone())
}

/// A request's name.
#[derive(Clone, Debug)]
pub struct RequestId(pub String);
