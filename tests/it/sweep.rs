//! Every mutation of the schema, as nobody and as a stranger, on things that exist: a new mutation
//! fails here until someone has read what it answers to those who may not.

use std::{
    collections::{HashMap, HashSet},
    fmt::Write as _,
};

use async_graphql_parser::{
    parse_schema,
    types::{BaseType, InputObjectType, Type, TypeKind, TypeSystemDefinition},
};
use maillage::demonstration;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{App, Kind, Person, on_both};

/// The inputs and enums of the schema, by name, and the mutations with their input's type.
struct Contract {
    inputs: HashMap<String, InputObjectType>,
    choices: HashSet<String>,
    enums: HashMap<String, String>,
    mutations: Vec<(String, String)>,
}

fn contract() -> Contract {
    let document = parse_schema(api::sdl()).unwrap();
    let mut contract = Contract {
        inputs: HashMap::new(),
        choices: HashSet::new(),
        enums: HashMap::new(),
        mutations: Vec::new(),
    };
    for definition in document.definitions {
        let TypeSystemDefinition::Type(definition) = definition else { continue };
        let name = definition.node.name.node.to_string();
        if definition.node.directives.iter().any(|directive| directive.node.name.node == "oneOf") {
            contract.choices.insert(name.clone());
        }
        match definition.node.kind {
            TypeKind::InputObject(input) => {
                contract.inputs.insert(name, input);
            }
            TypeKind::Enum(closed) => {
                contract.enums.insert(name, closed.values[0].node.value.node.to_string());
            }
            TypeKind::Object(object) if name == "Mutation" => {
                contract.mutations = object
                    .fields
                    .iter()
                    .map(|field| {
                        let argument = &field.node.arguments[0].node;
                        assert_eq!(argument.name.node, "input", "{}: one input", field.node.name);
                        (field.node.name.to_string(), base(&argument.ty.node))
                    })
                    .collect();
            }
            _ => {}
        }
    }
    contract
}

fn base(ty: &Type) -> String {
    match &ty.base {
        BaseType::Named(name) => name.to_string(),
        BaseType::List(inner) => base(inner),
    }
}

impl Contract {
    /// An input that names existing things and fills what is required; one field where exactly one is asked.
    fn input(&self, name: &str, existing: &HashMap<&str, String>) -> Value {
        let mut object = serde_json::Map::new();
        if self.choices.contains(name) {
            let field = &self.inputs[name].fields[0].node;
            let value = self.value(&field.name.node, &field.ty.node, existing);
            return json!({ field.name.to_string(): value });
        }
        for field in &self.inputs[name].fields {
            let field = &field.node;
            let is_required = !field.ty.node.nullable && field.default_value.is_none();
            let known = existing.get(field.name.node.as_str());
            if !is_required && known.is_none() {
                continue;
            }
            object.insert(
                field.name.to_string(),
                self.value(&field.name.node, &field.ty.node, existing),
            );
        }
        Value::Object(object)
    }

    fn value(&self, field: &str, ty: &Type, existing: &HashMap<&str, String>) -> Value {
        let name = match &ty.base {
            BaseType::List(inner) => return json!([self.value(field, inner, existing)]),
            BaseType::Named(name) => name.as_str(),
        };
        if let Some(first) = self.enums.get(name) {
            return json!(first);
        }
        if self.inputs.contains_key(name) {
            return self.input(name, existing);
        }
        match name {
            "ID" => json!(
                existing
                    .get(field)
                    .or_else(|| existing.get(field.trim_end_matches('s')))
                    .unwrap_or_else(|| panic!(
                        "tell the sweep an existing thing for the input field {field}"
                    ))
            ),
            "Int" => json!(1),
            "Float" => json!(1.0),
            "Boolean" => json!(true),
            "Date" => json!("2027-03-01"),
            "DateTime" => json!("2027-03-01T09:00:00Z"),
            _ => json!(existing.get(field).map_or("texte", String::as_str)),
        }
    }
}

/// What a person who may not hears.
async fn heard(
    app: &App,
    who: Option<&Person>,
    mutation: &str,
    input_type: &str,
    input: &Value,
) -> String {
    let document = format!(
        "mutation($input: {input_type}!) {{ {mutation}(input: $input) {{ userErrors {{ code }} }} }}"
    );
    let answer = app.ask(who, &document, json!({ "input": input })).await;
    assert!(!answer.status.is_server_error(), "{mutation}: {}", answer.body);
    if let Some(code) = answer.body["errors"][0]["extensions"]["code"].as_str() {
        assert!(
            !["INTERNAL", "GRAPHQL_VALIDATION_FAILED", "BAD_USER_INPUT"].contains(&code),
            "{mutation}: {} {input}",
            answer.body
        );
        return code.to_owned();
    }
    let refusals: Vec<_> = answer.body["data"][mutation]["userErrors"]
        .as_array()
        .unwrap_or_else(|| panic!("{mutation}: {}", answer.body))
        .iter()
        .filter_map(|error| error["code"].as_str())
        .collect();
    if refusals.is_empty() {
        "done".to_owned()
    } else {
        format!("refused: {}", refusals.join(", "))
    }
}

