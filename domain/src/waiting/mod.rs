//! What waits for the asker's answer: registrations to accept, requests to enter, declared jobs,
//! claims to act for an employer.

use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::{
    context::Context,
    database::{Sql, binds},
    error::Halt,
    policy::{Ask, Resource, Role},
};

/// What is to be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Registrations for an event that the asker organises.
    Registration,
    /// Requests to enter a network that they lead.
    JoinRequest,
    /// Jobs that people declare at an employer for which they act, or of people whom they lead.
    Employment,
    /// Claims to act for an employer with staff or places in a network that they lead.
    EmployerManager,
}

/// So many of one kind, at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// What is to be answered.
    pub kind: Kind,
    /// Where: the event, the network or the employer.
    pub about: Uuid,
    /// How many.
    pub count: i64,
}

#[derive(FromQueryResult)]
struct Row {
    kind: String,
    about_id: Uuid,
    count: i64,
}

/// More places than anybody answers at in a day.
const MOST: i64 = 100;

/// All that waits for the asker's answer, in one statement; where most waits first, at most a
/// hundred places.
pub async fn of_viewer(ctx: &Context) -> Result<Vec<Waiting>, Halt> {
    let may = [Resource::Registration, Resource::Member, Resource::Employer]
        .map(|about| ctx.may(&Ask::SeeWaiting { about }));
    // A tool that may answer nothing is told so: "nothing waits" would be another answer.
    if let [Err(no), Err(_), Err(_)] = &may {
        return Err(no.clone().into());
    }
    let [has_registrations, _, has_employers] = may.map(|may| may.is_ok());
    let (standing, me, today) = (ctx.standing(), ctx.member()?, ctx.today());
    let mut led = standing.run(Role::Lead);
    let mut sql = Sql::new("select kind, about_id, count from (", vec![]);
    let organised = if has_registrations { standing.run(Role::Organiser) } else { vec![] };
    sql = sql.and(
        "select 'registration' as kind, registration.event_id as about_id, count(*) as count \
         from registration join event on event.id = registration.event_id \
         where registration.state = 'pending' and event.state in ('published', 'postponed') \
         and registration.event_id in (select event_id from event_host where network_id in ?) \
         group by registration.event_id",
        binds![organised],
    );
    let answers: Vec<Uuid> = led
        .iter()
        .copied()
        .filter(|network| ctx.may(&Ask::AnswerJoinRequest { network: *network }).is_ok())
        .collect();
    sql = sql.and(
        "union all select 'join_request', network_id, count(*) from join_request \
         where state = 'pending' and network_id in ? group by network_id",
        binds![answers],
    );
    let mut manages: Vec<Uuid> = standing.manages.iter().copied().collect();
    manages.sort_unstable();
    if !has_employers {
        manages.clear();
        led.clear();
    }
    // Nobody confirms what they say of themselves, unless they act for the employer.
    sql = sql.and(
        "union all select 'employment', employer_id, count(*) from employment \
         where status = 'declared' \
         and (ended_on is null or (ended_on > ? and ended_on > started_on)) \
         and (employer_id in ? or (member_id <> ? and exists (select 1 from membership held \
         where held.member_id = employment.member_id and held.network_id in ? \
         and held.started_on <= ? and (held.ended_on is null or held.ended_on > ?)))) \
         group by employer_id",
        binds![today, manages, me, led.clone(), today, today],
    );
    sql = sql.and(
        "union all select 'employer_manager', manager.employer_id, count(*) \
         from employer_manager manager where manager.state = 'claimed' and manager.member_id <> ? \
         and manager.employer_id in (select job.employer_id from membership held \
         join employment job on job.member_id = held.member_id and job.status = 'confirmed' \
         and job.started_on <= ? and (job.ended_on is null or job.ended_on > ?) \
         where held.network_id in ? and held.started_on <= ? \
         and (held.ended_on is null or held.ended_on > ?) \
         union select place.employer_id from place where place.network_id in ? \
         and place.archived_at is null and place.employer_id is not null \
         union select audit_line.subject_id from audit_line where audit_line.network_id in ? \
         and audit_line.action in ('employer.create', 'employer.import')) \
         group by manager.employer_id",
        binds![me, today, today, led.clone(), today, today, led.clone(), led],
    );
    let rows: Vec<Row> = sql
        .and(") waiting order by count desc, kind, about_id limit ?", binds![MOST])
        .all(ctx.db())
        .await?;
    let waiting = rows.into_iter().filter_map(|row| {
        let kind = match row.kind.as_str() {
            "registration" => Kind::Registration,
            "join_request" => Kind::JoinRequest,
            "employment" => Kind::Employment,
            "employer_manager" => Kind::EmployerManager,
            _ => return None,
        };
        Some(Waiting { kind, about: row.about_id, count: row.count })
    });
    Ok(waiting.collect())
}
