//! In every update what is not named stays, and `null` empties or is refused: never silence.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use async_graphql_parser::{
    parse_schema,
    types::{BaseType, TypeKind, TypeSystemDefinition},
};
use domain::id::NetworkId;
use serde_json::{Map, Value, json};

use crate::support::{App, Person, on_both};

/// What may be left out of each update, dots before what is inside another input.
fn may_be_left_out() -> BTreeMap<String, BTreeSet<String>> {
    let document = parse_schema(include_str!("../../schema.graphql")).unwrap();
    let mut inputs = HashMap::new();
    for definition in document.definitions {
        if let TypeSystemDefinition::Type(definition) = definition
            && let TypeKind::InputObject(input) = definition.node.kind
        {
            inputs.insert(definition.node.name.node.to_string(), input.fields);
        }
    }
    let fields = |input: &str, within: &str| -> Vec<(String, String)> {
        let nullable = inputs[input].iter().filter(|field| {
            field.node.ty.node.nullable && field.node.name.node != "expectedRevision"
        });
        let named = nullable.map(|field| format!("{within}{}", field.node.name.node));
        named.map(|name| (input.to_owned(), name)).collect()
    };
    let is_update =
        |name: &&String| name.ends_with("UpdateInput") || *name == "ReminderRuleSetInput";
    let mut found = BTreeMap::new();
    for name in inputs.keys().filter(is_update) {
        let mut own: BTreeSet<_> = fields(name, "").into_iter().map(|(_, field)| field).collect();
        for field in &inputs[name] {
            let BaseType::Named(inner) = &field.node.ty.node.base else { continue };
            if ["PlaceInput", "MemberVisibilityInput"].contains(&inner.as_str()) {
                let within = format!("{}.", field.node.name.node);
                own.extend(fields(inner, &within).into_iter().map(|(_, field)| field));
            }
        }
        if !own.is_empty() {
            found.insert(name.clone(), own);
        }
    }
    found
}

/// A thing, all of whose fields have a value, and how it is updated.
struct Thing {
    input: &'static str,
    by: Person,
    /// The input's field for its identifier, and where the answer has the thing.
    id: (&'static str, Value, &'static str),
    /// What is read of it, by the names of the input's fields.
    look: &'static str,
    full: Value,
}

impl Thing {
    fn mutation(&self) -> String {
        let name = self.input.strip_suffix("Input").unwrap();
        format!("{}{}", name[..1].to_lowercase(), &name[1..])
    }

    fn document(&self) -> String {
        let (input, mutation, look) = (self.input, self.mutation(), self.look);
        format!(
            "mutation($input: {input}!) {{ it: {mutation}(input: $input) {{ {look} userErrors {{ code }} }} }}"
        )
    }

    /// Updates it so, and reads it: an error's code, or its fields by name.
    async fn update(&mut self, app: &App, change: &Value) -> Result<Map<String, Value>, String> {
        let mut input = change.as_object().unwrap().clone();
        input.insert(self.id.0.to_owned(), self.id.1.clone());
        if self.input == "PlaceUpdateInput" {
            input.entry("place").or_insert_with(|| json!({}));
        }
        let answer = app.ask(Some(&self.by), &self.document(), json!({ "input": input })).await;
        if answer.body.get("errors").is_some() {
            return Err(answer.code().to_owned());
        }
        let done = &answer.data()["it"];
        if let Some(refusal) = done["userErrors"].get(0) {
            return Err(refusal["code"].as_str().unwrap().to_owned());
        }
        let thing = done.pointer(self.id.2).unwrap_or_else(|| panic!("{done}"));
        // A change of role is a membership of its own.
        if let (Some(id), "MembershipUpdateInput") = (thing.get("id"), self.input) {
            self.id.1 = id.clone();
        }
        let mut fields = Map::new();
        flatten(thing, &mut fields);
        Ok(fields)
    }
}

fn flatten(thing: &Value, fields: &mut Map<String, Value>) {
    for (name, value) in thing.as_object().into_iter().flatten() {
        fields.insert(name.clone(), value.clone());
        flatten(value, fields);
    }
}

