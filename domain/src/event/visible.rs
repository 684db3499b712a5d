//! Which events someone may list: the twin, in SQL, of the policy's answer to `Ask::SeeEvent`.
//!
//! The answer decides about one event whose facts are known; a list cannot fetch what it then hides,
//! so the same conditions stand here in the same order. A test holds the two together.

use uuid::Uuid;

use crate::{
    database::{Sql, binds},
    error::Denied,
    policy::{Resource, Role, Standing},
};

/// The condition on `event` under which this asker may know of it.
pub(crate) fn visible(standing: &Standing) -> Result<Sql, Denied> {
    standing.has_scope(Resource::Event, false)?;
    if standing.is_administrator {
        return Ok(Sql::new("(true)", vec![]));
    }
    let run = standing.run(Role::Organiser);
    let mut above: Vec<Uuid> = standing.above.iter().copied().collect();
    above.sort_unstable();
    Ok(Sql::new(
        "(exists (select 1 from event_host host \
         where host.event_id = event.id and host.network_id in ?) \
         or (event.state <> 'draft' and (event.visibility = 'public' \
         or (event.visibility = 'federation' and exists (select 1 from event_host host \
         join network_ancestor reached on reached.descendant_id = host.network_id \
         where host.event_id = event.id and reached.ancestor_id in ?)) \
         or (event.visibility = 'hosts' and exists (select 1 from event_host host \
         where host.event_id = event.id and host.network_id in ?)))))",
        binds![run, above.as_slice(), above.as_slice()],
    ))
}
