//! Events, their agenda and their questions in the schema.

mod choice;
mod guest_mutations;
mod input;
mod invitation;
mod list;
mod loaders;
mod mutations;
mod queries;
mod question;
mod question_mutations;
mod session;
mod session_mutations;
mod types;

pub use choice::{EventAudience, EventKind, EventMode, EventState, EventVisibility, QuestionKind};
pub use guest_mutations::EventGuestMutation;
pub use invitation::{EventInvitation, EventInvitationFilter};
pub use list::{EventFilter, EventOrder};
pub(crate) use loaders::{EventKey, HostedBy, QuestionKey, SessionKey};
pub use mutations::EventMutation;
pub use queries::EventQuery;
pub use question::Question;
pub use question_mutations::QuestionMutation;
pub use session::Session;
pub use session_mutations::SessionMutation;
pub use types::Event;
