//! What those see and do on a person's page who run a network of theirs.

use chrono::NaiveDate;
use domain::{
    context::Context,
    error::{Denied, Error, Halt, Reason},
    id::{MemberId, MembershipId, NetworkId},
    member::{self, Readdress, Seen},
    membership::{self, Change, End, Ending, Membership, Restore, Role, Transfer},
    network::{self, Network},
    page::{Page, Request},
    patch::Patch,
    policy::Ask,
};
use locales::text;
use poem::{Response, handler, web::Path};
use uuid::Uuid;
use web::{
    pages::{
        Problem, Typed,
        people::{CloseView, LeadView, Period, local_role, role},
    },
    words,
};

use super::{
    super::{
        day::day,
        member::{Again, page},
        visit::{Done, Posted, Visit, problems},
    },
    chosen::{is_begun_by, may_be_stayed},
};

/// What is known of a person's memberships, for those who run a network of theirs.
#[derive(Default)]
pub(in crate::page) struct Followed {
    periods: Vec<(Membership, Network)>,
    /// The networks to which the asker may move them.
    elsewhere: Vec<Network>,
    may_readdress: bool,
    may_archive: bool,
}

impl Followed {
    /// Loads it; nothing for oneself, and for who runs none of these networks.
    pub(in crate::page) async fn load(ctx: &Context, seen: &Seen) -> Result<Self, Halt> {
        let ever = membership::Filter { with_ended: true, ..membership::Filter::default() };
        let periods =
            membership::list_of_members(ctx, &[seen.id], &ever, &Request::first(100)).await?;
        let periods: Vec<_> = periods.into_values().flat_map(Page::into_rows).collect();
        let ids: Vec<_> = periods.iter().map(|period| period.network_id).collect();
        let known = network::by_ids(ctx, &ids).await?;
        let may_readdress = member::may_readdress(ctx, &seen.facts).await?;
        let runs = |network: Uuid| ctx.may(&Ask::SeeHistory { network }).is_ok();
        let is_run = periods.iter().any(|period| runs(period.network_id));
        if ctx.standing().is(seen.id) || !is_run {
            return Ok(Self::default());
        }
        let periods = periods.into_iter().filter_map(|period| {
            let network = known.get(&period.network_id)?.clone();
            Some((period, network))
        });
        let periods: Vec<_> = periods.collect();
        let elsewhere = elsewhere(ctx, &periods).await?;
        let may_archive = member::may_archive(ctx, seen).await?;
        Ok(Self { periods, elsewhere, may_readdress, may_archive })
    }

    /// What the page shows of it.
    pub(in crate::page) fn view<'a>(
        &'a self,
        ctx: &Context,
        seen: &'a Seen,
        again: &Again<'a>,
    ) -> Option<LeadView<'a>> {
        if self.periods.is_empty() {
            return None;
        }
        let today = ctx.today();
        let period = |(membership, network): &'a (Membership, Network)| {
            let ask = Ask::ChangeMembership { network: network.id, role: membership.role };
            Period {
                membership,
                network,
                is_open: membership.goes_on(today),
                today,
                may_lead: ctx.may(&ask).is_ok(),
                may_restore: self.is_to_restore(membership, today)
                    && ctx.may(&ask).is_ok()
                    && may_be_stayed(ctx, membership, &self.begun_by(membership, today)),
            }
        };
        let periods: Vec<_> = self.periods.iter().map(period).collect();
        // What cannot be taken back is not offered, whatever the address says.
        let may_undo = |undo: &MembershipId| {
            let found = periods.iter().find(|period| period.membership.id == undo.uuid());
            found.is_some_and(|period| period.may_restore)
        };
        let undo = again.undo.filter(may_undo);
        Some(LeadView {
            seen,
            periods,
            elsewhere: &self.elsewhere,
            may_readdress: self.may_readdress && seen.archived_at.is_none(),
            close: self.may_archive.then_some(CloseView {
                seen,
                page: "/members",
                typed: again.typed,
                problems: again.problems,
            }),
            undo,
            refused: again.refused.map(MembershipId::uuid),
            typed: again.typed,
            problems: again.problems,
        })
    }

    /// What the transfer that is to end this period has begun elsewhere, as far as the asker knows.
    fn begun_by(&self, period: &Membership, today: NaiveDate) -> Vec<&Membership> {
        let others = self.periods.iter().map(|(membership, _)| membership);
        others.filter(|there| is_begun_by(period, there, today)).collect()
    }

    /// Whether making this period what it was would change anything: the person is not in the network
    /// any more, or has another role there.
    fn is_to_restore(&self, period: &Membership, today: NaiveDate) -> bool {
        let now = self
            .periods
            .iter()
            .map(|(membership, _)| membership)
            .find(|other| other.network_id == period.network_id && other.ended_on.is_none());
        let is_to_restore = match now {
            Some(now) if period.ending == Some(Ending::Changed) => {
                (now.role, now.local_role) != (period.role, period.local_role)
            }
            now => {
                let is_over = matches!(period.ending, Some(Ending::Removed | Ending::Transferred));
                now.is_none() == is_over
            }
        };
        is_to_restore && period.may_be_restored(today)
    }
}

