//! The colours of the stylesheet are readable on the grounds they stand on, by day and by night.

use std::collections::HashMap;

const BASE: &str = include_str!("assets/style/base.css");

const WORDS: f64 = 4.5;
const EDGES: f64 = 3.0;

/// What stands on what, as docs/design.md promises (WCAG 2.2, 1.4.3 and 1.4.11).
const PAIRS: &[(&[&str], &[&str], f64)] = &[
    (&["text", "soft", "accent"], &["page", "card", "sunken"], WORDS),
    (&["on-accent"], &["accent", "accent-strong"], WORDS),
    (&["accent-strong", "text"], &["accent-soft"], WORDS),
    (&["good", "text", "soft"], &["good-soft"], WORDS),
    (&["warn", "text", "soft"], &["warn-soft"], WORDS),
    (&["bad", "text", "soft"], &["bad-soft"], WORDS),
    (&["told", "text", "soft"], &["told-soft"], WORDS),
    (&["good", "warn", "bad", "told"], &["card", "page"], WORDS),
    (&["edge"], &["page", "card"], EDGES),
];

/// The colours that a block of the stylesheet sets.
fn colours(block: &str) -> HashMap<&str, [f64; 3]> {
    let block = block.split('}').next().unwrap();
    block
        .split(';')
        .filter_map(|line| line.split_once(':'))
        .filter_map(|(name, value)| {
            Some((name.trim().strip_prefix("--")?, colour(value.trim().strip_prefix('#')?)))
        })
        .collect()
}

fn colour(digits: &str) -> [f64; 3] {
    let long: String = match digits.len() {
        3 => digits.chars().flat_map(|digit| [digit, digit]).collect(),
        _ => digits.to_owned(),
    };
    [0, 2, 4].map(|at| f64::from(u8::from_str_radix(&long[at..at + 2], 16).unwrap()) / 255.0)
}

/// WCAG's relative luminance.
fn luminance(colour: [f64; 3]) -> f64 {
    let [red, green, blue] =
        colour.map(
            |part| {
                if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
            },
        );
    0.2126f64.mul_add(red, 0.7152f64.mul_add(green, 0.0722 * blue))
}

fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn words_and_edges_stand_out_by_day_and_by_night() {
    let mut blocks = BASE.split(":root {").skip(1);
    for light in [true, false] {
        let colours = colours(blocks.next().unwrap());
        for (words, grounds, least) in PAIRS {
            for word in *words {
                for ground in *grounds {
                    let found = contrast(colours[word], colours[ground]);
                    assert!(
                        found >= *least,
                        "--{word} on --{ground} ({}): {found:.2} to 1",
                        if light { "light" } else { "dark" }
                    );
                }
            }
        }
    }
}
