//! The workbench of those who run a network: its people, whom it invites, the tables it brings in.

mod back;
mod choice;
mod chosen;
mod close;
mod count;
mod import;
mod invite;
mod lead;
mod list;
mod preview;

pub use back::{restored_for, undone};
pub use choice::{local_role, role};
pub use chosen::{
    Act, Chosen, ChosenPage, May, filled_in, going_along, has_more, left_by, looked_at,
};
pub use close::CloseView;
pub use count::Count;
pub use import::{ImportPage, field, fields, list_of_report};
pub use invite::{InvitationsPage, list_of_entries, state};
pub(crate) use invite::{lines_words, malformed, name_cells, totals, undecided_words};
pub use lead::{LeadView, Period};
pub use list::{Listed, PeoplePage, local_date, sorting};
pub use preview::{ActLine, Preview, Upshot};
