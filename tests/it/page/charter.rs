//! The page of a charter, as those read it who signed.

use domain::id::NetworkId;
use poem::http::StatusCode;
use serde_json::json;

use crate::support::{App, Browser, Person, on_both};

/// A charter that volunteers sign, and its version.
pub(super) async fn charter(app: &App, lead: &Person, network: NetworkId) -> (String, String) {
    let input = json!({ "networkId": network.to_string(), "title": "Charte du bénévole",
        "draft": "# Charte\n\nJ’écoute. <script>alert(1)</script>\n", "asksVolunteer": true,
        "asksStructure": false, "validityMonths": 12 });
    let answer = app
        .ask(
            Some(lead),
            "mutation($input: CharterCreateInput!) { charterCreate(input: $input) {
                charter { id } userErrors { code } } }",
            json!({ "input": input }),
        )
        .await;
    let charter = answer.done()["charter"]["id"].as_str().unwrap().to_owned();
    let answer = app
        .ask(
            Some(lead),
            "mutation($input: CharterPublishInput!) { charterPublish(input: $input) {
                charter { currentVersion { id } } userErrors { code } } }",
            json!({ "input": { "charterId": charter, "asksAgain": true } }),
        )
        .await;
    let version = answer.done()["charter"]["currentVersion"]["id"].as_str().unwrap().to_owned();
    (charter, version)
}

on_both! {
    async fn a_signature_that_runs_out_is_given_anew_on_the_page_that_its_letter_leads_to(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let marie = app.member_of(network, "Marie").await;
        let (first, version) = charter(&app, &lead, network).await;
        let path = format!("/charters/{first}");
        let mut browser = Browser::of(&app, &marie);
        let sign = [("version", version.as_str()), ("agrees", "yes")];
        browser.post(&format!("{path}/sign"), &sign).await.leads_to();

        browser.get(&path).await.is_silent_about("Signer de nouveau");
        app.clock.advance(chrono::TimeDelta::days(340));
        let marie = app.signs_in_again(&marie).await;
        let mut browser = Browser::of(&app, &marie);
        browser.get(&path).await.says("Signer de nouveau</button>");
        browser.post(&format!("{path}/sign"), &sign).await.leads_to();
        browser.get(&path).await.is_silent_about("Signer de nouveau");
    }

    async fn a_signature_is_taken_back_once_one_is_sure(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let marie = app.member_of(network, "Marie").await;
        let zoe = app.member_of(network, "Zoé").await;
        let (first, version) = charter(&app, &lead, network).await;
        let (other, _) = charter(&app, &lead, network).await;
        let path = format!("/charters/{first}");
        let mut browser = Browser::of(&app, &marie);

        browser.get(&path).await.is_silent_about("Retirer ma signature");
        let sign = [("version", version.as_str()), ("agrees", "yes")];
        browser.post(&format!("{path}/sign"), &sign).await.leads_to();
        let shown = browser.get(&path).await;
        shown.says("Retirer ma signature");
        shown.says("ce qui a été fait jusqu’ici reste couvert");
        let (_, after) = shown.body.split_once("name=\"signature\" value=\"").unwrap();
        let signature = after.split('"').next().unwrap().to_owned();
        let form = |sure| [("signature", signature.as_str()), ("reason", "Je pars"), ("isSure", sure)];
        let withdraw = format!("{path}/withdraw");
        let unsure = browser.post(&withdraw, &form("")).await;
        assert_eq!(unsure.status, StatusCode::UNPROCESSABLE_ENTITY);
        unsure.says("Cochez la case pour confirmer.");
        unsure.says("Je pars");
        let elsewhere = browser.post(&format!("/charters/{other}/withdraw"), &form("yes")).await;
        assert_eq!(elsewhere.status, StatusCode::NOT_FOUND);
        let foul = Browser::of(&app, &zoe).post(&withdraw, &form("yes")).await;
        assert_eq!(foul.status, StatusCode::NOT_FOUND);
        assert_eq!(app.count("signature where state = 'withdrawn'").await, 0);
        let done = browser.post(&withdraw, &form("yes")).await;

        assert_eq!(done.leads_to(), format!("{path}?done=signature-withdrawn"));
        let shown = browser.follow(&done).await;
        shown.says("Signature retirée le");
        shown.says("J’ai lu cette charte");
        assert_eq!(app.count("signature where state = 'withdrawn' and reason = 'Je pars'").await, 1);
        let twice = browser.post(&withdraw, &form("yes")).await;
        assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
}
