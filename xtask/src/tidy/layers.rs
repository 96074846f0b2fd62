//! Which crate may use which.

use super::Fault;
use serde_json::Value;

/// The crates from the bottom up. A crate may use those in the lines above its own and those before it in its line.
const LAYERS: [(&str, &[&str]); 9] = [
    ("0 pure", &["danso-model", "danso-demography", "danso-linkage"]),
    ("1", &["danso-places", "danso-wire", "danso-catalog", "danso-lists"]),
    ("2 pure", &["danso-registry", "danso-tally", "danso-indicators"]),
    ("3", &["danso-vault", "danso-store", "danso-auth", "danso-reports"]),
    ("4", &["danso-store-sql", "danso-warehouse"]),
    ("5", &["danso-app"]),
    ("6", &["danso-server"]),
    ("6 dev", &["danso-testkit"]),
    ("7", &["danso"]),
];

/// Crates that stay narrower than their layer would let them, with the only crates of ours they may use.
const NARROW: [(&str, &[&str]); 5] = [
    ("danso-demography", &[]),
    ("danso-linkage", &[]),
    ("danso-lists", &["danso-linkage"]),
    ("danso-testkit", &["danso-model", "danso-wire", "danso-places"]),
    ("danso-store-sql", &["danso-model", "danso-store"]),
];

/// What must not be used, by whom, and why.
const FORBIDDEN: [(&[&str], &[&str], &str); 5] = [
    (
        &[
            "danso-model",
            "danso-demography",
            "danso-linkage",
            "danso-registry",
            "danso-tally",
            "danso-indicators",
            "danso-places",
            "danso-wire",
            "danso-catalog",
            "danso-lists",
        ],
        &["tokio", "sqlx", "axum", "reqwest", "async-trait", "rand", "tempfile", "tracing", "tower", "tower-http"],
        "it is pure: no clock, chance, file, socket or database",
    ),
    (&["danso-model", "danso-registry", "danso-tally"], &["serde", "serde_json"], "shapes on the wire belong to danso-wire"),
    (&["danso-app"], &["danso-store-sql", "sqlx", "axum"], "use cases name neither a store's engine nor HTTP"),
    (&["danso-server"], &["danso-store-sql", "sqlx"], "HTTP holds no SQL"),
    (&["danso-vault", "danso-store", "danso-auth", "danso"], &["sqlx"], "SQL lives in danso-store-sql"),
];

/// A crate of the workspace, with the crates it uses when it is built (not for its tests).
pub(super) struct Package {
    name: String,
    uses: Vec<String>,
}

/// Reads `cargo metadata --no-deps`.
pub(super) fn packages(metadata: &Value) -> Vec<Package> {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let name = |value: &Value| value["name"].as_str().unwrap_or_default().to_owned();
    let read = |package: &Value| Package {
        name: name(package),
        uses: list(&package["dependencies"]).iter().filter(|used| used["kind"] != "dev").map(name).collect(),
    };
    list(&metadata["packages"]).iter().map(read).collect()
}

/// Every use that goes the wrong way.
pub(super) fn faults(packages: &[Package]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for package in packages.iter().filter(|package| package.name != "xtask") {
        let mut fault = |what: String| faults.push(Fault { place: format!("crate {}", package.name), what });
        let Some(own) = height(&package.name) else {
            fault("has no layer: add it to LAYERS in xtask/src/tidy/layers.rs".to_owned());
            continue;
        };
        for used in package.uses.iter().filter(|used| is_ours(used)) {
            match height(used) {
                Some(below) if below < own => {}
                Some(_) => fault(format!("uses {used}, which stands above it (layers {})", layers_of(&package.name, used))),
                None => fault(format!("uses {used}, which has no layer")),
            }
            if let Some((_, allowed)) = NARROW.iter().find(|(name, _)| *name == package.name)
                && !allowed.contains(&used.as_str())
            {
                fault(format!("uses {used}; of ours it may use only: {}", allowed.join(", ")));
            }
        }
        for (_, what, why) in FORBIDDEN.iter().filter(|(who, _, _)| who.contains(&package.name.as_str())) {
            for used in package.uses.iter().filter(|used| what.contains(&used.as_str())) {
                fault(format!("uses {used}: {why}"));
            }
        }
    }
    faults
}

fn is_ours(name: &str) -> bool {
    name.starts_with("danso")
}

/// The place of a crate in the whole order.
fn height(name: &str) -> Option<usize> {
    LAYERS.iter().flat_map(|(_, crates)| crates.iter()).position(|listed| *listed == name)
}

fn layers_of(user: &str, used: &str) -> String {
    let layer = |name: &str| LAYERS.iter().find(|(_, crates)| crates.contains(&name)).map_or("?", |(layer, _)| layer);
    format!("{} and {}", layer(user), layer(used))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, uses: &[&str], wanted: &[&str]) {
        let package = Package { name: name.to_owned(), uses: uses.iter().map(|used| (*used).to_owned()).collect() };
        let found = faults(&[package]);
        assert_eq!(found.len(), wanted.len(), "{found:?}");
        for (fault, part) in found.iter().zip(wanted) {
            assert!(fault.what.contains(part), "{fault:?} does not say {part}");
        }
    }

    #[test]
    fn down_is_allowed() {
        check("danso-app", &["danso-model", "danso-store", "danso-tally", "tokio"], &[]);
        check("danso-tally", &["danso-registry"], &[]);
        check("danso", &["danso-server", "danso-store-sql", "danso-testkit"], &[]);
    }

    #[test]
    fn up_is_not() {
        check("danso-registry", &["danso-tally"], &["stands above it (layers 2 pure and 2 pure)"]);
        check("danso-model", &["danso-app"], &["layers 0 pure and 5"]);
    }

    #[test]
    fn narrow_crates_stay_narrow() {
        check("danso-linkage", &["danso-model"], &["may use only"]);
        check("danso-testkit", &["danso-app"], &["may use only"]);
    }

    #[test]
    fn pure_crates_know_no_outside() {
        check("danso-model", &["serde", "jiff"], &["danso-wire"]);
        check("danso-tally", &["tokio"], &["pure"]);
        check("danso-app", &["danso-store-sql"], &["engine"]);
    }

    #[test]
    fn a_crate_without_a_layer_is_a_fault() {
        check("danso-new", &[], &["has no layer"]);
    }

    #[test]
    fn uses_of_tests_do_not_count() {
        let metadata = serde_json::json!({ "packages": [{ "name": "danso-model", "dependencies": [
            { "name": "tokio", "kind": "dev" }, { "name": "jiff", "kind": null } ] }] });
        assert!(faults(&packages(&metadata)).is_empty());
    }
}
