//! What surrounds a page for whoever looks at it, and what goes back into a form.

use askama::Template;
use locales::typography;

/// Who looks, at which address, and what was just done.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    /// The name of the person who is signed in.
    pub viewer: Option<String>,
    /// The page's path, to come back to.
    pub path: String,
    /// What was just done.
    pub notice: Option<&'static str>,
    /// Whether that person administers the federation.
    pub is_administrator: bool,
    /// Until when somebody of the administration acts as that person.
    pub acting_until: Option<String>,
}

/// One of the rooms that every page leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// Where it is.
    pub path: &'static str,
    /// What it is called.
    pub name: &'static str,
    /// What else belongs to it.
    also: &'static [&'static str],
}

impl Room {
    const fn new(path: &'static str, name: &'static str, also: &'static [&'static str]) -> Self {
        Self { path, name, also }
    }

    const OWN: Self = Self::new("/me", "Mon espace", &[]);
    const FIND: Self = Self::new("/find", "Trouver mon réseau", &[]);
    const NETWORKS: Self = Self::new("/networks", "Réseaux", &["/charters"]);
    const CALENDAR: Self = Self::new("/calendar", "Calendrier", &["/events"]);
    const DIRECTORY: Self = Self::new("/members", "Annuaire", &["/employers", "/places"]);
    const ADMINISTRATION: Self = Self::new("/administration", "Administration", &[]);
}

impl Frame {
    /// The rooms that this person may enter.
    pub fn rooms(&self) -> &'static [Room] {
        const NOBODY: [Room; 3] = [Room::FIND, Room::NETWORKS, Room::CALENDAR];
        const MEMBER: [Room; 4] = [Room::OWN, Room::NETWORKS, Room::CALENDAR, Room::DIRECTORY];
        const ADMINISTRATOR: [Room; 5] =
            [Room::OWN, Room::NETWORKS, Room::CALENDAR, Room::DIRECTORY, Room::ADMINISTRATION];
        match (&self.viewer, self.is_administrator) {
            (None, _) => &NOBODY,
            (Some(_), false) => &MEMBER,
            (Some(_), true) => &ADMINISTRATOR,
        }
    }

    /// Whether the page is in this room.
    pub fn is_in(&self, room: &Room) -> bool {
        let is_below = |path: &str| {
            self.path
                .strip_prefix(path)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        is_below(room.path) || room.also.iter().any(|path| is_below(path))
    }

    /// The way to sign in and come back.
    pub fn sign_in(&self) -> String {
        // From the home page, one's own space is what one signs in for.
        let page = if self.path == "/" { "/me" } else { &self.path };
        let path: String = url::form_urlencoded::byte_serialize(page.as_bytes()).collect();
        format!("/auth/email?return_to={path}")
    }
}

/// Why a form was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The input that it is about, by its name in the schema.
    pub field: Option<&'static str>,
    /// What is wrong, and what to do.
    pub words: String,
}

/// What somebody typed, so that nothing is lost when it is refused.
#[derive(Clone, Debug, Default)]
pub struct Typed(pub Vec<(String, String)>);

/// The field that holds the revision that the person looked at.
const REVISION: &str = "expectedRevision";

impl Typed {
    /// The first value of this name.
    pub fn get(&self, name: &str) -> &str {
        self.find(name).unwrap_or_default()
    }

    /// The first value of this name, without spaces around it, when it says something.
    pub fn filled(&self, name: &str) -> Option<String> {
        Some(self.get(name).trim().to_owned()).filter(|words| !words.is_empty())
    }

