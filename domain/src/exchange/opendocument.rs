//! A table as an `OpenDocument` spreadsheet (ODF 1.3): every cell is text, so that none runs as a formula.

use std::io::{Cursor, Write as _};

use quick_xml::{
    Writer,
    events::{BytesDecl, BytesText, Event},
};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::list::List;

/// What such a file is.
pub(super) const MEDIA_TYPE: &str = "application/vnd.oasis.opendocument.spreadsheet";

const MANIFEST: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">
<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
</manifest:manifest>
"#;

/// The list as a spreadsheet of one sheet, with its headings in the first row.
pub(super) fn write(list: &List) -> anyhow::Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // The standard wants the media type first, and as it is.
    let plain = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    zip.start_file("mimetype", plain)?;
    zip.write_all(MEDIA_TYPE.as_bytes())?;
    zip.start_file("META-INF/manifest.xml", plain)?;
    zip.write_all(MANIFEST.as_bytes())?;
    zip.start_file("content.xml", plain)?;
    zip.write_all(&content(list)?)?;
    Ok(zip.finish()?.into_inner())
}

fn content(list: &List) -> anyhow::Result<Vec<u8>> {
    let mut xml = Writer::new(Vec::new());
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    xml.create_element("office:document-content")
        .with_attributes([
            ("xmlns:office", "urn:oasis:names:tc:opendocument:xmlns:office:1.0"),
            ("xmlns:table", "urn:oasis:names:tc:opendocument:xmlns:table:1.0"),
            ("xmlns:text", "urn:oasis:names:tc:opendocument:xmlns:text:1.0"),
            ("office:version", "1.3"),
        ])
        .write_inner_content(|xml| {
            xml.create_element("office:body").write_inner_content(|xml| {
                xml.create_element("office:spreadsheet")
                    .write_inner_content(|xml| sheet(xml, list))?;
                Ok(())
            })?;
            Ok(())
        })?;
    Ok(xml.into_inner())
}

fn sheet(xml: &mut Writer<Vec<u8>>, list: &List) -> std::io::Result<()> {
    xml.create_element("table:table")
        .with_attribute(("table:name", list.name.as_str()))
        .write_inner_content(|xml| {
            row(xml, &list.headings)?;
            list.rows.iter().try_for_each(|cells| row(xml, cells))
        })?;
    Ok(())
}

fn row(xml: &mut Writer<Vec<u8>>, cells: &[String]) -> std::io::Result<()> {
    xml.create_element("table:table-row").write_inner_content(|xml| {
        for cell in cells {
            let text = readable(cell);
            xml.create_element("table:table-cell")
                .with_attribute(("office:value-type", "string"))
                .write_inner_content(|xml| {
                    for line in text.lines() {
                        xml.create_element("text:p").write_text_content(BytesText::new(line))?;
                    }
                    Ok(())
                })?;
        }
        Ok(())
    })?;
    Ok(())
}

/// Without the control characters that XML cannot carry.
fn readable(cell: &str) -> String {
    cell.chars().filter(|sign| !sign.is_control() || matches!(sign, '\n' | '\t')).collect()
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn a_spreadsheet_says_first_what_it_is_and_keeps_every_cell_as_text() {
        let list = List {
            name: "Inscriptions".to_owned(),
            headings: vec!["Nom".to_owned(), "Réponse".to_owned()],
            rows: vec![vec!["Ana <Martin> & fils".to_owned(), "=1+1\u{1}\ndeux".to_owned()]],
        };

        let bytes = write(&list).unwrap();

        assert_eq!(&bytes[30..38], b"mimetype");
        assert_eq!(&bytes[38..38 + MEDIA_TYPE.len()], MEDIA_TYPE.as_bytes());
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut xml = String::new();
        zip.by_name("content.xml").unwrap().read_to_string(&mut xml).unwrap();
        assert!(xml.contains("<text:p>Ana &lt;Martin&gt; &amp; fils</text:p>"), "{xml}");
        assert!(xml.contains("<text:p>=1+1</text:p><text:p>deux</text:p>"), "{xml}");
        assert!(!xml.contains("formula"), "{xml}");
    }
}
