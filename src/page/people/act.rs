//! What is done for several people at once: a look, the act, and taking it back.

use std::collections::HashSet;

use chrono::NaiveDate;
use domain::{
    context::Context,
    error::{Halt, Reason},
    event::{self, Guests, Invite},
    id::{EventId, MemberId, MembershipId},
    member::{self, Delivery, MessageAll},
    membership::{self, Change, End, Ending, Membership, One, Restore, RestoreRefusal},
    network::Network,
    patch::Patch,
};
use locales::text;
use poem::{Response, handler, web::Path};
use uuid::Uuid;
use web::{
    pages::{
        Problem, Typed, notice,
        people::{
            Act, ActLine, Preview, Upshot, filled_in, has_more, local_role, looked_at,
            restored_for, role, undone,
        },
    },
    words,
};

use super::{
    super::{
        called::call,
        day::day,
        visit::{Done, Posted, Visit, problems},
    },
    after::{acted, afterwards},
    away,
    chosen::{Sent, chosen, ids, ids_called, next, page},
    line::{Names, Weighed, lines, names, refused, weighed},
    renewed, run,
    slice::{kept, onward, past, rest},
};

/// Says that a role changed since these people were chosen.
const MOVED: &str = "moved";

/// Whether an act is confirmed as it was looked at: what nobody looked at, or what was typed since, is
/// looked at first.
fn is_confirmed(typed: &Typed, act: Act) -> bool {
    typed.is("step", "do") && typed.get("seen") == looked_at(typed, act)
}

/// The page again, with a look at what would happen.
async fn look(
    visit: &Visit,
    network: &Network,
    typed: &Typed,
    preview: Preview,
) -> Result<Done, Halt> {
    let chosen = chosen(&visit.ctx, typed).await?;
    let told = typed.is(MOVED, "yes").then(|| text("page-chosen-moved", &[]));
    let sent = Sent { act: Some(preview.act), preview: Some(preview), told, ..Sent::of(typed) };
    Ok(Done::Look(page(visit, network, chosen, sent).await?))
}

