//! What survives: processes are killed without warning, again and again; nothing is lost, nothing doubled.

mod mailing;
mod registering;
mod settings;

use crate::outside::crowd::Size;

/// One event that more people want than it has places.
fn wanted_by(members: usize) -> Size {
    Size { networks: 3, members, events: 1, capacity: 50, registrations_each: 0, employers: 0 }
}
