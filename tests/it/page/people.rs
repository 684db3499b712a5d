//! The workbench of those who run a network: the list of its people, what is done for several of
//! them, pasted invitations, and tables brought in.

use domain::membership::{LocalRole, Role};
use poem::http::{StatusCode, header};

use crate::support::{App, Browser, Person, Shown, as_typed, on_both};

/// The pages that only those see who run the network.
const PAGES: [&str; 5] = [
    "/networks/cybanjou/members",
    "/networks/cybanjou/members/chosen",
    "/networks/cybanjou/members.csv",
    "/networks/cybanjou/invitations",
    "/networks/cybanjou/import",
];

const CHOSEN: &str = "/networks/cybanjou/members/chosen";

/// The identifiers of memberships that a page offers to choose, by the name beside each.
fn offered(shown: &Shown, name: &str) -> String {
    let at = shown.body.find(&format!("aria-label=\"Choisir {name}\"")).unwrap();
    let before = &shown.body[..at];
    let value = before.rfind("value=\"").unwrap() + "value=\"".len();
    before[value..].split('"').next().unwrap().to_owned()
}

/// What a form with a file sends.
pub(crate) async fn bring(app: &App, who: &Person, table: &[u8], fields: &[(&str, &str)]) -> Shown {
    let mut body = Vec::new();
    for (name, value) in fields {
        let part =
            format!("--x\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    body.extend_from_slice(
        b"--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"equipe.csv\"\r\n\
        content-type: text/csv\r\n\r\n",
    );
    body.extend_from_slice(table);
    body.extend_from_slice(b"\r\n--x--\r\n");
    let response = app
        .client
        .post("/networks/cybanjou/import/bring")
        .header("sec-fetch-site", "same-origin")
        .header(header::COOKIE, format!("maillage={}", who.token))
        .content_type("multipart/form-data; boundary=x")
        .body(body)
        .send()
        .await
        .0;
    let (parts, body) = response.into_parts();
    let body = as_typed(&body.into_string().await.unwrap());
    Shown { status: parts.status, headers: parts.headers, body }
}

on_both! {
    async fn only_those_who_run_a_network_see_its_workbench(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let member = app.member_of(network, "Marie").await;
        let elsewhere = app.network("ailleurs").await;
        let other = app.lead_of(elsewhere, "Zoé").await;

        for path in PAGES {
            assert_eq!(Browser::of(&app, &lead).get(path).await.status, StatusCode::OK, "{path}");
            for who in [&member, &other] {
                let shown = Browser::of(&app, who).get(path).await;
                assert_eq!(shown.status, StatusCode::FORBIDDEN, "{path}");
                shown.is_silent_about("marie@");
            }
            Browser::of_nobody(&app).get(path).await.leads_to();
        }
        let taken = Browser::of(&app, &member).get("/networks/cybanjou/members.ods").await;
        assert_eq!(taken.status, StatusCode::FORBIDDEN);
        let ods = app.client.get("/networks/cybanjou/members.ods")
            .header(header::COOKIE, format!("maillage={}", lead.token)).send().await.0;
        assert_eq!(ods.status(), StatusCode::OK);
        assert_eq!(ods.content_type(), Some("application/vnd.oasis.opendocument.spreadsheet"));
        Browser::of(&app, &lead).get("/networks/cybanjou").await.says("/networks/cybanjou/members");
        let shown = Browser::of(&app, &member).get("/networks/cybanjou").await;
        shown.is_silent_about("/networks/cybanjou/members");
    }

    async fn an_organiser_sees_people_and_changes_none(app: App) {
        let network = app.network("cybanjou").await;
        app.lead_of(network, "Ana").await;
        let organiser = app.organiser_of(network, "Olga").await;
        let mut browser = Browser::of(&app, &organiser);

        let shown = browser.get("/networks/cybanjou/members").await;
        shown.says("Ana Essai");
        shown.is_silent_about("Importer un tableau");
        let ana = offered(&shown, "Ana Essai");
        browser.get(&format!("{CHOSEN}?memberships={ana}")).await
            .is_silent_about("Mettre fin aux adhésions");
        for (act, field) in [("change", ("role", "member")), ("end", ("reason", "x"))] {
            let form = [("memberships", ana.as_str()), field, ("step", "do")];
            let refused = browser.post(&format!("{CHOSEN}/{act}"), &form).await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN, "{act}");
        }
        assert_eq!(app.count("membership where role = 'lead' and ended_on is null").await, 1);
    }

    async fn the_list_is_searched_filtered_sorted_and_taken_away(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        app.person_with(network, "Éléonore", Role::Member, Some(LocalRole::Mediator)).await;
        let gone = app.member_of(network, "Bob").await;
        app.leaves(&gone, network).await;
        let far = "update member set last_seen_at = ? where first_name = 'Éléonore'";
        let long_ago = app.clock.now() - chrono::TimeDelta::days(500);
        app.write(far, vec![long_ago.into()]).await;
        app.write("update member set last_seen_at = ? where first_name = 'Ana'",
            vec![app.clock.now().into()]).await;
        let mut browser = Browser::of(&app, &lead);
        let page = "/networks/cybanjou/members";

        let all = browser.get(page).await;
        all.says("2 personnes");
        all.says("médiateur·rice");
        all.is_silent_about("Bob Essai");
        for (query, found, not) in [
            ("search=eleo", "Choisir Éléonore", "Choisir Ana"),
            ("role=lead", "Choisir Ana", "Choisir Éléonore"),
            ("localRole=mediator", "Choisir Éléonore", "Choisir Ana"),
            ("unseen=yes", "Choisir Éléonore", "Choisir Ana"),
            ("state=over", "Choisir Bob", "Choisir Éléonore"),
        ] {
            let shown = browser.get(&format!("{page}?{query}")).await;
            shown.says(found);
            shown.is_silent_about(not);
        }
        let unseen = browser.get(&format!("{page}?sort=unseen")).await;
        let place = |name: &str| unseen.body.find(name).unwrap();
        assert!(place("Choisir Éléonore") < place("Choisir Ana"));
        browser.get(&format!("{page}?search=zzz")).await.says("Personne ne correspond");

        let csv = browser.get("/networks/cybanjou/members.csv?localRole=mediator").await;
        csv.says("Éléonore;Essai;eleonore@exemple.test");
        assert!(csv.body.starts_with("\u{feff}Prénom;Nom;"), "{}", csv.body);
        let people = browser.get("/networks/cybanjou/members.csv").await.body;
        let asked = domain::exchange::Import {
            network: "cybanjou", bytes: people.as_bytes(), is_dry_run: true };
        let back = domain::member::import(&app.house(), asked).await.unwrap();
        assert_eq!(back.count(domain::exchange::Fate::Unchanged), 2, "{:?}", back.entries);
        csv.is_silent_about("ana@exemple.test");
        let name = csv.headers[header::CONTENT_DISPOSITION].to_str().unwrap();
        assert!(name.contains("_personnes_cybanjou.csv"), "{name}");
        assert_eq!(csv.headers[header::CACHE_CONTROL], "no-store");
    }

    async fn roles_change_for_several_after_a_look_and_come_back(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        app.member_of(network, "Marie").await;
        app.member_of(network, "Zoé").await;
        let mut browser = Browser::of(&app, &lead);
        let list = browser.get("/networks/cybanjou/members").await;
        let (marie, zoe) = (offered(&list, "Marie Essai"), offered(&list, "Zoé Essai"));
        let both = |step| [("memberships", marie.as_str()), ("memberships", zoe.as_str()),
            ("role", "organiser"), ("localRole", "helper"), ("step", step)];

        browser.get(&format!("{CHOSEN}?memberships={marie}&memberships={zoe}")).await
            .says("Agir pour 2 personnes");
        let look = browser.post(&format!("{CHOSEN}/change"), &both("preview")).await;
        assert_eq!(look.status, StatusCode::OK);
        look.says("2 personnes changeraient de rôle");
        look.says("membre → animation, aidant·e pour le public");
        look.says("Aucun courriel ne part.");
        assert_eq!(app.count("membership where role = 'organiser'").await, 0);
        let done = browser.post(&format!("{CHOSEN}/change"), &both("do")).await;
        let after = browser.follow(&done).await;
        after.says("Annuler et rétablir");
        after.says("membre → animation, aidant·e pour le public");
        after.is_silent_about("terminée");
        after.is_silent_about("Agir pour");
        assert_eq!(app.count("membership where role = 'organiser' and ended_on is null").await, 2);
        let undo = [("memberships", marie.as_str()), ("memberships", zoe.as_str())];
        let undone = browser.post(&format!("{CHOSEN}/restore"), &undo).await;

        assert_eq!(undone.leads_to(), "/networks/cybanjou/members?done=memberships-restored");
        assert_eq!(app.count("membership where role = 'organiser' and ended_on is null").await, 0);
        assert_eq!(app.count("membership where role = 'member' and ended_on is null").await, 2);
    }

    async fn who_has_the_role_already_is_counted_apart_and_nothing_is_undone_for_them(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        app.organiser_of(network, "Marie").await;
        app.member_of(network, "Zoé").await;
        let mut browser = Browser::of(&app, &lead);
        let list = browser.get("/networks/cybanjou/members").await;
        let (marie, zoe) = (offered(&list, "Marie Essai"), offered(&list, "Zoé Essai"));
        let alone = |step| [("memberships", marie.as_str()), ("role", "organiser"), ("step", step)];
        let both = |step| [("memberships", marie.as_str()), ("memberships", zoe.as_str()),
            ("role", "organiser"), ("step", step)];

        for step in ["preview", "do"] {
            let nothing = browser.post(&format!("{CHOSEN}/change"), &alone(step)).await;
            nothing.says("Aucun rôle ne changerait");
            nothing.says("animation, sans changement");
            nothing.is_silent_about("Changer les rôles");
            nothing.is_silent_about("Annuler et rétablir");
        }
        let look = browser.post(&format!("{CHOSEN}/change"), &both("preview")).await;
        look.says("Une personne changerait de rôle");
        look.says("animation, sans changement");
        look.says("membre → animation");
        let done = browser.post(&format!("{CHOSEN}/change"), &both("do")).await;
        assert!(!done.leads_to().contains(&marie), "{}", done.leads_to());
        assert!(done.leads_to().contains(&zoe), "{}", done.leads_to());
        browser.follow(&done).await.says("Annuler et rétablir");
        let undo = [("memberships", zoe.as_str()), ("undo", "yes")];
        browser.post(&format!("{CHOSEN}/restore"), &undo).await.leads_to();

        assert_eq!(app.count("membership where role = 'organiser' and ended_on is null").await, 1);
    }

    async fn another_end_says_which_was_planned_and_gives_it_back(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        app.member_of(network, "Marie").await;
        let mut browser = Browser::of(&app, &lead);
        let list = browser.get("/networks/cybanjou/members").await;
        let marie = offered(&list, "Marie Essai");
        let end = |on, step| [("memberships", marie.as_str()), ("on", on), ("reason", ""),
            ("step", step)];
        let on = async |day: &str| {
            app.count(&format!("membership where ended_on = '{day}' and ending = 'removed'")).await
        };

        browser.post(&format!("{CHOSEN}/end"), &end("2026-12-31", "do")).await.leads_to();
        let look = browser.post(&format!("{CHOSEN}/end"), &end("2026-11-01", "preview")).await;
        look.says("au lieu de la fin prévue le");
        look.says("31 décembre 2026");
        look.says("Vous pourrez l’annuler ensuite.");
        browser.post(&format!("{CHOSEN}/end"), &end("2026-11-01", "do")).await.leads_to();
        assert_eq!((on("2026-12-31").await, on("2026-11-01").await), (0, 1));
        // Whose membership can come back is named.
        let chosen = browser.get(&format!("{CHOSEN}?memberships={marie}")).await;
        chosen.says("celle de : Marie Essai.");
        browser.post(&format!("{CHOSEN}/restore"), &[("memberships", &marie)]).await.leads_to();

        assert_eq!((on("2026-12-31").await, on("2026-11-01").await), (1, 0));
    }

    async fn what_a_transfer_was_to_begin_ends_for_good_and_says_so(app: App) {
        let department = app.network("cybanjou").await;
        let here = app.network_below(Some(department), "saumurois").await;
        let there = app.network_below(Some(department), "choletais").await.to_string();
        let lead = app.lead_of(department, "Ana").await;
        let marie = app.member_of(here, "Marie").await;
        let person = format!("/members/{}", marie.id);
        let mut browser = Browser::of(&app, &lead);
        let first = |shown: &Shown| {
            let (_, after) = shown.body.split_once("name=\"membershipId\" value=\"").unwrap();
            after.split('"').next().unwrap().to_owned()
        };
        let named = first(&browser.get(&person).await);
        let form = [("act", "transfer"), ("membershipId", named.as_str()),
            ("toNetworkId", there.as_str()), ("on", "2027-01-15"), ("reason", "")];
        browser.post(&format!("{person}/memberships/transfer"), &form).await.leads_to();
        let ahead = first(&browser.get(&person).await);
        let end = |id, step| [("memberships", id), ("on", ""), ("reason", ""), ("step", step)];

        let refused = browser.post(&format!("{CHOSEN}/end"), &end(named.as_str(), "preview")).await;
        refused.says("Aucune adhésion ne prendrait fin");
        refused.says("Un changement de réseau est annoncé");
        let look = browser.post(&format!("{CHOSEN}/end"), &end(ahead.as_str(), "preview")).await;
        look.says("Une adhésion prendrait fin");
        look.says("et ne pourra pas être rétablie");
        look.is_silent_about("Vous pourrez l’annuler");
        let done = browser.post(&format!("{CHOSEN}/end"), &end(ahead.as_str(), "do")).await;
        assert_eq!(done.status, StatusCode::OK);
        done.says("C’est noté pour une adhésion");
        done.is_silent_about("Annuler et rétablir");
    }

    async fn ending_says_to_whom_keeps_the_last_lead_and_is_undone(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        app.member_of(network, "Marie").await;
        let mut browser = Browser::of(&app, &lead);
        let list = browser.get("/networks/cybanjou/members").await;
        let (ana, marie) = (offered(&list, "Ana Essai"), offered(&list, "Marie Essai"));
        let form = |step| [("memberships", ana.as_str()), ("memberships", marie.as_str()),
            ("reason", "Fin de mission"), ("step", step)];

        let look = browser.post(&format!("{CHOSEN}/end"), &form("preview")).await;
        look.says("Une adhésion prendrait fin");
        look.says("Ce réseau n’aurait plus de pilote.");
        look.says("Fin de mission");
        let running = "membership where ended_on is null";
        assert_eq!(app.count(running).await, 2);
        let wrong = [("memberships", marie.as_str()), ("on", "hier"), ("reason", "Fin"),
            ("step", "do")];
        let refused = browser.post(&format!("{CHOSEN}/end"), &wrong).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("Fin");
        let done = browser.post(&format!("{CHOSEN}/end"), &form("do")).await;
        assert_eq!(done.status, StatusCode::OK);
        done.says("Ce réseau n’aurait plus de pilote.");
        done.says("Annuler et rétablir");
        assert_eq!(app.count(running).await, 1);
        browser.get("/networks/cybanjou/members?state=over").await.says("Marie Essai");
        browser.post(&format!("{CHOSEN}/restore"), &[("memberships", &marie)]).await.leads_to();

        assert_eq!(app.count(running).await, 2);
        assert_eq!(app.count("audit_line where action = 'membership.restore'").await, 1);
    }

    async fn the_way_back_is_found_again_for_thirty_days_after_one_has_left_the_page(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        app.member_of(network, "Marie").await;
        let mut browser = Browser::of(&app, &lead);
        let marie = offered(&browser.get("/networks/cybanjou/members").await, "Marie Essai");
        let running = "membership where ended_on is null";
        let end = [("memberships", marie.as_str()), ("reason", "Erreur"), ("step", "do")];
        browser.post(&format!("{CHOSEN}/end"), &end).await.leads_to();

        let over = browser.get("/networks/cybanjou/members?state=over").await;
        let marie = offered(&over, "Marie Essai");
        let chosen = browser.get(&format!("{CHOSEN}?memberships={marie}")).await;
        chosen.says("Rétablir les adhésions terminées");
        chosen.says(&format!("action=\"{CHOSEN}/restore\""));
        chosen.is_silent_about("Changer le rôle");
        chosen.is_silent_about("Voir ce qui prendrait fin");
        browser.post(&format!("{CHOSEN}/restore"), &[("memberships", &marie)]).await.leads_to();
        assert_eq!(app.count(running).await, 2);

        browser.post(&format!("{CHOSEN}/end"), &end).await.leads_to();
        app.clock.advance(chrono::TimeDelta::days(31));
        let lead = app.signs_in_again(&lead).await;
        let late = Browser::of(&app, &lead).get(&format!("{CHOSEN}?memberships={marie}")).await;
        late.says("Aucune de ces adhésions ne peut être rétablie");
        late.is_silent_about(&format!("action=\"{CHOSEN}/restore\""));
    }

    async fn who_left_by_themselves_is_not_brought_back(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let marie = app.member_of(network, "Marie").await;
        app.leaves(&marie, network).await;
        let mut browser = Browser::of(&app, &lead);
        let list = browser.get("/networks/cybanjou/members?state=over").await;
        let id = offered(&list, "Marie Essai");

        let refused = browser.post(&format!("{CHOSEN}/restore"), &[("memberships", &id)]).await;

        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("Marie Essai : Cette personne est partie d’elle-même");
    }

    async fn a_lead_writes_to_several_and_invites_them_after_a_look(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let marie = app.member_of(network, "Marie").await;
        let zoe = app.member_of(network, "Zoé").await;
        Browser::of(&app, &zoe).post("/me/letters/save", &[]).await.leads_to();
        let event = app.event(network, |_| {}).await.to_string();
        let mut browser = Browser::of(&app, &lead);
        let all = browser.get(&format!("{CHOSEN}?all=yes")).await;
        all.says("Agir pour 3 personnes");
        let list = browser.get("/networks/cybanjou/members").await;
        let (one, two) = (offered(&list, "Marie Essai"), offered(&list, "Zoé Essai"));
        let message = |subject, step| [("memberships", one.as_str()), ("memberships", two.as_str()),
            ("subject", subject), ("body", "Rendez-vous à 9 h"), ("step", step)];

        let refused = browser.post(&format!("{CHOSEN}/write"), &message("", "preview")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("Rendez-vous à 9 h");
        let look = browser.post(&format!("{CHOSEN}/write"), &message("Samedi", "preview")).await;
        look.says("Une personne recevrait un courriel");
        look.says("ne reçoit pas de messages");
        look.says("Un courriel parti ne se rappelle pas.");
        browser.post(&format!("{CHOSEN}/write"), &message("Samedi", "do")).await.leads_to();
        for step in ["preview", "do"] {
            let repeated = browser.post(&format!("{CHOSEN}/write"), &message("Samedi", step)).await;
            assert_eq!(repeated.status, StatusCode::OK);
            repeated.says("Personne ne recevrait de courriel");
            repeated.says("a déjà reçu ce courriel aujourd’hui");
            repeated.says("Aucun courriel ne part.");
            repeated.is_silent_about("ne se rappelle pas");
            repeated.is_silent_about("Envoyer les courriels");
        }
        let guests = |step| [("memberships", one.as_str()), ("eventId", event.as_str()),
            ("word", ""), ("step", step)];
        browser.post(&format!("{CHOSEN}/invite"), &guests("preview")).await
            .says("recevra l’invitation");
        browser.post(&format!("{CHOSEN}/invite"), &guests("do")).await.leads_to();

        let expected = [format!("invited_to_event {}", marie.email),
            format!("member_message {}", marie.email)];
        assert_eq!(app.letters().await, expected);
    }

    async fn fifty_four_pasted_addresses_are_looked_at_then_invited(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        app.member_of(network, "Marie").await;
        let mut browser = Browser::of(&app, &lead);
        let page = "/networks/cybanjou/invitations";
        let mut pasted: String = (0..48).map(|at| match at % 3 {
            0 => format!("Ana Martin {at} <ana{at}@exemple.test>,"),
            1 => format!("bob{at}@exemple.test; "),
            _ => format!("zoe{at}@exemple.test\r\n"),
        }).collect();
        pasted.push_str("\r\nMarie <marie@exemple.test>\r\nBOB1@exemple.test\r\npas une adresse\r\n\
            a@b\r\nleo@exemple.test\r\nlea@exemple.test");
        let form = |step| [("addresses", pasted.as_str()), ("word", "À bientôt"), ("step", step)];

        let empty = browser.post(&format!("{page}/send"), &[("word", "À bientôt")]).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        empty.says("À bientôt");
        let look = browser.post(&format!("{page}/send"), &form("preview")).await;
        assert_eq!(look.status, StatusCode::OK);
        look.says("50 personnes recevront un courriel");
        assert_eq!(look.body.matches("<td data-label=\"Résultat\">").count(), 54);
        for words in ["Déjà membre", "Déjà plus haut dans la liste", "Pas d’adresse lisible",
            "Envoyer les 50 invitations", "download="] {
            look.says(words);
        }
        assert_eq!(app.count("invitation").await, 0);
        let sent = browser.post(&format!("{page}/send"), &form("send")).await;
        sent.says("50 invitations sont parties");
        assert_eq!(app.count("invitation where state = 'sent'").await, 50);
        assert_eq!(app.count("outbox where kind = 'invited'").await, 50);
        // A second click invites nobody twice.
        browser.post(&format!("{page}/send"), &form("send")).await
            .says("Aucun courriel n’est parti");
        assert_eq!(app.count("invitation").await, 50);
    }

    async fn an_invitation_that_waits_is_sent_again_or_taken_back(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let elsewhere = app.network("ailleurs").await;
        let other = app.lead_of(elsewhere, "Zoé").await;
        let mut browser = Browser::of(&app, &lead);
        let page = "/networks/cybanjou/invitations";
        let form = [("addresses", "leo@exemple.test"), ("step", "send")];
        browser.post(&format!("{page}/send"), &form).await.says("Une invitation est partie");
        let shown = browser.get(page).await;
        shown.says("leo@exemple.test");
        let at = shown.body.find("name=\"invitationId\" value=\"").unwrap() + 27;
        let id = shown.body[at..].split('"').next().unwrap().to_owned();
        let named = [("invitationId", id.as_str())];

        browser.post(&format!("{page}/resend"), &named).await
            .says("Le courriel est parti il y a moins d’une heure");
        app.clock.advance(chrono::TimeDelta::hours(2));
        browser.post(&format!("{page}/resend"), &named).await.leads_to();
        let stolen = Browser::of(&app, &other)
            .post("/networks/ailleurs/invitations/revoke", &named).await;
        assert_eq!(stolen.status, StatusCode::NOT_FOUND);
        browser.post(&format!("{page}/revoke"), &named).await.leads_to();
        browser.get(page).await.says("Aucune invitation n’attend de réponse");
        browser.get(&format!("{page}?state=revoked")).await.says("leo@exemple.test");
    }

    async fn a_table_with_headings_of_its_own_is_mapped_looked_at_and_brought_in(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        // As a spreadsheet of the office writes it: semicolons and Windows-1252.
        let table = "Qui;Où écrire;Maison\nZo\u{e9} Petit;zoe@exemple.test;La Cale\n\
            Sans adresse;;La Cale\nAna Essai;ana@exemple.test;\n";
        let bytes: Vec<u8> = table.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();

        let unread = bring(&app, &lead, &bytes, &[("step", "read")]).await;
        assert_eq!(unread.status, StatusCode::UNPROCESSABLE_ENTITY);
        unread.says("Où écrire");
        unread.says("Par exemple : zoe@exemple.test");
        unread.says("Zoé Petit;zoe@exemple.test;La Cale");
        let mapped = |step| [("table", table), ("column", "full-name"), ("column", "email"),
            ("column", "employer-name"), ("step", step)];
        let look = bring(&app, &lead, b"", &mapped("preview")).await;
        assert_eq!(look.status, StatusCode::OK, "{}", look.body);
        look.says("Ce que l’import ferait");
        look.says("Zoé Petit");
        look.says("Ligne refusée");
        look.says("Importer cette ligne");
        assert_eq!(app.count("member").await, 1);
        let done = bring(&app, &lead, b"", &mapped("do")).await;

        done.says("C’est importé");
        done.says("download=");
        assert_eq!(app.count("member where last_name = 'Petit' and first_name = 'Zoé'").await, 1);
        assert_eq!(app.count("membership where origin = 'import'").await, 1);
        assert_eq!(app.count("employment").await, 1);
        let again = bring(&app, &lead, b"", &mapped("do")).await;
        again.says("C’est importé");
        again.says("Inchangée");
        // What has nothing to tell is wholly empty: no label stands alone on a phone.
        again.says("<td data-label=\"Détail\"></td>");
        assert_eq!(app.count("membership where origin = 'import'").await, 1);
    }

    async fn an_import_that_cannot_be_read_says_why(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let member = app.member_of(network, "Marie").await;

        bring(&app, &lead, b"", &[("step", "read")]).await.says("Choisissez un fichier CSV");
        bring(&app, &lead, b"PK\x03\x04\0\0", &[]).await.says("Ce fichier n’est pas du texte");
        let heavy = vec![b'a'; 1_200_000];
        let refused = bring(&app, &lead, &heavy, &[]).await;
        assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
        refused.says("dépasse un mégaoctet");
        let refused = bring(&app, &member, b"Email\nzoe@exemple.test\n", &[("step", "do")]).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        assert_eq!(app.count("member").await, 2);
    }

    async fn a_lead_changes_ends_and_restores_on_the_page_of_a_person(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let marie = app.member_of(network, "Marie").await;
        let fellow = app.member_of(network, "Léa").await;
        let page = format!("/members/{}", marie.id);
        let mut browser = Browser::of(&app, &lead);
        let of = |shown: &Shown| {
            let at = shown.body.find("name=\"membershipId\" value=\"").unwrap() + 27;
            let at = shown.body[at - 27..].find("value=\"").unwrap() + at - 27 + 7;
            shown.body[at..].split('"').next().unwrap().to_owned()
        };

        Browser::of(&app, &fellow).get(&page).await.is_silent_about("Pour l’équipe du réseau");
        let shown = browser.get(&page).await;
        shown.says("Toutes les adhésions");
        let first = of(&shown);
        let change = [("act", "change"), ("membershipId", first.as_str()), ("role", "organiser"),
            ("localRole", "scout"), ("expectedRevision", "1")];
        let foul = Browser::of(&app, &fellow)
            .post(&format!("{page}/memberships/change"), &change).await;
        assert_eq!(foul.status, StatusCode::FORBIDDEN);
        let changed = browser.post(&format!("{page}/memberships/change"), &change).await;
        let shown = browser.follow(&changed).await;
        shown.says("animation, éclaireur·euse");
        shown.says("Annuler et rétablir");
        let second = of(&shown);
        let end = |reason, on| [("act", "end"), ("membershipId", second.as_str()),
            ("reason", reason), ("on", on)];
        let path = format!("{page}/memberships/end");
        let early = browser.post(&path, &end("Départ", "2020-01-01")).await;
        assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
        early.says("Départ");
        browser.post(&path, &end("Départ", "")).await.leads_to();
        browser.get(&page).await.says("l’équipe y a mis fin");
        let undo = [("memberships", second.as_str())];
        browser.post(&format!("{page}/memberships/restore"), &undo).await.leads_to();
        assert_eq!(app.count("membership where ended_on is null").await, 3);
    }

    async fn an_address_is_corrected_until_somebody_used_it(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let used = app.member_of(network, "Marie").await;
        let table = b"Email,Nom\nzoee@exemple.test,Petit\n";
        bring(&app, &lead, table, &[("step", "do")]).await.says("C’est importé");
        let mut browser = Browser::of(&app, &lead);
        let list = browser.get("/networks/cybanjou/members?search=petit").await;
        let at = list.body.find("href=\"/members/member_").unwrap() + 6;
        let page = list.body[at..].split('"').next().unwrap().to_owned();

        browser.get(&page).await.says("Corriger l’adresse électronique");
        let taken = browser.post(&format!("{page}/email"), &[("email", &used.email)]).await;
        assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);
        taken.says("Une autre fiche a déjà cette adresse");
        taken.says(&format!("value=\"{}\"", used.email));
        browser.post(&format!("{page}/email"), &[("email", "zoe@exemple.test")]).await.leads_to();
        assert_eq!(app.count("member where email_key = 'zoe@exemple.test'").await, 1);

        let own = format!("/members/{}", used.id);
        browser.get(&own).await.is_silent_about("Corriger l’adresse électronique");
        let form = [("email", "voleur@exemple.test")];
        let refused = browser.post(&format!("{own}/email"), &form).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        assert_eq!(app.count("audit_line where action = 'member.email'").await, 1);
    }
}
