//! What one says of oneself, to whom, and how others see it.

use askama::Template;
use domain::{
    id::MemberId,
    member::{Audience, Change, Field, ProfileKind, Seen, skill},
    network::Network,
    patch::Patch,
};

use super::{OwnTabs, Tab};
use crate::{
    component::{Choice, Face, Form},
    pages::{Frame, Problem, Typed, written::pages},
    words,
};

pages!(ProfilePage, LookPage);

const KINDS: [(ProfileKind, &str); 7] = [
    (ProfileKind::DigitalMediator, "digital_mediator"),
    (ProfileKind::DigitalAdviser, "digital_adviser"),
    (ProfileKind::Coordinator, "coordinator"),
    (ProfileKind::Volunteer, "volunteer"),
    (ProfileKind::FranceServicesAgent, "france_services_agent"),
    (ProfileKind::Librarian, "librarian"),
    (ProfileKind::Other, "other"),
];

/// The professions, as a form lists them.
pub(crate) fn kinds() -> Vec<Choice<'static>> {
    KINDS.into_iter().map(|(kind, word)| Choice::new(word, words::profile_kind(kind))).collect()
}

/// The profession of a word in a form.
pub fn kind_of(word: &str) -> Option<ProfileKind> {
    KINDS.into_iter().find(|(_, known)| *known == word).map(|(kind, _)| kind)
}

/// The shared vocabulary of skills, by name.
fn themes() -> Vec<Choice<'static>> {
    let mut themes: Vec<_> = skill::THEMES.map(|code| (words::skill(code), code)).into();
    themes.sort_by_cached_key(|(name, _)| domain::text::fold(name));
    themes.into_iter().map(|(name, code)| Choice::new(code, name)).collect()
}

/// What one says of oneself.
#[derive(Template)]
#[template(path = "me/profile.html")]
pub struct ProfilePage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// The record.
    pub me: &'a Seen,
    /// What was typed, or what is known.
    pub typed: &'a Typed,
    /// Why it was refused.
    pub problems: &'a [Problem],
}

impl ProfilePage<'_> {
    /// The form as the record fills it in.
    pub fn filled(me: &Seen) -> Typed {
        let (themes, own): (Vec<_>, Vec<_>) =
            me.skills.iter().flatten().partition(|skill| skill::THEMES.contains(&skill.as_str()));
        let own: Vec<_> = own.into_iter().map(String::as_str).collect();
        let mut typed = vec![
            ("expectedRevision", me.revision.to_string()),
            ("firstName", me.first_name.clone()),
            ("lastName", if me.is_unnamed() { String::new() } else { me.last_name.clone() }),
            ("phone", me.phone.clone().unwrap_or_default()),
            ("jobTitle", me.job_title.clone().unwrap_or_default()),
            ("otherSkills", own.join("\n")),
        ];
        let kind = KINDS.into_iter().find(|(kind, _)| Some(*kind) == me.profile_kind);
        typed.extend(kind.map(|(_, word)| ("profileKind", word.to_owned())));
        typed.extend(me.trains().then(|| ("mayTrain", "yes".to_owned())));
        typed.extend(themes.into_iter().map(|code| ("skills", code.clone())));
        if let Some(private) = &me.private {
            let shown = Field::ALL
                .into_iter()
                .filter(|field| private.visibility.of(*field) == Audience::Members);
            typed.extend(shown.map(|field| ("shown", field.word().to_owned())));
            typed.extend(
                private.visibility.is_named_as_pilot.then(|| ("namedAsPilot", "yes".to_owned())),
            );
        }
        Typed(typed.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }

    /// Whose record the form showed.
    pub fn of_whom(typed: &Typed) -> Option<MemberId> {
        typed.get("memberId").parse().ok()
    }

    /// What the form asks to change. Who sees what is the person's own to say: the form of whoever
    /// acts for them does not ask, and says nothing of it.
    pub fn change(typed: &Typed, is_acting: bool) -> Change {
        let own = typed.get("otherSkills").lines().flat_map(|line| line.split([',', ';']));
        let own = own.map(|skill| skill.trim().to_owned()).filter(|skill| !skill.is_empty());
        let shown = |field: Field| {
            let is_shown = typed.all("shown").any(|word| word == field.word());
            (field, if is_shown { Audience::Members } else { Audience::Leads })
        };
        Change {
            expected_revision: typed.revision(),
            first_name: Some(typed.get("firstName").to_owned()),
            last_name: Some(typed.get("lastName").to_owned()),
            phone: Patch::Put(Some(typed.get("phone").to_owned())),
            job_title: Patch::Put(Some(typed.get("jobTitle").to_owned())),
            profile_kind: kind_of(typed.get("profileKind")),
            may_train: Some(typed.is("mayTrain", "yes")),
            skills: Some(typed.all("skills").map(str::to_owned).chain(own).collect()),
            visibility: if is_acting { Vec::new() } else { Field::ALL.map(shown).into() },
            is_named_as_pilot: (!is_acting).then(|| typed.is("namedAsPilot", "yes")),
        }
    }

    fn form(&self) -> Form<'_> {
        Form::new(self.typed, self.problems)
    }

    fn member_id(&self) -> MemberId {
        MemberId::of(self.me.id)
    }

    fn audiences() -> [Choice<'static>; 4] {
        [
            Choice::new("email", "Adresse électronique"),
            Choice::new("phone", "Téléphone"),
            Choice::new("job_title", "Fonction"),
            Choice::new("skills", "Compétences"),
        ]
    }
}

/// Through whose eyes one looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Looks {
    /// A member of one's networks.
    Member,
    /// Anybody who is not signed in.
    Anybody,
}

/// One's own record as others see it.
#[derive(Template)]
#[template(path = "me/look.html")]
pub struct LookPage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// Through whose eyes.
    pub looks: Looks,
    /// What they see; nothing when they see nothing at all.
    pub seen: Option<&'a Seen>,
    /// The networks that they see.
    pub networks: Vec<(&'a Network, String)>,
    /// The networks that name them as pilot to everyone.
    pub pilots: Vec<&'a str>,
}

impl LookPage<'_> {
    fn pilots(&self) -> String {
        words::names(&self.pilots)
    }
}
