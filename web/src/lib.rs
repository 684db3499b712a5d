//! The pages: what members see and do, over the domain.

pub mod asset;
pub mod pages;
