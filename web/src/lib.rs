//! web

pub mod pages;
