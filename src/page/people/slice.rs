//! A whole list, about a hundred memberships at a time and each person once: those at hand, and the
//! way to the ones that follow.

use std::collections::HashSet;

use domain::{
    error::Halt,
    membership::{self, Membership},
    network::Network,
    page::Request,
};
use locales::text;
use web::pages::{
    Typed,
    people::{Act, going_along},
};

use super::{
    super::visit::{Done, Visit},
    chosen::{Sent, chosen, page},
    list::{count, filter, query},
};

/// How many at once: an act takes no more.
const SIZE: i32 = 100;

/// The memberships at hand.
pub(super) struct Slice {
    pub(super) chosen: Vec<Membership>,
    /// Where the list is longer, which part of it this is.
    pub(super) told: Option<String>,
    /// What asks for those that follow.
    pub(super) rest: Option<String>,
}

/// The part of the list that the address asks for.
pub(super) async fn slice(visit: &Visit, network: &Network, asked: &Typed) -> Result<Slice, Halt> {
    let ctx = &visit.ctx;
    let filter = filter(ctx, asked);
    let request =
        Request { after: asked.filled("after"), is_counted: true, ..Request::first(SIZE) };
    let found = membership::portion(ctx, network.id, &filter, &request).await?;
    let last = found.items.last().filter(|_| found.has_next);
    let rest = last.map(|(cursor, _)| following(asked, cursor));
    let people: HashSet<_> = found.items.iter().map(|(_, one)| one.member_id).collect();
    let people = ("count", i64::try_from(people.len()).unwrap_or(i64::MAX).into());
    let told = match (request.after.is_some(), rest.is_some()) {
        (false, false) => None,
        (false, true) => {
            let all = count(ctx, network.id, &filter, found.total.unwrap_or_default()).await?;
            Some(text("page-chosen-slice-first", &[("all", (&all.words()).into()), people]))
        }
        (true, true) => Some(text("page-chosen-slice-next", &[people])),
        (true, false) => Some(text("page-chosen-slice-last", &[])),
    };
    Ok(Slice { chosen: found.into_rows(), told, rest })
}

/// What asks for those of the list who follow this cursor.
fn following(asked: &Typed, cursor: &str) -> String {
    let mut following = url::form_urlencoded::Serializer::new(query(asked));
    following.append_pair("all", "yes").append_pair("after", cursor);
    following.finish()
}

/// What a form or an address says of those who follow; what else it says is left out.
pub(super) fn rest(typed: &Typed) -> Option<String> {
    let rest = url::form_urlencoded::parse(typed.get("rest").as_bytes()).into_owned();
    let rest = Typed(rest.collect());
    let cursor = rest.filled("after")?;
    Some(following(&rest, &cursor))
}

/// Those who follow; nobody when the address tells of none that can be read, since the act is done.
async fn next(visit: &Visit, network: &Network, typed: &Typed) -> Result<Option<Slice>, Halt> {
    let Some(rest) = rest(typed) else { return Ok(None) };
    let asked = Typed(url::form_urlencoded::parse(rest.as_bytes()).into_owned().collect());
    match slice(visit, network, &asked).await {
        Ok(next) => Ok(Some(next).filter(|next| !next.chosen.is_empty())),
        Err(Halt::Unreadable(_)) => Ok(None),
        Err(halt) => Err(halt),
    }
}

/// On to those who follow, with what was typed for those before; back to the list when nobody does.
pub(super) async fn onward(
    visit: &Visit,
    network: &Network,
    typed: &Typed,
    act: Act,
) -> Result<Done, Halt> {
    let Some(next) = next(visit, network, typed).await? else {
        let notice = if act == Act::Write { "messages-sent" } else { "invited" };
        return Ok(Done::At(format!("/networks/{}/members", network.slug), notice));
    };
    let typed = kept(typed, next.rest);
    let done = if act == Act::Write { "page-chosen-written" } else { "page-chosen-invited" };
    let sent =
        Sent { act: Some(act), done: Some(text(done, &[])), told: next.told, ..Sent::of(&typed) };
    Ok(Done::Made(page(visit, network, next.chosen, sent).await?))
}

/// On to those who follow with what was typed, and nothing done for those before; who finds that
/// nobody follows any more keeps it too.
pub(super) async fn past(
    visit: &Visit,
    network: &Network,
    typed: &Typed,
    act: Act,
) -> Result<Done, Halt> {
    let (people, told, rest) = match next(visit, network, typed).await? {
        Some(next) => (next.chosen, next.told, next.rest),
        None => (chosen(&visit.ctx, typed).await?, Some(text("page-chosen-slice-none", &[])), None),
    };
    let typed = kept(typed, rest);
    let sent = Sent { act: Some(act), told, ..Sent::of(&typed) };
    Ok(Done::Look(page(visit, network, people, sent).await?))
}

/// What was typed, and what asks for those who follow.
pub(super) fn kept(typed: &Typed, rest: Option<String>) -> Typed {
    let kept = going_along(typed).cloned();
    Typed(kept.chain(rest.map(|rest| ("rest".to_owned(), rest))).collect())
}
