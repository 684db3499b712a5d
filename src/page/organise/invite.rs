//! Asking people to come, and writing to those who answered: each with a look before it leaves.

use domain::{
    error::Halt,
    event::{self, Guest, Guests, Invite, Message},
    id::MemberId,
    member, registration,
};
use poem::{Response, handler, web::Path};
use web::pages::{
    Problem, Typed,
    event::organise::{Head, InvitePage, MessagePage, Tab, local_role, registration_state, role},
};

use super::{
    super::{
        list::found,
        visit::{Done, Posted, Visit, problems},
    },
    event_id, organised,
};

/// The form to invite.
#[handler]
pub(in crate::page) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    let typed = Typed(vec![("guests".to_owned(), "everyone".to_owned())]);
    visit.show(inviting_page(&visit, &id, &typed, &[], None).await)
}

async fn inviting_page(
    visit: &Visit,
    id: &str,
    typed: &Typed,
    problems: &[Problem],
    guests: Option<&[Guest]>,
) -> Result<String, Halt> {
    let ctx = &visit.ctx;
    let at = organised(ctx, id).await?;
    let mut people = found(ctx, typed).await?.unwrap_or_default();
    let chosen: Vec<_> = chosen(typed).into_iter().map(MemberId::uuid).collect();
    if !chosen.is_empty() {
        let mut known = member::by_ids(ctx, &chosen).await?;
        people.retain(|seen| !chosen.contains(&seen.id));
        let kept = chosen.iter().filter_map(|id| known.remove(id));
        people = kept.chain(people).collect();
    }
    let page = InvitePage {
        frame: &visit.frame,
        head: Head::new(&at.event, &at.hosts, Tab::Messages),
        typed,
        problems,
        guests,
        people: &people,
    };
    Ok(page.to_html())
}

fn chosen(typed: &Typed) -> Vec<MemberId> {
    typed.all("memberIds").filter_map(|id| id.parse().ok()).collect()
}

/// Whom the form means.
fn guests(typed: &Typed) -> Option<Guests> {
    match typed.get("guests") {
        "everyone" => Some(Guests::Everyone),
        "role" => role(typed.get("role")).map(Guests::Role),
        "local_role" => local_role(typed.get("localRole")).map(Guests::LocalRole),
        "members" => Some(Guests::Members(chosen(typed))).filter(|_| !chosen(typed).is_empty()),
        _ => None,
    }
}

/// Someone looks who would be asked, or asks them.
#[handler]
pub(in crate::page) async fn send(
    Posted { visit, typed }: Posted,
    Path(id): Path<String>,
) -> Response {
    visit.answer(sending(&visit, &id, &typed).await)
}

async fn sending(visit: &Visit, id: &str, typed: &Typed) -> Result<Done, Halt> {
    if typed.is("step", "search") {
        return Ok(Done::Look(inviting_page(visit, id, typed, &[], None).await?));
    }
    let Some(guests) = guests(typed) else {
        let words = locales::text("page-guests-missing", &[]);
        let wrong = [Problem { field: Some("guests".into()), words }];
        return Ok(Done::Again(inviting_page(visit, id, typed, &wrong, None).await?));
    };
    let event = event_id(id)?;
    if typed.is("step", "send") {
        let asked = Invite { event, guests, word: typed.get("word").to_owned(), is_dry_run: false };
        return match event::invite(&visit.ctx, asked).await {
            Ok(_) => Ok(Done::At(format!("/events/{id}/people"), "invited")),
            Err(error) => {
                let wrong = problems(error)?;
                Ok(Done::Again(inviting_page(visit, id, typed, &wrong, None).await?))
            }
        };
    }
    match event::invite_preview(&visit.ctx, event, &guests).await {
        Ok(guests) => Ok(Done::Look(inviting_page(visit, id, typed, &[], Some(&guests)).await?)),
        Err(error) => {
            let wrong = problems(error)?;
            Ok(Done::Again(inviting_page(visit, id, typed, &wrong, None).await?))
        }
    }
}

/// The form to write.
#[handler]
pub(in crate::page) async fn message(visit: Visit, Path(id): Path<String>) -> Response {
    let typed = Typed(vec![("states".to_owned(), "confirmed".to_owned())]);
    visit.show(message_page(&visit, &id, &typed, &[], None).await)
}

async fn message_page(
    visit: &Visit,
    id: &str,
    typed: &Typed,
    problems: &[Problem],
    readers: Option<u64>,
) -> Result<String, Halt> {
    let at = organised(&visit.ctx, id).await?;
    let page = MessagePage {
        frame: &visit.frame,
        head: Head::new(&at.event, &at.hosts, Tab::Messages),
        typed,
        problems,
        readers,
        tally: registration::tally(&visit.ctx, &at.event.facts).await?,
    };
    Ok(page.to_html())
}

/// Someone looks at the message, or sends it.
#[handler]
pub(in crate::page) async fn message_send(
    Posted { visit, typed }: Posted,
    Path(id): Path<String>,
) -> Response {
    visit.answer(writing(&visit, &id, &typed).await)
}

async fn writing(visit: &Visit, id: &str, typed: &Typed) -> Result<Done, Halt> {
    let is_sent = typed.is("step", "send");
    let asked = Message {
        event: event_id(id)?,
        subject: typed.get("subject").to_owned(),
        body: typed.get("body").replace("\r\n", "\n"),
        states: typed.all("states").filter_map(registration_state).collect(),
        is_dry_run: !is_sent,
    };
    match event::message_send(&visit.ctx, asked).await {
        Ok(_) if is_sent => Ok(Done::At(format!("/events/{id}/message"), "message-sent")),
        Ok(readers) => Ok(Done::Look(message_page(visit, id, typed, &[], Some(readers)).await?)),
        Err(error) => {
            let wrong = problems(error)?;
            Ok(Done::Again(message_page(visit, id, typed, &wrong, None).await?))
        }
    }
}
