//! The style sheets, constructed once per page and shared by all widgets: a strict Content-Security-Policy allows them,
//! and nothing is added to the host's `<head>`.

use js_sys::{Array, Function, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::ShadowRoot;

/// In the order in which they apply.
const SHEETS: &[&str] = &[
    include_str!("../../style/tokens.css"),
    include_str!("../../style/shell.css"),
    include_str!("../../style/toolbar.css"),
    include_str!("../../style/popover.css"),
    include_str!("../../style/ask.css"),
    include_str!("../../style/chips.css"),
    include_str!("../../style/states.css"),
    include_str!("../../style/card.css"),
    include_str!("../../style/explain.css"),
    include_str!("../../style/charts.css"),
    include_str!("../../style/plot.css"),
    include_str!("../../style/badge.css"),
    include_str!("../../style/sessions.css"),
    include_str!("../../style/overview.css"),
    include_str!("../../style/list.css"),
    include_str!("../../style/board.css"),
    include_str!("../../style/detail.css"),
    include_str!("../../style/quality.css"),
];

thread_local! {
    static CONSTRUCTED: Array = construct();
}

/// Gives the sheets to a shadow root.
pub fn adopt(root: &ShadowRoot) {
    CONSTRUCTED.with(|sheets| {
        // An array of its own: a host may add to it.
        _ = Reflect::set(root, &"adoptedStyleSheets".into(), &sheets.slice(0, sheets.length()));
    });
}

fn construct() -> Array {
    let sheets = Array::new();
    let Ok(constructor) =
        Reflect::get(&js_sys::global(), &"CSSStyleSheet".into()).and_then(|found| found.dyn_into::<Function>())
    else {
        return sheets;
    };
    for text in SHEETS {
        let Ok(sheet) = Reflect::construct(&constructor, &Array::new()) else { continue };
        let replace = Reflect::get(&sheet, &"replaceSync".into()).and_then(|found| found.dyn_into::<Function>());
        if replace.and_then(|replace| replace.call1(&sheet, &(*text).into())).is_ok() {
            sheets.push(&sheet);
        }
    }
    sheets
}
