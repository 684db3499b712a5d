//! Who did what: by network, person, event, employer, charter.

use std::collections::HashMap;

use domain::{
    audit::{self, Actor, Change, Of},
    charter,
    context::{Context, Door},
    employer,
    error::{Denied, Halt},
    event,
    id::{CharterId, EmployerId, EventId, MemberId, NetworkId},
    member, network,
};
use poem::{Response, handler, web::Query};
use uuid::Uuid;
use web::{
    component::Pager,
    pages::{
        Problem, Typed,
        administration::{TrailLine, TrailPage},
    },
    words,
};

use super::{
    super::{
        list::{lines_told, of_days, request},
        visit::Visit,
    },
    administers,
};

/// How many lines stand on a page.
const SIZE: i32 = 50;

/// The trail of what is asked for.
#[handler]
pub(in crate::page) async fn show(
    visit: Visit,
    Query(asked): Query<Vec<(String, String)>>,
) -> Response {
    visit.show(page(&visit, &Typed(asked)).await)
}

/// Something that has a trail, and what it is called.
struct Thing {
    of: Of,
    id: Uuid,
    name: String,
}

async fn page(visit: &Visit, asked: &Typed) -> Result<String, Halt> {
    let ctx = &visit.ctx;
    administers(ctx)?;
    let networks = network::tree(ctx).await?.networks();
    let networks: Vec<_> = networks
        .into_iter()
        .map(|network| (NetworkId::of(network.id).to_string(), network.name))
        .collect();
    let is_asked = ["network", "of"].iter().any(|name| !asked.get(name).trim().is_empty());
    let thing = if is_asked { thing(ctx, asked).await? } else { None };
    let words = "Aucune page n’a cette adresse, ou ce qu’elle montre n’a pas d’historique.";
    let problem = Problem { field: Some("of".into()), words: words.to_owned() };
    let problems: Vec<_> = (is_asked && thing.is_none()).then_some(problem).into_iter().collect();
    let (mut told, mut pager) = (Vec::new(), Pager::default());
    if let Some(thing) = &thing {
        let page = request(asked, SIZE);
        let trail = audit::history(ctx, thing.of, &[thing.id], &of_days(asked), &page).await?;
        let trail = trail.into_values().next().ok_or(Denied::Hidden)??;
        let kept = ["network", "of", "from", "until"].map(|name| (name, asked.get(name)));
        pager = Pager::of(&trail, "/administration/trail", &kept).counting(lines_told(trail.total));
        told = lines(ctx, trail.into_rows()).await?;
    }
    let page = TrailPage {
        frame: &visit.frame,
        asked,
        problems: &problems,
        networks,
        title: thing.as_ref().map(|thing| thing.name.as_str()),
        lines: &told,
        pager,
    };
    Ok(page.to_html())
}

/// The thing that the form names: a network that was chosen, or whatever has its page at an address.
async fn thing(ctx: &Context, asked: &Typed) -> Result<Option<Thing>, Halt> {
    let found = |of: Of, id: Uuid, name: String| Some(Thing { of, id, name });
    if let Ok(id) = asked.get("network").parse::<NetworkId>() {
        let network = network::by_ids(ctx, &[id.uuid()]).await?.remove(&id.uuid());
        return Ok(network.and_then(|network| found(Of::Branch, network.id, network.name)));
    }
    let address = asked.get("of").trim().trim_end_matches('/');
    let address = address.split(['?', '#']).next().unwrap_or_default();
    for part in address.rsplit('/') {
        if let Ok(id) = part.parse::<MemberId>() {
            let one = member::by_ids(ctx, &[id.uuid()]).await?.remove(&id.uuid());
            return Ok(one.and_then(|one| found(Of::Member, one.id, one.name())));
        }
        if let Ok(id) = part.parse::<EventId>() {
            let one = event::by_ids(ctx, &[id.uuid()]).await?.remove(&id.uuid());
            return Ok(one.and_then(|one| found(Of::Event, one.id, one.title)));
        }
        if let Ok(id) = part.parse::<EmployerId>() {
            let one = employer::by_ids(ctx, &[id.uuid()]).await?.remove(&id.uuid());
            return Ok(one.and_then(|one| found(Of::Employer, one.id, one.name)));
        }
        if let Ok(id) = part.parse::<CharterId>() {
            return match charter::load(ctx, id).await {
                Ok(one) => Ok(found(Of::Charter, one.id, one.title)),
                Err(Halt::Denied(_)) => Ok(None),
                Err(halt) => Err(halt),
            };
        }
    }
    let Some((_, slug)) = address.rsplit_once("/networks/") else { return Ok(None) };
    match network::by_slug(ctx, slug.split('/').next().unwrap_or_default()).await {
        Ok(network) => Ok(found(Of::Network, network.id, network.name)),
        Err(Halt::Denied(_)) => Ok(None),
        Err(halt) => Err(halt),
    }
}

