//! Parts of a page that need the second half of the program: once it is there they take their places one after the other, a
//! frame each, so that nobody's press or scrolling waits for all of them.

use super::follow::Unseen;
use super::live::live;
use super::ui::Ui;
use crate::state::App;
use leptos::prelude::*;
use std::time::Duration;

/// Whose turn it is.
#[derive(Debug, Clone, Copy)]
pub struct Turns {
    /// How many parts have asked for one.
    asked: StoredValue<u32>,
    /// So many of them have had it; after the last one, whoever asks is next at once.
    had: RwSignal<u32>,
}

impl Turns {
    pub fn new(app: App) -> Turns {
        let turns = Turns { asked: StoredValue::new(0), had: RwSignal::new(0) };
        Effect::new(move |_| {
            if app.is_whole.get() {
                turns.next();
            }
        });
        turns
    }

    fn next(self) {
        request_animation_frame(move || {
            let Some(asked) = self.asked.try_get_value() else { return };
            let had = self.had.try_get_untracked().map_or(u32::MAX, |had| had.saturating_add(1));
            let is_last = had >= asked;
            _ = self.had.try_set(if is_last { u32::MAX } else { had });
            if !is_last {
                self.next();
            }
        });
    }
}

/// Boxed, so that what it does is no part of what calls it: that has to be in the first half of the program.
pub type Late = Box<dyn Fn() -> AnyView + Send>;

/// `view` when its turn has come; until then room for it, `height` pixels of it.
pub fn later(ui: Ui, height: u32, view: Late) -> AnyView {
    let mine = ui.turns.asked.get_value();
    ui.turns.asked.set_value(mine.saturating_add(1));
    let is_due = Memo::new(move |_| ui.turns.had.get() > mine);
    live(move || match is_due.get() {
        true => view(),
        false => {
            view! { <div class="sa-later" aria-hidden="true" style:height={format!("{height}px")}></div> }.into_any()
        }
    })
    .into_any()
}

/// `view` in a task of its own: what is made so far is painted, and answers to presses, before that.
pub fn soon(view: Late) -> AnyView {
    let is_due = RwSignal::new(false);
    set_timeout(move || _ = is_due.try_set(true), Duration::ZERO);
    once(is_due, view)
}

/// `view` when what is seen shows its figures.
fn afterwards(unseen: Unseen, view: Late) -> AnyView {
    let is_due = RwSignal::new(false);
    unseen.add(Box::new(move || _ = is_due.try_set(true)));
    once(is_due, view)
}

fn once(is_due: RwSignal<bool>, view: Late) -> AnyView {
    live(move || is_due.get().then(&view)).into_any()
}

/// What is too far down to be seen at first: made after what is above it, on another page after its figures.
pub fn below(ui: Ui, view: Late) -> AnyView {
    match ui.app.is_whole.get_untracked() {
        true => afterwards(ui.unseen, view),
        false => soon(view),
    }
}

/// What takes no room, as soon as the whole program is there.
pub fn once_whole(ui: Ui, view: Late) -> AnyView {
    live(move || ui.app.is_whole.get().then(&view)).into_any()
}
