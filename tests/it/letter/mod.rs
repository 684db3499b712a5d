//! Letters: how they read, how they leave, who no longer wants them.

mod sample;
mod snapshot;
