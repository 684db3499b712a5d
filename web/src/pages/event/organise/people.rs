//! Who registered for an event, and what their organisers do about it.

use askama::Template;
use domain::{
    attendance::Attendance,
    database::in_words,
    event::{Asked, AskedTally, Mode, State as EventState},
    id::{MemberId, RegistrationId, SessionId},
    member::Seen,
    registration::{Registration, State, Tally},
    session::Session,
};

use super::Head;
use crate::{
    component::{Badge, Choice, Form, Pager, Summary},
    pages::{Frame, Problem, Typed, written::pages},
    words,
};

pages!(PeoplePage);

const STATES: [State; 6] = [
    State::Confirmed,
    State::Waitlisted,
    State::Offered,
    State::Pending,
    State::Declined,
    State::Cancelled,
];

/// Someone who registered.
#[derive(Debug)]
pub struct Coming {
    /// The registration.
    pub registration: Registration,
    /// Whether one may open their page.
    pub is_known: bool,
    /// Where they work, as far as one may know.
    pub employers: String,
    /// The sessions that they chose, and whether they wait for a seat there.
    pub sessions: Vec<(String, bool)>,
    /// What they answered: each question with its answer.
    pub answers: Vec<(String, String)>,
    /// Their excuse, if they said that they will not come.
    pub excuse: Option<Attendance>,
}

impl Coming {
    fn id(&self) -> String {
        RegistrationId::of(self.registration.id).to_string()
    }

    fn badge(&self) -> Badge<'static> {
        Badge::standing_of_somebody(&self.registration)
    }

    /// Whether they said that they will not come, in a word.
    fn excused(&self) -> Option<Badge<'static>> {
        self.excuse.as_ref().map(|excuse| Badge::attendance(excuse.state))
    }

    /// Why they will not come.
    fn excuse_reason(&self) -> Option<&str> {
        self.excuse.as_ref()?.reason.as_deref()
    }

    fn path(&self) -> String {
        format!("/members/{}", MemberId::of(self.registration.member_id))
    }

    fn attends(&self) -> String {
        words::attends(self.registration.attends)
    }

    fn is_pending(&self) -> bool {
        self.registration.state == State::Pending
    }

    fn may_be_cancelled(&self) -> bool {
        !matches!(self.registration.state, State::Cancelled | State::Declined)
    }

    /// Whether a place is theirs, or kept for them: another may have it afterwards.
    fn has_place(&self) -> bool {
        matches!(self.registration.state, State::Confirmed | State::Offered)
    }

    /// Where they stand in line.
    fn rank(&self) -> Option<String> {
        let position = self.registration.position?;
        Some(locales::text("page-rank", &[("position", position.into())]))
    }

    fn reason(&self) -> Option<&str> {
        self.registration.reason.as_deref().filter(|reason| !reason.trim().is_empty())
    }
}

/// Someone who is invited and has said nothing yet.
#[derive(Debug)]
pub struct Silent {
    /// The invitation.
    pub asked: Asked,
    /// Whether one may open their page.
    pub is_known: bool,
    /// Where they work, as far as one may know.
    pub employers: String,
}

impl Silent {
    fn member_id(&self) -> String {
        MemberId::of(self.asked.member_id).to_string()
    }

    fn path(&self) -> String {
        format!("/members/{}", self.member_id())
    }

    fn invited_on(&self) -> String {
        words::federation_day(self.asked.created_at)
    }
}

/// Who registered for an event.
#[derive(Template)]
#[template(path = "event/organise/people.html")]
pub struct PeoplePage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// The event.
    pub head: Head<'a>,
    /// What was asked or typed.
    pub typed: &'a Typed,
    /// Why a form was refused.
    pub problems: &'a [Problem],
    /// What that form would have done to a registration.
    pub act: Option<&'a str>,
    /// How many registrations stand how.
    pub tally: Tally,
    /// How many are invited, and how many of them said nothing.
    pub asked: AskedTally,
    /// How many places there are in all, if they are counted.
    pub places: Option<i64>,
    /// Those who registered.
    pub people: &'a [Coming],
    /// Those who said nothing yet, when the list is of them.
    pub silent: Option<&'a [Silent]>,
    /// How many people the filters let through.
    pub total: i64,
    /// The way to the pages beside.
    pub pager: Pager,
    /// Those whom one may register: what the search found, if one searched.
    pub found: Option<&'a [Seen]>,
    /// What the filters say, for the addresses of the files.
    pub filters: String,
    /// The agenda.
    pub sessions: &'a [Session],
    /// Whether the event asks questions of those who register.
    pub has_questions: bool,
    /// What is asked of the list, with its page, as the end of an address.
    pub list: String,
}

