//! Invitations, requests and employments, as letters tell them.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{About, Network, Person, full_name, words};
use crate::{
    context::Context,
    database::{Sql, binds},
    error::Halt,
    event::{Announced, announced},
    id::{
        EmployerId, EmployerManagerId, EmploymentId, InvitationId, JoinRequestId, MemberId,
        NetworkId,
    },
    invitation::is_seated,
    membership::Role,
    retention,
};

/// An invitation that can be answered.
#[derive(Clone, Debug)]
pub struct Invitation {
    /// What the link carries.
    pub token: String,
    /// Into which network.
    pub network: Network,
    /// For which employer, when the person is asked to act for it.
    pub employer: Option<String>,
    /// In which role.
    pub role: Role,
    /// A personal word.
    pub word: Option<String>,
    /// Who invites, when they are still known.
    pub by: Option<Person>,
    /// To which events they are asked to come once they accept, the first one first.
    pub events: Vec<Announced>,
    /// Until when it can be answered.
    pub expires_at: DateTime<Utc>,
}

/// Someone asks to enter a network.
#[derive(Clone, Debug)]
pub struct JoinRequest {
    /// Its identifier.
    pub id: JoinRequestId,
    /// Into which network.
    pub network: Network,
    /// Who asks.
    pub person: Person,
    /// What they say.
    pub word: Option<String>,
    /// Whether the answer was yes.
    pub is_approved: bool,
    /// Why not.
    pub reason: Option<String>,
}

/// A person at an employer.
#[derive(Clone, Debug)]
pub struct Employment {
    /// Its identifier.
    pub id: EmploymentId,
    /// Who works there.
    pub person: Person,
    /// The employer.
    pub employer_id: EmployerId,
    /// Its name.
    pub employer: String,
    /// What they do there.
    pub job_title: Option<String>,
    /// Whether the answer was yes.
    pub is_confirmed: bool,
    /// Why not.
    pub reason: Option<String>,
}

/// Someone who acts for an employer, or asks to.
#[derive(Clone, Debug)]
pub struct Manager {
    /// Who.
    pub person: Person,
    /// The employer.
    pub employer_id: EmployerId,
    /// Its name.
    pub employer: String,
    /// Whether the answer was yes.
    pub is_confirmed: bool,
    /// Why not.
    pub reason: Option<String>,
}

fn said(word: Option<String>) -> Option<String> {
    word.map(|word| word.trim().to_owned()).filter(|word| !word.is_empty())
}

#[derive(FromQueryResult)]
struct InvitationRow {
    id: Uuid,
    slug: String,
    network: String,
    employer: Option<String>,
    role: Role,
    word: String,
    times_sent: i32,
    first_name: Option<String>,
    last_name: Option<String>,
    expires_at: DateTime<Utc>,
}

/// The invitation, as long as it waits for an answer and its person has not come in without it; a reminder
/// does not ask somebody whose membership is announced either.
pub(super) async fn invitation(
    ctx: &Context,
    id: InvitationId,
    is_reminder: bool,
) -> Result<Option<About>, Halt> {
    let today = ctx.today();
    let row: Option<InvitationRow> = Sql::new(
        &format!(
            "select invitation.id, network.slug, network.name as network, \
             employer.name as employer, invitation.role, invitation.word, invitation.times_sent, \
             member.first_name, member.last_name, invitation.expires_at from invitation \
             join network on network.id = invitation.network_id \
             left join employer on employer.id = invitation.employer_id \
             left join member on member.id = invitation.invited_by_id \
             where invitation.id = ? and invitation.state = 'sent' and invitation.expires_at > ? \
             and not {}",
            is_seated("invitation"),
        ),
        binds![id, ctx.now(), today, is_reminder, today],
    )
    .one(ctx.db())
    .await?;
    let Some(row) = row else { return Ok(None) };
    let events = announced(ctx, row.id).await?;
    Ok(Some({
        let by = row.first_name.zip(row.last_name);
        About::Invitation(Invitation {
            // A letter that is sent again carries a new word, and the old link no longer opens.
            token: ctx.secret().token("invitation", row.id, row.times_sent),
            network: Network { slug: row.slug, name: row.network },
            employer: row.employer,
            role: row.role,
            word: said(Some(row.word)),
            by: by.map(|(first, last)| Person { name: full_name(&first, &last) }),
            events,
            expires_at: row.expires_at,
        })
    }))
}

#[derive(FromQueryResult)]
struct JoinRequestRow {
    id: Uuid,
    slug: String,
    network: String,
    first_name: String,
    last_name: String,
    word: String,
    state: String,
    reason: Option<String>,
}

