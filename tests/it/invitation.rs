//! Invitations: nothing pasted is lost, one link opens once, and nobody comes in without a click.

use chrono::{NaiveDate, TimeDelta};
use domain::{
    database::Bind,
    id::{InvitationId, NetworkId},
    invitation,
    membership::Role,
};
use serde_json::{Value, json};

use crate::{
    membership::of,
    support::{Answer, App, Person, on_both},
};

const CREATE: &str =
    "mutation($input: InvitationsCreateInput!) { invitationsCreate(input: $input) {
    entries { line raw email name outcome flaw invitation { id state } } userErrors { code } } }";
const ACCEPT: &str = "mutation($input: InvitationAcceptInput!) { invitationAccept(input: $input) {
    invitation { state } userErrors { code message } } }";
const DECLINE: &str =
    "mutation($input: InvitationDeclineInput!) { invitationDecline(input: $input) {
    invitation { state } userErrors { code } } }";
const RESEND: &str = "mutation($input: InvitationResendInput!) { invitationResend(input: $input) {
    invitation { state timesSent } userErrors { code } } }";
const REVOKE: &str = "mutation($input: InvitationRevokeInput!) { invitationRevoke(input: $input) {
    invitation { state } userErrors { code } } }";

async fn invite(app: &App, who: &Person, network: NetworkId, addresses: &str) -> Answer {
    let input = json!({ "networkId": network.to_string(), "addresses": addresses,
        "localRole": "HELPER", "word": "Rejoignez-nous !" });
    app.ask(Some(who), CREATE, json!({ "input": input })).await
}

/// Invites one address; the identifier, and the word in the letter's link.
async fn invite_one(
    app: &App,
    who: &Person,
    network: NetworkId,
    address: &str,
) -> (String, String) {
    let answer = invite(app, who, network, address).await;
    let id = answer.done()["entries"][0]["invitation"]["id"].as_str().unwrap().to_owned();
    let token = link(app, &id, 1);
    (id, token)
}

/// The word that the letter of this sending carries.
fn link(app: &App, id: &str, times_sent: i32) -> String {
    let id: InvitationId = id.parse().unwrap();
    invitation::token(app.house().secret(), id, times_sent)
}

async fn accept(app: &App, who: Option<&Person>, token: &str, as_myself: bool) -> Answer {
    app.ask(who, ACCEPT, json!({ "input": { "token": token, "asMyself": as_myself } })).await
}

async fn roles(app: &App, who: &Person) -> Value {
    let answer = app
        .ask(
            Some(who),
            "{ viewer { member { memberships(first: 5) {
        nodes { role localRole origin } } } } }",
            json!({}),
        )
        .await;
    answer.data()["viewer"]["member"]["memberships"]["nodes"].clone()
}

const TRANSFER: &str = "mutation($input: MembershipTransferInput!) {
    membershipTransfer(input: $input) { userErrors { code } } }";