/// The lines in words, with the names of everybody in them in one statement.
pub(super) async fn lines(ctx: &Context, changes: Vec<Change>) -> Result<Vec<TrailLine>, Halt> {
    let mut ids: Vec<Uuid> = changes.iter().flat_map(people).collect();
    ids.sort_unstable();
    ids.dedup();
    let known: HashMap<Uuid, String> = member::by_ids(ctx, &ids)
        .await?
        .into_iter()
        .map(|(id, seen)| {
            (id, if seen.name().is_empty() { "Sans nom".to_owned() } else { seen.name() })
        })
        .collect();
    let name = |id: Uuid| known.get(&id).cloned().unwrap_or_else(|| "Quelqu’un".to_owned());
    let subjects = subjects(ctx, &changes).await?;
    let told = changes.into_iter().map(|change| TrailLine {
        subject: subjects.get(&change.subject.1).cloned(),
        ..line(&change, &name)
    });
    Ok(told.collect())
}

/// What the lines were done to, each with its name and the way to its page, in four statements.
async fn subjects(
    ctx: &Context,
    changes: &[Change],
) -> Result<HashMap<Uuid, (String, String)>, Halt> {
    let mut ids: Vec<Uuid> = changes.iter().map(|change| change.subject.1).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut known = HashMap::new();
    for (id, event) in event::by_ids(ctx, &ids).await? {
        known.insert(id, (event.title, format!("/events/{}", EventId::of(id))));
    }
    for (id, network) in network::by_ids(ctx, &ids).await? {
        known.insert(id, (network.name, format!("/networks/{}", network.slug)));
    }
    for (id, employer) in employer::by_ids(ctx, &ids).await? {
        known.insert(id, (employer.name, format!("/employers/{}", EmployerId::of(id))));
    }
    for (id, charter) in charter::by_ids(ctx, &ids).await? {
        known.insert(id, (charter.title, format!("/charters/{}", CharterId::of(id))));
    }
    Ok(known)
}

fn people(change: &Change) -> Vec<Uuid> {
    let actor = match change.actor {
        Actor::Person(id) => Some(id),
        Actor::Token { member, .. } => member,
        Actor::System | Actor::Visitor => None,
    };
    [actor, change.acting_as_id, change.member_id].into_iter().flatten().collect()
}

fn line(change: &Change, name: &impl Fn(Uuid) -> String) -> TrailLine {
    let actor = match change.actor {
        Actor::Person(id) => name(id),
        Actor::Token { member, .. } => {
            format!("{}, par une application", member.map_or_else(|| "Quelqu’un".to_owned(), name))
        }
        Actor::System if change.door == Door::Command => "L’exploitation du serveur".to_owned(),
        Actor::System => "Le serveur".to_owned(),
        Actor::Visitor => "Une personne non connectée".to_owned(),
    };
    let key = format!("change-{}", change.action.replace(['.', '_'], "-"));
    let said = |value: serde_json::Value| match value {
        serde_json::Value::String(text) => text,
        other => other.to_string(),
    };
    let fields = change.fields().into_iter().map(|field| {
        let value = match (field.before.map(said), field.after.map(said)) {
            (Some(before), Some(after)) => format!("{before} → {after}"),
            (Some(before), None) => format!("{before} → (rien)"),
            (None, after) => after.unwrap_or_default(),
        };
        (field.field, value)
    });
    TrailLine {
        at: words::federation_moment(change.at),
        actor,
        acting_as: change.acting_as_id.map(name),
        summary: locales::text(&key, &[]),
        concerned: change
            .member_id
            .map(|id| (name(id), format!("/administration/members/{}", MemberId::of(id)))),
        subject: None,
        fields: fields.collect(),
    }
}
