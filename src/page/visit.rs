//! A visit to a page: who looks, what they sent, and how every answer leaves.

use std::pin::pin;

use domain::{
    context::{Context, Door},
    error::{Denied, Error, Halt, Reason},
    event::Invited,
    exchange::Format,
    member::{self, Seen},
    sign_in,
};
use poem::{
    FromRequest, IntoResponse as _, Request, RequestBody, Response,
    http::{HeaderValue, StatusCode, header},
    web::{Form, Html, Multipart, Redirect},
};
use tokio::io::AsyncReadExt as _;
use web::{
    pages::{Frame, ONCE, Problem, Typed, notice, outcome::KeptPage, refused},
    words,
};

use super::{
    PAGES,
    once::Shown,
    refusal::{from_elsewhere, outcome, stopped, too_large},
};
use crate::{
    asker::{self, Unknown},
    origin,
    server::Server,
};

/// Someone looks at a page.
pub(super) struct Visit {
    pub(super) ctx: Context,
    pub(super) frame: Frame,
    /// The form that came, when one did.
    pub(super) sent: Option<Sent>,
}

/// A form as it came, so that it can be sent again.
pub(super) struct Sent {
    action: String,
    typed: Typed,
    /// The name of its file, which no page can keep.
    file: Option<String>,
}

impl Sent {
    fn of(request: &Request, typed: &Typed, file: Option<String>) -> Self {
        let uri = request.uri();
        let action = uri.path_and_query().map_or_else(|| uri.path(), |whole| whole.as_str());
        // Secrets are typed anew, and the page that holds the rest has a word of its own.
        let is_kept = |(name, _): &&(String, String)| {
            name != ONCE
                && !["password", "secret", "token"].iter().any(|secret| name.contains(secret))
        };
        let typed = Typed(typed.0.iter().filter(is_kept).cloned().collect());
        Self { action: action.to_owned(), typed, file }
    }
}

/// Someone posts a form of ours.
pub(super) struct Posted {
    pub(super) visit: Visit,
    pub(super) typed: Typed,
}

/// What a page's address asks for: a search, filters, which page of a list.
pub(super) struct Asked(pub(super) Typed);

impl<'a> FromRequest<'a> for Asked {
    async fn from_request(request: &'a Request, _: &mut RequestBody) -> poem::Result<Self> {
        let query = request.uri().query().unwrap_or_default();
        Ok(Self(Typed(url::form_urlencoded::parse(query.as_bytes()).into_owned().collect())))
    }
}

/// How a list is to be taken away, by the ending of its address.
pub(super) struct Taken(pub(super) Format);

impl<'a> FromRequest<'a> for Taken {
    async fn from_request(request: &'a Request, _: &mut RequestBody) -> poem::Result<Self> {
        let ending = request.uri().path().rsplit('.').next();
        let is_spreadsheet = ending == Some(Format::Ods.ending());
        Ok(Self(if is_spreadsheet { Format::Ods } else { Format::Csv }))
    }
}

/// What became of a form.
pub(super) enum Done {
    /// It is done: what to say on the page that follows.
    At(String, &'static str),
    /// The page again, with what was typed and why it was refused.
    Again(String),
    /// The page again, with a look at what would be done.
    Look(String),
    /// The page that tells what was done to each of many: a second click shows it again.
    Made(String),
}

impl Done {
    /// People were asked to come: the page that follows says how many letters leave.
    pub(super) fn invited(page: &str, invited: &Invited) -> Self {
        let page = match invited.letters() {
            0 => page.to_owned(),
            letters => format!("{page}?letters={letters}"),
        };
        Self::At(page, invited_code(invited))
    }
}

/// What is said of people who were asked to come: that letters leave, or that none does.
pub(super) const fn invited_code(invited: &Invited) -> &'static str {
    match (invited.count, invited.letters()) {
        (0, _) => "invited-none",
        (_, 0) => "invited-silently",
        _ => "invited",
    }
}

impl<'a> FromRequest<'a> for Visit {
    async fn from_request(request: &'a Request, _: &mut RequestBody) -> poem::Result<Self> {
        Self::begin(request).await.map_err(poem::Error::from_response)
    }
}

impl<'a> FromRequest<'a> for Posted {
    async fn from_request(request: &'a Request, body: &mut RequestBody) -> poem::Result<Self> {
        let Some(server) = request.data::<Server>() else { return Err(without_server()) };
        if !origin::is_form_ours(request, server.config.public_url.trim_end_matches('/')) {
            return Err(poem::Error::from_response(from_elsewhere(request)));
        }
        let mut visit = Self::visit(request).await?;
        let form = Form::<Vec<(String, String)>>::from_request(request, body).await;
        let typed = form.map(|form| form.0).unwrap_or_default();
        // Nobody types it, and PostgreSQL does not keep it.
        let readable = typed.into_iter().map(|(name, value)| (name, value.replace('\0', "")));
        let typed = Typed(readable.collect());
        visit.sent = Some(Sent::of(request, &typed, None));
        Ok(Self { visit, typed })
    }
}

