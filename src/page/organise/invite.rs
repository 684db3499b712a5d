//! Asking people to come, and writing to those who answered: each with a look before it leaves.

use std::collections::HashMap;

use domain::{
    bulk::Bulk,
    context::Context,
    error::{Error, Halt},
    event::{self, Guest, GuestEntry, GuestOutcome, Guests, Invite, Message},
    exchange::Format,
    id::{EventId, MemberId, NetworkId},
    invitation, member,
    membership::Role,
    network::Network,
    policy::Ask,
    registration,
};
use poem::{
    Response, handler,
    web::{Path, Query},
};
use web::{
    component::Keep,
    pages::{
        Problem, Typed,
        event::organise::{
            InvitePage, Joined, MessagePage, Pasted, Tab, list_of_guests, local_role,
            registration_state, role,
        },
    },
};

use super::{
    super::{
        called::call,
        list::found,
        visit::{Done, Posted, Visit, problems},
    },
    asked::SILENT,
    event_id, organised,
};

/// The form to invite.
#[handler]
pub(in crate::page) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    let typed = Typed(vec![("guests".to_owned(), "everyone".to_owned())]);
    visit.show(inviting_page(&visit, &id, &typed, &[], Told::Nothing).await)
}

/// What a form told besides itself.
enum Told<'a> {
    /// Nothing.
    Nothing,
    /// Who would get a letter.
    Guests(&'a [Guest]),
    /// What becomes of each line of a pasted list, or became of it.
    Pasted { entries: &'a [GuestEntry], is_sent: bool, joined: Option<Joined<'a>> },
}

async fn inviting_page(
    visit: &Visit,
    id: &str,
    typed: &Typed,
    problems: &[Problem],
    told: Told<'_>,
) -> Result<String, Halt> {
    let ctx = &visit.ctx;
    let at = organised(ctx, id).await?;
    let (guests, pasted) = match told {
        Told::Nothing => (None, None),
        Told::Guests(guests) => (Some(guests), None),
        Told::Pasted { entries, is_sent, joined } => {
            let list = list_of_guests(entries, is_sent, joined.as_ref());
            let name = format!("{}_invitations.csv", ctx.today());
            let keep = Keep::csv(name, &list.write(Format::Csv)?, "Garder ce rapport en CSV");
            let role = Role::Member;
            let may_invite =
                |host: &&Network| ctx.may(&Ask::Invite { network: host.id, role }).is_ok();
            let networks = at.hosts.iter().filter(may_invite).collect();
            (None, Some(Pasted { entries, is_sent, joined, networks, keep }))
        }
    };
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
        head: at.head(Tab::People),
        typed,
        problems,
        guests,
        people: &people,
        pasted,
    };
    Ok(page.to_html())
}

fn chosen(typed: &Typed) -> Vec<MemberId> {
    typed.all("memberIds").filter_map(|id| id.parse().ok()).collect()
}

/// What was filled in for another choice than the one that is made: nobody is written to by mistake.
fn elsewhere(typed: &Typed) -> Option<Problem> {
    let chosen = typed.get("guests");
    let key = if typed.filled("addresses").is_some() && chosen != "addresses" {
        "page-guests-are-addresses"
    } else if !self::chosen(typed).is_empty() && chosen != "members" {
        "page-guests-are-members"
    } else {
        return None;
    };
    Some(Problem { field: Some("guests".into()), words: locales::text(key, &[]) })
}

