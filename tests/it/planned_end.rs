//! A planned end comes back when what was done over it is taken back, whatever was done in between.

use domain::id::NetworkId;
use serde_json::{Value, json};

use crate::{
    membership::of,
    support::{App, Person, on_both},
};

const UPDATE: &str = "mutation($input: MembershipUpdateInput!) { membershipUpdate(input: $input) {
    membership { id } userErrors { code } } }";
const END: &str = "mutation($input: MembershipEndInput!) { membershipEnd(input: $input) {
    membership { id } userErrors { code } } }";
const TRANSFER: &str =
    "mutation($input: MembershipTransferInput!) { membershipTransfer(input: $input) {
    membership { id } userErrors { code } } }";
const RESTORE: &str =
    "mutation($input: MembershipsRestoreInput!) { membershipsRestore(input: $input) {
    results { userErrors { code } } userErrors { code } } }";

/// What is done to a membership.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// The person announces that they leave at the end of the year.
    Leaves,
    /// A lead ends it, on this day or today.
    Ends(&'static str),
    /// A lead gives another local role.
    Changes(&'static str),
    /// A lead announces a transfer on this day.
    Moves(&'static str),
    /// A lead gives another local role where the transfer leads.
    ChangesThere(&'static str),
    /// A lead refuses the transfer, before it comes about.
    Refuses,
    /// What follows is done where the transfer leads.
    Follows,
    /// A lead takes back what was done last.
    Restores,
    /// A lead may not take it back: the person was to have left.
    HasLeft,
    /// A lead closes the record, and opens it again.
    ClosesAndOpens,
}
use Step::{
    Changes, ChangesThere, ClosesAndOpens, Ends, Follows, HasLeft, Leaves, Moves, Refuses, Restores,
};

/// What was done, and how the membership is to end.
type Case = (&'static [Step], [&'static str; 3]);

const LEFT: [&str; 3] = ["2026-12-31", "LEFT", "déménagement"];
const REMOVED: [&str; 3] = ["2026-11-01", "REMOVED", "mission"];

const CASES: &[Case] = &[
    (&[Leaves, Ends(""), Restores], LEFT),
    (&[Leaves, Changes("HELPER"), Ends(""), Restores], LEFT),
    (&[Leaves, Ends("2026-11-01"), Ends(""), Restores], REMOVED),
    (&[Leaves, Ends("2026-11-01"), Ends(""), Restores, Restores], LEFT),
    (&[Leaves, Ends("2026-11-01"), Changes("HELPER"), Restores], LEFT),
    (&[Leaves, Ends("2026-11-01"), Changes("HELPER"), Changes("PILOT"), Restores], LEFT),
    (&[Leaves, Ends("2026-11-01"), Changes("HELPER"), Ends(""), Restores], REMOVED),
    (&[Leaves, Ends("2026-11-01"), Changes("HELPER"), Ends(""), Restores, Restores], LEFT),
    (&[Leaves, Moves("2026-10-01"), Restores], LEFT),
    (&[Leaves, Moves("2026-10-01"), Refuses], LEFT),
    (&[Leaves, Moves("2026-10-01"), Moves("2026-10-02"), Restores], LEFT),
    (&[Leaves, Changes("HELPER"), Moves("2026-10-01"), Restores], LEFT),
    (&[Leaves, Changes("HELPER"), Moves("2026-10-01"), Refuses], LEFT),
    (&[Leaves, Moves("2026-10-01"), Changes("HELPER"), Restores], LEFT),
    (&[Leaves, Moves("2026-10-01"), Changes("HELPER"), Refuses], LEFT),
    (&[Leaves, Moves("2026-10-01"), ChangesThere("HELPER"), Restores], LEFT),
    (&[Leaves, Moves("2026-10-01"), ChangesThere("HELPER"), Refuses], LEFT),
    (&[Leaves, Ends("2026-11-01"), Moves("2026-10-01"), Restores], REMOVED),
    (&[Leaves, Ends("2026-11-01"), Moves("2026-10-01"), Restores, Restores], LEFT),
    (&[Leaves, Ends("2026-11-01"), Moves("2026-10-01"), Follows, Restores], LEFT),
    (&[Leaves, Ends("2026-11-01"), ClosesAndOpens, Restores], LEFT),
    (
        &[Leaves, Ends("2027-02-01"), Moves("2027-01-15"), Follows, HasLeft],
        ["2027-02-01", "REMOVED", "mission"],
    ),
];

/// Who acts, and where.
struct Scene<'a> {
    app: &'a App,
    lead: &'a Person,
    to: NetworkId,
}

impl Scene<'_> {
    /// Does this for a lead, who is not refused.
    async fn does(&self, document: &str, input: Value) -> Value {
        self.app.ask(Some(self.lead), document, json!({ "input": input })).await.done().clone()
    }

    /// Does all of this to the membership of somebody: how it ends then.
    async fn plays(&self, person: &Person, steps: &[Step]) -> [Value; 3] {
        let mut id = json!(of(self.app, person).await);
        let mut there = Value::Null;
        for step in steps {
            match *step {
                Leaves => {
                    let input = json!({ "membershipId": id, "on": LEFT[0], "reason": LEFT[2] });
                    self.app.ask(Some(person), END, json!({ "input": input })).await.done();
                }
                Ends(on) => {
                    let on = (!on.is_empty()).then_some(on);
                    let input = json!({ "membershipId": id, "on": on, "reason": REMOVED[2] });
                    self.does(END, input).await;
                }
                Changes(role) => {
                    let input = json!({ "membershipId": id, "localRole": role });
                    id = self.does(UPDATE, input).await["membership"]["id"].clone();
                }
                Moves(on) => {
                    let to = self.to.to_string();
                    let input = json!({ "membershipId": id, "toNetworkId": to, "on": on });
                    there = self.does(TRANSFER, input).await["membership"]["id"].clone();
                }
                ChangesThere(role) => {
                    let input = json!({ "membershipId": there, "localRole": role });
                    there = self.does(UPDATE, input).await["membership"]["id"].clone();
                }
                Refuses => {
                    self.does(END, json!({ "membershipId": there })).await;
                }
                Follows => id = there.clone(),
                Restores => {
                    let done = self.does(RESTORE, json!({ "membershipIds": [id] })).await;
                    assert_eq!(done["results"][0]["userErrors"], json!([]), "{steps:?}");
                }
                HasLeft => {
                    let done = self.does(RESTORE, json!({ "membershipIds": [id] })).await;
                    let wrong = &done["results"][0]["userErrors"];
                    assert_eq!(*wrong, json!([{ "code": "HAS_LEFT" }]), "{steps:?}");
                }
                ClosesAndOpens => {
                    self.app.closes_record(self.lead, person).await.done();
                    self.app.reopens_record(self.lead, person).await.done();
                    id = json!(of(self.app, &self.app.signs_in_again(person).await).await);
                }
            }
        }
        self.end_of(&id).await
    }

    /// How this membership is to end, and why.
    async fn end_of(&self, id: &Value) -> [Value; 3] {
        let document = "query($id: ID!) { node(id: $id) { ... on Membership {
            endedOn ending endingReason } } }";
        let read = self.app.ask(Some(self.lead), document, json!({ "id": id })).await;
        let node = &read.data()["node"];
        ["endedOn", "ending", "endingReason"].map(|field| node[field].clone())
    }
}

