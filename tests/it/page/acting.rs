//! What the pages offer to an administrator who acts as somebody, and what they leave to that person.

use poem::http::StatusCode;

use super::charter::charter;
use crate::support::{App, Browser, Person, on_both};

/// An administrator's browser, acting as this person.
async fn acting<'a>(app: &'a App, person: &Person) -> Browser<'a> {
    let olga = app.person("Olga").await;
    let email = olga.email.parse().unwrap();
    domain::member::grant_administrator(&app.house(), &email).await.unwrap();
    let mut browser = Browser::of(app, &olga);
    let act = format!("/administration/members/{}/act", person.id);
    browser.post(&act, &[("reason", "Elle l’a demandé")]).await.leads_to();
    browser
}

/// The value of a field that goes along unseen.
fn hidden(body: &str, name: &str) -> String {
    let (_, after) = body.split_once(&format!("name=\"{name}\" value=\"")).unwrap();
    after.split('"').next().unwrap().to_owned()
}

on_both! {
    async fn a_profile_is_saved_for_somebody_but_for_who_sees_what(app: App) {
        let network = app.network("cybanjou").await;
        let (zoe, ana) = (app.member_of(network, "Zoé").await, app.member_of(network, "Ana").await);
        let own = [("firstName", "Zoé"), ("lastName", "Essai"), ("profileKind", "other"),
            ("otherSkills", "Impression 3D"), ("shown", "skills"), ("namedAsPilot", "yes")];
        Browser::of(&app, &zoe).post("/me/profile/save", &own).await.leads_to();
        let mut browser = acting(&app, &zoe).await;

        let form = browser.get("/me/profile").await;
        form.is_silent_about("name=\"shown\"");
        form.is_silent_about("name=\"namedAsPilot\"");
        form.says("Seule la personne elle-même choisit ce que les autres voient d’elle");
        let (whose, revision) =
            (hidden(&form.body, "memberId"), hidden(&form.body, "expectedRevision"));
        let typed = [("expectedRevision", revision.as_str()), ("memberId", whose.as_str()),
            ("firstName", "Zoé"), ("lastName", "Essai"), ("profileKind", "other"),
            ("otherSkills", "Impression 3D"), ("phone", "02 41 00 00 01")];
        let saved = browser.post("/me/profile/save", &typed).await;

        assert_eq!(saved.leads_to(), "/me/profile?done=saved");
        browser.follow(&saved).await.says("241000001");
        let seen = Browser::of(&app, &ana).get(&format!("/members/{}", zoe.id)).await;
        seen.says("Impression 3D");
        seen.is_silent_about("41 00 00 01");
        let still = Browser::of(&app, &zoe).get("/me/profile").await;
        assert_eq!(still.body.matches(" checked").count(), 2, "{}", still.body);
    }

    async fn a_form_filled_for_one_person_is_not_saved_for_another(app: App) {
        let network = app.network("cybanjou").await;
        let zoe = app.member_of(network, "Zoé").await;
        let mut browser = acting(&app, &zoe).await;
        let form = browser.get("/me/profile").await;
        let whose = hidden(&form.body, "memberId");
        browser.post("/administration/act-as/end", &[]).await.leads_to();

        let typed = [("memberId", whose.as_str()), ("firstName", "Zoé"), ("lastName", "Autre"),
            ("profileKind", "other")];
        let refused = browser.post("/me/profile/save", &typed).await;

        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("concernait une autre personne");
        refused.says("value=\"Olga\"");
        assert_eq!(app.count("member where last_name = 'Autre'").await, 0);
    }

    async fn what_binds_a_person_is_refused_with_the_way_back_to_ones_own_name(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Léa").await;
        let zoe = app.member_of(network, "Zoé").await;
        let (charter, version) = charter(&app, &lead, network).await;
        let path = format!("/charters/{charter}");
        Browser::of(&app, &zoe).get(&path).await.says("J’ai lu cette charte");
        let mut browser = acting(&app, &zoe).await;

        let shown = browser.get(&path).await;
        shown.says("cela ne se fait pas au nom d’une autre personne");
        shown.is_silent_about("J’ai lu cette charte");
        shown.is_silent_about("Je ne souhaite pas signer");
        let sign = [("version", version.as_str()), ("agrees", "yes")];
        let foul = browser.post(&format!("{path}/sign"), &sign).await;
        for refused in [foul, browser.get("/me/data").await] {
            assert_eq!(refused.status, StatusCode::FORBIDDEN);
            refused.says("Vous agissez au nom de Zoé Essai, avec ses droits et pas avec les vôtres");
            refused.is_silent_about("Demander à qui tient la plateforme");
            refused.is_silent_about("Vous avez un autre compte");
        }
        assert_eq!(app.count("signature").await, 0);

        Browser::of(&app, &zoe).post(&format!("{path}/sign"), &sign).await.leads_to();
        browser.get(&path).await.is_silent_about("Retirer ma signature");
    }
}
