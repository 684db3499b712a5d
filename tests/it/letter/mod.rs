//! Letters: how they read, how they leave, who no longer wants them.

mod calendar;
mod crowd;
mod delivery;
mod mailbox;
mod place;
mod preference;
mod reminder;
mod sample;
mod snapshot;
mod truth;
