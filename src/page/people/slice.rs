//! A whole list, about a hundred memberships at a time and each person once: those at hand, and the
//! way to the ones that follow.

use std::collections::HashSet;

use domain::{
    error::Halt,
    event::Invited,
    membership::{self, Membership},
    network::Network,
    page::Request,
};
use locales::text;
use web::pages::{
    Typed, counted, notice,
    people::{Act, going_along, has_more, left_by},
};

use super::{
    super::visit::{Done, Visit, invited_code},
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

/// On to those who follow, with what was typed for those before; back to the list when nobody does. They
/// were asked to come, or written to.
pub(super) async fn onward(
    visit: &Visit,
    network: &Network,
    typed: &Typed,
    invited: Option<&Invited>,
) -> Result<Done, Halt> {
    let act = if invited.is_some() { Act::Invite } else { Act::Write };
    let letters = invited.map_or(0, Invited::letters);
    let letters = i64::try_from(letters).unwrap_or(i64::MAX);
    let Some(next) = next(visit, network, typed).await? else {
        if !has_more(typed, act) {
            let members = format!("/networks/{}/members", network.slug);
            return Ok(match invited {
                Some(invited) => Done::invited(&members, invited),
                None => Done::At(members, "messages-sent"),
            });
        }
        // What else was typed waits for the same people, and so does the way back.
        let people = chosen(&visit.ctx, typed).await?;
        let (undone, typed) = (Sent::of(typed).undone, left(typed, act));
        let done = notice(invited.map_or("messages-sent", invited_code));
        let done = done.map(|words| counted(words, letters).into_owned());
        let told = text("page-chosen-kept", &[]);
        let sent = Sent { act: Some(act), done, told: Some(told), undone, ..Sent::of(&typed) };
        return Ok(Done::Made(page(visit, network, people, sent).await?));
    };
    let typed = kept(typed, next.rest);
    let done = match invited {
        Some(_) => text("page-chosen-invited", &[("count", letters.into())]),
        None => text("page-chosen-written", &[]),
    };
    let sent = Sent { act: Some(act), done: Some(done), told: next.told, ..Sent::of(&typed) };
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

/// What was typed for the other acts.
pub(super) fn left(typed: &Typed, act: Act) -> Typed {
    Typed(left_by(typed, act).cloned().collect())
}

/// What was typed, and what asks for those who follow.
pub(super) fn kept(typed: &Typed, rest: Option<String>) -> Typed {
    let kept = going_along(typed).cloned();
    Typed(kept.chain(rest.map(|rest| ("rest".to_owned(), rest))).collect())
}
