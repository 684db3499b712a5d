//! Changing one's own address: asking for the letter, then the click that its link asks for.

use domain::{
    error::Halt,
    member,
    sign_in::{self, EmailChange},
};
use poem::{Response, handler, web::Path};
use web::pages::{
    Problem, Typed,
    me::{EmailChangePage, EmailConfirmPage},
};

use crate::page::visit::{Done, Posted, Visit, problems};

/// One's address, the one that waits, and the form.
#[handler]
pub(crate) async fn show(visit: Visit) -> Response {
    visit.show(page(&visit, &Typed::default(), &[]).await)
}

async fn page(visit: &Visit, typed: &Typed, problems: &[Problem]) -> Result<String, Halt> {
    let waiting = sign_in::waiting_email_change(&visit.ctx).await?;
    let me = member::load(&visit.ctx, visit.ctx.member()?).await?;
    let page = EmailChangePage {
        frame: &visit.frame,
        email: me.email.as_deref(),
        waiting: waiting.as_ref(),
        typed,
        problems,
    };
    Ok(page.to_html())
}

/// The letter is asked for.
#[handler]
pub(crate) async fn request(Posted { visit, typed }: Posted) -> Response {
    visit.answer(requesting(&visit, &typed).await)
}

async fn requesting(visit: &Visit, typed: &Typed) -> Result<Done, Halt> {
    match sign_in::request_email_change(&visit.ctx, typed.get("email")).await {
        Ok(_) => Ok(Done::At("/me/email".to_owned(), "email-requested")),
        Err(error) => Ok(Done::Again(page(visit, typed, &problems(error)?).await?)),
    }
}

/// What the letter's link opens: looking changes nothing.
#[handler]
pub(crate) async fn ask(visit: Visit, Path(token): Path<String>) -> Response {
    visit.show(asked(&visit, &token).await)
}

async fn asked(visit: &Visit, token: &str) -> Result<String, Halt> {
    match sign_in::find_email_change(&visit.ctx, token).await {
        Ok(found) => Ok(confirming_page(visit, token, Some(&found), &[])),
        Err(error) => Ok(confirming_page(visit, token, None, &problems(error)?)),
    }
}

fn confirming_page(
    visit: &Visit,
    token: &str,
    found: Option<&EmailChange>,
    problems: &[Problem],
) -> String {
    EmailConfirmPage { frame: &visit.frame, token, found, problems }.to_html()
}

/// The click.
#[handler]
pub(crate) async fn confirm(Posted { visit, .. }: Posted, Path(token): Path<String>) -> Response {
    visit.answer(confirming(&visit, &token).await)
}

async fn confirming(visit: &Visit, token: &str) -> Result<Done, Halt> {
    match sign_in::confirm_email_change(&visit.ctx, token).await {
        Ok(_) => Ok(Done::At("/me/profile".to_owned(), "email-changed")),
        Err(error) => Ok(Done::Again(confirming_page(visit, token, None, &problems(error)?))),
    }
}
