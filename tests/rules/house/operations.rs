//! What `docs/operations.md` says is shown by tests is shown by them.

use std::path::Path;

/// N6
#[test]
fn every_page_of_what_to_do_names_tests_that_there_are_and_says_what_is_seen_safe_and_to_be_done() {
    let house = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let document = std::fs::read_to_string(house.join("docs/operations.md")).unwrap();
    let pages: Vec<_> = document.split("\n## ").skip(1).collect();
    assert_eq!(pages.len(), 7);
    for page in pages {
        let title = page.lines().next().unwrap();
        for part in ["**You see**", "**Safe.**", "**Do.**"] {
            assert!(page.contains(part), "{title} has no {part}");
        }
        let (_, shown) = page.split_once("\nShown by\n").unwrap_or_else(|| panic!("{title} is shown by nothing"));
        let (mut names, mut tests) = (Vec::new(), 0);
        for word in shown.split('`').skip(1).step_by(2) {
            match word.strip_prefix("tests/") {
                None => names.push(word),
                Some(file) => {
                    let source = std::fs::read_to_string(house.join("tests").join(file)).unwrap();
                    for name in names.drain(..) {
                        assert!(source.contains(&format!("fn {name}(")), "{title}: no {name} in {file}");
                        tests += 1;
                    }
                }
            }
        }
        assert!(names.is_empty() && tests > 0, "{title}: in which file is {names:?}?");
    }
}
