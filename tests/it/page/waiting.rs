//! What waits for one's answer, at one glance in one's own space; and answering an invitation there.

use poem::http::StatusCode;
use serde_json::json;

use domain::registration::{self, Create};

use super::{employer::employer, list::asks};
use crate::support::{App, Browser, Person, on_both};

const WAITING: &str = "{ viewer { waiting { kind count event { title } network { slug }
    employer { name } } } }";

pub(super) async fn declares(app: &App, person: &Person, employer: &str) {
    let document = "mutation($input: EmploymentDeclareInput!) { employmentDeclare(input: $input) {
        userErrors { code } } }";
    let input = json!({ "input": { "employerId": employer, "startedOn": "2026-01-01" } });
    app.ask(Some(person), document, input).await.done();
}

pub(super) async fn claims(app: &App, person: &Person, employer: &str) {
    let document = "mutation($input: EmployerManagerClaimInput!) {
        employerManagerClaim(input: $input) { userErrors { code } } }";
    app.ask(Some(person), document, json!({ "input": { "employerId": employer } })).await.done();
}

/// Invites an address to the network; the identifier that the invited person sees.
async fn invited(app: &App, lead: &Person, guest: &Person) -> String {
    let form = [("addresses", guest.email.as_str()), ("step", "send")];
    Browser::of(app, lead).post("/networks/cybanjou/invitations/send", &form).await;
    let answer = app.ask(Some(guest), "{ viewer { invitations { id } } }", json!({})).await;
    answer.data()["viewer"]["invitations"][0]["id"].as_str().unwrap().to_owned()
}

on_both! {
    async fn a_lead_sees_all_that_waits_with_its_count_and_its_way(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let (marie, zoe) =
            (app.member_of(network, "Marie").await, app.member_of(network, "Zoé").await);
        let outside = app.person("Paul").await;
        let house = employer(&app, &lead, network, "La Maison").await;
        let event = app.event(network, |event| event.needs_approval = true).await;
        for person in [&marie, &zoe] {
            let asked = Create { member: Some(person.id), ..Create::oneself(event) };
            registration::create(&app.house(), asked).await.unwrap();
        }
        app.write("update registration set state = 'pending'", vec![]).await;
        asks(&app, &outside, network).await;
        declares(&app, &marie, &house).await;
        claims(&app, &zoe, &house).await;

        let shown = Browser::of(&app, &lead).get("/me").await;

        shown.says(&format!("/events/{event}/people?state=pending"));
        shown.says("2 inscriptions attendent votre accord");
        shown.says("/networks/cybanjou/join-requests");
        shown.says(&format!("/employers/{house}"));
        shown.says("Une personne demande à représenter une structure");
        let answer = app.ask(Some(&lead), WAITING, json!({})).await;
        let waiting = answer.data()["viewer"]["waiting"].as_array().unwrap().clone();
        let counts: Vec<_> =
            waiting.iter().map(|one| (one["kind"].as_str().unwrap(), &one["count"])).collect();
        assert_eq!(counts.len(), 4, "{waiting:?}");
        assert_eq!(counts[0], ("REGISTRATION", &json!(2)));
        for kind in ["JOIN_REQUEST", "EMPLOYMENT", "EMPLOYER_MANAGER"] {
            assert!(counts.contains(&(kind, &json!(1))), "{kind}: {counts:?}");
        }
        for person in [&marie, &zoe, &outside] {
            let answer = app.ask(Some(person), WAITING, json!({})).await;
            assert_eq!(answer.data()["viewer"]["waiting"], json!([]), "{}", person.email);
        }
    }

    async fn an_invitation_is_answered_from_ones_own_space_and_by_nobody_else(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let (zoe, paul) = (app.person("Zoé").await, app.person("Paul").await);
        let id = invited(&app, &lead, &zoe).await;
        let accept = format!("/me/invitations/{id}/accept");

        Browser::of(&app, &zoe).get("/me").await.says(&accept);
        let other = Browser::of(&app, &paul).post(&accept, &[]).await;
        assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(app.count("invitation where state = 'sent'").await, 1, "nothing happened");
        let joined = Browser::of(&app, &zoe).post(&accept, &[]).await;

        assert_eq!(joined.leads_to(), "/networks/cybanjou?done=joined");
        let again = Browser::of(&app, &zoe).post(&accept, &[]).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        let theirs = invited(&app, &lead, &paul).await;
        let document = "mutation($input: InvitationDeclineInput!) { invitationDecline(input: $input) {
            invitation { state } userErrors { code } } }";
        let input = json!({ "input": { "invitationId": theirs } });
        assert_eq!(app.ask(Some(&zoe), document, input.clone()).await.refusals(),
            ["INVITATION_UNKNOWN"]);
        let declined = app.ask(Some(&paul), document, input).await;
        assert_eq!(declined.done()["invitation"]["state"], "DECLINED");
        assert_eq!(app.ask(Some(&zoe), document, json!({ "input": {} })).await.refusals(),
            ["INVITATION_UNKNOWN"]);
    }
}
