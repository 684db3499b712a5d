//! What one says of oneself, and how others see it.

use domain::{
    context::Context,
    error::Halt,
    member::{self, Onlooker},
    membership::{self, LocalRole, Membership},
    network::{self, Network},
    page::{Page, Request},
};
use poem::{Response, handler, web::Query};
use uuid::Uuid;
use web::{
    pages::{
        Problem, Typed,
        me::{LookPage, Looks, ProfilePage},
    },
    words,
};

use crate::page::visit::{Done, Posted, Visit, problems};

/// The form.
#[handler]
pub(crate) async fn show(visit: Visit) -> Response {
    visit.show(page(&visit, None, &[]).await)
}

async fn page(visit: &Visit, typed: Option<&Typed>, problems: &[Problem]) -> Result<String, Halt> {
    let me = member::load(&visit.ctx, visit.ctx.member()?).await?;
    let typed = match typed {
        Some(typed) => typed.over(me.revision),
        None => ProfilePage::filled(&me),
    };
    Ok(ProfilePage { frame: &visit.frame, me: &me, typed: &typed, problems }.to_html())
}

/// The form is sent.
#[handler]
pub(crate) async fn save(Posted { visit, typed }: Posted) -> Response {
    visit.answer(saving(&visit, &typed).await)
}

async fn saving(visit: &Visit, typed: &Typed) -> Result<Done, Halt> {
    let me = visit.ctx.member()?;
    match member::update(&visit.ctx, me, ProfilePage::change(typed)).await {
        Ok(_) => Ok(Done::At("/me/profile".to_owned(), "saved")),
        Err(error) => {
            let problems = problems(error)?;
            Ok(Done::Again(page(visit, Some(typed), &problems).await?))
        }
    }
}

/// One's own record, as others see it.
#[handler]
pub(crate) async fn look(visit: Visit, Query(asked): Query<Vec<(String, String)>>) -> Response {
    let looks = match Typed(asked).get("as") {
        "anybody" => Looks::Anybody,
        _ => Looks::Member,
    };
    visit.show(looked(&visit, looks).await)
}

async fn looked(visit: &Visit, looks: Looks) -> Result<String, Halt> {
    let ctx = &visit.ctx;
    let me = ctx.member()?.uuid();
    let onlooker = match looks {
        Looks::Member => Onlooker::Fellow,
        Looks::Anybody => Onlooker::Anybody,
    };
    let seen = member::as_seen_by(ctx, onlooker).await?;
    let held = belonging(ctx, me).await?;
    let own = member::load(ctx, ctx.member()?).await?;
    let is_named = own.private.is_some_and(|private| private.visibility.is_named_as_pilot);
    let pilots =
        held.iter().filter(|(held, _)| is_named && held.local_role == Some(LocalRole::Pilot));
    let page = LookPage {
        frame: &visit.frame,
        looks,
        seen: seen.as_ref(),
        networks: held.iter().map(|(held, network)| (network, role(held))).collect(),
        pilots: pilots.map(|(_, network)| network.name.as_str()).collect(),
    };
    Ok(page.to_html())
}

/// The networks that somebody is in today, as far as the asker may know.
pub(crate) async fn belonging(
    ctx: &Context,
    member: Uuid,
) -> Result<Vec<(Membership, Network)>, Halt> {
    let today = membership::Filter::default();
    let held = membership::list_of_members(ctx, &[member], &today, &Request::first(50)).await?;
    let held: Vec<_> = held.into_values().flat_map(Page::into_rows).collect();
    let ids: Vec<_> = held.iter().map(|held| held.network_id).collect();
    let known = network::by_ids(ctx, &ids).await?;
    let with_network = |held: Membership| {
        let network = known.get(&held.network_id)?.clone();
        Some((held, network))
    };
    Ok(held.into_iter().filter_map(with_network).collect())
}

/// A role in a network, with what the person is for the public.
pub(crate) fn role(held: &Membership) -> String {
    words::both_roles(held.role, held.local_role)
}