/// Someone posts a form with a file.
pub(super) struct Brought {
    pub(super) visit: Visit,
    pub(super) typed: Typed,
    pub(super) file: Option<Vec<u8>>,
}

/// The largest form with a file: a megabyte, and what the form says around it.
const LARGEST: u64 = 1_100_000;

impl<'a> FromRequest<'a> for Brought {
    async fn from_request(request: &'a Request, body: &mut RequestBody) -> poem::Result<Self> {
        let Some(server) = request.data::<Server>() else { return Err(without_server()) };
        if !origin::is_form_ours(request, server.config.public_url.trim_end_matches('/')) {
            return Err(poem::Error::from_response(from_elsewhere(request)));
        }
        let mut visit = Posted::visit(request).await?;
        let length = request.header(header::CONTENT_LENGTH.as_str());
        let length = length.and_then(|length| length.parse::<u64>().ok());
        if length.is_some_and(|length| length > LARGEST) {
            return Err(poem::Error::from_response(too_large(&visit.frame)));
        }
        let mut form = Multipart::from_request(request, body).await?;
        let (mut typed, mut file, mut left) = (Vec::new(), None, LARGEST);
        let mut file_name = None;
        while let Some(field) = form.next_field().await? {
            let name = field.name().unwrap_or_default().to_owned();
            let is_file = field.file_name().is_some();
            // Nobody says how long a form is that comes in pieces.
            let mut bytes = Vec::new();
            let mut reader = pin!(field.into_async_read().take(left + 1));
            let read = reader.read_to_end(&mut bytes).await;
            let read = read.map_err(poem::error::BadRequest)?;
            left = left.saturating_sub(u64::try_from(read).unwrap_or(u64::MAX));
            if left == 0 {
                return Err(poem::Error::from_response(too_large(&visit.frame)));
            }
            if is_file {
                file = Some(bytes).filter(|bytes| !bytes.is_empty()).or(file);
                file_name = Some(name);
            } else {
                let words = String::from_utf8_lossy(&bytes).replace('\0', "");
                typed.push((name, words));
            }
        }
        let typed = Typed(typed);
        visit.sent = Some(Sent::of(request, &typed, file_name));
        Ok(Self { visit, typed, file })
    }
}

impl Posted {
    async fn visit(request: &Request) -> poem::Result<Visit> {
        Visit::begin(request).await.map_err(poem::Error::from_response)
    }
}

fn without_server() -> poem::Error {
    tracing::error!("a page was asked for without a server behind it");
    poem::Error::from_status(StatusCode::INTERNAL_SERVER_ERROR)
}

