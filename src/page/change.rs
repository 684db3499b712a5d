//! The names of what lines of the audit trail speak of.

use domain::{
    audit::{Actor, Change},
    charter,
    context::Context,
    employer,
    error::Halt,
    event,
    id::parse_any,
    invitation, member, network, place, session,
};
use serde_json::Value;
use uuid::Uuid;
use web::change::Names;

/// What these lines speak of, and these besides: as many statements for many lines as for few.
pub(super) async fn names(
    ctx: &Context,
    changes: &[Change],
    besides: impl IntoIterator<Item = Uuid>,
) -> Result<Names, Halt> {
    let mut ids: Vec<Uuid> = besides.into_iter().collect();
    for change in changes {
        ids.extend([change.subject.1, change.about_id]);
        ids.extend(
            [actor(change), change.acting_as_id, change.member_id, change.network_id]
                .into_iter()
                .flatten(),
        );
        for field in change.fields() {
            for value in [field.before, field.after].into_iter().flatten() {
                named(&value, &mut ids);
            }
        }
    }
    ids.sort_unstable();
    ids.dedup();
    let charters = charter::by_ids(ctx, &ids).await?;
    let employers = employer::by_ids(ctx, &ids).await?;
    let sessions = session::by_ids(ctx, &ids).await?;
    let places = place::by_ids(ctx, &ids).await?;
    let invitations = invitation::by_ids(ctx, &ids).await?;
    let levels = network::levels(ctx).await?;
    // An address that was cleared names nobody.
    let invited = |(id, one): (Uuid, invitation::Invitation)| {
        Some((id, one.name.unwrap_or(one.email))).filter(|(_, name)| !name.is_empty())
    };
    Ok(Names {
        members: member::by_ids(ctx, &ids).await?,
        events: event::by_ids(ctx, &ids).await?,
        networks: network::by_ids(ctx, &ids).await?,
        charters: charters.into_iter().map(|(id, charter)| (id, charter.title)).collect(),
        employers: employers.into_iter().map(|(id, employer)| (id, employer.name)).collect(),
        sessions: sessions.into_iter().map(|(id, session)| (id, session.title)).collect(),
        places: places.into_iter().map(|(id, place)| (id, place.name)).collect(),
        invitations: invitations.into_iter().filter_map(invited).collect(),
        levels: levels.into_iter().map(|level| (level.code, level.name)).collect(),
    })
}

const fn actor(change: &Change) -> Option<Uuid> {
    match change.actor {
        Actor::Person(member) => Some(member),
        Actor::Token { member, .. } => member,
        Actor::System | Actor::Visitor => None,
    }
}

/// The identifiers that stand in a value.
fn named(value: &Value, ids: &mut Vec<Uuid>) {
    match value {
        Value::String(words) => {
            ids.extend(parse_any(words).map(|(_, id)| id));
            ids.extend(words.parse::<Uuid>().ok());
        }
        Value::Array(values) => values.iter().for_each(|value| named(value, ids)),
        _ => {}
    }
}
