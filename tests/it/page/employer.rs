//! The pages of a structure: its staff, meetings, places, record, and who acts for it.

use domain::{
    id::{EmployerManagerId, NetworkId},
    registration::{self, Create},
};
use poem::http::{StatusCode, header};
use serde_json::json;

use super::cancelled::cancelled;
use crate::support::{App, Browser, Person, on_both};

pub(super) async fn employer(app: &App, lead: &Person, network: NetworkId, name: &str) -> String {
    let document = "mutation($input: EmployerCreateInput!) { employerCreate(input: $input) {
        employer { id } userErrors { code } } }";
    let input = json!({ "input": { "networkId": network.to_string(), "name": name,
        "address": "1 rue Haute", "postalCode": "49100", "communeName": "Angers" } });
    let answer = app.ask(Some(lead), document, input).await;
    answer.done()["employer"]["id"].as_str().unwrap().to_owned()
}

/// Someone confirmed at an employer since the beginning of the year, by a lead of theirs.
pub(super) async fn works(app: &App, lead: &Person, person: &Person, employer: &str) {
    let document = "mutation($input: EmploymentDeclareInput!) { employmentDeclare(input: $input) {
        employment { status } userErrors { code } } }";
    let input = json!({ "input": { "memberId": person.id.to_string(), "employerId": employer,
        "startedOn": "2026-01-01" } });
    app.ask(Some(lead), document, input).await.done();
}

/// Someone who acts for an employer: they asked, and a lead agreed.
async fn manages(app: &App, lead: &Person, person: &Person, employer: &str) -> EmployerManagerId {
    let claim = "mutation($input: EmployerManagerClaimInput!) {
        employerManagerClaim(input: $input) { employerManager { id } userErrors { code } } }";
    let input = json!({ "input": { "employerId": employer } });
    let answer = app.ask(Some(person), claim, input).await;
    let id = answer.done()["employerManager"]["id"].as_str().unwrap().to_owned();
    let confirm = "mutation($input: EmployerManagerConfirmInput!) {
        employerManagerConfirm(input: $input) { employerManager { id } userErrors { code } } }";
    app.ask(Some(lead), confirm, json!({ "input": { "employerManagerId": id } })).await.done();
    id.parse().unwrap()
}

/// What the form of a place sends when only what is needed is filled in.
fn place<'a>(name: &'a str, network: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("name", name),
        ("networkId", network),
        ("address", "2 rue Basse"),
        ("postalCode", "49100"),
        ("communeName", "Angers"),
        ("typologies", "BIB"),
        ("services", "Utilisation sécurisée du numérique"),
        ("emails", "un@exemple.test\ndeux@exemple.test"),
    ]
}

