//! After an act for several people: to whom it was done, the way back, and what else was typed.

use std::collections::HashMap;

use domain::{
    context::Context,
    error::{Halt, Reason},
    id::MembershipId,
    membership::{self, Ending, Membership},
    network::Network,
    page::{Page, Request},
};
use locales::text;
use uuid::Uuid;
use web::{
    pages::{
        Problem, Typed,
        people::{Act, Preview, Upshot, has_more},
    },
    words,
};

use super::{
    super::visit::{Done, Visit},
    act::again,
    away,
    chosen::{Sent, chosen, page},
    line::{Weighed, lines, names, why},
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
        let names = names(&visit.ctx, typed).await?;
        let refused = done.iter().filter_map(|(one, _)| {
            let words = why(one.outcome.as_ref().err()?);
            let (_, name) = names.get(&one.id.uuid()).cloned().unwrap_or_default();
            Some(Problem { field: None, words: format!("{name} : {words}") })
        });
        return again(visit, network, typed, act, &refused.collect::<Vec<_>>()).await;
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
    query.append_pair("undo", "yes");
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
        let sent = Sent { act: Some(act), preview, ..Sent::of(&typed) };
        return Ok(Done::Made(page(visit, network, chosen, sent).await?));
    }
    let came = done.iter().filter_map(|(one, _)| one.outcome.as_ref().ok()).collect();
    let chosen = afterwards(&visit.ctx, typed, came).await?;
    let those = done.iter().filter(|(_, upshot)| *upshot == Upshot::Undoable);
    let undone = those.map(|(one, _)| one.id).collect();
    // Who was refused, or follows, may still need what the act took.
    let is_refused = done.iter().any(|(_, upshot)| *upshot == Upshot::Refused);
    let is_used = rest(typed).is_none() && !is_refused;
    let typed = if is_used { left(typed, act) } else { kept(typed, rest(typed)) };
    let told = Some(text("page-chosen-kept", &[]));
    let sent = Sent { act: Some(act), preview, told, undone, ..Sent::of(&typed) };
    Ok(Done::Made(page(visit, network, chosen, sent).await?))
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

/// Those of them that changed since somebody looked at them, or whose role changed once more after the
/// change that is to be taken back. Whoever has the former role again has nothing to lose.
pub(super) async fn changed_since(
    ctx: &Context,
    typed: &Typed,
    ids: &[MembershipId],
) -> Result<Vec<MembershipId>, Halt> {
    let uuids: Vec<_> = ids.iter().map(|id| id.uuid()).collect();
    let mut known = membership::by_ids(ctx, &uuids).await?;
    let is_moved = |id: &&MembershipId| {
        let seen = typed.all("revisions").filter_map(|seen| seen.split_once(':'));
        let seen = seen.filter(|(of, _)| *of == id.to_string()).map(|(_, revision)| revision);
        let now = known.get(&id.uuid()).map(|one| one.revision.to_string());
        seen.last().is_some_and(|seen| now.is_some_and(|now| now != seen))
    };
    let moved: Vec<_> = ids.iter().filter(is_moved).copied().collect();
    known.retain(|_, one| one.ending == Some(Ending::Changed));
    let mut members: Vec<_> = known.values().map(|one| one.member_id).collect();
    if members.is_empty() {
        return Ok(moved);
    }
    members.sort_unstable();
    members.dedup();
    let all = membership::Filter { with_ended: true, ..membership::Filter::default() };
    let found = membership::list_of_members(ctx, &members, &all, &Request::first(100)).await?;
    let found: Vec<_> = found.into_values().flat_map(Page::into_rows).collect();
    let is_since = |id: &&MembershipId| {
        let Some(one) = known.get(&id.uuid()) else { return false };
        // Identifiers grow with time.
        let later = found.iter().filter(|later| {
            (later.network_id, later.member_id) == (one.network_id, one.member_id)
                && later.id > one.id
                && Some(later.started_on) >= one.ended_on
        });
        let later: Vec<_> = later.collect();
        let is_other = |later: &&Membership| {
            later.goes_on(ctx.today())
                && (later.role, later.local_role) != (one.role, one.local_role)
        };
        later.iter().any(is_other)
            && later.iter().any(|later| later.ending == Some(Ending::Changed))
    };
    Ok(ids.iter().filter(|id| moved.contains(*id) || is_since(id)).copied().collect())
}
