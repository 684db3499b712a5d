//! Several people at once: who is chosen, and what one may do for them.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::{
    context::Context,
    error::Halt,
    event::{self, EventOrder, Reach},
    id::MembershipId,
    membership::{self, Ending, Membership, Origin, Restore, Role},
    network::{self, Network},
    page::{Page, Request},
    policy::Ask,
};
use poem::{
    Response, handler,
    web::{Path, Query},
};
use uuid::Uuid;
use web::pages::{
    Problem, Typed,
    network::{NetworkTabs, Tab},
    people::{Act, ChosenPage, May, Preview, undone},
};

use super::{
    super::visit::Visit,
    list::Known,
    run,
    slice::{Slice, rest, slice},
};

/// Who is chosen, and what one may do for them.
#[handler]
pub(in crate::page) async fn show(
    visit: Visit,
    Path(slug): Path<String>,
    Query(asked): Query<Vec<(String, String)>>,
) -> Response {
    visit.show(shown(&visit, &slug, &Typed(asked)).await)
}

async fn shown(visit: &Visit, slug: &str, asked: &Typed) -> Result<String, Halt> {
    let network = run(&visit.ctx, slug).await?;
    if !asked.is("all", "yes") {
        let chosen = chosen(&visit.ctx, asked).await?;
        return page(visit, &network, chosen, Sent::of(asked)).await;
    }
    let Slice { chosen, told, rest } = slice(visit, &network, asked).await?;
    let typed = Typed(rest.map(|rest| ("rest".to_owned(), rest)).into_iter().collect());
    let sent = Sent { told, ..Sent::of(&typed) };
    page(visit, &network, chosen, sent).await
}

/// The memberships that a form or an address names, in its order.
pub(super) async fn chosen(ctx: &Context, typed: &Typed) -> Result<Vec<Membership>, Halt> {
    let ids = ids(typed);
    let uuids: Vec<_> = ids.iter().map(|id| id.uuid()).collect();
    let mut known = membership::by_ids(ctx, &uuids).await?;
    Ok(uuids.iter().filter_map(|id| known.remove(id)).collect())
}

pub(super) fn ids(typed: &Typed) -> Vec<MembershipId> {
    ids_called(typed, "memberships")
}

/// The memberships that a form names under this name.
pub(super) fn ids_called(typed: &Typed, name: &str) -> Vec<MembershipId> {
    typed.all(name).filter_map(|id| id.parse().ok()).collect()
}

/// A form that was sent, and what came of it.
pub(super) struct Sent<'a> {
    pub(super) act: Option<Act>,
    pub(super) typed: &'a Typed,
    pub(super) problems: &'a [Problem],
    pub(super) preview: Option<Preview>,
    pub(super) done: Option<String>,
    pub(super) told: Option<String>,
    /// To which memberships something was done before that can be taken back, beside those chosen.
    pub(super) undone: Vec<Restore>,
}

impl<'a> Sent<'a> {
    /// What was typed, and nothing came of it yet; the way back of what was done before stays.
    pub(super) fn of(typed: &'a Typed) -> Self {
        let undone = undone(typed);
        Self { act: None, typed, problems: &[], preview: None, done: None, told: None, undone }
    }
}

/// In which revision an act left each of these, as the address after it tells.
pub(super) fn revisions(undone: &[Restore]) -> String {
    let revision = |one: &Restore| one.expected_revision.unwrap_or_default().to_string();
    undone.iter().map(revision).collect::<Vec<_>>().join(".")
}

/// What takes back what was done to those who are chosen, and nothing that is done after it: as the act
/// left them, where the address tells; else as they are found now.
fn as_left(typed: &Typed, chosen: &[Membership]) -> Vec<Restore> {
    let told = typed.get("revisions").split('.').map(|revision| revision.parse().ok());
    let told: HashMap<Uuid, Option<i32>> =
        ids(typed).iter().map(|id| id.uuid()).zip(told).collect();
    let left = |one: &Membership| {
        let told = told.get(&one.id).copied().flatten();
        Restore { id: one.id.into(), expected_revision: told.or(Some(one.revision)) }
    };
    chosen.iter().map(left).collect()
}

pub(super) async fn page(
    visit: &Visit,
    network: &Network,
    chosen: Vec<Membership>,
    sent: Sent<'_>,
) -> Result<String, Halt> {
    let ctx = &visit.ctx;
    let known = Known::load(ctx, &chosen).await?;
    let may_invite = ctx.may(&Ask::PlanEvent { hosts: &[network.id] }).is_ok();
    let coming = event::Filter {
        network: Some(network.id),
        reach: Reach::Own,
        open_at: Some(ctx.now()),
        states: vec![event::State::Published],
        ..event::Filter::default()
    };
    let events = event::list(ctx, &coming, EventOrder::StartAsc, &Request::first(50)).await?;
    let mut events = events.into_rows();
    events.retain(|event| event.may_be_announced(ctx.now()));
    let ask = Ask::ChangeMembership { network: network.id, role: Role::Member };
    let next = next(ctx, &chosen).await?;
    let begun = begun(ctx, &chosen).await?;
    let may_undo = sent.typed.is("undo", "yes");
    // An address has done nothing; what it may take back is as the act before it left it.
    let undone = match sent.act {
        Some(_) if !sent.undone.is_empty() => sent.undone,
        _ if may_undo => as_left(sent.typed, &chosen),
        _ => Vec::new(),
    };
    let page = ChosenPage {
        frame: &visit.frame,
        network,
        next: &next,
        moves: &moves(ctx, &begun).await?,
        tabs: NetworkTabs::of(ctx, network, Tab::People),
        people: &known.listed(&chosen, network.id),
        act: sent.act,
        typed: sent.typed,
        problems: sent.problems,
        preview: sent.preview,
        may: May {
            lead: ctx.may(&ask).is_ok(),
            write: ctx.may(&Ask::WriteToMembers { network: network.id }).is_ok(),
            invite: may_invite,
        },
        events: &events,
        may_undo,
        undone,
        restorable: restorable(ctx, &chosen, &next, &begun),
        done: sent.done,
        told: sent.told,
        rest: rest(sent.typed),
        today: ctx.today(),
    };
    Ok(page.to_html())
}

