//! The pages that letters lead to, walked through without a script.

use chrono::TimeDelta;
use domain::{
    id::{EventId, InvitationId, NetworkId},
    invitation,
    membership::Role,
};
use maillage::page::{FORMS, PAGES};
use poem::http::{StatusCode, header};
use serde_json::json;

use super::charter::charter;
use crate::support::{App, Browser, Person, Shown, on_both};

/// A letter's invitation: the word in its link.
pub(super) async fn invited(app: &App, lead: &Person, network: NetworkId, address: &str) -> String {
    let input = json!({ "networkId": network.to_string(), "addresses": address,
        "word": "On se voit jeudi ?" });
    let answer = app
        .ask(
            Some(lead),
            "mutation($input: InvitationsCreateInput!) { invitationsCreate(input: $input) {
                entries { invitation { id } } userErrors { code } } }",
            json!({ "input": input }),
        )
        .await;
    let id: InvitationId =
        answer.done()["entries"][0]["invitation"]["id"].as_str().unwrap().parse().unwrap();
    invitation::token(app.house().secret(), id, 1)
}

async fn event(app: &App, network: NetworkId, on_site: i32) -> EventId {
    app.event(network, |event| {
        event.visibility = "public";
        event.audience = "everyone";
        event.on_site = Some(on_site);
    })
    .await
}

