//! What an event is.

use std::sync::Arc;

use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use domain::{
    audit::Of,
    event::{self, Held, Mode},
    id::EventKind as Named,
    policy::Ask,
};

use super::{
    EventAudience, EventInvitation, EventInvitationFilter, EventKind, EventMode, EventState,
    EventVisibility, Question, Session, invitation,
    loaders::{AgendaKey, EventKey, PlacesKey, QuestionsKey, ViewerIsInvitedKey},
};
use crate::graphql::{
    attendance::{self, Attendance, AttendanceFilter, ViewerAttendanceKey},
    audit::{self, Change, ChangeFilter},
    connection::Connection,
    id::{asker, write},
    loader::load,
    network::{Network, NetworkKey},
    permission::Permission,
    registration::{
        self, ChanceKey, Registration, RegistrationFilter, RegistrationOrder,
        RegistrationPermission, ViewerRegistrationKey,
    },
    reminder::{EventRuleKey, PlannedReminder, ReminderRule},
    scalar::{Markdown, TimeZone, Url},
};

/// A meeting, webinar or training (rencontre), hosted by one or several networks.
#[derive(Clone)]
pub struct Event(pub(crate) Arc<event::Event>);

impl Event {
    pub(crate) fn of(event: event::Event) -> Self {
        Self(Arc::new(event))
    }
}

/// A meeting, webinar or training (rencontre), hosted by one or several networks.
#[Object]
impl Event {
    /// Opaque: do not take it apart.
    pub(crate) async fn id(&self) -> ID {
        write::<Named>(self.0.id)
    }

    /// Its title.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// What kind of event it is.
    async fn kind(&self) -> EventKind {
        self.0.kind.into()
    }

    /// What it is about.
    async fn description(&self) -> Markdown {
        Markdown(self.0.description.clone())
    }

    /// The networks that host it, the first one first; bounded, few.
    async fn hosts(&self, ctx: &Context<'_>) -> Result<Vec<Network>> {
        let hosts = self.0.facts.hosts.iter().map(|id| load(ctx, NetworkKey(*id)));
        let hosts = futures_util::future::try_join_all(hosts).await?;
        Ok(hosts.into_iter().flatten().collect())
    }

    /// Who may know of it.
    async fn visibility(&self) -> EventVisibility {
        self.0.visibility.into()
    }

    /// Where one takes part.
    async fn mode(&self) -> EventMode {
        self.0.mode.into()
    }

    /// When it begins.
    async fn starts_at(&self) -> DateTime<Utc> {
        self.0.starts_at
    }

    /// When it ends.
    async fn ends_at(&self) -> DateTime<Utc> {
        self.0.ends_at
    }

    /// The zone in which its times are told.
    async fn time_zone(&self) -> TimeZone {
        TimeZone(self.0.time_zone.clone())
    }

    /// Whether the date may still change (date à confirmer).
    async fn is_date_tentative(&self) -> bool {
        self.0.is_date_tentative
    }

    /// Where one takes part on site; null when one takes part online only.
    async fn venue(&self) -> Option<EventVenue> {
        (self.0.mode != Mode::Online).then(|| EventVenue {
            name: self.0.venue.clone(),
            address: self.0.venue_address.clone(),
            is_tentative: self.0.is_venue_tentative,
        })
    }

    /// Where one takes part online; null unless you have a place or organise it.
    async fn online_url(&self) -> Option<Url> {
        self.0.online_url.clone().map(Url)
    }

    /// Its places, and how many are held.
    async fn capacity(&self, ctx: &Context<'_>) -> Result<EventCapacity> {
        let held = load(ctx, PlacesKey(self.0.id)).await?.unwrap_or_default();
        let event = &self.0;
        let on_site = PlaceCount::of(event.capacity_on_site, held.on_site);
        let online = PlaceCount::of(event.capacity_online, held.online);
        Ok(EventCapacity {
            on_site: (event.mode != event::Mode::Online).then_some(on_site),
            online: (event.mode != event::Mode::OnSite).then_some(online),
        })
    }

    /// From when to when one may register.
    async fn registration_window(&self) -> RegistrationWindow {
        RegistrationWindow {
            opens_at: self.0.registration_opens_at,
            closes_at: self.0.registration_closes_at,
        }
    }

