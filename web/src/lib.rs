//! The pages: what members see and do, over the domain.

pub mod asset;
mod markdown;
pub mod pages;
pub mod words;
