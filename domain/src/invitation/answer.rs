//! Accepting or declining, by the person's own click: on the letter's link, or in their own space.

use chrono::NaiveDate;
use sea_orm::{ActiveModelTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, Set};
use serde_json::json;
use uuid::Uuid;

use super::{Invitation, State};
use crate::{
    audit::Line,
    context::Context,
    database::{Hold as _, Transaction},
    error::{Halt, Outcome},
    event::newcomer,
    id::{EmployerManagerId, EventId, InvitationId, MemberId, NetworkId},
    identifier::Email,
    member::{self, Newcomer, ProfileKind, SaidName, SaidNameRefusal},
    membership::{self, Begin, Origin, Sooner},
    policy::Ask,
    refusals, secret,
};
use entities::invitation::{Column, Entity, Model};

/// By what the person who answers names the invitation.
#[derive(Clone, Copy, Debug)]
pub enum By<'a> {
    /// The word of the letter's link.
    Token(&'a str),
    /// Its identifier, by somebody who is signed in with the invited address.
    Own(InvitationId),
}

/// A click that answers.
#[derive(Clone, Copy, Debug)]
pub struct Accept<'a> {
    /// Which invitation.
    pub by: By<'a>,
    /// Someone signed in with another address takes it for themselves.
    pub as_myself: bool,
    /// What they say their first name is; heard of whoever never said a name.
    pub first_name: &'a str,
    /// What they say their last name is; heard of whoever never said a name.
    pub last_name: &'a str,
}

impl<'a> Accept<'a> {
    /// This invitation, and nothing else said.
    pub const fn of(by: By<'a>) -> Self {
        Self { by, as_myself: false, first_name: "", last_name: "" }
    }
}

/// Someone came in.
#[derive(Clone, Debug)]
pub struct Accepted {
    /// The invitation.
    pub invitation: Invitation,
    /// Who came in: when nobody was signed in, a session may be opened for them, because the link
    /// proves the address.
    pub member: MemberId,
    /// Whether they are met for the first time.
    pub is_new: bool,
    /// To which events they are asked to come now.
    pub events: Vec<EventId>,
}

