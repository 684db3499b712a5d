//! The pages: what members see and do, over the domain.

pub mod asset;
pub mod change;
pub mod component;
#[cfg(test)]
mod contrast;
mod markdown;
pub mod pages;
pub mod words;
