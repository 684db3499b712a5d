//! After an act for several people: to whom it was done, the way back, and what else was typed.

use std::collections::HashMap;

use domain::{
    context::Context,
    error::{Halt, Reason},
    membership::{self, Membership, Restore},
    network::Network,
};
use locales::text;
use uuid::Uuid;
use web::{
    pages::{
        Typed,
        people::{Act, Preview, Upshot, has_more},
    },
    words,
};

use super::{
    super::visit::{Done, Visit},
    act::again,
    away,
    chosen::{Sent, chosen, page, revisions},
    line::{Weighed, lines, names, refused},
    renewed,
    slice::{kept, left, rest},
};

/// Back to those to whom something was done, with the way to take it back; or why nothing was.
pub(super) async fn acted<R: Reason>(
    visit: &Visit,
    network: &Network,
    typed: &Typed,
    act: Act,
    done: &[Weighed<'_, R>],
) -> Result<Done, Halt> {
    let has = |asked: Upshot| done.iter().any(|(_, upshot)| *upshot == asked);
    if !done.iter().any(|(_, upshot)| upshot.is_done()) {
        let refused = refused(done, &names(&visit.ctx, typed).await?);
        return again(visit, network, typed, act, &refused).await;
    }
    let came: Vec<_> = done.iter().filter_map(|(one, _)| one.outcome.as_ref().ok()).collect();
    let now = renewed(visit, &came).await?;
    let visit = now.as_ref().unwrap_or(visit);
    let notice = if act == Act::End { "memberships-ended" } else { "roles-changed" };
    if let Some(page) = away(visit, network) {
        return Ok(Done::At(page, if has(Upshot::Refused) { "acted-partly" } else { notice }));
    }
    if has(Upshot::Refused) || has(Upshot::Lasting) || has(Upshot::Lost) {
        return partly(visit, network, typed, act, done).await;
    }
    // What was typed goes on to those who follow; an address would tell it to whoever reads along.
    if rest(typed).is_some() || has_more(typed, act) {
        return after(visit, network, typed, act, done, None).await;
    }
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(named(done, &[Upshot::Undoable]));
    query.append_pair("undo", "yes").append_pair("revisions", &revisions(&undone(done)));
    let page = format!("/networks/{}/members/chosen?{}", network.slug, query.finish());
    Ok(Done::At(page, notice))
}

/// Some were refused, or are done for good: each of those with its reason, and the way back for the
/// others.
async fn partly<R: Reason>(
    visit: &Visit,
    network: &Network,
    typed: &Typed,
    act: Act,
    done: &[Weighed<'_, R>],
) -> Result<Done, Halt> {
    let names = names(&visit.ctx, typed).await?;
    let told = |id: Uuid, next: &Membership| {
        if act == Act::Change && next.id == id {
            let role = words::both_roles(next.role, next.local_role);
            return words::from_to(&role, &role);
        }
        text("page-chosen-done", &[])
    };
    let lines = lines(done, &names, told);
    let preview = Preview { act, lines, letters: 0, is_over: true };
    after(visit, network, typed, act, done, Some(preview)).await
}

/// The page after an act: those to whom it was done, with the way back. Where more was typed than the
/// act took, all who were chosen are there again, to go on with it.
async fn after<R: Reason>(
    visit: &Visit,
    network: &Network,
    typed: &Typed,
    act: Act,
    done: &[Weighed<'_, R>],
    preview: Option<Preview>,
) -> Result<Done, Halt> {
    if !has_more(typed, act) {
        let typed = undoable(typed, done);
        let chosen = chosen(&visit.ctx, &typed).await?;
        let sent = Sent { act: Some(act), preview, undone: undone(done), ..Sent::of(&typed) };
        return Ok(Done::Made(page(visit, network, chosen, sent).await?));
    }
    let came = done.iter().filter_map(|(one, _)| one.outcome.as_ref().ok()).collect();
    let chosen = afterwards(&visit.ctx, typed, came).await?;
    let undone = undone(done);
    // Who was refused, or follows, may still need what the act took.
    let is_refused = done.iter().any(|(_, upshot)| *upshot == Upshot::Refused);
    let is_used = rest(typed).is_none() && !is_refused;
    let typed = if is_used { left(typed, act) } else { kept(typed, rest(typed)) };
    let told = Some(text("page-chosen-kept", &[]));
    let sent = Sent { act: Some(act), preview, told, undone, ..Sent::of(&typed) };
    Ok(Done::Made(page(visit, network, chosen, sent).await?))
}

/// What takes back what was just done, and nothing that is done after it: as the act itself left it, since
/// others may have done more by the time one reads it again.
fn undone<R>(done: &[Weighed<'_, R>]) -> Vec<Restore> {
    let those = done.iter().filter(|(_, upshot)| *upshot == Upshot::Undoable);
    those.map(|(one, _)| Restore { id: one.id, expected_revision: one.revision }).collect()
}

/// Those whom a form names, as an act left them: another role is another membership.
pub(super) async fn afterwards(
    ctx: &Context,
    typed: &Typed,
    came: Vec<&Membership>,
) -> Result<Vec<Membership>, Halt> {
    let now = came.into_iter().map(|now| ((now.network_id, now.member_id), now.id));
    let now: HashMap<_, _> = now.collect();
    let of = |one: &Membership| now.get(&(one.network_id, one.member_id)).copied();
    let mut ids = Vec::new();
    for one in chosen(ctx, typed).await? {
        let id = of(&one).unwrap_or(one.id);
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    let mut known = membership::by_ids(ctx, &ids).await?;
    Ok(ids.iter().filter_map(|id| known.remove(id)).collect())
}

/// Those to whom something was done, to take it back where one can, and what goes on to those who
/// follow.
fn undoable<R>(typed: &Typed, done: &[Weighed<'_, R>]) -> Typed {
    let mut those = named(done, &[Upshot::Undoable]);
    if those.is_empty() {
        those = named(done, &[Upshot::Lasting, Upshot::Lost]);
    } else {
        those.push(("undo".to_owned(), "yes".to_owned()));
    }
    Typed(those.into_iter().chain(kept(typed, rest(typed)).0).collect())
}

/// The memberships of which this came, as a form or an address names them.
fn named<R>(done: &[Weighed<'_, R>], asked: &[Upshot]) -> Vec<(String, String)> {
    let found = done.iter().filter(|(_, upshot)| asked.contains(upshot));
    found.map(|(one, _)| ("memberships".to_owned(), one.id.to_string())).collect()
}
