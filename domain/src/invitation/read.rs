//! Finding invitations: by a letter's link, by network, and one's own.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{Invitation, State, answer::given_name};
use crate::{
    context::Context,
    database::{Sql, binds, in_words},
    error::{Denied, Halt},
    event::{Announced, announced},
    member::NAMELESS,
    membership::{LocalRole, Role},
    page::{Key, Keyed, List, Order, Page, Request},
    policy::{Ask, Resource},
    secret, text,
};

/// What a page shows to whoever holds a letter's link.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Found {
    /// The invitation.
    pub id: Uuid,
    /// Where to.
    pub network_id: Uuid,
    /// Its name.
    pub network_name: String,
    /// Its short name in addresses.
    pub network_slug: String,
    /// For which employer they would act, if that is what it is about.
    pub employer_name: Option<String>,
    /// The address that it was sent to.
    pub email: String,
    /// The name that stood with the address.
    pub name: Option<String>,
    /// The first name, where the list told it apart.
    pub first_name: Option<String>,
    /// The last name, where the list told it apart.
    pub last_name: Option<String>,
    /// The role.
    pub role: Role,
    /// The local role.
    pub local_role: Option<LocalRole>,
    /// A personal word.
    pub word: String,
    /// Who sent it: their name.
    pub invited_by: Option<String>,
    /// How far it is now.
    pub state: State,
    /// Until when it can be accepted.
    pub expires_at: DateTime<Utc>,
    /// Whose address it is, when they are known.
    pub addressee_id: Option<Uuid>,
    /// Whether whoever it was sent to never said their name.
    pub is_unnamed: bool,
    /// To which events they are asked to come once they accept.
    #[sea_orm(skip)]
    pub events: Vec<Announced>,
}

impl Found {
    /// Whether someone else than the person who asks was invited.
    pub fn is_for_another(&self, ctx: &Context) -> bool {
        ctx.standing().member.is_some_and(|me| self.addressee_id != Some(me))
    }

    /// First and last name, as far as the invitation gives them.
    pub fn given_name(&self) -> (&str, &str) {
        given_name(self.first_name.as_deref(), self.last_name.as_deref(), self.name.as_deref())
    }
}

/// What the letter's link leads to; changes nothing, because mail scanners look at all links.
pub async fn find(ctx: &Context, token: &str) -> Result<Found, Halt> {
    let found: Option<Found> = Sql::new(
        "select invitation.id, invitation.network_id, network.name as network_name, \
         network.slug as network_slug, employer.name as employer_name, invitation.email, \
         invitation.name, invitation.first_name, invitation.last_name, invitation.role, \
         invitation.local_role, invitation.word, \
         trim(host.first_name || ' ' || host.last_name) as invited_by, invitation.state, \
         invitation.expires_at, known.id as addressee_id, \
         (known.id is null or (known.first_name = '' and known.last_name in ('', ?))) \
         as is_unnamed from invitation join network on network.id = invitation.network_id \
         left join employer on employer.id = invitation.employer_id \
         left join member host on host.id = invitation.invited_by_id \
         left join member person on person.email_key = invitation.email_key \
         left join member known on known.id = coalesce(person.merged_into_id, person.id) \
         where invitation.token_hash = ?",
        binds![NAMELESS, secret::hash(token)],
    )
    .one(ctx.db())
    .await?;
    let mut found = found.ok_or(Denied::Hidden)?;
    if found.state == State::Sent && found.expires_at <= ctx.now() {
        found.state = State::Expired;
    }
    if found.state == State::Sent {
        found.events = announced(ctx, found.id).await?;
    }
    Ok(found)
}

/// Which invitations.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Filter {
    /// So far.
    pub state: Option<State>,
    /// To an address, or with a name, that has these signs.
    pub search: Option<String>,
}

const BY_TIME: Order =
    Order { name: "invitation.time", columns: &["created_at", "id"], is_descending: true };

impl Keyed for Invitation {
    fn key(&self, _: &Order) -> Vec<Key> {
        vec![Key::Instant(self.created_at), Key::Id(self.id)]
    }
}