    /// Until when one may cancel; null means until it begins.
    async fn cancel_until(&self) -> Option<DateTime<Utc>> {
        self.0.cancel_until
    }

    /// Who may register.
    async fn audience(&self) -> EventAudience {
        self.0.audience.into()
    }

    /// Whether an organiser approves each registration.
    async fn needs_approval(&self) -> bool {
        self.0.needs_approval
    }

    /// For how many hours a freed place stays offered to the first in line; from 24 on, until that day is over.
    async fn offer_hours(&self) -> i32 {
        self.0.offer_hours
    }

    /// How far it is.
    async fn state(&self) -> EventState {
        self.0.state.into()
    }

    /// Why it was put off or cancelled.
    async fn state_reason(&self) -> Option<&str> {
        self.0.state_reason.as_deref()
    }

    /// When it was to begin, while it is put off; null otherwise.
    async fn former_starts_at(&self) -> Option<DateTime<Utc>> {
        self.0.former_starts_at
    }

    /// Its agenda, in order; at most 100.
    async fn sessions(&self, ctx: &Context<'_>) -> Result<Vec<Session>> {
        let agenda = load(ctx, AgendaKey(self.0.id)).await?.unwrap_or_default();
        Ok(agenda.into_iter().map(Session::of).collect())
    }

    /// What those who register are asked, in order; at most 50.
    async fn questions(&self, ctx: &Context<'_>) -> Result<Vec<Question>> {
        let questions = load(ctx, QuestionsKey(self.0.id)).await?.unwrap_or_default();
        Ok(questions.into_iter().map(Question::of).collect())
    }

    /// Who registers (inscrits): those with a place first, then the line; null unless you organise it.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a connection")]
    async fn registrations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the front, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the back, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which ones.")] filter: Option<RegistrationFilter>,
        #[graphql(desc = "In which order.", default)] order_by: RegistrationOrder,
    ) -> Result<Option<Connection<Registration>>> {
        registration::of_event(ctx, &self.0.facts, (first, after, last, before), filter, order_by)
            .await
            .map(Some)
    }

    /// Who is asked to come (personnes invitées), by name, and whether they answered; null unless you
    /// organise it.
    async fn invitations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the front, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the back, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which ones.")] filter: Option<EventInvitationFilter>,
    ) -> Result<Option<Connection<EventInvitation>>> {
        invitation::of_event(ctx, &self.0.facts, (first, after, last, before), filter)
            .await
            .map(Some)
    }

    /// Who came (présences), by name: to the event as a whole, or to the session of the filter; null
    /// unless you organise it.
    async fn attendances(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the front, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the back, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which ones.")] filter: Option<AttendanceFilter>,
    ) -> Result<Option<Connection<Attendance>>> {
        attendance::of_event(ctx, &self.0.facts, (first, after, last, before), filter)
            .await
            .map(Some)
    }

    /// Your own registration; null when you have none.
    async fn viewer_registration(&self, ctx: &Context<'_>) -> Result<Option<Registration>> {
        load(ctx, ViewerRegistrationKey(self.0.id)).await
    }

    /// What is recorded of you at the event as a whole: that you came, or your excuse; null when
    /// nothing is.
    async fn viewer_attendance(&self, ctx: &Context<'_>) -> Result<Option<Attendance>> {
        load(ctx, ViewerAttendanceKey(self.0.id)).await
    }

    /// Whether you were invited to it by name.
    async fn viewer_is_invited(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(load(ctx, ViewerIsInvitedKey(self.0.id)).await?.unwrap_or_default())
    }

    /// What would come of registering now, and why.
    async fn viewer_can_register(
        &self,
        ctx: &Context<'_>,
    ) -> Result<Option<RegistrationPermission>> {
        let chance = load(ctx, ChanceKey(self.0.id)).await?;
        Ok(chance.map(RegistrationPermission::of))
    }

    /// When its reminders leave, if not as its networks say.
    async fn reminder_rule(&self) -> Option<ReminderRule> {
        self.0.reminder_rule.clone().map(Into::into)
    }

    /// When its reminders leave, under the rule that holds: its own, or that of its networks.
    async fn planned_reminders(&self, ctx: &Context<'_>) -> Result<Vec<PlannedReminder>> {
        let rule = load(ctx, EventRuleKey(self.0.id)).await?.unwrap_or_default();
        Ok(PlannedReminder::all(&rule, &self.0))
    }

    /// Grows with each change: give it back as `expectedRevision`.
    async fn revision(&self) -> i32 {
        self.0.revision
    }

    /// Grows with each change that the registered are told; the SEQUENCE of RFC 5545.
    async fn sequence(&self) -> i32 {
        self.0.sequence
    }

    /// The event that it was copied from.
    async fn duplicated_from(&self, ctx: &Context<'_>) -> Result<Option<Event>> {
        match self.0.duplicated_from_id {
            Some(id) => load(ctx, EventKey(id)).await,
            None => Ok(None),
        }
    }

    /// Since when its audience knows of it.
    async fn published_at(&self) -> Option<DateTime<Utc>> {
        self.0.published_at
    }

    /// Since when it is here.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// What was done to it, to its sessions, registrations and attendances (historique), the newest
    /// first; for the leads of a host.
    async fn history(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the front, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the back, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which lines.")] filter: Option<ChangeFilter>,
    ) -> Result<Option<Connection<Change>>> {
        let turn = (first, after, last, before);
        audit::history(ctx, Of::Event, self.0.id, turn, filter).await
    }

    /// Whether you may do this here, and why.
    async fn viewer_can(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What you would do.")] action: EventAction,
    ) -> Permission {
        Permission::of(asker(ctx).may(&action.ask(&self.0.facts)))
    }
}