/// Whether there is nothing; the standard of places has a number for that.
fn is_empty(value: Option<&Value>) -> bool {
    let nothing =
        [Value::Null, json!(""), json!([]), json!({ "nodes": [] }), json!("00000000000000")];
    value.is_none_or(|value| nothing.contains(value))
}

/// An update that names this field alone, with null.
fn emptying(field: &str) -> Value {
    match field.split_once('.') {
        Some((outer, inner)) => json!({ outer: { inner: null } }),
        None => json!({ field: null }),
    }
}

async fn made(app: &App, who: &Person, name: &str, payload: &str, input: Value) -> Value {
    let kind = format!("{}{}Input", name[..1].to_uppercase(), &name[1..]);
    let document = format!(
        "mutation($input: {kind}!) {{ {name}(input: $input) {{ {payload} {{ id }} userErrors {{ code }} }} }}"
    );
    app.ask(Some(who), &document, json!({ "input": input })).await.done()[payload]["id"].clone()
}

async fn of_people(app: &App, network: NetworkId, lead: &Person) -> Vec<Thing> {
    let zoe = app.member_of(network, "Zoé").await;
    let employer = made(
        app,
        lead,
        "employerCreate",
        "employer",
        json!({ "networkId": network.to_string(), "name": "La Maison" }),
    )
    .await;
    let employment = made(
        app,
        lead,
        "employmentDeclare",
        "employment",
        json!({ "employerId": employer,
        "memberId": zoe.id.to_string(), "startedOn": "2026-02-01" }),
    )
    .await;
    let place = made(app, lead, "placeCreate", "place", json!({ "networkId": network.to_string(),
        "place": { "name": "Relais", "communeName": "Angers", "postalCode": "49000", "address": "1 quai" } })).await;
    let held = app
        .ask(
            Some(&zoe),
            "{ viewer { member { memberships(first: 1) { nodes { id } } } } }",
            json!({}),
        )
        .await;
    let membership = held.data()["viewer"]["member"]["memberships"]["nodes"][0]["id"].clone();
    vec![
        Thing {
            input: "MemberUpdateInput",
            by: zoe.clone(),
            id: ("memberId", json!(zoe.id.to_string()), "/member"),
            look: "member { firstName lastName phone jobTitle profileKind mayTrain skills
                visibility { email phoneShown: phone jobTitleShown: jobTitle skillsShown: skills isNamedAsPilot } }",
            full: json!({ "firstName": "Zoé", "lastName": "Essai", "phone": "+33241000000",
                "jobTitle": "Médiatrice", "profileKind": "LIBRARIAN", "mayTrain": true, "skills": ["radio"],
                "visibility": { "email": "MEMBERS", "phone": "MEMBERS", "jobTitle": "MEMBERS", "skills": "MEMBERS",
                    "isNamedAsPilot": true } }),
        },
        Thing {
            input: "MembershipUpdateInput",
            by: lead.clone(),
            id: ("membershipId", membership.clone(), "/membership"),
            look: "membership { id role localRole }",
            full: json!({ "role": "MEMBER", "localRole": "MEDIATOR" }),
        },
        Thing {
            input: "EmployerUpdateInput",
            by: lead.clone(),
            id: ("employerId", employer, "/employer"),
            look: "employer { name siret rna address postalCode communeName inseeCode email phone websiteUrl }",
            full: json!({ "name": "La Maison", "siret": "43493312300029", "rna": "W492000001",
                "address": "1 quai", "postalCode": "49000", "communeName": "Angers", "inseeCode": "49007",
                "email": "maison@exemple.test", "phone": "+33241000000", "websiteUrl": "https://exemple.test/" }),
        },
        Thing {
            input: "EmploymentUpdateInput",
            by: lead.clone(),
            id: ("employmentId", employment, "/employment"),
            look: "employment { jobTitle startedOn endedOn }",
            full: json!({ "jobTitle": "Médiatrice", "startedOn": "2026-02-01", "endedOn": "2027-02-01" }),
        },
        Thing {
            input: "PlaceUpdateInput",
            by: lead.clone(),
            id: ("placeId", place, "/place"),
            look: "place { name communeName postalCode address pivot inseeCode addressComplement phone
                openingHours summary detail parentStructure accessibilityUrl appointmentUrl
                coordinates { latitude } typologies emails websites mobility services audiences
                specialCare fees programmes labels otherLabels access support employer { employerId: id } }",
            full: json!({ "place": { "name": "Relais", "communeName": "Angers", "postalCode": "49000",
                "address": "1 quai", "pivot": "43493312300029", "inseeCode": "49007",
                "addressComplement": "Étage 2", "phone": "+33241000000", "openingHours": "Mo-Fr 09:00-12:00",
                "summary": "Un relais.", "detail": "Un grand relais.", "parentStructure": "La Ville",
                "accessibilityUrl": "https://acceslibre.beta.gouv.fr/app/x/", "appointmentUrl": "https://exemple.test/rdv",
                "coordinates": { "latitude": 47.4, "longitude": -0.5 }, "typologies": ["BIB"],
                "emails": ["relais@exemple.test"], "websites": ["https://exemple.test/"],
                "mobility": ["Fixe"], "services": ["Aide aux démarches administratives"],
                "audiences": ["Jeunes"], "specialCare": ["Surdité"], "fees": ["Gratuit"],
                "programmes": ["France Services"], "labels": ["ORDI 3.0"], "otherLabels": ["Le nôtre"],
                "access": ["Téléphoner"], "support": ["À distance"] } }),
        },
    ]
}