on_both! {
    async fn an_invitation_is_accepted_from_its_letter_without_an_account(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let token = invited(&app, &lead, network, "Zoé Martin <zoe@exemple.test>").await;
        let path = format!("/invitations/{token}");
        let mut browser = Browser::of_nobody(&app);

        let shown = browser.get(&path).await;
        assert_eq!(shown.status, StatusCode::OK);
        shown.says("Ana Essai vous invite à rejoindre cybanjou");
        shown.says("On se voit jeudi ?");
        assert_eq!(shown.headers[header::CACHE_CONTROL], "no-store");
        browser.get(&path).await.says("Accepter l’invitation");
        assert!(browser.cookies.is_empty(), "looking signs nobody in");

        let accepted = browser.post(&format!("{path}/accept"), &[]).await;
        assert_eq!(accepted.leads_to(), "/networks/cybanjou?done=joined");
        let cookie = accepted.headers[header::SET_COOKIE].to_str().unwrap();
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
        let network_page = browser.follow(&accepted).await;
        network_page.says("Zoé Martin");
        network_page.says("Vous en faites partie");

        browser.get(&path).await.says("a été acceptée");
        let again = browser.post(&format!("{path}/accept"), &[]).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    }

    async fn someone_elses_invitation_is_taken_only_on_purpose(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let marie = app.person("Marie").await;
        let token = invited(&app, &lead, network, "autre@exemple.test").await;
        let path = format!("/invitations/{token}");
        let mut browser = Browser::of(&app, &marie);

        browser.get(&path).await.says("Accepter avec mon compte");
        let refused = browser.post(&format!("{path}/accept"), &[]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("autre@exemple.test");

        let accepted = browser.post(&format!("{path}/accept"), &[("as_myself", "yes")]).await;
        browser.follow(&accepted).await.says("Vous en faites partie");
    }

    async fn an_invitation_that_is_over_or_unknown_says_what_to_do(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let late = invited(&app, &lead, network, "tard@exemple.test").await;
        let declined = invited(&app, &lead, network, "non@exemple.test").await;
        let mut browser = Browser::of_nobody(&app);

        let answer = browser.post(&format!("/invitations/{declined}/decline"), &[]).await;
        browser.follow(&answer).await.says("Vous avez décliné cette invitation");
        app.clock.advance(TimeDelta::days(31));
        let expired = browser.get(&format!("/invitations/{late}")).await;
        let unknown = browser.get("/invitations/ceci-n-est-rien").await;
        let posted = browser.post("/invitations/ceci-n-est-rien/accept", &[]).await;

        expired.says("Demandez à Ana Essai de vous la renvoyer");
        expired.is_silent_about("Accepter l’invitation");
        assert_eq!(unknown.status, StatusCode::NOT_FOUND);
        unknown.says("cherchez le dernier reçu");
        assert_eq!(posted.status, StatusCode::NOT_FOUND);
    }

    async fn one_registers_cancels_and_takes_a_freed_place_from_the_event_s_page(app: App) {
        let network = app.network("cybanjou").await;
        let event = event(&app, network, 1).await;
        let (marie, paul) = (app.person("Marie").await, app.person("Paul").await);
        let path = format!("/events/{event}");
        let (mut first, mut second) = (Browser::of(&app, &marie), Browser::of(&app, &paul));

        Browser::of_nobody(&app).get(&path).await.says("Me connecter et m’inscrire");
        first.get(&path).await.says("Il reste 1 place");
        let registered = first.post(&format!("{path}/register"), &[]).await;
        assert_eq!(registered.leads_to(), format!("{path}?done=registered#inscription"));
        first.follow(&registered).await.says("Vous êtes inscrit·e.");
        let twice = first.post(&format!("{path}/register"), &[]).await;
        first.follow(&twice).await.says("Vous êtes inscrit·e.");

        let full = second.get(&path).await;
        full.says("Rejoindre la liste d’attente");
        full.says("Rejoignez la liste d’attente : un courriel vous préviendra dès que c’est votre tour.");
        let waiting = second.post(&format!("{path}/register"), &[]).await;
        second.follow(&waiting).await.says("en tête de la liste d’attente");

        let left = first.post(&format!("{path}/cancel"), &[("reason", "Un empêchement")]).await;
        first.follow(&left).await.says("Un empêchement");
        second.get(&path).await.says("Prendre la place");
        second.get("/me").await.says("Une place vous est proposée");
        let taken = second.post(&format!("{path}/offer/accept"), &[]).await;
        second.follow(&taken).await.says("Vous êtes inscrit·e.");
        second.get("/me").await.says("Confirmée");
    }

    async fn what_was_typed_comes_back_with_the_reason_when_it_is_refused(app: App) {
        let network = app.network("cybanjou").await;
        let event = event(&app, network, 10).await;
        let question = app.question(event, "text", false).await;
        let (one, _) = (app.session(event, 0, Some(5)).await, app.session(event, 0, Some(5)).await);
        let marie = app.person("Marie").await;
        let mut browser = Browser::of(&app, &marie);
        let path = format!("/events/{event}");

        let typed = [("round-1", &*one.to_string()), (&*format!("answer-{question}"), " ")];
        let refused = browser.post(&format!("{path}/register"), &typed).await;

        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("Répondez à « Quel text ? »");
        refused.says(&format!("value=\"{one}\" checked"));

        let typed = [("round-1", &*one.to_string()), (&*format!("answer-{question}"), "Du thé")];
        let registered = browser.post(&format!("{path}/register"), &typed).await;
        let shown = browser.follow(&registered).await;
        shown.says("Du thé");
        shown.says("Vous y avez une place.");
        let session = one.to_string();
        let left = browser.post(&format!("{path}/sessions/leave"), &[("session", &session)]).await;
        browser.follow(&left).await.is_silent_about("Vous y avez une place.");
        let chosen =
            browser.post(&format!("{path}/sessions/choose"), &[("session", &session)]).await;
        browser.follow(&chosen).await.says("Vous y avez une place.");
    }

    async fn a_charter_is_read_and_signed_with_an_explicit_agreement(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let marie = app.member_of(network, "Marie").await;
        let (charter, version) = charter(&app, &lead, network).await;
        let path = format!("/charters/{charter}");
        let mut browser = Browser::of(&app, &marie);

        browser.get("/me").await.says("Charte à lire et à signer : Charte du bénévole");
        let shown = browser.get(&path).await;
        shown.says("J’écoute");
        shown.is_silent_about("<script>");
        let hasty = browser.post(&format!("{path}/sign"), &[("version", &version)]).await;
        assert_eq!(hasty.status, StatusCode::UNPROCESSABLE_ENTITY);
        hasty.says("Pour signer, dites expressément que vous êtes d’accord.");

        let form = [("version", version.as_str()), ("agrees", "yes")];
        let signed = browser.post(&format!("{path}/sign"), &form).await;
        browser.follow(&signed).await.says("Signée le 7 septembre 2026");
        browser.get("/me").await.is_silent_about("Charte à lire");
        Browser::of_nobody(&app).get(&path).await.says("J’écoute");
    }

    async fn a_charter_is_refused_with_a_reason_and_may_be_signed_later(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let marie = app.member_of(network, "Marie").await;
        let (charter, version) = charter(&app, &lead, network).await;
        let path = format!("/charters/{charter}");
        let mut browser = Browser::of(&app, &marie);

        let form = [("version", version.as_str()), ("reason", "Trop long.")];
        let refused = browser.post(&format!("{path}/refuse"), &form).await;

        let shown = browser.follow(&refused).await;
        shown.says("Vous avez refusé cette version");
        shown.says("Signer");
    }

    async fn a_lead_answers_those_who_ask_to_enter(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let (marie, paul) = (app.person("Marie").await, app.person("Paul").await);
        for person in [&marie, &paul] {
            let mut browser = Browser::of(&app, person);
            let asked = browser.post("/networks/cybanjou/join", &[("word", "<b>Bonjour</b>")]).await;
            browser.follow(&asked).await.says("Votre demande attend une réponse");
        }
        let mut browser = Browser::of(&app, &lead);

        browser.get("/me").await.says("2 demandes d’adhésion attendent une réponse");
        let shown = browser.get("/networks/cybanjou/join-requests").await;
        shown.says("Bonjour");
        shown.is_silent_about("<b>Bonjour");
        let (approve, refuse) = (form_of(&shown, "approve", 0), form_of(&shown, "refuse", 1));
        let form = [("role", "member"), ("local_role", "helper")];
        let approved = browser.post(&approve, &form).await;
        let silent = browser.post(&refuse, &[("reason", " ")]).await;
        let refused = browser.post(&refuse, &[("reason", "Écrivez à Saumur.")]).await;

        browser.follow(&approved).await.says("La personne fait maintenant partie du réseau");
        assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
        silent.says("Indiquez pourquoi.");
        browser.follow(&refused).await.says("Aucune demande n’attend de réponse");
        let stranger = Browser::of(&app, &paul).get("/networks/cybanjou/join-requests").await;
        assert_eq!(stranger.status, StatusCode::FORBIDDEN);
        let nobody = Browser::of_nobody(&app).get("/networks/cybanjou/join-requests").await;
        assert_eq!(nobody.leads_to(), "/auth/email?return_to=%2Fnetworks%2Fcybanjou%2Fjoin-requests");
    }

    async fn a_lead_answers_who_says_that_they_work_somewhere_or_act_for_it(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let (zoe, paul) = (app.member_of(network, "Zoé").await, app.member_of(network, "Paul").await);
        let employer = employer(&app, &lead, network).await;
        let path = format!("/employers/{employer}");
        declares(&app, &zoe, &employer).await;
        declares(&app, &paul, &employer).await;
        let mut browser = Browser::of(&app, &lead);

        let shown = browser.get(&path).await;
        shown.says("434\u{a0}933\u{a0}123\u{a0}00029");
        shown.says("Qui indique travailler ici");
        let (confirm, refuse) = (form_of(&shown, "confirm", 0), form_of(&shown, "refuse", 1));
        let confirmed = browser.post(&confirm, &[]).await;
        let silent = browser.post(&refuse, &[("reason", "")]).await;
        let refused = browser.post(&refuse, &[("reason", "Il est parti.")]).await;

        assert_eq!(confirmed.leads_to(), format!("{path}?done=decided"));
        assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
        browser.follow(&refused).await.is_silent_about("Qui indique travailler ici");

        claims(&app, &zoe, &employer).await;
        let for_zoe = Browser::of(&app, &zoe).get(&path).await;
        for_zoe.is_silent_about("demande à représenter");
        let shown = browser.get(&path).await;
        shown.says("Qui demande à représenter cette structure");
        let accepted = browser.post(&form_of(&shown, "confirm", 0), &[]).await;
        browser.follow(&accepted).await.says("Référent·es de la structure");
        Browser::of(&app, &zoe).get("/me").await.says("référent·e de structure");
        let nobody = Browser::of_nobody(&app).get(&path).await;
        assert!(nobody.leads_to().starts_with("/auth/email?return_to=%2Femployers%2F"));
    }

    async fn what_one_may_not_know_of_is_not_found(app: App) {
        let network = app.network("cybanjou").await;
        let hidden = app.event(network, |event| event.visibility = "hosts").await;
        let (member, stranger) = (app.member_of(network, "Ana").await, app.person("Paul").await);
        let path = format!("/events/{hidden}");

        let for_nobody = Browser::of_nobody(&app).get(&path).await;
        let for_stranger = Browser::of(&app, &stranger).get(&path).await;
        let posted = Browser::of(&app, &stranger).post(&format!("{path}/register"), &[]).await;
        let for_member = Browser::of(&app, &member).get(&path).await;

        assert_eq!(for_nobody.status, StatusCode::NOT_FOUND);
        for_nobody.says("Se connecter");
        assert_eq!(for_stranger.status, StatusCode::NOT_FOUND);
        assert_eq!(posted.status, StatusCode::NOT_FOUND);
        for_stranger.is_silent_about("Rencontre");
        assert_eq!(for_member.status, StatusCode::OK);
        assert_eq!(for_member.headers[header::CACHE_CONTROL], "no-store");
    }

    async fn no_other_site_posts_a_form_in_a_person_s_name(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.person_with(network, "Ana", Role::Lead, None).await;

        for (form, mutation) in FORMS {
            let path = named(form);
            for mut browser in [Browser::of(&app, &lead), Browser::of_nobody(&app)] {
                let posted = browser.post_from("cross-site", &path, &[("word", "x")]).await;

                assert_eq!(posted.status, StatusCode::FORBIDDEN, "{mutation} at {path}");
                posted.says("autre site");
                assert!(posted.headers.get(header::SET_COOKIE).is_none(), "{path}");
            }
        }
    }

    async fn no_address_breaks_whatever_it_names(app: App) {
        app.network("cybanjou").await;
        let marie = app.person("Marie").await;

        for (path, _) in PAGES.iter().chain(FORMS) {
            let path = named(path);
            for mut browser in [Browser::of_nobody(&app), Browser::of(&app, &marie)] {
                let shown = browser.get(&path).await;
                assert!(
                    matches!(shown.status.as_u16(), 200 | 303 | 403 | 404),
                    "{path}: {}", shown.status
                );
                assert!(shown.headers.contains_key(header::CONTENT_SECURITY_POLICY), "{path}");
            }
        }
        for (path, _) in FORMS {
            let posted = Browser::of(&app, &marie).post(&named(path), &[]).await;
            // One's own data is handed out at once, a file is brought in parts; every other form
            // leads somewhere.
            let is_other = match *path {
                "/me/data/export" => posted.status == StatusCode::OK,
                "/networks/:slug/import/bring" => {
                    posted.status == StatusCode::UNSUPPORTED_MEDIA_TYPE
                }
                _ => false,
            };
            assert!(
                is_other || matches!(posted.status.as_u16(), 303 | 403 | 404 | 422),
                "{path}: {}", posted.status
            );
        }
    }
}

/// An address with names that are nobody's.
fn named(path: &str) -> String {
    let named = path.replace(":slug", "cybanjou").replace(":id", "rien");
    named
        .replace(":token", "rien")
        .replace(":employment", "rien")
        .replace(":manager", "rien")
        .replace(":place", "rien")
        .replace(":kept", "rien")
        .replace(":duplicate", "rien")
}

/// Where the form of this kind posts, counted from the top of the page.
fn form_of(shown: &Shown, verb: &str, index: usize) -> String {
    let actions = shown.body.split("action=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let mut found = actions.filter(|action| action.ends_with(verb));
    found.nth(index).unwrap_or_else(|| panic!("no form to {verb}: {}", shown.body)).to_owned()
}

async fn employer(app: &App, lead: &Person, network: NetworkId) -> String {
    let document = "mutation($input: EmployerCreateInput!) { employerCreate(input: $input) {
        employer { id } userErrors { code } } }";
    let input = json!({ "networkId": network.to_string(), "name": "Médiathèque",
        "siret": "43493312300029" });
    let answer = app.ask(Some(lead), document, json!({ "input": input })).await;
    answer.done()["employer"]["id"].as_str().unwrap().to_owned()
}

async fn declares(app: &App, person: &Person, employer: &str) {
    let document = "mutation($input: EmploymentDeclareInput!) { employmentDeclare(input: $input) {
        employment { id } userErrors { code } } }";
    let input = json!({ "employerId": employer, "startedOn": "2026-03-01" });
    app.ask(Some(person), document, json!({ "input": input })).await.done();
}

async fn claims(app: &App, person: &Person, employer: &str) {
    let document = "mutation($input: EmployerManagerClaimInput!) {
        employerManagerClaim(input: $input) { employerManager { id } userErrors { code } } }";
    app.ask(Some(person), document, json!({ "input": { "employerId": employer } })).await.done();
}