on_both! {
    async fn addresses_are_shown_to_the_team_of_the_network_itself_and_to_who_typed_them(app: App) {
        let department = app.network("cybanjou").await;
        let local = app.network_below(Some(department), "rlin").await;
        let above = app.lead_of(department, "Ana").await;
        let lead = app.lead_of(local, "Léa").await;
        let marie = app.member_of(local, "Marie").await;
        invite(&app, &lead, local, "Jo Dupont <jo@exemple.test>").await.done();
        invite(&app, &above, local, "Max Petit <max@exemple.test>").await.done();
        app.write("update outbox set member_id = ?, state = 'failed', last_error = 'marie: unknown' \
            where email = ?", vec![Bind::from(marie.id), Bind::from("max@exemple.test")]).await;
        let document = "query($search: String) { network(by: { slug: \"rlin\" }) {
            invitations(first: 5, filter: { search: $search }) { nodes { name email } }
            letters(first: 5, filter: { search: $search }) { nodes { email error member { name } } } } }";
        let listed = async |who: &Person, search: Value| {
            let answer = app.ask(Some(who), document, json!({ "search": search })).await;
            let network = &answer.data()["network"];
            (network["invitations"]["nodes"].clone(), network["letters"]["nodes"].clone())
        };

        let (invitations, letters) = listed(&lead, Value::Null).await;
        assert_eq!(invitations, json!([
            { "name": "Max Petit", "email": "max@exemple.test" },
            { "name": "Jo Dupont", "email": "jo@exemple.test" },
        ]));
        assert_eq!(letters, json!([
            { "email": "max@exemple.test", "error": "marie: unknown", "member": { "name": "Marie Essai" } },
            { "email": "jo@exemple.test", "error": null, "member": null },
        ]));

        let (invitations, letters) = listed(&above, Value::Null).await;
        assert_eq!(invitations, json!([
            { "name": "Max Petit", "email": "max@exemple.test" },
            { "name": "Jo Dupont", "email": null },
        ]));
        assert_eq!(letters, json!([
            { "email": null, "error": null, "member": { "name": "Marie Essai" } },
            { "email": null, "error": null, "member": null },
        ]));
        // Who may not read an address does not find it by its signs either.
        assert_eq!(listed(&above, json!("jo@exemple")).await, (json!([]), json!([])));
        let (invitations, letters) = listed(&lead, json!("jo@exemple")).await;
        assert_eq!((invitations[0]["name"].as_str(), letters[0]["email"].as_str()),
            (Some("Jo Dupont"), Some("jo@exemple.test")));
    }

    async fn a_list_can_be_tried_first_and_sent_whole_or_not_at_all(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let asked = async |addresses: &str, mode: &str, dry_run: bool| {
            let input = json!({ "networkId": network.to_string(), "addresses": addresses,
                "mode": mode, "dryRun": dry_run });
            let answer = app.ask(Some(&lead), CREATE, json!({ "input": input })).await;
            let outcomes = answer.done()["entries"].as_array().unwrap().iter();
            let outcomes: Vec<_> =
                outcomes.map(|entry| entry["outcome"].as_str().unwrap().to_owned()).collect();
            (outcomes.join(" "), app.count("invitation").await)
        };
        let (good, bad) = ("bob@exemple.test", "bob@exemple.test, paul@");

        let tried = asked(bad, "BEST_EFFORT", true).await;
        let held_back = asked(bad, "ALL_OR_NOTHING", false).await;
        let sent = asked(good, "ALL_OR_NOTHING", false).await;

        assert_eq!(tried, ("INVITED MALFORMED".to_owned(), 0));
        assert_eq!(held_back, ("HELD_BACK MALFORMED".to_owned(), 0));
        assert_eq!(sent, ("INVITED".to_owned(), 1));
        assert_eq!(app.letters().await, ["invited bob@exemple.test"]);
    }

    async fn who_never_said_their_name_is_called_as_the_invitation_says(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let (zoe, marie) = (app.person("Zoé").await, app.person("Marie").await);
        app.write(
            "update member set first_name = '', last_name = '—' where id = ?",
            vec![zoe.id.into()],
        ).await;

        for (who, name) in [(&zoe, "Zoé Martin"), (&marie, "Une Autre")] {
            let address = format!("{name} <{}>", who.email);
            let (_, token) = invite_one(&app, &lead, network, &address).await;
            accept(&app, Some(who), &token, false).await.done();
        }

        assert_eq!(app.count("member where first_name = 'Zoé' and last_name = 'Martin'").await, 1);
        assert_eq!(app.count("member where first_name = 'Marie'").await, 1, "who has a name keeps it");
    }

    async fn a_pasted_list_is_told_entry_by_entry_and_nothing_is_lost(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        app.member_of(network, "Marie").await;
        invite_one(&app, &lead, network, "attend@exemple.test").await;
        let pasted = "Paul Martin <paul@exemple.test>; PAUL@exemple.test\n\
            MARIE@exemple.test\nattend@exemple.test, jean@@exemple\n\nle facteur\n";

        let answer = invite(&app, &lead, network, pasted).await;
        let letters = app.letters().await;

        let entries = answer.done()["entries"].as_array().unwrap();
        let outcomes: Vec<_> = entries.iter().map(|entry| entry["outcome"].as_str().unwrap()).collect();
        assert_eq!(outcomes, ["INVITED", "DUPLICATE", "ALREADY_MEMBER", "ALREADY_INVITED",
            "MALFORMED", "MALFORMED"]);
        assert_eq!(entries[0]["name"], "Paul Martin");
        assert_eq!(entries[5]["raw"], "le facteur");
        assert_eq!(entries[5]["line"], 5);
        let flaws: Vec<_> = entries.iter().map(|entry| entry["flaw"].as_str()).collect();
        assert_eq!(flaws, [None, None, None, None, Some("LOCAL_PART"), Some("NO_ADDRESS")]);
        assert_eq!(letters, ["invited attend@exemple.test", "invited paul@exemple.test"]);
    }

    async fn an_address_with_a_sign_that_nobody_sees_inside_is_malformed_and_nobody_else_is_invited(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let pasted = "mar\u{AD}ie.dupont@exemple.test\nJean Paul <jean\u{200B}paul@exemple.test>\n\
            \u{FEFF}zoe@exemple.test\u{200B}\n";

        let answer = invite(&app, &lead, network, pasted).await;

        let entries = answer.done()["entries"].as_array().unwrap();
        let told = |entry: &Value| ["raw", "name", "outcome", "flaw"].map(|field| entry[field].clone());
        let told: Vec<_> = entries.iter().map(told).collect();
        assert_eq!(json!(told[..2]), json!([
            ["mar\u{AD}ie.dupont@exemple.test", null, "MALFORMED", "SPACE"],
            ["Jean Paul <jean\u{200B}paul@exemple.test>", null, "MALFORMED", "SPACE"],
        ]));
        assert_eq!((told.len(), told[2][2].as_str()), (3, Some("INVITED")));
        assert_eq!(app.letters().await, ["invited zoe@exemple.test"]);
    }

    async fn nobody_is_said_to_be_invited_when_no_letter_can_leave(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let (closed, tired) = (app.person("Marie").await, app.person("Zoé").await);
        app.write("update member set archived_at = created_at where id = ?", vec![closed.id.into()])
            .await;
        app.write("insert into letter_refusal (member_id, category, created_at) \
            select id, 'invitation', created_at from member where id = ?",
            vec![tired.id.into()]).await;
        app.write("insert into address_refusal (email_key, category, created_at) \
            select 'inconnu@exemple.test', 'invitation', created_at from member where id = ?",
            vec![tired.id.into()]).await;
        app.write("insert into address_refusal (email_key, category, created_at) \
            select 'paul@exemple.test', 'news', created_at from member where id = ?",
            vec![tired.id.into()]).await;
        let pasted = format!("{}\n{}\nInconnu@exemple.test\npaul@exemple.test", closed.email, tired.email);

        let answer = invite(&app, &lead, network, &pasted).await;

        let entries = answer.done()["entries"].as_array().unwrap();
        let outcomes: Vec<_> = entries.iter().map(|entry| entry["outcome"].as_str().unwrap()).collect();
        assert_eq!(outcomes, ["UNREACHABLE", "UNREACHABLE", "UNREACHABLE", "INVITED"]);
        assert_eq!(app.count("invitation").await, 1);
        assert_eq!(app.letters().await, ["invited paul@exemple.test"]);
    }

    async fn five_hundred_addresses_go_in_a_few_statements_and_no_more_are_taken(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let list = |count: usize| {
            let addresses: Vec<_> =
                (0..count).map(|number| format!("p{number}@exemple.test")).collect();
            addresses.join("\n")
        };

        let too_many = invite(&app, &lead, network, &list(501)).await;
        let nothing = invite(&app, &lead, network, "\n  \n").await;
        let start = app.statements();
        invite(&app, &lead, network, &list(500)).await.done();

        assert!(app.statements() - start < 20, "{}", app.statements() - start);
        assert_eq!(too_many.refusals(), ["TOO_MANY_ADDRESSES"]);
        assert_eq!(nothing.refusals(), ["NO_ADDRESS"]);
        assert_eq!(app.letters().await.len(), 500);
    }

    async fn a_link_lets_its_person_in_once(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let paul = app.person("Paul").await;
        let (_, token) = invite_one(&app, &lead, network, "PAUL@exemple.test").await;
        let look = "query($token: String!) { invitationLetter(token: $token) {
            networkSlug word invitedBy state isForAnother } }";

        let letter = app.ask(Some(&paul), look, json!({ "token": token })).await;
        let before = roles(&app, &paul).await;
        let accepted = accept(&app, Some(&paul), &token, false).await;
        let again = accept(&app, Some(&paul), &token, false).await;

        assert_eq!(letter.data()["invitationLetter"], json!({ "networkSlug": "cybanjou",
            "word": "Rejoignez-nous !", "invitedBy": "Ana Essai", "state": "SENT",
            "isForAnother": false }));
        assert_eq!(before, json!([]), "looking is not accepting");
        assert_eq!(accepted.done()["invitation"]["state"], "ACCEPTED");
        assert_eq!(again.refusals(), ["ALREADY_ANSWERED"]);
        assert_eq!(roles(&app, &paul).await,
            json!([{ "role": "MEMBER", "localRole": "HELPER", "origin": "INVITATION" }]));
    }

    async fn someone_new_comes_in_by_the_letter_alone(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let (_, token) = invite_one(&app, &lead, network, "Nina Roy <nina@exemple.test>").await;

        let accepted = accept(&app, None, &token, false).await;
        let found = app.ask(Some(&lead), "{ members(first: 5, filter: { search: \"nina\" }) {
            nodes { firstName lastName email } } }", json!({})).await;

        accepted.done();
        assert_eq!(found.data()["members"]["nodes"],
            json!([{ "firstName": "Nina", "lastName": "Roy", "email": "nina@exemple.test" }]));
    }

    async fn another_person_has_to_say_that_they_take_it_for_themselves(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let paul = app.person("Paul").await;
        let (_, token) = invite_one(&app, &lead, network, "travail@exemple.test").await;

        let refused = accept(&app, Some(&paul), &token, false).await;
        let taken = accept(&app, Some(&paul), &token, true).await;

        assert_eq!(refused.refusals(), ["WRONG_PERSON"]);
        taken.done();
        assert_eq!(roles(&app, &paul).await[0]["origin"], "INVITATION");
    }

    async fn a_link_that_was_replaced_taken_back_declined_or_too_old_opens_nothing(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let (id, first) = invite_one(&app, &lead, network, "paul@exemple.test").await;
        let one = json!({ "input": { "invitationId": id } });

        let at_once = app.ask(Some(&lead), RESEND, one.clone()).await;
        app.clock.advance(TimeDelta::hours(2));
        let again = app.ask(Some(&lead), RESEND, one.clone()).await;
        let replaced = accept(&app, None, &first, false).await;
        let revoked = app.ask(Some(&lead), REVOKE, one.clone()).await;
        let second = link(&app, &id, 2);
        let taken_back = accept(&app, None, &second, false).await;
        let (_, other) = invite_one(&app, &lead, network, "nina@exemple.test").await;
        let declined = app.ask(None, DECLINE, json!({ "input": { "token": other } })).await;
        let after_declining = accept(&app, None, &other, false).await;
        let (_, late) = invite_one(&app, &lead, network, "zoe@exemple.test").await;
        app.clock.advance(TimeDelta::days(31));
        let too_old = accept(&app, None, &late, false).await;
        app.time_passes(TimeDelta::zero()).await;
        let expired = app.count("invitation where state = 'expired'").await;
        let made_up = accept(&app, None, "rien", false).await;

        assert_eq!(at_once.refusals(), ["JUST_SENT"]);
        assert_eq!(again.done()["invitation"]["timesSent"], 2);
        assert_eq!(replaced.refusals(), ["INVITATION_UNKNOWN"]);
        assert_eq!(revoked.done()["invitation"]["state"], "REVOKED");
        assert_eq!(taken_back.refusals(), ["INVITATION_REVOKED"]);
        assert_eq!(declined.done()["invitation"]["state"], "DECLINED");
        assert_eq!(after_declining.refusals(), ["ALREADY_ANSWERED"]);
        assert_eq!(too_old.refusals(), ["INVITATION_EXPIRED"]);
        assert_eq!(expired, 1);
        assert_eq!(made_up.refusals(), ["INVITATION_UNKNOWN"]);
    }

    async fn what_was_taken_back_by_mistake_is_sent_again_at_once_and_no_second_time(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let (id, _) = invite_one(&app, &lead, network, "paul@exemple.test").await;
        let one = json!({ "input": { "invitationId": id } });

        app.ask(Some(&lead), REVOKE, one.clone()).await.done();
        app.ask(Some(&lead), RESEND, one.clone()).await.done();
        app.ask(Some(&lead), REVOKE, one.clone()).await.done();
        let in_turns = app.ask(Some(&lead), RESEND, one.clone()).await;
        assert_eq!(app.count("outbox where kind = 'invited'").await, 2);
        app.clock.advance(TimeDelta::hours(2));
        let later = app.ask(Some(&lead), RESEND, one).await;

        assert_eq!(in_turns.refusals(), ["JUST_SENT"]);
        assert_eq!(later.done()["invitation"]["state"], "SENT");
        assert_eq!(app.count("outbox where kind = 'invited'").await, 3);
    }

    async fn who_takes_back_and_invites_anew_in_turns_waits_as_for_sending_again(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let revoke = async |id: &str| {
            let one = json!({ "input": { "invitationId": id } });
            app.ask(Some(&lead), REVOKE, one).await.done();
        };
        let resend = async |id: &str| {
            let one = json!({ "input": { "invitationId": id } });
            app.ask(Some(&lead), RESEND, one).await.refusals().join(" ")
        };
        let (first, _) = invite_one(&app, &lead, network, "paul@exemple.test").await;
        revoke(&first).await;

        // The first time it is a mistake to mend at once, for instance a wrong role.
        let (second, _) = invite_one(&app, &lead, network, "paul@exemple.test").await;
        revoke(&second).await;
        let anew = invite(&app, &lead, network, "paul@exemple.test, nina@exemple.test").await;
        let again = [resend(&first).await, resend(&second).await];

        let outcomes: Vec<_> = anew.done()["entries"].as_array().unwrap().iter()
            .map(|entry| entry["outcome"].as_str().unwrap().to_owned()).collect();
        assert_eq!(outcomes, ["JUST_SENT", "INVITED"]);
        assert_eq!(again, ["JUST_SENT", "JUST_SENT"]);
        assert_eq!(app.count("outbox where kind = 'invited' and email like 'paul%'").await, 2);
        assert_eq!(app.count("invitation where email_key like 'paul%'").await, 2);
        app.clock.advance(TimeDelta::hours(2));
        invite_one(&app, &lead, network, "paul@exemple.test").await;
        assert_eq!(app.count("outbox where kind = 'invited' and email like 'paul%'").await, 3);
    }

    async fn two_clicks_at_once_let_one_person_in_once(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let paul = app.person("Paul").await;
        let (_, token) = invite_one(&app, &lead, network, "paul@exemple.test").await;

        let (one, two) = tokio::join!(
            accept(&app, Some(&paul), &token, false),
            accept(&app, Some(&paul), &token, false),
        );

        let mut refused = [one.refusals(), two.refusals()].concat();
        refused.sort_unstable();
        assert_eq!(refused, ["ALREADY_ANSWERED"]);
        assert_eq!(roles(&app, &paul).await.as_array().unwrap().len(), 1);
    }

    async fn two_reminders_at_most_leave_while_nobody_answers(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let (_, token) = invite_one(&app, &lead, network, "paul@exemple.test").await;
        invite_one(&app, &lead, network, "nina@exemple.test").await;
        let house = app.house();
        let mut told = Vec::new();

        for day in 1..=29 {
            app.clock.advance(TimeDelta::days(1));
            told.push((day, invitation::remind(&house).await.unwrap()));
            // Another worker a moment later finds nothing to do.
            assert_eq!(invitation::remind(&house).await.unwrap(), 0);
            if day == 10 {
                app.ask(None, DECLINE, json!({ "input": { "token": token } })).await.done();
            }
        }

        told.retain(|(_, letters)| *letters > 0);
        assert_eq!(told, [(7, 2), (14, 1)]);
    }

    async fn who_came_in_another_way_is_neither_reminded_nor_written_to_again(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let (paul, marie) = (app.person("Paul").await, app.person("Marie").await);
        let zoe = app.member_of(network, "Zoé").await;
        // A transfer that is dated ahead announces a membership.
        let ahead = NaiveDate::from_ymd_opt(2099, 1, 1).unwrap();
        app.write("update membership set started_on = ? where member_id = ?",
            vec![ahead.into(), zoe.id.into()]).await;
        let (waiting, _) = invite_one(&app, &lead, network, &paul.email).await;
        let (taken_back, _) = invite_one(&app, &lead, network, &marie.email).await;
        invite_one(&app, &lead, network, &zoe.email).await;
        invite_one(&app, &lead, network, "nina@exemple.test").await;
        let revoked = json!({ "input": { "invitationId": taken_back } });
        app.ask(Some(&lead), REVOKE, revoked.clone()).await.done();
        assert_eq!(app.delivered().await.len(), 3);

        app.clock.advance(TimeDelta::days(7));
        let first = invitation::remind(&app.house()).await.unwrap();
        // Paul's reminder waits in the outbox while they come in.
        for person in [&paul, &marie] {
            app.joins(person, network, Role::Member, None).await;
        }
        let reminded: Vec<_> = app.delivered().await.into_iter().map(|parcel| parcel.to).collect();
        app.clock.advance(TimeDelta::days(7));
        let second = invitation::remind(&app.house()).await.unwrap();
        let lead = app.signs_in_again(&lead).await;
        let one = json!({ "input": { "invitationId": waiting } });
        let again = [app.ask(Some(&lead), RESEND, one).await, app.ask(Some(&lead), RESEND, revoked).await];

        assert_eq!((first, second), (2, 1));
        assert_eq!(reminded, ["nina@exemple.test"]);
        for refused in again {
            assert_eq!(refused.refusals(), ["ALREADY_MEMBER"]);
        }
        assert_eq!(app.count("outbox where kind = 'invited'").await, 4);
        assert_eq!(app.count("invitation where state = 'accepted'").await, 0, "nobody answered");
    }

    async fn who_can_receive_no_letter_is_not_said_to_be_written_to_again(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let (closed, tired) = (app.person("Marie").await, app.person("Zoé").await);
        let mut invited = Vec::new();
        for address in [&*closed.email, &*tired.email, "inconnu@exemple.test", "paul@exemple.test"] {
            invited.push(invite_one(&app, &lead, network, address).await.0);
        }
        app.write("update member set archived_at = created_at where id = ?", vec![closed.id.into()])
            .await;
        app.write("insert into letter_refusal (member_id, category, created_at) \
            select id, 'invitation', created_at from member where id = ?",
            vec![tired.id.into()]).await;
        app.write("insert into address_refusal (email_key, category, created_at) \
            select 'inconnu@exemple.test', 'invitation', created_at from member where id = ?",
            vec![tired.id.into()]).await;
        app.clock.advance(TimeDelta::hours(2));

        let mut told = Vec::new();
        for id in &invited {
            let one = json!({ "input": { "invitationId": id } });
            told.push(app.ask(Some(&lead), RESEND, one).await.refusals().join(" "));
        }

        assert_eq!(told, ["UNREACHABLE", "UNREACHABLE", "UNREACHABLE", ""]);
        assert_eq!(app.count("outbox where kind = 'invited'").await, 5);
    }

    async fn nobody_is_reminded_at_night(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        invite_one(&app, &lead, network, "paul@exemple.test").await;
        let reminders = "outbox where kind = 'invited_again'";

        // From nine in the morning to ten in the evening, a week later.
        app.time_passes(TimeDelta::days(7) + TimeDelta::hours(13)).await;
        let at_night = app.count(reminders).await;
        app.time_passes(TimeDelta::hours(10)).await;
        let in_the_morning = app.count(reminders).await;

        assert_eq!((at_night, in_the_morning), (0, 1));
    }

    async fn an_organiser_invites_members_and_not_leads(app: App) {
        let network = app.network("cybanjou").await;
        let organiser = app.organiser_of(network, "Oscar").await;
        let member = app.member_of(network, "Marie").await;
        let input = |role: &str| json!({ "input": { "networkId": network.to_string(),
            "addresses": format!("{role}@exemple.test"), "role": role } });

        app.ask(Some(&organiser), CREATE, input("MEMBER")).await.done();
        assert_eq!(app.ask(Some(&organiser), CREATE, input("LEAD")).await.code(), "FORBIDDEN");
        assert_eq!(app.ask(Some(&member), CREATE, input("MEMBER")).await.code(), "FORBIDDEN");
    }

    async fn only_those_who_run_the_network_see_who_was_invited(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let member = app.member_of(network, "Marie").await;
        let (id, _) = invite_one(&app, &lead, network, "paul@exemple.test").await;
        let list = "{ network(by: { slug: \"cybanjou\" }) { invitations(first: 5, filter: { state: SENT }) {
            totalCount nodes { email invitedBy { firstName } } } } }";
        let node = "query($id: ID!) { node(id: $id) { id } }";

        let as_lead = app.ask(Some(&lead), list, json!({})).await;
        let as_member = app.ask(Some(&member), list, json!({})).await;
        let as_node = app.ask(Some(&member), node, json!({ "id": id })).await;
        let revoked = app.ask(Some(&member), REVOKE, json!({ "input": { "invitationId": id } })).await;

        assert_eq!(as_lead.data()["network"]["invitations"], json!({ "totalCount": 1, "nodes":
            [{ "email": "paul@exemple.test", "invitedBy": { "firstName": "Ana" } }] }));
        assert_eq!(as_member.code(), "FORBIDDEN");
        assert_eq!(as_node.data()["node"], Value::Null);
        assert_eq!(revoked.code(), "NOT_FOUND");
    }

    async fn an_invitation_never_takes_a_role_away(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let paul = app.person("Paul").await;
        let (_, token) = invite_one(&app, &lead, network, "paul@exemple.test").await;
        app.joins(&paul, network, Role::Lead, None).await;

        accept(&app, Some(&paul), &token, false).await.done();

        let roles = roles(&app, &paul).await;
        assert_eq!(roles[0]["role"], "LEAD");
        assert_eq!(roles[0]["localRole"], "HELPER");
    }

    async fn who_accepts_before_an_announced_transfer_is_in_from_that_day_on(app: App) {
        let department = app.network("cybanjou").await;
        let (from, to) = (app.network_below(Some(department), "rlin-a").await,
            app.network_below(Some(department), "rlin-b").await);
        let lead = app.lead_of(department, "Ana").await;
        let marie = app.member_of(from, "Marie").await;
        let membership = of(&app, &marie).await;
        let (_, token) = invite_one(&app, &lead, to, &marie.email).await;
        app.ask(Some(&lead), TRANSFER, json!({ "input": { "membershipId": membership,
            "toNetworkId": to.to_string(), "on": "2026-12-20" } })).await.done();

        accept(&app, Some(&marie), &token, false).await.done();

        assert_eq!(app.count("membership where origin = 'invitation' and role = 'member' \
            and local_role = 'helper' and started_on = '2026-09-07' and ended_on is null").await, 1);
        assert_eq!(app.count("membership where started_on > '2026-09-07'").await, 0);
        let leaves = "membership where ended_on = '2026-12-20' and ending = 'removed'";
        assert_eq!(app.count(leaves).await, 1, "they leave the other as planned");
        let mine = app.ask(Some(&marie), "{ viewer { networks(first: 5) { nodes { slug } } } }",
            json!({})).await;
        let mine = mine.data()["viewer"]["networks"]["nodes"].as_array().unwrap();
        assert!(mine.contains(&json!({ "slug": "rlin-b" })), "{mine:?}");

        // No transfer leads there any more: who is sent away is kept where they were.
        let kept = app.ask(Some(&lead), "mutation($input: MembershipsRestoreInput!) {
            membershipsRestore(input: $input) { results { userErrors { code } } userErrors { code } } }",
            json!({ "input": { "membershipIds": [membership] } })).await;
        assert_eq!(kept.done()["results"], json!([{ "userErrors": [] }]));
        assert_eq!(app.count("membership where ended_on is null and role = 'member'").await, 2);
    }

    async fn a_greater_role_that_is_announced_waits_for_its_day(app: App) {
        let department = app.network("cybanjou").await;
        let (from, to) = (app.network_below(Some(department), "rlin-a").await,
            app.network_below(Some(department), "rlin-b").await);
        let lead = app.lead_of(department, "Ana").await;
        let marie = app.member_of(from, "Marie").await;
        let membership = of(&app, &marie).await;
        let (_, token) = invite_one(&app, &lead, to, &marie.email).await;
        app.ask(Some(&lead), TRANSFER, json!({ "input": { "membershipId": membership,
            "toNetworkId": to.to_string(), "role": "ORGANISER", "on": "2026-12-20" } })).await.done();

        let early = accept(&app, Some(&marie), &token, false).await;

        // Neither given before its day by who may not give it, nor lost.
        assert_eq!(early.refusals(), ["ROLE_ANNOUNCED"]);
        assert_eq!(app.count("membership where origin = 'transfer' and role = 'organiser' \
            and started_on = '2026-12-20' and ended_on is null").await, 1);
        assert_eq!(app.count("invitation where state = 'sent'").await, 1);
    }
}
