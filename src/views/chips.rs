//! The filters in force, each with a way to take it back; those that the config fixes stay.

use super::icon::{Icon, icon};
use super::toolbar::period_name;
use super::ui::Ui;
use crate::i18n::{apart, fill};
use crate::state::Filters;
use crate::views::live::live;
use leptos::prelude::*;

pub fn chips(ui: Ui) -> AnyView {
    let t = ui.t;
    let flat = |filters: &Filters| {
        let pairs = filters.iter().flat_map(|(dimension, values)| values.iter().map(move |value| (dimension, value)));
        pairs.map(|(dimension, value)| (dimension.to_owned(), value.clone())).collect::<Vec<_>>()
    };
    let text = move |dimension: &str, value: &str| {
        format!("{}: {}", ui.lang.dimension(dimension), apart(&ui.value(dimension, value)))
    };
    let locked = move || {
        let scope = ui.app.settings.with(|settings| flat(&settings.scope));
        let chip = |(dimension, value): (String, String)| {
            view! { <li class="sa-chip sa-chip--locked" title={t.filter_locked}>{text(&dimension, &value)}</li> }
                .into_any()
        };
        scope.into_iter().map(chip).collect_view()
    };
    let removable = move || {
        let chip = |(dimension, value): (String, String)| {
            let name = text(&dimension, &value);
            let label = fill(t.filter_remove, &[("filter", &name)]);
            view! {
                <li>
                    <button type="button" class="sa-chip" aria-label={label} on:click={move |_| ui.app.toggle(&dimension, &value)}>
                        <span class="sa-clip">{name}</span>
                        {icon(Icon::Close)}
                    </button>
                </li>
            }.into_any()
        };
        flat(&ui.app.filters()).into_iter().map(chip).collect_view()
    };
    let zoom = move || {
        ui.app.zoomed_from.get().map(|from| {
            let text = fill(t.zoom_back, &[("period", &period_name(ui, from))]);
            view! {
                <li>
                    <button type="button" class="sa-chip sa-chip--zoom" on:click={move |_| ui.app.set_period(from)}>
                        {icon(Icon::Back)}
                        {text}
                    </button>
                </li>
            }
            .into_any()
        })
    };
    let clear = move || {
        let count: usize = ui.app.filters().iter().map(|(_, values)| values.len()).sum();
        (count > 1).then(|| {
            view! {
                <li>
                    <button type="button" class="sa-link" on:click={move |_| ui.app.set_filters(Filters::default())}>
                        {t.filters_clear}
                    </button>
                </li>
            }
            .into_any()
        })
    };
    let is_any = move || {
        !ui.app.filters().is_empty()
            || ui.app.zoomed_from.with(Option::is_some)
            || ui.app.settings.with(|settings| !settings.scope.is_empty())
    };
    live(move || {
        is_any().then(|| {
            view! { <ul class="sa-chips" aria-label={t.filters}>{live(zoom)}{live(locked)}{live(removable)}{live(clear)}</ul> }.into_any()
        })
    })
    .into_any()
}