/// The open networks that the asker leads, and of which the person is no member.
async fn elsewhere(ctx: &Context, periods: &[(Membership, Network)]) -> Result<Vec<Network>, Halt> {
    let mut networks = led(ctx).await?;
    let today = ctx.today();
    let is_in = |network: &Network| {
        periods.iter().any(|(held, _)| held.network_id == network.id && held.goes_on(today))
    };
    networks.retain(|network| network.archived_at.is_none() && !is_in(network));
    networks.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(networks)
}

/// The networks that the asker leads; of the whole federation, as many as a page shows.
async fn led(ctx: &Context) -> Result<Vec<Network>, Halt> {
    if ctx.standing().is_administrator {
        return Ok(network::tree(ctx).await?.networks());
    }
    let led = ctx.standing().run(Role::Lead);
    Ok(network::by_ids(ctx, &led).await?.into_values().collect())
}

/// The membership of this person that a form names.
async fn named(visit: &Visit, id: &str, typed: &Typed) -> Result<MembershipId, Halt> {
    let member: MemberId = id.parse().map_err(|_| Denied::Hidden)?;
    let named: MembershipId = typed.get("membershipId").parse().map_err(|_| Denied::Hidden)?;
    let found = membership::by_ids(&visit.ctx, &[named.uuid()]).await?.remove(&named.uuid());
    found.filter(|found| found.member_id == member.uuid()).ok_or(Denied::Hidden)?;
    Ok(named)
}

/// Back to the person, with the way to take it back; or the page again with the reason.
async fn told<T, R: Reason>(
    visit: &Visit,
    id: &str,
    (typed, named): (&Typed, MembershipId),
    outcome: Result<T, Error<R>>,
    notice: &'static str,
) -> Result<Done, Halt> {
    let Err(error) = outcome else {
        return Ok(Done::At(format!("/members/{id}?undo={named}"), notice));
    };
    let wrong = problems(error)?;
    refused(visit, id, typed, named, &wrong).await
}

async fn refused(
    visit: &Visit,
    id: &str,
    typed: &Typed,
    named: MembershipId,
    problems: &[Problem],
) -> Result<Done, Halt> {
    let again = Again { typed, problems, refused: Some(named), undo: None };
    Ok(Done::Again(page(visit, id, &again).await?))
}

/// A lead gives the person another role.
#[handler]
pub(in crate::page) async fn change(
    Posted { visit, typed }: Posted,
    Path(id): Path<String>,
) -> Response {
    visit.answer(changing(&visit, &id, &typed).await)
}

async fn changing(visit: &Visit, id: &str, typed: &Typed) -> Result<Done, Halt> {
    let named = named(visit, id, typed).await?;
    let asked = Change {
        expected_revision: typed.revision(),
        role: role(typed.get("role")),
        local_role: Patch::Put(local_role(typed.get("localRole"))),
    };
    match membership::change(&visit.ctx, named, asked).await {
        // Another role begins another period: there is none where it was that one already.
        Ok(same) if same.id == named.uuid() => {
            Ok(Done::At(format!("/members/{id}"), "roles-unchanged"))
        }
        outcome => told(visit, id, (typed, named), outcome, "roles-changed").await,
    }
}

/// A lead ends the person's membership.
#[handler]
pub(in crate::page) async fn end(
    Posted { visit, typed }: Posted,
    Path(id): Path<String>,
) -> Response {
    visit.answer(ending(&visit, &id, &typed).await)
}

async fn ending(visit: &Visit, id: &str, typed: &Typed) -> Result<Done, Halt> {
    let named = named(visit, id, typed).await?;
    let on = match day(typed, "on") {
        Ok(on) => on,
        Err(wrong) => return refused(visit, id, typed, named, &[wrong]).await,
    };
    let reason = typed.filled("reason");
    let asked = End { expected_revision: typed.revision(), on, reason };
    let outcome = membership::end(&visit.ctx, named, asked).await;
    told(visit, id, (typed, named), outcome, "memberships-ended").await
}

/// A lead moves the person to another network.
#[handler]
pub(in crate::page) async fn transfer(
    Posted { visit, typed }: Posted,
    Path(id): Path<String>,
) -> Response {
    visit.answer(transferring(&visit, &id, &typed).await)
}

