//! What a file that does not say everything leaves as it is.

use std::collections::{BTreeSet, HashSet};

use super::StandardPlace;

impl StandardPlace {
    /// This account of a place on top of what was known of it. What it does not say stays: a column
    /// that the file lacks, an empty cell and a value that nobody understands take nothing away.
    ///
    /// `silent` are the columns without a word; two fields may be filled from another column, and
    /// that takes nothing away either.
    #[must_use]
    pub(crate) fn over(mut self, before: &Self, silent: &HashSet<&'static str>) -> Self {
        // The end of a summary that is too long goes to the detail only if that is empty.
        if silent.contains("presentation_detail") && before.detail.is_some() {
            self.detail.clone_from(&before.detail);
        }
        // A label that the closed list does not know joins the others.
        if silent.contains("autres_formations_labels") {
            self.other_labels.extend(before.other_labels.iter().cloned());
        }
        Self {
            pivot: said(self.pivot, before.pivot.as_ref()),
            insee_code: said(self.insee_code, before.insee_code.as_ref()),
            address_complement: said(self.address_complement, before.address_complement.as_ref()),
            coordinates: self.coordinates.or(before.coordinates),
            typologies: several(self.typologies, &before.typologies),
            phone: said(self.phone, before.phone.as_ref()),
            emails: in_order(self.emails, &before.emails),
            websites: in_order(self.websites, &before.websites),
            opening_hours: said(self.opening_hours, before.opening_hours.as_ref()),
            summary: said(self.summary, before.summary.as_ref()),
            detail: said(self.detail, before.detail.as_ref()),
            source: said(self.source, before.source.as_ref()),
            mobility: several(self.mobility, &before.mobility),
            parent: said(self.parent, before.parent.as_ref()),
            updated_on: self.updated_on.or(before.updated_on),
            services: several(self.services, &before.services),
            audiences: several(self.audiences, &before.audiences),
            special_care: several(self.special_care, &before.special_care),
            fees: several(self.fees, &before.fees),
            programmes: several(self.programmes, &before.programmes),
            labels: several(self.labels, &before.labels),
            other_labels: several(self.other_labels, &before.other_labels),
            access: several(self.access, &before.access),
            support: several(self.support, &before.support),
            accessibility: said(self.accessibility, before.accessibility.as_ref()),
            booking: said(self.booking, before.booking.as_ref()),
            ..self
        }
    }
}

fn said<V: Clone>(said: Option<V>, before: Option<&V>) -> Option<V> {
    said.or_else(|| before.cloned())
}

fn several<V: Clone + Ord>(said: BTreeSet<V>, before: &BTreeSet<V>) -> BTreeSet<V> {
    if said.is_empty() { before.clone() } else { said }
}

fn in_order<V: Clone>(said: Vec<V>, before: &[V]) -> Vec<V> {
    if said.is_empty() { before.to_vec() } else { said }
}