/// Whom the form means.
fn guests(typed: &Typed) -> Option<Guests> {
    match typed.get("guests") {
        "everyone" => Some(Guests::Everyone),
        "role" => role(typed.get("role")).map(Guests::Role),
        "local_role" => local_role(typed.get("localRole")).map(Guests::LocalRole),
        "members" => Some(Guests::Members(chosen(typed))).filter(|_| !chosen(typed).is_empty()),
        "addresses" => Some(Guests::Addresses(typed.get("addresses").to_owned())),
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

async fn again(visit: &Visit, id: &str, typed: &Typed, wrong: &[Problem]) -> Result<Done, Halt> {
    Ok(Done::Again(inviting_page(visit, id, typed, wrong, Told::Nothing).await?))
}

async fn sending(visit: &Visit, id: &str, typed: &Typed) -> Result<Done, Halt> {
    if typed.is("step", "search") {
        return Ok(Done::Look(inviting_page(visit, id, typed, &[], Told::Nothing).await?));
    }
    if let Some(wrong) = elsewhere(typed) {
        return again(visit, id, typed, &[wrong]).await;
    }
    let Some(guests) = guests(typed) else {
        let words = locales::text("page-guests-missing", &[]);
        let wrong = [Problem { field: Some("guests".into()), words }];
        return again(visit, id, typed, &wrong).await;
    };
    let (event, is_sent) = (event_id(id)?, typed.is("step", "send"));
    if matches!(guests, Guests::Addresses(_)) || is_sent {
        let is_pasted = matches!(guests, Guests::Addresses(_));
        let word = typed.get("word").replace("\r\n", "\n");
        let asked = Invite { event, guests, word, is_dry_run: !is_sent };
        return match event::invite(&visit.ctx, asked).await {
            Ok(invited) if is_pasted => pasted(visit, id, typed, &invited.entries, is_sent).await,
            Ok(invited) => Ok(Done::invited(&format!("/events/{id}/people"), &invited)),
            Err(error) => again(visit, id, typed, &problems(error)?).await,
        };
    }
    match event::invite_preview(&visit.ctx, event, &guests).await {
        Ok(mut guests) => {
            call(&visit.ctx, guests.iter_mut().map(|guest| (guest.id, &mut guest.name))).await?;
            let told = Told::Guests(&guests);
            Ok(Done::Look(inviting_page(visit, id, typed, &[], told).await?))
        }
        Err(error) => again(visit, id, typed, &problems(error)?).await,
    }
}

/// What becomes of each line; once it is sent, those who are no members are invited to a network too,
/// if one said so.
async fn pasted(
    visit: &Visit,
    id: &str,
    typed: &Typed,
    entries: &[GuestEntry],
    is_sent: bool,
) -> Result<Done, Halt> {
    if !is_sent {
        let told = Told::Pasted { entries, is_sent, joined: None };
        return Ok(Done::Look(inviting_page(visit, id, typed, &[], told).await?));
    }
    let hosts = organised(&visit.ctx, id).await?.hosts;
    let is_named = |host: &&Network| NetworkId::of(host.id).to_string() == typed.get("besides");
    let (mut joined, mut wrong) = (None, Vec::new());
    if let Some(network) = hosts.iter().find(is_named) {
        match invited_to(&visit.ctx, (network, event_id(id)?), typed, entries).await {
            Ok(outcomes) => joined = Some((network.name.as_str(), outcomes)),
            Err(error) => wrong = problems(error)?,
        }
    }
    let told = Told::Pasted { entries, is_sent, joined };
    Ok(Done::Made(inviting_page(visit, id, typed, &wrong, told).await?))
}

/// Invites those of the list who are no members to a network, and to the event once they are in it;
/// what became of each, by its rank.
async fn invited_to(
    ctx: &Context,
    (network, event): (&Network, EventId),
    typed: &Typed,
    entries: &[GuestEntry],
) -> Result<HashMap<usize, invitation::Outcome>, Error<invitation::CreateRefusal>> {
    let strangers: Vec<_> =
        entries.iter().filter(|entry| entry.outcome == GuestOutcome::NotMember).collect();
    if strangers.is_empty() {
        return Ok(HashMap::new());
    }
    let line = |entry: &&GuestEntry| {
        let email = entry.email.as_deref().unwrap_or_default();
        match &entry.name {
            Some(name) => format!("\"{}\" <{email}>", name.sorted().replace('"', "")),
            None => email.to_owned(),
        }
    };
    let asked = invitation::Create {
        network: network.id.into(),
        addresses: strangers.iter().map(line).collect::<Vec<_>>().join("\n"),
        role: Role::Member,
        local_role: None,
        word: typed.get("word").replace("\r\n", "\n"),
        event: Some(event),
        bulk: Bulk::default(),
    };
    let reports = invitation::create(ctx, asked).await?;
    let of = |report: invitation::Report| {
        let same = |entry: &&&GuestEntry| entry.email == report.email;
        strangers.iter().find(same).map(|entry| (entry.position, report.outcome))
    };
    Ok(reports.into_iter().filter_map(of).collect())
}

/// The form to write.
#[handler]
pub(in crate::page) async fn message(
    visit: Visit,
    Path(id): Path<String>,
    Query(asked): Query<Vec<(String, String)>>,
) -> Response {
    let mut typed = Typed(asked);
    if typed.filled("states").is_none() {
        typed = Typed(vec![("states".to_owned(), "confirmed".to_owned())]);
    }
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
        head: at.head(Tab::Messages),
        typed,
        problems,
        readers,
        tally: registration::tally(&visit.ctx, &at.event.facts).await?,
        asked: event::asked_tally(&visit.ctx, &at.event.facts).await?,
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
        with_silent: typed.all("states").any(|state| state == SILENT),
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