/// Where an event takes place.
#[derive(SimpleObject)]
pub struct EventVenue {
    /// Its name; null when it is not known yet.
    name: Option<String>,
    /// Its address.
    address: Option<String>,
    /// Whether it may still change (lieu à confirmer).
    is_tentative: bool,
}

/// From when to when one may register.
#[derive(SimpleObject)]
pub struct RegistrationWindow {
    /// Since when; null means since the event was published.
    opens_at: Option<DateTime<Utc>>,
    /// Until when; null means until it begins.
    closes_at: Option<DateTime<Utc>>,
}

/// The places of an event.
#[derive(SimpleObject)]
pub struct EventCapacity {
    /// On site; null when one takes part online only.
    on_site: Option<PlaceCount>,
    /// Online; null when one takes part on site only.
    online: Option<PlaceCount>,
}

/// Places or seats, and how many are held.
#[derive(SimpleObject)]
pub struct PlaceCount {
    /// How many there are; null means as many as come.
    total: Option<i32>,
    /// How many someone has, or are kept for someone to whom they are offered.
    taken: i32,
    /// How many people stand in line.
    waiting: i32,
    /// How many are left; null when there is no limit.
    left: Option<i32>,
}

impl PlaceCount {
    /// This many, of which so many are held.
    pub(crate) fn of(total: Option<i32>, held: Held) -> Self {
        let taken = i32::try_from(held.taken).unwrap_or(i32::MAX);
        let waiting = i32::try_from(held.waiting).unwrap_or(i32::MAX);
        let left = total.map(|total| total.saturating_sub(taken).max(0));
        Self { total, taken, waiting, left }
    }
}

/// What one may do to an event. The list may grow.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum EventAction {
    /// Change, publish, put off, cancel it; invite to it and write to its registered.
    Edit,
    /// Register oneself.
    Register,
    /// See who comes.
    SeeRegistrants,
    /// Approve or decline registrations.
    DecideRegistration,
    /// Record who came.
    RecordAttendance,
    /// See its audit trail.
    SeeAudit,
}

impl EventAction {
    fn ask(self, event: &domain::policy::EventFacts) -> Ask<'_> {
        match self {
            Self::Edit => Ask::EditEvent { event },
            Self::Register => Ask::Register { event },
            Self::SeeRegistrants => Ask::SeeRegistrants { event },
            Self::DecideRegistration => Ask::DecideRegistration { event },
            Self::RecordAttendance => Ask::RecordAttendance { event },
            Self::SeeAudit => Ask::SeeEventAudit { event },
        }
    }
}
