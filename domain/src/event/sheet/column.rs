//! The columns of a table of events.

use crate::text::fold;

macro_rules! columns {
    ($($(#[$doc:meta])* $column:ident = $name:literal $(, $other:literal)*;)+) => {
        /// A column of a table of events.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Column {
            $($(#[$doc])* $column,)+
        }

        /// Every column, in the order we write them.
        pub const COLUMNS: [Column; 20] = [$(Column::$column),+];

        impl Column {
            /// The heading in a table and the key in JSON.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$column => $name,)+
                }
            }

            /// The column that a heading means.
            pub fn of_heading(heading: &str) -> Option<Self> {
                let folded = fold(heading);
                let known: &[(Self, &[&str])] = &[$((Self::$column, &[$name, $($other),*])),+];
                known
                    .iter()
                    .find(|(_, words)| words.iter().any(|word| fold(word) == folded))
                    .map(|(column, _)| *column)
            }
        }
    };
}

columns! {
    /// Our identifier, to change an event that is known.
    Id = "id", "identifiant";
    /// The title.
    Title = "title", "titre", "intitulé", "événement", "nom";
    /// The kind: « Rencontre réseau », « Webinaire »…
    Kind = "kind", "type", "type d'événement", "nature";
    /// When it begins.
    StartsAt = "start", "starts_at", "début", "date de début", "date et heure de début";
    /// When it ends.
    EndsAt = "end", "ends_at", "fin", "date de fin", "date et heure de fin";
    /// The IANA zone of its clocks.
    TimeZone = "time_zone", "fuseau", "fuseau horaire";
    /// Whether the date may still change.
    IsDateTentative = "is_date_tentative", "date provisoire", "date à confirmer";
    /// On site, online or both.
    Mode = "mode", "format", "modalité";
    /// Where it takes place.
    Venue = "venue", "lieu";
    /// The address of the venue.
    VenueAddress = "venue_address", "adresse", "adresse du lieu";
    /// Whether the venue may still change.
    IsVenueTentative = "is_venue_tentative", "lieu provisoire", "lieu à confirmer";
    /// Where to connect.
    OnlineUrl = "online_url", "lien visio", "lien", "visio";
    /// What it is about, in Markdown.
    Description = "description", "présentation", "résumé";
    /// Who may know of it.
    Visibility = "visibility", "visibilité";
    /// Who may register.
    Audience = "audience", "public", "inscription ouverte à";
    /// How many may come on site.
    CapacityOnSite = "capacity_on_site", "places sur place", "jauge", "places";
    /// How many may connect.
    CapacityOnline = "capacity_online", "places en ligne";
    /// When registration opens.
    RegistrationOpensAt = "registration_opens_at", "ouverture des inscriptions";
    /// When registration closes.
    RegistrationClosesAt = "registration_closes_at", "clôture des inscriptions", "date limite d'inscription";
    /// Whether an organiser decides on each registration.
    NeedsApproval = "needs_approval", "sur validation", "validation";
}

impl Column {
    /// The columns without which a row is no event.
    pub const REQUIRED: [Self; 3] = [Self::Title, Self::StartsAt, Self::EndsAt];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_found_by_what_people_call_them() {
        for column in COLUMNS {
            assert_eq!(Column::of_heading(column.name()), Some(column));
        }
        assert_eq!(Column::of_heading("DATE DE DEBUT"), Some(Column::StartsAt));
        assert_eq!(Column::of_heading("Lieu"), Some(Column::Venue));
        assert_eq!(Column::of_heading("Remarque"), None);
    }
}
