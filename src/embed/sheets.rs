//! The style sheets, constructed once per page and shared by all widgets: a strict Content-Security-Policy allows them,
//! and nothing is added to the host's `<head>`.

use js_sys::{Array, Function, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::ShadowRoot;

/// A style sheet without comments and spaces; named a second time, so that a change of it is one of this file.
macro_rules! sheet {
    ($path:tt) => {{
        const _: &str = include_str!($path);
        const_css_minify::minify!($path)
    }};
}

/// What the first figures look like, in the order in which they apply.
const SHEETS: &[&str] = &[
    sheet!("../../style/tokens.css"),
    sheet!("../../style/shell.css"),
    sheet!("../../style/toolbar.css"),
    sheet!("../../style/popover.css"),
    sheet!("../../style/states.css"),
    sheet!("../../style/card.css"),
    sheet!("../../style/explain.css"),
    sheet!("../../style/sessions.css"),
];

/// What comes with the rest of the program, and applies after the others.
const REST: &[&str] = &[
    sheet!("../../style/ask.css"),
    sheet!("../../style/chips.css"),
    sheet!("../../style/charts.css"),
    sheet!("../../style/plot.css"),
    sheet!("../../style/badge.css"),
    sheet!("../../style/overview.css"),
    sheet!("../../style/list.css"),
    sheet!("../../style/board.css"),
    sheet!("../../style/detail.css"),
    sheet!("../../style/quality.css"),
];

thread_local! {
    static CONSTRUCTED: Array = construct(SHEETS);
    static LATER: Array = construct(REST);
}

/// Gives a shadow root the sheets of the first figures, and no others.
pub fn adopt(root: &ShadowRoot) {
    // An array of its own: a host may add to it.
    CONSTRUCTED.with(|sheets| set(root, &sheets.slice(0, sheets.length())));
}

/// Adds the others to them, and to what a host has added.
pub fn adopt_rest(root: &ShadowRoot) {
    let adopted = Reflect::get(root, &NAME.into()).map(|sheets| Array::from(&sheets)).unwrap_or_default();
    LATER.with(|sheets| set(root, &adopted.concat(sheets)));
}

const NAME: &str = "adoptedStyleSheets";

fn set(root: &ShadowRoot, sheets: &Array) {
    _ = Reflect::set(root, &NAME.into(), sheets);
}

fn construct(texts: &[&str]) -> Array {
    let sheets = Array::new();
    let Ok(constructor) =
        Reflect::get(&js_sys::global(), &"CSSStyleSheet".into()).and_then(|found| found.dyn_into::<Function>())
    else {
        return sheets;
    };
    for text in texts {
        let Ok(sheet) = Reflect::construct(&constructor, &Array::new()) else { continue };
        let replace = Reflect::get(&sheet, &"replaceSync".into()).and_then(|found| found.dyn_into::<Function>());
        if replace.and_then(|replace| replace.call1(&sheet, &(*text).into())).is_ok() {
            sheets.push(&sheet);
        }
    }
    sheets
}
