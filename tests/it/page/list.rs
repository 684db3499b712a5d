//! Lists: searched, filtered, sorted, turned page by page, counted, and kept after an act.

use domain::{
    id::NetworkId,
    registration::{self, Create},
};
use serde_json::{Value, json};

use super::{
    charter::charter,
    employer::{employer, works},
};
use crate::support::{App, Browser, Person, on_both};

/// Someone asks to enter the network; the identifier of the request.
pub(super) async fn asks(app: &App, who: &Person, network: NetworkId) -> String {
    let document = "mutation($input: JoinRequestCreateInput!) { joinRequestCreate(input: $input) {
        joinRequest { id } userErrors { code } } }";
    let input = json!({ "networkId": network.to_string(), "word": "J’anime un atelier." });
    let answer = app.ask(Some(who), document, json!({ "input": input })).await;
    answer.done()["joinRequest"]["id"].as_str().unwrap().to_owned()
}

/// Where the words stand in the page; the test fails where they do not.
fn place(body: &str, words: &str) -> usize {
    body.find(words).unwrap_or_else(|| panic!("« {words} » is not in {body}"))
}

on_both! {
    async fn requests_to_enter_are_sought_by_name_and_state_and_an_answer_leads_back(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let (zoe, paul) = (app.person("Zoé").await, app.person("Paul").await);
        asks(&app, &zoe, network).await;
        let request = asks(&app, &paul, network).await;
        let page = "/networks/cybanjou/join-requests";
        let mut browser = Browser::of(&app, &lead);

        browser.get(page).await.says("2 demandes");
        let found = browser.get(&format!("{page}?search=pau")).await;
        found.says("Paul Essai");
        found.is_silent_about("Zoé Essai");
        found.says("name=\"list\" value=\"search=pau\"");
        let approved = browser.post(&format!("{page}/{request}/approve"),
            &[("role", "member"), ("list", "search=pau&done=x")]).await;
        assert_eq!(approved.leads_to(), format!("{page}?search=pau&done=approved"));
        browser.follow(&approved).await.says("Aucune demande ne correspond.");
        let answered = browser.get(&format!("{page}?state=approved")).await;
        answered.says("Paul Essai");
        answered.says("Acceptée");
        answered.is_silent_about("Refuser cette demande");
        browser.get(&format!("{page}?search=zzz")).await.says("Aucune demande ne correspond.");

        let asked = "{ network(by: { slug: \"cybanjou\" }) {
            joinRequests(first: 5, filter: { search: \"zo\" }) { nodes { state } totalCount } } }";
        let answer = app.ask(Some(&lead), asked, json!({})).await;
        assert_eq!(answer.data()["network"]["joinRequests"]["totalCount"], 1);
    }

    async fn a_name_that_one_may_not_know_is_not_found_among_the_answered(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let zoe = app.person("Zoé").await;
        let request = asks(&app, &zoe, network).await;
        let page = "/networks/cybanjou/join-requests";
        let mut browser = Browser::of(&app, &lead);
        browser.post(&format!("{page}/{request}/refuse"), &[("reason", "Trop loin")]).await.leads_to();

        browser.get(&format!("{page}?state=all")).await.says("Une personne de la fédération");
        browser.get(&format!("{page}?state=all&search=zo")).await
            .says("Aucune demande ne correspond.");
    }

    async fn long_lists_of_requests_are_turned(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        for number in 0..21 {
            let person = app.person(&format!("Personne{number}")).await;
            asks(&app, &person, network).await;
        }
        let mut browser = Browser::of(&app, &lead);

        let first = browser.get("/networks/cybanjou/join-requests").await;
        first.says("21 demandes");
        let (_, after) = first.body.split_once("rel=\"next\" href=\"").unwrap();
        let next = after.split('"').next().unwrap().replace("&amp;", "&").replace("&#38;", "&");
        let second = browser.get(&next).await;

        assert_eq!(second.body.matches("Refuser cette demande").count(), 1);
        second.says("rel=\"prev\"");
    }

    async fn invitations_are_sought_by_address_and_an_act_leads_back(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let mut browser = Browser::of(&app, &lead);
        let page = "/networks/cybanjou/invitations";
        let form = [("addresses", "Zoé Martin <zoe@exemple.test>, paul@exemple.test"),
            ("step", "send")];
        browser.post(&format!("{page}/send"), &form).await;

        let found = browser.get(&format!("{page}?search=MARTIN")).await;
        found.says("zoe@exemple.test");
        found.is_silent_about("paul@exemple.test");
        found.says("Une invitation");
        let (_, after) = found.body.split_once("name=\"invitationId\" value=\"").unwrap();
        let id = after.split('"').next().unwrap();
        app.clock.advance(chrono::TimeDelta::hours(25));
        let again = browser.post(&format!("{page}/resend"),
            &[("invitationId", id), ("list", "search=MARTIN")]).await;
        assert_eq!(again.leads_to(), format!("{page}?search=MARTIN&done=invitation-resent"));
        browser.get(&format!("{page}?search=zzz")).await.says("Aucune invitation ne correspond.");

        let asked = "{ network(by: { slug: \"cybanjou\" }) {
            invitations(first: 5, filter: { search: \"paul@\" }) { nodes { email } } } }";
        let answer = app.ask(Some(&lead), asked, json!({})).await;
        assert_eq!(answer.data()["network"]["invitations"]["nodes"],
            json!([{ "email": "paul@exemple.test" }]));
    }

    async fn those_who_signed_and_those_who_did_not_are_told_apart(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let marie = app.member_of(network, "Marie").await;
        app.member_of(network, "Zoé").await;
        let (charter, version) = charter(&app, &lead, network).await;
        let sign = [("version", version.as_str()), ("agrees", "yes")];
        Browser::of(&app, &marie).post(&format!("/charters/{charter}/sign"), &sign).await.leads_to();
        let page = format!("/charters/{charter}/signatures");
        let mut browser = Browser::of(&app, &lead);

        for (query, found, not) in [
            ("state=covered", "Marie Essai", "Zoé Essai"),
            ("state=missing", "Zoé Essai", "Marie Essai"),
            ("search=zo", "Zoé Essai", "Marie Essai"),
        ] {
            let shown = browser.get(&format!("{page}?{query}")).await;
            shown.says(found);
            shown.is_silent_about(not);
            shown.says("<dt>personnes concernées</dt><dd>3</dd>");
        }
        browser.get(&format!("{page}?search=marie&state=missing")).await
            .says("Personne ne correspond.");

        let asked = "query($id: ID!) { charter(id: $id) {
            covered: coverage(first: 9, isCovered: true) { nodes { member { firstName } } }
            missing: coverage(first: 9, isCovered: false, search: \"zo\") {
                nodes { member { firstName } } totalCount coveredCount } } }";
        let answer = app.ask(Some(&lead), asked, json!({ "id": charter })).await;
        let named = |name: &str| json!([{ "member": { "firstName": name } }]);
        let found: &Value = &answer.data()["charter"];
        assert_eq!(found["covered"]["nodes"], named("Marie"));
        assert_eq!(found["missing"]["nodes"], named("Zoé"));
        assert_eq!(found["missing"]["totalCount"], 1);
        assert_eq!(found["missing"]["coveredCount"], 1, "of all, whatever is looked for");
    }

    async fn staff_is_sought_sorted_and_taken_away_so(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let (marie, zoe) =
            (app.member_of(network, "Marie").await, app.member_of(network, "Zoé").await);
        let house = employer(&app, &lead, network, "La Maison").await;
        for person in [&marie, &zoe] {
            works(&app, &lead, person, &house).await;
        }
        let event = app.event(network, |_| {}).await;
        let asked = Create { member: Some(zoe.id), ..Create::oneself(event) };
        registration::create(&app.house(), asked).await.unwrap();
        app.clock.advance(chrono::TimeDelta::days(31));
        let record = "mutation($input: AttendanceRecordInput!) { attendanceRecord(input: $input) {
            userErrors { code } } }";
        let input = json!({ "input": { "eventId": event.to_string(), "records": [
            { "memberId": zoe.id.to_string(), "state": "PRESENT" }] } });
        let lead = app.signs_in_again(&lead).await;
        app.ask(Some(&lead), record, input).await.done();
        let page = format!("/employers/{house}/staff");
        let mut browser = Browser::of(&app, &lead);

        let named = browser.get(&page).await;
        assert!(place(&named.body, "Marie Essai") < place(&named.body, "Zoé Essai"));
        let present = browser.get(&format!("{page}?sort=present")).await;
        assert!(place(&present.body, "Zoé Essai") < place(&present.body, "Marie Essai"));
        let found = browser.get(&format!("{page}?search=mar")).await;
        found.says("Marie Essai");
        found.is_silent_about("Zoé Essai");
        found.says("Une personne");
        browser.get(&format!("{page}?search=zzz")).await.says("Personne de ce nom dans l’équipe.");
        let csv = browser.get(&format!("{page}.csv?search=mar")).await;
        csv.is_silent_about("Zoé");
        let inverted = "from=2026-12-01&until=2026-01-01";
        for page in [page.clone(), format!("/employers/{house}/participations")] {
            let shown = browser.get(&format!("{page}?{inverted}")).await;
            shown.says("Ce jour vient avant « Du »");
            shown.says("aria-invalid=\"true\"");
            shown.is_silent_about("Zoé Essai</a>");
            shown.is_silent_about("Aucune inscription");
        }
        let unread = browser.get(&format!("{page}?from=31/02/2026")).await;
        unread.says("« 31/02/2026 » n’est pas un jour du calendrier.");
        unread.says("type=\"text\" value=\"31/02/2026\"");
        unread.is_silent_about("de cette période");
        let written = browser.get(&format!("{page}?from=12/01/2026&until=11/01/2026")).await;
        written.says("Ce jour vient avant « Du »");
        written.says("type=\"text\" value=\"12/01/2026\"");
        let parts = format!("/employers/{house}/participations");
        let none = browser.get(&format!("{parts}?search=mar")).await;
        none.says("Aucune inscription ne correspond");
        none.says("Tout afficher");
        browser.get(&parts).await.says("Une inscription ou présence");

        let asked = "query($id: ID!) { employer(by: { id: $id }) {
            staff(first: 5, filter: { orderBy: MOST_PRESENT }) { nodes { member { firstName } } }
            participations(first: 5, search: \"zo\") { nodes { eventTitle } } } }";
        let answer = app.ask(Some(&lead), asked, json!({ "id": house })).await;
        assert_eq!(answer.data()["employer"]["staff"]["nodes"][0]["member"]["firstName"], "Zoé");
        assert_eq!(answer.data()["employer"]["participations"]["nodes"].as_array().unwrap().len(), 1);
    }

    async fn what_staff_took_part_in_is_sorted_and_turned_in_every_order(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let (marie, zoe) =
            (app.member_of(network, "Marie").await, app.member_of(network, "Zoé").await);
        let house = employer(&app, &lead, network, "La Maison").await;
        for person in [&marie, &zoe] {
            works(&app, &lead, person, &house).await;
        }
        let (first, last) =
            (app.event(network, |_| {}).await, app.event(network, |_| {}).await);
        for (event, title, days) in [(first, "La première", 10), (last, "La dernière", 40)] {
            let begins = crate::support::beginning() + chrono::TimeDelta::days(days);
            app.write("update event set title = ?, starts_at = ?, ends_at = ?, starts_on = ? where id = ?",
                vec![title.into(), begins.into(), (begins + chrono::TimeDelta::hours(2)).into(),
                    begins.date_naive().into(), event.into()]).await;
        }
        for (person, event) in [(&zoe, first), (&marie, first), (&marie, last)] {
            let asked = Create { member: Some(person.id), ..Create::oneself(event) };
            registration::create(&app.house(), asked).await.unwrap();
        }
        app.write("update registration set state = 'pending' where event_id = ? and member_id = ?",
            vec![last.into(), marie.id.into()]).await;
        let page = format!("/employers/{house}/participations");
        let mut browser = Browser::of(&app, &lead);

        for (sort, earlier, later) in [
            ("", "La dernière", "La première"),
            ("earliest", "La première", "La dernière"),
            ("person", "Marie Essai", "Zoé Essai"),
            ("state", "La dernière", "La première"),
        ] {
            let shown = browser.get(&format!("{page}?sort={sort}")).await;
            assert!(place(&shown.body, earlier) < place(&shown.body, later), "{sort}");
            shown.says("3 inscriptions ou présences");
        }
        let document = "query($id: ID!, $order: ParticipationOrder!, $after: String) {
            employer(by: { id: $id }) { participations(first: 1, after: $after, orderBy: $order) {
                nodes { eventTitle member { firstName } } pageInfo { endCursor } } } }";
        for order in ["LATEST", "EARLIEST", "BY_PERSON", "BY_STATE"] {
            let (mut after, mut seen) = (Value::Null, Vec::new());
            for _ in 0..3 {
                let input = json!({ "id": house, "order": order, "after": after });
                let answer = app.ask(Some(&lead), document, input).await;
                let found = answer.data()["employer"]["participations"].clone();
                seen.push(found["nodes"][0].to_string());
                after = found["pageInfo"]["endCursor"].clone();
            }
            seen.sort();
            seen.dedup();
            assert_eq!(seen.len(), 3, "each once, in order {order}: {seen:?}");
        }
    }

    async fn the_calendar_is_sought_by_words_in_every_view(app: App) {
        let network = app.network("cybanjou").await;
        let event = app.event(network, |event| event.visibility = "public").await;
        app.write("update event set title = 'Atelier vélo', search = 'atelier velo' where id = ?",
            vec![event.into()]).await;
        let other = app.event(network, |event| event.visibility = "public").await;
        let mut browser = Browser::of_nobody(&app);
        let month = (crate::support::beginning() + chrono::TimeDelta::days(30)).format("%Y-%m");

        for view in [format!("month={month}"), "view=list".to_owned()] {
            let shown = browser.get(&format!("/calendar?{view}&search=VELO")).await;
            shown.says(&format!("/events/{event}"));
            shown.is_silent_about(&format!("/events/{other}"));
        }
        browser.get("/calendar?view=list&search=zzz").await.says("avec ces filtres");
        // The title goes along to the other months and views, and may be taken away.
        let empty = browser.get(&format!("/calendar?month={month}&search=zzz")).await;
        empty.says("avec ces filtres");
        empty.says("Retirer les filtres");
        empty.says(&format!("href=\"/calendar?month={month}\""));
        let links = empty.body.matches("search=zzz&").count()
            + empty.body.matches("?search=zzz\"").count();
        assert!(links >= 5, "{links} ways keep the title in {}", empty.body);
    }

    async fn registrants_are_sought_by_session_and_an_act_leads_back(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let (marie, zoe) =
            (app.member_of(network, "Marie").await, app.member_of(network, "Zoé").await);
        let event = app.event(network, |_| {}).await;
        let session = app.session(event, 0, Some(5)).await;
        for (who, sessions) in [(&zoe, vec![]), (&marie, vec![session])] {
            let asked = Create { member: Some(who.id), sessions, ..Create::oneself(event) };
            registration::create(&app.house(), asked).await.unwrap();
        }
        let page = format!("/events/{event}/people");
        let mut browser = Browser::of(&app, &lead);

        let found = browser.get(&format!("{page}?session={session}")).await;
        found.says("Marie Essai");
        found.is_silent_about("Zoé Essai");
        let named = browser.get(&format!("{page}?sort=name")).await;
        assert!(place(&named.body, "Marie Essai") < place(&named.body, "Zoé Essai"));
        let (_, after) = found.body.split_once("name=\"registration\" value=\"").unwrap();
        let registration = after.split('"').next().unwrap();
        let list = format!("session={session}");
        let done = browser.post(&format!("{page}/cancel"),
            &[("registration", registration), ("list", &list)]).await;
        assert_eq!(done.leads_to(), format!("{page}?session={session}&done=person-cancelled"));
        let csv = browser.get(&format!("{page}.csv?session={session}")).await;
        csv.is_silent_about("Zoé");
    }
}