#[tokio::test]
async fn a_mutation_tells_nobody_and_strangers_only_what_they_may_know() {
    let contract = contract();
    let app = App::start(Kind::Sqlite).await;
    demonstration::load(&app.server).await.unwrap();
    let existing = app.existing().await;
    let mut table = String::new();

    for (mutation, input_type) in &contract.mutations {
        let input = contract.input(input_type, &existing);
        let nobody = heard(&app, None, mutation, input_type, &input).await;
        // A new stranger for each, so that what one did does not speak for the next.
        let stranger = app.person(&format!("Inconnu {mutation}")).await;
        let stranger = heard(&app, Some(&stranger), mutation, input_type, &input).await;
        let _ = writeln!(table, "{mutation:<34}{nobody:<22}{stranger}");
    }

    insta::assert_snapshot!(table);
}

#[tokio::test]
async fn what_one_may_not_know_of_and_what_is_not_there_are_answered_alike() {
    let contract = contract();
    let app = App::start(Kind::Sqlite).await;
    demonstration::load(&app.server).await.unwrap();
    let existing = app.existing().await;
    let of_nothing = |id: &String| {
        let prefix = id.split_once('_').map(|(prefix, _)| prefix);
        let made_up = prefix.and_then(|prefix| domain::id::write_any(prefix, Uuid::now_v7()));
        made_up.unwrap_or_else(|| id.clone())
    };
    let nothing: HashMap<&str, String> =
        existing.iter().map(|(field, id)| (*field, of_nothing(id))).collect();
    let elsewhere = app.network("ailleurs").await;
    let draft = app.event(elsewhere, |event| {
        event.state = "draft";
        event.visibility = "public";
        event.audience = "everyone";
    });
    let (mut hidden, mut missing) = (existing.clone(), existing.clone());
    hidden.insert("eventId", draft.await.to_string());
    missing.insert("eventId", nothing["eventId"].clone());
    let mut on_the_draft = 0;

    for (mutation, input_type) in &contract.mutations {
        let input = |known: &HashMap<&str, String>| contract.input(input_type, known);
        let nobody = async |known: &HashMap<&str, String>| {
            heard(&app, None, mutation, input_type, &input(known)).await
        };
        assert_eq!(nobody(&existing).await, nobody(&nothing).await, "{mutation}: nobody");
        let (of_draft, of_missing) = (input(&hidden), input(&missing));
        if of_draft == of_missing {
            continue;
        }
        on_the_draft += 1;
        assert_eq!(nobody(&hidden).await, nobody(&missing).await, "{mutation}: nobody, a draft");
        let stranger = app.person(&format!("Inconnu {mutation}")).await;
        let told = heard(&app, Some(&stranger), mutation, input_type, &of_draft).await;
        let of_missing = heard(&app, Some(&stranger), mutation, input_type, &of_missing).await;
        assert_eq!(told, of_missing, "{mutation}: a stranger, a draft");
    }

    assert!(on_the_draft >= 12, "{on_the_draft}");
}

/// What somebody begins for themselves at an employer, and its identifier.
async fn begun(app: &App, who: &Person, mutation: &str, thing: &str, input: Value) -> String {
    let kind = mutation[..1].to_uppercase() + &mutation[1..];
    let document = format!(
        "mutation($input: {kind}Input!) {{ {mutation}(input: $input) {{ {thing} {{ id }} \
         userErrors {{ code }} }} }}"
    );
    let answer = app.ask(Some(who), &document, json!({ "input": input })).await;
    answer.done()[thing]["id"].as_str().unwrap().to_owned()
}