/// What would come of each of several memberships, in these words; a letter goes to nobody.
async fn foreseen<R: Reason>(
    visit: &Visit,
    network: &Network,
    typed: &Typed,
    act: Act,
    done: &[Weighed<'_, R>],
    told: impl Fn(Uuid, &Membership) -> String,
) -> Result<Done, Halt> {
    let names = names(&visit.ctx, typed).await?;
    let lines = lines(done, &names, told);
    look(visit, network, typed, Preview { act, lines, letters: 0, is_over: false }).await
}

/// The page again, with why not.
pub(super) async fn again(
    visit: &Visit,
    network: &Network,
    typed: &Typed,
    act: Act,
    problems: &[Problem],
) -> Result<Done, Halt> {
    let chosen = chosen(&visit.ctx, typed).await?;
    let sent = Sent { act: Some(act), problems, ..Sent::of(typed) };
    Ok(Done::Again(page(visit, network, chosen, sent).await?))
}

/// What comes of a button of the page, or of the Enter key.
async fn pressed(visit: &Visit, slug: &str, typed: &Typed, act: Act) -> Result<Done, Halt> {
    let network = run(&visit.ctx, slug).await?;
    if typed.is("step", "next") {
        return past(visit, &network, typed, act).await;
    }
    // Enter names no act: what is filled in says which one is looked at, where it is one only.
    let act = if typed.is("step", "enter") { filled_in(typed) } else { Some(act) };
    let moved = match act {
        Some(Act::Restore) | None => None,
        Some(_) => moved(&visit.ctx, typed).await?,
    };
    let typed = moved.as_ref().unwrap_or(typed);
    match act {
        None => unsaid(visit, &network, typed).await,
        Some(Act::Change) => changing(visit, &network, typed).await,
        Some(Act::End) => ending(visit, &network, typed).await,
        Some(Act::Write) => writing(visit, &network, typed).await,
        Some(Act::Invite) => inviting(visit, &network, typed).await,
        Some(Act::Restore) => restoring(visit, &network, typed).await,
    }
}

/// What was typed, with the memberships of today in the place of those whose role changed since they were
/// chosen: what would come of the act is looked at anew. Nothing where no role changed.
async fn moved(ctx: &Context, typed: &Typed) -> Result<Option<Typed>, Halt> {
    let chosen = chosen(ctx, typed).await?;
    let next = next(ctx, &chosen).await?;
    if next.is_empty() {
        return Ok(None);
    }
    let now = |one: &Membership| match one.ending {
        Some(Ending::Changed) => next.get(&(one.network_id, one.member_id)).map(|now| now.id),
        _ => None,
    };
    let mut ids: Vec<_> = chosen.iter().map(|one| now(one).unwrap_or(one.id)).collect();
    let mut met = HashSet::new();
    ids.retain(|id| met.insert(*id));
    let is_kept = |name: &str| !["memberships", "step", "seen"].contains(&name);
    let kept = typed.0.iter().filter(|(name, _)| is_kept(name)).cloned();
    let ids =
        ids.into_iter().map(|id| ("memberships".to_owned(), MembershipId::of(id).to_string()));
    let looks = [("step", "preview"), (MOVED, "yes")];
    let looks = looks.map(|(name, value)| (name.to_owned(), value.to_owned()));
    Ok(Some(Typed(kept.chain(ids).chain(looks).collect())))
}

/// The page with all that was typed, for whoever did not say what to do with it.
async fn unsaid(visit: &Visit, network: &Network, typed: &Typed) -> Result<Done, Halt> {
    let chosen = chosen(&visit.ctx, typed).await?;
    let told = Some(text("page-chosen-unsaid", &[]));
    let sent = Sent { act: Some(Act::Restore), told, ..Sent::of(typed) };
    Ok(Done::Look(page(visit, network, chosen, sent).await?))
}

/// Someone looks at another role for several people, or gives it.
#[handler]
pub(in crate::page) async fn change(
    Posted { visit, typed }: Posted,
    Path(slug): Path<String>,
) -> Response {
    visit.answer(pressed(&visit, &slug, &typed, Act::Change).await)
}

async fn changing(visit: &Visit, network: &Network, typed: &Typed) -> Result<Done, Halt> {
    let local_role = match typed.get("localRole") {
        "" => Patch::Keep,
        "none" => Patch::Put(None),
        word => Patch::Put(local_role(word)),
    };
    let asked = Change { expected_revision: None, role: role(typed.get("role")), local_role };
    let is_done = is_confirmed(typed, Act::Change);
    let came = match membership::change_all(&visit.ctx, &ids(typed), &asked, !is_done).await {
        Ok(came) => came,
        Err(error) => return again(visit, network, typed, Act::Change, &problems(error)?).await,
    };
    let done = weighed(Act::Change, &came, visit.ctx.today());
    // Where all of them are in these roles already, nothing was done.
    let is_nothing = done.iter().all(|(_, upshot)| *upshot == Upshot::Unchanged);
    if is_done && !is_nothing {
        return acted(visit, network, typed, Act::Change, &done).await;
    }
    let chosen = chosen(&visit.ctx, typed).await?;
    let roles = |one: &Membership| words::both_roles(one.role, one.local_role);
    let told = |id: Uuid, next: &Membership| {
        let before = chosen.iter().find(|one| one.id == id).map(roles);
        words::from_to(&before.unwrap_or_default(), &roles(next))
    };
    foreseen(visit, network, typed, Act::Change, &done, told).await
}

/// Someone looks at the end of several memberships, or ends them.
#[handler]
pub(in crate::page) async fn end(
    Posted { visit, typed }: Posted,
    Path(slug): Path<String>,
) -> Response {
    visit.answer(pressed(&visit, &slug, &typed, Act::End).await)
}

async fn ending(visit: &Visit, network: &Network, typed: &Typed) -> Result<Done, Halt> {
    let on = match day(typed, "on") {
        Ok(on) => on,
        Err(wrong) => return again(visit, network, typed, Act::End, &[wrong]).await,
    };
    let asked = End { expected_revision: None, on, reason: typed.filled("reason") };
    let is_done = is_confirmed(typed, Act::End);
    let came = match membership::end_all(&visit.ctx, &ids(typed), &asked, !is_done).await {
        Ok(came) => came,
        Err(error) => return again(visit, network, typed, Act::End, &problems(error)?).await,
    };
    let done = weighed(Act::End, &came, visit.ctx.today());
    if is_done {
        return acted(visit, network, typed, Act::End, &done).await;
    }
    let chosen = chosen(&visit.ctx, typed).await?;
    let told = |id: Uuid, ended: &Membership| {
        let before = chosen.iter().find(|one| one.id == id);
        ends(before, ended, visit.ctx.today())
    };
    foreseen(visit, network, typed, Act::End, &done, told).await
}

/// When a membership would end, when it was to end before, and whether it could come back.
fn ends(before: Option<&Membership>, ended: &Membership, today: NaiveDate) -> String {
    let day = ended.ended_on.map(locales::date::day).unwrap_or_default();
    let planned = before.and_then(|before| before.ended_on).map(locales::date::day);
    let ends = match &planned {
        None => text("page-chosen-ends", &[("day", (&day).into())]),
        Some(planned) => {
            let days = [("day", (&day).into()), ("planned", planned.into())];
            text("page-chosen-ends-planned", &days)
        }
    };
    if ended.may_be_restored(today) {
        return ends;
    }
    text("page-chosen-ends-for-good", &[("ends", (&ends).into())])
}

/// Someone takes back what was done.
#[handler]
pub(in crate::page) async fn restore(
    Posted { visit, typed }: Posted,
    Path(slug): Path<String>,
) -> Response {
    visit.answer(pressed(&visit, &slug, &typed, Act::Restore).await)
}

/// What comes back. One form holds all acts: that is named apart from those who are chosen; what was just
/// done is taken back, and not what somebody else did after it.
fn restored(typed: &Typed) -> Vec<Restore> {
    let undone = undone(typed);
    if !undone.is_empty() {
        return undone;
    }
    let those = ["restorable", "memberships"].map(|name| ids_called(typed, name));
    let those = those.into_iter().find(|those| !those.is_empty()).unwrap_or_default();
    those.into_iter().map(|id| Restore { id, expected_revision: None }).collect()
}

async fn restoring(visit: &Visit, network: &Network, typed: &Typed) -> Result<Done, Halt> {
    let those = restored(typed);
    let came = match membership::restore_all(&visit.ctx, &those, false).await {
        Ok(came) => came,
        Err(error) => return again(visit, network, typed, Act::Restore, &problems(error)?).await,
    };
    let those = those.iter().map(|one| ("memberships".to_owned(), one.id.to_string()));
    let names = names(&visit.ctx, &Typed(those.collect())).await?;
    let refused = refused(&weighed(Act::Restore, &came, visit.ctx.today()), &names);
    let back: Vec<_> = came.iter().filter_map(|one| one.outcome.as_ref().ok()).collect();
    let now = renewed(visit, &back).await?;
    let visit = now.as_ref().unwrap_or(visit);
    if let Some(page) = away(visit, network) {
        let is_whole = refused.is_empty();
        let notice = if is_whole { "memberships-restored" } else { "acted-partly" };
        return Ok(Done::At(page, notice));
    }
    if !refused.is_empty() && undone(typed).is_empty() {
        return again(visit, network, typed, Act::Restore, &refused).await;
    }
    if !refused.is_empty() {
        // The way back is gone: it was taken by those who could, and leads nowhere for the others.
        let done = restored_words(&came, &names);
        let chosen = afterwards(&visit.ctx, typed, back).await?;
        let typed = kept(typed, rest(typed));
        let sent = Sent { act: Some(Act::Restore), problems: &refused, done, ..Sent::of(&typed) };
        return Ok(Done::Again(page(visit, network, chosen, sent).await?));
    }
    if rest(typed).is_none() && !has_more(typed, Act::Restore) {
        let list = format!("/networks/{}/members", network.slug);
        return Ok(Done::At(list, "memberships-restored"));
    }
    let chosen = afterwards(&visit.ctx, typed, back).await?;
    let typed = kept(typed, rest(typed));
    let done = notice("memberships-restored").map(str::to_owned);
    let told = has_more(&typed, Act::Restore).then(|| text("page-chosen-kept", &[]));
    let sent = Sent { act: Some(Act::Restore), done, told, ..Sent::of(&typed) };
    Ok(Done::Made(page(visit, network, chosen, sent).await?))
}

/// Who is what they were again, where that is somebody.
fn restored_words(came: &[One<RestoreRefusal>], names: &Names) -> Option<String> {
    let restored = came.iter().filter(|one| one.outcome.is_ok());
    let named = restored.filter_map(|one| names.get(&one.id.uuid()));
    let named: Vec<_> = named.map(|(_, name)| name.clone()).collect();
    (!named.is_empty()).then(|| restored_for(named))
}

/// The people whose memberships a form names.
async fn members(ctx: &Context, typed: &Typed) -> Result<Vec<MemberId>, Halt> {
    Ok(chosen(ctx, typed).await?.iter().map(|one| one.member_id.into()).collect())
}

/// Someone looks who would be written to, or writes.
#[handler]
pub(in crate::page) async fn write(
    Posted { visit, typed }: Posted,
    Path(slug): Path<String>,
) -> Response {
    visit.answer(pressed(&visit, &slug, &typed, Act::Write).await)
}

async fn writing(visit: &Visit, network: &Network, typed: &Typed) -> Result<Done, Halt> {
    let is_done = is_confirmed(typed, Act::Write);
    let asked = MessageAll {
        network: network.id.into(),
        to: members(&visit.ctx, typed).await?,
        subject: typed.get("subject").to_owned(),
        body: typed.get("body").replace("\r\n", "\n"),
        is_dry_run: !is_done,
    };
    let mut readers = match member::message_send_all(&visit.ctx, asked).await {
        Ok(readers) => readers,
        Err(error) => return again(visit, network, typed, Act::Write, &problems(error)?).await,
    };
    let has = |delivery: Delivery| readers.iter().any(|reader| reader.delivery == delivery);
    // Whoever sends twice still comes to those who follow; at the end, they see that nothing left.
    let is_repeated = has(Delivery::AlreadyWritten) && rest(typed).is_some();
    if is_done && (has(Delivery::Leaves) || is_repeated) {
        return onward(visit, network, typed, None).await;
    }
    call(&visit.ctx, readers.iter_mut().map(|reader| (reader.id, &mut reader.name))).await?;
    let lines: Vec<_> = readers
        .into_iter()
        .map(|reader| {
            let key = match reader.delivery {
                Delivery::Leaves => "page-reader-leaves",
                Delivery::Oneself => "page-reader-oneself",
                Delivery::Unreachable => "page-reader-unreachable",
                Delivery::Unwanted => "page-reader-unwanted",
                Delivery::AlreadyWritten => "page-reader-already-written",
            };
            let leaves = reader.delivery == Delivery::Leaves;
            let upshot = if leaves { Upshot::Lasting } else { Upshot::Refused };
            ActLine { name: reader.name, member: reader.id, words: text(key, &[]), upshot }
        })
        .collect();
    let letters = lines.iter().filter(|line| !line.is_refused()).count();
    look(visit, network, typed, Preview { act: Act::Write, lines, letters, is_over: false }).await
}

/// Someone looks who would be asked to a meeting, or asks them.
#[handler]
pub(in crate::page) async fn invite(
    Posted { visit, typed }: Posted,
    Path(slug): Path<String>,
) -> Response {
    visit.answer(pressed(&visit, &slug, &typed, Act::Invite).await)
}

async fn inviting(visit: &Visit, network: &Network, typed: &Typed) -> Result<Done, Halt> {
    let Ok(event) = typed.get("eventId").parse::<EventId>() else {
        let wrong =
            [Problem { field: Some("eventId".into()), words: text("page-event-missing", &[]) }];
        return again(visit, network, typed, Act::Invite, &wrong).await;
    };
    let guests = Guests::Members(members(&visit.ctx, typed).await?);
    if is_confirmed(typed, Act::Invite) {
        let word = typed.get("word").to_owned();
        let asked = Invite { event, guests, word, is_dry_run: false };
        return match event::invite(&visit.ctx, asked).await {
            Ok(invited) => onward(visit, network, typed, Some(&invited)).await,
            Err(error) => again(visit, network, typed, Act::Invite, &problems(error)?).await,
        };
    }
    let guests = match event::invite_preview(&visit.ctx, event, &guests).await {
        Ok(guests) => guests,
        Err(error) => return again(visit, network, typed, Act::Invite, &problems(error)?).await,
    };
    let letters = guests.iter().filter(|guest| guest.gets_letter).count();
    let chosen = chosen(&visit.ctx, typed).await?;
    let mut met = HashSet::new();
    let members = chosen.iter().map(|one| one.member_id).filter(|id| met.insert(*id));
    let members: Vec<_> = members.collect();
    let people = member::by_ids(&visit.ctx, &members).await?;
    let line = |id: &Uuid| {
        let (key, upshot) = match guests.iter().find(|guest| guest.id == *id) {
            Some(guest) if guest.gets_letter => ("page-guest-invited", Upshot::Lasting),
            Some(_) => ("page-guest-without-letter", Upshot::Lasting),
            None => ("page-guest-answered", Upshot::Refused),
        };
        let name = words::called(people.get(id)?);
        Some(ActLine { name, member: *id, words: text(key, &[]), upshot })
    };
    let lines: Vec<_> = members.iter().filter_map(line).collect();
    let preview = Preview { act: Act::Invite, lines, letters, is_over: false };
    look(visit, network, typed, preview).await
}
