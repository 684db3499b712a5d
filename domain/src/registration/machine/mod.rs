//! How a registration goes from one state to the next: pure, so that random sequences can drive it.

use chrono::{DateTime, Utc};

use crate::{id::RegistrationId, outbox::Told};
use entities::registration::{DeclinedBy, State};

/// Where a registration stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct At {
    /// How far it is.
    pub state: State,
    /// Until when a place is kept, when one is offered.
    pub offered_until: Option<DateTime<Utc>>,
}

/// The places of one way to attend, counted under the event's lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Places {
    /// How many there are; no number means as many as come.
    pub capacity: Option<i64>,
    /// How many are taken: confirmed, or kept for someone to whom one is offered.
    pub held: i64,
    /// How many stand in line.
    pub waiting: i64,
}

impl Places {
    /// How many are free; no number means as many as come.
    pub fn free(self) -> Option<i64> {
        self.capacity.map(|capacity| (capacity - self.held).max(0))
    }

    /// Whether a newcomer gets one: never before someone who waits.
    pub fn has_room(self) -> bool {
        self.waiting == 0 && self.free() != Some(0)
    }

    /// Whether there is a place for somebody who stands at the door: once the event has begun, no
    /// free one is kept for those who wait at home.
    pub fn has_room_at_the_door(self) -> bool {
        self.free() != Some(0)
    }

    /// To how many of the line a place is offered now.
    pub fn to_offer(self) -> i64 {
        self.free().map_or(self.waiting, |free| free.min(self.waiting))
    }
}

/// What happens to a registration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The person asks for a place, for the first time or again.
    Register {
        /// Whether an organiser decides first.
        needs_approval: bool,
        /// Whether there is a place for a newcomer.
        has_room: bool,
    },
    /// An organiser says yes.
    Approve {
        /// Whether there is a place for a newcomer.
        has_room: bool,
    },
    /// An organiser lets in somebody who waits, once the event has begun.
    Admit,
    /// An organiser says no.
    Decline,
    /// The person, or an organiser, takes it back.
    Cancel,
    /// A freed place is kept for the first in line.
    Offer {
        /// Until when.
        until: DateTime<Utc>,
    },
    /// The person takes the offered place.
    Accept {
        /// The present.
        now: DateTime<Utc>,
    },
    /// The person leaves the offered place to the next.
    Refuse,
    /// The offer's time is over.
    Lapse {
        /// The present.
        now: DateTime<Utc>,
    },
}

/// What a step leads to: one audit line, and at most one letter.
#[derive(Clone, Copy, Debug)]
pub struct Next {
    /// Where the registration stands then.
    pub at: At,
    /// Who said no, when it ends there.
    pub declined_by: Option<DeclinedBy>,
    /// The step's name on the audit trail.
    pub action: &'static str,
    /// The letter that tells the person; who leaves an offer knows it already.
    pub letter: Option<fn(RegistrationId) -> Told>,
}

/// Why a step does not exist from there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Impossible {
    /// Nothing of the kind happens in this state; none when there is no registration.
    From(Option<State>),
    /// The offer's time is over.
    TooLate,
}

/// Whether someone in this state takes a place.
pub fn holds_place(state: State) -> bool {
    matches!(state, State::Confirmed | State::Offered)
}

/// Whether someone in this state gets seats in sessions: not before an offered place is taken.
pub fn takes_seats(state: State) -> bool {
    state == State::Confirmed
}

/// Whether someone in this state has taken it back, or was told no.
pub fn is_over(state: State) -> bool {
    matches!(state, State::Declined | State::Cancelled)
}

/// Where this step leads.
pub fn next(from: Option<At>, step: Step) -> Result<Next, Impossible> {
    let state = from.map(|at| at.state);
    let until = from.and_then(|at| at.offered_until);
    match (state, step) {
        // Whoever left, or was told no, may ask again, from the end of the line.
        (
            None | Some(State::Cancelled | State::Declined),
            Step::Register { needs_approval, has_room },
        ) => Ok(match (needs_approval, has_room) {
            (true, _) => to(State::Pending, "registration.create", |registration| {
                Told::RegistrationPending { registration }
            }),
            (false, true) => confirmed("registration.create"),
            (false, false) => waitlisted("registration.create"),
        }),
        (Some(State::Pending), Step::Approve { has_room: true }) => {
            Ok(confirmed("registration.approve"))
        }
        (Some(State::Pending), Step::Approve { has_room: false }) => {
            Ok(waitlisted("registration.approve"))
        }
        (Some(State::Pending), Step::Decline) => {
            Ok(declined(DeclinedBy::Organiser, "registration.decline", |registration| {
                Told::RegistrationDeclined { registration }
            }))
        }
        // Only who had a place has it in their calendar.
        (Some(State::Confirmed), Step::Cancel) => {
            Ok(to(State::Cancelled, "registration.cancel", |registration| {
                Told::RegistrationCancelled {
                    registration,
                    had_place: true,
                    is_by_organiser: false,
                }
            }))
        }
        (Some(State::Pending | State::Waitlisted | State::Offered), Step::Cancel) => {
            Ok(to(State::Cancelled, "registration.cancel", |registration| {
                Told::RegistrationCancelled {
                    registration,
                    had_place: false,
                    is_by_organiser: false,
                }
            }))
        }
        (Some(State::Waitlisted), Step::Admit) => Ok(confirmed("registration.admit")),
        (Some(State::Waitlisted), Step::Offer { until }) => {
            let offered = to(State::Offered, "registration.offer", |registration| {
                Told::PlaceOffered { registration }
            });
            Ok(Next { at: At { offered_until: Some(until), ..offered.at }, ..offered })
        }
        (Some(State::Offered), Step::Accept { now }) if until.is_none_or(|until| now < until) => {
            Ok(confirmed("registration.accept"))
        }
        (Some(State::Offered), Step::Accept { .. }) => Err(Impossible::TooLate),
        (Some(State::Offered), Step::Refuse) => Ok(Next {
            letter: None,
            ..declined(DeclinedBy::Person, "registration.refuse", |registration| {
                Told::RegistrationDeclined { registration }
            })
        }),
        (Some(State::Offered), Step::Lapse { now }) if until.is_some_and(|until| until <= now) => {
            Ok(declined(DeclinedBy::Time, "registration.lapse", |registration| Told::OfferLapsed {
                registration,
            }))
        }
        (state, _) => Err(Impossible::From(state)),
    }
}

fn to(state: State, action: &'static str, letter: fn(RegistrationId) -> Told) -> Next {
    let at = At { state, offered_until: None };
    Next { at, declined_by: None, action, letter: Some(letter) }
}

fn declined(by: DeclinedBy, action: &'static str, letter: fn(RegistrationId) -> Told) -> Next {
    Next { declined_by: Some(by), ..to(State::Declined, action, letter) }
}

fn confirmed(action: &'static str) -> Next {
    to(State::Confirmed, action, |registration| Told::RegistrationConfirmed { registration })
}

fn waitlisted(action: &'static str) -> Next {
    to(State::Waitlisted, action, |registration| Told::RegistrationWaitlisted { registration })
}

#[cfg(test)]
mod tests;
