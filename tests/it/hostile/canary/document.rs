//! Documents that ask for every field of the schema along every way, to a depth, cut so that the guard
//! lets each of them pass.

use std::collections::{BTreeMap, HashMap};

use api::guard::{Guard, Limits};
use async_graphql_parser::{
    parse_schema,
    types::{BaseType, FieldDefinition, Type, TypeKind, TypeSystemDefinition},
};

/// Where documents begin: a field of the query with its arguments, and the type that it gives.
#[derive(Clone, Debug)]
pub(super) struct Root {
    pub(super) field: String,
    pub(super) kind: String,
    /// Whether the field gives a `Node`, of which this is the type.
    pub(super) is_node: bool,
}

/// The schema as the documents need it.
pub(super) struct Contract {
    objects: HashMap<String, Vec<FieldDefinition>>,
    enums: HashMap<String, String>,
}

/// A field that leads to an object, as it is written.
#[derive(Clone)]
struct Way {
    text: String,
    kind: String,
    is_list: bool,
}

/// A tree of selections.
#[derive(Default)]
struct Tree {
    leaves: Vec<String>,
    below: BTreeMap<String, (bool, Tree)>,
}

impl Contract {
    pub(super) fn read(sdl: &str) -> Self {
        let mut contract = Self { objects: HashMap::new(), enums: HashMap::new() };
        for definition in parse_schema(sdl).unwrap().definitions {
            let TypeSystemDefinition::Type(definition) = definition else { continue };
            let name = definition.node.name.node.to_string();
            match definition.node.kind {
                TypeKind::Object(object) => {
                    let fields = object.fields.into_iter().map(|field| field.node).collect();
                    contract.objects.insert(name, fields);
                }
                TypeKind::Enum(closed) => {
                    contract.enums.insert(name, closed.values[0].node.value.node.to_string());
                }
                _ => {}
            }
        }
        contract
    }

    /// The names of the query's fields.
    pub(super) fn queries(&self) -> Vec<String> {
        self.objects["Query"].iter().map(|field| field.name.node.to_string()).collect()
    }

    /// The documents that ask for every field below this root, `depth` objects down.
    pub(super) fn documents(&self, root: &Root, depth: usize, guard: &Guard) -> Vec<String> {
        let mut paths = Vec::new();
        self.walk(&mut Vec::new(), &root.kind, depth, &mut paths);
        let mut documents = Vec::new();
        self.cut(root, &paths, guard, &mut documents);
        documents
    }

    fn walk(&self, path: &mut Vec<Way>, kind: &str, depth: usize, paths: &mut Vec<Vec<Way>>) {
        paths.push(path.clone());
        if depth == 1 {
            return;
        }
        for field in &self.objects[kind] {
            let Some(way) = self.way(field) else { continue };
            let next = way.kind.clone();
            path.push(way);
            self.walk(path, &next, depth - 1, paths);
            path.pop();
        }
    }

    /// Halves what is too much for one document.
    #[expect(clippy::default_trait_access, reason = "the type is of a library that the API uses")]
    fn cut(&self, root: &Root, paths: &[Vec<Way>], guard: &Guard, documents: &mut Vec<String>) {
        let text = self.document(root, paths);
        match guard.inspect(&text, None, &Default::default()) {
            Ok(_) => documents.push(text),
            Err(refusal) => {
                assert!(paths.len() > 1, "{:?}: {text}", refusal.code);
                let (one, two) = paths.split_at(paths.len() / 2);
                self.cut(root, one, guard, documents);
                self.cut(root, two, guard, documents);
            }
        }
    }

    fn document(&self, root: &Root, paths: &[Vec<Way>]) -> String {
        let mut tree = Tree::default();
        for path in paths {
            let mut at = &mut tree;
            let mut kind = root.kind.as_str();
            for way in path {
                let below = at.below.entry(way.text.clone());
                at = &mut below.or_insert_with(|| (way.is_list, Tree::default())).1;
                kind = &way.kind;
            }
            at.leaves = self.leaves(kind);
        }
        let inside = tree.text();
        if root.is_node {
            format!("{{ {} {{ ... on {} {inside} }} }}", root.field, root.kind)
        } else if self.is_connection(&root.field) {
            format!("{{ {} {{ nodes {inside} }} }}", root.field)
        } else {
            format!("{{ {} {inside} }}", root.field)
        }
    }

    fn is_connection(&self, root: &str) -> bool {
        let name = root.split('(').next().unwrap();
        let field = self.objects["Query"].iter().find(|field| field.name.node == name).unwrap();
        base(&field.ty.node).ends_with("Connection")
    }

    fn leaves(&self, kind: &str) -> Vec<String> {
        self.objects[kind]
            .iter()
            .filter(|field| !self.objects.contains_key(&base(&field.ty.node)))
            .filter(|field| base(&field.ty.node) != "Node")
            .map(|field| self.written(field, false))
            .collect()
    }

    fn way(&self, field: &FieldDefinition) -> Option<Way> {
        let kind = base(&field.ty.node);
        let connection = kind.ends_with("Connection");
        let fields = self.objects.get(&kind)?;
        if connection {
            let nodes = fields.iter().find(|field| field.name.node == "nodes")?;
            let kind = base(&nodes.ty.node);
            return Some(Way { text: self.written(field, true), kind, is_list: true });
        }
        Some(Way { text: self.written(field, false), kind, is_list: false })
    }

    /// The field with the arguments that it must have, if we know what to say.
    fn written(&self, field: &FieldDefinition, is_paged: bool) -> String {
        let mut arguments = Vec::new();
        if is_paged {
            arguments.push("first: 3".to_owned());
        }
        for argument in &field.arguments {
            let argument = &argument.node;
            if argument.ty.node.nullable || argument.default_value.is_some() {
                continue;
            }
            let kind = base(&argument.ty.node);
            let value = match kind.as_str() {
                "Date" => "\"2026-09-07\"",
                "DateTime" => "\"2026-09-07T08:00:00Z\"",
                kind => self.enums.get(kind).unwrap_or_else(|| {
                    panic!("tell the canary sweep what to give {}({})", field.name, argument.name)
                }),
            };
            arguments.push(format!("{}: {value}", argument.name));
        }
        let name = &field.name.node;
        if arguments.is_empty() {
            name.to_string()
        } else {
            format!("{name}({})", arguments.join(", "))
        }
    }
}

impl Tree {
    fn text(&self) -> String {
        let mut parts = self.leaves.clone();
        for (way, (is_list, tree)) in &self.below {
            let inside = tree.text();
            parts.push(if *is_list {
                format!("{way} {{ nodes {inside} }}")
            } else {
                format!("{way} {inside}")
            });
        }
        if parts.is_empty() {
            "{ __typename }".to_owned()
        } else {
            format!("{{ {} }}", parts.join(" "))
        }
    }
}

/// A guard as the door has it.
pub(super) fn guard() -> Guard {
    Guard::new(&parse_schema(api::sdl()).unwrap(), Limits::default())
}

fn base(ty: &Type) -> String {
    match &ty.base {
        BaseType::Named(name) => name.to_string(),
        BaseType::List(inner) => base(inner),
    }
}
