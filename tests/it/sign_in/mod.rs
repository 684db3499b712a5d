//! Signing in, by providers honest and hostile, and by links in letters.

mod browser;
mod demonstration;
mod email_change;
mod email_link;
mod honest_provider;
mod hostile_provider;
mod identity;
pub(crate) mod log;
mod session;
mod site;
