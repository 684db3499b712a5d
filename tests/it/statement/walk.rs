//! Every list of the schema, found in the schema itself: of one parent, and of many parents at once.
//!
//! A new list is walked by itself. It fails here when its rows cost statements, when nobody said how
//! to reach its type, and when neither branch of the crowd has rows for it.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    fmt::Write as _,
};

use async_graphql_parser::{
    parse_schema,
    types::{BaseType, FieldDefinition, Type, TypeKind, TypeSystemDefinition},
};
use serde_json::Value;

use super::{counted, named, over_both_branches};

/// How a client reaches one thing of a type, and a page of them; `@` stands for what is asked of it.
struct Way {
    to: &'static str,
    one: &'static str,
    many: Option<&'static str>,
}

const fn way(to: &'static str, one: &'static str, many: &'static str) -> Way {
    Way { to, one, many: Some(many) }
}

const fn only(to: &'static str, one: &'static str) -> Way {
    Way { to, one, many: None }
}

/// One line for each type that has a list.
const WAYS: &[Way] = &[
    only("Change", "network(by: { slug: $slug }) { history(first: $page) { nodes { @ } } }"),
    way(
        "Charter",
        "charter(id: $charter) { @ }",
        "network(by: { slug: $slug }) { charters(first: $page) { nodes { @ } } }",
    ),
    only("Commune", "network(by: { slug: $slug }) { territory(first: $page) { nodes { @ } } }"),
    way(
        "Employer",
        "employer(by: { id: $employer }) { @ }",
        "employers(first: $page, filter: { search: $slug }) { nodes { @ } }",
    ),
    way(
        "Event",
        "event(by: { id: $event }) { @ }",
        "network(by: { slug: $slug }) { events(first: $page) { nodes { @ } } }",
    ),
    way(
        "Member",
        "member(by: { id: $member }) { @ }",
        "members(first: $page, filter: { networkId: $root }) { nodes { @ } }",
    ),
    only(
        "IndicatorSeries",
        "indicators(networkId: $root, from: \"2026-01-01\", until: \"2026-03-31\") { @ }",
    ),
    only("InvitationLetter", "invitationLetter(token: $invitation) { @ }"),
    only("MemberDuplicates", "memberDuplicates(networkId: $root) { @ }"),
    way(
        "Network",
        "network(by: { slug: $slug }) { @ }",
        "network(by: { slug: $slug }) { children(first: $page) { nodes { @ } } }",
    ),
    way(
        "NetworkCounts",
        "network(by: { slug: $slug }) { counts(from: \"2026-01-01\", until: \"2026-12-31\") { @ } }",
        "network(by: { slug: $slug }) { children(first: $page) { nodes { \
         counts(from: \"2026-01-01\", until: \"2026-12-31\") { @ } } } }",
    ),
    only("Permission", "network(by: { slug: $slug }) { viewerCan(action: EDIT) { @ } }"),
    only("Place", "network(by: { slug: $slug }) { places(first: $page) { nodes { @ } } }"),
    only("Query", "@"),
    only("Question", "event(by: { id: $event }) { questions { @ } }"),
    way(
        "Registration",
        "node(id: $registration) { ... on Registration { @ } }",
        "event(by: { id: $event }) { registrations(first: $page) { nodes { @ } } }",
    ),
    way(
        "ReminderRule",
        "network(by: { slug: $slug }) { reminderRule { rule { @ } } }",
        "network(by: { slug: $slug }) { children(first: $page) { nodes { reminderRule { \
         rule { @ } } } } }",
    ),
    only("Session", "event(by: { id: $event }) { sessions { @ } }"),
    only("Token", "network(by: { slug: $slug }) { tokens(first: $page) { nodes { @ } } }"),
    only("Viewer", "viewer { @ }"),
    only(
        "ViewerParticipation",
        "viewer { participations(first: $page, startsFrom: \"2026-01-01T00:00:00Z\", \
         startsBefore: \"2027-01-01T00:00:00Z\") { nodes { @ } } }",
    ),
];

/// Lists that need another way, or an argument.
const ARGUMENTS: &[(&str, &str)] = &[
    ("Query.communes", "search: \"an\""),
    ("Query.epcis", "search: \"an\""),
    ("Query.indicators", "networkId: $root, from: \"2026-01-01\", until: \"2026-03-31\""),
    ("Query.memberDuplicates", "networkId: $root"),
    ("Query.nodes", "ids: $events"),
    (
        "Viewer.participations",
        "startsFrom: \"2026-01-01T00:00:00Z\", startsBefore: \"2027-01-01T00:00:00Z\"",
    ),
];

/// The networks above one, of a network that has some.
const FROM_BELOW: (&str, &str) = ("Network.ancestors", "network(by: { slug: $deepest }) { @ }");

