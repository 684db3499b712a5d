//! Taking one's data away, erasing it, signing browsers out, keys of tools.

use domain::{
    error::{Denied, Error, Halt, Reason},
    id::{SignInSessionId, TokenId},
    member,
    page::Request,
    policy::Ask,
    sign_in,
    token::{self, Create, Created},
};
use poem::{
    IntoResponse as _, Request as Sent, Response, handler,
    http::header,
    web::{Data, Path, Redirect},
};
use web::pages::{
    Problem, Typed,
    me::{ErasePage, KeptFile, PersonalPage},
};

use crate::{
    asker,
    page::{
        once::Shown,
        visit::{Done, Posted, Visit, problems},
    },
    server::Server,
};

/// The token of the browser that asks.
fn this_browser(server: &Server, request: &Sent) -> Option<String> {
    asker::cookie(request, server.config.is_https())
}

/// Data and access.
#[handler]
pub(crate) async fn show(visit: Visit, Data(server): Data<&Server>, request: &Sent) -> Response {
    let token = this_browser(server, request);
    visit.show(page(&visit, token.as_deref(), None, &Typed::default(), &[]).await)
}

async fn page(
    visit: &Visit,
    browser: Option<&str>,
    created: Option<&Created>,
    typed: &Typed,
    problems: &[Problem],
) -> Result<String, Halt> {
    let ctx = &visit.ctx;
    let sessions = sign_in::open_sessions(ctx).await?;
    let tokens = token::list_of_member(ctx, ctx.member()?, &Request::first(50)).await?.into_rows();
    let is_this =
        |session: &sign_in::OpenSession| browser.is_some_and(|token| session.is_of(token));
    let page = PersonalPage {
        frame: &visit.frame,
        sessions: sessions.iter().map(|session| (session, is_this(session))).collect(),
        tokens: &tokens,
        created,
        now: ctx.now(),
        typed,
        problems,
    };
    Ok(page.to_html())
}

/// All that is kept, as a file.
#[handler]
pub(crate) async fn export(Posted { visit, typed }: Posted) -> Response {
    let (kind, ending) = match typed.get("format") {
        "html" => ("text/html; charset=utf-8", "html"),
        _ => ("application/json; charset=utf-8", "json"),
    };
    let file = match exported(&visit, ending == "html").await {
        Ok(file) => file,
        Err(halt) => return visit.show(Err(halt)),
    };
    let day = visit.ctx.today();
    let name = format!("attachment; filename=\"mes-donnees-{day}.{ending}\"");
    file.with_header(header::CONTENT_TYPE, kind)
        .with_header(header::CONTENT_DISPOSITION, name)
        .with_header(header::CACHE_CONTROL, "no-store")
        .into_response()
}

async fn exported(visit: &Visit, is_read: bool) -> Result<String, Halt> {
    match member::personal(&visit.ctx, visit.ctx.member()?).await {
        Ok(document) if is_read => {
            let name = visit.frame.viewer.as_deref().unwrap_or_default();
            let day = visit.ctx.today();
            Ok(KeptFile { name, day, document: &document }.to_html())
        }
        Ok(document) => {
            serde_json::to_string_pretty(&document).map_err(|error| Halt::Fault(error.into()))
        }
        Err(error) => {
            problems(error)?;
            Err(Denied::Hidden.into())
        }
    }
}

/// Whether one means it.
#[handler]
pub(crate) async fn ask_erase(visit: Visit) -> Response {
    visit.show(asked_erase(&visit).await)
}

async fn asked_erase(visit: &Visit) -> Result<String, Halt> {
    let me = member::load(&visit.ctx, visit.ctx.member()?).await?;
    visit.ctx.may(&Ask::ErasePersonal { member: &me.facts })?;
    Ok(erase_page(visit, &Typed::default(), &[]))
}

fn erase_page(visit: &Visit, typed: &Typed, problems: &[Problem]) -> String {
    ErasePage { frame: &visit.frame, typed, problems }.to_html()
}

/// One means it.
#[handler]
pub(crate) async fn erase(Posted { visit, typed }: Posted) -> Response {
    let me = match visit.ctx.member() {
        Ok(me) => me,
        Err(denied) => return visit.show(Err(denied.into())),
    };
    match member::erase(&visit.ctx, me, typed.is("isConfirmed", "yes")).await {
        Ok(()) => Redirect::see_other("/?done=erased").into_response(),
        Err(error) => visit.answer(
            problems(error).map(|problems| Done::Again(erase_page(&visit, &typed, &problems))),
        ),
    }
}

/// A browser is signed out.
#[handler]
pub(crate) async fn revoke_session(
    Posted { visit, .. }: Posted,
    Data(server): Data<&Server>,
    request: &Sent,
    Path(id): Path<String>,
) -> Response {
    let browser = this_browser(server, request);
    visit.answer(revoking_session(&visit, browser.as_deref(), &id).await)
}

async fn revoking_session(visit: &Visit, browser: Option<&str>, id: &str) -> Result<Done, Halt> {
    let id: SignInSessionId = id.parse().map_err(|_| Denied::Hidden)?;
    let outcome = sign_in::revoke_session(&visit.ctx, id).await;
    told(visit, browser, outcome, "signed-out").await
}

/// Back to the page, or the page again with the reason.
async fn told<T, R: Reason>(
    visit: &Visit,
    browser: Option<&str>,
    outcome: Result<T, Error<R>>,
    notice: &'static str,
) -> Result<Done, Halt> {
    let Err(error) = outcome else { return Ok(Done::At("/me/data".to_owned(), notice)) };
    let problems = problems(error)?;
    Ok(Done::Again(page(visit, browser, None, &Typed::default(), &problems).await?))
}

/// A key is made; its secret is on the page that answers, and nowhere else.
#[handler]
pub(crate) async fn create_token(
    Posted { visit, typed }: Posted,
    Data(server): Data<&Server>,
    request: &Sent,
) -> Response {
    let browser = this_browser(server, request);
    let asked = Create {
        member: None,
        name: typed.get("name").to_owned(),
        network: None,
        scopes: typed.all("scopes").map(str::to_owned).collect(),
        days: typed.get("days").parse().unwrap_or(0),
    };
    match token::create(&visit.ctx, asked).await {
        Ok(created) => {
            let nothing = Typed::default();
            let page = page(&visit, browser.as_deref(), Some(&created), &nothing, &[]).await;
            let mut response = visit.show(page);
            response.set_data(Shown::Once("/me/data?done=token-made"));
            response
        }
        Err(error) => match problems(error) {
            Ok(problems) => {
                let page = page(&visit, browser.as_deref(), None, &typed, &problems).await;
                visit.answer(page.map(Done::Again))
            }
            Err(halt) => visit.answer(Err(halt)),
        },
    }
}

/// A key is taken back.
#[handler]
pub(crate) async fn revoke_token(
    Posted { visit, .. }: Posted,
    Data(server): Data<&Server>,
    request: &Sent,
    Path(id): Path<String>,
) -> Response {
    let browser = this_browser(server, request);
    visit.answer(revoking_token(&visit, browser.as_deref(), &id).await)
}

async fn revoking_token(visit: &Visit, browser: Option<&str>, id: &str) -> Result<Done, Halt> {
    let id: TokenId = id.parse().map_err(|_| Denied::Hidden)?;
    let outcome = token::revoke(&visit.ctx, id).await;
    told(visit, browser, outcome, "token-revoked").await
}
