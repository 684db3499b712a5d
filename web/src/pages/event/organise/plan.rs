//! Planning an event, changing it, and what becomes of it.

use askama::Template;
use chrono::{DateTime, Utc};
use domain::{
    database::in_words,
    event::{Event, State, Step as Move, after},
    id::NetworkId,
    network::Network,
    registration::Tally,
};

use super::{Head, choice, local};
use crate::{
    component::{Choice, Form, Summary},
    pages::{Frame, Problem, Typed, notice, written::pages},
    words,
};

pages!(PlanPage);

/// A form of the page: its refusals stand beside it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Step {
    /// What the event says of itself.
    #[default]
    Content,
    /// Opening it.
    Publish,
    /// Putting it off.
    Postpone,
    /// Calling it off.
    Cancel,
    /// Saying that it took place.
    Finish,
    /// Throwing the draft away.
    Delete,
}

/// A field that two people changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What it is called.
    pub label: &'static str,
    /// What this person typed.
    pub typed: String,
    /// What is kept now.
    pub kept: String,
}

/// The fields of the form, and what they are called.
const FIELDS: [(&str, &str); 23] = [
    ("title", "Titre"),
    ("kind", "Type"),
    ("description", "Présentation"),
    ("startsAt", "Début"),
    ("endsAt", "Fin"),
    ("timeZone", "Fuseau horaire"),
    ("isDateTentative", "Date à confirmer"),
    ("mode", "Participation"),
    ("venue", "Lieu"),
    ("venueAddress", "Adresse"),
    ("isVenueTentative", "Lieu à confirmer"),
    ("onlineUrl", "Lien de connexion"),
    ("visibility", "Qui voit la page"),
    ("audience", "Qui peut s’inscrire"),
    ("capacityOnSite", "Places sur place"),
    ("capacityOnline", "Places en ligne"),
    ("registrationOpensAt", "Ouverture des inscriptions"),
    ("registrationClosesAt", "Clôture des inscriptions"),
    ("cancelUntil", "Annulation possible jusqu’au"),
    ("offerHours", "Durée d’une offre"),
    ("needsApproval", "Validation des inscriptions"),
    ("beforeEventDays", "Rappels avant la rencontre"),
    ("beforeDeadlineDays", "Rappels avant la clôture"),
];

/// What the form shows of an event before anybody types.
pub fn typed_of(event: &Event) -> Typed {
    let yes = |is_so: bool| if is_so { "yes".to_owned() } else { String::new() };
    let moment = |at: Option<DateTime<Utc>>| at.map(|at| local(event, at)).unwrap_or_default();
    let number = |number: Option<i32>| number.map(|n| n.to_string()).unwrap_or_default();
    let rule = event.reminder_rule.clone();
    let usual = rule.clone().unwrap_or_default();
    let days = |days: &[i32]| days.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let fields = [
        ("title", event.title.clone()),
        ("kind", in_words(&event.kind)),
        ("description", event.description.clone()),
        ("startsAt", local(event, event.starts_at)),
        ("endsAt", local(event, event.ends_at)),
        ("timeZone", event.time_zone.clone()),
        ("isDateTentative", yes(event.is_date_tentative)),
        ("mode", in_words(&event.mode)),
        ("venue", event.venue.clone().unwrap_or_default()),
        ("venueAddress", event.venue_address.clone().unwrap_or_default()),
        ("isVenueTentative", yes(event.is_venue_tentative)),
        ("onlineUrl", event.online_url.clone().unwrap_or_default()),
        ("visibility", in_words(&event.visibility)),
        ("audience", in_words(&event.audience)),
        ("capacityOnSite", number(event.capacity_on_site)),
        ("capacityOnline", number(event.capacity_online)),
        ("registrationOpensAt", moment(event.registration_opens_at)),
        ("registrationClosesAt", moment(event.registration_closes_at)),
        ("cancelUntil", moment(event.cancel_until)),
        ("offerHours", event.offer_hours.to_string()),
        ("needsApproval", yes(event.needs_approval)),
        ("reminderRule", if rule.is_some() { "own" } else { "network" }.to_owned()),
        ("beforeEventDays", days(&usual.before_event_days)),
        ("beforeDeadlineDays", days(&usual.before_deadline_days)),
        ("offerHalf", yes(usual.offer_half)),
        ("movesAgenda", "yes".to_owned()),
        ("expectedRevision", event.revision.to_string()),
    ];
    let hosts = event.facts.hosts.iter().map(|id| ("hostIds", NetworkId::of(*id).to_string()));
    let own = |(name, value): (&str, String)| (name.to_owned(), value);
    Typed(fields.into_iter().chain(hosts).map(own).collect())
}

