//! After an act: who was refused and why, the way back, the next step, what a trail leads to.

use poem::http::StatusCode;
use serde_json::json;

use crate::support::{Browser, on_both};

const CHOSEN: &str = "/networks/cybanjou/members/chosen";

/// The membership that the list offers to choose beside this name.
fn offered(body: &str, name: &str) -> String {
    let at = body.find(&format!("aria-label=\"Choisir {name}\"")).unwrap();
    let before = &body[..at];
    let value = before.rfind("value=\"").unwrap() + "value=\"".len();
    before[value..].split('"').next().unwrap().to_owned()
}

on_both! {
    async fn those_refused_among_many_are_named_with_the_reason(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        app.member_of(network, "Marie").await;
        let mut browser = Browser::of(&app, &lead);
        let list = browser.get("/networks/cybanjou/members").await;
        let (ana, marie) = (offered(&list.body, "Ana Essai"), offered(&list.body, "Marie Essai"));

        let done = browser.confirm(&format!("{CHOSEN}/end"),
            &[("memberships", &ana), ("memberships", &marie)]).await;

        assert_eq!(done.status, StatusCode::OK);
        done.says("Fait pour une personne, refusé pour une autre");
        done.says("Ana Essai");
        done.says("C’est fait");
        done.says("Annuler et rétablir");
        assert_eq!(app.count("membership where ended_on is null").await, 1);
        let back = browser.post(&format!("{CHOSEN}/restore"), &[("memberships", &marie)]).await;
        back.leads_to();
        assert_eq!(app.count("membership where ended_on is null").await, 2);
    }

    async fn an_invitation_taken_back_by_mistake_is_sent_again_from_the_same_page(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let mut browser = Browser::of(&app, &lead);
        let page = "/networks/cybanjou/invitations";
        let form = [("addresses", "paul@exemple.test"), ("step", "send")];
        browser.post(&format!("{page}/send"), &form).await;
        let shown = browser.get(page).await;
        let (_, after) = shown.body.split_once("name=\"invitationId\" value=\"").unwrap();
        let id = after.split('"').next().unwrap().to_owned();

        let revoked = browser.post(&format!("{page}/revoke"),
            &[("invitationId", &id), ("list", "search=paul")]).await;
        let shown = browser.follow(&revoked).await;

        shown.says("L’invitation de paul@exemple.test est retirée.");
        assert!(revoked.leads_to().contains("search=paul"));
        let again = browser.post(&format!("{page}/resend"),
            &[("invitationId", &id), ("list", "search=paul&undo=x")]).await;
        assert_eq!(again.leads_to(), format!("{page}?search=paul&done=invitation-resent"));
        assert_eq!(app.count("invitation where state = 'sent'").await, 1);
    }

    async fn a_page_that_is_refused_says_whom_to_ask_and_where_to_go(app: App) {
        let network = app.network("cybanjou").await;
        app.lead_of(network, "Ana").await;
        let marie = app.member_of(network, "Marie").await;
        let mut browser = Browser::of(&app, &marie);

        let refused = browser.get("/networks/cybanjou/letters").await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        refused.says("<a href=\"/networks/cybanjou\">Voir qui pilote ce réseau, et demander</a>");
        refused.says("href=\"/me\"");
        refused.says("action=\"/auth/sign-out\"");
    }

    async fn the_history_leads_to_what_it_speaks_of(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let document = "mutation($input: EmployerCreateInput!) { employerCreate(input: $input) {
            employer { id } userErrors { code } } }";
        let input = json!({ "input": { "networkId": network.to_string(), "name": "La Maison",
            "address": "1 rue Haute", "postalCode": "49100", "communeName": "Angers" } });
        let answer = app.ask(Some(&lead), document, input).await;
        let house = answer.done()["employer"]["id"].as_str().unwrap().to_owned();

        Browser::of(&app, &lead).get("/networks/cybanjou/history").await
            .says(&format!("<a href=\"/employers/{house}\">La Maison</a>"));
    }

    async fn any_two_records_are_compared(app: App) {
        let network = app.network("cybanjou").await;
        let admin = app.lead_of(network, "Ana").await;
        let (marie, zoe) =
            (app.member_of(network, "Marie").await, app.member_of(network, "Zoé").await);
        let email = admin.email.parse().unwrap();
        domain::member::grant_administrator(&app.house(), &email).await.unwrap();
        let mut browser = Browser::of(&app, &admin);
        let page = "/administration/duplicates";

        let first = browser.get(&format!("{page}?who=marie")).await;
        first.says(&format!("{page}?one={}#comparer", marie.id));
        let second = browser.get(&format!("{page}?one={}&who=zo", marie.id)).await;
        second.says("Marie Essai</strong> sera la fiche gardée");
        second.says(&format!("{page}/{}/{}", marie.id, zoe.id));
    }
}
