//! Another address for oneself: asked for while signed in, confirmed from the new mailbox.

use chrono::TimeDelta;
use poem::http::StatusCode;
use serde_json::{Value, json};

use crate::support::{Answer, App, Browser, Person, on_both};

const REQUEST: &str = "mutation($input: EmailChangeRequestInput!) {
    emailChangeRequest(input: $input) { emailChange { email } userErrors { code field } } }";
const CONFIRM: &str = "mutation($input: EmailChangeConfirmInput!) {
    emailChangeConfirm(input: $input) { member { email } userErrors { code } } }";

async fn request(app: &App, who: &Person, email: &str) -> Answer {
    app.ask(Some(who), REQUEST, json!({ "input": { "email": email } })).await
}

async fn confirm(app: &App, who: &Person, link: &str) -> Answer {
    let token = link.rsplit('/').next().unwrap();
    app.ask(Some(who), CONFIRM, json!({ "input": { "token": token } })).await
}

/// The letters that are due: to whom, under which title, and the path of the new address' link.
async fn letters(app: &App) -> Vec<(String, String, Option<String>)> {
    let link = |text: &str| {
        let path = text.split_whitespace().find(|word| word.contains("/me/email/"))?;
        Some(path[path.find("/me/email/")?..].to_owned())
    };
    let parcels = app.delivered().await.into_iter();
    parcels.map(|parcel| (parcel.to, parcel.written.subject, link(&parcel.written.text))).collect()
}

async fn link_to(app: &App, email: &str) -> String {
    let sent = letters(app).await;
    let found = sent.iter().find(|(to, ..)| to == email);
    found.and_then(|(.., link)| link.clone()).unwrap_or_else(|| panic!("no link in {sent:?}"))
}

async fn email_of(app: &App, who: &Person) -> Value {
    let asked = app.ask(Some(who), "{ viewer { member { email } } }", json!({})).await;
    asked.data()["viewer"]["member"]["email"].clone()
}

