//! Records of the same person: found, compared, joined.

use domain::{
    context::Context,
    error::{Denied, Halt},
    id::{MemberId, NetworkId},
    member::{self, Merge},
    network,
};
use poem::{
    Response, handler,
    web::{Path, Query},
};
use web::pages::{
    Problem, Typed,
    administration::{ComparePage, DuplicatesPage, Group, Held, Side},
};

use super::{
    super::{
        list::found,
        me::profile::belonging,
        member::employers,
        visit::{Done, Posted, Visit, problems},
    },
    administers,
};

/// What looks like the same person.
#[handler]
pub(in crate::page) async fn list(
    visit: Visit,
    Query(asked): Query<Vec<(String, String)>>,
) -> Response {
    visit.show(listed(&visit, &Typed(asked)).await)
}

async fn listed(visit: &Visit, asked: &Typed) -> Result<String, Halt> {
    let ctx = &visit.ctx;
    administers(ctx)?;
    // The widest first: it holds the others.
    let known = network::tree(ctx).await?.networks();
    let chosen = asked.get("network").parse().ok();
    let chosen = chosen.or_else(|| known.first().map(|network| NetworkId::of(network.id)));
    let groups = match chosen {
        Some(network) => member::duplicates(ctx, network).await?,
        None => Vec::new(),
    };
    let groups: Vec<_> = groups
        .into_iter()
        .map(|found| Group { likeness: found.likeness, members: found.members })
        .collect();
    let named = |network: network::Network| (NetworkId::of(network.id).to_string(), network.name);
    let one = match asked.get("one").parse::<MemberId>() {
        Ok(id) => member::by_ids(ctx, &[id.uuid()]).await?.remove(&id.uuid()),
        Err(_) => None,
    };
    let page = DuplicatesPage {
        frame: &visit.frame,
        asked,
        one: one.as_ref(),
        found: found(ctx, asked).await?,
        networks: known.into_iter().map(named).collect(),
        groups: &groups,
    };
    Ok(page.to_html())
}

/// Two records side by side.
#[handler]
pub(in crate::page) async fn compare(
    visit: Visit,
    Path((kept, duplicate)): Path<(String, String)>,
) -> Response {
    visit.show(page(&visit, (&kept, &duplicate), &Typed::default(), &[]).await)
}

fn id(text: &str) -> Result<MemberId, Denied> {
    text.parse().map_err(|_| Denied::Hidden)
}

async fn page(
    visit: &Visit,
    (kept, duplicate): (&str, &str),
    typed: &Typed,
    problems: &[Problem],
) -> Result<String, Halt> {
    let ctx = &visit.ctx;
    administers(ctx)?;
    let page = ComparePage {
        frame: &visit.frame,
        kept: &side(ctx, id(kept)?).await?,
        duplicate: &side(ctx, id(duplicate)?).await?,
        typed,
        problems,
    };
    Ok(page.to_html())
}

async fn side(ctx: &Context, id: MemberId) -> Result<Side, Halt> {
    let seen = member::load(ctx, id).await?;
    let held = belonging(ctx, seen.id).await?;
    let networks = held.into_iter().map(|(held, network)| Held {
        network: network.name,
        role: held.role,
        local_role: held.local_role,
    });
    let employers = employers(ctx, seen.id).await?;
    let employers: Vec<_> = employers.iter().map(|employer| employer.name.as_str()).collect();
    Ok(Side { seen, networks: networks.collect(), employers: employers.join(", ") })
}

/// Someone joins them.
#[handler]
pub(in crate::page) async fn merge(
    Posted { visit, typed }: Posted,
    Path((kept, duplicate)): Path<(String, String)>,
) -> Response {
    visit.answer(merging(&visit, (&kept, &duplicate), &typed).await)
}

async fn merging(visit: &Visit, pair: (&str, &str), typed: &Typed) -> Result<Done, Halt> {
    administers(&visit.ctx)?;
    if !typed.is("sure", "yes") {
        let words = "Cochez la case pour confirmer : cela ne peut pas être annulé.".to_owned();
        let unsure = [Problem { field: Some("sure".into()), words }];
        return Ok(Done::Again(page(visit, pair, typed, &unsure).await?));
    }
    let asked = Merge { kept: id(pair.0)?, duplicate: id(pair.1)? };
    match member::merge(&visit.ctx, asked).await {
        Ok(_) => Ok(Done::At(format!("/administration/members/{}", pair.0), "merged")),
        Err(error) => {
            let wrong = problems(error)?;
            Ok(Done::Again(page(visit, pair, typed, &wrong).await?))
        }
    }
}
