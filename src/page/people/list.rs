//! The people of a network: who was found, and what the filters offer.

use std::collections::HashMap;

use chrono::{Months, NaiveDate};
use domain::{
    context::Context,
    employer::{self, EmployerOrder},
    employment,
    error::Halt,
    id::EmployerId,
    member::{self, Seen},
    membership::{self, Membership, Scope},
    network,
    page::{Page, Request},
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
        network::{NetworkTabs, Tab},
        people::{Count, Listed, PeoplePage, local_role, role, sorting},
    },
};

use super::{
    super::{list::request, visit::Visit},
    run,
};

/// How many people stand on a page.
const SIZE: i32 = 50;

/// What the address keeps from page to page.
pub(super) const KEPT: [&str; 10] = [
    "search",
    "role",
    "localRole",
    "employer",
    "epci",
    "absent",
    "unseen",
    "state",
    "scope",
    "sort",
];

/// The people of a network.
#[handler]
pub(in crate::page) async fn show(
    visit: Visit,
    Path(slug): Path<String>,
    Query(asked): Query<Vec<(String, String)>>,
) -> Response {
    visit.show(page(&visit, &slug, &Typed(asked)).await)
}

/// What the address filters by.
pub(super) fn filter(ctx: &Context, asked: &Typed) -> membership::Filter {
    let employer = asked.get("employer").parse::<EmployerId>().ok().map(EmployerId::uuid);
    let never_seen_since = asked
        .is("unseen", "yes")
        .then(|| ctx.today().checked_sub_months(Months::new(12)))
        .flatten();
    membership::Filter {
        role: role(asked.get("role")),
        local_role: local_role(asked.get("localRole")),
        scope: if asked.is("scope", "subtree") { Scope::Subtree } else { Scope::Itself },
        is_over: asked.is("state", "over"),
        search: asked.filled("search"),
        employer,
        epci: asked.filled("epci"),
        never_seen_since,
        is_absent: asked.is("absent", "yes"),
        sorting: sorting(asked.get("sort")),
        ..membership::Filter::default()
    }
}

/// How many memberships such a list has, and of how many people: below a network, somebody may be in
/// several.
pub(super) async fn count(
    ctx: &Context,
    network: Uuid,
    filter: &membership::Filter,
    memberships: i64,
) -> Result<Count, Halt> {
    let people = match filter.scope {
        Scope::Itself => memberships,
        Scope::Subtree => membership::count_people(ctx, network, filter).await?,
    };
    Ok(Count { people, memberships })
}

/// What the filters say, as the query of an address.
pub(super) fn query(asked: &Typed) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    let kept = KEPT.iter().map(|name| (*name, asked.get(name)));
    query.extend_pairs(kept.filter(|(_, value)| !value.is_empty()));
    query.finish()
}

async fn page(visit: &Visit, slug: &str, asked: &Typed) -> Result<String, Halt> {
    let ctx = &visit.ctx;
    let network = run(ctx, slug).await?;
    let filter = filter(ctx, asked);
    let mut found =
        membership::list_of_networks(ctx, &[network.id], &filter, &request(asked, SIZE)).await?;
    let found = found.remove(&network.id).unwrap_or_else(Page::empty);
    let kept: Vec<_> = KEPT.iter().map(|name| (*name, asked.get(name))).collect();
    let pager = Pager::of(&found, &format!("/networks/{slug}/members"), &kept);
    let count = count(ctx, network.id, &filter, found.total.unwrap_or_default()).await?;
    let rows = found.into_rows();
    let known = Known::load(ctx, &rows).await?;
    let of_network =
        employer::Filter { network: Some(network.id.into()), ..employer::Filter::default() };
    let employers =
        employer::list(ctx, &of_network, EmployerOrder::ByName, &Request::first(100)).await?;
    let bodies = network::bodies_of(ctx, &[network.id]).await?.remove(&network.id);
    let below = network::Filter::default();
    let below = network::list_below(ctx, &[network.id], &below, &Request::first(1)).await?;
    let page = PeoplePage {
        frame: &visit.frame,
        network: &network,
        tabs: NetworkTabs::of(ctx, &network, Tab::People),
        asked,
        people: &known.listed(&rows, network.id),
        has_more_employers: employers.has_next,
        employers: &employers.into_rows(),
        bodies: &bodies.unwrap_or_default(),
        has_below: below.into_values().any(|page| !page.items.is_empty()),
        may_import: ctx.may(&Ask::Exchange { network: network.id }).is_ok(),
        count,
        pager,
        filters: query(asked),
    };
    Ok(page.to_html())
}

/// What is known of the people of a list, in a few statements.
pub(super) struct Known {
    people: HashMap<Uuid, Seen>,
    employers: HashMap<Uuid, Vec<String>>,
    networks: HashMap<Uuid, network::Network>,
    since: HashMap<Uuid, NaiveDate>,
}

impl Known {
    pub(super) async fn load(ctx: &Context, rows: &[Membership]) -> Result<Self, Halt> {
        let members: Vec<_> = rows.iter().map(|row| row.member_id).collect();
        let networks: Vec<_> = rows.iter().map(|row| row.network_id).collect();
        let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
        Ok(Self {
            people: member::by_ids(ctx, &members).await?,
            employers: employment::employers_of(ctx, &members).await?,
            networks: network::by_ids(ctx, &networks).await?,
            since: membership::since(ctx, &ids).await?,
        })
    }

    /// The rows of the list; the network is told where it is not the one that is asked about.
    pub(super) fn listed<'a>(&'a self, rows: &'a [Membership], asked: Uuid) -> Vec<Listed<'a>> {
        let listed = |membership: &'a Membership| {
            let network = self.networks.get(&membership.network_id);
            Some(Listed {
                membership,
                seen: self.people.get(&membership.member_id)?,
                employers: self
                    .employers
                    .get(&membership.member_id)
                    .map(|names| names.join(", "))
                    .unwrap_or_default(),
                network: network
                    .filter(|network| network.id != asked)
                    .map(|network| network.name.as_str()),
                since: self.since.get(&membership.id).copied().unwrap_or(membership.started_on),
            })
        };
        rows.iter().filter_map(listed).collect()
    }
}
