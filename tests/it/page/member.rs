//! The directory, and writing to someone whose address one does not see.

use poem::http::StatusCode;

use crate::support::{Browser, on_both};

on_both! {
    async fn the_directory_finds_names_without_accents_and_with_a_slip(app: App) {
        let network = app.network("cybanjou").await;
        let ana = app.member_of(network, "Ana").await;
        app.member_of(network, "Éléonore").await;
        let elsewhere = app.network("ailleurs").await;
        app.member_of(elsewhere, "Eléonora").await;
        let mut browser = Browser::of(&app, &ana);

        let shown = browser.get("/members?search=eleonore").await;
        shown.says("Éléonore Essai");
        shown.is_silent_about("Eléonora");
        shown.is_silent_about("nom très proche");

        let shown = browser.get("/members?search=elonore").await;
        shown.says("Éléonore Essai");
        shown.says("nom très proche");
        browser.get("/members?search=zzzzz").await.says("Personne ne correspond");
        Browser::of_nobody(&app).get("/members").await.leads_to();
    }

    async fn skills_are_found_by_theme_by_their_first_words_and_from_a_record(app: App) {
        let network = app.network("cybanjou").await;
        let (ana, zoe) = (app.member_of(network, "Ana").await, app.member_of(network, "Zoé").await);
        app.member_of(network, "Paul").await;
        let form = [("firstName", "Zoé"), ("lastName", "Essai"), ("profileKind", "other"),
            ("skills", "sante"), ("otherSkills", "Langue des signes"), ("shown", "skills")];
        Browser::of(&app, &zoe).post("/me/profile/save", &form).await.leads_to();
        let mut browser = Browser::of(&app, &ana);
        let theme = locales::text("skill-sante", &[]);

        for typed in ["Langue des signes", "langue", "sante", &theme] {
            let typed: String = url::form_urlencoded::byte_serialize(typed.as_bytes()).collect();
            let shown = browser.get(&format!("/members?skill={typed}")).await;
            shown.says("Zoé Essai");
            shown.is_silent_about("Paul Essai");
        }
        browser.get("/members?skill=signes").await.says("Personne ne correspond");
        // What is asked for stays in the field, the theme by its name.
        browser.get("/members?skill=sante").await.says(&format!("value=\"{theme}\""));
        browser.get("/members?skill=Langue+des+signes").await.says("value=\"Langue des signes\"");
        let record = browser.get(&format!("/members/{}", zoe.id)).await;
        record.says("href=\"/members?skill=Langue+des+signes\"");
        let newest = browser.get("/members?sort=newest").await;
        assert!(newest.body.find("Paul Essai</a>").unwrap() < newest.body.find("Zoé Essai</a>").unwrap());
    }

    async fn a_stranger_finds_no_profile_and_writes_to_nobody(app: App) {
        let network = app.network("cybanjou").await;
        let ana = app.member_of(network, "Ana").await;
        let stranger = app.person("Inconnu").await;
        let path = format!("/members/{}", ana.id);
        let mut browser = Browser::of(&app, &stranger);

        assert_eq!(browser.get(&path).await.status, StatusCode::NOT_FOUND);
        let form = [("subject", "Bonjour"), ("body", "…")];
        let answer = browser.post(&format!("{path}/message"), &form).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
    }

    async fn a_message_reaches_a_fellow_member_and_reveals_no_address(app: App) {
        let network = app.network("cybanjou").await;
        let ana = app.member_of(network, "Ana").await;
        let zoe = app.member_of(network, "Zoé").await;
        let path = format!("/members/{}", zoe.id);
        let mut browser = Browser::of(&app, &ana);
        browser.get(&path).await.says("Écrire à Zoé Essai");

        let refused = browser.post(&format!("{path}/message"), &[("body", "À samedi ?")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("À samedi ?");
        let empty = [("subject", " "), ("body", " ")];
        browser.post(&format!("{path}/message"), &empty).await.says("2 points à revoir");
        let long = "x".repeat(201);
        let long = [("subject", long.as_str()), ("body", "Tu viendrais ?")];
        let refused = browser.post(&format!("{path}/message"), &long).await;
        refused.says("id=\"subject-erreur\"");
        refused.is_silent_about("id=\"body-erreur\"");

        let form = [("subject", "Imprimante 3D"), ("body", "Tu viendrais la montrer ?")];
        for _ in 0..2 {
            let sent = browser.post(&format!("{path}/message"), &form).await;
            assert_eq!(sent.leads_to(), format!("{path}?done=message-sent"));
            browser.follow(&sent).await.is_silent_about(&zoe.email);
        }
        assert_eq!(app.letters().await, [format!("member_message {}", zoe.email)]);
    }

    async fn nobody_writes_to_the_whole_directory_nor_to_who_does_not_want_it(app: App) {
        let network = app.network("cybanjou").await;
        let ana = app.member_of(network, "Ana").await;
        let zoe = app.member_of(network, "Zoé").await;
        let path = format!("/members/{}/message", zoe.id);
        let mut browser = Browser::of(&app, &ana);

        for number in 0..15 {
            let subject = format!("Message {number}");
            browser.post(&path, &[("subject", &subject), ("body", "…")]).await.leads_to();
        }
        let refused = browser.post(&path, &[("subject", "Encore"), ("body", "…")]).await;
        refused.says("Vous avez déjà écrit à 15 personnes depuis hier.");

        Browser::of(&app, &ana).post("/me/letters/save", &[]).await.leads_to();
        let back = format!("/members/{}/message", ana.id);
        let form = [("subject", "Bonjour"), ("body", "…")];
        let refused = Browser::of(&app, &zoe).post(&back, &form).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("a choisi de ne pas recevoir de messages");
    }
}
