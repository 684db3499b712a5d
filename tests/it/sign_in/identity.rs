//! What a provider says of a person, judged by the domain.

use chrono::TimeDelta;
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

    async fn an_address_that_nobody_vouches_for_is_written_to_once_in_two_minutes(app: App) {
        let site = Site::of(app);
        let ask = async |subject: &str| {
            let unvouched = Identity { is_email_verified: false, ..ana() };
            let asked = Identity { subject: subject.into(), ..unvouched };
            let refused = with_identity(&site.context(), &asked).await;
            assert!(
                matches!(&refused, Err(Error::Refused(why)) if *why == [Refusal::ConfirmationSent]),
                "{refused:?}"
            );
            site.count("outbox where kind = 'sign_in_link'").await
        };

        assert_eq!(ask("ana").await, 1);
        assert_eq!(ask("ana").await, 1);
        assert_eq!(ask("eve").await, 1);
        site.clock.advance(TimeDelta::minutes(2));
        assert_eq!(ask("ana").await, 2);
    }

    async fn that_a_record_is_closed_is_told_to_who_is_vouched_for_only(app: App) {
        let site = Site::of(app);
        with_identity(&site.context(), &ana()).await.unwrap();
        site.write("update member set archived_at = created_at", vec![]).await;

        for (is_email_verified, told) in
            [(false, Refusal::ConfirmationSent), (true, Refusal::MemberArchived)]
        {
            let eve = Identity { subject: "eve".into(), is_email_verified, ..ana() };
            let refused = with_identity(&site.context(), &eve).await;
            assert!(
                matches!(&refused, Err(Error::Refused(why)) if *why == [told]),
                "{refused:?}"
            );
        }
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
