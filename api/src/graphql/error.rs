//! Halts as GraphQL errors, each with a code of the closed list in its extensions.

use std::sync::Arc;

use async_graphql::{Error, ErrorExtensions as _};
use domain::{
    context::Context,
    error::{Denied, Halt, Needs, Unreadable},
};

use super::words;

/// What ends a field, with its code and its words.
pub(crate) fn halted(ctx: &Context, halt: &Halt) -> Error {
    let (code, message) = match halt {
        Halt::Denied(denied) => (denied_code(denied), denied_words(denied)),
        Halt::Unreadable(Unreadable::PageSizeOutOfRange) => {
            ("PAGE_SIZE_OUT_OF_RANGE", words::text("unreadable-page-size", &[]))
        }
        Halt::Unreadable(Unreadable::BadCursor) => {
            ("BAD_CURSOR", words::text("unreadable-cursor", &[]))
        }
        Halt::Fault(error) if domain::database::took_too_long(error) => {
            tracing::error!(request_id = ctx.request_id(), "{error:#}");
            ("QUERY_TIMEOUT", words::text("too-slow", &[]))
        }
        Halt::Fault(error) if domain::database::is_away(error) => {
            tracing::error!(request_id = ctx.request_id(), "{error:#}");
            ("UNAVAILABLE", words::text("away", &[]))
        }
        Halt::Fault(error) => {
            tracing::error!(request_id = ctx.request_id(), "{error:#}");
            let request = ctx.request_id().into();
            ("INTERNAL", words::text("fault", &[("request", request)]))
        }
    };
    Error::new(message).extend_with(|_, extensions| {
        extensions.set("code", code);
        if let Halt::Denied(Denied::Forbidden(needs)) = halt {
            extensions.set("needs", needs_code(*needs));
        }
    })
}

/// The same for what a loader shares between fields.
pub(crate) fn halted_together(ctx: &Context, halt: &Arc<Halt>) -> Error {
    halted(ctx, halt)
}

/// The code of a denial.
pub(crate) const fn denied_code(denied: &Denied) -> &'static str {
    match denied {
        Denied::Anonymous => "UNAUTHENTICATED",
        Denied::Forbidden(_) => "FORBIDDEN",
        Denied::Hidden => "NOT_FOUND",
    }
}

/// The words of a denial.
pub(crate) fn denied_words(denied: &Denied) -> String {
    let key = match denied {
        Denied::Anonymous => "denied-anonymous",
        Denied::Hidden => "denied-hidden",
        Denied::Forbidden(Needs::Administrator) => "denied-administrator",
        Denied::Forbidden(Needs::Lead) => "denied-lead",
        Denied::Forbidden(Needs::Organiser) => "denied-organiser",
        Denied::Forbidden(Needs::Team) => "denied-team",
        Denied::Forbidden(Needs::Membership) => "denied-membership",
        Denied::Forbidden(Needs::Manager) => "denied-manager",
        Denied::Forbidden(Needs::Oneself) => "denied-oneself",
        Denied::Forbidden(Needs::Scope) => "denied-scope",
        Denied::Forbidden(Needs::Subtree) => "denied-subtree",
    };
    words::text(key, &[])
}

const fn needs_code(needs: Needs) -> &'static str {
    match needs {
        Needs::Administrator => "ADMINISTRATOR",
        Needs::Lead => "LEAD",
        Needs::Organiser => "ORGANISER",
        Needs::Team => "TEAM",
        Needs::Membership => "MEMBERSHIP",
        Needs::Manager => "MANAGER",
        Needs::Oneself => "ONESELF",
        Needs::Scope => "SCOPE",
        Needs::Subtree => "SUBTREE",
    }
}
