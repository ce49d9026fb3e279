//! Charts over days: one control for all bands. The pointer shows a day, a drag sets the period; by keys, arrows move,
//! Shift with arrows extends, Enter takes over.

use super::Plot;
use crate::charts::{Bands, Reading, Rect};
use crate::views::live::live;
use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html;
use leptos::prelude::*;

pub(super) fn overlay(plot: Plot) -> AnyView {
    let bands = Memo::new(move |_| plot.chart.with(|chart| chart.as_ref().and_then(|chart| chart.bands)));
    // Made once: who is on it stays there when other figures change how much room it has.
    let is_there = Memo::new(move |_| bands.get().is_some_and(|bands| bands.count > 0));
    live(move || is_there.get().then(|| control(plot, bands))).into_any()
}

fn control(plot: Plot, bands: Memo<Option<Bands>>) -> AnyView {
    let root = NodeRef::<html::Div>::new();
    // The band that the keys are on, and where an extension began.
    let cursor = RwSignal::new(0_usize);
    let is_control = plot.pick.is_time();
    let at = move |event: &PointerEvent| {
        let root = root.get_untracked()?;
        let area = root.get_bounding_client_rect();
        let bands = bands.get_untracked()?;
        let along = (f64::from(event.client_x()) - area.left()) / untrack(|| plot.scale());
        Some(bands.at(bands.plot.x + along))
    };
    let down = move |event: PointerEvent| {
        if !is_control || event.button() != 0 {
            return;
        }
        if let Some(band) = at(&event) {
            cursor.set(band);
            plot.drag.set(Some((band, band)));
            if let Some(root) = root.get_untracked() {
                // Without capture a drag that leaves the chart just ends there.
                _ = root.set_pointer_capture(event.pointer_id());
            }
        }
    };
    let moved = move |event: PointerEvent| {
        if let Some(band) = at(&event) {
            plot.active.set(Some(band));
            plot.drag.update(|drag| {
                if let Some((_, last)) = drag {
                    *last = band;
                }
            });
        }
    };
    let up = move |_: PointerEvent| {
        if let Some((first, last)) = plot.drag.get_untracked() {
            plot.drag.set(None);
            plot.choose_span(first, last);
        }
    };
    let keydown = move |event: KeyboardEvent| {
        let last = bands.get_untracked().map_or(0, |bands| bands.count.saturating_sub(1));
        let now = cursor.get_untracked().min(last);
        let is_mirrored = bands.get_untracked().is_some_and(|bands| bands.reading == Reading::RightToLeft);
        let [on, back] = if is_mirrored { ["ArrowLeft", "ArrowRight"] } else { ["ArrowRight", "ArrowLeft"] };
        let next = match event.key().as_str() {
            key if key == on || key == "ArrowUp" => (now + 1).min(last),
            key if key == back || key == "ArrowDown" => now.saturating_sub(1),
            "Home" => 0,
            "End" => last,
            "Enter" | " " if is_control => {
                event.prevent_default();
                let (first, last) = plot.drag.get_untracked().unwrap_or((now, now));
                plot.drag.set(None);
                return plot.choose_span(first, last);
            }
            "Escape" => {
                plot.drag.set(None);
                return plot.active.set(None);
            }
            _ => return,
        };
        event.prevent_default();
        let origin = plot.drag.get_untracked().map_or(now, |(origin, _)| origin);
        plot.drag.set((event.shift_key() && is_control).then_some((origin, next)));
        cursor.set(next);
        plot.active.set(Some(next));
    };
    let spoken = move || {
        let index = plot.active.get().unwrap_or(cursor.get());
        plot.chart.with(|chart| {
            let hit = chart.as_ref()?.hits.get(index)?;
            Some(format!("{}: {}", hit.label, hit.value))
        })
    };
    let area = move |pick: fn(&Rect) -> f64| bands.get().map(|bands| plot.px(pick(&bands.plot)));
    let brushed = move || {
        let (first, last) = plot.drag.get()?;
        Some(bands.get()?.span(first, last))
    };
    view! {
        <div
            class="sa-brush"
            class:sa-brush--control={is_control}
            node_ref={root}
            role="slider"
            tabindex="0"
            aria-label={plot.title}
            aria-valuemin="1"
            aria-valuemax={move || bands.get().map_or(1, |bands| bands.count)}
            aria-valuenow={move || cursor.get() + 1}
            aria-valuetext={spoken}
            style:left={move || area(|plot| plot.x)}
            style:top={move || area(|plot| plot.y)}
            style:width={move || area(|plot| plot.width)}
            style:height={move || area(|plot| plot.height)}
            on:pointerdown={down}
            on:pointermove={moved}
            on:pointerup={up}
            on:pointercancel={move |_| plot.drag.set(None)}
            on:pointerleave={move |_| plot.active.set(None)}
            on:focus={move |_| plot.active.set(Some(cursor.get_untracked()))}
            on:blur={move |_| plot.active.set(None)}
            on:keydown={keydown}
        >
            {live(move || brushed().map(|rect| {
                let left = rect.x - bands.get_untracked().map_or(0.0, |bands| bands.plot.x);
                view! {
                    <div
                        class="sa-brush__span"
                        style:left={plot.px(left)}
                        style:width={plot.px(rect.width)}
                    ></div>
                }.into_any()
            }))}
        </div>
    }
    .into_any()
}
