//! What a document asks for more than once under the same name.
//!
//! GraphQL merges the fields of one response key and runs them once. The library runs each of them
//! and shows one: a mutation would be done twice and told once, and a repeated field costs what an
//! alias costs.

use std::collections::HashSet;

use async_graphql::{
    Name,
    parser::types::{ExecutableDocument, Field, OperationType, Selection, SelectionSet},
};

use super::{Code, Limits, Refusal};

/// A field, and the type that the nearest fragment around it is for.
type Found<'a> = (Option<&'a Name>, &'a Field);

/// Refuses a document that repeats a mutation, or that has more aliases and repeated fields together
/// than aliases are allowed.
///
/// Comes after the count, which has refused cycles and what is too long to be spelled out.
pub(super) fn check(
    document: &ExecutableDocument,
    aliases: usize,
    limits: &Limits,
) -> Result<(), Refusal> {
    let mut walk = Walk { document, aliases, leaves: 0 };
    for (_, operation) in document.operations.iter() {
        let mut roots = walk.spelled_out(&operation.node.selection_set.node);
        // There is one type at the root, however its fragments name it.
        for root in &mut roots {
            root.0 = None;
        }
        if operation.node.ty == OperationType::Mutation
            && let Some(name) = repeated(&roots)
        {
            return Err(Refusal::new(Code::TooManyRootMutations, "guard-mutation-repeated")
                .with("name", name));
        }
        walk.count(&roots);
    }
    if walk.aliases > limits.aliases {
        return Err(Refusal::new(Code::TooManyAliases, "guard-too-many-aliases")
            .with("most", limits.aliases));
    }
    if walk.leaves > limits.repeated_leaves {
        return Err(Refusal::new(Code::TooManyAliases, "guard-too-many-repeated")
            .with("most", limits.repeated_leaves));
    }
    Ok(())
}

/// The first name under which two changes come.
fn repeated<'a>(roots: &[Found<'a>]) -> Option<&'a Name> {
    let mut seen = HashSet::new();
    roots
        .iter()
        .filter(|(_, field)| field.alias.is_some() || field.name.node.as_str() != "__typename")
        .map(|&(_, field)| &field.response_key().node)
        .find(|name| !seen.insert(*name))
}

struct Walk<'a> {
    document: &'a ExecutableDocument,
    /// With the repeated fields that may have something to look for.
    aliases: usize,
    /// Repeated fields that are a value of what is there: clients repeat `id` and `__typename` in each
    /// of their fragments.
    leaves: usize,
}

impl<'a> Walk<'a> {
    fn count(&mut self, fields: &[Found<'a>]) {
        let mut seen = HashSet::new();
        for &(on, field) in fields {
            // Fragments for several types of an interface do not meet. An alias was counted before.
            if !seen.insert((on, &field.response_key().node)) && field.alias.is_none() {
                if field.selection_set.node.items.is_empty() && field.arguments.is_empty() {
                    self.leaves += 1;
                } else {
                    self.aliases += 1;
                }
            }
            let below = self.spelled_out(&field.selection_set.node);
            self.count(&below);
        }
    }

    /// The fields of a selection set, those of its fragments among them.
    fn spelled_out(&self, set: &'a SelectionSet) -> Vec<Found<'a>> {
        let mut found = Vec::new();
        self.spell_out(set, None, &mut found);
        found
    }

    fn spell_out(&self, set: &'a SelectionSet, on: Option<&'a Name>, found: &mut Vec<Found<'a>>) {
        for selection in &set.items {
            match &selection.node {
                Selection::Field(field) => found.push((on, &field.node)),
                Selection::InlineFragment(fragment) => {
                    let own = fragment.node.type_condition.as_ref();
                    let own = own.map(|condition| &condition.node.on.node);
                    self.spell_out(&fragment.node.selection_set.node, own.or(on), found);
                }
                Selection::FragmentSpread(spread) => {
                    let name = &spread.node.fragment_name.node;
                    // A fragment that is not there is for the validator to tell, with its place.
                    let Some(fragment) = self.document.fragments.get(name) else { continue };
                    let on = Some(&fragment.node.type_condition.node.on.node);
                    self.spell_out(&fragment.node.selection_set.node, on, found);
                }
            }
        }
    }
}
