//! The only place that says who may do what.

mod answers;
mod ask;
mod branch;
mod load;
#[cfg(test)]
mod matrix;
mod standing;

pub use ask::{Ask, Because, EventFacts, MemberFacts, RegistrationFacts};
pub use entities::membership::Role;
pub use load::{By, load, reload};
pub use standing::{Held, Reach, Resource, Scope, Standing, TokenLimits};