/// The invitations to each of these networks, the newest first.
pub async fn list_of_networks(
    ctx: &Context,
    networks: &[Uuid],
    filter: &Filter,
    page: &Request,
) -> Result<HashMap<Uuid, Page<Invitation>>, Halt> {
    let standing = ctx.standing();
    let listed: Vec<Uuid> = networks
        .iter()
        .copied()
        .filter(|network| ctx.may(&Ask::SeeInvitations { network: *network }).is_ok())
        .collect();
    let mut select = Sql::new("select * from invitation where true", vec![]);
    let now = ctx.now();
    match &filter.state {
        // The worker notes what is over a little later than it is.
        Some(State::Sent) => {
            select = select.and("and state = 'sent' and expires_at > ?", binds![now]);
        }
        Some(State::Expired) => {
            select = select.and(
                "and (state = 'expired' or (state = 'sent' and expires_at <= ?))",
                binds![now],
            );
        }
        Some(state) => select = select.and("and state = ?", binds![in_words(state)]),
        None => {}
    }
    if let Some(search) = &filter.search {
        let signs = format!("%{}%", text::sought(search).to_lowercase());
        select = select.and(
            "and (lower(coalesce(name, '')) like ? \
             or (lower(email) like ? and (? or invited_by_id = ? or network_id in ?)))",
            binds![
                signs.clone(),
                signs,
                standing.is_administrator,
                standing.member,
                standing.hold(Role::Organiser)
            ],
        );
    }
    let pages: HashMap<Uuid, Page<Invitation>> =
        List::new(select, BY_TIME, filter).fetch_for_each(ctx, "network_id", &listed, page).await?;
    let seen = |page: Page<Invitation>| page.map(|invitation| invitation.seen_by(ctx));
    Ok(pages.into_iter().map(|(network, page)| (network, seen(page))).collect())
}

/// An invitation, and whether it is the asker's own: answered by them, or waiting for them.
#[derive(FromQueryResult)]
struct Known {
    #[sea_orm(nested)]
    invitation: Invitation,
    is_own: bool,
}

/// The invitations of these identifiers that the asker may know of: those of networks that they run, and their own.
pub async fn by_ids(ctx: &Context, ids: &[Uuid]) -> Result<HashMap<Uuid, Invitation>, Halt> {
    let standing = ctx.standing();
    if standing.has_scope(Resource::Member, false).is_err() {
        return Ok(HashMap::new());
    }
    let me = standing.member;
    let rows: Vec<Known> = Sql::new(
        "select invitation.*, \
         (coalesce(member_id = ?, false) or (state = 'sent' and expires_at > ? \
         and email_key in (select email_key from member \
         where email_key is not null and (id = ? or merged_into_id = ?)))) as is_own \
         from invitation where id in ?",
        binds![me, ctx.now(), me, me, ids],
    )
    .all(ctx.db())
    .await?;
    let is_seen = |row: &Known| {
        row.is_own && standing.covers(&[row.invitation.network_id])
            || ctx.may(&Ask::SeeInvitations { network: row.invitation.network_id }).is_ok()
    };
    let seen = rows
        .into_iter()
        .filter(is_seen)
        .map(|row| if row.is_own { row.invitation } else { row.invitation.seen_by(ctx) });
    Ok(seen.map(|invitation| (invitation.id, invitation)).collect())
}

/// The invitations that wait for the person who asks; they are answered by the link in their letter.
pub async fn mine(ctx: &Context) -> Result<Vec<Invitation>, Halt> {
    let me = ctx.standing().everywhere()?;
    ctx.standing().has_scope(Resource::Member, false)?;
    Ok(Sql::new(
        "select invitation.* from invitation where state = 'sent' and expires_at > ? \
         and email_key in (select email_key from member where id = ? or merged_into_id = ?) \
         order by created_at desc, id desc limit 100",
        binds![ctx.now(), me, me],
    )
    .all(ctx.db())
    .await?)
}