/// Lists of what the federation defines, as long with few rows as with many.
const AS_LONG_AS_EVER: &[&str] = &[
    "Event.plannedReminders",
    "IndicatorSeries.points",
    "MemberDuplicates.members",
    "NetworkCounts.byLocalRole",
    "Permission.because",
    "Query.communes",
    "Query.epcis",
    "Query.health",
    "Query.indicators",
    "Query.networkLevels",
    "Query.skillThemes",
    "Viewer.letterPreferences",
    // Bounded by design, or by the life of one person; the crowd has none of these to compare.
    "InvitationLetter.events",
    "Viewer.awaitingEvents",
    "Viewer.news",
    "Viewer.signInSessions",
    "ViewerParticipation.sessions",
];

const VARIABLES: &[(&str, &str)] = &[
    ("charter", "ID!"),
    ("deepest", "String!"),
    ("employer", "ID!"),
    ("event", "ID!"),
    ("events", "[ID!]!"),
    ("invitation", "String!"),
    ("member", "ID!"),
    ("page", "Int!"),
    ("registration", "ID!"),
    ("root", "ID!"),
    ("slug", "String!"),
];

/// The types of the schema with their fields, and the first word of each enum.
struct Contract {
    types: HashMap<String, Vec<FieldDefinition>>,
    enums: HashMap<String, String>,
}

impl Contract {
    fn read() -> Self {
        let mut contract = Self { types: HashMap::new(), enums: HashMap::new() };
        for definition in parse_schema(api::sdl()).unwrap().definitions {
            let TypeSystemDefinition::Type(definition) = definition else { continue };
            let name = definition.node.name.node.to_string();
            match definition.node.kind {
                TypeKind::Object(object) => {
                    let fields = object.fields.into_iter().map(|field| field.node).collect();
                    contract.types.insert(name, fields);
                }
                TypeKind::Interface(interface) => {
                    let fields = interface.fields.into_iter().map(|field| field.node).collect();
                    contract.types.insert(name, fields);
                }
                TypeKind::Enum(closed) => {
                    contract.enums.insert(name, closed.values[0].node.value.node.to_string());
                }
                _ => {}
            }
        }
        contract
    }

    /// The types that a query can reach, by name.
    fn readable(&self) -> BTreeSet<String> {
        let mut reached = BTreeSet::new();
        let mut next = vec!["Query".to_owned()];
        while let Some(name) = next.pop() {
            let Some(fields) = self.types.get(&name) else { continue };
            if reached.insert(name) {
                next.extend(fields.iter().map(|field| base(&field.ty.node)));
            }
        }
        reached
    }

    /// The lists that a query can reach, with their types; a connection's own parts are not lists
    /// beside it.
    fn lists(&self) -> Vec<(String, &FieldDefinition)> {
        let readable = self.readable();
        let lists = readable.into_iter().filter(|name| !name.ends_with("Connection"));
        lists
            .flat_map(|name| {
                let fields = self.types[&name].iter();
                fields
                    .filter(|field| {
                        is_list(&field.ty.node) || base(&field.ty.node).ends_with("Connection")
                    })
                    .map(move |field| (name.clone(), field))
            })
            .collect()
    }

    /// A field with the arguments that it cannot do without; none when we know of no value.
    fn call(&self, field: &FieldDefinition) -> Option<String> {
        let mut arguments = Vec::new();
        for argument in &field.arguments {
            let (name, ty) = (&argument.node.name.node, &argument.node.ty.node);
            if ty.nullable || argument.node.default_value.is_some() {
                continue;
            }
            arguments.push(format!("{name}: {}", self.enums.get(&base(ty))?));
        }
        let arguments = arguments.join(", ");
        Some(match arguments.as_str() {
            "" => field.name.node.to_string(),
            _ => format!("{}({arguments})", field.name.node),
        })
    }

    /// All plain values of a type.
    fn values(&self, name: &str) -> String {
        let mut asked = "__typename".to_owned();
        for field in &self.types[name] {
            let ty = &field.ty.node;
            if !self.types.contains_key(&base(ty)) {
                asked.extend(self.call(field).map(|call| format!(" {call}")));
            }
        }
        asked
    }

    /// All plain values of a type, and of each thing beside it.
    fn row(&self, name: &str) -> String {
        let mut asked = self.values(name);
        for field in &self.types[name] {
            let ty = &field.ty.node;
            let beside = base(ty);
            if is_list(ty) || beside.ends_with("Connection") || !self.types.contains_key(&beside) {
                continue;
            }
            if let Some(call) = self.call(field) {
                let _ = write!(asked, " {call} {{ {} }}", self.values(&beside));
            }
        }
        asked
    }