/// Makes a network cover these communes.
async fn covers(app: &App, network: NetworkId, communes: &[&str]) {
    for commune in communes {
        app.write(
            "insert into network_commune (network_id, insee_code) values (?, ?)",
            vec![network.into(), (*commune).into()],
        )
        .await;
    }
}

on_both! {
    async fn the_directory_is_limited_to_a_commune_or_an_intercommunal_body(app: App) {
        let department = app.network("cybanjou").await;
        let angers = app.network_below(Some(department), "rlin-angers").await;
        let cholet = app.network_below(Some(department), "rlin-cholet").await;
        covers(&app, department, &["49007", "49099"]).await;
        covers(&app, angers, &["49007"]).await;
        covers(&app, cholet, &["49099"]).await;
        let lead = app.lead_of(department, "Ana").await;
        app.member_of(angers, "Zoé").await;
        app.member_of(cholet, "Paul").await;
        let mut browser = Browser::of(&app, &lead);

        for (query, found, others) in [
            ("where=Angers", "Zoé Essai", ["Paul Essai", "Ana Essai</a>"]),
            ("where=cholet&territory=49099&known=cholet", "Paul Essai", ["Zoé Essai", "Ana Essai</a>"]),
            ("territory=244900015", "Zoé Essai", ["Paul Essai", "Ana Essai</a>"]),
        ] {
            let shown = browser.get(&format!("/members?{query}")).await;
            shown.says(found);
            for other in others {
                shown.is_silent_about(other);
            }
        }
        let several = browser.get("/members?where=saint").await;
        several.says("Où exactement ?");
        several.says("territory=");
        browser.get("/members?where=zzzzzz").await.says("Aucune commune ni intercommunalité");
        // Other words than those that were chosen by their code ask anew.
        browser.get("/members?where=Cholet&territory=49007&known=Angers").await.says("Paul Essai");

        let asked = "{ members(first: 9, filter: { territory: { commune: \"49007\" } }) {
            nodes { firstName } totalCount }
            epci: members(first: 9, filter: { territory: { epci: \"244900015\" } }) { totalCount } }";
        let answer = app.ask(Some(&lead), asked, json!({})).await;
        assert_eq!(answer.data()["members"]["nodes"], json!([{ "firstName": "Zoé" }]));
        assert_eq!(answer.data()["epci"]["totalCount"], 1);
    }

    async fn structures_are_listed_for_who_is_signed_in(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let angers = employer(&app, &lead, network, "La Maison").await;
        let cholet = employer(&app, &lead, network, "L’Atelier").await;
        for (id, code) in [(&angers, "49007"), (&cholet, "49099")] {
            let id: domain::id::EmployerId = id.parse().unwrap();
            app.write("update employer set insee_code = ? where id = ?",
                vec![code.into(), id.into()]).await;
        }
        let mut browser = Browser::of(&app, &lead);

        let all = browser.get("/employers").await;
        all.says("2 structures");
        all.says("Ajouter une structure");
        for (query, found, not) in [
            ("where=Angers", "La Maison", "L’Atelier"),
            ("search=atel", "L’Atelier", "La Maison"),
            ("where=Cholet&search=atel", "L’Atelier", "La Maison"),
        ] {
            let shown = browser.get(&format!("/employers?{query}")).await;
            shown.says(found);
            shown.is_silent_about(not);
        }
        browser.get("/employers?manager=yes").await.says("Aucune structure ne correspond.");
        let newest = browser.get("/employers?sort=newest").await;
        assert!(place(&newest.body, "Atelier</a>") < place(&newest.body, "La Maison</a>"));
        Browser::of_nobody(&app).get("/employers").await.leads_to();

        let asked = "{ employers(first: 9, filter: { territory: { commune: \"49007\" } }) {
            nodes { name } } }";
        let answer = app.ask(Some(&lead), asked, json!({})).await;
        assert_eq!(answer.data()["employers"]["nodes"], json!([{ "name": "La Maison" }]));
    }

    async fn places_are_listed_for_everybody(app: App) {
        let network = app.network("cybanjou").await;
        let beside = app.network("ailleurs").await;
        let lead = app.lead_of(network, "Ana").await;
        let other = app.lead_of(beside, "Zoé").await;
        let document = "mutation($input: PlaceCreateInput!) { placeCreate(input: $input) {
            place { id } userErrors { code } } }";
        for (who, network, name, [postal_code, town, commune]) in [
            (&lead, network, "Médiathèque", ["49000", "Angers", "49007"]),
            (&other, beside, "Mairie", ["49300", "Cholet", "49099"]),
        ] {
            let input = json!({ "networkId": network.to_string(), "place": { "name": name,
                "address": "1 rue Haute", "postalCode": postal_code, "communeName": town,
                "inseeCode": commune, "services": ["Utilisation sécurisée du numérique"] } });
            app.ask(Some(who), document, json!({ "input": input })).await.done();
        }
        let mut browser = Browser::of_nobody(&app);

        browser.get("/places").await.says("2 lieux");
        for query in ["search=media", "where=Angers", &format!("network={network}")] {
            let shown = browser.get(&format!("/places?{query}")).await;
            shown.says("Médiathèque");
            shown.is_silent_about("Mairie");
            shown.says("Un lieu");
        }
        browser.get("/places?search=zzz").await.says("Aucun lieu ne correspond.");

        let asked = "query($id: ID!) { places(first: 9, filter: { networkId: $id, search: \"medi\" }) {
            nodes { name } totalCount } }";
        let answer = app.ask(None, asked, json!({ "id": network.to_string() })).await;
        assert_eq!(answer.data()["places"]["nodes"], json!([{ "name": "Médiathèque" }]));
    }
}
