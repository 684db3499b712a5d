//! One's own space, as people use it.

use chrono::TimeDelta;
use domain::{
    membership::Role,
    sign_in::{self, How},
};
use poem::http::{StatusCode, header};
use serde_json::json;

use crate::support::{Browser, Person, on_both};

on_both! {
    async fn the_space_of_a_mediator_shows_what_is_next_and_is_nobody_elses(app: App) {
        let network = app.network("cybanjou").await;
        let ana = app.member_of(network, "Ana").await;
        let event = app.event(network, |event| event.on_site = Some(1)).await;

        let shown = Browser::of_nobody(&app).get("/me").await;
        assert_eq!(shown.leads_to(), "/auth/email?return_to=%2Fme");

        let mut browser = Browser::of(&app, &ana);
        browser.get("/me").await.says("Aucune inscription à venir");
        browser.post(&format!("/events/{event}/register"), &[]).await.leads_to();
        let shown = browser.get("/me").await;
        shown.says(&format!("/events/{event}"));
        shown.says("Votre inscription est confirmée");
        assert_eq!(shown.headers[header::CACHE_CONTROL], "no-store");

        let zoe = app.member_of(network, "Zoé").await;
        let mut second = Browser::of(&app, &zoe);
        second.post(&format!("/events/{event}/register"), &[]).await.leads_to();
        second.get("/me").await.says("Vous êtes en tête de la liste d’attente.");
    }

    async fn who_comes_without_a_place_stands_in_no_line(app: App) {
        let network = app.network("cybanjou").await;
        let olga = app.organiser_of(network, "Olga").await;
        let (ana, zoe) = (app.member_of(network, "Ana").await, app.member_of(network, "Zoé").await);
        let starts_at = app.clock.now() + TimeDelta::minutes(30);
        let event = app.event(network, |event| {
            event.on_site = Some(1);
            event.starts_at = starts_at;
        }).await;
        for one in [&ana, &zoe] {
            Browser::of(&app, one).post(&format!("/events/{event}/register"), &[]).await.leads_to();
        }
        let mut browser = Browser::of(&app, &zoe);
        browser.get("/me").await.says("Vous êtes en tête de la liste d’attente.");
        let record = "mutation($input: AttendanceRecordInput!) { attendanceRecord(input: $input) {
            results { userErrors { code } } userErrors { code } } }";
        let input = json!({ "eventId": event.to_string(),
            "records": [{ "memberId": zoe.id.to_string(), "state": "PRESENT" }] });
        app.ask(Some(&olga), record, json!({ "input": input })).await.done();

        let there = browser.get("/me").await;
        there.says("Présent·e");
        there.is_silent_about("en tête de la liste");
        there.is_silent_about("Sur liste d’attente");
        // What is closed before its hour is over is not to come.
        app.write("update event set state = 'done' where id = ?", vec![event.uuid().into()]).await;
        let closed = browser.get("/me").await;
        closed.says("Aucune inscription à venir");
        closed.is_silent_about("Terminée");
    }

    async fn a_profile_is_changed_shown_to_whom_it_should_be_and_keeps_what_was_typed(app: App) {
        let network = app.network("cybanjou").await;
        let ana = app.member_of(network, "Ana").await;
        let zoe = app.member_of(network, "Zoé").await;
        let mut browser = Browser::of(&app, &ana);
        let revision = "expectedRevision";
        let form = [(revision, "1"), ("firstName", "Ana"), ("lastName", "Essai"),
            ("profileKind", "volunteer"), ("jobTitle", "Médiatrice à Saumur"),
            ("skills", "email"), ("otherSkills", "Impression 3D"), ("mayTrain", "yes"),
            ("shown", "skills")];

        let mut wrong = form.to_vec();
        wrong.push(("phone", "abc"));
        let refused = browser.post("/me/profile/save", &wrong).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("« abc » n’est pas un numéro de téléphone");
        refused.says("Impression 3D");
        let mut long = form.to_vec();
        let skill = format!("Langue des signes, {}", "x".repeat(81));
        long[6].1 = &skill;
        let refused = browser.post("/me/profile/save", &long).await;
        refused.says("xxx…");
        refused.says("href=\"#otherSkills\"");
        refused.says("aria-describedby=\"otherSkills-aide otherSkills-erreur\" aria-invalid");
        refused.is_silent_about("Langue des signes… »");

        let mut many = form.to_vec();
        let skills: Vec<_> = (0..32).map(|at| format!("Savoir {at}")).collect();
        let skills = skills.join("\n");
        many[6].1 = &skills;
        let refused = browser.post("/me/profile/save", &many).await;
        refused.says("href=\"#otherSkills\"");
        refused.is_silent_about("href=\"#skills\"");
        refused.says("aria-describedby=\"otherSkills-aide otherSkills-erreur\" aria-invalid");

        let saved = browser.post("/me/profile/save", &form).await;
        assert_eq!(saved.leads_to(), "/me/profile?done=saved");
        browser.follow(&saved).await.says("Médiatrice à Saumur");

        // Others see the skills, which are shown, and not the job title, which is not.
        let look = browser.get("/me/profile/look").await;
        look.says("Impression 3D");
        look.is_silent_about("Médiatrice à Saumur");
        browser.get("/me/profile/look?as=anybody").await.says("Rien du tout.");
        let page = Browser::of(&app, &zoe).get(&format!("/members/{}", ana.id)).await;
        page.says("Impression 3D");
        page.says("peut former");
        page.is_silent_about("Médiatrice à Saumur");
        page.is_silent_about(&ana.email);

        // Someone changed it meanwhile: it is said, and the same form sent again is meant so.
        let stale = browser.post("/me/profile/save", &form).await;
        assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
        stale.says("name=\"expectedRevision\" value=\"2\"");
    }

    async fn someone_leaves_a_network_and_keeps_its_history(app: App) {
        let network = app.network("cybanjou").await;
        let ana = app.member_of(network, "Ana").await;
        app.lead_of(network, "Olga").await;
        let mut browser = Browser::of(&app, &ana);
        let shown = browser.get("/me/networks").await;
        let form = shown.body.split("action=\"").find(|part| part.contains("/leave")).unwrap();
        let path = form.split('"').next().unwrap().to_owned();

        let refused = browser.post(&path, &[("on", "2020-01-01")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("L’adhésion n’avait pas commencé à cette date.");
        let zoe = app.member_of(network, "Zoé").await;
        let other = Browser::of(&app, &zoe).post(&path, &[]).await;
        assert_eq!(other.status, StatusCode::NOT_FOUND);

        let left = browser.post(&path, &[("reason", "Je déménage")]).await;
        assert_eq!(left.leads_to(), "/me/networks?done=left");
        browser.follow(&left).await.says("Je déménage");
    }

    async fn who_was_removed_meanwhile_is_told_why_they_cannot_stay_longer(app: App) {
        let network = app.network("cybanjou").await;
        let ana = app.member_of(network, "Ana").await;
        let olga = app.lead_of(network, "Olga").await;
        let mut browser = Browser::of(&app, &ana);
        let shown = browser.get("/me/networks").await;
        let form = shown.body.split("action=\"").find(|part| part.contains("/leave")).unwrap();
        let path = form.split('"').next().unwrap().to_owned();
        let id = path.split('/').nth(3).unwrap();
        let ends = json!({ "input": { "membershipId": id, "on": "2026-12-01", "reason": "Fin" } });
        app.ask(Some(&olga), "mutation($input: MembershipEndInput!) { membershipEnd(input: $input) {
            userErrors { code } } }", ends).await.done();

        let refused = browser.post(&path, &[("on", "2099-01-01")]).await;

        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("L’équipe du réseau y met fin le 1er décembre 2026");
        refused.says("type=\"date\" value=\"2099-01-01\"");
        assert!(!browser.get("/me/networks").await.body.contains("/leave"));
    }

    async fn a_lead_who_is_alone_is_told_why_they_cannot_leave(app: App) {
        let network = app.network("cybanjou").await;
        let olga = app.person_with(network, "Olga", Role::Lead, None).await;
        let mut browser = Browser::of(&app, &olga);
        let shown = browser.get("/me/networks").await;
        let form = shown.body.split("action=\"").find(|part| part.contains("/leave")).unwrap();

        let refused = browser.post(form.split('"').next().unwrap(), &[]).await;

        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("Ce réseau n’aurait plus de pilote.");
    }

    async fn letters_are_chosen_from_ones_own_space(app: App) {
        let ana = app.person("Ana").await;
        let mut browser = Browser::of(&app, &ana);

        let saved = browser.post("/me/letters/save", &[("category", "news")]).await;

        assert_eq!(saved.leads_to(), "/me/letters?done=saved");
        let shown = browser.follow(&saved).await;
        assert_eq!(shown.body.matches(" checked").count(), 1, "{}", shown.body);
    }

    async fn another_browser_is_signed_out_and_keys_of_tools_are_shown_once(app: App) {
        let ana = app.person("Ana").await;
        let house = app.house();
        let token = sign_in::open_session(&house, ana.id, How::Demonstration, None, None);
        let elsewhere = Person { token: token.await.unwrap(), ..ana.clone() };
        let mut browser = Browser::of(&app, &ana);
        let shown = browser.get("/me/data").await;
        let form = shown.body.split("action=\"").find(|part| part.contains("/sessions/")).unwrap();
        let path = form.split('"').next().unwrap().to_owned();

        Browser::of(&app, &elsewhere).get("/me").await.says("Bonjour Ana");
        let done = browser.post(&path, &[]).await;
        assert_eq!(done.leads_to(), "/me/data?done=signed-out");
        Browser::of(&app, &elsewhere).get("/me").await.leads_to();

        let refused = browser.post("/me/data/tokens/create", &[("name", ""), ("days", "30")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let form = [("name", "Agenda"), ("days", "30"), ("scopes", "event:read")];
        let made = browser.post("/me/data/tokens/create", &form).await;
        made.says("<code>maillage_");
        assert_eq!(made.headers[header::CACHE_CONTROL], "no-store");
        let shown = browser.get("/me/data").await;
        shown.says("Agenda");
        shown.is_silent_about("Copiez-le maintenant");
    }

    async fn someone_takes_their_data_away_then_erases_it_and_is_asked_twice(app: App) {
        let ana = app.person("Ana").await;
        let mut browser = Browser::of(&app, &ana);

        let file = browser.post("/me/data/export", &[]).await;
        assert_eq!(file.status, StatusCode::OK);
        assert!(file.headers[header::CONTENT_DISPOSITION].to_str().unwrap().contains(".json"));
        file.says(&ana.email);
        let parts: serde_json::Value = serde_json::from_str(&file.body).unwrap();
        let parts = parts.as_object().unwrap().values().filter(|part| part.is_array()).count();
        let read = browser.post("/me/data/export", &[("format", "html")]).await;
        assert!(read.headers[header::CONTENT_DISPOSITION].to_str().unwrap().contains(".html"));
        assert_eq!(read.body.matches("<h2>").count(), parts, "every part is there to read");
        for said in [&*ana.email, "adresse électronique", "Mes données, Ana Essai", "Connexions"] {
            read.says(said);
        }
        for code in ["created_at", "sign_ins", "email_link", "member.export"] {
            read.is_silent_about(code);
        }

        browser.get("/me/data/erase").await.says("Ce qui reste, sans votre nom");
        let refused = browser.post("/me/data/erase/confirm", &[]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let erased = browser.post("/me/data/erase/confirm", &[("isConfirmed", "yes")]).await;
        assert_eq!(erased.leads_to(), "/?done=erased");
        browser.get("/me").await.leads_to();
    }

    async fn a_year_of_participation_tells_what_one_came_to(app: App) {
        let network = app.network("cybanjou").await;
        let ana = app.member_of(network, "Ana").await;
        let event = app.event(network, |_| {}).await;
        let mut browser = Browser::of(&app, &ana);
        browser.post(&format!("/events/{event}/register"), &[]).await.leads_to();

        let begins = app.house().now() + TimeDelta::days(30);
        let path = format!("/me/participation?year={}", begins.format("%Y"));
        browser.get(&path).await.is_silent_about("Confirmée");
        app.clock.advance(TimeDelta::days(32));
        let mut browser = Browser::of(&app, &app.signs_in_again(&ana).await);
        browser.get(&path).await.says("Présence non notée");
        browser.get("/me/participation?year=2019").await.says("Rien en 2019.");
        browser.get("/me/participation").await.is_silent_about("cette année");
    }

    async fn what_changed_says_which_structure_and_what_was_answered(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Olga").await;
        let (ana, zoe) = (app.member_of(network, "Ana").await, app.member_of(network, "Zoé").await);
        let house = super::employer::employer(&app, &lead, network, "La Maison").await;
        let declare = "mutation($input: EmploymentDeclareInput!) { employmentDeclare(input: $input) {
            employment { id } userErrors { code } } }";
        for (person, answer) in [(&ana, "employmentConfirm"), (&zoe, "employmentRefuse")] {
            let input = json!({ "input": { "employerId": house, "startedOn": "2026-03-01" } });
            let declared = app.ask(Some(person), declare, input).await;
            let job = declared.done()["employment"]["id"].clone();
            let reason = if answer == "employmentRefuse" { ", reason: \"Inconnue\"" } else { "" };
            let document = format!("mutation($id: ID!) {{ {answer}(input: {{ employmentId: $id{reason} }}) {{
                userErrors {{ code }} }} }}");
            app.ask(Some(&lead), &document, json!({ "id": job })).await.done();
        }

        let yes = Browser::of(&app, &ana).get("/me").await;
        yes.says("Votre emploi est confirmé");
        yes.says("<a href=\"/me/employments\">La Maison</a>");
        let no = Browser::of(&app, &zoe).get("/me").await;
        no.says("Votre emploi n’est pas confirmé");
        no.says("<a href=\"/me/employments\">La Maison</a>");
    }

    async fn a_job_is_mended_and_other_days_wait_for_an_answer(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Olga").await;
        let ana = app.member_of(network, "Ana").await;
        let zoe = app.member_of(network, "Zoé").await;
        let mut organising = Browser::of(&app, &lead);
        let form = [("name", "La Cale"), ("communeName", "Angers"), ("postalCode", "49000")];
        let added = organising.post("/networks/cybanjou/employers/new/create", &form).await;
        let employer = added.leads_to().split(['/', '?']).nth(2).unwrap().to_owned();
        let mut browser = Browser::of(&app, &ana);
        let declare = [("employerId", employer.as_str()), ("startedOn", "2026-03-01")];
        browser.post("/me/employments/declare", &declare).await.leads_to();
        app.write("update employment set status = 'confirmed'", vec![]).await;
        let shown = browser.get("/me/employments").await;
        let form = shown.body.split("action=\"").find(|part| part.contains("/save\"")).unwrap();
        let path = form.split('"').next().unwrap().to_owned();
        shown.says("value=\"2026-03-01\"");

        let job = |title, from, until, revision| [("act", "save"), ("jobTitle", title),
            ("startedOn", from), ("endedOn", until), ("expectedRevision", revision)];
        let named = browser.post(&path, &job("Médiatrice", "2026-03-01", "", "1")).await;
        assert_eq!(named.leads_to(), "/me/employments?done=saved");
        browser.follow(&named).await.says("Médiatrice, depuis le");
        assert_eq!(app.count("employment where status = 'confirmed'").await, 1);
        let stale = browser.post(&path, &job("Animatrice", "2026-03-01", "", "1")).await;
        assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
        stale.says("value=\"Animatrice\"");
        stale.says("name=\"expectedRevision\" value=\"2\"");
        let wrong = browser.post(&path, &job("Animatrice", "2026-03-01", "2026-02-01", "2")).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        wrong.says("value=\"2026-02-01\"");
        let undated = browser.post(&path, &job("Animatrice", "", "", "2")).await;
        undated.says("Indiquez la date de début.");
        let foul = Browser::of(&app, &zoe).post(&path, &job("x", "2026-03-01", "", "2")).await;
        assert_eq!(foul.status, StatusCode::NOT_FOUND);

        let moved = browser.post(&path, &job("Médiatrice", "2026-02-01", "", "2")).await;
        assert_eq!(moved.leads_to(), "/me/employments?done=declared");
        assert_eq!(app.count("employment where status = 'declared'").await, 1);
        let ahead = browser.post(&path, &job("Médiatrice", "2027-04-01", "", "3")).await;
        browser.follow(&ahead).await.says("Médiatrice, à partir du");
        let house = format!("/employers/{employer}");
        organising.get(&house).await.says("Médiatrice, à partir du");
        app.write("update employment set status = 'confirmed'", vec![]).await;
        organising.get(&format!("{house}/staff")).await.says("à partir du");
    }

    async fn a_structure_that_is_not_found_is_added_by_those_who_organise(app: App) {
        let network = app.network("cybanjou").await;
        let organiser = app.organiser_of(network, "Olga").await;
        let ana = app.member_of(network, "Ana").await;
        let mut browser = Browser::of(&app, &organiser);
        let page = "/networks/cybanjou/employers/new";
        let search = "/me/employments?search=La+Cale+%26+cie";

        Browser::of(&app, &ana).get(search).await.says("demandez à l’équipe de votre réseau");
        let found = browser.get(search).await;
        found.says("employers/new?name=La+Cale+%26+cie");
        browser.get("/me/employments?search=434").await.says("employers/new?siret=434");
        let shown = browser.get(&format!("{page}?name=La+Cale+%26+cie")).await;
        shown.says("value=\"La Cale &#38; cie\"");
        assert_eq!(Browser::of(&app, &ana).get(page).await.status, StatusCode::FORBIDDEN);
        let create = format!("{page}/create");
        let form = [("name", "La Cale"), ("siret", "434 933 123 00029"), ("email", "x")];
        let refused = browser.post(&create, &form).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("value=\"La Cale\"");
        assert_eq!(app.count("employer").await, 0);
        let foul = Browser::of(&app, &ana).post(&create, &form[..2]).await;
        assert_eq!(foul.status, StatusCode::FORBIDDEN);
        let added = browser.post(&create, &form[..2]).await;
        browser.follow(&added).await.says("La structure est ajoutée.");
        browser.post(&create, &form[..2]).await.says("La Cale");
        assert_eq!(app.count("employer").await, 1);
        Browser::of(&app, &ana).get("/me/employments?search=cale").await.says("Laquelle");
    }
}