on_both! {
    async fn a_planned_end_comes_back_whatever_was_done_over_it(app: App) {
        let department = app.network("cybanjou").await;
        let (from, to) = (app.network_below(Some(department), "rlin-a").await,
            app.network_below(Some(department), "rlin-b").await);
        let lead = app.lead_of(department, "Ana").await;
        let scene = Scene { app: &app, lead: &lead, to };
        for (index, (steps, planned)) in CASES.iter().enumerate() {
            let marie = app.member_of(from, &format!("Marie{index}")).await;

            let ends = scene.plays(&marie, steps).await;

            assert_eq!(ends, planned.map(Value::from), "{steps:?}");
            // What has no end goes on too.
            let goes_on = format!("membership where (ended_on is null or (ended_on > '2026-09-07' \
                and ended_on > started_on and coalesce(ending, '') <> 'transferred')) and member_id = \
                (select id from member where email = '{}')", marie.email);
            assert_eq!(app.count(&goes_on).await, 1, "in one network alone: {steps:?}");
        }
    }

    async fn of_many_taken_back_at_once_each_has_what_they_had_planned_themselves(app: App) {
        let department = app.network("cybanjou").await;
        let local = app.network_below(Some(department), "rlin").await;
        let lead = app.lead_of(department, "Ana").await;
        let scene = Scene { app: &app, lead: &lead, to: local };
        for is_back in [false, true] {
            let mut people = Vec::new();
            let plans =
                [("Marie", "2026-12-30", "santé"), ("Zoé", "2026-12-31", "retraite")];
            for (name, on, reason) in plans {
                let person = app.member_of(local, &format!("{name} {is_back}")).await;
                let id = of(&app, &person).await;
                let leaves = json!({ "membershipId": id, "on": on, "reason": reason });
                app.ask(Some(&person), END, json!({ "input": leaves })).await.done();
                // For both it is to end alike, over what each had planned.
                let ends = json!({ "membershipId": id, "on": REMOVED[0], "reason": REMOVED[2] });
                scene.does(END, ends).await;
                people.push((person, [on, "LEFT", reason]));
            }
            if is_back {
                people.reverse();
            }
            for (person, _) in &people {
                app.closes_record(&lead, person).await.done();
            }
            for (person, _) in &people {
                app.reopens_record(&lead, person).await.done();
            }
            let mut ids = Vec::new();
            for (person, _) in &people {
                ids.push(json!(of(&app, &app.signs_in_again(person).await).await));
            }

            let done = scene.does(RESTORE, json!({ "membershipIds": ids })).await;

            for (index, (_, planned)) in people.iter().enumerate() {
                assert_eq!(done["results"][index]["userErrors"], json!([]));
                assert_eq!(scene.end_of(&ids[index]).await, planned.map(Value::from));
            }
        }
    }

    async fn who_is_removed_on_a_later_day_may_leave_before_and_not_put_it_off(app: App) {
        let department = app.network("cybanjou").await;
        let local = app.network_below(Some(department), "rlin").await;
        let lead = app.lead_of(department, "Ana").await;
        let marie = app.member_of(local, "Marie").await;
        let scene = Scene { app: &app, lead: &lead, to: local };
        let id = json!(of(&app, &marie).await);
        let on = |on: &str| json!({ "input": { "membershipId": id, "on": on, "reason": "moi" } });
        let document = "mutation($input: MembershipEndInput!) { membershipEnd(input: $input) {
            userErrors { code field message details { name value } } } }";

        // What she planned herself she moves as she likes.
        for day in ["2026-11-30", "2027-01-31", "2026-11-15"] {
            app.ask(Some(&marie), END, on(day)).await.done();
        }
        let ends = json!({ "membershipId": id, "on": "2026-12-01", "reason": "mission" });
        scene.does(END, ends).await;
        let later = app.ask(Some(&marie), document, on("2099-01-01")).await;
        assert_eq!(later.refusals(), ["ENDS_EARLIER"]);
        let wrong = &later.data()["membershipEnd"]["userErrors"][0];
        assert_eq!(wrong["field"], json!(["on"]));
        assert_eq!(wrong["details"], json!([{ "name": "endsOn", "value": "2026-12-01" }]));
        let kept = ["2026-12-01", "REMOVED", "mission"].map(Value::from);
        assert_eq!(scene.end_of(&id).await, kept);

        // To leave before is no way around it.
        app.ask(Some(&marie), END, on("2026-10-01")).await.done();
        app.ask(Some(&marie), END, on("2026-10-15")).await.done();
        let around = app.ask(Some(&marie), END, on("2026-12-02")).await;
        assert_eq!(around.refusals(), ["ENDS_EARLIER"]);
        assert_eq!(scene.end_of(&id).await, ["2026-10-15", "LEFT", "moi"].map(Value::from));
        // The trail keeps why the lead had decided it.
        let kept = "audit_line where action = 'membership.end' \
            and cast(changes as text) like '%mission%moi%'";
        assert_eq!(app.count(kept).await, 1);

        // A lead puts it off.
        let ends = json!({ "membershipId": id, "on": "2027-02-01", "reason": "mission" });
        scene.does(END, ends).await;
        assert_eq!(scene.end_of(&id).await, ["2027-02-01", "REMOVED", "mission"].map(Value::from));
    }
}
