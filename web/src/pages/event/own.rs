//! What the page of an event says of one's own registration, presence and excuse.

use domain::{
    attendance::{Attendance, State as Came},
    event::State as EventState,
    registration::{Attends, DeclinedBy, Registration, State},
};
use locales::text;

use super::EventPage;
use crate::{pages::notice, words};

impl EventPage<'_> {
    /// One's registration, as long as it stands.
    pub(super) fn own(&self) -> Option<&Registration> {
        let own = self.read.own.as_ref()?;
        (!matches!(own.state, State::Cancelled | State::Declined)).then_some(own)
    }

    /// What became of a registration that no longer stands.
    pub(super) fn ended(&self) -> Option<String> {
        let own = self.read.own.as_ref()?;
        let reason = own.reason.as_deref().filter(|reason| !reason.trim().is_empty());
        let words = match own.state {
            State::Cancelled => "Votre inscription est annulée.",
            State::Declined => match own.declined_by {
                Some(DeclinedBy::Person) => "Vous avez laissé la place qui vous était proposée.",
                Some(DeclinedBy::Time) => {
                    "Le délai pour prendre la place qui vous était proposée est passé."
                }
                Some(DeclinedBy::Organiser) | None => {
                    "L’équipe n’a pas pu retenir votre inscription."
                }
            },
            _ => return None,
        };
        // Right after cancelling, the notice above has said it.
        let is_told = own.state == State::Cancelled && self.notice(false) == notice("cancelled");
        match (reason, is_told) {
            (Some(reason), true) => Some(format!("Motif : {reason}")),
            (Some(reason), false) => Some(format!("{words} Motif : {reason}")),
            (None, true) => None,
            (None, false) => Some(words.to_owned()),
        }
    }

    /// One's excuse.
    pub(super) fn excuse(&self) -> Option<&Attendance> {
        self.read.attendance.as_ref().filter(|found| found.state == Came::Excused)
    }

    /// Whether it is the team that noted one's excuse.
    pub(super) fn is_excused_by_team(&self) -> bool {
        self.excuse().is_some_and(|excuse| !excuse.is_own_word())
    }

    /// Whether it is the team that noted whether one came.
    fn is_noted_by_team(&self) -> bool {
        self.read.attendance.as_ref().is_some_and(|noted| !noted.is_own_word())
    }

    /// Whether one may say that one will not come: to those who wait for a place, cancelling says it,
    /// and a team that noted it knows.
    pub(super) fn may_excuse(&self) -> bool {
        let is_held = self.event().state == EventState::Published && !self.is_over();
        let was_there =
            self.read.attendance.as_ref().is_some_and(|found| found.state == Came::Present);
        let is_expected = self.is_confirmed() || self.read.own.is_none() && self.read.is_invited;
        is_held && !was_there && !self.is_noted_by_team() && is_expected
    }

    /// Whether there are only so many places of the way in which one takes part.
    fn is_place_limited(&self) -> bool {
        let capacity = match self.own().map(|own| own.attends) {
            Some(Attends::Online) => self.event().capacity_online,
            Some(Attends::OnSite) | None => self.event().capacity_on_site,
        };
        capacity.is_some()
    }

    /// Whether one who leaves makes room for somebody else.
    pub(super) fn may_make_room(&self) -> bool {
        self.may_cancel() && self.is_place_limited()
    }

    /// Whether one who sent an excuse may say that one comes after all; who has no place registers.
    pub(super) fn may_withdraw_excuse(&self) -> bool {
        self.may_excuse() && self.excuse().is_some() && self.own().is_some()
    }

    /// Whether one is invited and has not said yet whether one comes.
    pub(super) fn must_answer(&self) -> bool {
        self.may_excuse() && self.own().is_none() && self.excuse().is_none()
    }

    /// The reason that the form for an excuse begins with.
    pub(super) fn excuse_reason(&self) -> &str {
        self.excuse().and_then(|excuse| excuse.reason.as_deref()).unwrap_or_default()
    }

    /// What the form for an excuse is called.
    pub(super) fn excuse_title(&self) -> &'static str {
        if self.excuse().is_some() {
            "Changer le motif"
        } else if self.own().is_some() {
            "Prévenir de mon absence"
        } else {
            "Je ne pourrai pas venir"
        }
    }

    pub(super) fn is_confirmed(&self) -> bool {
        self.own().is_some_and(|own| own.state == State::Confirmed)
    }

    /// Whether one's place goes to somebody who waits for it, once one leaves it.
    fn is_place_awaited(&self) -> bool {
        let Some(own) = self.own().filter(|own| own.state == State::Confirmed) else {
            return false;
        };
        let mut places = self.read.chance.iter().flat_map(|chance| &chance.places);
        self.event().state == EventState::Published
            && !self.has_begun()
            && places.any(|(attends, places)| {
                // Of more than there are, one less frees none.
                let is_freed = places.capacity.is_some_and(|capacity| places.held <= capacity);
                *attends == own.attends && places.waiting > 0 && is_freed
            })
    }

    /// Whether who leaves may register anew.
    fn may_return(&self) -> bool {
        let event = self.event();
        event.state == EventState::Published
            && event.registration_closes_at.is_none_or(|closes_at| closes_at > self.now)
    }

    pub(super) fn is_offered(&self) -> bool {
        self.own().is_some_and(|own| own.state == State::Offered)
    }

    /// Whether the place that is offered can be taken now: not while the event is put off.
    pub(super) fn may_take(&self) -> bool {
        self.is_offered() && self.event().state == EventState::Published
    }

    /// What comes of cancelling.
    pub(super) fn what_cancelling_does(&self) -> &'static str {
        match self.own().map(|own| own.state) {
            Some(State::Pending) => "Votre demande sera retirée.",
            Some(State::Waitlisted) => "Vous quitterez la liste d’attente.",
            _ if self.is_place_awaited() => {
                "Votre place sera aussitôt proposée à la personne suivante."
            }
            _ if self.may_return() => {
                "Vous pourrez vous réinscrire tant que les inscriptions sont ouvertes."
            }
            _ => "",
        }
    }

    /// Whether one chooses between its sessions.
    pub(super) fn may_choose(&self) -> bool {
        self.own().is_some() && self.is_to_come()
    }

    /// How one's registration stands, in a sentence.
    pub(super) fn standing(&self, own: &Registration) -> String {
        if self.is_cancelled() {
            let had_place = own.state == State::Confirmed;
            return text(if had_place { "page-own-off-registered" } else { "page-own-off" }, &[]);
        }
        if self.is_over() {
            return self.former_standing(own);
        }
        match own.state {
            State::Pending => {
                "Votre demande d’inscription attend la réponse de l’équipe.".to_owned()
            }
            State::Confirmed => "Vous êtes inscrit·e.".to_owned(),
            State::Waitlisted => {
                let position = own.position.unwrap_or(1);
                text("page-line", &[("position", position.into())])
            }
            State::Offered if !self.may_take() => text("page-offer-later", &[]),
            State::Offered => match own.offered_until {
                Some(until) => format!(
                    "Une place s’est libérée : elle vous est gardée jusqu’au {}.",
                    words::deadline(self.event(), until)
                ),
                None => "Une place s’est libérée : elle vous est gardée.".to_owned(),
            },
            State::Declined | State::Cancelled => words::state(own.state),
        }
    }

    /// How it ended, in a sentence.
    pub(super) fn former_standing(&self, own: &Registration) -> String {
        let key = match (own.state, self.came()) {
            (_, Some(Came::Present)) => "page-was-present",
            (_, Some(Came::Absent)) => "page-was-absent",
            (State::Confirmed, _) => "page-was-registered",
            (State::Pending, _) => "page-was-pending",
            _ => "page-was-waiting",
        };
        text(key, &[])
    }

    /// Whether one came, as far as it is recorded.
    pub(super) fn came(&self) -> Option<Came> {
        self.read.attendance.as_ref().map(|noted| noted.state)
    }

    /// Whether one was there without a registration.
    pub(super) fn walked_in(&self) -> bool {
        self.came() == Some(Came::Present)
    }

    #[expect(clippy::unused_self, reason = "the template asks the page")]
    pub(super) fn attends(&self, own: &Registration) -> String {
        words::attends(own.attends)
    }
}
