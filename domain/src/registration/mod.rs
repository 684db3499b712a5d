//! Registrations: a member for an event, from the first word to the place, the line, or the leave.
//!
//! `machine` says which step leads where, and nothing else does. Places are counted while the
//! event's row is locked; a freed one is offered to the first in line before the lock is let go,
//! so that no place is free while someone waits. Seats in sessions follow the same rule (`seat`).

mod answer;
mod cancel;
mod chance;
mod create;
mod decide;
mod depart;
pub mod machine;
mod named;
mod offer;
mod place;
mod read;
mod record;
mod seat;
mod tally;
mod window;

pub use answer::{Answer, AnswerRefusal, Given, answer, answers_of, erase_answers};
pub use cancel::{Cancel, CancelRefusal, cancel, cancellable_until};
pub use chance::{Chance, chances};
pub use create::{Create, CreateRefusal, create};
pub use decide::{ApproveRefusal, Decline, DeclineRefusal, approve, decline};
pub(crate) use depart::depart;
pub use entities::{
    question::Kind as QuestionKind,
    registration::{Attends, DeclinedBy, State},
    session_choice::State as ChoiceState,
};
pub use machine::Places;
pub use named::say_name;
pub use offer::{
    OfferAcceptRefusal, OfferDeclineRefusal, accept, lapse_offers, offer_free_places, refuse,
    renew_offers,
};
pub(crate) use offer::{offered_until, shorten_offers};
pub use read::{
    Filter, MemberFilter, Order, Registration, by_ids, list_of_events, list_of_members, load, roll,
    viewer_registrations,
};
pub(crate) use read::{is_private_to, is_staff_of};
pub use seat::{Choice, ChooseRefusal, LeaveRefusal, choices_of, choose, leave};
pub use tally::{Tally, tallies, tally};
pub(crate) use window::Window;
