//! Links in letters, against mail scanners, replay, delay, other browsers and the curious.

use chrono::TimeDelta;
use poem::http::StatusCode;

use super::browser::Browser;
use super::log::Log;
use super::site::Site;
use crate::support::on_both;

on_both! {
    async fn a_link_by_letter_signs_in_and_leads_where_one_wanted_to_go(app: App) {
        let site = Site::of(app);
        let mut browser = Browser::at(&site);

        let shown = browser.get("/auth/email?return_to=/evenements/7").await;
        assert_eq!(shown.status, StatusCode::OK);
        assert!(shown.body.contains("value=\"/evenements/7\""), "{}", shown.body);
        let form = [("email", " Ana@Example.org "), ("return_to", "/evenements/7")];
        let shown = browser.post("/auth/email", &form).await;
        assert!(shown.body.contains("Regardez vos courriels"));
        let link = site.only_link().await;
        assert!(browser.get(&link).await.body.contains("Me connecter"));
        let shown = browser.post(&link, &[]).await;

        assert_eq!(shown.status, StatusCode::SEE_OTHER);
        assert_eq!(shown.location(), "/evenements/7");
        assert_eq!(site.who(&browser).await.unwrap().authenticated_by, "email");
    }

    async fn a_mail_scanner_that_opens_the_link_does_not_use_it(app: App) {
        let site = Site::of(app);
        let mut browser = Browser::at(&site);
        browser.post("/auth/email", &[("email", "ana@example.org")]).await;
        let link = site.only_link().await;

        for _ in 0..5 {
            let mut scanner = Browser::at(&site);
            let shown = scanner.get(&link).await;
            assert_eq!(shown.status, StatusCode::OK);
            assert!(scanner.cookies.is_empty(), "{:?}", scanner.cookies);
        }

        assert_eq!(browser.post(&link, &[]).await.location(), "/me");
    }

    async fn a_link_works_once_and_says_so_the_second_time(app: App) {
        let site = Site::of(app);
        let mut browser = Browser::at(&site);
        browser.post("/auth/email", &[("email", "ana@example.org")]).await;
        let link = site.only_link().await;
        browser.post(&link, &[]).await;
        browser.cookies.remove("maillage");

        let again = browser.post(&link, &[]).await;
        let looked_at = browser.get(&link).await;

        assert_eq!((again.status, looked_at.status), (StatusCode::GONE, StatusCode::GONE));
        assert!(again.body.contains("Ce lien a déjà servi"));
        assert!(again.body.contains("href=\"/auth/email\""), "the page leads on");
        assert!(site.who(&browser).await.is_none());
    }

    async fn two_clicks_at_once_sign_in_once(app: App) {
        let site = Site::of(app);
        let mut one = Browser::at(&site);
        one.post("/auth/email", &[("email", "ana@example.org")]).await;
        let link = site.only_link().await;
        let mut two = Browser::at(&site);
        two.cookies = one.cookies.clone();

        let (first, second) = tokio::join!(one.post(&link, &[]), two.post(&link, &[]));

        let mut statuses = [first.status.as_u16(), second.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 410]);
    }

    async fn a_link_expires_after_a_quarter_of_an_hour(app: App) {
        let clock = app.clock.clone();
        let site = Site::of(app);
        let mut browser = Browser::at(&site);
        browser.post("/auth/email", &[("email", "ana@example.org")]).await;
        let link = site.only_link().await;
        let log = Log::listen();

        clock.advance(TimeDelta::minutes(15));
        let shown = browser.post(&link, &[]).await;

        assert_eq!(shown.status, StatusCode::GONE);
        assert!(shown.body.contains("Ce lien a expiré"));
        assert_eq!(log.lines_with("code=\"LINK_EXPIRED\"").len(), 1);
    }

    async fn another_browser_has_to_give_the_address(app: App) {
        let site = Site::of(app);
        Browser::at(&site).post("/auth/email", &[("email", "ana@example.org")]).await;
        let link = site.only_link().await;
        let mut telephone = Browser::at(&site);

        let shown = telephone.get(&link).await;
        assert!(shown.body.contains("retapez l’adresse"), "{}", shown.body);
        let without = telephone.post(&link, &[]).await;
        let wrong = telephone.post(&link, &[("email", "bob@example.org")]).await;
        assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.body.contains("Ce n’est pas l’adresse"));
        let right = telephone.post(&link, &[("email", "ANA@example.org")]).await;

        assert_eq!(right.location(), "/me");
        assert!(site.who(&telephone).await.is_some());
    }

    async fn who_comes_by_letter_is_nameless_until_they_say_a_name(app: App) {
        let site = Site::of(app);
        let mut browser = site.signed_in_by_letter("ana.hidden@example.org").await;

        let me = browser.get("/me").await;

        assert!(me.body.contains("Comment vous appelez-vous"), "{}", me.body);
        assert_eq!(site.count("member where last_name = '—' and search = ''").await, 1);
    }

    async fn a_made_up_link_gets_a_page_that_helps(app: App) {
        let site = Site::of(app);

        let shown = Browser::at(&site).get("/auth/email/not-a-link").await;

        assert_eq!(shown.status, StatusCode::NOT_FOUND);
        assert!(shown.body.contains("Ce lien n’existe pas"));
    }

    async fn the_answer_does_not_tell_who_has_an_account_and_neither_does_the_limit(app: App) {
        let site = Site::of(app);
        site.signed_in_by_letter("known@example.org").await;

        let mut answers = Vec::new();
        for email in ["known@example.org", "stranger@example.org"] {
            let mut browser = Browser::at(&site);
            for _ in 0..5 {
                let shown = browser.post("/auth/email", &[("email", email)]).await;
                answers.push((shown.status, shown.body.replace(email, "…")));
            }
        }
        let letters = site.letters().await;

        answers.dedup();
        assert_eq!(answers.len(), 1, "every answer is the same");
        assert_eq!(answers[0].0, StatusCode::OK);
        let to = |email: &str| letters.iter().filter(|(to, _)| to == email).count();
        // One of the known address's three was for signing in above.
        assert_eq!((to("known@example.org"), to("stranger@example.org")), (2, 3));
    }

    async fn one_client_cannot_write_to_everyone(app: App) {
        let site = Site::of(app);
        let mut browser = Browser::at(&site);

        let mut statuses = Vec::new();
        for number in 0..25 {
            let email = format!("person{number}@example.org");
            statuses.push(browser.post("/auth/email", &[("email", &email)]).await.status);
        }

        assert_eq!(statuses[19], StatusCode::OK);
        assert_eq!(statuses[20], StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(site.letters().await.len(), 20);
    }

    async fn an_address_that_is_none_is_asked_again(app: App) {
        let site = Site::of(app);

        for email in ["ana", "ana@", "@example.org", "ana@example", "a b@example.org"] {
            let shown = Browser::at(&site).post("/auth/email", &[("email", email)]).await;
            assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY, "{email}");
            assert!(shown.body.contains("Cette adresse n’est pas complète"), "{email}");
        }
        assert!(site.letters().await.is_empty());
    }

    async fn another_site_cannot_post_our_forms(app: App) {
        let site = Site::of(app);
        let mut browser = Browser::at(&site);
        let form = [("email", "ana@example.org")];

        let asked = browser.post_from("cross-site", "/auth/email", &form).await;
        browser.post("/auth/email", &form).await;
        let link = site.only_link().await;
        let followed = browser.post_from("cross-site", &link, &form).await;

        assert_eq!((asked.status, followed.status), (StatusCode::FORBIDDEN, StatusCode::FORBIDDEN));
        assert!(site.who(&browser).await.is_none());
    }
}
