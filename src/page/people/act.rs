//! What is done for several people at once: a look, the act, and the way back.

use std::collections::HashSet;

use chrono::NaiveDate;
use domain::{
    context::Context,
    error::{Halt, Reason},
    event::{self, Guests, Invite},
    id::{EventId, MemberId},
    member::{self, Delivery, MessageAll},
    membership::{self, Change, End, Membership},
    network::Network,
    patch::Patch,
};
use locales::text;
use poem::{Response, handler, web::Path};
use uuid::Uuid;
use web::{
    pages::{
        Problem, Typed,
        people::{Act, ActLine, Preview, Upshot, local_role, looked_at, role},
    },
    words,
};

use super::{
    super::{
        called::call,
        day::day,
        visit::{Done, Posted, Visit, problems},
    },
    chosen::{Sent, chosen, ids, page},
    line::{Weighed, lines, names, weighed, why},
    run,
    slice::{kept, onward, past, rest},
};

/// Whether an act is confirmed as it was looked at: what was typed since is looked at first.
fn is_confirmed(typed: &Typed, act: Act) -> bool {
    let seen = typed.get("seen");
    typed.is("step", "do") && (seen.is_empty() || seen == looked_at(typed, act))
}

/// The page again, with a look at what would happen.
async fn look(
    visit: &Visit,
    network: &Network,
    typed: &Typed,
    preview: Preview,
) -> Result<Done, Halt> {
    let chosen = chosen(&visit.ctx, typed).await?;
    let sent = Sent { act: Some(preview.act), preview: Some(preview), ..Sent::of(typed) };
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
async fn again(
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

/// Back to those to whom something was done, with the way to take it back; or why nothing was.
async fn acted<R: Reason>(
    visit: &Visit,
    network: &Network,
    typed: &Typed,
    act: Act,
    done: &[Weighed<'_, R>],
) -> Result<Done, Halt> {
    let has = |asked: Upshot| done.iter().any(|(_, upshot)| *upshot == asked);
    if !has(Upshot::Undoable) && !has(Upshot::Lasting) {
        let names = names(&visit.ctx, typed).await?;
        let refused = done.iter().filter_map(|(one, _)| {
            let words = why(one.outcome.as_ref().err()?);
            let (_, name) = names.get(&one.id.uuid()).cloned().unwrap_or_default();
            Some(Problem { field: None, words: format!("{name} : {words}") })
        });
        return again(visit, network, typed, act, &refused.collect::<Vec<_>>()).await;
    }
    if has(Upshot::Refused) || has(Upshot::Lasting) {
        return partly(visit, network, typed, act, done).await;
    }
    if rest(typed).is_some() {
        // What was typed goes on to those who follow; an address would tell it to whoever reads along.
        let typed = undoable(typed, done);
        let chosen = chosen(&visit.ctx, &typed).await?;
        let sent = Sent { act: Some(act), ..Sent::of(&typed) };
        return Ok(Done::Made(page(visit, network, chosen, sent).await?));
    }
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(named(done, Upshot::Undoable));
    query.append_pair("undo", "yes");
    let page = format!("/networks/{}/members/chosen?{}", network.slug, query.finish());
    let notice = if act == Act::End { "memberships-ended" } else { "roles-changed" };
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
    let typed = undoable(typed, done);
    let chosen = chosen(&visit.ctx, &typed).await?;
    let preview = Preview { act, lines, letters: 0, is_over: true };
    let sent = Sent { act: Some(act), preview: Some(preview), ..Sent::of(&typed) };
    Ok(Done::Look(page(visit, network, chosen, sent).await?))
}

/// Those to whom something was done, to take it back where one can, and what goes on to those who
/// follow.
fn undoable<R>(typed: &Typed, done: &[Weighed<'_, R>]) -> Typed {
    let mut those = named(done, Upshot::Undoable);
    if those.is_empty() {
        those = named(done, Upshot::Lasting);
    } else {
        those.push(("undo".to_owned(), "yes".to_owned()));
    }
    Typed(those.into_iter().chain(kept(typed, rest(typed)).0).collect())
}

/// The memberships of which this came, as a form or an address names them.
fn named<R>(done: &[Weighed<'_, R>], asked: Upshot) -> Vec<(String, String)> {
    let found = done.iter().filter(|(_, upshot)| *upshot == asked);
    found.map(|(one, _)| ("memberships".to_owned(), one.id.to_string())).collect()
}

/// Someone looks at another role for several people, or gives it.
#[handler]
pub(in crate::page) async fn change(
    Posted { visit, typed }: Posted,
    Path(slug): Path<String>,
) -> Response {
    visit.answer(changing(&visit, &slug, &typed).await)
}

async fn changing(visit: &Visit, slug: &str, typed: &Typed) -> Result<Done, Halt> {
    let network = run(&visit.ctx, slug).await?;
    if typed.is("step", "next") {
        return past(visit, &network, typed, Act::Change).await;
    }
    let local_role = match typed.get("localRole") {
        "" => Patch::Keep,
        "none" => Patch::Put(None),
        word => Patch::Put(local_role(word)),
    };
    let asked = Change { expected_revision: None, role: role(typed.get("role")), local_role };
    let is_done = is_confirmed(typed, Act::Change);
    let came = match membership::change_all(&visit.ctx, &ids(typed), &asked, !is_done).await {
        Ok(came) => came,
        Err(error) => return again(visit, &network, typed, Act::Change, &problems(error)?).await,
    };
    let done = weighed(Act::Change, &came, visit.ctx.today());
    // Where all of them are in these roles already, nothing was done.
    let is_nothing = done.iter().all(|(_, upshot)| *upshot == Upshot::Unchanged);
    if is_done && !is_nothing {
        return acted(visit, &network, typed, Act::Change, &done).await;
    }
    let chosen = chosen(&visit.ctx, typed).await?;
    let roles = |one: &Membership| words::both_roles(one.role, one.local_role);
    let told = |id: Uuid, next: &Membership| {
        let before = chosen.iter().find(|one| one.id == id).map(roles);
        words::from_to(&before.unwrap_or_default(), &roles(next))
    };
    foreseen(visit, &network, typed, Act::Change, &done, told).await
}

/// Someone looks at the end of several memberships, or ends them.
#[handler]
pub(in crate::page) async fn end(
    Posted { visit, typed }: Posted,
    Path(slug): Path<String>,
) -> Response {
    visit.answer(ending(&visit, &slug, &typed).await)
}

async fn ending(visit: &Visit, slug: &str, typed: &Typed) -> Result<Done, Halt> {
    let network = run(&visit.ctx, slug).await?;
    if typed.is("step", "next") {
        return past(visit, &network, typed, Act::End).await;
    }
    let on = match day(typed, "on") {
        Ok(on) => on,
        Err(wrong) => return again(visit, &network, typed, Act::End, &[wrong]).await,
    };
    let asked = End { expected_revision: None, on, reason: typed.filled("reason") };
    let is_done = is_confirmed(typed, Act::End);
    let came = match membership::end_all(&visit.ctx, &ids(typed), &asked, !is_done).await {
        Ok(came) => came,
        Err(error) => return again(visit, &network, typed, Act::End, &problems(error)?).await,
    };
    let done = weighed(Act::End, &came, visit.ctx.today());
    if is_done {
        return acted(visit, &network, typed, Act::End, &done).await;
    }
    let chosen = chosen(&visit.ctx, typed).await?;
    let told = |id: Uuid, ended: &Membership| {
        let before = chosen.iter().find(|one| one.id == id);
        ends(before, ended, visit.ctx.today())
    };
    foreseen(visit, &network, typed, Act::End, &done, told).await
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
    visit.answer(restoring(&visit, &slug, &typed).await)
}

async fn restoring(visit: &Visit, slug: &str, typed: &Typed) -> Result<Done, Halt> {
    let network = run(&visit.ctx, slug).await?;
    let came = match membership::restore_all(&visit.ctx, &ids(typed), false).await {
        Ok(came) => came,
        Err(error) => {
            return again(visit, &network, typed, Act::Restore, &problems(error)?).await;
        }
    };
    let names = names(&visit.ctx, typed).await?;
    let done = weighed(Act::Restore, &came, visit.ctx.today());
    let refused: Vec<_> = lines(&done, &names, |_, _| String::new())
        .into_iter()
        .filter(ActLine::is_refused)
        .map(|line| Problem { field: None, words: format!("{} : {}", line.name, line.words) })
        .collect();
    if refused.is_empty() {
        return Ok(Done::At(format!("/networks/{slug}/members"), "memberships-restored"));
    }
    again(visit, &network, typed, Act::Restore, &refused).await
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
    visit.answer(writing(&visit, &slug, &typed).await)
}

async fn writing(visit: &Visit, slug: &str, typed: &Typed) -> Result<Done, Halt> {
    let network = run(&visit.ctx, slug).await?;
    if typed.is("step", "next") {
        return past(visit, &network, typed, Act::Write).await;
    }
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
        Err(error) => return again(visit, &network, typed, Act::Write, &problems(error)?).await,
    };
    let has = |delivery: Delivery| readers.iter().any(|reader| reader.delivery == delivery);
    // Whoever sends twice still comes to those who follow; at the end, they see that nothing left.
    let is_repeated = has(Delivery::AlreadyWritten) && rest(typed).is_some();
    if is_done && (has(Delivery::Leaves) || is_repeated) {
        return onward(visit, &network, typed, Act::Write).await;
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
    look(visit, &network, typed, Preview { act: Act::Write, lines, letters, is_over: false }).await
}

/// Someone looks who would be asked to a meeting, or asks them.
#[handler]
pub(in crate::page) async fn invite(
    Posted { visit, typed }: Posted,
    Path(slug): Path<String>,
) -> Response {
    visit.answer(inviting(&visit, &slug, &typed).await)
}

async fn inviting(visit: &Visit, slug: &str, typed: &Typed) -> Result<Done, Halt> {
    let network = run(&visit.ctx, slug).await?;
    if typed.is("step", "next") {
        return past(visit, &network, typed, Act::Invite).await;
    }
    let Ok(event) = typed.get("eventId").parse::<EventId>() else {
        let wrong =
            [Problem { field: Some("eventId".into()), words: text("page-event-missing", &[]) }];
        return again(visit, &network, typed, Act::Invite, &wrong).await;
    };
    let guests = Guests::Members(members(&visit.ctx, typed).await?);
    if is_confirmed(typed, Act::Invite) {
        let word = typed.get("word").to_owned();
        let asked = Invite { event, guests, word, is_dry_run: false };
        return match event::invite(&visit.ctx, asked).await {
            Ok(_) => onward(visit, &network, typed, Act::Invite).await,
            Err(error) => again(visit, &network, typed, Act::Invite, &problems(error)?).await,
        };
    }
    let guests = match event::invite_preview(&visit.ctx, event, &guests).await {
        Ok(guests) => guests,
        Err(error) => return again(visit, &network, typed, Act::Invite, &problems(error)?).await,
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
    look(visit, &network, typed, preview).await
}
