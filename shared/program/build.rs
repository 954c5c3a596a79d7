//! Writes the languages of ISO 639 down as text, a line each: its codes of three letters and of two, its English name, its own.
//!
//! As `isolang` has them they are twenty thousand addresses that every start of a function has to put right.

use std::fmt::Write as _;
use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    let mut all: Vec<_> = isolang::languages().collect();
    all.sort_by_key(|language| language.to_639_3());
    let mut lines = String::new();
    for language in all {
        let (three, two) = (language.to_639_3(), language.to_639_1().unwrap_or_default());
        let (name, own) = (language.to_name(), language.to_autonym().unwrap_or_default());
        writeln!(lines, "{three}\t{two}\t{name}\t{own}")?;
    }
    std::fs::write(Path::new(&std::env::var("OUT_DIR")?).join("languages.tsv"), lines)?;
    Ok(())
}
