//! What a letter's invitation leads to: who invites where, and the two answers.

use askama::Template;
use domain::{
    event::Announced,
    invitation::{Found, State},
    membership::Role,
};

use locales::{date, text};

use super::{Frame, Problem, Typed, written::pages};
use crate::{
    component::{Form, OwnName},
    words,
};

pages!(InvitationPage, UnknownInvitationPage);

/// An invitation, as far as it is.
#[derive(Template)]
#[template(path = "invitation/invitation.html")]
pub struct InvitationPage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// The invitation.
    pub found: &'a Found,
    /// The word of the link, for the buttons.
    pub token: &'a str,
    /// Whether someone is signed in whose invitation it is not.
    pub is_for_another: bool,
    /// What was typed.
    pub typed: &'a Typed,
    /// Why an answer was refused.
    pub problems: &'a [Problem],
}

impl InvitationPage<'_> {
    fn who(&self) -> &str {
        self.found
            .invited_by
            .as_deref()
            .filter(|who| !who.is_empty())
            .unwrap_or("Une personne du réseau")
    }

    fn role(&self) -> &'static str {
        match self.found.role {
            Role::Lead => "comme pilote",
            Role::Organiser => "pour l’animer",
            Role::Member => "comme membre",
        }
    }

    fn local_role(&self) -> Option<String> {
        self.found.local_role.map(words::local_role)
    }

    /// First and last name, of whoever never said them; filled in as far as the invitation gives them.
    fn own_name(&self) -> Option<OwnName<'_>> {
        let is_unnamed = match self.frame.viewer {
            Some(_) => self.frame.is_unnamed,
            None => self.found.is_unnamed,
        };
        if !is_unnamed {
            return None;
        }
        // What the invitation of somebody else gives is not theirs.
        let given = if self.is_for_another { ("", "") } else { self.found.given_name() };
        Some(OwnName::of(&Form::new(self.typed, self.problems), given))
    }

    fn is_open(&self) -> bool {
        self.found.state == State::Sent
    }

    fn is_accepted(&self) -> bool {
        self.found.state == State::Accepted
    }

    fn is_declined(&self) -> bool {
        self.found.state == State::Declined
    }

    fn is_expired(&self) -> bool {
        self.found.state == State::Expired
    }

    fn until(&self) -> String {
        words::federation_deadline(self.found.expires_at)
    }
}

fn moment(event: &Announced) -> String {
    let when = date::moment(event.starts_at, event.zone);
    if event.is_date_tentative {
        text("letter-date-tentative", &[("when", (&when).into())])
    } else {
        when
    }
}

/// A link that opens nothing.
#[derive(Template)]
#[template(path = "invitation/unknown.html")]
pub struct UnknownInvitationPage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
}
