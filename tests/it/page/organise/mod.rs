//! The organisers' pages, walked through without a script: plan, invite, follow, note who came.

mod attendance;
mod people;
mod plan;

use domain::{
    id::{EventId, MemberId},
    registration::{self, Create},
};

use crate::support::App;

/// This person has a place.
async fn registered(app: &App, member: MemberId, event: EventId) {
    let asked = Create { member: Some(member), ..Create::oneself(event) };
    registration::create(&app.house(), asked).await.unwrap();
}
