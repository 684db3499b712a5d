//! Attendances loaded together.

use std::convert::identity;

use domain::attendance::{self, Filter};

use super::Attendance;
use crate::graphql::loader::{found_by_key, listed_below};

found_by_key! {
    /// An attendance by its key.
    AttendanceKey => Attendance: |ctx, ids| attendance::by_ids(ctx, ids), Attendance::of;
    /// What is recorded of the asker at an event as a whole.
    ViewerAttendanceKey => Attendance: |ctx, events| attendance::own(ctx, events), Attendance::of;
    /// The attendances that go with a registration.
    AttendancesKey => Vec<attendance::Attendance>:
        |ctx, ids| attendance::of_registrations(ctx, ids), identity;
}

listed_below! {
    /// Marks the attendances of an event.
    AtEvent by Filter => attendance::Attendance:
        |ctx, events, filter, page| attendance::list_of_events(ctx, events, filter, page);
}