    /// The list, with everything that a row has.
    fn asked(&self, path: &str, field: &FieldDefinition, page: &str) -> String {
        let name = base(&field.ty.node);
        let own = ARGUMENTS.iter().find(|(list, _)| *list == path).map(|(_, own)| *own);
        let list = &field.name.node;
        if let Some(fields) = self.types.get(&name).filter(|_| name.ends_with("Connection")) {
            let rows = fields.iter().find(|field| field.name.node == "nodes").unwrap();
            let row = self.row(&base(&rows.ty.node));
            let values = self.values(&name);
            let own = own.map(|own| format!(", {own}")).unwrap_or_default();
            return format!("walked: {list}(first: {page}{own}) {{ {values} nodes {{ {row} }} }}");
        }
        let arguments = own.map(|own| format!("({own})")).unwrap_or_default();
        if self.types.contains_key(&name) {
            format!("walked: {list}{arguments} {{ {} }}", self.row(&name))
        } else {
            format!("walked: {list}{arguments}")
        }
    }
}

fn base(ty: &Type) -> String {
    match &ty.base {
        BaseType::Named(name) => name.to_string(),
        BaseType::List(inner) => base(inner),
    }
}

fn is_list(ty: &Type) -> bool {
    matches!(ty.base, BaseType::List(_))
}

/// The document with the variables that it uses.
fn document(body: &str) -> String {
    let used = VARIABLES.iter().filter(|(name, _)| {
        body.split('$').skip(1).any(|part| {
            let end = part.find(|c: char| !c.is_alphanumeric()).unwrap_or(part.len());
            part[..end] == **name
        })
    });
    let declared: Vec<_> = used.map(|(name, ty)| format!("${name}: {ty}")).collect();
    if declared.is_empty() {
        format!("{{ {body} }}")
    } else {
        format!("query({}) {{ {body} }}", declared.join(", "))
    }
}

/// How many things the walked lists have in all.
fn found(answer: &Value) -> usize {
    match answer {
        Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| match (name.as_str(), value) {
                ("walked", Value::Array(rows)) => rows.len(),
                ("walked", value) => value["nodes"].as_array().map_or(0, Vec::len),
                (_, value) => found(value),
            })
            .sum(),
        Value::Array(rows) => rows.iter().map(found).sum(),
        _ => 0,
    }
}

over_both_branches! {
    async fn every_list_takes_as_many_statements_for_many_rows_as_for_few(
        app: App, branches: Branches
    ) {
        let contract = Contract::read();
        let mut wrong = String::new();
        let mut walked = HashSet::new();

        for (name, field) in contract.lists() {
            let path = format!("{name}.{}", field.name.node);
            let Some(way) = WAYS.iter().find(|way| way.to == name) else {
                let _ = writeln!(wrong, "{path}: say in WAYS how a client reaches a {name}");
                continue;
            };
            walked.insert(way.to);
            let one = if path == FROM_BELOW.0 { FROM_BELOW.1 } else { way.one };
            let ways = [(one, "$page"), (way.many.unwrap_or_default(), "3")];
            for (way, page) in ways.into_iter().filter(|(way, _)| !way.is_empty()) {
                let asked = contract.asked(&path, field, page);
                let document = document(&way.replace('@', &asked));
                let mut took = Vec::new();
                for branch in [&branches.few, &branches.many] {
                    let named = variables(&document, named(branch));
                    let (statements, data) = counted(&app, &branch.lead, &document, named).await;
                    took.push((statements, found(&data)));
                }
                let [few, many] = took[..] else { unreachable!() };
                let is_value = !contract.types.contains_key(&base(&field.ty.node));
                let has_grown = few.1 > 0 && many.1 > few.1;
                if !has_grown && !is_value && !AS_LONG_AS_EVER.contains(&path.as_str()) {
                    let (few, many) = (few.1, many.1);
                    let _ = writeln!(wrong, "{path}: {few} rows and {many}: nothing to compare");
                }
                if few.0 != many.0 {
                    let ((few, fewer), (many, more)) = (few, many);
                    let _ = writeln!(wrong, "{path}: {few} statements for {fewer} rows, {many} \
                        for {more}: {document}");
                }
            }
        }

        assert_eq!(wrong, "");
        let unused: Vec<_> = WAYS.iter().map(|way| way.to).filter(|to| !walked.contains(to)).collect();
        assert_eq!(unused, Vec::<&str>::new(), "no list is there any more");
    }
}

/// Only the variables that the document declares.
fn variables(document: &str, mut named: Value) -> Value {
    let head = document.split('{').next().unwrap().to_owned();
    named.as_object_mut().unwrap().retain(|name, _| head.contains(&format!("${name}:")));
    named
}
