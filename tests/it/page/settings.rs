//! The workbench of those who lead a network, walked through without a script.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    database::Bind,
    id::{LetterId, MemberId},
};
use poem::http::{StatusCode, header};
use serde_json::json;

use crate::support::{App, Browser, on_both};

/// The pages of a network that only those see who run it.
const PAGES: [&str; 7] =
    ["settings", "territory", "reminders", "letters", "charters", "numbers", "history"];

/// What the form of a network sends when it is filled in.
fn filled<'a>(name: &'a str, revision: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("name", name),
        ("level", "departmental"),
        ("host", "Une association"),
        ("description", "Le réseau des médiateurs."),
        ("contactEmail", "equipe@cybanjou.example"),
        ("contactPhone", ""),
        ("websiteUrl", "https://cybanjou.example/"),
        ("chatUrl", ""),
        ("resourcesUrl", ""),
        ("expectedRevision", revision),
    ]
}

/// A letter of a network to someone, given up by the mail server.
async fn given_up(
    app: &App,
    network: domain::id::NetworkId,
    to: MemberId,
    email: &str,
) -> LetterId {
    let id = LetterId::new();
    let now = app.clock.now();
    app.write(
        "insert into outbox (id, key, told, kind, category, member_id, email, network_id, state, \
         due_at, attempts, message_id, last_error, created_at) values (?, ?, ?, 'invited', \
         'invitation', ?, ?, ?, 'failed', ?, 3, ?, '550 no such user', ?)",
        vec![
            Bind::from(id),
            Bind::from(id.to_string()),
            Bind::from(json!({ "kind": "nothing" })),
            Bind::from(to),
            Bind::from(email),
            Bind::from(network),
            Bind::from(now),
            Bind::from(format!("<{id}@test>")),
            Bind::from(now),
        ],
    )
    .await;
    id
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

on_both! {
    async fn only_those_who_run_a_network_open_its_workbench(app: App) {
        let network = app.network("cybanjou").await;
        let elsewhere = app.network("ailleurs").await;
        let lead = app.lead_of(network, "Ana").await;
        let member = app.member_of(network, "Marie").await;
        let other = app.lead_of(elsewhere, "Paul").await;
        let stranger = app.person("Zoé").await;

        for page in PAGES {
            let path = format!("/networks/cybanjou/{page}");
            let nobody = Browser::of_nobody(&app).get(&path).await;
            assert_eq!(nobody.status, StatusCode::SEE_OTHER, "{path}");
            for person in [&member, &other, &stranger] {
                let shown = Browser::of(&app, person).get(&path).await;
                assert_eq!(shown.status, StatusCode::FORBIDDEN, "{path}");
            }
            let shown = Browser::of(&app, &lead).get(&path).await;
            assert_eq!(shown.status, StatusCode::OK, "{path}: {}", shown.body);
            assert_eq!(shown.headers[header::CACHE_CONTROL], "no-store", "{path}");
            shown.says("aria-current=\"page\"");
        }
        let mut browser = Browser::of(&app, &lead);
        browser.get("/networks/cybanjou").await.says("/networks/cybanjou/settings");
        Browser::of(&app, &member).get("/networks/cybanjou").await
            .is_silent_about("/networks/cybanjou/settings");
        let none = browser.get("/networks/no-such/settings").await;
        assert_eq!(none.status, StatusCode::NOT_FOUND);
    }

    async fn those_who_do_not_lead_change_nothing_by_force(app: App) {
        let network = app.network("cybanjou").await;
        let elsewhere = app.network("ailleurs").await;
        let other = app.lead_of(elsewhere, "Paul").await;
        let organiser = app.organiser_of(network, "Olga").await;
        let letter = given_up(&app, network, other.id, "paul@test.example").await.to_string();
        let forms: [(&str, Vec<(&str, &str)>); 8] = [
            ("settings/save", filled("À moi", "1")),
            ("settings/found", vec![("name", "À moi"), ("level", "local")]),
            ("settings/move", vec![("parentId", "top"), ("isSure", "yes")]),
            ("settings/archive", vec![("isSure", "yes")]),
            ("territory/save", vec![("addCommunes", "49007")]),
            ("reminders/save", vec![("rule", "own"), ("beforeEventDays", "1")]),
            ("letters/resend", vec![("letter", letter.as_str())]),
            ("charters/create", vec![("title", "À moi"), ("asksVolunteer", "yes")]),
        ];
        for (form, typed) in forms {
            let path = format!("/networks/cybanjou/{form}");
            let refused = Browser::of(&app, &other).post(&path, &typed).await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN, "{path}");
            if form != "letters/resend" {
                let refused = Browser::of(&app, &organiser).post(&path, &typed).await;
                assert_eq!(refused.status, StatusCode::FORBIDDEN, "{path} by an organiser");
            }
        }
        // The letter of one network is not sent again through the page of another.
        let path = "/networks/ailleurs/letters/resend";
        let refused =
            Browser::of(&app, &other).post(path, &[("letter", letter.as_str())]).await;
        assert!(refused.status.is_client_error(), "{}", refused.status);
        assert_eq!(app.count("outbox where state = 'failed'").await, 1);
        assert_eq!(app.count("network where name = 'À moi'").await, 0);
        assert_eq!(app.count("network where archived_at is not null").await, 0);
        assert_eq!(app.count("charter").await, 0);
        assert_eq!(app.count("reminder_rule").await, 0);
    }

    async fn our_own_reason_for_sending_no_letter_is_not_said_to_be_a_server_s(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let member = app.member_of(network, "Marie").await;
        given_up(&app, network, member.id, &member.email).await;
        let mut browser = Browser::of(&app, &lead);
        let page = "/networks/cybanjou/letters";

        browser.get(page).await.says("<summary>Réponse du serveur");
        for (noted, said) in [
            ("unsubscribed", "Pourquoi : la personne n’en veut plus."),
            ("no longer true", "Pourquoi : ce qu’il annonçait ne vaut plus."),
        ] {
            app.write("update outbox set state = 'skipped', last_error = ?", vec![noted.into()]).await;
            let shown = browser.get(page).await;
            shown.says(said);
            shown.is_silent_about(noted);
            shown.is_silent_about("<summary>Réponse du serveur");
        }
    }

    async fn what_a_network_says_is_saved_and_what_is_refused_stays_typed(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let mut browser = Browser::of(&app, &lead);
        let save = "/networks/cybanjou/settings/save";

        let mut wrong = filled("Cyb@njou", "1");
        wrong[4].1 = "pas une adresse";
        let refused = browser.post(save, &wrong).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("n’est pas une adresse électronique");
        refused.says("value=\"pas une adresse\"");
        refused.says("value=\"https://cybanjou.example/\"");
        let saved = browser.post(save, &filled("Cyb@njou", "1")).await;
        browser.follow(&saved).await.says("C’est enregistré.");

        let public = browser.get("/networks/cybanjou").await;
        public.says("<h1>Cyb@njou</h1>");
        public.says("equipe@cybanjou.example");
        let stale = browser.post(save, &filled("Autrement", "1")).await;
        assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
        stale.says("pendant que vous écriviez");
        stale.says("<td data-label=\"Votre version\">Autrement</td>");
        stale.says("<td data-label=\"Version enregistrée\">Cyb@njou</td>");
        stale.says("name=\"expectedRevision\" value=\"2\"");
        stale.says("value=\"Autrement\"");
    }

    async fn a_network_is_founded_moved_closed_and_reopened(app: App) {
        let top = app.network("federation").await;
        let lead = app.lead_of(top, "Ana").await;
        let mut browser = Browser::of(&app, &lead);

        let nameless = [("name", ""), ("level", "local")];
        let refused = browser.post("/networks/federation/settings/found", &nameless).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("Indiquez un nom.");
        for name in ["Pays de Loire-Béconnais", "Saumurois"] {
            let form = [("name", name), ("level", "local")];
            let founded = browser.post("/networks/federation/settings/found", &form).await;
            founded.leads_to();
        }
        let page = browser.get("/networks/pays-de-loire-beconnais/settings").await;
        page.says("Pays de Loire-Béconnais");
        let target = app.ask(Some(&lead), "{ network(by: { slug: \"saumurois\" }) { id } }", json!({}))
            .await.data()["network"]["id"].as_str().unwrap().to_owned();
        let path = "/networks/pays-de-loire-beconnais/settings/move";
        let unsure = browser.post(path, &[("parentId", target.as_str())]).await;
        assert_eq!(unsure.status, StatusCode::UNPROCESSABLE_ENTITY);
        unsure.says(&format!("value=\"{target}\" selected"));
        let sure = [("parentId", target.as_str()), ("isSure", "yes")];
        let moved = browser.post(path, &sure).await;
        browser.follow(&moved).await.says("href=\"/networks/saumurois\"");

        let close = "/networks/saumurois/settings/archive";
        let busy = browser.post(close, &[("isSure", "yes")]).await;
        assert_eq!(busy.status, StatusCode::UNPROCESSABLE_ENTITY);
        busy.says("Un réseau ouvert en dépend encore.");
        let close = "/networks/pays-de-loire-beconnais/settings/archive";
        browser.get("/networks/pays-de-loire-beconnais/settings").await.says("Personne n’en est membre.");
        let unsure = browser.post(close, &[]).await;
        assert_eq!(unsure.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(app.count("network where archived_at is not null").await, 0);
        let closed = browser.post(close, &[("isSure", "yes")]).await;
        browser.follow(&closed).await.says("Ce réseau est fermé.");
        let page = browser.get("/networks/pays-de-loire-beconnais/settings").await;
        page.says("Rouvrir le réseau");
        let open = browser.post("/networks/pays-de-loire-beconnais/settings/reopen", &[]).await;
        browser.follow(&open).await.says("Le réseau est rouvert.");
    }

    async fn a_territory_grows_by_commune_by_epci_and_by_a_pasted_list(app: App) {
        domain::territory::settle(&app.house().house().db).await.unwrap();
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let mut browser = Browser::of(&app, &lead);
        let page = "/networks/cybanjou/territory";
        let save = "/networks/cybanjou/territory/save";

        browser.get(page).await.says("Aucune commune pour le moment.");
        let found = browser.get(&format!("{page}?search=angers")).await;
        found.says("name=\"addCommunes\" value=\"49007\"");
        found.says("name=\"addEpcis\" value=\"244900015\"");
        browser.get(&format!("{page}?search=xyzxyz")).await.says("Rien ne correspond");
        let unknown = browser.post(save, &[("addCommunes", "49007\n99999\n98888")]).await;
        assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
        unknown.says("99999, 98888");
        unknown.says("49007\n99999\n98888</textarea>");
        assert_eq!(app.count("network_commune").await, 0);
        let pasted = browser.post(save, &[("addCommunes", "49007, 49328; 49099")]).await;
        pasted.leads_to();
        assert_eq!(app.count("network_commune").await, 3);
        browser.post(save, &[("addEpcis", "244900015")]).await.leads_to();
        let whole = app.count("commune where epci_code = '244900015'").await;
        assert_eq!(app.count("network_commune").await, whole + 2);
        browser.get(page).await.says(&format!("Ses {whole} communes"));

        let opened = browser.get(&format!("{page}?epci=244900015")).await;
        opened.says("id=\"commune-49007\"");
        browser.post(save, &[("removeCommunes", "49007")]).await.leads_to();
        assert_eq!(app.count("network_commune where insee_code = '49007'").await, 0);
        browser.post(save, &[("removeEpcis", "244900015")]).await.leads_to();
        assert_eq!(app.count("network_commune").await, 2);
        let nothing = browser.post(save, &[("addCommunes", " ")]).await;
        nothing.says("Choisissez au moins une commune");
    }

    async fn the_example_says_when_each_reminder_of_the_next_meeting_leaves(app: App) {
        let top = app.network("federation").await;
        let network = app.network_below(Some(top), "cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        // In Paris: a Thursday at 9:30, and a registration that closes at 22:00.
        app.event(network, |event| {
            event.starts_at = at("2026-12-10T08:30:00Z");
            event.closes_at = Some(at("2026-12-06T21:00:00Z"));
        }).await;
        let mut browser = Browser::of(&app, &lead);
        let page = "/networks/cybanjou/reminders";
        let save = "/networks/cybanjou/reminders/save";

        let usual = browser.get(page).await;
        usual.says("C’est la règle de départ");
        usual.says("jeudi 3 décembre");
        usual.says("mercredi 9 décembre");
        let mut own = vec![("rule", "own"), ("beforeEventDays", "2"), ("beforeDeadlineDays", "3"),
            ("expectedRevision", "0"), ("step", "preview")];
        let look = browser.post(save, &own).await;
        assert_eq!(look.status, StatusCode::OK);
        look.says("avec ce que vous avez écrit");
        look.says("mardi 8 décembre");
        // Three days before 22:00 is night: it leaves at eight in the morning of that day, not of the next.
        look.says("jeudi 3 décembre 2026 à 8\u{a0}h");
        look.says("À 8 h du matin, pour ne réveiller personne.");
        assert_eq!(app.count("reminder_rule").await, 0);
        own[4].1 = "save";
        own[1].1 = "2, 91";
        let refused = browser.post(save, &own).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("value=\"2, 91\"");
        own[1].1 = "2";
        let saved = browser.post(save, &own).await;
        browser.follow(&saved).await.says("Elle est propre à ce réseau.");
        let stale = browser.post(save, &own).await;
        assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
        stale.says("Quelqu’un d’autre");
        let back = [("rule", "inherited"), ("expectedRevision", "1"), ("step", "save")];
        let back = browser.post(save, &back).await;
        browser.follow(&back).await.says("C’est la règle de départ");

        // What the page tells is what the API tells.
        let asked = "{ network(by: { slug: \"cybanjou\" }) { events(first: 1) { nodes { \
            plannedReminders { sort days at isDeferred } } } } }";
        let told = app.ask(Some(&lead), asked, json!({})).await;
        let planned = &told.data()["network"]["events"]["nodes"][0]["plannedReminders"];
        assert_eq!(planned[0]["sort"], "DEADLINE");
        assert_eq!(planned.as_array().unwrap().len(), 4);
    }

    async fn letters_are_found_by_their_fate_and_sent_again_to_the_new_address(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let marie = app.member_of(network, "Marie").await;
        let letter = given_up(&app, network, marie.id, "fausse@test.example").await.to_string();
        let mut browser = Browser::of(&app, &lead);
        let page = "/networks/cybanjou/letters";

        let all = browser.get(page).await;
        all.says("fausse@test.example");
        all.says("550 no such user");
        all.says("Marie Essai");
        browser.get(&format!("{page}?fate=sent")).await.says("Aucun courriel ne correspond");
        browser.get(&format!("{page}?fate=failed&search=marie&kind=invited")).await
            .says("fausse@test.example");
        browser.get(&format!("{page}?search=zoe")).await.is_silent_about("fausse@test.example");
        let sent = browser.post(&format!("{page}/resend"), &[("letter", letter.as_str())]).await;
        browser.follow(&sent).await.says("Le courriel repart");

        assert_eq!(app.count("outbox where state = 'failed'").await, 0);
        assert_eq!(
            app.count(&format!("outbox where state = 'pending' and email = '{}'", marie.email)).await,
            1
        );
        let again = browser.post(&format!("{page}/resend"), &[("letter", letter.as_str())]).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        again.says("n’est pas abandonné");
    }

    async fn a_charter_is_written_published_and_recalled(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        app.member_of(network, "Marie").await;
        let mut browser = Browser::of(&app, &lead);
        let create = "/networks/cybanjou/charters/create";

        let unsigned = browser.post(create, &[("title", "Charte de l’aidant")]).await;
        assert_eq!(unsigned.status, StatusCode::UNPROCESSABLE_ENTITY);
        unsigned.says("value=\"Charte de l’aidant\"");
        let form = [("title", "Charte de l’aidant"), ("asksVolunteer", "yes")];
        let created = browser.post(create, &form).await;
        let edit = created.leads_to().split('?').next().unwrap().to_owned();
        let draft = [("title", "Charte de l’aidant"), ("asksVolunteer", "yes"),
            ("draft", "# Respecter\n\nchacun"), ("expectedRevision", "1")];
        browser.post(&format!("{edit}/save"), &draft).await.leads_to();
        let stale = browser.post(&format!("{edit}/save"), &draft).await;
        assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
        stale.says("Respecter");
        let unsure = browser.post(&format!("{edit}/publish"), &[("expectedRevision", "2")]).await;
        assert_eq!(unsure.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(app.count("charter_version").await, 0);
        let sure = [("expectedRevision", "2"), ("isSure", "yes")];
        let published = browser.post(&format!("{edit}/publish"), &sure).await;
        browser.follow(&published).await.says("Version 1");

        let signatures = edit.replace("/edit", "/signatures");
        let shown = browser.get(&signatures).await;
        shown.says("Marie Essai");
        shown.says("2 personnes n’ont pas répondu.");
        let before = app.count("outbox where kind = 'charter_asked'").await;
        let hasty = browser.post(&format!("{signatures}/remind"), &[]).await;
        assert_eq!(hasty.status, StatusCode::UNPROCESSABLE_ENTITY);
        app.write("update outbox set created_at = ? where kind = 'charter_asked'",
            vec![Bind::from(app.clock.now() - TimeDelta::days(7))]).await;
        browser.post(&format!("{signatures}/remind"), &[]).await.leads_to();
        assert_eq!(app.count("outbox where kind = 'charter_asked'").await, before + 2);
        let twice = browser.post(&format!("{signatures}/remind"), &[]).await;
        assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
        twice.says("a déjà reçu un courriel depuis moins de sept jours");
        let listed = browser.get("/networks/cybanjou/charters").await;
        listed.says("0 sur 2 personnes");
        let more = [("title", "Charte de l’aidant"), ("asksVolunteer", "yes"),
            ("asksStructure", "yes"), ("draft", "# Respecter\n\nchacun"), ("expectedRevision", "3")];
        let saved = browser.post(&format!("{edit}/save"), &more).await;
        browser.follow(&saved).await.says("que la précédente ne demandait pas");
        let closed = browser.post(&format!("{edit}/archive"), &[("isSure", "yes")]).await;
        browser.follow(&closed).await.says("La charte est fermée.");

        let outsider = app.person("Zoé").await;
        let hidden = Browser::of(&app, &outsider).get(&edit).await;
        assert_eq!(hidden.status, StatusCode::FORBIDDEN);
    }

    async fn the_numbers_are_those_of_the_api_and_leave_as_files(app: App) {
        let top = app.network("federation").await;
        let network = app.network_below(Some(top), "cybanjou").await;
        let lead = app.lead_of(top, "Ana").await;
        for name in ["Marie", "Paul", "Zoé"] {
            app.member_of(network, name).await;
        }
        let past = app.clock.now() - TimeDelta::days(10);
        app.event(network, |event| event.starts_at = past).await;
        let mut browser = Browser::of(&app, &lead);
        let today = app.clock.now().date_naive();
        let from = today - TimeDelta::days(60);
        let asked = "query($from: Date!, $until: Date!) { network(by: { slug: \"federation\" }) { \
            counts(from: $from, until: $until) { members meetings unseenMembers } } }";
        let days = json!({ "from": from.to_string(), "until": today.to_string() });
        let counts = app.ask(Some(&lead), asked, days).await.data()["network"]["counts"].clone();
        assert_eq!(counts["members"], 4);
        assert_eq!(counts["meetings"], 1);

        let path = format!("/networks/federation/numbers?span=chosen&from={from}&until={today}");
        let shown = browser.get(&path).await;
        shown.says("<dt>membres le dernier jour</dt><dd>4</dd>");
        shown.says("<dt>rencontres qui ont eu lieu</dt><dd>1</dd>");
        shown.says("<svg class=\"chart\"");
        // Bars are as long as their card lets them be.
        shown.says("<rect class=\"bar\" y=\"7\" width=\"100%\"");
        browser.get(&format!("{path}&scope=network")).await
            .says("<dt>membres le dernier jour</dt><dd>1</dd>");
        let reversed = format!("/networks/federation/numbers?span=chosen&from={today}&until={from}");
        let reversed = browser.get(&reversed).await;
        assert_eq!(reversed.status, StatusCode::OK);
        reversed.says("Ce jour vient avant « Du »");
        let csv = browser.get(&path.replace("numbers?", "numbers.csv?")).await;
        csv.says("Membres");
        assert_eq!(csv.headers[header::CACHE_CONTROL], "no-store");
        let ods = path.replace("numbers?", "numbers.ods?");
        let file = app.client.get(&ods).header(header::COOKIE, format!("maillage={}", lead.token));
        file.send().await.assert_status_is_ok();
        let nobody = Browser::of_nobody(&app).get(&path.replace("numbers?", "numbers.csv?")).await;
        assert_ne!(nobody.status, StatusCode::OK);
    }

    async fn the_history_tells_in_words_what_changed_and_of_what(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let marie = app.member_of(network, "Marie").await;
        let event = app.event(network, |_| {}).await;
        Browser::of(&app, &marie).post(&format!("/events/{event}/register"), &[]).await.leads_to();
        let mut browser = Browser::of(&app, &lead);
        browser.post("/networks/cybanjou/settings/save", &filled("Cyb@njou", "1")).await.leads_to();

        let shown = browser.get("/networks/cybanjou/history").await;
        shown.says("inscription enregistrée");
        shown.says(&format!("<a href=\"/events/{event}\">Rencontre</a>"));
        shown.says("état : Confirmée");
        shown.says("participation : Sur place");
        shown.says("nom : cybanjou → Cyb@njou");
        for code in ["confirmed", "on_site", "contact_email", "revision"] {
            shown.is_silent_about(code);
        }
    }

    async fn the_history_is_read_by_person_and_by_thing(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let second = app.lead_of(network, "Olga").await;
        let mut browser = Browser::of(&app, &lead);
        browser.post("/networks/cybanjou/settings/save", &filled("Cyb@njou", "1")).await.leads_to();
        let charter = [("title", "Une charte"), ("asksVolunteer", "yes")];
        Browser::of(&app, &second).post("/networks/cybanjou/charters/create", &charter).await
            .leads_to();

        let all = browser.get("/networks/cybanjou/history").await;
        all.says("réseau modifié");
        all.says("charte créée");
        all.says("Ana Essai");
        let by = format!("/networks/cybanjou/history?actor={}", second.id);
        let by = browser.get(&by).await;
        by.says("charte créée");
        by.is_silent_about("réseau modifié");
        let about = format!("/networks/cybanjou/history?subject={network}");
        let about = browser.get(&about).await;
        about.says("réseau modifié");
        about.is_silent_about("charte créée");
        let kind = browser.get("/networks/cybanjou/history?kind=charter").await;
        kind.says("charte créée");
        kind.is_silent_about("réseau modifié");
        browser.get("/networks/cybanjou/history?who=olga").await.says("De qui s’agit-il");
        browser.get("/networks/cybanjou/history?until=2001-01-01").await.says("Rien ne correspond.");
    }
}