impl<'a> PeoplePage<'a> {
    #[expect(clippy::unused_self, reason = "the head of every page asks for it")]
    fn title(&self) -> &'static str {
        "Inscriptions"
    }

    /// Whether nobody registers for it or leaves it any more.
    fn is_over(&self) -> bool {
        matches!(self.head.event.state, EventState::Done | EventState::Cancelled)
    }

    /// Whether people may be asked to come, or may be once it is published.
    fn may_invite(&self) -> bool {
        !self.is_over() && self.head.event.starts_at > self.head.now
    }

    fn form(&self) -> Form<'_> {
        Form::new(self.typed, &[]).called("filtre")
    }

    fn adding(&self) -> Form<'_> {
        Form::new(self.typed, &[]).called("ajout")
    }

    fn summary(&self) -> Summary<'_> {
        let prefix = format!("{}-{}", self.act.unwrap_or("list"), self.typed.get("registration"));
        Form::new(self.typed, self.problems).called(prefix).summary()
    }

    fn counts(&self) -> Vec<(String, String, i64)> {
        let words = |state: State| {
            locales::text(
                match state {
                    State::Confirmed => "page-people-confirmed",
                    State::Waitlisted => "page-people-waitlisted",
                    State::Offered => "page-people-offered",
                    State::Pending => "page-people-pending",
                    State::Declined => "page-people-declined",
                    State::Cancelled => "page-people-cancelled",
                },
                &[("count", self.tally.of(state).into())],
            )
        };
        let is_told = |state: &State| {
            !matches!(state, State::Declined | State::Offered) || self.tally.of(*state) > 0
        };
        let count = |state: State| (in_words(&state), words(state), self.tally.of(state));
        STATES.into_iter().filter(is_told).map(count).collect()
    }

    /// Of how many places, if they are counted.
    fn of_places(&self) -> Option<String> {
        let count = self.places?;
        Some(locales::text("page-people-of-places", &[("count", count.into())]))
    }

    /// How many are invited, once anybody is.
    fn asked_counts(&self) -> Vec<(&'static str, String, i64)> {
        if self.asked.all == 0 {
            return Vec::new();
        }
        let AskedTally { all, silent, .. } = self.asked;
        let invited = locales::text("page-people-invited", &[("count", all.into())]);
        let waits = locales::text("page-people-silent", &[]);
        vec![("invited", invited, all), ("silent", waits, silent)]
    }

    fn asked_words(&self) -> String {
        locales::text("page-people-asked", &[("count", self.asked.all.into())])
    }

    /// Those who will be invited once they are in the network.
    fn newcomers(&self) -> Option<String> {
        let count = Some(self.asked.newcomers).filter(|count| *count > 0)?;
        Some(locales::text("page-people-newcomers", &[("count", count.into())]))
    }

    fn silent_shown(&self) -> String {
        locales::text("page-silent-count", &[("count", self.total.into())])
    }

    fn state_choices(&self) -> Vec<Choice<'static>> {
        let all = Choice::new("", format!("Toutes ({})", self.tally.all()));
        let choice = |state: State| {
            Choice::new(
                in_words(&state),
                format!("{} ({})", words::state_of_somebody(state), self.tally.of(state)),
            )
        };
        let excused = Choice::new("excused", "Excusées");
        let silent = locales::text("page-registration-silent", &[]);
        let silent = Choice::new("silent", format!("{silent} ({})", self.asked.silent));
        let others = [excused, silent];
        std::iter::once(all).chain(STATES.into_iter().map(choice)).chain(others).collect()
    }

    fn is_filtered(&self) -> bool {
        ["search", "state", "session"].iter().any(|name| !self.typed.get(name).trim().is_empty())
    }

    /// The sessions that one chooses, to see who did.
    fn session_choices(&self) -> Vec<Choice<'_>> {
        let chosen = self.sessions.iter().filter(|one| one.is_chosen_among(self.sessions));
        let choice = |session: &'a Session| {
            Choice::new(SessionId::of(session.id).to_string(), session.title.as_str())
        };
        let choices: Vec<_> = chosen.map(choice).collect();
        if choices.is_empty() {
            return choices;
        }
        std::iter::once(Choice::new("", "Toute la rencontre")).chain(choices).collect()
    }

    fn sortings() -> Vec<Choice<'static>> {
        vec![Choice::new("", "Par ordre d’inscription"), Choice::new("name", "Par nom")]
    }

    fn is_both(&self) -> bool {
        self.head.event.mode == Mode::Both
    }

    fn shown(&self) -> String {
        locales::text("page-people-count", &[("count", self.total.into())])
    }

    /// The way to the same list as a file.
    fn file(&self, ending: &str) -> String {
        let query =
            if self.filters.is_empty() { String::new() } else { format!("?{}", self.filters) };
        format!("{}{query}", self.head.at(&format!("/people.{ending}")))
    }

    /// The form that does this to this registration.
    fn form_of(&self, coming: &Coming, act: &str) -> Form<'_> {
        let is_this_one = self.typed.get("registration") == coming.id() && self.act == Some(act);
        let form = Form::new(self.typed, self.problems).only_if(is_this_one);
        form.called(format!("{act}-{}", coming.id()))
    }
}

fn member_id(seen: &Seen) -> String {
    MemberId::of(seen.id).to_string()
}
