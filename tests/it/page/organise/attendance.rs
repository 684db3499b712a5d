//! Who came is noted one tap each or everybody at once, and is to note again after a mistake.

use chrono::TimeDelta;
use domain::{
    database::Sql,
    id::{AttendanceId, MemberId},
    registration::{self, Create},
};
use poem::http::StatusCode;

use super::registered;
use crate::support::{Browser, on_both};

on_both! {
    async fn presence_is_noted_one_tap_each_then_everybody_at_once(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let event = app.event(network, |_| {}).await;
        let mut ids: Vec<MemberId> = Vec::new();
        for name in ["Marie", "Paul", "Zoé"] {
            let person = app.member_of(network, name).await;
            registered(&app, person.id, event).await;
            ids.push(person.id);
        }
        app.write(
            "update member set last_name = 'Aubin', search = 'aubin zoe' where id = ?",
            vec![ids[2].into()],
        )
        .await;
        let page = format!("/events/{event}/attendance");
        let record = format!("{page}/record");
        let mut browser = Browser::of(&app, &lead);

        browser.get(&page).await.says("à partir d’une heure avant le début");
        app.clock.advance(TimeDelta::days(30));
        let mut browser = Browser::of(&app, &app.signs_in_again(&lead).await);
        let marie = ids[0].to_string();
        let absent = [("memberId", marie.as_str()), ("state", "absent")];
        browser.get(&page).await.says("Tout le monde est là (3 personnes à noter)");
        browser.post(&record, &absent).await.leads_to();
        let begun = browser.get(&page).await;
        begun.says("Les 2 autres sont là");
        begun.is_silent_about("Tout le monde est là");
        let zoe = ids[2].to_string();
        let unexcused = [("memberId", zoe.as_str()), ("state", "excused"), ("reason", " ")];
        let refused = browser.post(&record, &unexcused).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("Indiquez pourquoi.");
        let searched = browser.get(&format!("{page}?search=paul")).await;
        let (_, together) = searched.body.split_once("id=\"ensemble\"").unwrap();
        let together = together.split("</form>").next().unwrap();
        assert!(together.contains("name=\"search\" value=\"paul\""), "{together}");
        let noted = browser.post(&record, &[("everyone", "yes"), ("search", "paul")]).await;
        assert!(noted.leads_to().contains("search=paul"), "{}", noted.leads_to());

        assert_eq!(app.count("attendance where state = 'present'").await, 2);
        assert_eq!(app.count("attendance where state = 'absent'").await, 1);
        let shown = browser.get(&page).await;
        shown.says("<dd data-count=\"present\">2</dd>");
        shown.says("<dd data-count=\"left\">0</dd>");
        let sheet = browser.get(&format!("/events/{event}/sheet")).await;
        sheet.says("Signature");
        for (list, words) in [(&shown, "the list"), (&sheet, "the sheet")] {
            let place = |name: &str| list.body.find(name).unwrap();
            assert!(place("Zoé Aubin") < place("Marie Essai"), "{words} goes by family name");
        }
    }

    async fn to_sessions_that_only_overlap_everybody_comes(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let event = app.event(network, |_| {}).await;
        let (long, late) = (app.session(event, 0, None).await, app.session(event, 1, None).await);
        app.write(
            "update session set ends_at = (select other.ends_at from session other \
             where other.id = ?) where id = ?",
            vec![late.into(), long.into()],
        )
        .await;
        let malo = app.member_of(network, "Malo").await;
        let asked = Create { member: Some(malo.id), ..Create::oneself(event) };
        registration::create(&app.house(), asked).await.unwrap();
        let mut browser = Browser::of(&app, &lead);

        for list in ["sheet", "attendance"] {
            for session in [long, late] {
                let path = format!("/events/{event}/{list}?session={session}");
                browser.get(&path).await.says("Malo Essai");
            }
        }
        // Nobody is asked to choose between them.
        let mut own = Browser::of(&app, &malo);
        own.get("/me").await.is_silent_about("Il vous reste à choisir");
        own.get(&format!("/events/{event}")).await.is_silent_about("/sessions/choose");
    }

    async fn everybody_noted_at_once_can_be_to_note_again_but_for_whom_was_noted_since(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let other = app.lead_of(network, "Olga").await;
        let now = app.clock.now();
        let event = app.event(network, |event| event.starts_at = now).await;
        let mut ids: Vec<String> = Vec::new();
        for name in ["Marie", "Paul", "Zoé"] {
            let person = app.member_of(network, name).await;
            registered(&app, person.id, event).await;
            ids.push(person.id.to_string());
        }
        let page = format!("/events/{event}/attendance");
        let (record, withdraw) = (format!("{page}/record"), format!("{page}/withdraw"));
        let (mut browser, mut second) = (Browser::of(&app, &lead), Browser::of(&app, &other));
        let absent = [("memberId", ids[0].as_str()), ("state", "absent")];
        browser.post(&record, &absent).await.leads_to();
        browser.get(&page).await.is_silent_about("Une erreur ?");

        let noted = browser.post(&record, &[("everyone", "yes")]).await;
        let shown = browser.follow(&noted).await;
        shown.says("Une erreur ?");
        shown.says(&format!("action=\"{withdraw}\""));
        second.get(noted.leads_to().split('#').next().unwrap()).await.is_silent_about("Une erreur ?");
        let (_, undo) = shown.body.split_once("name=\"undo\" value=\"").unwrap();
        let undo = undo.split('"').next().unwrap().to_owned();
        app.clock.advance(TimeDelta::minutes(1));
        let corrected = [("memberId", ids[1].as_str()), ("state", "absent")];
        second.post(&record, &corrected).await.leads_to();

        let undone = browser.post(&withdraw, &[("undo", &*undo)]).await;
        let shown = browser.follow(&undone).await;
        shown.says("Ce qui a été noté ou corrigé depuis n’a pas changé.");
        shown.is_silent_about("Une erreur ?");
        shown.says("<dd data-count=\"left\">1</dd>");
        assert_eq!(app.count("attendance where state = 'absent'").await, 2);
        assert_eq!(app.count("attendance where state = 'present'").await, 0);

        // Without anybody in between, and clicked twice.
        let noted = browser.post(&record, &[("everyone", "yes")]).await;
        let shown = browser.follow(&noted).await;
        let (_, undo) = shown.body.split_once("name=\"undo\" value=\"").unwrap();
        let undo = undo.split('"').next().unwrap().to_owned();
        for _ in 0..2 {
            let undone = browser.post(&withdraw, &[("undo", &*undo)]).await;
            let shown = browser.follow(&undone).await;
            shown.says("ces personnes sont de nouveau à noter");
            shown.says("<dd data-count=\"left\">1</dd>");
        }
        assert_eq!(app.count("attendance").await, 2);
    }

    async fn only_what_can_be_one_act_of_the_last_day_is_to_note_again_at_once(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let now = app.clock.now();
        let event = app.event(network, |event| event.starts_at = now).await;
        let page = format!("/events/{event}/attendance");
        let (record, withdraw) = (format!("{page}/record"), format!("{page}/withdraw"));
        let mut browser = Browser::of(&app, &lead);
        for name in ["Marie", "Paul"] {
            let person = app.member_of(network, name).await;
            registered(&app, person.id, event).await;
            let id = person.id.to_string();
            let present = [("memberId", id.as_str()), ("state", "present")];
            browser.post(&record, &present).await.leads_to();
            app.clock.advance(TimeDelta::minutes(3));
        }
        let later = app.clock.now().timestamp_micros();
        let wide = format!("{}-{later}", now.timestamp_micros());

        browser.get(&format!("{page}?undo={wide}")).await.is_silent_about("Une erreur ?");
        let refused = browser.post(&withdraw, &[("undo", &*wide)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("corrigez les présences une à une");
        assert_eq!(app.count("attendance where state = 'present'").await, 2);

        let zoe = app.member_of(network, "Zoé").await;
        registered(&app, zoe.id, event).await;
        let noted = browser.post(&record, &[("everyone", "yes")]).await;
        let shown = browser.follow(&noted).await;
        shown.says("Une erreur ?");
        let (_, undo) = shown.body.split_once("name=\"undo\" value=\"").unwrap();
        let undo = undo.split('"').next().unwrap().to_owned();
        app.clock.advance(TimeDelta::days(1));
        browser.get(&format!("{page}?undo={undo}")).await.is_silent_about("Une erreur ?");
        let refused = browser.post(&withdraw, &[("undo", &*undo)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(app.count("attendance where state = 'present'").await, 3);
    }

    async fn who_was_noted_by_mistake_is_to_be_noted_again_and_the_way_back_of_the_others_stays(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let now = app.clock.now();
        let event = app.event(network, |event| event.starts_at = now).await;
        let mut ids: Vec<MemberId> = Vec::new();
        for name in ["Paul", "Zoé"] {
            let person = app.member_of(network, name).await;
            registered(&app, person.id, event).await;
            ids.push(person.id);
        }
        let path = format!("/events/{event}/attendance");
        let mut browser = Browser::of(&app, &lead);
        let paul = ids[0].to_string();
        let noted = |shown: &crate::support::Shown| {
            let (_, after) = shown.body.split_once("name=\"noted\" value=\"").unwrap();
            after.split('"').next().unwrap().to_owned()
        };

        browser.get(&path).await.is_silent_about("Remettre à noter");
        let present = [("memberId", paul.as_str()), ("state", "present")];
        let done = browser.post(&format!("{path}/record"), &present).await;
        let shown = browser.follow(&done).await;
        shown.says("Remettre à noter");
        let first = noted(&shown);
        let back = |noted| [("memberId", paul.as_str()), ("noted", noted)];
        // A colleague corrects it: what one looked at is no more.
        let absent = [("memberId", paul.as_str()), ("state", "absent")];
        browser.post(&format!("{path}/record"), &absent).await.leads_to();
        let late = browser.post(&format!("{path}/withdraw"), &back(first.as_str())).await;
        assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(app.count("attendance where state = 'absent'").await, 1);
        let second = noted(&browser.get(&path).await);
        for _ in ["a tap", "and another"] {
            let undone = browser.post(&format!("{path}/withdraw"), &back(second.as_str())).await;
            browser.follow(&undone).await.says("la personne est de nouveau à noter");
        }
        assert_eq!(app.count("attendance").await, 0);

        let all = browser.post(&format!("{path}/record"), &[("everyone", "yes")]).await;
        let shown = browser.follow(&all).await;
        let (_, after) = shown.body.split_once("name=\"undo\" value=\"").unwrap();
        let undo = after.split('"').next().unwrap().to_owned();
        let corrected = [("memberId", paul.as_str()), ("state", "absent"), ("undo", undo.as_str())];
        let done = browser.post(&format!("{path}/record"), &corrected).await;
        browser.follow(&done).await.says("Une erreur ?");
    }

    async fn whom_a_colleague_notes_while_everybody_is_noted_stays_as_they_were_noted(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let other = app.lead_of(network, "Olga").await;
        let now = app.clock.now();
        let event = app.event(network, |event| event.starts_at = now).await;
        let mut ids: Vec<MemberId> = Vec::new();
        for name in ["Paul", "Zoé"] {
            let person = app.member_of(network, name).await;
            registered(&app, person.id, event).await;
            ids.push(person.id);
        }
        let record = format!("/events/{event}/attendance/record");
        let mut browser = Browser::of(&app, &lead);
        let house = app.house();
        let colleague = house.begin().await.unwrap();
        let (held, _) = domain::event::lock(&colleague, event).await.unwrap();
        let notes = async {
            // By then the others are read, and their lines wait for the event.
            tokio::time::sleep(std::time::Duration::from_millis(500)).await;
            let values = vec![
                AttendanceId::new().into(),
                held.id.into(),
                ids[0].into(),
                other.id.into(),
                now.into(),
            ];
            let absent = "insert into attendance (id, event_id, member_id, state, recorded_by_id, \
                recorded_at, revision) values (?, ?, ?, 'absent', ?, ?, 1)";
            Sql::new(absent, values).run(&*colleague).await.unwrap();
            colleague.commit().await.unwrap();
        };

        let (noted, ()) = tokio::join!(browser.post(&record, &[("everyone", "yes")]), notes);

        let shown = browser.follow(&noted).await;
        shown.says("Une erreur ?");
        shown.says("<dd data-count=\"present\">1</dd>");
        shown.says("<dd data-count=\"absent\">1</dd>");
        assert_eq!(app.count("attendance where state = 'absent' and revision = 1").await, 1);
    }
}
