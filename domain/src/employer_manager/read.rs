//! Who acts for which employer.

use std::collections::HashMap;

use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::{EmployerManager, State};
use crate::{
    context::Context,
    database::{Sql, binds, in_words},
    error::{Denied, Halt},
    page::{Key, Keyed, List, Order, Page, Request},
    policy::{Resource, Role},
};

const SELECT: &str = "select manager.id, manager.employer_id, manager.member_id, \
    member.first_name, member.last_name, manager.state, manager.reason, manager.created_at, \
    manager.decided_at, manager.ended_at from employer_manager manager \
    join member on member.id = manager.member_id";

const NEWEST: Order =
    Order { name: "manager.newest", columns: &["created_at", "id"], is_descending: true };

impl Keyed for EmployerManager {
    fn key(&self, _: &Order) -> Vec<Key> {
        vec![Key::Instant(self.created_at), Key::Id(self.id)]
    }
}

/// The condition under which this asker may know of it: their own, those of an employer that they
/// manage, and those of an employer with staff or places in a network that they lead.
fn visible(ctx: &Context) -> Result<Sql, Denied> {
    let standing = ctx.standing();
    standing.has_scope(Resource::Employer, false)?;
    if standing.is_administrator {
        return Ok(Sql::new("(true)", vec![]));
    }
    let today = ctx.today();
    let mut manages: Vec<Uuid> = standing.manages.iter().copied().collect();
    manages.sort_unstable();
    let led = standing.run(Role::Lead);
    Ok(Sql::new(
        "(manager.member_id = ? or manager.employer_id in ? or manager.employer_id in ( \
         select employment.employer_id from membership held \
         join employment on employment.member_id = held.member_id \
         and employment.status = 'confirmed' and employment.started_on <= ? \
         and (employment.ended_on is null or employment.ended_on > ?) \
         where held.network_id in ? and held.started_on <= ? \
         and (held.ended_on is null or held.ended_on > ?) \
         union select place.employer_id from place where place.network_id in ? \
         and place.archived_at is null and place.employer_id is not null \
         union select audit_line.subject_id from audit_line where audit_line.network_id in ? \
         and audit_line.action in ('employer.create', 'employer.import')))",
        binds![
            standing.everywhere().ok(),
            manages,
            today,
            today,
            led.clone(),
            today,
            today,
            led.clone(),
            led
        ],
    ))
}

/// Those of these identifiers that this asker may know of.
pub async fn by_ids(ctx: &Context, ids: &[Uuid]) -> Result<HashMap<Uuid, EmployerManager>, Halt> {
    let Ok(visible) = visible(ctx) else { return Ok(HashMap::new()) };
    let rows: Vec<EmployerManager> = Sql::new(SELECT, vec![])
        .and("where manager.id in ? and", binds![ids])
        .append(visible)
        .all(ctx.db())
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// Whether this asker may know of it, within a change.
pub(super) async fn is_seen(
    ctx: &Context,
    db: &impl ConnectionTrait,
    id: Uuid,
) -> Result<bool, Halt> {
    let Ok(visible) = visible(ctx) else { return Ok(false) };
    let seen =
        Sql::new("select 1 from employer_manager manager where manager.id = ? and", binds![id])
            .append(visible);
    Ok(seen.exists(db).await?)
}

/// The same row within a change, whoever asks.
pub(super) async fn among(db: &impl ConnectionTrait, id: Uuid) -> Result<EmployerManager, Halt> {
    let row = Sql::new(SELECT, vec![]).and("where manager.id = ?", binds![id]).one(db).await?;
    Ok(row.ok_or(Denied::Hidden)?)
}

/// Which of those who act for an employer, or ask to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Filter {
    /// How far it is; both who acts and who asks when not said.
    pub state: Option<State>,
    /// Only this person.
    pub member: Option<Uuid>,
    /// Everybody but this person.
    pub except: Option<Uuid>,
}

/// Those who act for each of these employers, and who ask to, the newest first.
pub async fn list_of_employers(
    ctx: &Context,
    employers: &[Uuid],
    filter: &Filter,
    page: &Request,
) -> Result<HashMap<Uuid, Page<EmployerManager>>, Halt> {
    let mut select = Sql::new(SELECT, vec![])
        .and("where manager.state in ('claimed', 'confirmed') and", vec![])
        .append(visible(ctx)?);
    if let Some(state) = &filter.state {
        select = select.and("and manager.state = ?", binds![in_words(state)]);
    }
    if let Some(member) = filter.member {
        select = select.and("and manager.member_id = ?", binds![member]);
    }
    if let Some(member) = filter.except {
        select = select.and("and manager.member_id <> ?", binds![member]);
    }
    List::new(select, NEWEST, filter).fetch_for_each(ctx, "employer_id", employers, page).await
}

/// For whom the asker acts, acted, or asked to, the newest first.
pub async fn list_of_member(ctx: &Context, page: &Request) -> Result<Page<EmployerManager>, Halt> {
    let member = ctx.standing().everywhere()?;
    ctx.standing().has_scope(Resource::Employer, false)?;
    let select = Sql::new(SELECT, vec![]).and("where manager.member_id = ?", binds![member]);
    List::new(select, NEWEST, &member).fetch(ctx, page).await
}
