//! Letters: what their words need to know, who no longer wants which, and their fate.

mod facts;
mod list;
mod own;
mod preference;
mod resend;

pub use crate::charter::Signatories;
pub use entities::registration::{Attends, State as RegistrationState};
pub use facts::{
    About, Acted, Announced, Charter, CharterVersion, Employment, Event, Facts, FormerEmail, Host,
    Invitation, JoinRequest, LetterEvent, Manager, Message, Network, Person, Registration, Session,
    SessionChoice, Side, SignInLink, Signature, Unseen, WaitedSession, facts,
};
pub use list::{Filter, Letter, by_ids, list_within};
pub use own::{Told as Lately, lately};
pub(crate) use preference::wanted_by;
pub use preference::{
    PreferenceRefusal, Reader, reader_of, refuse, refused, set_refused, token_of, update, wants,
};
pub use resend::{ResendRefusal, resend};
