//! What each crate may know, read from `cargo metadata`: the rooms, what only one of them links, licenses.
//!
//! Start at [`House`], which answers what a crate depends on.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

/// One crate for each Lambda function.
const FUNCTIONS: [&str; 10] =
    ["account", "application", "compliance", "invoice", "mailer", "report", "selection", "summary", "team", "treasury"];

/// What all functions are made of.
const SHARED: [&str; 6] = ["letters", "program", "store", "watch", "web", "words"];

/// The local office and the specification; they alone see every function.
const WHOLE: [&str; 2] = ["chancery", "specification"];

/// Licenses that let anybody use, change and pass on what is linked, and ask for no more than a notice.
const PERMISSIVE: [&str; 14] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Fine in the tools of a test, which nobody gets; it asks more of what is passed on.
const IN_TESTS_ONLY: &str = "MPL-2.0";

#[test]
fn the_house_has_these_rooms_and_no_others() {
    let rooms: BTreeSet<_> = FUNCTIONS.into_iter().chain(SHARED).chain(WHOLE).collect();
    assert_eq!(House::read().rooms(), rooms);
}

#[test]
fn what_is_shared_looks_only_inward() {
    let house = House::read();
    for (room, knows) in [
        ("program", &[][..]),
        ("words", &["program"]),
        ("letters", &["program", "words"]),
        ("watch", &[]),
        ("store", &["program", "watch"]),
        ("web", &["program", "store", "watch", "words"]),
    ] {
        assert_eq!(house.rooms_known_to(room), knows.iter().copied().collect(), "{room}");
    }
}

#[test]
fn no_function_knows_another_or_the_local_office() {
    let house = House::read();
    for function in FUNCTIONS {
        let strangers: Vec<_> =
            house.rooms_known_to(function).into_iter().filter(|room| !SHARED.contains(room)).collect();
        assert!(strangers.is_empty(), "{function} depends on {strangers:?}");
    }
}

#[test]
fn only_the_local_office_and_the_specification_see_every_function() {
    let house = House::read();
    for whole in WHOLE {
        let known = house.rooms_known_to(whole);
        assert!(FUNCTIONS.iter().all(|function| known.contains(function)), "{whole} sees {known:?}");
    }
    assert_eq!(house.dependents("chancery"), BTreeSet::new(), "nothing is built on the local office");
}

#[test]
fn each_engine_has_one_room_that_knows_it() {
    let house = House::read();
    for (engine, room) in [
        ("aws-sdk-dynamodb", "store"),
        ("aws-sdk-kms", "store"),
        ("aws-sdk-s3", "store"),
        ("aws-sdk-ses", "mailer"),
        ("parquet", "summary"),
        ("polars", "summary"),
        ("rust_xlsxwriter", "summary"),
        ("dynoxide-rs", "chancery"),
        ("rusqlite", "chancery"),
        ("s3s", "chancery"),
    ] {
        assert_eq!(house.dependents(engine), [room].into(), "{engine}");
    }
}

#[test]
fn what_a_function_links_holds_no_embedded_engine_and_no_other_ones_library() {
    let house = House::read();
    for function in FUNCTIONS {
        let linked = house.linked_by(&[function]);
        let strange: Vec<_> = [
            ("dynoxide-rs", false),
            ("libsqlite3-sys", false),
            ("s3s", false),
            ("openssl-sys", false),
            ("aws-sdk-ses", function == "mailer"),
            ("polars-core", function == "summary"),
            ("rust_xlsxwriter", function == "summary"),
        ]
        .into_iter()
        .filter(|(library, expected)| linked.contains(library) != *expected)
        .collect();
        assert!(strange.is_empty(), "{function}: {strange:?}, and whether it should be linked");
    }
}

#[test]
fn rules_words_and_letters_are_pure() {
    for room in ["program", "words", "letters"] {
        let linked = linked_alone(room);
        let impure: Vec<_> = linked
            .iter()
            .filter(|library| {
                let known = ["axum", "getrandom", "hyper", "mio", "rand", "reqwest", "s3s", "socket2", "tokio"];
                known.contains(&library.as_str()) || library.starts_with("aws") || library.starts_with("futures")
            })
            .collect();
        assert!(linked.contains("chrono") && impure.is_empty(), "{room} links {impure:?}");
    }
}

