//! Writing our own tables, so that a spreadsheet opens them and we read them back.

/// A table as CSV.
pub(crate) fn table<const N: usize>(
    headings: [&str; N],
    rows: impl IntoIterator<Item = [String; N]>,
) -> anyhow::Result<Vec<u8>> {
    csv(&headings, rows)
}

/// The same, of however many columns.
pub(super) fn csv<H: AsRef<[u8]>>(
    headings: &[H],
    rows: impl IntoIterator<Item = impl IntoIterator<Item = String>>,
) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut writer = csv::Writer::from_writer(&mut bytes);
    writer.write_record(headings)?;
    for row in rows {
        writer.write_record(row.into_iter().map(guarded))?;
    }
    writer.flush()?;
    drop(writer);
    Ok(bytes)
}

/// What is known, as text; nothing for what is not.
pub(crate) fn cell(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// A spreadsheet runs what begins like a formula, and a name can be one.
fn guarded(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_cannot_run_as_a_formula_and_is_read_back() {
        let written = table(["nom", "ville"], [["=1+1".to_owned(), "+33241000001".to_owned()]]);
        let written = written.unwrap();
        assert_eq!(std::str::from_utf8(&written).unwrap(), "nom,ville\n'=1+1,'+33241000001\n");

        let sheet = crate::sheet::read(&written, <[String]>::len).unwrap();
        let cells: Vec<&str> =
            sheet.rows[0].cells.iter().map(|cell| crate::sheet::unguarded(cell)).collect();
        assert_eq!(cells, ["=1+1", "+33241000001"]);
    }
}
