//! What one says of oneself, and how others see it.

use domain::{
    context::Context,
    error::{Error, Halt},
    member::{self, Onlooker, UpdateRefusal},
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

use crate::{
    page::visit::{Done, Posted, Visit, problems},
    sign_in::ReturnTo,
};

/// The field that holds the page from which one came to the form.
const BACK: &str = "return_to";

/// The form.
#[handler]
pub(crate) async fn show(visit: Visit, Query(asked): Query<Vec<(String, String)>>) -> Response {
    visit.show(page(&visit, Shown::AsKept(&Typed(asked)), &[]).await)
}

/// With what the form is filled in.
#[derive(Clone, Copy)]
enum Shown<'a> {
    /// What is kept; the address may say to which page one goes back.
    AsKept(&'a Typed),
    /// What was typed.
    AsTyped(&'a Typed),
}

async fn page(visit: &Visit, shown: Shown<'_>, problems: &[Problem]) -> Result<String, Halt> {
    let me = member::load(&visit.ctx, visit.ctx.member()?).await?;
    let typed = match shown {
        Shown::AsTyped(typed) => typed.over(me.revision),
        Shown::AsKept(asked) => {
            let mut typed = ProfilePage::filled(&me);
            let back = asked.filled(BACK).map(|path| (BACK.to_owned(), path));
            typed.0.extend(back);
            typed
        }
    };
    let page = ProfilePage { frame: &visit.frame, me: &me, typed: &typed, problems };
    Ok(page.to_html())
}

/// The form is sent.
#[handler]
pub(crate) async fn save(Posted { visit, typed }: Posted) -> Response {
    visit.answer(saving(&visit, &typed).await)
}

async fn saving(visit: &Visit, typed: &Typed) -> Result<Done, Halt> {
    let me = visit.ctx.member()?;
    if ProfilePage::of_whom(typed).is_some_and(|shown| shown != me) {
        // Since the page was opened, somebody began or ceased to act for another: what was typed
        // belongs on that person's record, not here.
        let words = locales::text("page-profile-of-another", &[]);
        let wrong = [Problem { field: None, words }];
        return Ok(Done::Again(page(visit, Shown::AsKept(typed), &wrong).await?));
    }
    let is_acting = visit.ctx.standing().acting.is_some();
    match member::update(&visit.ctx, me, ProfilePage::change(typed, is_acting)).await {
        Ok(_) => Ok(match typed.filled(BACK) {
            Some(path) => {
                Done::At(ReturnTo::read(Some(&path)).as_str().to_owned(), "profile-saved")
            }
            None => Done::At("/me/profile".to_owned(), "saved"),
        }),
        Err(error) => {
            let problems = beside(error)?;
            Ok(Done::Again(page(visit, Shown::AsTyped(typed), &problems).await?))
        }
    }
}

/// Why it is refused, each beside its field: a skill that is too long is of those that one types, and
/// there are no more themes to tick than one may have skills.
fn beside(error: Error<UpdateRefusal>) -> Result<Vec<Problem>, Halt> {
    let is_typed: Vec<_> = match &error {
        Error::Refused(reasons) => reasons
            .iter()
            .map(|reason| {
                use UpdateRefusal::{SkillTooLong, TooManySkills};
                matches!(reason, SkillTooLong { .. } | TooManySkills { .. })
            })
            .collect(),
        Error::Halted(_) => Vec::new(),
    };
    let mut problems = problems(error)?;
    for (problem, _) in problems.iter_mut().zip(is_typed).filter(|(_, is_typed)| *is_typed) {
        problem.field = Some("otherSkills".into());
    }
    Ok(problems)
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
