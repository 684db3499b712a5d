//! What a provider says of a person, judged by the domain.

use domain::error::Error;
use domain::sign_in::{Identity, Refusal, with_identity};

use super::site::Site;
use crate::support::on_both;

fn ana() -> Identity {
    Identity {
        issuer: "https://sso.example".into(),
        subject: "ana".into(),
        email: Some("ana@example.org".into()),
        is_email_verified: true,
        first_name: Some("Ana".into()),
        last_name: Some("Martin".into()),
        phone: None,
        siret: Some("13002526500013".into()),
    }
}

on_both! {
    async fn a_newcomer_in_two_tabs_becomes_one_member(app: App) {
        let site = Site::of(app);
        let (one, two) = (site.context(), site.context());
        let identity = ana();

        let (first, second) =
            tokio::join!(with_identity(&one, &identity), with_identity(&two, &identity));

        let (first, second) = (first.unwrap(), second.unwrap());
        assert_eq!(first.member, second.member);
        assert_ne!(first.is_new, second.is_new);
    }

    async fn the_same_subject_at_another_issuer_is_somebody_else(app: App) {
        let site = Site::of(app);
        let ctx = site.context();
        let known = with_identity(&ctx, &ana()).await.unwrap();

        let elsewhere = Identity { issuer: "https://other.example".into(), ..ana() };
        let refused = with_identity(&ctx, &elsewhere).await;
        let stranger = Identity { email: Some("eve@example.org".into()), ..elsewhere };
        let stranger = with_identity(&ctx, &stranger).await.unwrap();

        assert!(
            matches!(&refused, Err(Error::Refused(why)) if *why == [Refusal::ConfirmationSent]),
            "{refused:?}"
        );
        assert_ne!(stranger.member, known.member);
    }

    async fn an_identity_without_a_usable_address_is_not_made_a_member(app: App) {
        let site = Site::of(app);

        for email in [None, Some("not an address".to_owned())] {
            let refused = with_identity(&site.context(), &Identity { email, ..ana() }).await;
            assert!(
                matches!(&refused, Err(Error::Refused(why)) if *why == [Refusal::EmailMissing]),
                "{refused:?}"
            );
        }
    }
}