on_both! {
    async fn a_person_changes_address_from_the_letter_and_the_former_one_is_told(app: App) {
        let network = app.network("cybanjou").await;
        let ana = app.member_of(network, "Ana").await;
        let mut browser = Browser::of(&app, &ana);

        browser.get("/me/profile").await.says("href=\"/me/email\"");
        let sent = browser.post("/me/email/request", &[("email", " Ana@Nouvelle.example ")]).await;
        let shown = browser.follow(&sent).await;
        shown.says("Un courriel est parti à <strong>Ana@Nouvelle.example</strong>");
        shown.says("Votre adresse est <strong>ana@exemple.test</strong>");
        let link = link_to(&app, "Ana@Nouvelle.example").await;
        // Whoever is not signed in signs in first, and comes back.
        let stranger = Browser::of_nobody(&app).get(&link).await;
        assert!(stranger.leads_to().starts_with("/auth/email?return_to=%2Fme%2Femail%2F"));
        // Looking changes nothing: mail scanners look at every link.
        browser.get(&link).await.says("Utiliser Ana@Nouvelle.example ?");
        assert_eq!(email_of(&app, &ana).await, "ana@exemple.test");

        let done = browser.post(&format!("{link}/confirm"), &[]).await;

        browser.follow(&done).await.says("votre compte utilise votre nouvelle adresse");
        assert_eq!(email_of(&app, &ana).await, "Ana@Nouvelle.example");
        let told = letters(&app).await;
        let (to, subject, link_again) = &told[0];
        assert_eq!((to.as_str(), subject.as_str()), ("ana@exemple.test", "L’adresse de votre compte a changé"));
        assert_eq!((told.len(), link_again), (1, &None));
        let again = browser.post(&format!("{link}/confirm"), &[]).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        again.says("Ce lien a déjà servi");
        assert_eq!(app.count("audit_line where action like 'email_change.%'").await, 2);
        assert_eq!(app.count("audit_line where lower(cast(changes as text)) like '%nouvelle%'").await, 0);
    }

    async fn the_link_changes_nothing_for_another_account_an_older_request_or_a_later_day(app: App) {
        let network = app.network("cybanjou").await;
        let ana = app.member_of(network, "Ana").await;
        let zoe = app.member_of(network, "Zoé").await;
        request(&app, &ana, "premiere@exemple.test").await.done();
        let first = link_to(&app, "premiere@exemple.test").await;
        request(&app, &ana, "seconde@exemple.test").await.done();
        let second = link_to(&app, "seconde@exemple.test").await;

        let by_another = confirm(&app, &zoe, &second).await;
        let older = confirm(&app, &ana, &first).await;
        app.clock.advance(TimeDelta::hours(25));
        let (ana, zoe) = (app.signs_in_again(&ana).await, app.signs_in_again(&zoe).await);
        let late = confirm(&app, &ana, &second).await;
        Browser::of(&app, &zoe).get(&second).await.says("Ce lien ne change pas votre adresse");

        assert_eq!(by_another.refusals(), ["EMAIL_CHANGE_UNKNOWN"]);
        assert_eq!(older.refusals(), ["EMAIL_CHANGE_USED"]);
        assert_eq!(late.refusals(), ["EMAIL_CHANGE_EXPIRED"]);
        assert_eq!(email_of(&app, &ana).await, "ana@exemple.test");
        assert_eq!(email_of(&app, &zoe).await, "zoe@exemple.test");
    }

    async fn asking_never_tells_whose_an_address_is_and_only_its_owner_is_told(app: App) {
        let network = app.network("cybanjou").await;
        let ana = app.member_of(network, "Ana").await;
        let zoe = app.member_of(network, "Zoé").await;

        let of_zoe = request(&app, &ana, &zoe.email).await;
        let of_nobody = request(&app, &ana, "personne@exemple.test").await;
        let own = request(&app, &ana, &ana.email).await;
        let wrong = request(&app, &ana, "ana@").await;

        assert_eq!(of_zoe.done()["userErrors"], of_nobody.done()["userErrors"]);
        assert_eq!(own.refusals(), ["EMAIL_UNCHANGED"]);
        assert_eq!(wrong.refusals(), ["EMAIL_INVALID"]);
        request(&app, &ana, &zoe.email).await.done();
        let link = link_to(&app, &zoe.email).await;
        assert_eq!(confirm(&app, &ana, &link).await.refusals(), ["EMAIL_TAKEN"]);
        assert_eq!(email_of(&app, &zoe).await, "zoe@exemple.test");
    }

    async fn nobody_causes_more_than_five_letters_a_day(app: App) {
        let ana = app.person("Ana").await;
        for turn in 0..5 {
            request(&app, &ana, &format!("ana{turn}@exemple.test")).await.done();
        }

        let sixth = request(&app, &ana, "ana6@exemple.test").await;
        app.clock.advance(TimeDelta::hours(25));
        let ana = app.signs_in_again(&ana).await;
        let tomorrow = request(&app, &ana, "ana6@exemple.test").await;

        assert_eq!(sixth.refusals(), ["EMAIL_CHANGE_TOO_OFTEN"]);
        tomorrow.done();
        // Only the last letter is still true when they leave.
        let sent = letters(&app).await;
        assert_eq!(sent.iter().map(|(to, ..)| to.as_str()).collect::<Vec<_>>(), ["ana6@exemple.test"]);
    }

    async fn no_tool_changes_the_address_of_its_owner(app: App) {
        let ana = app.person("Ana").await;
        let made = app.ask(Some(&ana), "mutation($input: TokenCreateInput!) { tokenCreate(input: $input) {
            created { secret } userErrors { code } } }", json!({ "input": { "name": "Le mien",
            "scopes": ["member:write"] } })).await;
        let token = made.done()["created"]["secret"].as_str().unwrap().to_owned();

        let answer = app.ask_with_token(&token, REQUEST,
            json!({ "input": { "email": "tiers@exemple.test" } })).await;

        assert_eq!(answer.code(), "FORBIDDEN");
        assert_eq!(app.count("email_change").await, 0);
    }

    async fn letters_that_wait_follow_the_person_to_the_new_address(app: App) {
        let network = app.network("cybanjou").await;
        let ana = app.member_of(network, "Ana").await;
        request(&app, &ana, "neuve@exemple.test").await.done();
        let link = link_to(&app, "neuve@exemple.test").await;
        let event = app.event(network, |_| {}).await;
        Browser::of(&app, &ana).post(&format!("/events/{event}/register"), &[]).await.leads_to();

        confirm(&app, &ana, &link).await.done();

        // Nor does the warning to the former mailbox move, nor a link that proves another one.
        let administrator = app.person("Olga").await;
        let olga = administrator.email.parse().unwrap();
        domain::member::grant_administrator(&app.house(), &olga).await.unwrap();
        request(&app, &ana, "preuve@exemple.test").await.done();
        let correct = "mutation($input: MemberEmailUpdateInput!) { memberEmailUpdate(input: $input) {
            userErrors { code } } }";
        app.ask(Some(&administrator), correct, json!({ "input": { "memberId": ana.id.to_string(),
            "email": "neuve2@exemple.test" } })).await.done();

        let mut sent: Vec<_> = letters(&app).await.into_iter().map(|(to, ..)| to).collect();
        sent.sort();
        assert_eq!(sent, ["ana@exemple.test", "neuve2@exemple.test", "preuve@exemple.test"]);
    }
}
