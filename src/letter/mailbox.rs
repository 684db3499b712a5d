//! The mailbox of a demonstration: every letter that was sent can be read.

use poem::{
    IntoResponse as _, Response, handler,
    http::{StatusCode, header},
    web::{Data, Html, Path},
};
use web::pages::letter::{LetterPage, MailboxLine, MailboxPage};

use crate::server::Server;

/// The page may show the letter's own HTML in a frame, and nothing else.
const WITH_FRAME: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; \
     font-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The letter's HTML: its own styles, no script, links that open in the whole window.
const IN_FRAME: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; \
     form-action 'none'; frame-ancestors 'self'; \
     sandbox allow-top-navigation-by-user-activation";

fn find(server: &Server, number: u64) -> Option<mail::Kept> {
    server.mailbox.as_ref()?.find(number)
}

/// All letters, the newest first.
#[handler]
pub(super) fn list(Data(server): Data<&Server>) -> Response {
    let letters = server.mailbox.as_ref().map(mail::Mailbox::letters).unwrap_or_default();
    let lines = letters
        .iter()
        .map(|kept| MailboxLine {
            number: kept.number,
            to: &kept.parcel.to,
            subject: &kept.parcel.written.subject,
        })
        .collect();
    Html(MailboxPage { lines }.to_html())
        .with_header(header::CACHE_CONTROL, "no-store")
        .into_response()
}

/// One letter: headers, text, HTML, calendar.
#[handler]
pub(super) fn show(Data(server): Data<&Server>, Path(number): Path<u64>) -> Response {
    let Some(kept) = find(server, number) else { return StatusCode::NOT_FOUND.into_response() };
    let written = &kept.parcel.written;
    let page = LetterPage {
        number,
        to: &kept.parcel.to,
        subject: &written.subject,
        headers: &kept.parcel.headers(),
        text: &written.text,
        calendar: written.calendar.as_ref().map(|calendar| calendar.text.as_str()),
    };
    Html(page.to_html())
        .with_header(header::CACHE_CONTROL, "no-store")
        .with_header(header::CONTENT_SECURITY_POLICY, WITH_FRAME)
        .into_response()
}

/// The letter's HTML, for the frame.
#[handler]
pub(super) fn html(Data(server): Data<&Server>, Path(number): Path<u64>) -> Response {
    let Some(kept) = find(server, number) else { return StatusCode::NOT_FOUND.into_response() };
    // A link in the frame opens the page that it names, not a page within the frame.
    let html = kept.parcel.written.html.replacen("<head>", "<head><base target=\"_top\">", 1);
    Html(html)
        .with_header(header::CACHE_CONTROL, "no-store")
        .with_header(header::CONTENT_SECURITY_POLICY, IN_FRAME)
        .with_header(header::X_FRAME_OPTIONS, "SAMEORIGIN")
        .into_response()
}