/// Memberships, by the network and the person.
pub(super) type Next = HashMap<(Uuid, Uuid), Membership>;

/// What transfers have begun elsewhere, by the membership that each is to end.
type Begun = HashMap<Uuid, Vec<Membership>>;

/// Those of them to which something was done that the asker may take back.
fn restorable(
    ctx: &Context,
    chosen: &[Membership],
    next: &Next,
    begun: &Begun,
) -> Vec<MembershipId> {
    let is_led = |one: &&Membership| {
        let ask = Ask::ChangeMembership { network: one.network_id, role: one.role };
        ctx.may(&ask).is_ok()
    };
    // Whoever has the former role again has nothing to get back.
    let is_other = |one: &&Membership| {
        let now = next.get(&(one.network_id, one.member_id));
        one.ending != Some(Ending::Changed)
            || now.is_some_and(|now| (now.role, now.local_role) != (one.role, one.local_role))
    };
    let is_stayed = |one: &&Membership| {
        let there: Vec<_> = begun.get(&one.id).into_iter().flatten().collect();
        may_be_stayed(ctx, one, &there)
    };
    let restorable = chosen.iter().filter(|one| one.may_be_restored(ctx.today()));
    let restorable = restorable.filter(is_led).filter(is_other).filter(is_stayed);
    restorable.map(|one| one.id.into()).collect()
}

/// Whether the asker may take back what a transfer has begun elsewhere, as far as they know of it: it
/// ends with the transfer, and one that they may not end would refuse all the others with it.
pub(super) fn may_be_stayed(ctx: &Context, one: &Membership, begun: &[&Membership]) -> bool {
    let may_end = |there: &&Membership| {
        let (network, member) = (there.network_id, there.member_id);
        ctx.may(&Ask::EndMembership { network, member }).is_ok()
    };
    one.ending != Some(Ending::Transferred)
        || ctx.standing().is_administrator
        || (!begun.is_empty() && begun.iter().all(may_end))
}

/// Whether the transfer that is to end the one has begun the other.
pub(super) fn is_begun_by(one: &Membership, there: &Membership, today: NaiveDate) -> bool {
    there.member_id == one.member_id
        && there.network_id != one.network_id
        && there.origin == Origin::Transfer
        && Some(there.started_on) == one.ended_on
        && there.goes_on(today)
}

/// What the transfers of them that are announced have begun elsewhere, as far as the asker knows of
/// it: in one statement, and in none where no transfer is announced.
async fn begun(ctx: &Context, chosen: &[Membership]) -> Result<Begun, Halt> {
    let today = ctx.today();
    let is_announced =
        |one: &&Membership| one.ending == Some(Ending::Transferred) && one.goes_on(today);
    let announced: Vec<_> = chosen.iter().filter(is_announced).collect();
    if announced.is_empty() {
        return Ok(HashMap::new());
    }
    let mut members: Vec<_> = announced.iter().map(|one| one.member_id).collect();
    members.sort_unstable();
    members.dedup();
    let all = membership::Filter { with_ended: true, ..membership::Filter::default() };
    let found = membership::list_of_members(ctx, &members, &all, &Request::first(100)).await?;
    let found: Vec<_> = found.into_values().flat_map(Page::into_rows).collect();
    let mut begun = Begun::new();
    for one in announced {
        let is_begun = |there: &&Membership| is_begun_by(one, there, today);
        let there: Vec<_> = found.iter().filter(is_begun).cloned().collect();
        if !there.is_empty() {
            begun.insert(one.id, there);
        }
    }
    Ok(begun)
}

/// The names of the networks to which these transfers lead. Of two that begin on one day, nothing
/// tells which is of this membership.
async fn moves(ctx: &Context, begun: &Begun) -> Result<HashMap<Uuid, String>, Halt> {
    let targets = begun.iter().filter_map(|(id, there)| match there.as_slice() {
        [only] => Some((*id, only.network_id)),
        _ => None,
    });
    let targets: Vec<_> = targets.collect();
    if targets.is_empty() {
        return Ok(HashMap::new());
    }
    let networks: Vec<_> = targets.iter().map(|(_, network)| *network).collect();
    let networks = network::by_ids(ctx, &networks).await?;
    let named = |(id, network): (Uuid, Uuid)| Some((id, networks.get(&network)?.name.clone()));
    Ok(targets.into_iter().filter_map(named).collect())
}

/// What the periods that ended because a role changed went over to, by network and person.
pub(super) async fn next(ctx: &Context, chosen: &[Membership]) -> Result<Next, Halt> {
    let changed = chosen.iter().filter(|one| one.ending == Some(Ending::Changed));
    let members: Vec<_> = changed.map(|one| one.member_id).collect();
    if members.is_empty() {
        return Ok(HashMap::new());
    }
    let today = membership::Filter::default();
    let found = membership::list_of_members(ctx, &members, &today, &Request::first(100)).await?;
    let running = found.into_values().flat_map(Page::into_rows);
    Ok(running.map(|one| ((one.network_id, one.member_id), one)).collect())
}
