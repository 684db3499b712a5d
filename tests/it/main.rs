//! What Maillage promises, one file per feature, tried through the doors that people use.
#![cfg(test)]
#![expect(
    clippy::disallowed_methods,
    reason = "tests find their databases in the environment, and make identifiers of their own"
)]

mod act_as;
mod architecture;
mod attendance;
mod browser;
mod calendar_feed;
mod charter;
mod closed_record;
mod command;
mod compose;
mod contract;
mod convention;
mod count;
mod duplicate;
mod durability;
mod employer;
mod employment;
mod emptied;
mod event;
mod federation;
mod graphql_over_http;
mod guest;
mod history;
mod hold;
mod hostile;
mod idempotency;
mod import;
mod invitation;
mod invited_name;
mod join_request;
mod letter;
mod member;
mod membership;
mod metrics;
mod migration;
mod network;
mod network_tree;
mod offer;
#[macro_use]
mod outside;
mod page;
mod parity;
mod personal;
mod planned_end;
mod readme;
mod registration;
mod schema;
mod scope;
mod sign_in;
mod statement;
mod support;
mod sweep;
mod token;
mod visible;
mod words;
mod worker;
