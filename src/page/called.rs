//! What those are called on the lists of whoever expects them, or writes to them, who never said a name.

use domain::{context::Context, error::Halt, member};
use uuid::Uuid;
use web::words;

/// Puts in the place of a missing name the address, where this asker may see it, so that it can be
/// told who is who. Nothing is read while everybody has a name.
pub(super) async fn call(
    ctx: &Context,
    people: impl IntoIterator<Item = (Uuid, &mut String)>,
) -> Result<(), Halt> {
    let unnamed: Vec<_> =
        people.into_iter().filter(|(_, name)| member::is_nameless(name)).collect();
    if unnamed.is_empty() {
        return Ok(());
    }
    let ids: Vec<_> = unnamed.iter().map(|(id, _)| *id).collect();
    let known = member::by_ids(ctx, &ids).await?;
    for (id, name) in unnamed {
        *name = known.get(&id).map_or_else(words::unnamed, words::called);
    }
    Ok(())
}
