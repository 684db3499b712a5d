//! Duplicates: found by likeness, and joined without losing or doubling what either had.

use domain::{
    database::Bind,
    id::{AttendanceKind, EmployerId, EmploymentId, EmploymentKind, Id, SignatureId},
};
use serde_json::{Value, json};

use crate::{
    membership::of,
    support::{App, Person, on_both},
};

const MERGE: &str = "mutation($input: MemberMergeInput!) { memberMerge(input: $input) {
    member { name } userErrors { code } } }";

async fn merge(app: &App, lead: &Person, kept: &Person, duplicate: &Person) {
    let input = json!({ "input":
        { "keptId": kept.id.to_string(), "duplicateId": duplicate.id.to_string() } });
    app.ask(Some(lead), MERGE, input).await.done();
}

async fn likes(app: &App, lead: &Person, network: domain::id::NetworkId) -> Value {
    let document = "query($id: ID!) { memberDuplicates(networkId: $id) {
        likeness members { firstName } } }";
    let answer = app.ask(Some(lead), document, json!({ "id": network.to_string() })).await;
    answer.data()["memberDuplicates"].clone()
}

pub(crate) async fn employer(app: &App, name: &str) -> EmployerId {
    let id = EmployerId::new();
    app.write(
        "insert into employer (id, name, search, address, postal_code, commune_name, revision, \
         created_at) values (?, ?, ?, '', '', '', 1, ?)",
        vec![id.into(), name.into(), name.to_lowercase().into(), app.clock.now().into()],
    )
    .await;
    id
}

pub(crate) async fn works(
    app: &App,
    who: &Person,
    employer: EmployerId,
    status: &str,
) -> EmploymentId {
    let id = Id::<EmploymentKind>::new();
    let since = chrono::NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
    app.write(
        "insert into employment (id, member_id, employer_id, started_on, status, revision, \
         created_at) values (?, ?, ?, ?, ?, 1, ?)",
        vec![
            id.into(),
            who.id.into(),
            employer.into(),
            since.into(),
            status.into(),
            app.clock.now().into(),
        ],
    )
    .await;
    id
}

async fn recorded(app: &App, who: &Person, event: domain::id::EventId, state: &str) {
    app.write(
        "insert into attendance (id, event_id, member_id, state, recorded_at, revision) \
         values (?, ?, ?, ?, ?, 1)",
        vec![
            Id::<AttendanceKind>::new().into(),
            event.into(),
            who.id.into(),
            state.into(),
            app.clock.now().into(),
        ],
    )
    .await;
}

