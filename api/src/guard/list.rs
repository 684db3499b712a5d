//! Which fields of the schema are lists, so that what lies under them is counted many times.

use std::collections::HashSet;

use async_graphql::parser::types::{
    BaseType, FieldDefinition, ServiceDocument, TypeKind, TypeSystemDefinition,
};

/// The names of fields that are lists, or take a page size, somewhere in the schema.
///
/// By name and not by type: a field that is a list in one type and an object in another is
/// counted as a list in both, which errs on the safe side and needs no types while walking.
#[derive(Clone, Debug, Default)]
pub(super) struct Lists {
    paged: HashSet<String>,
    lists: HashSet<String>,
}

impl Lists {
    /// Those of this schema.
    pub(super) fn of(schema: &ServiceDocument) -> Self {
        let mut lists = Self::default();
        for definition in &schema.definitions {
            let TypeSystemDefinition::Type(definition) = definition else { continue };
            let fields = match &definition.node.kind {
                TypeKind::Object(object) => &object.fields,
                TypeKind::Interface(interface) => &interface.fields,
                _ => continue,
            };
            // What a connection holds was already multiplied at the field that has the page.
            if definition.node.name.node.ends_with("Connection") {
                continue;
            }
            for field in fields {
                lists.add(&field.node);
            }
        }
        lists
    }

    fn add(&mut self, field: &FieldDefinition) {
        let name = field.name.node.to_string();
        let is_paged = field
            .arguments
            .iter()
            .any(|argument| matches!(argument.node.name.node.as_str(), "first" | "last"));
        if matches!(field.ty.node.base, BaseType::List(_)) {
            self.lists.insert(name.clone());
        }
        if is_paged {
            self.paged.insert(name);
        }
    }

    /// Whether the field takes a page size.
    pub(super) fn is_paged(&self, name: &str) -> bool {
        self.paged.contains(name)
    }

    /// Whether the field is a list itself, and not a connection that holds one.
    pub(super) fn is_list(&self, name: &str) -> bool {
        self.lists.contains(name)
    }
}
