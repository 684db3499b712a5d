//! Who is asked, told and reminded, when, and once.

use chrono::{TimeDelta, TimeZone as _, Utc};
use domain::{
    charter,
    id::{EmployerId, EmployerManagerId, EmploymentId},
    sign_in::{self, How},
};
use serde_json::json;

use super::{
    SIGN, covered, day, days_later, draft, employer_of, letters, manages, publish, published,
    republish, run, sign, withdraw,
};
use crate::support::{Answer, App, Person, on_both};

on_both! {
    async fn a_new_version_asks_again_or_only_informs_as_its_author_says(app: App) {
        let network = app.network("cybanjou").await;
        let mut lead = app.lead_of(network, "Ana").await;
        let mut volunteer = app.member_of(network, "Lou").await;
        let charter = published(&app, &lead, network, json!({})).await;
        sign(&app, &volunteer, &charter.version, None).await.done();

        days_later(&app, 10, [&mut lead, &mut volunteer]).await;
        republish(&app, &lead, &charter.charter, "# Une coquille en moins", false).await;
        let after_news = covered(&app, &lead, &charter.charter, None).await;
        days_later(&app, 20, [&mut lead, &mut volunteer]).await;
        let newest = republish(&app, &lead, &charter.charter, "# Tout autre chose", true).await;
        let after_asking = covered(&app, &lead, &charter.charter, None).await;
        let to_sign = app
            .ask(
                Some(&volunteer),
                "{ viewer { charters(first: 5, state: TO_SIGN) { totalCount
                    nodes { isSigned side version { id } } } } }",
                json!({}),
            )
            .await;
        sign(&app, &volunteer, &newest, None).await.done();

        assert_eq!(after_news, ["Lou"]);
        assert_eq!(after_asking, [] as [&str; 0]);
        assert_eq!(letters(&app, "charter_informed", &volunteer).await, 1);
        assert_eq!(letters(&app, "charter_asked", &volunteer).await, 2);
        assert_eq!(to_sign.data()["viewer"]["charters"], json!({ "totalCount": 1, "nodes": [
            { "isSigned": false, "side": "VOLUNTEER", "version": { "id": newest } }] }));
        assert_eq!(covered(&app, &lead, &charter.charter, None).await, ["Lou"]);
        assert_eq!(covered(&app, &lead, &charter.charter, Some(day(19))).await, ["Lou"]);
    }

    async fn the_leads_are_told_of_refusals_and_withdrawals(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let lou = app.member_of(network, "Lou").await;
        let max = app.member_of(network, "Max").await;
        let charter = published(&app, &lead, network, json!({})).await;
        let signed = sign(&app, &max, &charter.version, None).await;
        let signature = &signed.done()["signature"]["id"];

        let refused = refuse(&app, &lou, &charter.version).await;
        let refused_again = refuse(&app, &lou, &charter.version).await;
        let refused_signed = refuse(&app, &max, &charter.version).await;
        let of_another = withdraw(&app, &lou, signature).await;
        let withdrawn = withdraw(&app, &max, signature).await;
        let withdrawn_again = withdraw(&app, &max, signature).await;

        assert_eq!(refused.done()["signature"]["state"], "REFUSED");
        assert_eq!(refused_again.refusals(), ["ALREADY_REFUSED"]);
        assert_eq!(refused_signed.refusals(), ["SIGNED_ALREADY"]);
        assert_eq!(of_another.code(), "NOT_FOUND");
        assert_eq!(withdrawn.done()["signature"]["reason"], "Je déménage.");
        assert_eq!(withdrawn_again.refusals(), ["NOT_STANDING"]);
        assert_eq!(letters(&app, "charter_unsigned", &lead).await, 2);
        // Whoever refused may change their mind.
        sign(&app, &lou, &charter.version, None).await.done();
        assert_eq!(covered(&app, &lead, &charter.charter, None).await, ["Lou"]);
    }

    async fn renewal_is_recalled_30_and_7_days_before_once_and_by_day(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let mut lou = app.member_of(network, "Lou").await;
        let max = app.member_of(network, "Max").await;
        let charter = published(&app, &lead, network, json!({})).await;
        sign(&app, &lou, &charter.version, None).await.done();
        sign(&app, &max, &charter.version, None).await.done();
        let house = app.house();
        let at = |month, day, hour| Utc.with_ymd_and_hms(2027, month, day, hour, 0, 0).unwrap();
        let renewals = "outbox where kind = 'charter_renewal'";
        let mut told = Vec::new();

        for moment in [
            at(8, 7, 10),  // 31 days before
            at(8, 8, 1),   // 30 days before, at night
            at(8, 8, 10),  // and by day
            at(8, 8, 11),  // and again
            at(8, 25, 10), // 13 days before
        ] {
            app.clock.set(moment);
            app.time_passes(TimeDelta::zero()).await;
            told.push(app.count(renewals).await);
        }
        lou.token = sign_in::open_session(&house, lou.id, How::Demonstration, None, None)
            .await
            .unwrap();
        sign(&app, &lou, &charter.version, None).await.done();
        app.clock.set(at(8, 31, 10));
        app.time_passes(TimeDelta::zero()).await;
        told.push(app.count(renewals).await);

        assert_eq!(told, [0, 0, 2, 2, 2, 3]);
        assert_eq!(letters(&app, "charter_renewal", &lou).await, 1);
        assert_eq!(letters(&app, "charter_renewal", &max).await, 2);
    }

    async fn a_signature_of_a_month_is_given_anew_and_recalled_in_its_second_half_only(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let mut lou = app.member_of(network, "Lou").await;
        let max = app.member_of(network, "Max").await;
        let charter = published(&app, &lead, network, json!({ "validityMonths": 1 })).await;
        sign(&app, &lou, &charter.version, None).await.done();
        sign(&app, &max, &charter.version, None).await.done();
        let mut told = Vec::new();

        // From 7 September to 7 October: thirty days.
        for days in [0, 1, 14] {
            days_later(&app, days, [&mut lou]).await;
            let again = sign(&app, &lou, &charter.version, None).await;
            assert_eq!(again.refusals(), ["ALREADY_SIGNED"], "after {days} days");
            told.push(charter::remind(&app.house()).await.unwrap());
        }
        days_later(&app, 15, [&mut lou]).await;
        let renewed = sign(&app, &lou, &charter.version, None).await;
        let at_once = sign(&app, &lou, &charter.version, None).await;
        days_later(&app, 23, [&mut lou]).await;
        told.push(charter::remind(&app.house()).await.unwrap());

        assert_eq!(renewed.done()["signature"]["expiresOn"], "2026-10-22");
        assert_eq!(at_once.refusals(), ["ALREADY_SIGNED"]);
        assert_eq!(told, [0, 0, 0, 1]);
        assert_eq!(letters(&app, "charter_renewal", &max).await, 1);
    }

    async fn who_signed_is_told_by_day_when_it_ran_out_unless_they_signed_again(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let mut lou = app.member_of(network, "Lou").await;
        let max = app.member_of(network, "Max").await;
        let gone = app.member_of(network, "Gus").await;
        let worker = app.member_of(network, "Zoé").await;
        let manager = app.person("Marc").await;
        let employer = employer_of(&app, &worker).await;
        manages(&app, &manager, employer, "confirmed").await;
        let charter = published(&app, &lead, network, json!({ "asksStructure": true })).await;
        for who in [&lou, &max, &gone] {
            sign(&app, who, &charter.version, None).await.done();
        }
        sign(&app, &manager, &charter.version, Some(employer)).await.done();
        run(&app, "update membership set ended_on = ? where member_id = ?",
            vec![app.clock.today().into(), gone.id.into()]).await;
        let house = app.house();
        let at = |month, day, hour| Utc.with_ymd_and_hms(2027, month, day, hour, 0, 0).unwrap();
        app.clock.set(at(9, 6, 10));
        lou.token = sign_in::open_session(&house, lou.id, How::Demonstration, None, None)
            .await
            .unwrap();
        sign(&app, &lou, &charter.version, None).await.done();
        charter::remind(&house).await.unwrap();
        app.delivered().await;

        // The seventh of September is the first day without it; it is marked in the night.
        app.clock.set(at(9, 7, 0));
        charter::lapse(&house).await.unwrap();
        let at_night = charter::remind(&house).await.unwrap();
        app.clock.set(at(9, 7, 10));
        charter::remind(&house).await.unwrap();
        let parcels = app.delivered().await;
        let again = charter::remind(&house).await.unwrap();

        let mut told: Vec<_> = parcels.iter().map(|parcel| parcel.to.clone()).collect();
        told.sort_unstable();
        let mut expected = vec![manager.email.clone(), max.email.clone()];
        expected.sort_unstable();
        assert_eq!((at_night, again), (0, 0));
        assert_eq!(told, expected);
        assert!(parcels.iter().all(|parcel| parcel.written.subject.starts_with("Signature terminée")));
        assert_eq!(letters(&app, "charter_lapsed", &gone).await, 0);
    }

    async fn whoever_comes_after_the_publication_is_asked_and_so_is_who_signs_for_their_employer(app: App) {
        let network = app.network("cybanjou").await;
        let local = app.network_below(Some(network), "rlin").await;
        let lead = app.lead_of(network, "Nora").await;
        app.member_of(network, "Ana").await;
        let settings = json!({ "asksVolunteer": true, "asksStructure": true });
        let charter = draft(&app, &lead, network, settings).await;
        publish(&app, &lead, &charter, true).await.done();
        let asked = "outbox where kind = 'charter_asked'";
        let told = app.count(asked).await;
        app.time_passes(TimeDelta::zero()).await;
        assert_eq!(app.count(asked).await, told, "all were asked");

        let newcomer = app.member_of(local, "Zoé").await;
        let manager = app.person("Directrice").await;
        let (employer, now) = (EmployerId::new(), app.clock.now());
        app.write(
            "insert into employer (id, name, search, address, postal_code, commune_name, revision, \
             created_at) values (?, 'Mairie', 'mairie', '', '', '', 1, ?)",
            vec![employer.into(), now.into()],
        )
        .await;
        app.write(
            "insert into employment (id, member_id, employer_id, started_on, status, revision, \
             created_at) values (?, ?, ?, ?, 'confirmed', 1, ?)",
            vec![EmploymentId::new().into(), newcomer.id.into(), employer.into(),
                app.house().today().into(), now.into()],
        )
        .await;
        app.write(
            "insert into employer_manager (id, employer_id, member_id, state, created_at) \
             values (?, ?, ?, 'confirmed', ?)",
            vec![EmployerManagerId::new().into(), employer.into(), manager.id.into(), now.into()],
        )
        .await;

        for _ in 0..2 {
            app.time_passes(TimeDelta::zero()).await;
            assert_eq!(app.count(asked).await, told + 2, "once");
        }
        let subjects: Vec<_> = app.delivered().await.into_iter().map(|parcel| parcel.to).collect();
        assert!(subjects.contains(&newcomer.email) && subjects.contains(&manager.email), "{subjects:?}");
    }

    async fn nobody_is_reminded_before_seven_days_have_gone_by(app: App) {
        let network = app.network("cybanjou").await;
        let mut lead = app.lead_of(network, "Nora").await;
        let ana = app.member_of(network, "Ana").await;
        let charter = published(&app, &lead, network, json!({})).await;
        let remind = "mutation($input: CharterRemindInput!) { charterRemind(input: $input) {
            charter { id } userErrors { code } } }";
        let id = json!({ "input": { "charterId": charter.charter } });

        // Monday 7 September, the Sunday, the Monday after, the Sunday and the Monday after that.
        let mut told = Vec::new();
        for days in [0, 6, 7, 13, 14] {
            days_later(&app, days, [&mut lead]).await;
            let answer = app.ask(Some(&lead), remind, id.clone()).await;
            let is_told = answer.refusals().is_empty();
            told.push((is_told, letters(&app, "charter_asked", &ana).await));
        }

        assert_eq!(told, [(false, 1), (false, 1), (true, 2), (false, 2), (true, 3)]);
    }

    async fn nobody_is_asked_at_night_nor_after_the_charter_closed(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Nora").await;
        let settings = json!({ "asksVolunteer": true, "asksStructure": false });
        let charter = draft(&app, &lead, network, settings).await;
        publish(&app, &lead, &charter, true).await.done();
        app.member_of(network, "Zoé").await;

        app.clock.advance(TimeDelta::hours(12));
        assert_eq!(charter::ask_newcomers(&app.house()).await.unwrap(), 0, "nine in the evening");
        app.write("update charter set archived_at = ?", vec![app.clock.now().into()]).await;
        app.clock.advance(TimeDelta::hours(12));
        assert_eq!(charter::ask_newcomers(&app.house()).await.unwrap(), 0, "closed");
    }

    async fn renewals_that_were_told_are_not_written_again(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Nora").await;
        let settings = json!({ "asksVolunteer": true, "asksStructure": false });
        let charter = draft(&app, &lead, network, settings).await;
        let published = publish(&app, &lead, &charter, true).await;
        let version = published.done()["charter"]["currentVersion"]["id"].clone();
        let input = json!({ "input": { "charterVersionId": version, "agrees": true } });
        app.ask(Some(&lead), SIGN, input).await.done();
        app.clock.advance(TimeDelta::days(336));
        assert_eq!(charter::remind(&app.house()).await.unwrap(), 1);

        let before = app.statements();
        assert_eq!(charter::remind(&app.house()).await.unwrap(), 0);

        // Two notices, what ran out, and a glance at what was told: no write.
        assert_eq!(app.statements() - before, 4);
    }
}

pub(super) async fn refuse(app: &App, who: &Person, version: &str) -> Answer {
    app.ask(
        Some(who),
        "mutation($input: CharterRefuseInput!) { charterRefuse(input: $input) {
            signature { state reason } userErrors { code } } }",
        json!({ "input": { "charterVersionId": version, "reason": "Trop long." } }),
    )
    .await
}
