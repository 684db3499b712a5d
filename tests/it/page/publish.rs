//! Publishing with the same form that one fills in: what was typed is kept on the way, and what is
//! missing is said beside its input.

use domain::id::{EventId, NetworkId};
use poem::http::StatusCode;

use crate::support::{App, Browser, Person, on_both};

/// Somebody's draft of a meeting on site that says nothing of a venue.
async fn draft(app: &App) -> (Person, NetworkId, EventId) {
    let network = app.network("cybanjou").await;
    let lead = app.lead_of(network, "Ana").await;
    let event = app.event(network, |event| event.state = "draft").await;
    app.write("update event set published_at = null where id = ?", vec![event.into()]).await;
    (lead, network, event)
}

/// The form of the draft with this venue, and what is presented.
fn form<'a>(
    host: &'a str,
    venue: &'a str,
    description: &'a str,
    revision: &'a str,
) -> Vec<(&'a str, &'a str)> {
    vec![
        ("hostIds", host),
        ("expectedRevision", revision),
        ("title", "Partage"),
        ("kind", "network_meeting"),
        ("description", description),
        ("startsAt", "2026-12-10T09:30"),
        ("endsAt", "2026-12-10T17:00"),
        ("timeZone", "Europe/Paris"),
        ("mode", "on_site"),
        ("venue", venue),
        ("visibility", "federation"),
        ("audience", "federation"),
        ("offerHours", "48"),
        ("reminderRule", "network"),
    ]
}

on_both! {
    async fn a_draft_is_published_by_the_form_that_says_what_was_typed(app: App) {
        let (lead, network, event) = draft(&app).await;
        let host = network.to_string();
        let (edit, publish) = (format!("/events/{event}/edit"), format!("/events/{event}/publish"));
        let mut browser = Browser::of(&app, &lead);

        let shown = browser.get(&edit).await;
        shown.says(&format!("formaction=\"{publish}\""));
        // No form beside it publishes without what is typed here.
        shown.is_silent_about(&format!("action=\"{publish}\"><button"));
        let refused = browser.post(&publish, &form(&host, "", "Apporter un outil", "1")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("<title>Erreur : ");
        refused.says("<a href=\"#venue\">Indiquez un lieu");
        refused.says("id=\"venue-erreur\"");
        refused.says("la rencontre n’est pas encore publiée");
        refused.says("Apporter un outil</textarea>");
        refused.says("name=\"expectedRevision\" value=\"2\"");

        let done = browser.post(&publish, &form(&host, "Salle des fêtes", "Autre chose", "2")).await;
        assert_eq!(done.leads_to(), format!("{edit}?done=published"));
        assert_eq!(app.count("event where state = 'published' and venue = 'Salle des fêtes' \
            and description = 'Autre chose'").await, 1);
        browser.get(&edit).await.is_silent_about("formaction=");
    }

    async fn what_cannot_be_kept_or_was_changed_in_between_is_not_published(app: App) {
        let (lead, network, event) = draft(&app).await;
        let host = network.to_string();
        let publish = format!("/events/{event}/publish");
        let mut browser = Browser::of(&app, &lead);

        let mut untitled = form(&host, "Salle des fêtes", "Apporter un outil", "1");
        untitled[2].1 = "";
        let refused = browser.post(&publish, &untitled).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("<a href=\"#title\">");
        refused.says("Apporter un outil</textarea>");
        app.write("update event set title = 'La leur', revision = 2 where id = ?",
            vec![event.into()]).await;
        let stale = browser.post(&publish, &form(&host, "Salle des fêtes", "La mienne", "1")).await;
        assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
        stale.says("data-label=\"Version enregistrée\">La leur<");
        stale.says("La mienne</textarea>");

        assert_eq!(app.count("event where state = 'draft'").await, 1);
    }
}