async fn of_networks(app: &App, network: NetworkId, lead: &Person) -> Vec<Thing> {
    let charter = made(
        app,
        lead,
        "charterCreate",
        "charter",
        json!({ "networkId": network.to_string(), "title": "Charte" }),
    )
    .await;
    vec![
        Thing {
            input: "NetworkUpdateInput",
            by: lead.clone(),
            id: ("networkId", json!(network.to_string()), "/network"),
            look: "network { name level isThematic description host contactEmail contactPhone
                links { chatUrl resourcesUrl websiteUrl } communes: territory(first: 10) { nodes { inseeCode } } }",
            full: json!({ "name": "Réseau", "level": "local", "isThematic": true, "description": "Un réseau.",
                "host": "La Ville", "contactEmail": "reseau@exemple.test", "contactPhone": "+33241000000",
                "chatUrl": "https://exemple.test/a", "resourcesUrl": "https://exemple.test/b",
                "websiteUrl": "https://exemple.test/c", "communes": ["49007"] }),
        },
        Thing {
            input: "CharterUpdateInput",
            by: lead.clone(),
            id: ("charterId", charter, "/charter"),
            look: "charter { title asksVolunteer asksStructure validityMonths draft }",
            full: json!({ "title": "Charte", "asksVolunteer": true, "asksStructure": true,
                "validityMonths": 12, "draft": "# Charte" }),
        },
        Thing {
            input: "ReminderRuleSetInput",
            by: lead.clone(),
            id: ("networkId", json!(network.to_string()), "/reminderRule"),
            look: "reminderRule { rule: setBy { slug } }",
            full: json!({ "rule": { "beforeEventDays": [3], "beforeDeadlineDays": [2] } }),
        },
    ]
}