on_both! {
    async fn who_manages_sees_the_staff_and_others_do_not(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let (zoe, olga) = (app.member_of(network, "Zoé").await, app.person("Olga").await);
        let other = app.person("Paul").await;
        let house = employer(&app, &lead, network, "La Maison").await;
        let elsewhere = employer(&app, &lead, network, "Ailleurs").await;
        works(&app, &lead, &zoe, &house).await;
        manages(&app, &lead, &olga, &house).await;
        manages(&app, &lead, &other, &elsewhere).await;
        let event = app.event(network, |_| {}).await;
        let asked = Create { member: Some(zoe.id), ..Create::oneself(event) };
        registration::create(&app.house(), asked).await.unwrap();

        for page in ["staff", "participations", "calendar", "staff.csv", "participations.ods"] {
            let path = format!("/employers/{house}/{page}");
            for person in [&lead, &olga] {
                let shown = Browser::of(&app, person).get(&path).await;
                assert_eq!(shown.status, StatusCode::OK, "{path}: {}", shown.body);
                assert_eq!(shown.headers[header::CACHE_CONTROL], "no-store");
            }
            for person in [&zoe, &other] {
                let shown = Browser::of(&app, person).get(&path).await;
                assert_eq!(shown.status, StatusCode::FORBIDDEN, "{path}");
            }
            let shown = Browser::of(&app, &other).get(&path).await;
            shown.is_silent_about("Zoé Essai");
            Browser::of_nobody(&app).get(&path).await.leads_to();
        }
        let mut browser = Browser::of(&app, &olga);
        let staff = browser.get(&format!("/employers/{house}/staff")).await;
        staff.says("Zoé Essai");
        staff.says("data-label=\"À venir\">1<");
        let past = browser.get(&format!("/employers/{house}/staff?until=2020-01-01")).await;
        past.says("data-label=\"À venir\">0<");
        let parts = browser.get(&format!("/employers/{house}/participations?member={}", zoe.id)).await;
        parts.says("Confirmée");
        let none = browser.get(&format!("/employers/{house}/participations?until=2020-01-01")).await;
        none.says("Aucune inscription ne correspond");
        let csv = browser.get(&format!("/employers/{house}/staff.csv")).await;
        csv.says("Zoé Essai");
        assert_eq!(csv.headers[header::CONTENT_TYPE], "text/csv; charset=utf-8");
    }

    async fn who_manages_is_told_that_a_meeting_of_the_staff_is_put_off_or_cancelled(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let (zoe, olga) = (app.member_of(network, "Zoé").await, app.person("Olga").await);
        let marie = app.member_of(network, "Marie").await;
        let house = employer(&app, &lead, network, "La Maison").await;
        works(&app, &lead, &zoe, &house).await;
        works(&app, &lead, &marie, &house).await;
        manages(&app, &lead, &olga, &house).await;
        let event = app.event(network, |event| event.mode = "online").await;
        let asked = Create { member: Some(zoe.id), ..Create::oneself(event) };
        registration::create(&app.house(), asked).await.unwrap();
        let parts = format!("/employers/{house}/participations");
        let (mut team, mut browser) = (Browser::of(&app, &lead), Browser::of(&app, &olga));
        let sure = [("reason", "Neige"), ("isSure", "yes")];

        team.post(&format!("/events/{event}/postpone"), &sure).await.leads_to();

        let shown = browser.get(&parts).await;
        shown.says("<span class=\"badge good\">Confirmée</span>");
        shown.says("<span class=\"badge bad\">Reportée</span>");
        browser.get(&format!("{parts}.csv")).await.says("Confirmée, rencontre reportée");

        let publish = "mutation($id: ID!) { eventPublish(input: { eventId: $id }) { userErrors { code } } }";
        app.ask(Some(&lead), publish, json!({ "id": event.to_string() })).await.done();
        let asked = Create { member: Some(marie.id), ..Create::oneself(event) };
        registration::create(&app.house(), asked).await.unwrap();
        let excuse = format!("/events/{event}/excuse");
        Browser::of(&app, &marie).post(&excuse, &[("reason", "En formation")]).await.leads_to();
        cancelled(&app, &lead, event).await;

        let shown = browser.get(&parts).await;
        shown.says("<span class=\"badge bad\">Rencontre annulée</span>");
        shown.says(">Excusé·e<");
        shown.is_silent_about(">Confirmée<");
        shown.is_silent_about(">Reportée<");
        let file = browser.get(&format!("{parts}.csv")).await;
        file.says("Rencontre annulée");
        file.says("Excusé·e");
        file.is_silent_about("Confirmée");
    }

    async fn the_calendar_has_what_the_staff_may_attend_and_who_of_them_comes(app: App) {
        let network = app.network("cybanjou").await;
        let beside = app.network("ailleurs").await;
        let lead = app.lead_of(network, "Ana").await;
        let (zoe, olga) = (app.member_of(network, "Zoé").await, app.person("Olga").await);
        let house = employer(&app, &lead, network, "La Maison").await;
        works(&app, &lead, &zoe, &house).await;
        manages(&app, &lead, &olga, &house).await;
        let public = |event: &mut crate::support::event::Planned| {
            event.visibility = "public";
            event.audience = "federation";
        };
        let ours = app.event(network, public).await;
        let theirs = app.event(beside, public).await;
        let asked = Create { member: Some(zoe.id), ..Create::oneself(ours) };
        registration::create(&app.house(), asked).await.unwrap();

        let shown = Browser::of(&app, &olga).get(&format!("/employers/{house}/calendar")).await;

        shown.says(&format!("/events/{ours}"));
        shown.says("De l’équipe : Zoé Essai.");
        shown.is_silent_about(&format!("/events/{theirs}"));
        let staff = format!("/employers/{house}/staff");
        Browser::of(&app, &olga).get(&staff).await.says("data-label=\"À venir\">1<");

        let excuse = format!("/events/{ours}/excuse");
        Browser::of(&app, &zoe).post(&excuse, &[("reason", "En formation")]).await.leads_to();

        let shown = Browser::of(&app, &olga).get(&format!("/employers/{house}/calendar")).await;
        shown.is_silent_about("De l’équipe : Zoé Essai.");
        shown.says("Absence annoncée : Zoé Essai.");
        shown.is_silent_about("En formation");
        let staff = Browser::of(&app, &olga).get(&staff).await;
        staff.says("data-label=\"À venir\">0<");
        staff.says("data-label=\"Absences excusées\">1<");
        let mut browser = Browser::of(&app, &olga);
        for (query, is_found) in [
            (format!("network={network}"), true),
            (format!("network={beside}"), false),
            ("kind=network_meeting".to_owned(), true),
            ("kind=webinar".to_owned(), false),
            ("search=zzz".to_owned(), false),
        ] {
            let shown = browser.get(&format!("/employers/{house}/calendar?{query}")).await;
            if is_found {
                shown.says(&format!("/events/{ours}"));
            } else {
                shown.is_silent_about(&format!("/events/{ours}"));
                shown.says("Retirer les filtres");
            }
        }
    }

    async fn a_record_is_changed_and_a_stale_change_keeps_what_was_typed(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let zoe = app.member_of(network, "Zoé").await;
        let house = employer(&app, &lead, network, "La Maison").await;
        let path = format!("/employers/{house}/record");
        let mut browser = Browser::of(&app, &lead);
        let form = |name: &'static str, revision: &'static str| [("expectedRevision", revision),
            ("name", name), ("postalCode", "49100"), ("websiteUrl", "https://maison.test/")];

        browser.get(&path).await.says("value=\"La Maison\"");
        let first = browser.post(&format!("{path}/save"), &form("La Grande Maison", "1")).await;
        browser.follow(&first).await.says("La Grande Maison");
        let stale = browser.post(&format!("{path}/save"), &form("La Petite Maison", "1")).await;
        assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
        stale.says("value=\"La Petite Maison\"");
        stale.says("data-label=\"Version enregistrée\">La Grande Maison<");
        stale.says("name=\"expectedRevision\" value=\"2\"");
        let wrong = browser.post(&format!("{path}/save"), &form("", "2")).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        wrong.says("https://maison.test/");

        let closed = browser.post(&format!("{path}/close"), &[]).await;
        browser.follow(&closed).await.says("Rouvrir la fiche");
        browser.post(&format!("{path}/reopen"), &[]).await.leads_to();
        let refused = Browser::of(&app, &zoe).post(&format!("{path}/save"), &form("À moi", "4")).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        assert_eq!(app.count("employer where name = 'La Grande Maison'").await, 1);
    }

    async fn who_manages_adds_changes_and_closes_a_place(app: App) {
        let network = app.network("cybanjou").await;
        let beside = app.network("ailleurs").await;
        let lead = app.lead_of(network, "Ana").await;
        let (zoe, olga) = (app.member_of(network, "Zoé").await, app.person("Olga").await);
        let house = employer(&app, &lead, network, "La Maison").await;
        manages(&app, &lead, &olga, &house).await;
        let path = format!("/employers/{house}/places");
        let mut browser = Browser::of(&app, &olga);
        let (ours, theirs) = (network.to_string(), beside.to_string());

        browser.get(&format!("{path}/new")).await.says("Ajouter ce lieu");
        let nameless = browser.post(&format!("{path}/new/create"), &place("", &ours)).await;
        assert_eq!(nameless.status, StatusCode::UNPROCESSABLE_ENTITY);
        nameless.says("2 rue Basse");
        nameless.says("value=\"Utilisation sécurisée du numérique\" checked");
        let elsewhere = browser.post(&format!("{path}/new/create"), &place("Loin", &theirs)).await;
        assert_eq!(elsewhere.status, StatusCode::FORBIDDEN, "not in another network’s file");
        let added = browser.post(&format!("{path}/new/create"), &place("Le Lieu", &ours)).await;
        let list = browser.follow(&added).await;
        list.says("Le Lieu");
        list.says("Utilisation sécurisée du numérique");
        let one = list.body.split("href=\"").find(|part| part.contains("/places/place_")).unwrap();
        let one = one.split('"').next().unwrap().to_owned();

        let shown = browser.get(&one).await;
        shown.says("un@exemple.test\ndeux@exemple.test");
        shown.says("value=\"BIB\" checked");
        let mut form = place("Le Grand Lieu", &ours);
        form.push(("expectedRevision", "1"));
        let changed = browser.post(&format!("{one}/save"), &form).await;
        browser.follow(&changed).await.says("Le Grand Lieu");
        form[0] = ("name", "Le Petit Lieu");
        let stale = browser.post(&format!("{one}/save"), &form).await;
        assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
        stale.says("value=\"Le Petit Lieu\"");
        stale.says("data-label=\"Version enregistrée\">Le Grand Lieu<");

        browser.post(&format!("{one}/close"), &[]).await.leads_to();
        browser.get(&path).await.is_silent_about("Le Grand Lieu");
        browser.get(&format!("{path}?closed=yes")).await.says("Le Grand Lieu");
        let opened = browser.post(&format!("{one}/reopen"), &[]).await;
        browser.follow(&opened).await.says("de nouveau ouvert");

        let of_zoe = Browser::of(&app, &zoe).get(&path).await;
        of_zoe.says("Le Grand Lieu");
        of_zoe.is_silent_about("Ajouter un lieu");
        assert_eq!(Browser::of(&app, &zoe).get(&one).await.status, StatusCode::FORBIDDEN);
    }

    async fn opening_hours_are_typed_and_read_as_people_say_them(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let house = employer(&app, &lead, network, "La Maison").await;
        let path = format!("/employers/{house}/places");
        let mut browser = Browser::of(&app, &lead);
        let ours = network.to_string();
        let mut form = place("Le Lieu", &ours);
        form.extend([("hours-Mo", "9h-midi"), ("hours-Tu", "9h-12h, 14h-17h30"), ("hours-We", "fermé")]);

        let refused = browser.post(&format!("{path}/new/create"), &form).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("« 9h-midi » ne se lit pas comme des horaires du lundi.");
        refused.says("id=\"hours-Mo-erreur\"");
        for field in &mut form {
            if field.0 == "hours-Mo" {
                field.1 = "9:00 à 12:00 et 14:00 à 17:30";
            }
        }
        let added = browser.post(&format!("{path}/new/create"), &form).await;
        let list = browser.follow(&added).await;

        list.says("Horaires : lundi et mardi, 9 h – 12 h et 14 h – 17 h 30");
        let written = "place where opening_hours = 'Mo,Tu 09:00-12:00,14:00-17:30'";
        assert_eq!(app.count(written).await, 1);
        let one = list.body.split("href=\"").find(|part| part.contains("/places/place_")).unwrap();
        let one = one.split('"').next().unwrap().to_owned();
        browser.get(&one).await.says("value=\"9h-12h, 14h-17h30\"");
        // Finer hours, from a file, stay as they are.
        app.write("update place set opening_hours = 'PH off; Mo[1] 09:00-12:00'", vec![]).await;
        browser.get(&one).await.says("value=\"PH off; Mo[1] 09:00-12:00\"");
        let mut kept = place("Le Lieu", &ours);
        kept.extend([("expectedRevision", "1"), ("openingHours", "PH off; Mo[1] 09:00-12:00")]);
        browser.post(&format!("{one}/save"), &kept).await.leads_to();
        assert_eq!(app.count("place where opening_hours = 'PH off; Mo[1] 09:00-12:00'").await, 1);
    }

    async fn a_place_is_told_all_that_is_wrong_with_it_at_once(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let house = employer(&app, &lead, network, "La Maison").await;
        let path = format!("/employers/{house}/places");
        let mut browser = Browser::of(&app, &lead);
        let ours = network.to_string();
        let mut form = place("Le Lieu", &ours);
        form.retain(|(name, _)| *name != "emails");
        form.extend([("hours-We", "9h-"), ("latitude", "47,47"), ("phone", "0241"),
            ("emails", "pas une adresse")]);

        let refused = browser.post(&format!("{path}/new/create"), &form).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("4 points à revoir");
        refused.says("« 0241 » n’est pas un numéro de téléphone.");
        let mut right = place("Le Lieu", &ours);
        browser.post(&format!("{path}/new/create"), &right).await.leads_to();
        let list = browser.get(&path).await;
        let one = list.body.split("href=\"").find(|part| part.contains("/places/place_")).unwrap();
        let one = one.split('"').next().unwrap().to_owned();
        form.push(("expectedRevision", "1"));
        browser.post(&format!("{one}/save"), &form).await.says("4 points à revoir");
        right.extend([("expectedRevision", "1"), ("latitude", "47,47"), ("longitude", "-0,55")]);
        browser.post(&format!("{one}/save"), &right).await.leads_to();
    }

    async fn a_code_of_another_commune_is_refused_and_the_right_one_told(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let house = employer(&app, &lead, network, "La Maison").await;
        let path = format!("/employers/{house}/places");
        let mut browser = Browser::of(&app, &lead);
        let ours = network.to_string();

        // Its commune was found by the address alone.
        assert_eq!(app.count("employer where insee_code = '49007'").await, 1);
        // 49000 is nobody's code, and 49100 another commune's: both are postcodes of Angers.
        for code in ["49000", "49100"] {
            let mut form = place("Le Lieu", &ours);
            form.push(("inseeCode", code));
            let refused = browser.post(&format!("{path}/new/create"), &form).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{code}");
            refused.says("Angers a le code 49007");
            refused.says("id=\"inseeCode-erreur\"");
            let record = [("expectedRevision", "1"), ("name", "La Maison"), ("postalCode", "49100"),
                ("communeName", "Angers"), ("inseeCode", code)];
            let refused = browser.post(&format!("/employers/{house}/record/save"), &record).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{code}");
            refused.says("Angers a le code 49007");
        }
        let mut form = place("Le Lieu", &ours);
        form.push(("inseeCode", ""));
        browser.post(&format!("{path}/new/create"), &form).await.leads_to();
        assert_eq!(app.count("place where insee_code = '49007'").await, 1);
        browser.get("/employers?where=angers").await.says("La Maison");
    }

    async fn a_code_that_no_commune_has_is_refused_unless_a_file_had_brought_it(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let house = employer(&app, &lead, network, "La Maison").await;
        let path = format!("/employers/{house}/places");
        let mut browser = Browser::of(&app, &lead);
        let ours = network.to_string();
        let told = |postal_code: &'static str, code: &'static str, revision: &'static str| {
            let mut form = place("Le Lieu", &ours);
            form.retain(|(name, _)| !["postalCode", "communeName"].contains(name));
            form.extend([("postalCode", postal_code), ("communeName", "Ingrandes"),
                ("inseeCode", code), ("expectedRevision", revision)]);
            form
        };

        let refused = browser.post(&format!("{path}/new/create"), &told("49123", "49160", "")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("Aucune commune n’a le code « 49160 ».");
        refused.says("id=\"inseeCode-erreur\"");
        // Of Mayenne no commune is known.
        browser.post(&format!("{path}/new/create"), &told("49123", "53999", "")).await.leads_to();
        let list = browser.get(&path).await;
        let one = list.body.split("href=\"").find(|part| part.contains("/places/place_")).unwrap();
        let one = one.split('"').next().unwrap().to_owned();
        app.write("update place set insee_code = '49160'", vec![]).await;
        browser.post(&format!("{one}/save"), &told("49170", "49160", "1")).await.leads_to();
        let refused = browser.post(&format!("{one}/save"), &told("49170", "49999", "2")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(app.count("place where insee_code = '49160' and postal_code = '49170'").await, 1);
    }

    async fn who_acts_for_it_is_invited_asks_and_stops(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let (zoe, olga) = (app.member_of(network, "Zoé").await, app.member_of(network, "Olga").await);
        let house = employer(&app, &lead, network, "La Maison").await;
        let manager = manages(&app, &lead, &olga, &house).await;
        let path = format!("/employers/{house}/managers");
        let mut browser = Browser::of(&app, &lead);
        let network = network.to_string();

        let wrong = browser.post(&format!("{path}/invite"),
            &[("email", "pas une adresse"), ("networkId", &network), ("word", "Bonjour")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        wrong.says("pas une adresse");
        wrong.says(">Bonjour</textarea>");
        let invited = browser.post(&format!("{path}/invite"),
            &[("email", "lea@exemple.test"), ("networkId", &network), ("word", "")]).await;
        browser.follow(&invited).await.says("L’invitation part");

        // Who acts for it cannot invite, and is told how a colleague comes to act for it, too.
        let of_olga = Browser::of(&app, &olga).get(&path).await;
        of_olga.says("Pour qu’un·e collègue la représente aussi");
        browser.get(&path).await.is_silent_about("Pour qu’un·e collègue");
        let mut of_zoe = Browser::of(&app, &zoe);
        of_zoe.get(&path).await.is_silent_about("Olga Essai");
        let claimed = of_zoe.post(&format!("{path}/claim"), &[]).await;
        of_zoe.follow(&claimed).await.says("Retirer ma demande");
        browser.get(&path).await.says("Répondre sur la page de présentation");
        let not_theirs = of_zoe.post(&format!("{path}/{manager}/end"), &[]).await;
        assert_eq!(not_theirs.status, StatusCode::NOT_FOUND, "whose it is, is hidden");
        let ended = browser.post(&format!("{path}/{manager}/end"), &[]).await;
        browser.follow(&ended).await.is_silent_about("Olga Essai");
        let lost = Browser::of(&app, &olga).get(&format!("/employers/{house}/staff")).await;
        assert_eq!(lost.status, StatusCode::FORBIDDEN);
    }
}
