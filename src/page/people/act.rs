//! What is done for several people at once: a look, the act, and the way back.

use std::collections::HashSet;

use domain::{
    context::Context,
    error::{Halt, Reason},
    event::{self, Guests, Invite},
    id::{EventId, MemberId},
    member::{self, Delivery, MessageAll},
    membership::{self, Change, End, Membership, One},
    network::Network,
    patch::Patch,
};
use locales::text;
use poem::{Response, handler, web::Path};
use uuid::Uuid;
use web::{
    pages::{
        Problem, Typed,
        people::{Act, ActLine, Preview, local_role, role},
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
    line::{lines, names, why},
    run,
    slice::{onward, past, rest},
};

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
    done: &[One<R>],
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
    done: &[One<R>],
) -> Result<Done, Halt> {
    let succeeded: Vec<_> = done.iter().filter(|one| one.outcome.is_ok()).collect();
    if succeeded.is_empty() {
        let names = names(&visit.ctx, typed).await?;
        let refused = done.iter().filter_map(|one| {
            let words = why(one.outcome.as_ref().err()?);
            let (_, name) = names.get(&one.id.uuid()).cloned().unwrap_or_default();
            Some(Problem { field: None, words: format!("{name} : {words}") })
        });
        return again(visit, network, typed, act, &refused.collect::<Vec<_>>()).await;
    }
    if succeeded.len() < done.len() {
        return partly(visit, network, typed, act, done).await;
    }
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(succeeded.iter().map(|one| ("memberships", one.id.to_string())));
    query.append_pair("undo", "yes");
    query.extend_pairs(rest(typed).map(|rest| ("rest", rest)));
    let page = format!("/networks/{}/members/chosen?{}", network.slug, query.finish());
    let notice = if act == Act::End { "memberships-ended" } else { "roles-changed" };
    Ok(Done::At(page, notice))
}

/// Some were refused: each of them with its reason, and the way back for the others.
async fn partly<R: Reason>(
    visit: &Visit,
    network: &Network,
    typed: &Typed,
    act: Act,
    done: &[One<R>],
) -> Result<Done, Halt> {
    let names = names(&visit.ctx, typed).await?;
    let lines = lines(done, &names, |_, _| text("page-chosen-done", &[]));
    let succeeded = done.iter().filter(|one| one.outcome.is_ok()).map(|one| one.id.to_string());
    let kept = succeeded.map(|id| ("memberships".to_owned(), id));
    let rest = rest(typed).map(|rest| ("rest".to_owned(), rest));
    let kept = kept.chain([("undo".to_owned(), "yes".to_owned())]).chain(rest);
    let typed = Typed(kept.collect());
    let chosen = chosen(&visit.ctx, &typed).await?;
    let preview = Preview { act, lines, letters: 0, is_over: true };
    let sent = Sent { preview: Some(preview), ..Sent::of(&typed) };
    Ok(Done::Look(page(visit, network, chosen, sent).await?))
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
    let is_done = typed.is("step", "do");
    match membership::change_all(&visit.ctx, &ids(typed), &asked, !is_done).await {
        Ok(done) if is_done => acted(visit, &network, typed, Act::Change, &done).await,
        Ok(done) => {
            let chosen = chosen(&visit.ctx, typed).await?;
            let roles = |one: &Membership| words::both_roles(one.role, one.local_role);
            let told = |id: Uuid, next: &Membership| {
                let before = chosen.iter().find(|one| one.id == id).map(roles);
                words::from_to(&before.unwrap_or_default(), &roles(next))
            };
            foreseen(visit, &network, typed, Act::Change, &done, told).await
        }
        Err(error) => again(visit, &network, typed, Act::Change, &problems(error)?).await,
    }
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
    let is_done = typed.is("step", "do");
    match membership::end_all(&visit.ctx, &ids(typed), &asked, !is_done).await {
        Ok(done) if is_done => acted(visit, &network, typed, Act::End, &done).await,
        Ok(done) => {
            let told = |_: Uuid, ended: &Membership| {
                let day = ended.ended_on.map(locales::date::day).unwrap_or_default();
                text("page-chosen-ends", &[("day", (&day).into())])
            };
            foreseen(visit, &network, typed, Act::End, &done, told).await
        }
        Err(error) => again(visit, &network, typed, Act::End, &problems(error)?).await,
    }
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
    let done = match membership::restore_all(&visit.ctx, &ids(typed), false).await {
        Ok(done) => done,
        Err(error) => {
            return again(visit, &network, typed, Act::Restore, &problems(error)?).await;
        }
    };
    let names = names(&visit.ctx, typed).await?;
    let refused: Vec<_> = lines(&done, &names, |_, _| String::new())
        .into_iter()
        .filter(|line| line.is_refused)
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
    let is_done = typed.is("step", "do");
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
            let is_refused = reader.delivery != Delivery::Leaves;
            ActLine { name: reader.name, member: reader.id, words: text(key, &[]), is_refused }
        })
        .collect();
    let letters = lines.iter().filter(|line| !line.is_refused).count();
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
    if typed.is("step", "do") {
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
    let invited: Vec<_> = guests.iter().map(|guest| guest.id).collect();
    let chosen = chosen(&visit.ctx, typed).await?;
    let mut met = HashSet::new();
    let members = chosen.iter().map(|one| one.member_id).filter(|id| met.insert(*id));
    let members: Vec<_> = members.collect();
    let people = member::by_ids(&visit.ctx, &members).await?;
    let line = |id: &Uuid| {
        let is_refused = !invited.contains(id);
        let key = if is_refused { "page-guest-answered" } else { "page-guest-invited" };
        let name = words::called(people.get(id)?);
        Some(ActLine { name, member: *id, words: text(key, &[]), is_refused })
    };
    let lines: Vec<_> = members.iter().filter_map(line).collect();
    let preview = Preview { act: Act::Invite, lines, letters: invited.len(), is_over: false };
    look(visit, &network, typed, preview).await
}
