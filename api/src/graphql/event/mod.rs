//! Events, their agenda and their questions in the schema.

mod choice;
mod list;
mod loaders;
mod queries;
mod question;
mod session;
mod types;

pub use choice::{EventAudience, EventKind, EventMode, EventState, EventVisibility, QuestionKind};
pub use list::{EventFilter, EventOrder};
pub(crate) use loaders::{EventKey, HostedBy, QuestionKey, SessionKey};
pub use queries::EventQuery;
pub use question::Question;
pub use session::Session;
pub use types::Event;
