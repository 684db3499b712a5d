//! Employers: one for each number, what each may see of them, their places, and who acts for them.

use serde_json::{Value, json};

use crate::support::{App, Browser, Person, on_both};
use domain::id::NetworkId;

const CREATE: &str = "mutation($input: EmployerCreateInput!) { employerCreate(input: $input) {
    employer { id name siret revision } userErrors { code field message } } }";
const SIRET: &str = "43493312300029";

async fn employer(app: &App, lead: &Person, network: NetworkId, name: &str) -> String {
    let input = json!({ "input": { "networkId": network.to_string(), "name": name } });
    let answer = app.ask(Some(lead), CREATE, input).await;
    answer.done()["employer"]["id"].as_str().unwrap().to_owned()
}

/// Someone confirmed at an employer since the beginning of the year, by a lead of theirs.
async fn works(app: &App, lead: &Person, person: &Person, employer: &str) {
    let document = "mutation($input: EmploymentDeclareInput!) { employmentDeclare(input: $input) {
        employment { status } userErrors { code } } }";
    let input = json!({ "input": { "memberId": person.id.to_string(), "employerId": employer,
        "startedOn": "2026-01-01" } });
    let answer = app.ask(Some(lead), document, input).await;
    assert_eq!(answer.done()["employment"]["status"], "CONFIRMED");
}

async fn claims(app: &App, person: &Person, employer: &str) -> String {
    let document = "mutation($input: EmployerManagerClaimInput!) {
        employerManagerClaim(input: $input) {
            employerManager { id state } userErrors { code } } }";
    let answer =
        app.ask(Some(person), document, json!({ "input": { "employerId": employer } })).await;
    assert_eq!(answer.done()["employerManager"]["state"], "CLAIMED");
    answer.data()["employerManagerClaim"]["employerManager"]["id"].as_str().unwrap().to_owned()
}

const CONFIRM: &str = "mutation($input: EmployerManagerConfirmInput!) {
    employerManagerConfirm(input: $input) { employerManager { state } userErrors { code } } }";

fn manager(id: &str) -> Value {
    json!({ "input": { "employerManagerId": id } })
}