/// The names of the networks that are ticked as hosts, in the order of the form.
fn host_names(typed: &Typed, hosts: &[Network]) -> String {
    let ids: Vec<_> = typed.all("hostIds").collect();
    let is_ticked = |host: &&Network| ids.contains(&NetworkId::of(host.id).to_string().as_str());
    let names: Vec<_> = hosts.iter().filter(is_ticked).map(|host| host.name.as_str()).collect();
    if names.is_empty() { "(rien)".to_owned() } else { words::names(&names) }
}

/// Where what was typed is not what is kept now; with the networks that the form offers as hosts.
pub fn differences(typed: &Typed, kept: &Typed, hosts: &[Network]) -> Vec<Difference> {
    let said = |typed: &Typed, name: &str| {
        let value = typed.get(name).trim();
        match (name, value) {
            (_, "yes") => "oui".to_owned(),
            (_, "") => "(rien)".to_owned(),
            ("kind", word) => choice::kind(word).map_or_else(|| word.to_owned(), words::kind),
            (_, value) => value.replace('T', " ").replace("\r\n", "\n"),
        }
    };
    FIELDS
        .into_iter()
        .map(|(name, label)| Difference { label, typed: said(typed, name), kept: said(kept, name) })
        .chain([Difference {
            label: "Réseaux hôtes",
            typed: host_names(typed, hosts),
            kept: host_names(kept, hosts),
        }])
        .filter(|difference| difference.typed != difference.kept)
        .collect()
}

/// Planning an event, or changing it.
#[derive(Template)]
#[template(path = "event/organise/plan.html")]
pub struct PlanPage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// The event, once there is one.
    pub head: Option<Head<'a>>,
    /// The network in whose affairs it is planned.
    pub network: &'a Network,
    /// The networks that may host it.
    pub hosts: &'a [Network],
    /// What was typed.
    pub typed: &'a Typed,
    /// In which form.
    pub step: Step,
    /// Why it was refused.
    pub problems: &'a [Problem],
    /// Where somebody else's change and this one meet.
    pub differences: &'a [Difference],
    /// How many registrations stand how.
    pub tally: Tally,
    /// How many sessions there are.
    pub sessions: usize,
    /// How many questions a draft has.
    pub questions: usize,
}

