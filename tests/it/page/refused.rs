//! A form that is refused: what is wrong is said on top, with a link, and beside the input; what was
//! typed is still there; and the title says so first.

use chrono::TimeDelta;
use domain::id::{EventId, MemberId};
use poem::http::StatusCode;
use serde_json::json;

use super::charter::charter;
use crate::support::{App, Browser, Person, Shown, on_both};

/// Whether this input is named on top, says beside itself what is wrong, and the title says so too.
#[track_caller]
fn is_beside(shown: &Shown, input: &str) {
    assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY);
    shown.says("<title>Erreur : ");
    shown.says(&format!("<a href=\"#{input}\">"));
    shown.says(&format!("id=\"{input}\""));
    shown.says(&format!("id=\"{input}-erreur\""));
}

/// The identifier of the input of this name whose own begins so.
fn input(shown: &Shown, begins: &str, name: &str) -> String {
    let ids = shown.body.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let mut found = ids.filter(|id| id.starts_with(begins) && id.ends_with(name));
    found.next().unwrap_or_else(|| panic!("no input {begins}…{name}: {}", shown.body)).to_owned()
}

/// Where the first form that does this posts.
fn action(shown: &Shown, verb: &str) -> String {
    let actions = shown.body.split("action=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let mut found = actions.filter(|action| action.ends_with(verb));
    found.next().unwrap_or_else(|| panic!("no form to {verb}: {}", shown.body)).to_owned()
}

async fn registered(app: &App, person: &Person, event: EventId) {
    let path = format!("/events/{event}/register");
    Browser::of(app, person).post(&path, &[]).await.leads_to();
}

on_both! {
    async fn registering_changing_answers_and_excusing(app: App) {
        let network = app.network("cybanjou").await;
        let lila = app.member_of(network, "Lila").await;
        let event = app.event(network, |event| event.mode = "both").await;
        let question = format!("answer-{}", app.question(event, "choice", false).await);
        let path = format!("/events/{event}");
        let mut browser = Browser::of(&app, &lila);

        let refused = browser.post(&format!("{path}/register"), &[(&*question, "bleu")]).await;
        is_beside(&refused, "register-attends");
        let typed = [("attends", "online"), (&*question, "bleu")];
        let refused = browser.post(&format!("{path}/register"), &typed).await;
        is_beside(&refused, &format!("register-{question}"));
        refused.says("value=\"online\" checked");

        let typed = [("attends", "online"), (&*question, "vert")];
        browser.post(&format!("{path}/register"), &typed).await.leads_to();
        browser.get(&path).await.says("value=\"vert\" checked");
        let refused = browser.post(&format!("{path}/answers"), &[(&*question, "")]).await;
        is_beside(&refused, &format!("change-{question}"));
        let refused = browser.post(&format!("{path}/excuse"), &[("reason", " ")]).await;
        is_beside(&refused, "excuse-reason");
        // What concerns no input is said without a link to one.
        let full = browser.post(&format!("{path}/offer/accept"), &[]).await;
        assert_eq!(full.status, StatusCode::UNPROCESSABLE_ENTITY);
        full.is_silent_about("href=\"#registrationId\"");
        full.is_silent_about("href=\"#register-registrationId\"");
    }

    async fn cancelling_too_late_says_why(app: App) {
        let network = app.network("cybanjou").await;
        let lila = app.member_of(network, "Lila").await;
        let soon = app.clock.now() + TimeDelta::hours(2);
        let event = app.event(network, |event| event.cancel_until = Some(soon)).await;
        registered(&app, &lila, event).await;
        let mut browser = Browser::of(&app, &lila);
        browser.get(&format!("/events/{event}")).await.says("id=\"cancel-reason\"");

        app.clock.advance(TimeDelta::hours(3));
        let late = browser.post(&format!("/events/{event}/cancel"), &[("reason", "Garde")]).await;
        assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
        late.says("<title>Erreur : Rencontre");
    }

    async fn asking_to_enter_and_answering_who_asks(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let (marie, paul) = (app.person("Marie").await, app.person("Paul").await);
        let long = format!("Bonjour{}", " !".repeat(1001));
        let mut browser = Browser::of(&app, &marie);
        let refused = browser.post("/networks/cybanjou/join", &[("word", &long)]).await;
        is_beside(&refused, "word");
        refused.says(">Bonjour ! !");

        for person in [&marie, &paul] {
            let mut browser = Browser::of(&app, person);
            browser.post("/networks/cybanjou/join", &[("word", "Moi")]).await.leads_to();
        }
        let mut browser = Browser::of(&app, &lead);
        let shown = browser.get("/networks/cybanjou/join-requests").await;
        let silent = browser.post(&action(&shown, "/refuse"), &[("reason", " ")]).await;
        is_beside(&silent, &input(&shown, "refuse-", "-reason"));
        assert_eq!(silent.body.matches("<details open>").count(), 1, "{}", silent.body);
        // The roles that were chosen stay chosen when the answer is no.
        app.write("update member set archived_at = ? where id = ?",
            vec![app.clock.now().into(), marie.id.into()]).await;
        let form = [("role", "organiser"), ("local_role", "helper")];
        let approve = shown.body.split("action=\"").skip(1)
            .filter_map(|rest| rest.split('"').next())
            .filter(|action| action.ends_with("/approve")).map(str::to_owned).collect::<Vec<_>>();
        let mut refusals = Vec::new();
        for approve in approve {
            let answer = browser.post(&approve, &form).await;
            if answer.status == StatusCode::UNPROCESSABLE_ENTITY {
                refusals.push(answer);
            }
        }
        assert_eq!(refusals.len(), 1);
        refusals[0].says("<title>Erreur : Demandes");
        refusals[0].says("value=\"organiser\" selected");
        refusals[0].says("value=\"helper\" selected");
    }

    async fn answering_a_charter(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let marie = app.member_of(network, "Marie").await;
        let (charter, version) = charter(&app, &lead, network).await;
        let path = format!("/charters/{charter}");
        let mut browser = Browser::of(&app, &marie);

        let unread = browser.post(&format!("{path}/sign"), &[("version", &version)]).await;
        is_beside(&unread, "sign-1-agrees");
        let typed = [("version", version.as_str()), ("agrees", "yes")];
        browser.post(&format!("{path}/sign"), &typed).await.leads_to();
        let shown = browser.get(&path).await;
        let signature = shown.body.split("name=\"signature\" value=\"").nth(1).unwrap();
        let signature = signature.split('"').next().unwrap();
        let typed = [("signature", signature), ("reason", "Je pars")];
        let unsure = browser.post(&format!("{path}/withdraw"), &typed).await;
        is_beside(&unsure, "withdraw-1-isSure");
        unsure.says(">Je pars</textarea>");

        let mut browser = Browser::of(&app, &lead);
        let unsure = browser.post(&format!("{path}/edit/publish"), &[]).await;
        assert_eq!(unsure.status, StatusCode::UNPROCESSABLE_ENTITY);
        unsure.says("<title>Erreur : ");
    }

    async fn answering_who_says_that_they_work_somewhere(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let zoe = app.member_of(network, "Zoé").await;
        let input_of = json!({ "networkId": network.to_string(), "name": "Médiathèque",
            "siret": "43493312300029" });
        let answer = app.ask(Some(&lead), "mutation($input: EmployerCreateInput!) {
            employerCreate(input: $input) { employer { id } userErrors { code } } }",
            json!({ "input": input_of })).await;
        let employer = answer.done()["employer"]["id"].as_str().unwrap().to_owned();
        app.ask(Some(&zoe), "mutation($input: EmploymentDeclareInput!) {
            employmentDeclare(input: $input) { userErrors { code } } }",
            json!({ "input": { "employerId": employer, "startedOn": "2026-03-01" } })).await.done();
        app.ask(Some(&zoe), "mutation($input: EmployerManagerClaimInput!) {
            employerManagerClaim(input: $input) { userErrors { code } } }",
            json!({ "input": { "employerId": employer } })).await.done();
        let mut browser = Browser::of(&app, &lead);
        let shown = browser.get(&format!("/employers/{employer}")).await;

        let refuse: Vec<_> = shown.body.split("action=\"").skip(1)
            .filter_map(|rest| rest.split('"').next())
            .filter(|action| action.ends_with("/refuse")).map(str::to_owned).collect();
        assert_eq!(refuse.len(), 2);
        for refuse in refuse {
            let silent = browser.post(&refuse, &[("reason", "")]).await;
            let beside = input(&silent, "refuse-", "-reason-erreur");
            is_beside(&silent, beside.trim_end_matches("-erreur"));
            assert_eq!(silent.body.matches("<details open>").count(), 1, "{}", silent.body);
        }
    }

    async fn noting_an_excuse_and_answering_who_registers(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let lila = app.member_of(network, "Lila").await;
        let event = app.event(network, |event| event.needs_approval = true).await;
        registered(&app, &lila, event).await;
        let mut browser = Browser::of(&app, &lead);
        let people = format!("/events/{event}/people");
        let shown = browser.get(&people).await;
        let registration = shown.body.split("name=\"registration\" value=\"").nth(1).unwrap();
        let registration = registration.split('"').next().unwrap();
        shown.says(&format!("id=\"decline-{registration}-reason\""));
        let typed = [("registration", registration), ("reason", "Complet")];
        browser.post(&format!("{people}/decline"), &typed).await.leads_to();
        let twice = browser.post(&format!("{people}/decline"), &typed).await;
        assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
        twice.says("<title>Erreur : Inscriptions");
        twice.is_silent_about("href=\"#decline-");

        let (zoe, held) = (app.member_of(network, "Zoé").await, app.event(network, |_| {}).await);
        registered(&app, &zoe, held).await;
        app.clock.advance(TimeDelta::days(30));
        let mut browser = Browser::of(&app, &app.signs_in_again(&lead).await);
        let record = format!("/events/{held}/attendance/record");
        let zoe: MemberId = zoe.id;
        let typed = [("memberId", &*zoe.to_string()), ("state", "excused"), ("reason", " ")];
        let refused = browser.post(&record, &typed).await;
        is_beside(&refused, &format!("excuse-{zoe}-reason"));
    }
}
