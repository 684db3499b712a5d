//! People known by their address alone: they are asked for their name where they come in, and those
//! who expect them can tell who is who.

use domain::{
    id::{EventId, MemberId, NetworkId},
    membership::Role,
    registration::{self, Create},
};
use poem::http::StatusCode;

use super::{
    answer::{asked, house},
    letter::invited,
};
use crate::support::{App, Browser, Person, on_both};

/// This person never said a name.
async fn forget_name(app: &App, person: &Person) {
    let blank = "update member set first_name = '', last_name = '—', search = '' where id = ?";
    app.write(blank, vec![person.id.into()]).await;
}

/// A member of the network who never said a name, and has a place at its event.
async fn expected(app: &App, network: NetworkId) -> (Person, EventId) {
    let zoe = app.member_of(network, "Zoé").await;
    let event = app.event(network, |_| {}).await;
    let asked = Create { member: Some(zoe.id), ..Create::oneself(event) };
    registration::create(&app.house(), asked).await.unwrap();
    forget_name(app, &zoe).await;
    (zoe, event)
}

on_both! {
    async fn an_invited_newcomer_says_their_name_where_they_accept(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let token = invited(&app, &lead, network, "zoe@exemple.test").await;
        let path = format!("/invitations/{token}");
        let mut browser = Browser::of_nobody(&app);

        let shown = browser.get(&path).await;
        shown.says("autocomplete=\"given-name\"");
        shown.says("autocomplete=\"family-name\"");
        shown.says("Votre prénom <span class=\"hint optional\">Facultatif");
        shown.says("Votre nom <span class=\"hint optional\">Facultatif");
        let long = "x".repeat(201);
        let typed = [("firstName", "Zoé"), ("lastName", long.as_str())];
        let refused = browser.post(&format!("{path}/accept"), &typed).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("value=\"Zoé\"");
        // What nobody sees of a name is no part of it.
        let typed = [("firstName", " \u{7}Zoé\u{2028}"), ("lastName", "Martin")];
        let accepted = browser.post(&format!("{path}/accept"), &typed).await;

        browser.follow(&accepted).await.says("Zoé Martin");
        let named = "member where first_name = 'Zoé' and last_name = 'Martin' \
            and search = 'martin zoe'";
        assert_eq!(app.count(named).await, 1);
    }

    async fn a_name_that_was_pasted_is_put_right_and_none_is_needed_to_come_in(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let pasted = invited(&app, &lead, network, "Martin Zoé <zoe@exemple.test>").await;
        let alone = invited(&app, &lead, network, "seule@exemple.test").await;

        let shown = Browser::of_nobody(&app).get(&format!("/invitations/{pasted}")).await;
        shown.says("name=\"firstName\" type=\"text\" value=\"Martin\"");
        let typed = [("firstName", "Zoé"), ("lastName", "Martin")];
        let path = format!("/invitations/{pasted}/accept");
        Browser::of_nobody(&app).post(&path, &typed).await.leads_to();
        let mut browser = Browser::of_nobody(&app);
        browser.post(&format!("/invitations/{alone}/accept"), &[]).await.leads_to();

        assert_eq!(app.count("member where first_name = 'Zoé' and last_name = 'Martin'").await, 1);
        assert_eq!(app.count("member where first_name = '' and last_name = '—'").await, 1);
        let event = app.event(network, |_| {}).await;
        browser.get(&format!("/events/{event}")).await.says("Comment vous appelez-vous ?");
    }

    async fn whoever_has_a_name_is_not_asked_and_keeps_it(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let marie = app.person("Marie").await;
        let token = invited(&app, &lead, network, &marie.email).await;
        let path = format!("/invitations/{token}");

        let shown = Browser::of_nobody(&app).get(&path).await;
        let typed = [("firstName", "Une"), ("lastName", "Autre")];
        Browser::of_nobody(&app).post(&format!("{path}/accept"), &typed).await.leads_to();

        shown.is_silent_about("given-name");
        assert_eq!(app.count("member where first_name = 'Marie'").await, 1);
        assert_eq!(app.count("member where first_name = 'Une'").await, 0);
    }

    async fn those_who_expect_somebody_without_a_name_see_the_address_if_they_may(app: App) {
        let network = app.network("cybanjou").await;
        let beside = app.network("choletais").await;
        let lead = app.lead_of(network, "Ana").await;
        let guest = app.person_with(beside, "Olga", Role::Organiser, None).await;
        let (zoe, event) = expected(&app, network).await;
        let host = "insert into event_host (event_id, network_id, rank) values (?, ?, 1)";
        app.write(host, vec![event.into(), beside.into()]).await;
        let (mut lead, mut guest) = (Browser::of(&app, &lead), Browser::of(&app, &guest));

        for page in ["people", "attendance"] {
            let path = format!("/events/{event}/{page}");
            lead.get(&path).await.says(&zoe.email);
            let shown = guest.get(&path).await;
            assert_eq!(shown.status, StatusCode::OK, "{page}");
            shown.says("Sans nom");
            shown.is_silent_about(&zoe.email);
        }
        // The sheet is handed round to be signed.
        let sheet = lead.get(&format!("/events/{event}/sheet")).await;
        sheet.says("Sans nom");
        sheet.is_silent_about(&zoe.email);
        let found = lead.get(&format!("/events/{event}/attendance?search=zoe%40exemple")).await;
        let zoe: MemberId = zoe.id;
        found.says(&format!("id=\"{zoe}\""));
    }

    async fn who_gave_no_name_is_found_by_the_address_that_one_may_read(app: App) {
        let network = app.network("cybanjou").await;
        let (zoe, event) = expected(&app, network).await;
        let lead = app.lead_of(network, "Ana").await;
        let fellow = app.member_of(network, "Béa").await;
        let word = "search=zoe%40exemple";

        let mut browser = Browser::of(&app, &lead);
        for path in ["/networks/cybanjou/members".to_owned(), "/members".to_owned(), format!("/events/{event}/people")] {
            let found = browser.get(&format!("{path}?{word}")).await;
            found.says(&zoe.email);
        }
        let adding = browser.get(&format!("/events/{event}/people?who=zoe%40exemple")).await;
        adding.says(&zoe.email);
        let hidden = Browser::of(&app, &fellow).get(&format!("/members?{word}")).await;
        hidden.is_silent_about(&zoe.id.to_string());
    }

    async fn who_runs_the_network_reads_the_address_of_who_gave_no_name(app: App) {
        let network = app.network("cybanjou").await;
        let (zoe, _) = expected(&app, network).await;
        let later = app.event(network, |_| {}).await.to_string();
        let lead = app.lead_of(network, "Ana").await;
        let mut browser = Browser::of(&app, &lead);
        let chosen = "/networks/cybanjou/members/chosen";

        let list = browser.get("/networks/cybanjou/members").await;
        list.says(&format!(">{}</a>", zoe.email));
        let record = browser.get(&format!("/members/{}", zoe.id)).await;
        record.says(&format!("<h1>{}</h1>", zoe.email));
        record.says(&format!("Écrire à {}", zoe.email));
        record.says("Votre adresse n’est pas montrée : la réponse passe aussi par ici.");
        let all = browser.get(&format!("{chosen}?all=yes")).await;
        all.says(&format!("<li class=\"tag\">{} ", zoe.email));
        let form: Vec<_> = all.body.split("name=\"memberships\" value=\"").skip(1)
            .filter_map(|rest| rest.split('"').next()).map(|id| ("memberships", id)).collect();
        for (act, more) in [
            ("write", [("subject", "Objet"), ("body", "Bonjour")]),
            ("invite", [("eventId", later.as_str()), ("word", "")]),
            ("change", [("role", ""), ("localRole", "helper")]),
            ("end", [("on", ""), ("reason", "")]),
        ] {
            let mut form: Vec<_> = form.iter().copied().chain(more).collect();
            form.push(("step", "preview"));
            let look = browser.post(&format!("{chosen}/{act}"), &form).await;
            look.says(&format!("<th scope=\"row\">{}</th>", zoe.email));
            look.is_silent_about("—");
        }
        for page in [list, record, all] {
            page.is_silent_about("—");
        }
    }

    async fn a_fellow_member_does_not_read_the_address_of_who_gave_no_name(app: App) {
        let network = app.network("cybanjou").await;
        let (zoe, _) = expected(&app, network).await;
        let marie = app.member_of(network, "Marie").await;
        let mut browser = Browser::of(&app, &marie);

        let record = browser.get(&format!("/members/{}", zoe.id)).await;
        record.says("<h1>Sans nom</h1>");
        record.says("Écrire à cette personne");
        record.says("Ni votre adresse ni la sienne ne sont montrées");
        let list = browser.get("/members").await;
        list.says(">Sans nom</a>");
        for page in [record, list] {
            page.is_silent_about(&zoe.email);
            page.is_silent_about("—");
        }
    }

    async fn who_answers_a_letter_without_signing_in_is_asked_for_their_name(app: App) {
        let (network, lead, lila) = house(&app).await;
        let event = app.event(network, |_| {}).await;
        forget_name(&app, &lila).await;
        let path = asked(&app, &lead, event, &lila).await;
        let mut phone = Browser::of_nobody(&app);

        let shown = phone.get(&path).await;
        shown.says("autocomplete=\"given-name\"");
        shown.says("autocomplete=\"family-name\"");
        let long = "x".repeat(201);
        let typed = [("firstName", "Lila"), ("lastName", long.as_str())];
        let refused = phone.post(&format!("{path}/register"), &typed).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("href=\"#register-lastName\"");
        refused.says("value=\"Lila\"");
        assert_eq!(app.count("registration").await, 0);
        let typed = [("firstName", " Lila "), ("lastName", "Martin")];
        let sent = phone.post(&format!("{path}/register"), &typed).await;
        let shown = phone.follow(&sent).await;

        shown.says("Vous êtes Lila Martin");
        shown.is_silent_about("given-name");
        let named = "member where first_name = 'Lila' and last_name = 'Martin' \
            and search = 'martin lila'";
        assert_eq!(app.count(named).await, 1);
        let line = "audit_line where action = 'member.update' and door = 'letter'";
        assert_eq!(app.count(line).await, 1);
    }

    async fn a_letter_does_not_call_otherwise_who_has_a_name_and_needs_none(app: App) {
        let (network, lead, lila) = house(&app).await;
        let event = app.event(network, |_| {}).await;
        let path = asked(&app, &lead, event, &lila).await;
        let mut phone = Browser::of_nobody(&app);

        phone.get(&path).await.is_silent_about("given-name");
        let typed = [("firstName", "Une"), ("lastName", "Autre")];
        phone.post(&format!("{path}/register"), &typed).await.leads_to();
        assert_eq!(app.count("member where first_name = 'Une'").await, 0);

        let zoe = app.member_of(network, "Zoé").await;
        forget_name(&app, &zoe).await;
        let event = app.event(network, |_| {}).await;
        let path = asked(&app, &lead, event, &zoe).await;
        phone.post(&format!("{path}/register"), &[]).await.leads_to();
        assert_eq!(app.count("registration").await, 2);
        assert_eq!(app.count("member where first_name = '' and last_name = '—'").await, 1);
    }

    async fn who_answered_a_letter_without_a_name_is_asked_again_after_the_answer(app: App) {
        let (network, lead, lila) = house(&app).await;
        let event = app.event(network, |_| {}).await;
        forget_name(&app, &lila).await;
        let path = asked(&app, &lead, event, &lila).await;
        let mut phone = Browser::of_nobody(&app);

        let sent = phone.post(&format!("{path}/register"), &[]).await;
        let shown = phone.follow(&sent).await;
        shown.says("Vous êtes inscrit·e.");
        shown.says("autocomplete=\"given-name\"");
        shown.says(&format!("action=\"{path}/name\""));
        let empty = phone.post(&format!("{path}/name"), &[("firstName", " "), ("lastName", "")]).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        empty.says("href=\"#register-lastName\"");
        let typed = [("firstName", " Lila "), ("lastName", "Martin")];
        let said = phone.post(&format!("{path}/name"), &typed).await;
        assert_eq!(said.leads_to(), format!("{path}?done=saved#inscription"));
        let shown = phone.follow(&said).await;
        shown.says("Vous êtes Lila Martin");
        shown.is_silent_about("given-name");
        // Whoever has a name keeps it.
        let typed = [("firstName", "Une"), ("lastName", "Autre")];
        phone.post(&format!("{path}/name"), &typed).await.leads_to();

        let named = "member where first_name = 'Lila' and last_name = 'Martin' \
            and search = 'martin lila'";
        assert_eq!(app.count(named).await, 1);
        assert_eq!(app.count("audit_line where action = 'member.update' and door = 'letter'").await, 1);
    }

    async fn whoever_goes_to_say_their_name_comes_back_and_nowhere_else(app: App) {
        let network = app.network("cybanjou").await;
        let (zoe, event) = expected(&app, network).await;
        let mut browser = Browser::of(&app, &zoe);

        let shown = browser.get(&format!("/events/{event}")).await;
        let form = format!("/me/profile?return_to=%2Fevents%2F{event}");
        shown.says(&format!("href=\"{form}#firstName\""));
        browser.get("/me").await.says("href=\"/me/profile?return_to=%2Fme#firstName\"");
        let back = format!("/events/{event}");
        let field = format!("name=\"return_to\" value=\"{back}\"");
        browser.get(&form).await.says(&field);
        browser.get("/me/profile").await.is_silent_about("return_to");
        let typed = |name, back| [("firstName", "Zoé"), ("lastName", name), ("return_to", back)];
        let refused = browser.post("/me/profile/save", &typed("", back.as_str())).await;
        refused.says(&field);
        let saved = browser.post("/me/profile/save", &typed("Martin", back.as_str())).await;
        assert_eq!(saved.leads_to(), format!("{back}?done=profile-saved"));
        browser.follow(&saved).await.says("Votre profil est enregistré.");
        for elsewhere in ["//ailleurs.test", "https://ailleurs.test/", "/\\ailleurs.test"] {
            let saved = browser.post("/me/profile/save", &typed("Martin", elsewhere)).await;
            assert_eq!(saved.leads_to(), "/me?done=profile-saved", "{elsewhere}");
        }
    }

    async fn the_calendar_of_who_gave_no_name_calls_them_by_their_address_alone(app: App) {
        let network = app.network("cybanjou").await;
        let (zoe, _) = expected(&app, network).await;

        let letters = app.delivered().await;

        let letter = letters.iter().find(|letter| letter.to == zoe.email).unwrap();
        let calendar = letter.written.calendar.as_ref().unwrap().text.replace("\r\n ", "");
        let attendee = calendar.lines().find(|line| line.starts_with("ATTENDEE")).unwrap();
        assert!(attendee.contains(&format!("mailto:{}", zoe.email)), "{attendee}");
        assert!(!attendee.contains("CN="), "{attendee}");
    }
}
