//! The words that a team writes to its members.

use serde_json::json;

use crate::support::{Person, as_typed, on_both};

on_both! {
    async fn what_is_too_long_is_said_of_its_own_field(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let marie = app.member_of(network, "Marie").await;
        let one = json!({ "memberId": marie.id.to_string() });
        let all = json!({ "networkId": network.to_string(), "memberIds": [marie.id.to_string()],
            "dryRun": false });

        for (mutation, to) in [("memberMessageSend", one), ("membersMessageSend", all)] {
            let kind = mutation[..1].to_uppercase() + &mutation[1..];
            let document = format!("mutation($input: {kind}Input!) {{ {mutation}(input: $input) {{
                userErrors {{ code field }} }} }}");
            for (subject, body, fields) in [
                (201, 5_000, vec!["subject"]),
                (200, 5_001, vec!["body"]),
                (201, 5_001, vec!["subject", "body"]),
            ] {
                let mut input = to.clone();
                input["subject"] = "x".repeat(subject).into();
                input["body"] = "x".repeat(body).into();
                let answer = app.ask(Some(&lead), &document, json!({ "input": input })).await;
                let told: Vec<_> = fields.into_iter()
                    .map(|field| json!({ "code": "MESSAGE_TOO_LONG", "field": [field] })).collect();
                assert_eq!(answer.data()[mutation]["userErrors"], json!(told), "{mutation}");
            }
        }
        assert_eq!(app.count("outbox where kind = 'member_message'").await, 0);
    }

    async fn the_same_words_leave_once_a_day_and_the_answer_says_so(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let marie = app.member_of(network, "Marie").await;
        let paul = app.member_of(network, "Paul").await;
        let document = "mutation($input: MembersMessageSendInput!) { membersMessageSend(input: $input) {
            readers { delivery } userErrors { code } } }";
        let write = async |body: &str, whom: &[&Person], is_dry_run: bool| {
            let ids: Vec<_> = whom.iter().map(|person| person.id.to_string()).collect();
            let input = json!({ "networkId": network.to_string(), "memberIds": ids,
                "subject": "Bonjour", "body": body, "dryRun": is_dry_run });
            let answer = app.ask(Some(&lead), document, json!({ "input": input })).await;
            answer.done()["readers"].clone()
        };
        let leaves = json!({ "delivery": "LEAVES" });
        let already = json!({ "delivery": "ALREADY_WRITTEN" });

        assert_eq!(write("À jeudi.", &[&marie], false).await, json!([leaves]));
        for is_dry_run in [true, false] {
            let both = write("À jeudi.", &[&marie, &paul], is_dry_run).await;
            assert_eq!(both, json!([already, leaves]), "by name");
        }
        assert_eq!(write("À jeudi.", &[&marie, &paul], false).await, json!([already, already]));
        assert_eq!(write("À lundi.", &[&marie], true).await, json!([leaves]));

        assert_eq!(app.count("outbox where kind = 'member_message'").await, 2);
        let letters = app.delivered().await;
        for person in [&marie, &paul] {
            let letter = letters.iter().find(|letter| letter.to == person.email).unwrap();
            let text = as_typed(&letter.written.text);
            assert!(text.contains("vous écrit pour l’équipe de cybanjou :"), "{text}");
        }
    }
}
