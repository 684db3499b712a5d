//! Records of the same person, side by side before they become one.

use askama::Template;
use domain::{
    id::MemberId,
    member::{Likeness, Seen},
    membership::{LocalRole, Role},
};

use super::{AdministrationTab, AdministrationTabs};
use crate::{
    component::{Choice, Form},
    pages::{Frame, Problem, Typed, written::pages},
    words,
};

pages!(DuplicatesPage, ComparePage);

/// Records that look like the same person.
#[derive(Clone, Debug)]
pub struct Group {
    /// In what they are alike.
    pub likeness: Likeness,
    /// The records, the oldest first.
    pub members: Vec<Seen>,
}

impl Group {
    fn why(&self) -> &'static str {
        match self.likeness {
            Likeness::Email => "Même adresse de courriel",
            Likeness::NameAndEmployer => "Même nom, même structure",
            Likeness::Name => "Même nom, même réseau : peut-être deux personnes",
        }
    }

    /// The way to compare two of them: the one that is kept, then the other.
    fn path(&self, at: &usize) -> String {
        let id = |at: usize| {
            self.members
                .get(at)
                .map(|member| MemberId::of(member.id).to_string())
                .unwrap_or_default()
        };
        format!("/administration/duplicates/{}/{}", id(0), id(*at))
    }
}

/// What looks like the same person.
#[derive(Template)]
#[template(path = "administration/duplicates.html")]
pub struct DuplicatesPage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// In which network they look.
    pub asked: &'a Typed,
    /// The networks to choose from.
    pub networks: Vec<(String, String)>,
    /// The record that is compared with another one, once it is chosen.
    pub one: Option<&'a Seen>,
    /// Those of the name that was looked for.
    pub found: Option<Vec<Seen>>,
    /// What was found.
    pub groups: &'a [Group],
}

impl DuplicatesPage<'_> {
    fn form(&self) -> Form<'_> {
        Form::new(self.asked, &[])
    }

    fn comparing(&self) -> Form<'_> {
        Form::new(self.asked, &[]).called("comparer")
    }

    /// The next step with this record: it is compared, or another one is looked for.
    fn with(&self, seen: &Seen) -> String {
        let id = MemberId::of(seen.id);
        match self.one {
            Some(one) => format!("/administration/duplicates/{}/{id}", MemberId::of(one.id)),
            None => format!("/administration/duplicates?one={id}#comparer"),
        }
    }

    fn is_other(&self, seen: &Seen) -> bool {
        self.one.is_none_or(|one| one.id != seen.id)
    }

    fn choices(&self) -> Vec<Choice<'_>> {
        let one = |(id, name): &(String, String)| Choice::new(id.clone(), name.clone());
        self.networks.iter().map(one).collect()
    }
}

/// One of two records.
#[derive(Clone, Debug)]
pub struct Side {
    /// The record.
    pub seen: Seen,
    /// Its networks, each with the role there.
    pub networks: Vec<Held>,
    /// Where the person works, in words.
    pub employers: String,
}

/// A role in a network.
#[derive(Clone, Debug)]
pub struct Held {
    /// The network's name.
    pub network: String,
    /// The role.
    pub role: Role,
    /// For the public.
    pub local_role: Option<LocalRole>,
}

/// Networks with the role in each, in words.
fn in_words<'a>(networks: impl IntoIterator<Item = &'a Held>) -> String {
    let one = |held: &Held| {
        format!("{} ({})", held.network, words::both_roles(held.role, held.local_role))
    };
    networks.into_iter().map(one).collect::<Vec<_>>().join(", ")
}

/// Two records side by side.
#[derive(Template)]
#[template(path = "administration/compare.html")]
pub struct ComparePage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// The one that is kept.
    pub kept: &'a Side,
    /// The one that moves into it.
    pub duplicate: &'a Side,
    /// What was typed.
    pub typed: &'a Typed,
    /// Why it was refused.
    pub problems: &'a [Problem],
}

impl ComparePage<'_> {
    fn form(&self) -> Form<'_> {
        Form::new(self.typed, self.problems)
    }

    fn action(&self) -> String {
        let (kept, gone) = (MemberId::of(self.kept.seen.id), MemberId::of(self.duplicate.seen.id));
        format!("/administration/duplicates/{kept}/{gone}/merge")
    }

    fn other_way(&self) -> String {
        let (kept, gone) = (MemberId::of(self.kept.seen.id), MemberId::of(self.duplicate.seen.id));
        format!("/administration/duplicates/{gone}/{kept}")
    }

    /// The networks of the record that is kept, then those that only the other one brings. Where both are in
    /// one network, the stronger role goes on.
    fn networks(&self) -> String {
        let (kept, gone) = (&self.kept.networks, &self.duplicate.networks);
        let stays = kept.iter().map(|one| {
            let stronger = |other: &&Held| other.network == one.network && other.role < one.role;
            gone.iter().find(stronger).unwrap_or(one)
        });
        let is_new = |one: &&Held| kept.iter().all(|other| other.network != one.network);
        let brought = gone.iter().filter(is_new);
        in_words(stays.chain(brought))
    }

    /// What each says, and what the kept record will say.
    fn rows(&self) -> Vec<(&'static str, String, String, String)> {
        let (kept, gone) = (&self.kept.seen, &self.duplicate.seen);
        let some = |text: &Option<String>| text.clone().unwrap_or_default();
        let or = |one: &Option<String>, other: &Option<String>| {
            some(if one.is_some() { one } else { other })
        };
        let yes = |is: bool| if is { "oui" } else { "non" }.to_owned();
        let both = |one: &str, other: &str| match (one, other) {
            ("", other) => other.to_owned(),
            (one, "") => one.to_owned(),
            (one, other) if one == other => one.to_owned(),
            (one, other) => format!("{one} ; {other}"),
        };
        let created = |seen: &Seen| {
            seen.private
                .as_ref()
                .map(|private| words::federation_day(private.created_at))
                .unwrap_or_default()
        };
        let last_seen =
            |seen: &Seen| seen.private.as_ref().and_then(|private| private.last_seen_at);
        let day = |at: Option<chrono::DateTime<chrono::Utc>>| {
            at.map_or_else(|| locales::text("page-seen-never", &[]), words::federation_day)
        };
        let kind = |seen: &Seen| words::profile_kind(seen.profile_kind);
        let networks = self.networks();
        let employers = both(&self.kept.employers, &self.duplicate.employers);
        vec![
            ("Nom", kept.name(), gone.name(), kept.name()),
            ("Courriel", some(&kept.email), some(&gone.email), some(&kept.email)),
            ("Téléphone", some(&kept.phone), some(&gone.phone), or(&kept.phone, &gone.phone)),
            ("Profil", kind(kept), kind(gone), kind(kept)),
            (
                "Fonction",
                some(&kept.job_title),
                some(&gone.job_title),
                or(&kept.job_title, &gone.job_title),
            ),
            (
                "Peut former",
                yes(kept.trains()),
                yes(gone.trains()),
                yes(kept.trains() || gone.trains()),
            ),
            (
                "Réseaux",
                in_words(&self.kept.networks),
                in_words(&self.duplicate.networks),
                networks,
            ),
            (
                "Structures",
                self.kept.employers.clone(),
                self.duplicate.employers.clone(),
                employers,
            ),
            ("Fiche créée le", created(kept), created(gone), created(kept)),
            (
                "Dernière connexion",
                day(last_seen(kept)),
                day(last_seen(gone)),
                day(last_seen(kept).max(last_seen(gone))),
            ),
        ]
    }
}