async fn of_events(app: &App, network: NetworkId, lead: &Person) -> Vec<Thing> {
    let event = app
        .event(network, |event| {
            event.mode = "both";
            event.state = "draft";
        })
        .await;
    let (session, question) =
        (app.session(event, 0, None).await, app.question(event, "choice", false).await);
    vec![
        Thing {
            input: "EventUpdateInput",
            by: lead.clone(),
            id: ("eventId", json!(event.to_string()), "/event"),
            look: "event { title kind description visibility audience mode startsAt endsAt timeZone
                isDateTentative needsApproval offerHours onlineUrl cancelUntil
                venue { venue: name venueAddress: address isVenueTentative: isTentative }
                capacity { onSite { capacityOnSite: total } online { capacityOnline: total } }
                registrationWindow { registrationOpensAt: opensAt registrationClosesAt: closesAt }
                reminderRule { offerHalf } }",
            full: json!({ "title": "Rencontre", "kind": "WEBINAR", "description": "Une rencontre.",
                "visibility": "PUBLIC", "audience": "EVERYONE", "mode": "BOTH",
                "startsAt": "2026-10-07T07:00:00Z", "endsAt": "2026-10-07T12:00:00Z", "timeZone": "Europe/Paris",
                "isDateTentative": true, "venue": "Salle", "venueAddress": "1 quai", "isVenueTentative": true,
                "onlineUrl": "https://exemple.test/salle", "capacityOnSite": 10, "capacityOnline": 20,
                "registrationOpensAt": "2026-09-10T08:00:00Z", "registrationClosesAt": "2026-10-01T08:00:00Z",
                "cancelUntil": "2026-10-05T08:00:00Z", "needsApproval": true, "offerHours": 24,
                "reminderRule": { "beforeEventDays": [3], "beforeDeadlineDays": [2] } }),
        },
        Thing {
            input: "SessionUpdateInput",
            by: lead.clone(),
            id: ("sessionId", json!(session.to_string()), "/session"),
            look: "session { title description startsAt endsAt room rank speakers { name }
                capacity { capacity: total } }",
            full: json!({ "title": "Atelier", "description": "Un atelier.", "startsAt": "2026-10-07T08:00:00Z",
                "endsAt": "2026-10-07T09:00:00Z", "room": "A", "speakers": [{ "name": "Ana" }],
                "capacity": 5, "rank": 2 }),
        },
        Thing {
            input: "QuestionUpdateInput",
            by: lead.clone(),
            id: ("questionId", json!(question.to_string()), "/question"),
            look: "question { prompt kind choices isRequired isSensitive rank }",
            full: json!({ "prompt": "Quel repas ?", "kind": "CHOICE", "choices": ["a", "b"],
                "isRequired": true, "isSensitive": true, "rank": 1 }),
        },
    ]
}

/// The name under which a field is read back.
fn read_as(field: &str) -> String {
    match field.split_once('.') {
        Some(("visibility", "email")) => "email".to_owned(),
        Some(("visibility", "isNamedAsPilot")) => "isNamedAsPilot".to_owned(),
        Some(("visibility", shown)) => format!("{shown}Shown"),
        Some((_, inner)) => inner.to_owned(),
        None => field.to_owned(),
    }
}

on_both! {
    async fn null_empties_or_is_refused_and_what_is_left_out_stays(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let mut things = of_people(&app, network, &lead).await;
        things.extend(of_networks(&app, network, &lead).await);
        things.extend(of_events(&app, network, &lead).await);
        let mut swept = BTreeMap::new();
        let expected = may_be_left_out();

        for mut thing in things {
            let (input, full) = (thing.input, thing.full.clone());
            let whole = thing.update(&app, &full).await.unwrap_or_else(|code| panic!("{input}: {code}"));
            let kept = thing.update(&app, &json!({})).await.unwrap_or_else(|code| panic!("{input}: {code}"));
            assert!(same(&whole, &kept), "{input}: {whole:?} became {kept:?}");
            for field in &expected[input] {
                // An employer is not named by what the place is full of.
                let is_full = field == "employerId" || !is_empty(whole.get(&read_as(field)));
                assert!(is_full, "{input}.{field} has no value: {whole:?}");
                match thing.update(&app, &emptying(field)).await {
                    Ok(emptied) => {
                        let value = emptied.get(&read_as(field));
                        assert!(is_empty(value), "{input}.{field} stays {value:?}");
                    }
                    Err(code) => assert_ne!(code, "INTERNAL", "{input}.{field}"),
                }
                let again = thing.update(&app, &full).await.unwrap_or_else(|code| panic!("{input}: {code}"));
                assert!(same(&whole, &again), "{input}.{field}: {whole:?} became {again:?}");
            }
            swept.insert(input.to_owned(), expected[input].clone());
        }

        let mut left = expected;
        left.retain(|input, _| !swept.contains_key(input));
        // Many memberships at once change as one does.
        assert_eq!(left.into_keys().collect::<Vec<_>>(), ["MembershipsUpdateInput"]);
    }
}

/// Whether two readings say the same; a membership that changed is another.
fn same(one: &Map<String, Value>, other: &Map<String, Value>) -> bool {
    let told = |fields: &Map<String, Value>| {
        let mut fields = fields.clone();
        fields.remove("id");
        fields
    };
    told(one) == told(other)
}
