//! Inviting people to a network, with a look before anything leaves.

use domain::{
    bulk::Bulk,
    error::{Denied, Error, Halt, Reason},
    exchange::Format,
    id::InvitationId,
    invitation::{self, Create, Filter, Report, State},
    membership::Role,
    page::Page,
    policy::Ask,
};
use poem::{
    Response, handler,
    web::{Path, Query},
};
use web::{
    component::{Keep, Pager},
    pages::{
        Problem, Typed,
        network::{NetworkTabs, Tab},
        people::{InvitationsPage, list_of_entries, local_role, role, state},
    },
};

use super::{
    super::{
        list::{back, here, left, request},
        visit::{Done, Posted, Visit, problems},
    },
    run,
};

/// How many invitations stand on a page.
const SIZE: i32 = 50;

/// The form, and who has not answered.
#[handler]
pub(in crate::page) async fn show(
    visit: Visit,
    Path(slug): Path<String>,
    Query(asked): Query<Vec<(String, String)>>,
) -> Response {
    visit.show(page(&visit, &slug, &Typed(asked), &Typed::default(), &[], None).await)
}

/// What became of a pasted list, and whether the letters left.
struct Told<'a> {
    report: &'a [Report],
    is_sent: bool,
}

async fn page(
    visit: &Visit,
    slug: &str,
    shown: &Typed,
    typed: &Typed,
    problems: &[Problem],
    told: Option<Told<'_>>,
) -> Result<String, Halt> {
    let ctx = &visit.ctx;
    let network = run(ctx, slug).await?;
    ctx.may(&Ask::SeeInvitations { network: network.id })?;
    let filter = Filter { state: state(shown.get("state")), search: shown.filled("search") };
    let mut found =
        invitation::list_of_networks(ctx, &[network.id], &filter, &request(shown, SIZE)).await?;
    let found = found.remove(&network.id).unwrap_or_else(Page::empty);
    let path = format!("/networks/{slug}/invitations");
    let kept = ["search", "state"].map(|name| (name, shown.get(name)));
    let pager = Pager::of(&found, &path, &kept);
    let total = found.total.unwrap_or_default();
    let undo = match shown.get("undo").parse::<InvitationId>() {
        Ok(id) => invitation::by_ids(ctx, &[id.uuid()]).await?.remove(&id.uuid()),
        Err(_) => None,
    };
    let undo = undo.filter(|undo| undo.network_id == network.id && undo.state == State::Revoked);
    let invitations = found.into_rows();
    let offered: Vec<_> = invitations.iter().chain(&undo).collect();
    let pauses = invitation::pauses(ctx, &offered).await?;
    let keep = match &told {
        Some(told) => {
            let bytes = list_of_entries(told.report, told.is_sent).write(Format::Csv)?;
            let name = format!("{}_invitations_{slug}.csv", ctx.today());
            Some(Keep::csv(name, &bytes, "Garder ce rapport en CSV"))
        }
        None => None,
    };
    let page = InvitationsPage {
        frame: &visit.frame,
        network: &network,
        tabs: NetworkTabs::of(ctx, &network, Tab::People),
        typed,
        problems,
        report: told.as_ref().map(|told| told.report),
        is_sent: told.as_ref().is_some_and(|told| told.is_sent),
        keep,
        invitations: &invitations,
        shown,
        undo: undo.as_ref(),
        pauses: &pauses,
        list: here(shown, &kept),
        pager,
        total,
        may_name_leads: ctx.may(&Ask::Invite { network: network.id, role: Role::Lead }).is_ok(),
        now: ctx.now(),
    };
    Ok(page.to_html())
}

/// Someone looks at what would become of a list, or sends the invitations.
#[handler]
pub(in crate::page) async fn send(
    Posted { visit, typed }: Posted,
    Path(slug): Path<String>,
) -> Response {
    visit.answer(sending(&visit, &slug, &typed).await)
}

async fn sending(visit: &Visit, slug: &str, typed: &Typed) -> Result<Done, Halt> {
    let network = run(&visit.ctx, slug).await?;
    let is_sent = typed.is("step", "send");
    let asked = Create {
        network: network.id.into(),
        addresses: typed.get("addresses").to_owned(),
        role: role(typed.get("role")).unwrap_or(Role::Member),
        local_role: local_role(typed.get("localRole")),
        word: typed.get("word").replace("\r\n", "\n"),
        event: None,
        bulk: Bulk { is_dry_run: !is_sent, ..Bulk::default() },
    };
    let nothing = Typed::default();
    match invitation::create(&visit.ctx, asked).await {
        Ok(report) => {
            let told = Some(Told { report: &report, is_sent });
            let page = page(visit, slug, &nothing, typed, &[], told).await?;
            Ok(if is_sent { Done::Made(page) } else { Done::Look(page) })
        }
        Err(error) => {
            let wrong = problems(error)?;
            Ok(Done::Again(page(visit, slug, &nothing, typed, &wrong, None).await?))
        }
    }
}

/// The invitation to this network that a form names.
async fn named(visit: &Visit, slug: &str, typed: &Typed) -> Result<InvitationId, Halt> {
    let network = run(&visit.ctx, slug).await?;
    let id: InvitationId = typed.get("invitationId").parse().map_err(|_| Denied::Hidden)?;
    let found = invitation::by_ids(&visit.ctx, &[id.uuid()]).await?.remove(&id.uuid());
    let found = found.filter(|found| found.network_id == network.id);
    found.map(|_| id).ok_or_else(|| Denied::Hidden.into())
}

async fn told<T, R: Reason>(
    visit: &Visit,
    slug: &str,
    typed: &Typed,
    outcome: Result<T, Error<R>>,
    notice: &'static str,
) -> Result<Done, Halt> {
    let Err(error) = outcome else {
        return Ok(Done::At(back(&format!("/networks/{slug}/invitations"), typed), notice));
    };
    let wrong = problems(error)?;
    let nothing = Typed::default();
    Ok(Done::Again(page(visit, slug, &left(typed), &nothing, &wrong, None).await?))
}

/// Someone sends an invitation again.
#[handler]
pub(in crate::page) async fn resend(
    Posted { visit, typed }: Posted,
    Path(slug): Path<String>,
) -> Response {
    visit.answer(resending(&visit, &slug, &typed).await)
}

async fn resending(visit: &Visit, slug: &str, typed: &Typed) -> Result<Done, Halt> {
    let id = named(visit, slug, typed).await?;
    let outcome = invitation::resend(&visit.ctx, id).await;
    told(visit, slug, typed, outcome, "invitation-resent").await
}

/// Someone takes an invitation back.
#[handler]
pub(in crate::page) async fn revoke(
    Posted { visit, typed }: Posted,
    Path(slug): Path<String>,
) -> Response {
    visit.answer(revoking(&visit, &slug, &typed).await)
}

async fn revoking(visit: &Visit, slug: &str, typed: &Typed) -> Result<Done, Halt> {
    let id = named(visit, slug, typed).await?;
    let outcome = invitation::revoke(&visit.ctx, id).await;
    let is_done = outcome.is_ok();
    match told(visit, slug, typed, outcome, "invitation-revoked").await? {
        // The way back stands on the page that follows.
        Done::At(path, notice) if is_done => {
            let mark = if path.contains('?') { '&' } else { '?' };
            Ok(Done::At(format!("{path}{mark}undo={id}"), notice))
        }
        other => Ok(other),
    }
}