/// The request, as long as it is in one of these states.
pub(super) async fn join_request(
    ctx: &Context,
    id: JoinRequestId,
    states: &[&str],
) -> Result<Option<About>, Halt> {
    let row: Option<JoinRequestRow> = Sql::new(
        "select request.id, network.slug, network.name as network, member.first_name, \
         member.last_name, request.word, request.state, request.reason from join_request request \
         join network on network.id = request.network_id \
         join member on member.id = request.member_id \
         where request.id = ? and request.state in ?",
        binds![id, words(states)],
    )
    .one(ctx.db())
    .await?;
    Ok(row.map(|row| {
        About::JoinRequest(JoinRequest {
            id: row.id.into(),
            network: Network { slug: row.slug, name: row.network },
            person: Person { name: full_name(&row.first_name, &row.last_name) },
            word: said(Some(row.word)),
            is_approved: row.state == "approved",
            reason: said(row.reason),
        })
    }))
}

#[derive(FromQueryResult)]
struct EmploymentRow {
    id: Uuid,
    first_name: String,
    last_name: String,
    employer_id: Uuid,
    employer: String,
    job_title: Option<String>,
    status: String,
    refusal_reason: Option<String>,
}

/// The employment, as long as it has one of these statuses.
pub(super) async fn employment(
    ctx: &Context,
    id: EmploymentId,
    statuses: &[&str],
) -> Result<Option<About>, Halt> {
    let row: Option<EmploymentRow> = Sql::new(
        "select employment.id, member.first_name, member.last_name, employment.employer_id, \
         employer.name as employer, employment.job_title, employment.status, \
         employment.refusal_reason from employment \
         join member on member.id = employment.member_id \
         join employer on employer.id = employment.employer_id \
         where employment.id = ? and employment.status in ?",
        binds![id, words(statuses)],
    )
    .one(ctx.db())
    .await?;
    Ok(row.map(|row| {
        About::Employment(Employment {
            id: row.id.into(),
            person: Person { name: full_name(&row.first_name, &row.last_name) },
            employer_id: row.employer_id.into(),
            employer: row.employer,
            job_title: said(row.job_title),
            is_confirmed: row.status == "confirmed",
            reason: said(row.refusal_reason),
        })
    }))
}

#[derive(FromQueryResult)]
struct ManagerRow {
    first_name: String,
    last_name: String,
    employer_id: Uuid,
    employer: String,
    state: String,
    reason: Option<String>,
}

/// Who acts for the employer, as long as it is in one of these states.
pub(super) async fn manager(
    ctx: &Context,
    id: EmployerManagerId,
    states: &[&str],
) -> Result<Option<About>, Halt> {
    let row: Option<ManagerRow> = Sql::new(
        "select member.first_name, member.last_name, manager.employer_id, \
         employer.name as employer, manager.state, manager.reason from employer_manager manager \
         join member on member.id = manager.member_id \
         join employer on employer.id = manager.employer_id \
         where manager.id = ? and manager.state in ?",
        binds![id, words(states)],
    )
    .one(ctx.db())
    .await?;
    Ok(row.map(|row| {
        About::Manager(Manager {
            person: Person { name: full_name(&row.first_name, &row.last_name) },
            employer_id: row.employer_id.into(),
            employer: row.employer,
            is_confirmed: row.state == "confirmed",
            reason: said(row.reason),
        })
    }))
}

/// A record of whose person there was no sign for years.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unseen {
    /// When it will be closed.
    pub closes_on: NaiveDate,
    /// When what is personal will be erased.
    pub erased_on: NaiveDate,
}

/// Until when the person may say that they wish to stay; nothing when they came back.
pub(super) async fn unseen(ctx: &Context, id: MemberId) -> Result<Option<About>, Halt> {
    let is_unseen = Sql::new(
        "select 1 as one from member where id = ? and erased_at is null \
         and (last_seen_at is null or last_seen_at < ?)",
        binds![id, ctx.now() - retention::UNSEEN],
    );
    if !is_unseen.exists(ctx.db()).await? {
        return Ok(None);
    }
    let closes_on = ctx.today() + retention::NOTICE;
    Ok(Some(About::Unseen(Unseen { closes_on, erased_on: closes_on + retention::NOTICE })))
}

/// A word from another member.
#[derive(Clone, Debug)]
pub struct Message {
    /// Who writes.
    pub person: Person,
    /// Their page, from which they are answered.
    pub person_id: MemberId,
    /// The network for whose team they write, if they do.
    pub network: Option<String>,
    /// What it is about.
    pub subject: String,
    /// What it says.
    pub body: String,
}

#[derive(FromQueryResult)]
struct WriterRow {
    first_name: String,
    last_name: String,
    network: Option<String>,
}

/// The word, as long as its writer is here.
pub(super) async fn message(
    ctx: &Context,
    from: MemberId,
    subject: &str,
    body: &str,
    network: Option<NetworkId>,
) -> Result<Option<About>, Halt> {
    let row: Option<WriterRow> = Sql::new(
        "select first_name, last_name, \
         (select network.name from network where network.id = ?) as network \
         from member where id = ? and archived_at is null",
        binds![network, from],
    )
    .one(ctx.db())
    .await?;
    Ok(row.map(|row| {
        About::Message(Message {
            person: Person { name: full_name(&row.first_name, &row.last_name) },
            person_id: from,
            network: row.network,
            subject: subject.to_owned(),
            body: body.to_owned(),
        })
    }))
}