    /// The first value of this name, when the form had that name at all.
    pub fn find(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    /// All values of this name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    /// The revision that the person looked at.
    pub fn revision(&self) -> Option<i32> {
        self.get(REVISION).parse().ok()
    }

    /// What was typed, over this revision: sent once more, it is what the person wants over what
    /// they now know of.
    #[must_use]
    pub fn over(&self, revision: i32) -> Self {
        let others = self.0.iter().filter(|(name, _)| name != REVISION).cloned();
        Self(std::iter::once((REVISION.to_owned(), revision.to_string())).chain(others).collect())
    }

    /// Whether this box was ticked, or this choice made.
    pub fn is(&self, name: &str, value: &str) -> bool {
        self.find(name) == Some(value)
    }
}

/// What was just done, in words; the address carries only a code of this list.
pub fn notice(code: &str) -> Option<&'static str> {
    Some(match code {
        "registered" => "C’est noté. Un courriel vous le confirme.",
        "cancelled" => {
            "Votre inscription est annulée. Vous pouvez vous réinscrire tant que c’est ouvert."
        }
        "excused" => "C’est noté : l’équipe sait que vous ne viendrez pas.",
        "offer-accepted" => "La place est à vous.",
        "offer-declined" => "Vous avez laissé la place à la personne suivante.",
        "session-chosen" => "Votre choix est noté.",
        "session-left" => "Vous ne participez plus à ce temps.",
        "answered" => "Vos réponses sont enregistrées.",
        "calendar-opened" => "Votre adresse d’abonnement est prête.",
        "calendar-closed" => "L’adresse est fermée : elle ne montre plus rien.",
        "joined" => "Bienvenue ! Vous faites maintenant partie du réseau.",
        "manager" => "Vous représentez maintenant cette structure.",
        "requested" => "Votre demande est envoyée. Vous recevrez la réponse par courriel.",
        "withdrawn" => "Votre demande est retirée.",
        "approved" => "La personne fait maintenant partie du réseau. Un courriel la prévient.",
        "refused" => {
            "La demande est refusée. Un courriel prévient la personne, avec votre explication."
        }
        "declined" => "Votre réponse est enregistrée.",
        "signed" => "La charte est signée. Un courriel vous en garde la trace.",
        "charter-refused" => {
            "Votre refus est noté. Vous pourrez signer plus tard si vous changez d’avis."
        }
        "signature-withdrawn" => {
            "Votre signature est retirée. Vous pourrez signer de nouveau si vous changez d’avis."
        }
        "saved" => "C’est enregistré.",
        "message-sent" => "Votre message part par courriel.",
        "signed-out" => "Ce navigateur est déconnecté.",
        "token-revoked" => "Le jeton est retiré : il n’ouvre plus rien.",
        "erased" => "Votre compte est effacé. Merci d’avoir fait partie du réseau.",
        "left" => {
            "Vous avez quitté ce réseau. Ce à quoi vous avez participé reste dans votre espace."
        }
        "declared" => "C’est noté. La structure, ou l’équipe de votre réseau, va le confirmer.",
        "employment-ended" => "C’est noté : vous n’y êtes plus.",
        "decided" => "Votre réponse est enregistrée. Un courriel prévient la personne.",
        "planned" => "Le brouillon est créé. Seule l’équipe le voit ; complétez son programme.",
        "duplicated" => {
            "Le brouillon est créé, avec le programme et les questions. Vérifiez les dates."
        }
        "draft-deleted" => "Le brouillon est effacé.",
        "event-saved" => "Les modifications sont enregistrées.",
        "hosts-saved" => "Les réseaux hôtes sont enregistrés.",
        "published" => "La rencontre est publiée. Vous pouvez inviter.",
        "postponed" => "La rencontre est reportée. Un courriel prévient les personnes inscrites.",
        "called-off" => "La rencontre est annulée. Un courriel prévient les personnes inscrites.",
        "closed" => "La rencontre est close. Les présences se corrigent encore.",
        "person-approved" => "L’inscription est acceptée. Un courriel prévient la personne.",
        "person-declined" => "L’inscription est refusée. Un courriel prévient la personne.",
        "person-cancelled" => "L’inscription est annulée. Un courriel prévient la personne.",
        "person-registered" => "La personne est inscrite. Un courriel le lui confirme.",
        "session-saved" => "Le programme est enregistré.",
        "session-removed" => "Ce temps est retiré du programme.",
        "question-saved" => "La question est enregistrée.",
        "question-removed" => "La question est retirée.",
        "moved" => "L’ordre est enregistré.",
        "invited" => "Les invitations partent.",
        "invitation-resent" => "L’invitation repart, avec un nouveau lien valable trente jours.",
        "invitation-revoked" => "L’invitation est retirée : son lien n’ouvre plus rien.",
        "roles-changed" => "Les rôles sont changés.",
        "memberships-ended" => "C’est noté : l’adhésion prend fin.",
        "memberships-restored" => "C’est rétabli.",
        "transferred" => "C’est noté : l’adhésion passe dans l’autre réseau.",
        "messages-sent" => "Les courriels partent.",
        "email-corrected" => "L’adresse est corrigée.",
        "acting" => "Vous agissez maintenant au nom de cette personne. Un courriel la prévient.",
        "acting-ended" => "Vous agissez de nouveau en votre nom.",
        "merged" => "Les deux fiches n’en font plus qu’une.",
        "employer-added" => {
            "La structure est ajoutée. Les personnes peuvent l’indiquer comme la leur."
        }
        "place-added" => "Le lieu est ajouté.",
        "place-closed" => "Le lieu est fermé. Vous pouvez le rouvrir ici.",
        "place-reopened" => "Le lieu est de nouveau ouvert.",
        "record-closed" => "La fiche est fermée. Vous pouvez la rouvrir ici.",
        "record-reopened" => "La fiche est de nouveau ouverte.",
        "manager-invited" => "L’invitation part par courriel.",
        "manager-ended" => "C’est noté : ce rôle prend fin.",
        "attendance-recorded" => "C’est noté.",
        "founded" => "Le réseau est fondé. Dites ce qu’il est, puis invitez qui va le piloter.",
        "relocated" => "Le réseau a changé de place, avec tout ce qui en dépend.",
        "network-closed" => "Le réseau est fermé. Son histoire est gardée.",
        "network-reopened" => "Le réseau est rouvert.",
        "territory-saved" => "Le territoire est à jour.",
        "reminders-saved" => "La règle est enregistrée : les prochains rappels la suivent.",
        "letter-resent" => "Le courriel repart, à l’adresse d’aujourd’hui.",
        "charter-created" => "Le brouillon est créé. Seule l’équipe le voit.",
        "charter-published" => {
            "La version est publiée. Un courriel prévient les personnes concernées."
        }
        "charter-closed" => "La charte est fermée. Ce qui est signé est gardé.",
        "level-set" => "Le niveau est enregistré.",
        "charter-reminded" => "Un courriel part aux personnes qui n’ont pas répondu.",
        _ => return None,
    })
}

/// Renders a page; a template that fails is a fault of ours, and the log says so.
pub(super) fn rendered(page: &impl Template) -> String {
    match page.render() {
        Ok(html) => typography::html(&html),
        Err(error) => {
            tracing::error!(%error, "a page could not be written");
            "<!doctype html><html lang=\"fr\"><title>Erreur</title><p>Cette page n’a pas pu être \
         écrite. Réessayez, ou prévenez l’équipe."
                .to_owned()
        }
    }
}

/// Gives pages their way to HTML.
macro_rules! pages {
    ($($page:ident),* $(,)?) => {$(
        impl $page<'_> {
            /// The page as HTML.
            pub fn to_html(&self) -> String { $crate::pages::frame::rendered(self) }
        }
    )*};
}
pub(super) use pages;