on_both! {
    async fn one_employer_has_a_siret_and_the_refusal_names_it(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let input = |name: &str, siret: &str| json!({ "input": {
            "networkId": network.to_string(), "name": name, "siret": siret,
            "postalCode": "49000", "email": "contact@structure.test" } });

        let first = app.ask(Some(&lead), CREATE, input("La Maison", "434 933 123 00029")).await;
        let id = first.done()["employer"]["id"].as_str().unwrap().to_owned();
        let detailed = CREATE.replace("message", "message details { name value }");
        let second = app.ask(Some(&lead), &detailed, input("Une autre", SIRET)).await;
        let wrong = app.ask(Some(&lead), CREATE, input("", "43493312300028")).await;
        let found = app.ask(Some(&lead),
            "query($siret: String!) { employer(by: { siret: $siret }) { id siret email
                viewerCan(action: EDIT) { isAllowed } } }", json!({ "siret": SIRET })).await;

        assert_eq!(second.refusals(), ["SIRET_TAKEN"]);
        let told = &second.data()["employerCreate"]["userErrors"][0];
        let message = told["message"].as_str().unwrap();
        assert!(message.contains("La Maison") && !message.contains(&id), "{message}");
        assert!(told["details"].as_array().unwrap().contains(&json!({ "name": "id", "value": id })));
        assert_eq!(wrong.refusals(), ["NAME_MISSING", "SIRET_INVALID"]);
        assert_eq!(found.data()["employer"]["id"], id.as_str());
        assert_eq!(found.data()["employer"]["email"], "contact@structure.test");
        assert_eq!(found.data()["employer"]["viewerCan"]["isAllowed"], true);
        assert_eq!(app.count("audit_line where action = 'employer.create'").await, 1);
    }

    async fn one_employer_has_an_rna_number_and_the_refusal_names_it(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let detailed = CREATE.replace("message", "message details { name value }");
        let input = |name: &str, rna: &str| json!({ "input": {
            "networkId": network.to_string(), "name": name, "rna": rna } });
        let update = "mutation($input: EmployerUpdateInput!) { employerUpdate(input: $input) {
            employer { rna } userErrors { code field } } }";
        let change = |id: &str, rna: &str| json!({ "input": { "employerId": id, "rna": rna } });

        let first = app.ask(Some(&lead), CREATE, input("La Maison", "W491000123")).await;
        let id = first.done()["employer"]["id"].as_str().unwrap().to_owned();
        let taken = app.ask(Some(&lead), &detailed, input("Une autre", "w491 000 123")).await;
        let wrong = app.ask(Some(&lead), CREATE, input("Une autre", "W49100012")).await;
        let other = app.ask(Some(&lead), CREATE, input("Une autre", "W491000124")).await;
        let other = other.done()["employer"]["id"].as_str().unwrap().to_owned();
        let taken_later = app.ask(Some(&lead), update, change(&other, "W491000123")).await;
        let wrong_later = app.ask(Some(&lead), update, change(&other, "491000124")).await;
        let same = app.ask(Some(&lead), update, change(&other, "w491 000 124")).await;
        let found = app.ask(Some(&lead),
            "query($rna: String!) { employer(by: { rna: $rna }) { id } }",
            json!({ "rna": "W491000123" })).await;

        assert_eq!(taken.refusals(), ["RNA_TAKEN"]);
        let told = &taken.data()["employerCreate"]["userErrors"][0];
        let message = told["message"].as_str().unwrap();
        assert_eq!(told["field"], json!(["rna"]));
        assert!(message.contains("La Maison") && !message.contains(&id), "{message}");
        assert!(told["details"].as_array().unwrap().contains(&json!({ "name": "id", "value": id })));
        assert_eq!(wrong.refusals(), ["RNA_INVALID"]);
        assert_eq!(taken_later.refusals(), ["RNA_TAKEN"]);
        assert_eq!(wrong_later.refusals(), ["RNA_INVALID"]);
        assert_eq!(same.done()["employer"]["rna"], "W491000124");
        assert_eq!(found.data()["employer"]["id"], id.as_str());
    }

    async fn members_see_a_name_and_address_nobody_sees_nothing_and_only_organisers_write(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let zoe = app.member_of(network, "Zoé").await;
        let input = json!({ "input": { "networkId": network.to_string(), "name": "La Maison",
            "address": "1 rue Haute", "phone": "02 41 00 00 00" } });
        app.ask(Some(&lead), CREATE, input.clone()).await.done();
        let list = "{ employers(first: 10) { nodes { name address phone email } } }";

        let refused = app.ask(Some(&zoe), CREATE, input).await;
        let seen = app.ask(Some(&zoe), list, json!({})).await;
        let nobody = app.ask(None, list, json!({})).await;

        assert_eq!(refused.code(), "FORBIDDEN");
        assert_eq!(seen.data()["employers"]["nodes"],
            json!([{ "name": "La Maison", "address": "1 rue Haute", "phone": null, "email": null }]));
        assert_eq!(nobody.code(), "UNAUTHENTICATED");
    }

    async fn a_stale_change_is_refused_and_a_closed_record_leaves_the_list(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let id = employer(&app, &lead, network, "La Maison").await;
        let update = "mutation($input: EmployerUpdateInput!) { employerUpdate(input: $input) {
            employer { name revision } userErrors { code } } }";
        let change = |name: &str| json!({ "input": { "employerId": id, "name": name,
            "expectedRevision": 1 } });

        let first = app.ask(Some(&lead), update, change("La Grande Maison")).await;
        let second = app.ask(Some(&lead), update, change("La Petite Maison")).await;
        let closed = app.ask(Some(&lead), "mutation($input: EmployerArchiveInput!) {
            employerArchive(input: $input) { employer { archivedAt } userErrors { code } } }",
            json!({ "input": { "employerId": id } })).await;
        let list = app.ask(Some(&lead),
            "{ employers(first: 10, filter: { search: \"grande maison\" }) { nodes { name } } }",
            json!({})).await;

        assert_eq!(first.done()["employer"]["revision"], 2);
        assert_eq!(second.refusals(), ["STALE_REVISION"]);
        assert!(closed.done()["employer"]["archivedAt"].is_string());
        assert_eq!(list.data()["employers"]["nodes"], json!([]));
    }

    async fn a_code_that_no_commune_has_is_refused_unless_it_was_known(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let update = "mutation($input: EmployerUpdateInput!) { employerUpdate(input: $input) {
            employer { revision } userErrors { code field } } }";
        let record = |code: &str| json!({ "input": { "networkId": network.to_string(),
            "name": "La Maison", "postalCode": "49123", "communeName": "Ingrandes",
            "inseeCode": code } });

        let refused = app.ask(Some(&lead), CREATE, record("49160")).await;
        // Of Mayenne no commune is known.
        let created = app.ask(Some(&lead), CREATE, record("53999")).await;
        let id = created.done()["employer"]["id"].clone();
        app.write("update employer set insee_code = '49160'", vec![]).await;
        let kept = app.ask(Some(&lead), update, json!({ "input": { "employerId": id,
            "postalCode": "49170", "inseeCode": "49160" } })).await;
        let other = app.ask(Some(&lead), update, json!({ "input": { "employerId": id,
            "inseeCode": "49999" } })).await;

        assert_eq!(refused.refusals(), ["COMMUNE_UNKNOWN"]);
        assert_eq!(other.refusals(), ["COMMUNE_UNKNOWN"]);
        assert_eq!(kept.done()["employer"]["revision"], 2);
        assert_eq!(app.count("employer where insee_code = '49160'").await, 1);
    }

    async fn employers_are_found_by_network_and_by_whether_someone_acts_for_them(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let zoe = app.member_of(network, "Zoé").await;
        let with = employer(&app, &lead, network, "Avec").await;
        employer(&app, &lead, network, "Sans").await;
        works(&app, &lead, &zoe, &with).await;
        let claim = claims(&app, &zoe, &with).await;
        app.ask(Some(&lead), CONFIRM, manager(&claim)).await.done();
        let document = "query($filter: EmployerFilter) { employers(first: 10, filter: $filter) {
            totalCount nodes { name } } }";

        for (filter, names) in [
            (json!({ "networkId": network.to_string() }), vec!["Avec"]),
            (json!({ "hasManager": true }), vec!["Avec"]),
            (json!({ "hasManager": false }), vec!["Sans"]),
            (json!({}), vec!["Avec", "Sans"]),
        ] {
            let answer = app.ask(Some(&zoe), document, json!({ "filter": filter })).await;
            let nodes = answer.data()["employers"]["nodes"].as_array().unwrap().clone();
            let found: Vec<_> = nodes.iter().map(|node| node["name"].as_str().unwrap()).collect();
            assert_eq!(found, names, "{filter}");
            assert_eq!(answer.data()["employers"]["totalCount"], names.len());
        }
    }

    async fn a_claim_is_told_to_the_leads_and_answered_by_one_never_by_oneself(app: App) {
        let network = app.network("cybanjou").await;
        let ana = app.lead_of(network, "Ana").await;
        let bob = app.lead_of(network, "Bob").await;
        let id = employer(&app, &ana, network, "La Maison").await;

        let claim = claims(&app, &ana, &id).await;
        let again = app.ask(Some(&ana), "mutation($input: EmployerManagerClaimInput!) {
            employerManagerClaim(input: $input) { userErrors { code } } }",
            json!({ "input": { "employerId": id } })).await;
        let told = app.count(&format!(
            "outbox where kind = 'manager_claimed' and email = '{}'", bob.email)).await;
        let oneself = app.ask(Some(&ana), CONFIRM, manager(&claim)).await;
        let other = app.ask(Some(&bob), CONFIRM, manager(&claim)).await;
        let twice = app.ask(Some(&bob), CONFIRM, manager(&claim)).await;

        assert_eq!(again.refusals(), ["ALREADY_MANAGER"]);
        assert_eq!((told, app.count("outbox where kind = 'manager_claimed'").await), (1, 1));
        assert_eq!(oneself.code(), "FORBIDDEN");
        assert_eq!(other.done()["employerManager"]["state"], "CONFIRMED");
        assert_eq!(twice.refusals(), ["ALREADY_DECIDED"]);
        assert_eq!(app.count("outbox where kind = 'manager_decided'").await, 1);
    }

    async fn a_refusal_says_why_and_ending_takes_the_right_away(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let zoe = app.member_of(network, "Zoé").await;
        let id = employer(&app, &lead, network, "La Maison").await;
        let refuse = "mutation($input: EmployerManagerRefuseInput!) {
            employerManagerRefuse(input: $input) {
                employerManager { state reason } userErrors { code } } }";
        let claim = claims(&app, &zoe, &id).await;
        let with = |reason: &str| json!({ "input": { "employerManagerId": claim, "reason": reason } });

        let silent = app.ask(Some(&lead), refuse, with(" ")).await;
        let refused = app.ask(Some(&lead), refuse, with("Pas de mandat")).await;
        let second = claims(&app, &zoe, &id).await;
        app.ask(Some(&lead), CONFIRM, manager(&second)).await.done();
        let can = "query($id: ID!) { employer(by: { id: $id }) {
            viewerCan(action: SEE_STAFF) { isAllowed } managers(first: 5) { nodes { member { name } } } } }";
        let before = app.ask(Some(&zoe), can, json!({ "id": id })).await;
        app.ask(Some(&zoe), "mutation($input: EmployerManagerEndInput!) {
            employerManagerEnd(input: $input) { employerManager { state } userErrors { code } } }",
            manager(&second)).await.done();
        let after = app.ask(Some(&zoe), can, json!({ "id": id })).await;

        assert_eq!(silent.refusals(), ["REASON_MISSING"]);
        assert_eq!(refused.done()["employerManager"]["reason"], "Pas de mandat");
        assert_eq!(before.data()["employer"]["viewerCan"]["isAllowed"], true);
        assert_eq!(before.data()["employer"]["managers"]["nodes"][0]["member"]["name"], "Zoé Essai");
        assert_eq!(after.data()["employer"]["viewerCan"]["isAllowed"], false);
        assert_eq!(after.data()["employer"]["managers"], json!(null));
    }

    async fn a_lead_invites_someone_to_act_for_an_employer_of_the_network_only(app: App) {
        let network = app.network("cybanjou").await;
        let other = app.network("ailleurs").await;
        let lead = app.lead_of(network, "Ana").await;
        app.joins(&lead, other, domain::membership::Role::Lead, None).await;
        let id = employer(&app, &lead, network, "La Maison").await;
        let document = "mutation($input: EmployerManagerInviteInput!) {
            employerManagerInvite(input: $input) { invitation { id } userErrors { code } } }";
        let input = |network: NetworkId, email: &str| json!({ "input": { "employerId": id,
            "networkId": network.to_string(), "email": email, "word": "Bienvenue" } });

        let unrelated = app.ask(Some(&lead), document, input(other, "rh@exemple.test")).await;
        let malformed = app.ask(Some(&lead), document, input(network, "rh")).await;
        let sent = app.ask(Some(&lead), document, input(network, "rh@exemple.test")).await;
        let twice = app.ask(Some(&lead), document, input(network, "RH@exemple.test")).await;

        assert_eq!(unrelated.refusals(), ["NETWORK_UNRELATED"]);
        assert_eq!(malformed.refusals(), ["EMAIL_INVALID"]);
        assert!(sent.done()["invitation"]["id"].is_string());
        assert_eq!(twice.refusals(), ["ALREADY_INVITED"]);
    }

    async fn who_takes_back_and_invites_a_manager_anew_in_turns_waits_for_an_hour(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let id = employer(&app, &lead, network, "La Maison").await;
        let invite = async || {
            let input = json!({ "input": { "employerId": id, "networkId": network.to_string(),
                "email": "rh@exemple.test", "word": "Bienvenue" } });
            app.ask(Some(&lead), "mutation($input: EmployerManagerInviteInput!) {
                employerManagerInvite(input: $input) { invitation { id } userErrors { code } } }",
                input).await
        };
        let revoke = async |invitation: &Value| {
            let input = json!({ "input": { "invitationId": invitation } });
            app.ask(Some(&lead), "mutation($input: InvitationRevokeInput!) {
                invitationRevoke(input: $input) { userErrors { code } } }", input).await.done();
        };

        // The first time it is a mistake to mend at once.
        for _ in 0..2 {
            let sent = invite().await;
            revoke(&sent.done()["invitation"]["id"]).await;
        }
        let in_turns = invite().await;

        assert_eq!(in_turns.refusals(), ["JUST_SENT"]);
        assert_eq!(app.count("outbox where kind = 'invited' and email = 'rh@exemple.test'").await, 2);
        app.clock.advance(chrono::TimeDelta::hours(2));
        invite().await.done();
    }

    async fn who_acts_for_the_employer_by_now_is_not_invited_to_it_again(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let zoe = app.member_of(network, "Zoé").await;
        let id = employer(&app, &lead, network, "La Maison").await;
        works(&app, &lead, &zoe, &id).await;
        let input = json!({ "input": { "employerId": id, "networkId": network.to_string(),
            "email": zoe.email, "word": "Bienvenue" } });
        let sent = app.ask(Some(&lead), "mutation($input: EmployerManagerInviteInput!) {
            employerManagerInvite(input: $input) { invitation { id } userErrors { code } } }",
            input).await;
        let invitation = sent.done()["invitation"]["id"].clone();
        let resend = async || {
            app.clock.advance(chrono::TimeDelta::hours(2));
            let input = json!({ "input": { "invitationId": invitation } });
            app.ask(Some(&lead), "mutation($input: InvitationResendInput!) {
                invitationResend(input: $input) { invitation { state } userErrors { code } } }",
                input).await
        };

        // A member of the network is asked all the same to act for the employer.
        let before = resend().await;
        let claim = claims(&app, &zoe, &id).await;
        app.ask(Some(&lead), CONFIRM, manager(&claim)).await.done();
        let after = resend().await;

        assert_eq!(before.done()["invitation"]["state"], "SENT");
        assert_eq!(after.refusals(), ["ALREADY_MANAGER"]);
        Browser::of(&app, &lead).get("/networks/cybanjou/invitations").await
            .says("Cette personne est déjà référente de cette structure.");
    }

    async fn what_the_standard_does_not_have_is_told_of_its_own_list(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let write = async |mutation: &str, of: &str, id: &str, place: &Value| {
            let kind = mutation[..1].to_uppercase() + &mutation[1..];
            let document = format!("mutation($input: {kind}Input!) {{ {mutation}(input: $input) {{
                place {{ id }} userErrors {{ code field }} }} }}");
            app.ask(Some(&lead), &document, json!({ "input": { of: id, "place": place } })).await
        };
        let mut place = json!({ "name": "A", "communeName": "Angers", "postalCode": "49000",
            "address": "1 rue Haute" });
        let written = write("placeCreate", "networkId", &network.to_string(), &place).await;
        let id = written.done()["place"]["id"].as_str().unwrap().to_owned();
        let lists = ["typologies", "mobility", "services", "audiences", "specialCare", "fees",
            "programmes", "labels", "access", "support"];
        for list in lists {
            place[list] = json!(["Autre chose"]);
        }

        let created = write("placeCreate", "networkId", &network.to_string(), &place).await;
        let updated = write("placeUpdate", "placeId", &id, &place).await;

        let told = lists.map(|list| json!({ "code": "VALUE_UNKNOWN", "field": ["place", list] }));
        assert_eq!(created.data()["placeCreate"]["userErrors"], json!(told));
        assert_eq!(updated.data()["placeUpdate"]["userErrors"], json!(told));
    }

    async fn an_employer_has_several_places_in_the_words_of_the_standard(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let zoe = app.member_of(network, "Zoé").await;
        let id = employer(&app, &lead, network, "La Maison").await;
        let document = "mutation($input: PlaceCreateInput!) { placeCreate(input: $input) {
            place { id services coordinates { latitude } } userErrors { code message } } }";
        let input = |name: &str, service: &str| json!({ "input": { "networkId": network.to_string(),
            "employerId": id, "standardId": name, "place": { "name": name, "communeName": "Angers",
            "postalCode": "49000", "address": "1 rue Haute", "services": [service],
            "coordinates": { "latitude": 47.4, "longitude": -0.5 } } } });

        let unknown = app.ask(Some(&lead), document, input("A", "Cuisine")).await;
        let wrong = app.ask(Some(&lead), document, json!({ "input": { "networkId": network.to_string(),
            "place": { "name": " ", "communeName": "Angers", "postalCode": "490", "address": "1 rue Haute",
                "phone": "douze", "services": ["Cuisine"] } } })).await;
        assert_eq!(wrong.refusals(), ["POSTAL_CODE_INVALID", "NAME_MISSING", "PHONE_INVALID", "VALUE_UNKNOWN"]);
        let a = app.ask(Some(&lead), document, input("A", "aide aux demarches administratives")).await;
        let b = app.ask(Some(&lead), document, input("B", "Aide aux démarches administratives")).await;
        let twice = app.ask(Some(&lead), document, input("B", "Aide aux démarches administratives")).await;
        let refused = app.ask(Some(&zoe), document, input("C", "Aide aux démarches administratives")).await;
        let place = b.done()["place"]["id"].as_str().unwrap().to_owned();
        app.ask(Some(&lead), "mutation($input: PlaceUpdateInput!) { placeUpdate(input: $input) {
            place { name } userErrors { code } } }", json!({ "input": { "placeId": place,
            "expectedRevision": 1, "place": { "name": "B bis" } } })).await.done();
        let seen = app.ask(None, "{ network(by: { slug: \"cybanjou\" }) {
            places(first: 10) { nodes { name address services employer { name } } } } }", json!({})).await;
        let held = app.ask(Some(&zoe), "query($id: ID!) { employer(by: { id: $id }) {
            places(first: 10) { nodes { name } } } }", json!({ "id": id })).await;
        app.ask(Some(&lead), "mutation($input: PlaceArchiveInput!) { placeArchive(input: $input) {
            place { id } userErrors { code } } }", json!({ "input": { "placeId": place } })).await.done();
        let left = app.ask(Some(&zoe), "query($id: ID!) { employer(by: { id: $id }) {
            places(first: 10) { nodes { name } } } }", json!({ "id": id })).await;

        assert_eq!(unknown.refusals(), ["VALUE_UNKNOWN"]);
        assert_eq!(a.done()["place"]["services"], json!(["Aide aux démarches administratives"]));
        assert_eq!(twice.refusals(), ["STANDARD_ID_TAKEN"]);
        assert_eq!(refused.code(), "FORBIDDEN");
        let nodes = &seen.data()["network"]["places"]["nodes"];
        assert_eq!(nodes[1]["name"], "B bis");
        assert_eq!(nodes[1]["address"], "1 rue Haute", "what is not named stays");
        assert_eq!(nodes[1]["employer"], json!(null), "employers are for who is signed in");
        assert_eq!(held.data()["employer"]["places"]["nodes"], json!([{ "name": "A" }, { "name": "B bis" }]));
        assert_eq!(left.data()["employer"]["places"]["nodes"], json!([{ "name": "A" }]));
    }
}
