//! The documents that an operator allows, from a file as client tools write it.

use anyhow::{Context as _, bail};
use serde_json::Value;

/// Reads the texts: a JSON object of hashes and texts, as GraphQL Code Generator and Relay write
/// it, or Apollo's manifest with its list of operations.
pub(crate) fn read(path: &str) -> anyhow::Result<Vec<String>> {
    let file = std::fs::read_to_string(path)
        .with_context(|| format!("reading the GraphQL documents of {path}"))?;
    let json: Value = serde_json::from_str(&file).with_context(|| format!("{path} is not JSON"))?;
    let Some(texts) = texts(&json) else {
        bail!("{path} is neither an object of hashes and texts, nor a manifest with operations");
    };
    if texts.is_empty() {
        bail!("{path} lists no document: nothing could be asked");
    }
    Ok(texts)
}

fn texts(json: &Value) -> Option<Vec<String>> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    match json.get("operations") {
        Some(operations) => {
            operations.as_array()?.iter().map(|operation| text(operation.get("body")?)).collect()
        }
        None => json.as_object()?.values().map(text).collect(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::texts;

    #[test]
    fn both_usual_forms_are_read_and_others_are_not() {
        let plain = json!({ "0f": "{ viewer { member { id } } }" });
        let apollo = json!({ "format": "apollo-persisted-query-manifest", "version": 1,
            "operations": [{ "id": "0f", "name": "Me", "type": "query", "body": "{ a }" }] });

        assert_eq!(texts(&plain).unwrap(), ["{ viewer { member { id } } }"]);
        assert_eq!(texts(&apollo).unwrap(), ["{ a }"]);
        for other in [json!([]), json!({ "0f": 3 }), json!({ "operations": [{ "id": "0f" }] })] {
            assert_eq!(texts(&other), None, "{other}");
        }
    }
}
