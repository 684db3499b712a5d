//! The people one may sign in as, and the roles of others.

use domain::{
    context::Context,
    id::{MemberId, NetworkId},
    identifier::Email,
    member::{self, Newcomer, ProfileKind},
    membership::{self, Begin, LocalRole, Origin, Role},
    network,
};

use super::beginning;
use crate::command::told;

/// Those whom the tour knows by name.
pub(super) struct People {
    /// Leads the departmental network.
    pub(super) nora: MemberId,
    /// A mediator.
    pub(super) lila: MemberId,
    /// Acts for an employer.
    pub(super) tanguy: MemberId,
    /// A volunteer of no network yet.
    pub(super) ombeline: MemberId,
}

/// First name, last name, profession.
struct Known(&'static str, &'static str, ProfileKind);

impl Known {
    async fn enrol(&self, ctx: &Context) -> anyhow::Result<MemberId> {
        let Self(first_name, last_name, profile_kind) = self;
        let address = domain::text::fold(&format!("{first_name} {last_name}")).replace(' ', ".");
        let email: Email = format!("{address}@exemple.test").parse()?;
        let tx = ctx.begin().await?;
        let newcomer = Newcomer {
            first_name: (*first_name).to_owned(),
            last_name: (*last_name).to_owned(),
            email,
            phone: None,
            profile_kind: *profile_kind,
            action: "member.create",
        };
        let id = member::enrol(&tx, ctx, &newcomer).await?;
        tx.commit().await?;
        Ok(id)
    }
}

/// Writes down those whom the tour knows by name.
pub(super) async fn people(ctx: &Context, department: NetworkId) -> anyhow::Result<People> {
    use ProfileKind::{Coordinator, DigitalMediator, FranceServicesAgent, Volunteer};
    let nora = Known("Nora", "Vallon", Coordinator).enrol(ctx).await?;
    let malo = Known("Malo", "Estuaire", Coordinator).enrol(ctx).await?;
    let lila = Known("Lila", "Bocage", DigitalMediator).enrol(ctx).await?;
    let tanguy = Known("Tanguy", "Serein", FranceServicesAgent).enrol(ctx).await?;
    Known("Camille", "Rivage", Coordinator).enrol(ctx).await?;
    let ombeline = Known("Ombeline", "Passage", Volunteer).enrol(ctx).await?;
    joins(ctx, department, nora, Role::Lead, Some(LocalRole::Pilot)).await?;
    joins(ctx, department, malo, Role::Organiser, None).await?;
    joins(ctx, department, lila, Role::Member, Some(LocalRole::Mediator)).await?;
    joins(ctx, department, tanguy, Role::Member, None).await?;
    member::grant_administrator(ctx, &"camille.rivage@exemple.test".parse()?).await?;
    Ok(People { nora, lila, tanguy, ombeline })
}

/// Gives the people of the files their local networks and local roles, by turns.
pub(super) async fn roles(ctx: &Context) -> anyhow::Result<()> {
    let turns = [
        LocalRole::Pilot,
        LocalRole::Mediator,
        LocalRole::Helper,
        LocalRole::FirstAider,
        LocalRole::Scout,
        LocalRole::Mediator,
        LocalRole::Helper,
    ];
    let mut locals = Vec::new();
    for (slug, _, _) in super::LOCAL {
        locals.push(NetworkId::of(network::by_slug(ctx, slug).await?.id));
    }
    let emails =
        include_str!("members.csv").lines().skip(1).filter_map(|line| line.split(',').nth(2));
    for (turn, email) in emails.enumerate() {
        let Some(member) = member::by_email(ctx, email).await? else { continue };
        let local = locals[turn % locals.len()];
        let local_role = turns[turn / locals.len() % turns.len()];
        let role = if turn < locals.len() { Role::Lead } else { Role::Member };
        joins(ctx, local, member.id.into(), role, Some(local_role)).await?;
    }
    Ok(())
}

async fn joins(
    ctx: &Context,
    network: NetworkId,
    member: MemberId,
    role: Role,
    local_role: Option<LocalRole>,
) -> anyhow::Result<()> {
    let tx = ctx.begin().await?;
    let begin = Begin {
        network,
        member,
        role,
        local_role,
        started_on: beginning(),
        origin: Origin::Founder,
    };
    membership::begin(&tx, ctx, begin).await?;
    tx.commit().await?;
    if local_role == Some(LocalRole::Pilot) {
        // Newcomers turn to them: they let everyone read their name.
        let consent = member::Change { is_named_as_pilot: Some(true), ..member::Change::default() };
        told(member::update(ctx, member, consent).await)?;
    }
    Ok(())
}
