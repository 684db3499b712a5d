//! Nobody in particular changes nothing, and is told so before anything is looked for: whether what a
//! mutation names exists makes no difference to the answer.

use async_graphql::{
    Error, PathSegment, ServerError,
    extensions::{ExtensionContext, ResolveInfo},
};
use domain::{context::Context, error::Halt};

use super::error::halted;

/// The root of all changes, as the schema names it.
const MUTATION: &str = "Mutation";

/// What is answered by the secret of a letter, which says who answers.
const BY_LETTER: [&str; 2] = ["invitationAccept", "invitationDecline"];

/// Why this field is not begun, when it would change something and nobody is signed in.
pub(super) fn stopped(ctx: &ExtensionContext<'_>, info: &ResolveInfo<'_>) -> Option<ServerError> {
    if info.parent_type != MUTATION || BY_LETTER.contains(&info.name) {
        return None;
    }
    let asker = ctx.data_opt::<Context>()?;
    let denied = asker.standing().is_somebody().err()?;
    let error: Error = halted(asker, &Halt::Denied(denied));
    let key = info.alias.unwrap_or(info.name).to_owned();
    let error = error.into_server_error(info.field.name.pos);
    Some(ServerError { path: vec![PathSegment::Field(key)], ..error })
}
