//! What Maillage promises, one file per feature, tried through the doors that people use.
#![cfg(test)]

mod architecture;
mod compose;
mod crowd;
mod durability;
mod sign_in;