on_both! {
    async fn the_same_name_at_the_same_employer_is_told_to_the_lead_until_they_are_one(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Nora").await;
        let first = app.member_of(network, "Hélène").await;
        let second = app.member_of(network, "Héléne bis").await;
        app.write(
            "update member set first_name = 'Helene', search = ? where id = ?",
            vec!["essai helene".into(), second.id.into()],
        )
        .await;
        // Who is to leave one day is a member until then.
        app.write("update membership set ended_on = '2030-01-01', ending = 'left' where member_id = ?",
            vec![first.id.into()]).await;
        assert_eq!(likes(&app, &lead, network).await, json!([{ "likeness": "NAME",
            "members": [{ "firstName": "Hélène" }, { "firstName": "Helene" }] }]));
        let employer = employer(&app, "Mairie").await;
        works(&app, &first, employer, "confirmed").await;
        works(&app, &second, employer, "confirmed").await;

        let alike = likes(&app, &lead, network).await;
        merge(&app, &lead, &first, &second).await;

        assert_eq!(alike, json!([{ "likeness": "NAME_AND_EMPLOYER",
            "members": [{ "firstName": "Hélène" }, { "firstName": "Helene" }] }]));
        assert_eq!(likes(&app, &lead, network).await, json!([]));
        let member = app.ask(Some(&first), "query($id: ID!) { memberDuplicates(networkId: $id) { likeness } }",
            json!({ "id": network.to_string() })).await;
        assert_eq!(member.code(), "FORBIDDEN");
    }

    async fn two_announced_transfers_to_one_network_become_one_that_can_be_taken_back(app: App) {
        let department = app.network("cybanjou").await;
        let (from, to) = (app.network_below(Some(department), "rlin-a").await,
            app.network_below(Some(department), "rlin-b").await);
        let lead = app.lead_of(department, "Nora").await;
        for (number, days) in [["2027-03-01", "2027-02-01"], ["2027-02-01", "2027-03-01"]].iter().enumerate() {
            let kept = app.member_of(from, &format!("Marie{number}")).await;
            let twice = app.member_of(from, &format!("Marie{number} bis")).await;
            for (person, on) in [(&kept, days[0]), (&twice, days[1])] {
                let id = of(&app, person).await;
                app.ask(Some(&lead), "mutation($input: MembershipTransferInput!) {
                    membershipTransfer(input: $input) { membership { id } userErrors { code } } }",
                    json!({ "input": { "membershipId": id, "toNetworkId": to.to_string(), "on": on } }))
                    .await.done();
            }

            merge(&app, &lead, &kept, &twice).await;
            let left = format!("membership where member_id = (select id from member where email = '{}') \
                and ended_on = '2027-02-01' and ending = 'transferred' and started_on < '2027-02-01'",
                kept.email);
            let begun = format!("membership where member_id = (select id from member where email = '{}') \
                and started_on = '2027-02-01' and ended_on is null", kept.email);
            assert_eq!((app.count(&left).await, app.count(&begun).await), (1, 1), "{days:?}");

            let id = of(&app, &kept).await;
            app.ask(Some(&lead), "mutation($input: MembershipsRestoreInput!) {
                membershipsRestore(input: $input) { results { userErrors { code } } userErrors { code } } }",
                json!({ "input": { "membershipIds": [id] } })).await.done();
            assert_eq!((app.count(&left).await, app.count(&begun).await), (0, 0), "{days:?}");
            assert_eq!(app.count(&format!("membership where ended_on is null and member_id = \
                (select id from member where email = '{}')", kept.email)).await, 1, "they stay");
        }
    }

    async fn two_roles_that_go_over_to_one_network_do_on_the_earlier_day(app: App) {
        let department = app.network("cybanjou").await;
        let (from, to) = (app.network_below(Some(department), "rlin-a").await,
            app.network_below(Some(department), "rlin-b").await);
        let lead = app.lead_of(department, "Nora").await;
        for is_kept in [true, false] {
            let leads = app.lead_of(from, &format!("Marie {is_kept}")).await;
            let helps = app.member_of(from, &format!("Marie bis {is_kept}")).await;
            for (person, on) in [(&leads, "2027-02-01"), (&helps, "2027-03-01")] {
                let id = of(&app, person).await;
                app.ask(Some(&lead), "mutation($input: MembershipTransferInput!) {
                    membershipTransfer(input: $input) { membership { id } userErrors { code } } }",
                    json!({ "input": { "membershipId": id, "toNetworkId": to.to_string(), "on": on } }))
                    .await.done();
            }
            let (kept, twice) = if is_kept { (&leads, &helps) } else { (&helps, &leads) };

            merge(&app, &lead, kept, twice).await;
            let goes_on = async |what: &str| {
                app.count(&format!("membership where member_id = (select id from member \
                    where email = '{}') and {what}", kept.email)).await
            };
            let left = "role = 'lead' and ended_on = '2027-02-01' and ending = 'transferred'";
            let begun = "started_on = '2027-02-01' and ended_on is null";
            let later = "ended_on > '2027-02-01' and ended_on > started_on";
            assert_eq!((goes_on(left).await, goes_on(begun).await, goes_on(later).await), (1, 1, 0));
            let told = ["2027-03-01", "transferred", "merged"]
                .map(|word| format!("cast(changes as text) like '%{word}%'"))
                .join(" and ");
            let told = format!("audit_line where action = 'membership.end' and {told} \
                and member_id = (select id from member where email = '{}')", kept.email);
            assert_eq!(app.count(&told).await, 1, "the trail tells what was planned for the other");

            let id = of(&app, kept).await;
            app.ask(Some(&lead), "mutation($input: MembershipsRestoreInput!) {
                membershipsRestore(input: $input) { results { userErrors { code } } userErrors { code } } }",
                json!({ "input": { "membershipIds": [id] } })).await.done();
            assert_eq!((goes_on("ended_on is null").await, goes_on(begun).await), (1, 0), "they stay");
        }
    }

    async fn of_two_jobs_at_one_employer_the_confirmed_one_goes_on(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Nora").await;
        let kept = app.member_of(network, "Ana").await;
        let twice = app.member_of(network, "Ana bis").await;
        let (both, other) = (employer(&app, "Mairie").await, employer(&app, "Centre social").await);
        works(&app, &kept, both, "declared").await;
        let confirmed = works(&app, &twice, both, "confirmed").await;
        works(&app, &twice, other, "confirmed").await;

        merge(&app, &lead, &kept, &twice).await;

        assert_eq!(app.count("employment").await, 3, "nothing is lost");
        assert_eq!(app.count("employment where ended_on is null").await, 2, "nothing runs twice");
        let running = "select count(*) from employment where id = ? and member_id = ? and ended_on is null";
        let goes_on = domain::database::Sql::new(running, vec![confirmed.into(), kept.id.into()]);
        assert_eq!(goes_on.number(app.server.house.db.read()).await.unwrap(), 1);
    }

    async fn of_two_periods_one_goes_on_whichever_ends_later(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Nora").await;
        let employer = employer(&app, "Mairie").await;
        for (index, [of_kept, of_gone]) in
            [[None, Some("2027-01-01")], [Some("2027-01-01"), None]].into_iter().enumerate()
        {
            let kept = app.member_of(network, &format!("Ana {index}")).await;
            let twice = app.member_of(network, &format!("Ana bis {index}")).await;
            for (who, ended_on) in [(&kept, of_kept), (&twice, of_gone)] {
                works(&app, who, employer, "confirmed").await;
                let Some(day) = ended_on else { continue };
                for (table, ending) in [("membership", ", ending = 'left'"), ("employment", "")] {
                    app.write(&format!("update {table} set ended_on = '{day}'{ending} where member_id = ?"),
                        vec![who.id.into()]).await;
                }
            }

            merge(&app, &lead, &kept, &twice).await;

            for table in ["membership", "employment"] {
                let left = format!("{table} where member_id = ? and (ended_on is null or ended_on > ?)");
                let running = domain::database::Sql::new(
                    &format!("select count(*) from {left}"),
                    vec![kept.id.into(), app.clock.today().into()],
                );
                let running = running.number(app.server.house.db.read()).await.unwrap();
                assert_eq!(running, 1, "{table} {index}");
            }
        }
        assert_eq!(app.count("employment where ended_on is null").await, 2, "the longer one");
    }

    async fn a_lead_who_is_a_member_too_stays_one_when_the_lead_ends(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Nora").await;
        let kept = app.lead_of(network, "Ana").await;
        let twice = app.member_of(network, "Ana bis").await;
        app.write("update membership set ended_on = '2027-01-01', ending = 'left' where member_id = ?",
            vec![kept.id.into()]).await;

        merge(&app, &lead, &kept, &twice).await;

        assert_eq!(app.count("membership where role = 'lead' and ending = 'changed' \
            and ended_on = '2027-01-01'").await, 1);
        assert_eq!(app.count("membership where role = 'member' and started_on = '2027-01-01' \
            and ended_on is null and origin = 'merge'").await, 1);
    }

    async fn of_two_presences_the_better_stays_and_each_other_moves(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Nora").await;
        let kept = app.member_of(network, "Ana").await;
        let twice = app.member_of(network, "Ana bis").await;
        let shared = app.event(network, |_| {}).await;
        let alone = app.event(network, |_| {}).await;
        recorded(&app, &kept, shared, "absent").await;
        recorded(&app, &twice, shared, "present").await;
        recorded(&app, &twice, alone, "excused").await;
        let sent = "update attendance set recorded_by_id = member_id where state = 'excused'";
        app.write(sent, vec![]).await;

        merge(&app, &lead, &kept, &twice).await;

        assert_eq!(app.count("attendance").await, 2);
        // Their own excuse is still their own word.
        assert_eq!(app.count("attendance where recorded_by_id = member_id").await, 1);
        assert_eq!(app.count("attendance where state = 'present'").await, 1);
        assert_eq!(app.count("attendance where state = 'excused'").await, 1);
        let text = "select count(*) from attendance where member_id = ?";
        let of_kept = domain::database::Sql::new(text, vec![Bind::from(kept.id)]);
        assert_eq!(of_kept.number(app.server.house.db.read()).await.unwrap(), 2);
    }

    async fn of_two_signatures_under_one_text_one_holds_and_both_are_known(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Nora").await;
        let kept = app.member_of(network, "Ana").await;
        let twice = app.member_of(network, "Ana bis").await;
        let made = app.ask(Some(&lead), "mutation($input: CharterCreateInput!) { charterCreate(input: $input) {
            charter { id } userErrors { code } } }", json!({ "input": { "networkId": network.to_string(),
            "title": "Charte", "draft": "J’écoute.", "asksVolunteer": true, "asksStructure": false } })).await;
        let charter = made.done()["charter"]["id"].clone();
        let published = app.ask(Some(&lead), "mutation($input: CharterPublishInput!) { charterPublish(input: $input) {
            charter { currentVersion { id } } userErrors { code } } }",
            json!({ "input": { "charterId": charter, "asksAgain": true } })).await;
        let version = published.done()["charter"]["currentVersion"]["id"].clone();
        let sign = "mutation($input: CharterSignInput!) { charterSign(input: $input) {
            signature { id } userErrors { code } } }";
        let input = json!({ "input": { "charterVersionId": version, "agrees": true } });
        let first = app.ask(Some(&kept), sign, input.clone()).await;
        app.clock.advance(chrono::TimeDelta::days(1));
        let second = app.ask(Some(&twice), sign, input).await;
        let id = |answer: &crate::support::Answer| -> SignatureId {
            answer.done()["signature"]["id"].as_str().unwrap().parse().unwrap()
        };
        let (first, second) = (id(&first), id(&second));

        merge(&app, &lead, &kept, &twice).await;

        assert_eq!(app.count("signature").await, 2);
        assert_eq!(app.count("signature where state = 'signed'").await, 1);
        let text = "select count(*) from signature where id = ? and state = 'signed'";
        let holds = domain::database::Sql::new(text, vec![second.into()]);
        assert_eq!(holds.number(app.server.house.db.read()).await.unwrap(), 1, "the one that holds longer, not {first}");
        let text = "select count(*) from signature where member_id = ? and signed_by_id = ?";
        let of_kept = domain::database::Sql::new(text, vec![kept.id.into(), kept.id.into()]);
        assert_eq!(of_kept.number(app.server.house.db.read()).await.unwrap(), 2);
    }

    async fn an_invitation_to_act_for_an_employer_is_accepted_by_a_click_and_once(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Nora").await;
        let made = app.ask(Some(&lead), "mutation($input: EmployerCreateInput!) { employerCreate(input: $input) {
            employer { id } userErrors { code } } }",
            json!({ "input": { "networkId": network.to_string(), "name": "Mairie" } })).await;
        let employer = made.done()["employer"]["id"].clone();
        let invited = app.ask(Some(&lead), "mutation($input: EmployerManagerInviteInput!) {
            employerManagerInvite(input: $input) { invitation { id } userErrors { code } } }",
            json!({ "input": { "employerId": employer, "networkId": network.to_string(),
                "email": "directrice@mairie.test", "word": "Bienvenue" } })).await;
        let id = invited.done()["invitation"]["id"].as_str().unwrap().parse().unwrap();
        let token = domain::invitation::token(app.house().secret(), id, 1);
        let accept = "mutation($input: InvitationAcceptInput!) { invitationAccept(input: $input) {
            invitation { state } userErrors { code } } }";
        let found = app.ask(None, "query($token: String!) { invitationLetter(token: $token) { __typename } }",
            json!({ "token": token })).await;
        assert_eq!(app.count("employer_manager").await, 0, "looking accepts nothing");

        let accepted = app.ask(None, accept, json!({ "input": { "token": token } })).await;
        let again = app.ask(None, accept, json!({ "input": { "token": token } })).await;

        assert!(found.body["errors"].is_null(), "{}", found.body);
        assert_eq!(accepted.done()["invitation"]["state"], "ACCEPTED");
        assert_eq!(again.refusals(), ["ALREADY_ANSWERED"]);
        assert_eq!(app.count("employer_manager where state = 'confirmed'").await, 1);
        assert_eq!(app.count("membership where ended_on is null").await, 1, "acting for an employer is no membership");
        assert_eq!(app.count("audit_line where action = 'employer_manager.confirm'").await, 1);
        let managers = app.ask(Some(&lead), "query($id: ID!) { employer(by: { id: $id }) {
            managers(first: 5) { nodes { state member { lastName } } }
            history(first: 5, filter: { kinds: [EMPLOYER_MANAGER] }) { nodes { action } } } }",
            json!({ "id": employer })).await;
        assert_eq!(managers.data()["employer"]["managers"]["nodes"][0]["state"], "CONFIRMED");
    }
}
