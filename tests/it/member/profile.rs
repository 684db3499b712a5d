//! What a profile says, and who says who sees it.

use domain::membership::{LocalRole, Role};
use serde_json::json;

use super::update;
use crate::support::{Person, on_both};

on_both! {
    async fn a_profile_is_changed_once_the_numbers_and_skills_are_in_their_one_form(app: App) {
        let network = app.network("cybanjou").await;
        let marie = app.member_of(network, "Marie").await;

        let changed = update(&app, &marie, json!({ "phone": "06.12.34.56.78", "expectedRevision": 1,
            "skills": ["Réseaux sociaux", "reseaux_sociaux", "Impression 3D", "impression 3d"] }), &marie).await;
        let stale = update(&app, &marie, json!({ "lastName": "Durand", "expectedRevision": 1 }), &marie).await;
        let wrong = update(&app, &marie, json!({ "phone": "12" }), &marie).await;
        let many: Vec<_> = (0..31).map(|number| format!("compétence {number}")).collect();
        let too_many = update(&app, &marie, json!({ "skills": many }), &marie).await;

        let member = &changed.done()["member"];
        assert_eq!(member["phone"], "+33612345678");
        assert_eq!(member["skills"], json!(["reseaux_sociaux", "Impression 3D"]));
        assert_eq!(member["revision"], 2);
        assert_eq!(stale.refusals(), ["STALE_REVISION"]);
        assert_eq!(wrong.refusals(), ["PHONE_INVALID"]);
        assert_eq!(too_many.refusals(), ["TOO_MANY_SKILLS"]);
    }

    async fn all_that_is_wrong_with_a_profile_comes_together(app: App) {
        let network = app.network("cybanjou").await;
        let zoe = app.member_of(network, "Zoé").await;

        let wrong = update(&app, &zoe, json!({ "lastName": " ", "jobTitle": "x".repeat(201),
            "skills": ["y".repeat(81)], "phone": "douze" }), &zoe).await;

        assert_eq!(wrong.refusals(), ["NAME_MISSING", "TEXT_TOO_LONG", "SKILL_TOO_LONG", "PHONE_INVALID"]);
        let errors = &wrong.data()["memberUpdate"]["userErrors"];
        assert_eq!(errors[1]["field"], json!(["jobTitle"]));
        assert_eq!(errors[2]["field"], json!(["skills"]));
    }

    async fn a_refusal_repeats_what_was_typed(app: App) {
        let network = app.network("cybanjou").await;
        let marie = app.member_of(network, "Marie").await;

        let refused = update(&app, &marie, json!({ "phone": "0241" }), &marie).await;

        let error = &refused.data()["memberUpdate"]["userErrors"][0];
        assert!(error["message"].as_str().unwrap().contains("0241"), "{error}");
    }

    async fn only_the_person_says_who_sees_their_fields(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let marie = app.member_of(network, "Marie").await;

        let profile = update(&app, &lead, json!({ "jobTitle": "Médiatrice" }), &marie).await;
        let consent =
            update(&app, &lead, json!({ "visibility": { "email": "MEMBERS" } }), &marie).await;

        assert_eq!(profile.done()["member"]["jobTitle"], "Médiatrice");
        assert_eq!(consent.code(), "FORBIDDEN");
    }

    async fn a_pilot_is_named_to_everyone_only_by_their_own_word(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let marie = app.person_with(network, "Marie", Role::Member, Some(LocalRole::Pilot)).await;
        let stranger = app.person("Inconnu").await;
        let pilots = async |who: Option<&Person>| {
            let document = "{ network(by: { slug: \"cybanjou\" }) { pilots } }";
            app.ask(who, document, json!({})).await.data()["network"]["pilots"].clone()
        };
        let word = json!({ "visibility": { "isNamedAsPilot": true } });

        assert_eq!(pilots(Some(&lead)).await, json!(["Marie Essai"]));
        assert_eq!(pilots(Some(&stranger)).await, json!([]));
        assert_eq!(update(&app, &lead, word.clone(), &marie).await.code(), "FORBIDDEN");
        update(&app, &marie, word, &marie).await.done();
        assert_eq!(pilots(Some(&stranger)).await, json!(["Marie Essai"]));
        assert_eq!(pilots(None).await, json!(["Marie Essai"]));
    }
}