impl PlanPage<'_> {
    /// Whether one comes from publishing it: the next step is to invite.
    fn is_just_published(&self) -> bool {
        self.frame.notice.is_some() && self.frame.notice == notice("published")
    }

    fn title(&self) -> &'static str {
        if self.head.is_some() { "Modifier la rencontre" } else { "Planifier une rencontre" }
    }

    fn action(&self) -> String {
        match &self.head {
            Some(head) => head.at("/edit/save"),
            None => format!("/networks/{}/events/create", self.network.slug),
        }
    }

    fn form(&self) -> Form<'_> {
        let problems = if self.step == Step::Content { self.problems } else { &[] };
        Form::new(self.typed, problems)
    }

    /// The form as it is kept now.
    fn fresh(&self) -> String {
        self.head.as_ref().map(|head| head.at("/edit")).unwrap_or_default()
    }

    fn form_of(&self, step: Step) -> Form<'_> {
        let problems = if self.step == step { self.problems } else { &[] };
        let prefix = match step {
            // Publishing is another button of the same form.
            Step::Content | Step::Publish => "",
            Step::Postpone => "reporter",
            Step::Cancel => "annuler",
            Step::Finish => "clore",
            Step::Delete => "effacer",
        };
        Form::new(self.typed, problems).called(prefix)
    }

    fn summary_of(&self, step: Step) -> Summary<'_> {
        self.form_of(step).summary()
    }

    fn is_at(&self, step: Step) -> bool {
        self.step == step && !self.problems.is_empty()
    }

    fn may(&self, step: Step) -> bool {
        let Some(head) = &self.head else { return false };
        let step = match step {
            // A day that is over is not announced any more.
            Step::Publish if self.is_over_draft() => return false,
            Step::Publish => Move::Publish,
            Step::Postpone => Move::Postpone,
            Step::Cancel => Move::Cancel,
            Step::Finish => return self.may_finish(),
            Step::Delete => return self.may_delete(),
            Step::Content => return false,
        };
        after(head.event.state, step).is_some()
    }

    fn may_finish(&self) -> bool {
        self.head.as_ref().is_some_and(|head| head.event.may_be_done(head.now))
    }

    /// Whether nobody outside the team ever knew of it.
    fn may_delete(&self) -> bool {
        let is_unknown =
            |head: &Head<'_>| head.event.state == State::Draft && head.event.published_at.is_none();
        self.head.as_ref().is_some_and(is_unknown)
    }

    /// What goes with the draft.
    fn lost(&self) -> String {
        let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX).into();
        let counts = [("sessions", count(self.sessions)), ("questions", count(self.questions))];
        locales::text("page-draft-lost", &counts)
    }

    fn may_move_on(&self) -> bool {
        [Step::Postpone, Step::Cancel, Step::Finish, Step::Delete]
            .into_iter()
            .any(|at| self.may(at))
    }

    fn is_draft(&self) -> bool {
        self.head.as_ref().is_some_and(|head| head.event.state == State::Draft)
    }

    /// Whether it is a draft whose day has passed.
    fn is_over_draft(&self) -> bool {
        self.head.as_ref().is_some_and(Head::is_over_draft)
    }

    fn is_cancelled(&self) -> bool {
        self.head.as_ref().is_some_and(|head| head.event.state == State::Cancelled)
    }

    fn is_done(&self) -> bool {
        self.head.as_ref().is_some_and(|head| head.event.state == State::Done)
    }

    /// What moves along with the event's beginning, if anything does.
    fn moved(&self) -> Option<&'static str> {
        let event = self.head.as_ref()?.event;
        let deadlines =
            [event.registration_opens_at, event.registration_closes_at, event.cancel_until];
        match (self.sessions > 0, deadlines.iter().any(Option::is_some)) {
            (true, true) => Some(
                "Si le début change, décaler aussi le programme et les dates d’inscription et d’annulation",
            ),
            (true, false) => Some("Si le début change, décaler aussi le programme"),
            (false, true) => {
                Some("Si le début change, décaler aussi les dates d’inscription et d’annulation")
            }
            (false, false) => None,
        }
    }

    /// How many people a change of date, place or state is told.
    fn told(&self) -> String {
        locales::text("page-told", &[("count", self.tally.standing().into())])
    }

    fn kinds() -> Vec<Choice<'static>> {
        choice::kinds()
    }

    fn modes() -> Vec<Choice<'static>> {
        choice::modes()
    }

    fn visibilities() -> Vec<Choice<'static>> {
        choice::visibilities()
    }

    fn audiences() -> Vec<Choice<'static>> {
        choice::audiences()
    }

    fn zones(&self) -> Vec<Choice<'static>> {
        choice::zones(self.typed.get("timeZone"))
    }

    fn about_hosts(&self) -> &'static str {
        if self.head.is_some() {
            "Leurs équipes organisent la rencontre ensemble. Vous ajoutez et retirez les réseaux que vous animez."
        } else {
            "Leurs équipes organisent la rencontre ensemble."
        }
    }

    fn host_choices(&self) -> Vec<Choice<'_>> {
        let choice =
            |host: &Network| Choice::new(NetworkId::of(host.id).to_string(), host.name.clone());
        self.hosts.iter().map(choice).collect()
    }

    fn rules() -> [Choice<'static>; 2] {
        [
            Choice::new("network", "Ceux du réseau"),
            Choice::new("own", "Propres à cette rencontre")
                .hint("Remplissez les deux lignes ci-dessous."),
        ]
    }
}