async fn transferring(visit: &Visit, id: &str, typed: &Typed) -> Result<Done, Halt> {
    let named = named(visit, id, typed).await?;
    let missing =
        || Problem { field: Some("toNetworkId".into()), words: text("page-network-unchosen", &[]) };
    let to = typed.get("toNetworkId").parse::<NetworkId>().map_err(|_| missing());
    let (to, on) = match (to, day(typed, "on")) {
        (Ok(to), Ok(on)) => (to, on),
        (to, on) => {
            let wrong: Vec<_> = to.err().into_iter().chain(on.err()).collect();
            return refused(visit, id, typed, named, &wrong).await;
        }
    };
    let asked = Transfer {
        expected_revision: typed.revision(),
        to,
        role: None,
        local_role: Patch::Keep,
        on,
        reason: typed.filled("reason"),
    };
    match membership::transfer(&visit.ctx, named, asked).await {
        // The way back is in the list of all memberships until the day has come, then another transfer.
        Ok(there) => {
            let is_ahead = there.started_on > visit.ctx.today();
            let notice = if is_ahead { "transfer-announced" } else { "transferred" };
            Ok(Done::At(format!("/members/{id}"), notice))
        }
        outcome => told(visit, id, (typed, named), outcome, "transferred").await,
    }
}

/// A lead takes it back.
#[handler]
pub(in crate::page) async fn restore(
    Posted { visit, typed }: Posted,
    Path(id): Path<String>,
) -> Response {
    visit.answer(restoring(&visit, &id, &typed).await)
}

async fn restoring(visit: &Visit, id: &str, typed: &Typed) -> Result<Done, Halt> {
    let named: MembershipId = typed.get("memberships").parse().map_err(|_| Denied::Hidden)?;
    let asked = Restore { id: named, expected_revision: None };
    let wrong = match membership::restore_all(&visit.ctx, &[asked], false).await {
        Ok(done) => done
            .into_iter()
            .filter_map(|one| one.outcome.err())
            .flatten()
            .map(|reason| Problem { field: None, words: words::refusal(&reason) })
            .collect(),
        Err(error) => problems(error)?,
    };
    if wrong.is_empty() {
        return Ok(Done::At(format!("/members/{id}"), "memberships-restored"));
    }
    refused(visit, id, typed, named, &wrong).await
}

/// A lead corrects the address of someone who never used the account.
#[handler]
pub(in crate::page) async fn readdress(
    Posted { visit, typed }: Posted,
    Path(id): Path<String>,
) -> Response {
    visit.answer(readdressing(&visit, &id, &typed).await)
}

async fn readdressing(visit: &Visit, id: &str, typed: &Typed) -> Result<Done, Halt> {
    let member: MemberId = id.parse().map_err(|_| Denied::Hidden)?;
    let email = typed.get("email").to_owned();
    let asked = Readdress { expected_revision: typed.revision(), email };
    match member::readdress(&visit.ctx, member, asked).await {
        Ok(_) => Ok(Done::At(format!("/members/{id}"), "email-corrected")),
        Err(error) => {
            let wrong = problems(error)?;
            let again = Again { typed, problems: &wrong, refused: None, undo: None };
            Ok(Done::Again(page(visit, id, &again).await?))
        }
    }
}

/// A lead closes the person's record.
#[handler]
pub(in crate::page) async fn archive(
    Posted { visit, typed }: Posted,
    Path(id): Path<String>,
) -> Response {
    visit.answer(archiving(&visit, &id, &typed).await)
}

async fn archiving(visit: &Visit, id: &str, typed: &Typed) -> Result<Done, Halt> {
    let member: MemberId = id.parse().map_err(|_| Denied::Hidden)?;
    let outcome = member::archive(&visit.ctx, member).await;
    closed(visit, id, typed, outcome, "record-closed").await
}

/// A lead opens it again.
#[handler]
pub(in crate::page) async fn reopen(
    Posted { visit, typed }: Posted,
    Path(id): Path<String>,
) -> Response {
    visit.answer(reopening(&visit, &id, &typed).await)
}

async fn reopening(visit: &Visit, id: &str, typed: &Typed) -> Result<Done, Halt> {
    let member: MemberId = id.parse().map_err(|_| Denied::Hidden)?;
    let outcome = member::restore(&visit.ctx, member).await;
    closed(visit, id, typed, outcome, "record-reopened").await
}

async fn closed<R: Reason>(
    visit: &Visit,
    id: &str,
    typed: &Typed,
    outcome: Result<Seen, Error<R>>,
    notice: &'static str,
) -> Result<Done, Halt> {
    let Err(error) = outcome else { return Ok(Done::At(format!("/members/{id}"), notice)) };
    let wrong = problems(error)?;
    let again = Again { typed, problems: &wrong, refused: None, undo: None };
    Ok(Done::Again(page(visit, id, &again).await?))
}
