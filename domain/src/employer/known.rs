//! Finding the employers that files speak of, and writing down those that are new.

use std::collections::HashMap;

use deunicode::deunicode;
use sea_orm::{FromQueryResult, IntoActiveModel};
use serde_json::json;
use uuid::Uuid;

use crate::{
    audit::Line,
    context::Context,
    database::{Sql, Transaction, binds},
    error::Halt,
    exchange,
    id::EmployerId,
    identifier::{InseeCode, Pivot, PostalCode, Rna},
    text::fold,
};

/// An employer as a file describes it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Sought {
    pub(crate) name: String,
    pub(crate) pivot: Option<Pivot>,
    /// The association's number, beside the SIRET that it may have too.
    pub(crate) rna: Option<Rna>,
    pub(crate) address: Option<String>,
    pub(crate) postal_code: Option<PostalCode>,
    pub(crate) commune_name: Option<String>,
    pub(crate) insee_code: Option<InseeCode>,
}

impl Sought {
    /// What the file calls it: by name, else by number.
    pub(crate) fn called(&self) -> String {
        let number = || exchange::cell(self.pivot.as_ref());
        if self.name.is_empty() { number() } else { self.name.clone() }
    }
}

#[derive(Clone, Debug, FromQueryResult)]
struct Row {
    id: Uuid,
    name: String,
    siret: Option<String>,
    rna: Option<String>,
    commune_name: String,
    insee_code: Option<String>,
}

/// The employers that a file may speak of.
#[derive(Debug, Default)]
pub(crate) struct Known {
    by_pivot: HashMap<String, Uuid>,
    by_name: HashMap<String, Vec<Row>>,
    new: Vec<entities::employer::Model>,
}

impl Known {
    /// Loads those that these rows may mean, in one statement.
    pub(crate) async fn load<'a>(
        tx: &Transaction,
        sought: impl Iterator<Item = &'a Sought>,
    ) -> Result<Self, Halt> {
        let (mut pivots, mut names) = (Vec::new(), Vec::new());
        for one in sought {
            pivots.extend(one.pivot.as_ref().map(ToString::to_string));
            pivots.extend(one.rna.as_ref().map(ToString::to_string));
            names.push(fold(&one.name));
            // Other rooms fold less: they keep hyphens and apostrophes.
            names.push(deunicode(&one.name).to_lowercase());
        }
        let rows: Vec<Row> = Sql::new(
            "select id, name, siret, rna, commune_name, insee_code from employer \
             where siret in ? or rna in ? or search in ?",
            binds![pivots.clone(), pivots, names],
        )
        .all(&**tx)
        .await?;
        let mut known = Self::default();
        for row in rows {
            known.know(row);
        }
        Ok(known)
    }

    fn know(&mut self, row: Row) {
        for pivot in [&row.siret, &row.rna].into_iter().flatten() {
            self.by_pivot.insert(pivot.clone(), row.id);
        }
        self.by_name.entry(fold(&row.name)).or_default().push(row);
    }

    /// The employer that has this number.
    pub(super) fn owner(&self, number: &str) -> Option<Uuid> {
        self.by_pivot.get(number).copied()
    }

    /// The employer that a row means: by its number, else by its name and commune.
    ///
    /// A number that is not known never stands for an employer that has another one.
    pub(crate) fn find(&self, sought: &Sought) -> Option<Uuid> {
        if let Some(id) = sought.pivot.as_ref().and_then(|pivot| self.by_pivot.get(pivot.as_str()))
        {
            return Some(*id);
        }
        let same_name = self.by_name.get(&fold(&sought.name))?;
        let mut same = same_name.iter().filter(|row| {
            let other_number = match &sought.pivot {
                Some(Pivot::Siret(_)) => row.siret.is_some(),
                Some(Pivot::Rna(_)) => row.rna.is_some(),
                Some(Pivot::Ridet(_)) | None => false,
            };
            !other_number && is_same_commune(row, sought)
        });
        match (same.next(), same.next()) {
            (Some(only), None) => Some(only.id),
            _ => None,
        }
    }

    /// The employer that a row means, written down if it is new.
    pub(crate) fn find_or_add(&mut self, ctx: &Context, sought: &Sought) -> Uuid {
        if let Some(id) = self.find(sought) {
            return id;
        }
        let model = new_row(ctx, sought);
        self.remember(&model);
        let id = model.id;
        self.new.push(model);
        id
    }

    /// Lets a row be found from now on.
    pub(super) fn remember(&mut self, model: &entities::employer::Model) {
        self.know(Row {
            id: model.id,
            name: model.name.clone(),
            siret: model.siret.clone(),
            rna: model.rna.clone(),
            commune_name: model.commune_name.clone(),
            insee_code: model.insee_code.clone(),
        });
    }

    /// Writes those that were added.
    pub(crate) async fn save_new(
        self,
        ctx: &Context,
        tx: &Transaction,
        network: Uuid,
    ) -> Result<(), Halt> {
        let line = |row: &entities::employer::Model| {
            Line::new("employer.import", EmployerId::of(row.id))
                .within(network)
                .changing(json!({ "name": row.name }))
        };
        let lines = self.new.iter().map(line).collect();
        exchange::save::<entities::employer::Entity>(
            tx,
            self.new.into_iter().map(IntoActiveModel::into_active_model).collect(),
            entities::employer::Column::Id,
            &[],
        )
        .await?;
        tx.audit_all(ctx, lines).await
    }
}

/// Without a commune on one side, the name alone has to do.
fn is_same_commune(row: &Row, sought: &Sought) -> bool {
    if let (Some(ours), Some(theirs)) = (&row.insee_code, &sought.insee_code) {
        return ours == theirs.as_str();
    }
    match sought.commune_name.as_deref().map(fold) {
        Some(theirs) if !row.commune_name.is_empty() => fold(&row.commune_name) == theirs,
        _ => true,
    }
}

/// An employer as it is first written down.
pub(super) fn new_row(ctx: &Context, sought: &Sought) -> entities::employer::Model {
    let pivot = sought.pivot.as_ref();
    entities::employer::Model {
        id: EmployerId::new().uuid(),
        name: sought.called(),
        search: fold(&sought.name),
        siret: pivot.filter(|p| matches!(p, Pivot::Siret(_))).map(ToString::to_string),
        rna: pivot.filter(|p| matches!(p, Pivot::Rna(_))).map(ToString::to_string),
        address: sought.address.clone().unwrap_or_default(),
        postal_code: exchange::cell(sought.postal_code.as_ref()),
        commune_name: sought.commune_name.clone().unwrap_or_default(),
        insee_code: sought.insee_code.as_ref().map(ToString::to_string),
        email: None,
        phone: None,
        website_url: None,
        archived_at: None,
        revision: 1,
        created_at: ctx.now(),
    }
}