refusals! {
    /// Why an invitation may not be accepted.
    InvitationAccept: pub enum AnswerRefusal {
        /// There is no such invitation, or a newer letter replaced this one.
        Unknown => "INVITATION_UNKNOWN" on "token",
        /// It was accepted or declined before.
        Answered => "ALREADY_ANSWERED" on "token",
        /// It was taken back.
        Revoked => "INVITATION_REVOKED" on "token",
        /// Its time is over.
        Expired => "INVITATION_EXPIRED" on "token",
        /// It was sent to another address than yours; say `asMyself` to take it for yourself.
        WrongPerson { email: String } => "WRONG_PERSON" on "asMyself",
        /// A name is longer than 200 characters.
        TooLong { field: &'static str } => "TEXT_TOO_LONG" at field,
        /// The person's record is closed.
        MemberArchived => "MEMBER_ARCHIVED" on "token",
        /// The network is closed.
        NetworkArchived => "NETWORK_ARCHIVED" on "token",
        /// They enter on a later day with a greater role: only who may give it may bring that forward.
        RoleAnnounced { on: NaiveDate } => "ROLE_ANNOUNCED" on "token",
    }
}

refusals! {
    /// Why an invitation may not be declined.
    InvitationDecline: pub enum DeclineRefusal {
        /// There is no such invitation, or a newer letter replaced this one.
        Unknown => "INVITATION_UNKNOWN" on "token",
        /// It was accepted or declined before.
        Answered => "ALREADY_ANSWERED" on "token",
        /// It was taken back.
        Revoked => "INVITATION_REVOKED" on "token",
        /// Its time is over.
        Expired => "INVITATION_EXPIRED" on "token",
    }
}

/// The invitation whose letter carries this word.
pub(super) async fn by_token(
    db: &impl ConnectionTrait,
    token: &str,
) -> Result<Option<Model>, Halt> {
    use sea_orm::ColumnTrait as _;
    Ok(Entity::find().filter(Column::TokenHash.eq(secret::hash(token))).hold().one(db).await?)
}

/// The invitation that the person who answers names; one of somebody else is unknown to them.
async fn named(
    ctx: &Context,
    db: &impl ConnectionTrait,
    by: By<'_>,
) -> Result<Option<Model>, Halt> {
    let id = match by {
        By::Token(token) => return by_token(db, token).await,
        By::Own(id) => id,
    };
    let me = ctx.standing().everywhere()?;
    let row = Entity::find_by_id(id.uuid()).hold().one(db).await?;
    let Some(row) = row else { return Ok(None) };
    let addressee = member::by_address(db, &row.email_key).await?;
    Ok(addressee.filter(|addressee| addressee.id == me).map(|_| row))
}

/// Accepts an invitation. When nobody is signed in, the person of its address is found or written
/// down; when someone with another address is, they have to say that they take it for themselves.
pub async fn accept(ctx: &Context, asked: Accept<'_>) -> Outcome<Accepted, AnswerRefusal> {
    let tx = ctx.begin().await?;
    let row = named(ctx, &*tx, asked.by).await?.ok_or(AnswerRefusal::Unknown)?;
    let addressee = member::by_address(&*tx, &row.email_key).await?;

    // The link itself is the right to answer; a signed-in person's tool needs to be allowed to write.
    if ctx.standing().member.is_some() {
        ctx.may(&Ask::AskToJoin { network: row.network_id })?;
    }

    let said = SaidName::read(asked.first_name, asked.last_name)
        .map_err(|SaidNameRefusal::TooLong { field }| AnswerRefusal::TooLong { field })?;
    match Invitation::from(row.clone()).state_at(ctx.now()) {
        State::Sent => {}
        State::Accepted | State::Declined => return Err(AnswerRefusal::Answered.into()),
        State::Revoked => return Err(AnswerRefusal::Revoked.into()),
        State::Expired => return Err(AnswerRefusal::Expired.into()),
    }
    let network = entities::network::Entity::find_by_id(row.network_id).one(&*tx).await?;
    if network.is_none_or(|network| network.archived_at.is_some()) {
        return Err(AnswerRefusal::NetworkArchived.into());
    }
    let invited = addressee.as_ref().map(|addressee| MemberId::of(addressee.id));
    let is_said = said.is_some();
    let called = said.or_else(|| {
        let (first_name, last_name) =
            given_name(row.first_name.as_deref(), row.last_name.as_deref(), row.name.as_deref());
        SaidName::of(first_name, last_name)
    });
    let (member, is_new) = match (ctx.standing().member, addressee) {
        (Some(me), Some(addressee)) if addressee.id == me => (me.into(), false),
        (Some(me), _) if asked.as_myself => (me.into(), false),
        (Some(_), _) => return Err(AnswerRefusal::WrongPerson { email: row.email }.into()),
        (None, Some(addressee)) if addressee.is_archived => {
            return Err(AnswerRefusal::MemberArchived.into());
        }
        (None, Some(addressee)) => (addressee.id.into(), false),
        (None, None) => (enrol(&tx, ctx, &row, called.as_ref()).await?, true),
    };

    // The invitation of somebody else does not say what one is called.
    if !is_new
        && (is_said || invited == Some(member))
        && let Some(called) = called
        && called.put_down(member).run(&*tx).await? > 0
    {
        tx.audit(ctx, SaidName::line(member)).await?;
    }

    match row.employer_id {
        Some(employer) => manage(&tx, ctx, &row, employer, member).await?,
        None => enter(&tx, ctx, &row, member).await?,
    }
    let events = newcomer::welcome(&tx, ctx, row.id, member).await?;
    let invitation = answer(&tx, ctx, row, State::Accepted, Some(member)).await?;
    tx.commit().await?;
    Ok(Accepted { invitation, member, is_new, events })
}

/// Declines an invitation.
pub async fn decline(ctx: &Context, by: By<'_>) -> Outcome<Invitation, DeclineRefusal> {
    let tx = ctx.begin().await?;
    let row = named(ctx, &*tx, by).await?.ok_or(DeclineRefusal::Unknown)?;

    if ctx.standing().member.is_some() {
        ctx.may(&Ask::AskToJoin { network: row.network_id })?;
    }

    match Invitation::from(row.clone()).state_at(ctx.now()) {
        State::Sent => {}
        State::Accepted | State::Declined => return Err(DeclineRefusal::Answered.into()),
        State::Revoked => return Err(DeclineRefusal::Revoked.into()),
        State::Expired => return Err(DeclineRefusal::Expired.into()),
    }
    newcomer::forget(&tx, row.id).await?;
    let addressee = member::by_address(&*tx, &row.email_key).await?;
    let who = addressee.map(|addressee| addressee.id.into());
    let invitation = answer(&tx, ctx, row, State::Declined, who).await?;
    tx.commit().await?;
    Ok(invitation)
}

async fn answer(
    tx: &Transaction,
    ctx: &Context,
    row: Model,
    state: State,
    member: Option<MemberId>,
) -> Result<Invitation, Halt> {
    let action = if state == State::Accepted { "invitation.accept" } else { "invitation.decline" };
    let mut line = Line::new(action, InvitationId::of(row.id)).within(row.network_id);
    if let Some(member) = member {
        line = line.on_behalf_of(member).changing(json!({ "member": member }));
    }
    tx.audit(ctx, line).await?;
    let mut model: entities::invitation::ActiveModel = row.into();
    model.state = Set(state);
    model.member_id = Set(member.map(MemberId::uuid));
    model.answered_at = Set(Some(ctx.now()));
    Ok(model.update(&**tx).await?.into())
}

/// First and last name, as the invitation gives them, together or told apart; where they are not, the
/// first word is the first name. The person puts it right in their profile.
pub(super) fn given_name<'a>(
    first_name: Option<&'a str>,
    last_name: Option<&'a str>,
    name: Option<&'a str>,
) -> (&'a str, &'a str) {
    if let (Some(first_name), Some(last_name)) = (first_name, last_name) {
        return (first_name, last_name);
    }
    let name = name.unwrap_or_default().trim();
    let (first_name, last_name) = name.split_once(' ').unwrap_or(("", name));
    (first_name, last_name.trim())
}

