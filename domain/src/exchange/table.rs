//! Writing our own tables, so that a spreadsheet opens them and we read them back.

/// What tells a spreadsheet that the text is UTF-8.
const MARK: &[u8] = b"\xEF\xBB\xBF";

/// A table as CSV for tools, with commas.
pub(crate) fn table<const N: usize>(
    headings: [&str; N],
    rows: impl IntoIterator<Item = [String; N]>,
) -> anyhow::Result<Vec<u8>> {
    write(Vec::new(), b',', &headings, rows)
}

/// A table as CSV for people: French spreadsheets cut at semicolons, and take for UTF-8 only what
/// begins with a mark.
pub(super) fn for_people<H: AsRef<[u8]>>(
    headings: &[H],
    rows: impl IntoIterator<Item = impl IntoIterator<Item = String>>,
) -> anyhow::Result<Vec<u8>> {
    write(MARK.to_vec(), b';', headings, rows)
}

fn write<H: AsRef<[u8]>>(
    mut bytes: Vec<u8>,
    separator: u8,
    headings: &[H],
    rows: impl IntoIterator<Item = impl IntoIterator<Item = String>>,
) -> anyhow::Result<Vec<u8>> {
    let mut writer = csv::WriterBuilder::new().delimiter(separator).from_writer(&mut bytes);
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
    fn what_people_take_away_opens_in_a_french_spreadsheet_and_is_read_back() {
        let row = ["Zoé; dite Z".to_owned(), "Évron, Mayenne".to_owned()];
        let written = for_people(&["nom", "ville"], [row.clone()]).unwrap();
        let text = "\u{feff}nom;ville\n\"Zoé; dite Z\";Évron, Mayenne\n";
        assert_eq!(std::str::from_utf8(&written).unwrap(), text);

        let sheet = crate::sheet::read(&written, |cells| {
            cells.iter().filter(|cell| ["nom", "ville"].contains(&cell.as_str())).count()
        });
        let sheet = sheet.unwrap();
        assert_eq!((sheet.separator, sheet.headings[0].as_str()), (';', "nom"));
        assert_eq!(sheet.rows[0].cells, row);
    }

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
