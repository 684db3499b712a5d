//! The pages that say no: what is not there, not allowed, not from here, not yet or no more.

use domain::error::{Denied, Halt, Needs};
use poem::{
    IntoResponse as _, Request, Response,
    http::{StatusCode, header},
    web::{Html, Redirect},
};
use web::pages::{Frame, outcome::OutcomePage};

use super::visit::page_of;
use crate::{asker, fault};

/// A page that says what became of what was asked, and nothing else.
pub(super) fn outcome(
    frame: &Frame,
    status: StatusCode,
    title: &str,
    explanation: &str,
    request_id: Option<&str>,
) -> Response {
    let offers_sign_in = status == StatusCode::NOT_FOUND;
    let page =
        OutcomePage { frame, title, explanation, offers_sign_in, whom_to_ask: None, request_id };
    Html(page.to_html())
        .with_status(status)
        .with_header(header::CACHE_CONTROL, "no-store")
        .into_response()
}

/// The answer when there is nothing to show.
pub(super) fn stopped(frame: &Frame, request_id: &str, halt: &Halt) -> Response {
    match halt {
        Halt::Denied(Denied::Anonymous) => Redirect::see_other(frame.sign_in()).into_response(),
        Halt::Denied(Denied::Forbidden(needs)) => {
            let explanation = locales::text(needed(*needs), &[]);
            let page = OutcomePage {
                frame,
                title: "Vous n’avez pas accès à cette page",
                explanation: &explanation,
                offers_sign_in: false,
                whom_to_ask: Some(whom_to_ask(&frame.path, *needs)),
                request_id: None,
            };
            Html(page.to_html())
                .with_status(StatusCode::FORBIDDEN)
                .with_header(header::CACHE_CONTROL, "no-store")
                .into_response()
        }
        Halt::Denied(Denied::Hidden) | Halt::Unreadable(_) => outcome(
            frame,
            StatusCode::NOT_FOUND,
            "Cette page est introuvable",
            "L’adresse est peut-être incomplète, ou la page n’est pas visible pour vous.",
            None,
        ),
        Halt::Fault(error) => {
            tracing::error!(request_id, ?error, "a page could not be answered");
            let status = fault::status_of(error);
            let title = if status == StatusCode::SERVICE_UNAVAILABLE {
                "Le service est momentanément indisponible"
            } else {
                "Quelque chose s’est mal passé de notre côté"
            };
            let words = "Votre demande n’a pas pu aboutir, et rien n’a été modifié. Réessayez dans un moment.";
            outcome(frame, status, title, words, Some(request_id))
        }
    }
}

/// Nothing is known of who asks, or of what they ask again.
pub(super) fn broken(request: &Request, halt: &Halt) -> Response {
    let frame = Frame { path: page_of(request.uri().path()), ..Frame::default() };
    stopped(&frame, &asker::request_id(request), halt)
}

/// Nothing has this address: it holds a character that no text here has.
pub(crate) fn unreadable() -> Response {
    let frame = Frame { path: "/".to_owned(), ..Frame::default() };
    outcome(
        &frame,
        StatusCode::BAD_REQUEST,
        "Cette adresse est illisible",
        "Elle contient un caractère qu’aucune page n’a dans son adresse. Vérifiez-la, ou partez de l’accueil.",
        None,
    )
}

/// A form is taken from our own pages only.
pub(super) fn from_elsewhere(request: &Request) -> Response {
    let frame = Frame { path: page_of(request.uri().path()), ..Frame::default() };
    let request_id = asker::request_id(request);
    // What stands between may open a door: no log is told.
    let mut parts = request.uri().path().split('/').filter(|part| !part.is_empty());
    let (area, act) = (parts.next(), parts.next_back());
    tracing::warn!(request_id, area, act, "a form came from elsewhere");
    outcome(
        &frame,
        StatusCode::FORBIDDEN,
        "Cette demande vient d’un autre site",
        "Pour votre sécurité, ce formulaire n’est accepté que depuis nos propres pages. Revenez à la page et recommencez.",
        None,
    )
}

/// Who can open what was refused, and where to find them.
fn whom_to_ask(path: &str, needs: Needs) -> (String, String) {
    let mut parts = path.split('/').filter(|part| !part.is_empty());
    let above = parts.next().zip(parts.next());
    let (path, key) = match (needs, above) {
        (Needs::Administrator | Needs::Oneself | Needs::Scope | Needs::Subtree, _) | (_, None) => {
            ("/legal".to_owned(), "page-ask-federation")
        }
        (_, Some(("networks", slug))) => (format!("/networks/{slug}"), "page-ask-network"),
        (_, Some(("events", id))) => (format!("/events/{id}"), "page-ask-event"),
        (_, Some(("employers", id))) => (format!("/employers/{id}/managers"), "page-ask-employer"),
        (_, Some(_)) => ("/me/networks".to_owned(), "page-ask-own"),
    };
    (path, locales::text(key, &[]))
}

/// The first click is not answered yet, or broke before it was.
pub(super) fn under_way(request: &Request) -> Response {
    let frame = Frame { path: page_of(request.uri().path()), ..Frame::default() };
    outcome(
        &frame,
        StatusCode::CONFLICT,
        "Votre demande est déjà partie",
        "Elle n’a pas encore de réponse, ou quelque chose s’est mal passé de notre côté. Revenez à la page pour voir où elle en est, avant de recommencer.",
        None,
    )
}

const fn needed(needs: Needs) -> &'static str {
    match needs {
        Needs::Administrator => "denied-administrator",
        Needs::Lead => "denied-lead",
        Needs::Organiser => "denied-organiser",
        Needs::Team => "denied-team",
        Needs::Membership => "denied-membership",
        Needs::Manager => "denied-manager",
        Needs::Oneself => "denied-oneself",
        Needs::Scope => "denied-scope",
        Needs::Subtree => "denied-subtree",
    }
}

/// A file is read up to a size.
pub(super) fn too_large(frame: &Frame) -> Response {
    outcome(
        frame,
        StatusCode::PAYLOAD_TOO_LARGE,
        "Ce fichier est trop lourd",
        &locales::text("page-import-too-large", &[]),
        None,
    )
}
