//! How much a document spells out, once every fragment is put where it is spread.
//!
//! Each fragment is counted once and remembered, so that a document whose fragments double at
//! every level costs its length and not its expansion. The parser, the validator and the
//! executor of the library walk the expansion.

use std::collections::HashMap;

use async_graphql::{
    Name,
    parser::types::{ExecutableDocument, OperationType, Selection, SelectionSet},
};

use super::{Code, Limits, Refusal, repeat};

/// The totals of a selection set, with its fragments expanded. Every sum saturates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Count {
    selections: usize,
    aliases: usize,
    directives: usize,
    /// Fields of the first level.
    roots: usize,
    /// Levels of fields.
    depth: usize,
    /// Levels of fields, spreads and inline fragments.
    nesting: usize,
    /// Levels of lists of the introspection within each other.
    schema_lists: usize,
}

impl Count {
    fn and(self, other: Self) -> Self {
        Self {
            selections: self.selections.saturating_add(other.selections),
            aliases: self.aliases.saturating_add(other.aliases),
            directives: self.directives.saturating_add(other.directives),
            roots: self.roots.saturating_add(other.roots),
            depth: self.depth.max(other.depth),
            nesting: self.nesting.max(other.nesting),
            schema_lists: self.schema_lists.max(other.schema_lists),
        }
    }
}

/// Refuses a document that spells out more than the limits allow.
///
/// All operations and all fragments count, also those that are not executed: the validator
/// looks at each of them.
pub(super) fn check(document: &ExecutableDocument, limits: &Limits) -> Result<(), Refusal> {
    if document.fragments.len() > limits.fragments {
        return Err(Refusal::new(Code::QueryTooComplex, "guard-too-many-fragments")
            .with("most", limits.fragments));
    }
    let variables = document
        .operations
        .iter()
        .map(|(_, operation)| operation.node.variable_definitions.len())
        .fold(0, usize::saturating_add);
    if variables > limits.variables {
        return Err(Refusal::new(Code::QueryTooComplex, "guard-too-many-variables")
            .with("most", limits.variables));
    }
    let mut walk = Walk { document, limits, seen: HashMap::new() };
    let mut total = Count::default();
    for (_, operation) in document.operations.iter() {
        let count = walk.set(&operation.node.selection_set.node, 0)?;
        if operation.node.ty == OperationType::Mutation && count.roots > limits.root_mutations {
            return Err(Refusal::new(Code::TooManyRootMutations, "guard-too-many-mutations")
                .with("most", limits.root_mutations));
        }
        let on_operation = operation
            .node
            .variable_definitions
            .iter()
            .map(|definition| definition.node.directives.len())
            .fold(operation.node.directives.len(), usize::saturating_add);
        total = total.and(count);
        total.directives = total.directives.saturating_add(on_operation);
    }
    for (name, fragment) in &document.fragments {
        let count = walk.fragment(name, 0)?;
        total = Count {
            selections: total.selections.max(count.selections),
            aliases: total.aliases.max(count.aliases),
            directives: total
                .directives
                .saturating_add(fragment.node.directives.len())
                .max(count.directives),
            depth: total.depth.max(count.depth),
            nesting: total.nesting.max(count.nesting),
            schema_lists: total.schema_lists.max(count.schema_lists),
            ..total
        };
    }
    judge(total, limits)?;
    repeat::check(document, total.aliases, limits)
}

fn judge(total: Count, limits: &Limits) -> Result<(), Refusal> {
    if total.depth > limits.depth || total.nesting > limits.nesting {
        return Err(too_deep(limits));
    }
    if total.schema_lists > limits.schema_lists {
        return Err(Refusal::new(Code::QueryTooDeep, "guard-introspection-too-deep"));
    }
    if total.selections > limits.selections {
        return Err(Refusal::new(Code::QueryTooComplex, "guard-too-many-fields")
            .with("most", limits.selections));
    }
    if total.aliases > limits.aliases {
        return Err(Refusal::new(Code::TooManyAliases, "guard-too-many-aliases")
            .with("most", limits.aliases));
    }
    if total.directives > limits.directives {
        return Err(Refusal::new(Code::TooManyDirectives, "guard-too-many-directives")
            .with("most", limits.directives));
    }
    Ok(())
}

struct Walk<'a> {
    document: &'a ExecutableDocument,
    limits: &'a Limits,
    /// `None` while the fragment is being counted: meeting it again is a cycle.
    seen: HashMap<&'a Name, Option<Count>>,
}

impl<'a> Walk<'a> {
    /// `level` bounds our own recursion.
    fn set(&mut self, set: &'a SelectionSet, level: usize) -> Result<Count, Refusal> {
        if level > self.limits.nesting {
            return Err(too_deep(self.limits));
        }
        let mut total = Count::default();
        for selection in &set.items {
            let mut count = match &selection.node {
                Selection::Field(field) => {
                    let inside = self.set(&field.node.selection_set.node, level + 1)?;
                    let name = field.node.name.node.as_str();
                    Count {
                        selections: inside.selections.saturating_add(1),
                        aliases: inside
                            .aliases
                            .saturating_add(usize::from(field.node.alias.is_some())),
                        roots: usize::from(name != "__typename"),
                        depth: inside.depth.saturating_add(1),
                        schema_lists: inside
                            .schema_lists
                            .saturating_add(usize::from(is_schema_list(name))),
                        ..inside
                    }
                }
                Selection::InlineFragment(fragment) => {
                    self.set(&fragment.node.selection_set.node, level + 1)?
                }
                Selection::FragmentSpread(spread) => {
                    let count = self.fragment(&spread.node.fragment_name.node, level + 1)?;
                    // A spread costs the walkers something even when its fragment is small.
                    Count { selections: count.selections.saturating_add(1), ..count }
                }
            };
            count.nesting = count.nesting.saturating_add(1);
            count.directives = count.directives.saturating_add(selection.node.directives().len());
            total = total.and(count);
        }
        Ok(total)
    }

    fn fragment(&mut self, name: &'a Name, level: usize) -> Result<Count, Refusal> {
        match self.seen.get(name) {
            Some(Some(count)) => return Ok(*count),
            Some(None) => {
                return Err(Refusal::new(Code::GraphqlValidationFailed, "guard-fragment-cycle")
                    .with("name", name));
            }
            None => {}
        }
        // A fragment that is not there is for the validator to tell, with its place.
        let Some(fragment) = self.document.fragments.get(name) else {
            return Ok(Count::default());
        };
        self.seen.insert(name, None);
        let count = self.set(&fragment.node.selection_set.node, level)?;
        self.seen.insert(name, Some(count));
        Ok(count)
    }
}

/// The fields of `__Type` that multiply: two types apart, they already reach the whole schema.
fn is_schema_list(name: &str) -> bool {
    matches!(name, "fields" | "inputFields" | "interfaces" | "possibleTypes")
}

fn too_deep(limits: &Limits) -> Refusal {
    Refusal::new(Code::QueryTooDeep, "guard-too-deep").with("most", limits.depth)
}
