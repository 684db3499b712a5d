//! The words that a team writes to its members.

use serde_json::json;

use crate::support::{Person, as_typed, on_both};

on_both! {
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