#[test]
fn no_dependency_is_there_for_nothing() {
    let house = House::read();
    let mut unused = Vec::new();
    for room in house.rooms() {
        let sources = house.sources_of(room);
        for dependency in &house.crates[room].dependencies {
            if !sources.iter().any(|source| names(source, &dependency.extern_name)) {
                unused.push(format!("{room} → {}", dependency.name));
            }
        }
    }
    assert!(unused.is_empty(), "{unused:#?}");
}

#[test]
fn everything_comes_from_the_registry_or_this_folder() {
    let house = House::read();
    let strange: Vec<_> = house
        .crates
        .iter()
        .filter(|(_, one)| !matches!(one.source.as_deref(), None | Some(CRATES_IO)))
        .map(|(name, one)| format!("{name} from {:?}", one.source))
        .collect();
    assert!(strange.is_empty(), "{strange:#?}");
}

#[test]
fn everything_linked_may_be_passed_on() {
    let house = House::read();
    let passed_on: Vec<_> = FUNCTIONS.into_iter().chain(["chancery"]).collect();
    let passed_on = house.linked_by(&passed_on);
    let mut not_free = Vec::new();
    for (name, one) in &house.crates {
        let in_tests = !passed_on.contains(name.as_str());
        let allowed = |license: &str| PERMISSIVE.contains(&license) || (in_tests && license == IN_TESTS_ONLY);
        for license in &one.licenses {
            if !License::read(license).is_met_by(&allowed) {
                not_free.push(format!("{name}: {license}"));
            }
        }
    }
    assert!(not_free.is_empty(), "{not_free:#?}");
}

#[test]
fn a_license_is_met_by_one_of_its_ors_and_all_of_its_ands() {
    let met = |license: &str| License::read(license).is_met_by(&|name| name == "MIT" || name == "ISC");
    for license in ["MIT", "GPL-3.0 OR MIT", "GPL-3.0/MIT", "(MIT OR GPL-3.0) AND ISC", "GPL-3.0 OR MIT AND ISC"] {
        assert!(met(license), "{license}");
    }
    for license in ["", "GPL-3.0", "MIT AND GPL-3.0", "MIT WITH something", "(MIT OR ISC) AND GPL-3.0"] {
        assert!(!met(license), "{license}");
    }
}

const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// The dependencies of the workspace, by name. Two versions of a crate count as one that depends on what both do.
struct House {
    crates: BTreeMap<String, Crate>,
}

#[derive(Default)]
struct Crate {
    source: Option<String>,
    licenses: BTreeSet<String>,
    manifest: PathBuf,
    in_workspace: bool,
    dependencies: Vec<Dependency>,
}

struct Dependency {
    name: String,
    extern_name: String,
    /// For the tests of the crate only.
    for_tests: bool,
}

impl House {
    fn read() -> Self {
        let metadata: Value =
            serde_json::from_str(&cargo(&["metadata", "--format-version", "1"])).expect("cargo prints JSON");
        let members: BTreeSet<_> = list(&metadata["workspace_members"]).iter().map(text).collect();
        let mut names = BTreeMap::new();
        let mut crates: BTreeMap<String, Crate> = BTreeMap::new();
        for package in list(&metadata["packages"]) {
            let name = text(&package["name"]);
            names.insert(text(&package["id"]), name);
            let one = crates.entry(name.to_owned()).or_default();
            one.source = package["source"].as_str().map(str::to_owned);
            one.licenses.insert(package["license"].as_str().unwrap_or_default().to_owned());
            one.manifest = text(&package["manifest_path"]).into();
            one.in_workspace = members.contains(text(&package["id"]));
        }
        for node in list(&metadata["resolve"]["nodes"]) {
            let one = crates.get_mut(names[text(&node["id"])]).expect("every node is a package");
            for dependency in list(&node["deps"]) {
                let kinds = list(&dependency["dep_kinds"]);
                one.dependencies.push(Dependency {
                    name: names[text(&dependency["pkg"])].to_owned(),
                    extern_name: text(&dependency["name"]).to_owned(),
                    for_tests: kinds.iter().all(|kind| kind["kind"] == "dev"),
                });
            }
        }
        Self { crates }
    }

    fn rooms(&self) -> BTreeSet<&str> {
        self.crates.iter().filter(|(_, one)| one.in_workspace).map(|(name, _)| name.as_str()).collect()
    }