impl Visit {
    pub(super) async fn begin(request: &Request) -> Result<Self, Response> {
        let Some(server) = request.data::<Server>() else {
            return Err(without_server().into_response());
        };
        let uri = request.uri();
        let mut frame = Frame { path: page_at(request), ..Frame::default() };
        let known = match request.data::<Context>() {
            Some(ctx) => Ok(ctx.clone()),
            None => asker::context(server, request, Door::Page).await,
        };
        let ctx = match known {
            Ok(ctx) => ctx,
            Err(Unknown::BadToken) => {
                return Err(outcome(
                    &frame,
                    StatusCode::UNAUTHORIZED,
                    "Jeton inconnu",
                    "Le jeton de cette demande est inconnu, expiré ou révoqué.",
                    None,
                ));
            }
            Err(Unknown::Halted(halt)) => {
                return Err(stopped(&frame, &asker::request_id(request), &halt));
            }
        };
        for (name, value) in url::form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes())
        {
            match &*name {
                "done" => frame.notice = frame.notice.or_else(|| notice(&value)),
                "letters" => frame.letters = value.parse().unwrap_or_default(),
                _ => {}
            }
        }
        frame.today = ctx.today();
        frame.is_administrator = ctx.standing().is_administrator;
        match viewer(&ctx).await {
            Ok(viewer) => (frame.viewer, frame.is_unnamed) = viewer,
            Err(halt) => return Err(stopped(&frame, ctx.request_id(), &halt)),
        }
        match sign_in::acting(&ctx).await {
            Ok(acting) => {
                frame.acting_until = acting.map(|acting| words::federation_moment(acting.until));
            }
            Err(halt) => return Err(stopped(&frame, ctx.request_id(), &halt)),
        }
        Ok(Self { ctx, frame, sent: None })
    }

    /// A page, or why there is none.
    pub(super) fn show(&self, page: Result<String, Halt>) -> Response {
        let mut response = match page {
            Ok(html) => Html(html).into_response(),
            Err(halt) => self.stopped(&halt),
        };
        self.keep_private(&mut response);
        response
    }

    /// A page for which nothing is read.
    pub(super) fn tell(self, page: impl FnOnce(&Self) -> Result<String, Denied>) -> Response {
        self.show(page(&self).map_err(Halt::from))
    }

    /// A list to take away as a file, or why there is none.
    pub(super) fn hand(
        &self,
        written: Result<(String, Vec<u8>), Halt>,
        format: Format,
    ) -> Response {
        match written {
            Ok((name, bytes)) => bytes
                .with_content_type(format.media_type())
                .with_header(
                    header::CONTENT_DISPOSITION,
                    format!("attachment; filename=\"{name}\""),
                )
                .with_header(header::CACHE_CONTROL, "no-store")
                .into_response(),
            Err(halt) => self.show(Err(halt)),
        }
    }

    /// What became of a form.
    pub(super) fn answer(&self, done: Result<Done, Halt>) -> Response {
        let mut response = match done {
            Ok(Done::At(page, notice)) => {
                // The anchor comes last: browsers keep it to themselves.
                let (page, anchor) = page.split_once('#').unwrap_or((&page, ""));
                let anchor = if anchor.is_empty() { String::new() } else { format!("#{anchor}") };
                let mark = if page.contains('?') { '&' } else { '?' };
                Redirect::see_other(format!("{page}{mark}done={notice}{anchor}")).into_response()
            }
            Ok(Done::Again(html)) => {
                Html(refused(&html)).with_status(StatusCode::UNPROCESSABLE_ENTITY).into_response()
            }
            Ok(Done::Look(html)) => Html(html).into_response(),
            Ok(Done::Made(html)) => {
                let mut response = Html(html.clone()).into_response();
                response.set_data(Shown::Again(html));
                response
            }
            Err(halt) => self.stopped(&halt),
        };
        self.keep_private(&mut response);
        response
    }

    /// Nothing to show; but what somebody typed whose session is over stays in the page that says so.
    /// It says the same of what is there and of what is not.
    fn stopped(&self, halt: &Halt) -> Response {
        if let Some(sent) = &self.sent
            && matches!(halt, Halt::Denied(_))
            && self.ctx.standing().member.is_none()
            && !sent.typed.0.is_empty()
        {
            let page = KeptPage {
                frame: &self.frame,
                action: &sent.action,
                typed: &sent.typed,
                file: sent.file.as_deref(),
            };
            return Html(page.to_html()).with_status(StatusCode::UNAUTHORIZED).into_response();
        }
        stopped(&self.frame, self.ctx.request_id(), halt)
    }

    /// What one person sees is for no cache; what nobody in particular sees may be asked for again.
    fn keep_private(&self, response: &mut Response) {
        let is_private = self.ctx.standing().member.is_some()
            || !response.status().is_success()
            || self.frame.path.starts_with("/invitations/");
        let keep = if is_private { "no-store" } else { "no-cache" };
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
        response.headers_mut().insert(header::VARY, HeaderValue::from_static("Cookie"));
    }
}

/// What the person who is signed in is called, and whether they gave no name.
async fn viewer(ctx: &Context) -> Result<(Option<String>, bool), Halt> {
    let Some(me) = ctx.standing().member else { return Ok((None, false)) };
    let seen = member::by_ids(ctx, &[me]).await?.remove(&me);
    let is_unnamed = seen.as_ref().is_some_and(Seen::is_unnamed);
    let name = seen.and_then(|seen| seen.called()).unwrap_or_else(|| "Mon compte".to_owned());
    Ok((Some(name), is_unnamed))
}

/// Why the rules refuse, in words; what is no refusal goes on.
pub(super) fn problems<R: Reason>(error: Error<R>) -> Result<Vec<Problem>, Halt> {
    match error {
        Error::Refused(reasons) => Ok(reasons
            .iter()
            .map(|reason| Problem {
                field: reason.field().map(Into::into),
                words: words::refusal(reason),
            })
            .collect()),
        Error::Halted(halt) => Err(halt),
    }
}

/// The page of a form's address: the longest address of a page that it begins with.
pub(super) fn page_of(path: &str) -> String {
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let kept = PAGES.iter().filter_map(|(page, _)| length_of(page, &parts)).max().unwrap_or(0);
    format!("/{}", parts[..kept].join("/"))
}

/// How many parts of an address this page's address has, when it begins with it.
fn length_of(page: &str, parts: &[&str]) -> Option<usize> {
    let words: Vec<&str> = page.split('/').filter(|word| !word.is_empty()).collect();
    let is_like = |(word, part): (&&str, &&str)| word.starts_with(':') || word == part;
    let begins = words.len() <= parts.len() && words.iter().zip(parts).all(is_like);
    begins.then_some(words.len())
}

/// The page that somebody looks at, or whose form they send.
fn page_at(request: &Request) -> String {
    let path = request.uri().path();
    if request.method().is_safe() { path.to_owned() } else { page_of(path) }
}

#[cfg(test)]
mod tests {
    use super::page_of;

    #[test]
    fn a_form_belongs_to_the_page_above_it() {
        for (form, page) in [
            ("/", "/"),
            ("/unknown/page", "/"),
            ("/events/event_01/offer/accept", "/events/event_01"),
            ("/networks/anjou/join", "/networks/anjou"),
            ("/networks/anjou/join-requests", "/networks/anjou/join-requests"),
            ("/networks/anjou/join-requests/x/refuse", "/networks/anjou/join-requests"),
        ] {
            assert_eq!(page_of(form), page);
        }
    }
}
