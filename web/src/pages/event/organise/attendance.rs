//! Who came: written down at the door, one tap for each person.

use askama::Template;
use domain::{
    attendance::{Attendance, State, Tally},
    event::State as Event,
    id::{AttendanceId, MemberId, SessionId},
    session::Session,
};
use uuid::Uuid;

use super::Head;
use crate::{
    component::{Badge, Form, Summary},
    pages::{Frame, Problem, Typed, written::pages},
};

pages!(AttendancePage);

/// Someone who is expected, or came anyway.
#[derive(Debug)]
pub struct Expected {
    /// Who.
    pub member_id: Uuid,
    /// Their name.
    pub name: String,
    /// Where they work.
    pub employers: String,
    /// What is recorded of them.
    pub attendance: Option<Attendance>,
}

impl Expected {
    fn id(&self) -> String {
        MemberId::of(self.member_id).to_string()
    }

    fn is(&self, state: State) -> bool {
        self.attendance.as_ref().is_some_and(|attendance| attendance.state == state)
    }

    fn badge(&self) -> Option<Badge<'static>> {
        self.attendance.as_ref().map(|attendance| Badge::attendance(attendance.state))
    }

    /// What is recorded of them, as a form names it that takes it back.
    fn noted(&self) -> Option<String> {
        let noted = self.attendance.as_ref()?;
        Some(format!("{}:{}", AttendanceId::of(noted.id), noted.revision))
    }

    fn reason(&self) -> Option<&str> {
        self.attendance.as_ref()?.reason.as_deref()
    }
}

/// Who came to an event, or to one of its sessions.
#[derive(Template)]
#[template(path = "event/organise/attendance.html")]
pub struct AttendancePage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// The event.
    pub head: Head<'a>,
    /// Its sessions.
    pub sessions: &'a [Session],
    /// Which of them; none means the event as a whole.
    pub session: Option<&'a Session>,
    /// What was asked or typed.
    pub typed: &'a Typed,
    /// Why it was refused.
    pub problems: &'a [Problem],
    /// Those whom the search lets through.
    pub people: &'a [Expected],
    /// How many people are recorded how.
    pub tally: Tally,
    /// How many are expected of whom nothing is recorded.
    pub left: i64,
    /// From when it may be recorded, when that is still to come.
    pub opens: Option<String>,
    /// Those who came without being registered: what the search found, if one searched.
    pub found: Option<&'a [domain::member::Seen]>,
    /// When all the others were noted at once, while that can be taken back.
    pub undo: Option<String>,
    /// Whether the meeting can be closed now.
    pub may_close: bool,
}

impl AttendancePage<'_> {
    #[expect(clippy::unused_self, reason = "the head of every page asks for it")]
    fn title(&self) -> &'static str {
        "Présence"
    }

    /// Whether who came can be written down: of what takes place, once its doors are open.
    fn may_record(&self) -> bool {
        let is_held = matches!(self.head.event.state, Event::Published | Event::Done);
        is_held && self.opens.is_none()
    }

    fn form(&self) -> Form<'_> {
        Form::new(self.typed, &[]).called("filtre")
    }

    fn adding(&self) -> Form<'_> {
        Form::new(self.typed, &[]).called("ajout")
    }

    fn summary(&self) -> Summary<'_> {
        let prefix = format!("excuse-{}", self.typed.get("memberId"));
        Form::new(self.typed, self.problems).called(prefix).summary()
    }

    fn session_id(&self) -> String {
        self.session.map(|session| SessionId::of(session.id).to_string()).unwrap_or_default()
    }

    fn live(&self) -> String {
        let session = self.session_id();
        let query = if session.is_empty() { session } else { format!("?session={session}") };
        format!("{}{query}", self.head.at("/live"))
    }

    fn way(&self, session: Option<&Session>) -> String {
        match session {
            Some(session) => {
                format!("{}?session={}", self.head.at("/attendance"), SessionId::of(session.id))
            }
            None => self.head.at("/attendance"),
        }
    }

    fn is_here(&self, session: &Session) -> bool {
        self.session.is_some_and(|here| here.id == session.id)
    }

    fn times(&self, session: &Session) -> String {
        let zone = crate::words::zone(self.head.event);
        locales::date::times(session.starts_at, session.ends_at, zone)
    }

    fn left_words(&self) -> String {
        locales::text("page-attendance-left", &[("count", self.left.into())])
    }

    /// Whether somebody is noted already: what is done at once is then only for the others.
    fn is_begun(&self) -> bool {
        self.tally.present + self.tally.absent + self.tally.excused > 0
    }

    fn others(&self) -> String {
        locales::text("page-attendance-others", &[("count", self.left.into())])
    }

    /// The form to note this person's excuse.
    fn excuse(&self, expected: &Expected) -> Form<'_> {
        let is_this_one =
            self.typed.get("memberId") == expected.id() && self.typed.is("state", "excused");
        let form = Form::new(self.typed, self.problems).only_if(is_this_one);
        form.called(format!("excuse-{}", expected.id()))
    }

    fn is_searched(&self) -> bool {
        !self.typed.get("search").trim().is_empty() || self.typed.is("left", "yes")
    }
}

fn member_id(seen: &domain::member::Seen) -> String {
    MemberId::of(seen.id).to_string()
}
