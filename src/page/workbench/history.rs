//! Who did what in a network's affairs.

use domain::{
    audit::{self, Actor, Change, ChangeKind, Of},
    charter,
    context::Context,
    employer,
    error::Halt,
    event,
    id::{MemberId, parse_any},
    member, network,
    page::Page,
    policy::Ask,
};
use poem::{
    Response, handler,
    web::{Path, Query},
};
use uuid::Uuid;
use web::{
    component::Pager,
    pages::{
        Typed,
        network::{
            Tab,
            workbench::{Head, HistoryPage, Line, Names},
        },
    },
};

use super::{
    super::{
        list::{found, lines_told, of_days, request},
        visit::Visit,
    },
    led,
};

/// How many lines stand on a page.
const SIZE: i32 = 30;

const fn see(network: Uuid) -> Ask<'static> {
    Ask::SeeAudit { network }
}

/// Who did what in a network's affairs.
#[handler]
pub(in crate::page) async fn show(
    visit: Visit,
    Path(slug): Path<String>,
    Query(asked): Query<Vec<(String, String)>>,
) -> Response {
    visit.show(page(&visit, &slug, &Typed(asked)).await)
}

fn filter(asked: &Typed) -> audit::Filter {
    let kind = ChangeKind::ALL.into_iter().find(|kind| kind.word() == asked.get("kind"));
    audit::Filter {
        kinds: kind.into_iter().collect(),
        actor_id: asked.get("actor").parse::<MemberId>().ok().map(MemberId::uuid),
        subject_id: parse_any(asked.get("subject")).map(|(_, key)| key),
        ..of_days(asked)
    }
}

async fn page(visit: &Visit, slug: &str, typed: &Typed) -> Result<String, Halt> {
    let ctx = &visit.ctx;
    let network = led(ctx, slug, see).await?;
    let of = if typed.is("scope", "subtree") { Of::Branch } else { Of::Network };
    let filter = filter(typed);
    let mut pages = audit::history(ctx, of, &[network.id], &filter, &request(typed, SIZE)).await?;
    let page = pages.remove(&network.id).transpose()?.unwrap_or_else(Page::empty);
    let kept = ["kind", "scope", "from", "until", "actor", "subject"];
    let kept = kept.map(|name| (name, typed.get(name)));
    let pager = Pager::of(&page, &format!("/networks/{slug}/history"), &kept)
        .counting(lines_told(page.total));
    let lines: Vec<_> = page.into_rows().into_iter().map(|change| Line { change }).collect();
    let names = names(ctx, &lines, &filter).await?;
    let found = found(ctx, typed).await?;
    let name_of = |id: Uuid| names.members.get(&id).map(member::Seen::name);
    let subject = filter.subject_id.map(|id| subject_name(&names, id));
    let page = HistoryPage {
        frame: &visit.frame,
        head: Head::of(ctx, &network, Tab::History, "Historique"),
        lines: &lines,
        names: &names,
        found: found.as_deref(),
        actor: filter.actor_id.map(|id| name_of(id).unwrap_or_else(someone)),
        subject,
        pager,
        typed,
    };
    Ok(page.to_html())
}

fn someone() -> String {
    locales::text("page-history-someone", &[])
}

fn subject_name(names: &Names, id: Uuid) -> String {
    let event = names.events.get(&id).map(|event| event.title.clone());
    event
        .or_else(|| names.networks.get(&id).map(|network| network.name.clone()))
        .or_else(|| names.charters.get(&id).cloned())
        .or_else(|| names.employers.get(&id).cloned())
        .or_else(|| names.members.get(&id).map(member::Seen::name))
        .unwrap_or_else(|| locales::text("page-history-thing", &[]))
}

/// What the lines speak of: as many statements for many lines as for few.
async fn names(ctx: &Context, lines: &[Line], filter: &audit::Filter) -> Result<Names, Halt> {
    let mut members: Vec<Uuid> = filter.actor_id.into_iter().collect();
    let mut subjects: Vec<Uuid> = filter.subject_id.into_iter().collect();
    for Line { change } in lines {
        members.extend(actor(change));
        members.extend(change.member_id);
        subjects.push(change.subject.1);
    }
    members.extend(&subjects);
    for ids in [&mut members, &mut subjects] {
        ids.sort_unstable();
        ids.dedup();
    }
    let charters = charter::by_ids(ctx, &subjects).await?;
    let employers = employer::by_ids(ctx, &subjects).await?;
    Ok(Names {
        members: member::by_ids(ctx, &members).await?,
        events: event::by_ids(ctx, &subjects).await?,
        networks: network::by_ids(ctx, &subjects).await?,
        charters: charters.into_iter().map(|(id, charter)| (id, charter.title)).collect(),
        employers: employers.into_iter().map(|(id, employer)| (id, employer.name)).collect(),
    })
}

const fn actor(change: &Change) -> Option<Uuid> {
    match change.actor {
        Actor::Person(member) => Some(member),
        Actor::Token { member, .. } => member,
        Actor::System | Actor::Visitor => None,
    }
}