async fn enrol(
    tx: &Transaction,
    ctx: &Context,
    row: &Model,
    called: Option<&SaidName>,
) -> Result<MemberId, Halt> {
    let (first_name, last_name) = called.map(SaidName::parts).unwrap_or_default();
    let email: Email =
        row.email.parse().map_err(|error| anyhow::anyhow!("{}: {error}", row.email))?;
    let newcomer = Newcomer {
        first_name: first_name.to_owned(),
        last_name: last_name.to_owned(),
        email,
        phone: None,
        profile_kind: ProfileKind::Other,
        action: "member.sign_up",
    };
    member::enrol(tx, ctx, &newcomer).await
}

/// The person enters the network, today also when they were to be in it later; one who is in it already
/// never loses a role by it.
async fn enter(
    tx: &Transaction,
    ctx: &Context,
    row: &Model,
    member: MemberId,
) -> Outcome<(), AnswerRefusal> {
    let begin = Begin {
        network: NetworkId::of(row.network_id),
        member,
        role: row.role,
        local_role: row.local_role,
        started_on: ctx.today(),
        origin: Origin::Invitation,
    };
    let running = membership::running(tx, ctx, row.network_id, member).await?;
    if let Some(running) = running {
        match membership::enter_sooner(tx, ctx, begin).await? {
            Sooner::Begun => return Ok(()),
            Sooner::Waits(on) => return Err(AnswerRefusal::RoleAnnounced { on }.into()),
            Sooner::Nothing => {}
        }
        if row.role < running.role || (row.local_role.is_some() && running.local_role.is_none()) {
            let role = row.role.min(running.role);
            let local_role = row.local_role.or(running.local_role);
            membership::replace(tx, ctx, running, role, local_role).await?;
        }
        return Ok(());
    }
    membership::begin(tx, ctx, begin).await?;
    Ok(())
}

/// The person acts for the employer from now on.
async fn manage(
    tx: &Transaction,
    ctx: &Context,
    row: &Model,
    employer: Uuid,
    member: MemberId,
) -> Result<(), Halt> {
    use entities::employer_manager::{ActiveModel, Column, Entity, State};
    use sea_orm::ColumnTrait as _;
    let present = Entity::find()
        .filter(Column::EmployerId.eq(employer))
        .filter(Column::MemberId.eq(member.uuid()))
        .filter(Column::State.is_in([State::Claimed, State::Confirmed]))
        .hold()
        .one(&**tx)
        .await?;
    let id = match present {
        Some(present) if present.state == State::Confirmed => return Ok(()),
        Some(claimed) => {
            let id = claimed.id;
            let mut model: ActiveModel = claimed.into();
            model.state = Set(State::Confirmed);
            model.decided_by_id = Set(row.invited_by_id);
            model.decided_at = Set(Some(ctx.now()));
            model.update(&**tx).await?;
            EmployerManagerId::of(id)
        }
        None => {
            let id = EmployerManagerId::new();
            ActiveModel {
                id: Set(id.uuid()),
                employer_id: Set(employer),
                member_id: Set(member.uuid()),
                state: Set(State::Confirmed),
                reason: Set(None),
                decided_by_id: Set(row.invited_by_id),
                created_at: Set(ctx.now()),
                decided_at: Set(Some(ctx.now())),
                ended_at: Set(None),
            }
            .insert(&**tx)
            .await?;
            id
        }
    };
    let line = Line::new("employer_manager.confirm", id)
        .about(employer)
        .within(row.network_id)
        .on_behalf_of(member)
        .changing(json!({ "origin": "invitation" }));
    tx.audit(ctx, line).await
}
