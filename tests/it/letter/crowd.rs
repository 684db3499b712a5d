//! People with an event, for stories about their letters.

use domain::{
    database::{Bind, Sql},
    id::EventId,
    outbox::{Letter, Recipient, Told},
};
use uuid::Uuid;

use crate::{
    outside::crowd::{self, Crowd, Size},
    support::App,
};

/// So many members; one event in thirty days, for which so many are registered.
pub(super) async fn settle(app: &App, members: usize, registered: usize) -> Crowd {
    let size = Size {
        networks: 0,
        members,
        events: 1,
        capacity: 50,
        registrations_each: registered,
        employers: 0,
    };
    crowd::settle(&app.server.house.db, size, app.clock.now()).await
}

/// Runs one statement beside the domain.
pub(super) async fn change(app: &App, sql: &str, values: Vec<Bind>) {
    let changed = Sql::new(sql, values).run(app.server.house.db.write()).await.unwrap();
    assert!(changed > 0, "nothing was changed by {sql}");
}

/// One number.
pub(super) async fn number(app: &App, sql: &str) -> i64 {
    Sql::new(sql, vec![]).number(app.server.house.db.read()).await.unwrap()
}

/// Tells something to a member at an address.
pub(super) async fn tell(app: &App, crowd: &Crowd, told: Told, member: Option<Uuid>, email: &str) {
    let house = app.house();
    let to = Recipient { member_id: member, email: email.to_owned() };
    let letter = Letter::new(told, to, "test").within(crowd.root).about(crowd.events[0]);
    let tx = house.begin().await.unwrap();
    tx.tell(&house, letter).await.unwrap();
    tx.commit().await.unwrap();
}

/// Invites somebody, known or not, to the event.
pub(super) async fn invite(app: &App, crowd: &Crowd, member: Option<Uuid>, email: &str) {
    let told = Told::InvitedToEvent { event: EventId::of(crowd.events[0]) };
    tell(app, crowd, told, member, email).await;
}