    /// What the crate itself depends on, its tests aside.
    fn direct<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        let dependencies = self.crates.get(name).map(|one| one.dependencies.as_slice()).unwrap_or_default();
        dependencies.iter().filter(|dependency| !dependency.for_tests).map(|dependency| dependency.name.as_str())
    }

    fn rooms_known_to(&self, room: &str) -> BTreeSet<&str> {
        self.direct(room).filter(|name| self.crates[*name].in_workspace).collect()
    }

    /// The rooms that depend on a crate themselves, tests aside: theirs, and the specification.
    fn dependents(&self, name: &str) -> BTreeSet<&str> {
        let knows = |room: &str| self.direct(room).any(|known| known == name);
        self.rooms().into_iter().filter(|room| *room != "specification" && knows(room)).collect()
    }

    /// Everything that goes into these crates, by whatever way.
    fn linked_by<'a>(&'a self, rooms: &[&'a str]) -> BTreeSet<&'a str> {
        let mut linked = BTreeSet::new();
        let mut open = rooms.to_vec();
        while let Some(name) = open.pop() {
            if linked.insert(name) {
                open.extend(self.direct(name));
            }
        }
        linked
    }

    fn sources_of(&self, room: &str) -> Vec<String> {
        let folder = self.crates[room].manifest.parent().expect("a manifest lies in a folder");
        let mut sources = Vec::new();
        let mut open = vec![folder.to_owned()];
        while let Some(folder) = open.pop() {
            for entry in std::fs::read_dir(&folder).expect("a folder of the workspace").map(Result::unwrap) {
                let path = entry.path();
                if path.is_dir() {
                    open.push(path);
                } else if path.extension().is_some_and(|ending| ending == "rs") {
                    sources.push(std::fs::read_to_string(&path).expect("a source is text"));
                }
            }
        }
        sources
    }
}

/// What a crate links with the features it asks for itself, not those that other crates of the workspace add.
fn linked_alone(room: &str) -> BTreeSet<String> {
    let tree = cargo(&["tree", "--package", room, "--edges", "normal", "--prefix", "none", "--format", "{lib}"]);
    tree.lines().filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

fn cargo(arguments: &[&str]) -> String {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the tests lie in the workspace");
    let output = Command::new(env!("CARGO")).args(arguments).arg("--locked").current_dir(workspace).output();
    let output = output.expect("cargo starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("cargo speaks UTF-8")
}

/// Whether code, comments aside, names something of this crate.
fn names(source: &str, krate: &str) -> bool {
    let path = format!("{krate}::");
    source.lines().filter(|line| !line.trim_start().starts_with("//")).any(|line| {
        line.trim_start().starts_with(&format!("use {krate} as"))
            || line.match_indices(&path).any(|(at, _)| {
                let before = line[..at].chars().next_back();
                !before.is_some_and(|before| before.is_alphanumeric() || matches!(before, '_' | ':'))
            })
    })
}

/// A license as crates write it: names with AND and OR, of which AND binds closer; `/` is an old OR.
enum License {
    One(String),
    All(Vec<License>),
    Any(Vec<License>),
}

impl License {
    fn read(text: &str) -> Self {
        let spaced = text.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
        let mut tokens = spaced.split_whitespace().peekable();
        Self::any(&mut tokens)
    }

    fn any<'a>(tokens: &mut std::iter::Peekable<impl Iterator<Item = &'a str>>) -> Self {
        let mut any = vec![Self::all(tokens)];
        while tokens.next_if_eq(&"OR").is_some() {
            any.push(Self::all(tokens));
        }
        Self::Any(any)
    }

    fn all<'a>(tokens: &mut std::iter::Peekable<impl Iterator<Item = &'a str>>) -> Self {
        let mut all = vec![Self::one(tokens)];
        while tokens.next_if_eq(&"AND").is_some() {
            all.push(Self::one(tokens));
        }
        Self::All(all)
    }

    fn one<'a>(tokens: &mut std::iter::Peekable<impl Iterator<Item = &'a str>>) -> Self {
        if tokens.next_if_eq(&"(").is_some() {
            let inner = Self::any(tokens);
            tokens.next_if_eq(&")");
            return inner;
        }
        let mut name = Vec::new();
        while let Some(token) = tokens.next_if(|token| !matches!(*token, "AND" | "OR" | "(" | ")")) {
            name.push(token);
        }
        Self::One(name.join(" "))
    }

    fn is_met_by(&self, allowed: &impl Fn(&str) -> bool) -> bool {
        match self {
            Self::One(name) => allowed(name),
            Self::All(all) => all.iter().all(|license| license.is_met_by(allowed)),
            Self::Any(any) => any.iter().any(|license| license.is_met_by(allowed)),
        }
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}
