//! The house rules: which room may use which, read from the sources. ARCHITECTURE.md says why.

use std::fs;
use std::path::{Path, PathBuf};

/// A room, what it may use of this crate, and which crates it must not name.
const ROOMS: &[(&str, &[&str], &[&str])] = &[
    (
        "engine",
        &["engine"],
        &["serde_json", "web_sys", "js_sys", "leptos", "wasm_bindgen", "gloo_net", "plotters", "csv_core"],
    ),
    ("wire", &["engine", "wire"], &["web_sys", "js_sys", "leptos", "wasm_bindgen", "gloo_net", "plotters"]),
    (
        "protocol",
        &["engine", "wire", "protocol"],
        &["web_sys", "js_sys", "leptos", "wasm_bindgen", "gloo_net", "plotters"],
    ),
    ("native", &["engine"], &["web_sys", "js_sys", "leptos", "wasm_bindgen"]),
    ("sources", &["engine", "wire", "sources"], &["leptos", "plotters"]),
    ("worker", &["engine", "protocol", "sources", "worker"], &["leptos", "plotters"]),
    ("charts", &["charts"], &["leptos", "web_sys", "js_sys", "wasm_bindgen", "serde_json"]),
    ("i18n", &["engine", "i18n"], &["leptos", "web_sys", "plotters"]),
    ("state", &["engine", "protocol", "worker", "sources", "i18n", "state"], &["web_sys", "plotters"]),
    ("views", &["engine", "state", "charts", "i18n", "views"], &["gloo_net", "plotters"]),
];

#[test]
fn rooms_use_only_what_they_may() {
    let mut offences = Vec::new();
    let mut read = 0;
    for (room, may_use, never) in ROOMS {
        for file in files(room) {
            read += 1;
            let text = fs::read_to_string(&file).expect("a source file");
            // Tests at a file's end may use more.
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            let code = code.split("#[cfg(all(test").next().unwrap_or_default();
            for (i, line) in code.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
                let used = line.match_indices("crate::").map(|(at, found)| {
                    let rest = &line[at + found.len()..];
                    rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default()
                });
                let rooms = ROOMS.iter().map(|room| room.0).chain(["embed"]);
                let strangers = used.filter(|used| !may_use.contains(used) && rooms.clone().any(|room| room == *used));
                let named = never.iter().copied().filter(|name| line.contains(&format!("{name}::")));
                offences.extend(
                    strangers.chain(named).map(|name| format!("{}:{}: {room} uses {name}", file.display(), i + 1)),
                );
            }
        }
    }
    assert!(read > 50, "only {read} files were read");
    assert!(offences.is_empty(), "{}", offences.join("\n"));
}

#[test]
fn the_map_is_nothing_but_a_map() {
    let map = fs::read_to_string("src/lib.rs").expect("src/lib.rs");
    let is_map =
        |line: &str| line.is_empty() || ["//!", "pub mod ", "#[cfg("].iter().any(|start| line.starts_with(start));
    assert!(map.lines().all(is_map), "src/lib.rs lists rooms and nothing else");
}

/// The sources of a room: a folder, a file, or both.
fn files(room: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let file = PathBuf::from(format!("src/{room}.rs"));
    if file.exists() {
        files.push(file);
    }
    collect(Path::new(&format!("src/{room}")), &mut files);
    files
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.map(|entry| entry.expect("an entry").path()) {
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
}
