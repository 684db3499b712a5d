//! Attendances in the schema.

mod loaders;
mod mutations;
mod types;

pub(crate) use loaders::{AttendanceKey, AttendancesKey, ViewerAttendanceKey};
pub use mutations::AttendanceMutation;
pub(crate) use types::of_event;
pub use types::{Attendance, AttendanceFilter, AttendanceState};
