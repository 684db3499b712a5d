//! Two branches alike but for their size: the same questions, asked of five rows and of five hundred.

mod employer;
mod event;
mod network;
mod paper;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::{
    id::{CharterId, EmployerId, EventId, NetworkId, RegistrationId},
    secret,
};
use uuid::Uuid;

use crate::{
    outside::crowd::id,
    support::{App, Person},
};

/// How many children each of the ordinary parents has; the first parent has as many as there are.
const EACH: usize = 3;

/// A branch: a network, all that hangs on it, and the lead who asks about it.
pub(crate) struct Branch {
    pub(crate) slug: &'static str,
    pub(crate) root: NetworkId,
    /// The slug of the network with the most above it.
    pub(crate) deepest: String,
    /// Leads the network, and has as much of everything as there is.
    pub(crate) lead: Person,
    pub(crate) event: EventId,
    pub(crate) events: Vec<EventId>,
    pub(crate) employer: EmployerId,
    pub(crate) charter: CharterId,
    /// The lead's, for the event.
    pub(crate) registration: RegistrationId,
    /// The secret of the link in an invitation's letter.
    pub(crate) invitation: String,
    pub(crate) size: Size,
}

/// How much there is.
#[derive(Clone, Copy)]
pub(crate) struct Size {
    /// Of what can be many.
    pub(crate) rows: usize,
    /// Of what one person or one charter can have.
    pub(crate) of_one: usize,
    /// The page that is asked for; so many parents have children of their own.
    pub(crate) page: usize,
    /// How long the agenda of an event is.
    agenda: usize,
    /// How many questions it asks.
    questions: usize,
    /// How many networks host it.
    hosts: usize,
    /// How many networks hang one below the other.
    depth: usize,
}

/// Five of everything.
pub(crate) const FEW: Size =
    Size { rows: 5, of_one: 5, page: 5, agenda: 5, questions: 5, hosts: 2, depth: 5 };

/// Five hundred, as far as a list may grow.
pub(crate) const MANY: Size =
    Size { rows: 500, of_one: 120, page: 100, agenda: 100, questions: 50, hosts: 20, depth: 40 };

/// Writes a branch of this size; the slug tells one from another.
pub(crate) async fn settle(app: &App, slug: &'static str, size: Size) -> Branch {
    let root = app.network(slug).await;
    let lead = app.lead_of(root, &format!("Pilote {slug}")).await;
    let ids = |count: usize| (0..count).map(|_| id()).collect::<Vec<_>>();
    let rows = Rows {
        slug,
        size,
        now: app.clock.now(),
        root: root.uuid(),
        lead: lead.id.uuid(),
        networks: ids(size.rows),
        members: ids(size.rows),
        employers: ids(size.rows),
        events: ids(size.rows),
        charters: ids(size.of_one),
        sessions: ids(size.agenda),
        questions: ids(size.questions),
        registration: id(),
    };
    let invitation = secret::random_token().unwrap();
    let tx = app.server.house.db.begin().await.unwrap();
    rows.networks(&tx).await;
    rows.territories(&tx).await;
    rows.people(&tx).await;
    rows.employers(&tx).await;
    rows.events(&tx).await;
    rows.registrations(&tx).await;
    rows.charters(&tx).await;
    rows.doors(&tx, &lead.email, &invitation).await;
    rows.letters_and_tokens(&tx).await;
    rows.history(&tx).await;
    tx.commit().await.unwrap();
    // As a database that has been in use for a while would know its own tables.
    app.write("analyze", vec![]).await;
    Branch {
        slug,
        root,
        deepest: format!("{slug}-deep-{}", size.depth),
        lead,
        event: rows.events[0].into(),
        events: rows.events.iter().map(|id| EventId::of(*id)).collect(),
        employer: rows.employers[0].into(),
        charter: rows.charters[0].into(),
        registration: rows.registration.into(),
        invitation,
        size,
    }
}

/// The identifiers of what is written.
struct Rows {
    slug: &'static str,
    size: Size,
    now: DateTime<Utc>,
    root: Uuid,
    lead: Uuid,
    /// Right below the root.
    networks: Vec<Uuid>,
    members: Vec<Uuid>,
    employers: Vec<Uuid>,
    events: Vec<Uuid>,
    charters: Vec<Uuid>,
    /// Of the first event.
    sessions: Vec<Uuid>,
    questions: Vec<Uuid>,
    /// The lead's, for the first event.
    registration: Uuid,
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 1).unwrap()
}

fn number(index: usize) -> i64 {
    i64::try_from(index).unwrap()
}

impl Rows {
    /// The networks with rows of their own, and how many: the root has as many as there are.
    fn parents(&self, most: usize) -> impl Iterator<Item = (usize, Uuid, usize)> {
        let below = self.networks.iter().take(self.size.page).map(|id| (*id, EACH));
        std::iter::once((self.root, most))
            .chain(below)
            .enumerate()
            .map(|(index, (network, count))| (index, network, count))
    }

    fn member(&self, index: usize) -> Uuid {
        self.members[index % self.members.len()]
    }

    /// A number that no other branch has.
    fn siret(&self, index: usize) -> String {
        format!("{:04}{index:010}", self.slug.len())
    }

    /// When the thing of this number came; no two at once, so that lists have an order.
    fn came_at(&self, index: usize) -> DateTime<Utc> {
        self.now - TimeDelta::seconds(number(index))
    }
}
