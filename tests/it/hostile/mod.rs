//! What nobody would ask in good faith, and that it harms nobody.

mod absence;
mod canary;
mod fuzz;
mod header;
mod rate;
mod repeat;
mod search;
mod secret;
mod slow;
mod value;
