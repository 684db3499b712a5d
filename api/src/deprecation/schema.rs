//! The types of a schema, with what a document can use of each.

use std::collections::HashMap;

use async_graphql::{
    Positioned, Value,
    parser::types::{
        ConstDirective, FieldDefinition, InputValueDefinition, ServiceDocument, Type, TypeKind,
        TypeSystemDefinition,
    },
};

/// Types by their names.
#[derive(Clone, Debug, Default)]
pub(super) struct Types {
    by_name: HashMap<String, Members>,
    query: String,
    mutation: String,
}

/// What a type has.
#[derive(Clone, Debug, Default)]
pub(super) struct Members {
    /// Fields of objects, interfaces and inputs, or the values of an enum.
    pub(super) by_name: HashMap<String, Member>,
}

/// A field, an argument or a value.
#[derive(Clone, Debug)]
pub(super) struct Member {
    /// What it gives or takes, without lists and exclamation marks; empty for an enum's value.
    pub(super) type_name: String,
    /// Why it is to go, when it is.
    pub(super) reason: Option<String>,
    pub(super) arguments: HashMap<String, Member>,
}

impl Types {
    pub(super) fn of(document: ServiceDocument) -> Self {
        let mut types =
            Self { query: "Query".into(), mutation: "Mutation".into(), ..Self::default() };
        for definition in document.definitions {
            match definition {
                TypeSystemDefinition::Type(definition) => {
                    let definition = definition.node;
                    let members = match definition.kind {
                        TypeKind::Object(object) => fields(object.fields),
                        TypeKind::Interface(interface) => fields(interface.fields),
                        TypeKind::InputObject(object) => inputs(object.fields),
                        TypeKind::Enum(closed) => closed
                            .values
                            .into_iter()
                            .map(|value| {
                                let member = Member {
                                    type_name: String::new(),
                                    reason: reason(&value.node.directives),
                                    arguments: HashMap::new(),
                                };
                                (value.node.value.node.to_string(), member)
                            })
                            .collect(),
                        TypeKind::Scalar | TypeKind::Union(_) => HashMap::new(),
                    };
                    let name = definition.name.node.to_string();
                    types.by_name.insert(name, Members { by_name: members });
                }
                TypeSystemDefinition::Schema(schema) => {
                    if let Some(query) = schema.node.query {
                        types.query = query.node.to_string();
                    }
                    if let Some(mutation) = schema.node.mutation {
                        types.mutation = mutation.node.to_string();
                    }
                }
                TypeSystemDefinition::Directive(_) => {}
            }
        }
        types
    }

    /// The type that an operation begins with.
    pub(super) fn root(&self, is_mutation: bool) -> &str {
        if is_mutation { &self.mutation } else { &self.query }
    }

    pub(super) fn member(&self, type_name: &str, name: &str) -> Option<&Member> {
        self.by_name.get(type_name)?.by_name.get(name)
    }

    /// Every coordinate that is to go, with its reason.
    pub(super) fn deprecated(&self) -> impl Iterator<Item = (String, &str)> {
        self.by_name.iter().flat_map(|(type_name, members)| {
            members.by_name.iter().flat_map(move |(name, member)| {
                let own =
                    member.reason.as_deref().map(|reason| (format!("{type_name}.{name}"), reason));
                let arguments = member.arguments.iter().filter_map(move |(argument, member)| {
                    let reason = member.reason.as_deref()?;
                    Some((format!("{type_name}.{name}({argument}:)"), reason))
                });
                own.into_iter().chain(arguments)
            })
        })
    }
}

fn fields(fields: Vec<Positioned<FieldDefinition>>) -> HashMap<String, Member> {
    fields
        .into_iter()
        .map(|field| {
            let member = Member {
                type_name: named(&field.node.ty.node),
                reason: reason(&field.node.directives),
                arguments: inputs(field.node.arguments),
            };
            (field.node.name.node.to_string(), member)
        })
        .collect()
}

fn inputs(inputs: Vec<Positioned<InputValueDefinition>>) -> HashMap<String, Member> {
    inputs
        .into_iter()
        .map(|input| {
            let member = Member {
                type_name: named(&input.node.ty.node),
                reason: reason(&input.node.directives),
                arguments: HashMap::new(),
            };
            (input.node.name.node.to_string(), member)
        })
        .collect()
}

/// The name inside lists and exclamation marks.
fn named(of: &Type) -> String {
    of.to_string().chars().filter(|sign| !matches!(sign, '[' | ']' | '!')).collect()
}

fn reason(directives: &[Positioned<ConstDirective>]) -> Option<String> {
    let directive = directives.iter().find(|found| found.node.name.node == "deprecated")?;
    let reason = directive.node.get_argument("reason").map(|reason| reason.node.clone());
    Some(match reason {
        Some(Value::String(reason)) => reason,
        _ => "No longer supported".to_owned(),
    })
}
