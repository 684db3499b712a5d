//! What a charter's letters say, and to whom: who signed hears that it stands, who did not is asked.

use domain::charter;
use serde_json::json;

use super::{employer_of, letter::refuse, letters, manages, published, republish, sign};
use crate::support::{App, Person, as_typed, on_both};

/// The words of every letter that leaves for this person now.
async fn read_by(app: &App, person: &Person) -> Vec<String> {
    let parcels = app.delivered().await.into_iter();
    let theirs = parcels.filter(|parcel| parcel.to == person.email);
    theirs.map(|parcel| as_typed(&parcel.written.text)).collect()
}

on_both! {
    async fn only_whose_signature_stands_hears_that_it_does_and_who_never_signed_is_asked(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let signed = app.member_of(network, "Lou").await;
        let silent = app.member_of(network, "Max").await;
        let refusing = app.member_of(network, "Zoé").await;
        let manager = app.person("Marc").await;
        let employer = employer_of(&app, &signed).await;
        manages(&app, &manager, employer, "confirmed").await;
        let charter = published(&app, &lead, network, json!({ "asksStructure": true })).await;
        sign(&app, &signed, &charter.version, None).await.done();
        sign(&app, &manager, &charter.version, Some(employer)).await.done();
        refuse(&app, &refusing, &charter.version).await.done();
        app.delivered().await;

        republish(&app, &lead, &charter.charter, "# Une coquille en moins", false).await;
        let parcels = app.delivered().await;

        let mut told = Vec::new();
        for who in [&signed, &manager, &silent, &lead, &refusing] {
            let informed = letters(&app, "charter_informed", who).await;
            told.push((informed, letters(&app, "charter_asked", who).await));
        }
        // Whoever refused was asked once; whoever never answered is asked to sign the newest text.
        assert_eq!(told, [(1, 1), (1, 1), (0, 2), (0, 2), (0, 1)]);
        for (who, words) in [
            (&signed, "Votre signature reste valable"),
            (&manager, "La signature donnée pour Centre social reste valable"),
            (&silent, "de dire si vous la signez."),
        ] {
            let read: Vec<_> = parcels.iter().filter(|parcel| parcel.to == who.email).collect();
            assert_eq!(read.len(), 1);
            assert!(as_typed(&read[0].written.text).contains(words), "{}", read[0].written.text);
        }
        assert_eq!(charter::ask_newcomers(&app.house()).await.unwrap(), 0, "all have heard");
    }

    async fn who_signs_for_an_employer_reads_for_whom(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let manager = app.member_of(network, "Max").await;
        let employer = employer_of(&app, &manager).await;
        manages(&app, &manager, employer, "confirmed").await;

        let charter = published(&app, &lead, network, json!({ "asksStructure": true })).await;
        let for_both = read_by(&app, &manager).await;
        sign(&app, &manager, &charter.version, None).await.done();
        read_by(&app, &manager).await;
        let newer = republish(&app, &lead, &charter.charter, "# Neuf", false).await;
        let for_the_employer = read_by(&app, &manager).await;

        assert_eq!(for_both.len(), 1);
        assert!(for_both[0].contains("si vous la signez pour vous-même et pour Centre social."));
        // One's own stands, and the letter does not say that there is nothing to do.
        assert_eq!(for_the_employer.len(), 1);
        assert!(for_the_employer[0].contains("si vous la signez pour Centre social."));
        assert!(for_the_employer[0].contains("vous êtes référent·e d’une structure"));
        sign(&app, &manager, &newer, Some(employer)).await.done();
        assert_eq!(letters(&app, "charter_informed", &manager).await, 0);
    }

    async fn nobody_is_asked_for_a_signature_that_was_given_before_the_letter_left(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let manager = app.member_of(network, "Max").await;
        let employer = employer_of(&app, &manager).await;
        manages(&app, &manager, employer, "confirmed").await;
        let charter = published(&app, &lead, network, json!({ "asksStructure": true })).await;
        sign(&app, &manager, &charter.version, None).await.done();
        sign(&app, &manager, &charter.version, Some(employer)).await.done();

        let read = read_by(&app, &manager).await;

        assert!(!read.is_empty());
        assert!(read.iter().all(|words| !words.contains("vous demande de lire")), "{read:?}");
    }
}
