//! The administration: members, networks, duplicates, the trail, the server's health.

mod duplicate;
mod health;
mod member;
mod network;
mod tabs;
mod trail;

pub use duplicate::{ComparePage, DuplicatesPage, Group, Held, Side};
pub use health::{HealthPage, OverviewPage};
pub use member::{AdministeredPage, PeoplePage};
pub use network::AdministeredNetworksPage;
pub use tabs::{AdministrationTab, AdministrationTabs};
pub use trail::{TrailLine, TrailPage};
