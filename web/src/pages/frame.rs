//! What surrounds a page for whoever looks at it, and what goes back into a form.

use std::borrow::Cow;

use askama::Template;
use domain::secret::random_token;
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
    pub field: Option<Cow<'static, str>>,
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
        "token-made" => {
            "Le jeton est créé. Il ne se montre qu’une fois : s’il vous a échappé, retirez-le et créez-en un autre."
        }
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
        Ok(html) => {
            let html = once(&typography::html(&html));
            // Only what is wrong with a form is said so, be it a search that cannot be read.
            if html.contains("role=\"alert\"") { refused(&html) } else { html }
        }
        Err(error) => {
            tracing::error!(%error, "a page could not be written");
            "<!doctype html><html lang=\"fr\"><title>Erreur</title><p>Cette page n’a pas pu être \
         écrite. Réessayez, ou prévenez l’équipe."
                .to_owned()
        }
    }
}

/// The name of the word by which a form that comes twice is known.
pub const ONCE: &str = "once";

/// Gives every form of the page the page's own word, so that a second click does nothing twice. Not
/// those that a script sends from where they stand, nor those of other doors, nor files.
fn once(html: &str) -> String {
    const BEGIN: &str = "<form ";
    const OTHERS: [&str; 5] =
        ["data-quick", "enctype=", "action=\"/auth/", "action=\"/demo/", "action=\"/letters/"];
    let mut parts = html.split(BEGIN);
    let mut whole = parts.next().unwrap_or_default().to_owned();
    let mut word = None;
    for part in parts {
        whole.push_str(BEGIN);
        let (tag, rest) = part.split_once('>').unwrap_or((part, ""));
        whole.push_str(tag);
        whole.push('>');
        if tag.contains("method=\"post\"") && !OTHERS.iter().any(|other| tag.contains(other)) {
            let word = word.get_or_insert_with(|| random_token().unwrap_or_default());
            let word = word.get(..22).unwrap_or_default();
            whole.push_str(&format!("<input type=\"hidden\" name=\"{ONCE}\" value=\"{word}\">"));
        }
        whole.push_str(rest);
    }
    whole
}

/// The page of a form that was refused says so first, in the tab and to who listens to the page.
pub fn refused(html: &str) -> String {
    if html.contains("<title>Erreur") {
        return html.to_owned();
    }
    without_dead_links(&html.replacen("<title>", "<title>Erreur\u{a0}: ", 1))
}

/// What is wrong with no input of the page is said without a link to one.
fn without_dead_links(html: &str) -> String {
    const BEGIN: &str = "<a href=\"#";
    let mut parts = html.split(BEGIN);
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let found = part.split_once("\">").filter(|(id, _)| {
            !id.is_empty() && !html.contains(&format!("id=\"{id}\"")) && !id.contains('"')
        });
        match found.and_then(|(_, rest)| rest.split_once("</a>")) {
            Some((words, rest)) => {
                kept.push_str(words);
                kept.push_str(rest);
            }
            None => {
                kept.push_str(BEGIN);
                kept.push_str(part);
            }
        }
    }
    kept
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

#[cfg(test)]
mod tests {
    use super::{once, refused};

    #[test]
    fn every_form_of_ours_carries_the_word_of_its_page() {
        let page = "<form method=\"post\" action=\"/a\">A</form><form action=\"/b\">B</form>\
            <form method=\"post\" action=\"/auth/sign-out\">C</form>\
            <form id=\"d\" method=\"post\" action=\"/d\">D</form>";

        let shown = once(page);
        let words: Vec<_> = shown.split("name=\"once\" value=\"").skip(1).collect();

        assert_eq!(words.len(), 2, "{shown}");
        assert_eq!(words[0].get(..22), words[1].get(..22));
        assert!(!words[0].starts_with('"'), "{shown}");
        assert_ne!(once(page), shown, "each page has a word of its own");
        let input = |part: &str| format!("<input type=\"hidden\" name=\"once\" value=\"{part}\">");
        assert_eq!(shown.replace(&input(&words[0][..22]), ""), page);
    }

    #[test]
    fn a_refused_form_says_so_first_and_links_only_to_inputs_of_the_page() {
        let page = "<title>Inscription</title><a href=\"#reason\">Pourquoi ?</a> \
            <a href=\"#eventId\">C’est complet.</a> <a href=\"#\">Haut</a><input id=\"reason\">";

        assert_eq!(
            refused(page),
            "<title>Erreur\u{a0}: Inscription</title><a href=\"#reason\">Pourquoi ?</a> \
             C’est complet. <a href=\"#\">Haut</a><input id=\"reason\">"
        );
    }
}