on_both! {
    async fn a_job_and_a_claim_that_one_may_not_know_of_are_not_there(app: App) {
        let contract = contract();
        let network = app.network("cybanjou").await;
        let elsewhere = app.network("ailleurs").await;
        let lead = app.lead_of(network, "Ana").await;
        let zoe = app.member_of(network, "Zoé").await;
        let house = json!({ "networkId": network.to_string(), "name": "La Maison" });
        let house = begun(&app, &lead, "employerCreate", "employer", house).await;
        let job = json!({ "employerId": house, "startedOn": "2026-02-01" });
        let job = begun(&app, &zoe, "employmentDeclare", "employment", job).await;
        let claim = json!({ "employerId": house });
        let claim = begun(&app, &zoe, "employerManagerClaim", "employerManager", claim).await;
        // A fellow member knows the person, and not where they work.
        let others = [
            app.member_of(network, "Max").await,
            app.lead_of(elsewhere, "Léo").await,
            app.person("Inès").await,
        ];
        let fields = ["employmentId", "employerManagerId"];
        let existing = app.existing().await;
        let (mut hidden, mut missing) = (existing.clone(), existing);
        for (field, prefix, id) in
            [(fields[0], "employment", &job), (fields[1], "manager", &claim)]
        {
            hidden.insert(field, id.clone());
            missing.insert(field, domain::id::write_any(prefix, Uuid::now_v7()).unwrap());
        }
        for (other, id) in others.iter().flat_map(|other| [(other, &job), (other, &claim)]) {
            let read = "query($id: ID!) { node(id: $id) { id } }";
            let read = app.ask(Some(other), read, json!({ "id": id })).await;
            assert!(read.data()["node"].is_null(), "{}", read.body);
        }
        let mut asked = 0;

        for (mutation, input_type) in &contract.mutations {
            let names = |field: &&str| {
                contract.inputs[input_type].fields.iter().any(|known| known.node.name.node == *field)
            };
            if !fields.iter().any(names) {
                continue;
            }
            asked += 1;
            for other in &others {
                for known in [&hidden, &missing] {
                    let input = contract.input(input_type, known);
                    let told = heard(&app, Some(other), mutation, input_type, &input).await;
                    assert_eq!(told, "NOT_FOUND", "{mutation}: {} {input}", other.email);
                }
            }
        }

        assert!(asked >= 7, "{asked}");
    }
}

/// The mutations that take the revision of what one looked at, with their input's type and the
/// field of their payload that has the thing.
fn edits(contract: &Contract) -> Vec<(String, String, String)> {
    let document = parse_schema(api::sdl()).unwrap();
    let mut things = HashMap::new();
    for definition in document.definitions {
        let TypeSystemDefinition::Type(definition) = definition else { continue };
        let name = definition.node.name.node.to_string();
        if let (Some(name), TypeKind::Object(object)) =
            (name.strip_suffix("Payload"), definition.node.kind)
        {
            things.insert(format!("{name}Input"), object.fields[0].node.name.to_string());
        }
    }
    let takes_revision = |input: &str| {
        contract.inputs[input].fields.iter().any(|field| field.node.name.node == "expectedRevision")
    };
    let edits = contract.mutations.iter().filter(|(_, input)| takes_revision(input));
    edits.map(|(name, input)| (name.clone(), input.clone(), things[input].clone())).collect()
}

#[tokio::test]
async fn an_edit_over_somebody_elses_is_refused_and_shows_what_they_wrote() {
    let contract = contract();
    let app = App::start(Kind::Sqlite).await;
    demonstration::load(&app.server).await.unwrap();
    let existing = app.existing().await;
    let administrator = app.person("Ada").await;
    let rise = "update member set is_administrator = true where id = ?";
    app.write(rise, vec![administrator.id.into()]).await;
    let edits = edits(&contract);
    assert!(edits.len() > 15, "{edits:?}");

    for (mutation, input_type, thing) in edits {
        let mut input = contract.input(&input_type, &existing);
        input["expectedRevision"] = json!(9_999);
        let belongs_to_an_event = ["session", "question"].contains(&thing.as_str());
        let look = if belongs_to_an_event { "id" } else { "revision" };
        let document = format!(
            "mutation($input: {input_type}!) {{ {mutation}(input: $input) {{ {thing} {{ {look} }} \
             userErrors {{ code details {{ name value }} }} }} }}"
        );
        let answer = app.ask(Some(&administrator), &document, json!({ "input": input })).await;

        let payload = &answer.body["data"][&mutation];
        let errors = payload["userErrors"].as_array().unwrap_or_else(|| panic!("{}", answer.body));
        assert_eq!(errors.len(), 1, "{mutation}: {errors:?}");
        assert_eq!(errors[0]["code"], "STALE_REVISION", "{mutation}");
        // A session and a question change with their event, whose revision it is.
        let known = if belongs_to_an_event {
            payload[&thing].is_object()
        } else {
            let told: Option<i64> =
                errors[0]["details"][0]["value"].as_str().and_then(|told| told.parse().ok());
            told.is_some() && told == payload[&thing]["revision"].as_i64()
        };
        assert!(known, "{mutation}: {payload}");
    }
}
