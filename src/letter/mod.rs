//! The doors around letters: preferences, one-click unsubscribe, a demonstration's mailbox, how the outbox stands.

mod health;
mod mailbox;
mod preference;

use poem::{Route, get};

use crate::server::Server;

/// Adds the doors to the routes; the mailbox only in a demonstration.
pub fn routes(routes: Route, server: &Server) -> Route {
    let routes = routes
        .at("/healthz/mail", get(health::mail))
        .at("/letters/preferences", get(preference::show).post(preference::save))
        .at("/letters/unsubscribe", get(preference::ask).post(preference::unsubscribe));
    if server.mailbox.is_none() {
        return routes;
    }
    routes
        .at("/demo/mailbox", get(mailbox::list))
        .at("/demo/mailbox/:number", get(mailbox::show))
        .at("/demo/mailbox/:number/html", get(mailbox::html))
}
