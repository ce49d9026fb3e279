//! What is seen changes first. A part that nobody sees takes over what is new after those on screen have been painted, a few in
//! each task: who presses something sees what it does at once, however much else there is on the page.

use crate::state::Shared;
use leptos::prelude::*;
use std::collections::VecDeque;
use std::time::Duration;

/// The parts that have yet to follow the others: they wait while figures are being asked for. Copy: it is handles.
#[derive(Debug, Clone, Copy)]
pub struct Unseen {
    changes: StoredValue<VecDeque<Change>>,
    is_waiting: RwSignal<bool>,
    is_asking: RwSignal<bool>,
}

pub type Change = Box<dyn Fn() + Send + Sync>;

/// So many changes are made in one task.
const FEW: usize = 3;

impl Unseen {
    pub fn new(is_asking: RwSignal<bool>) -> Unseen {
        let (changes, is_waiting) = (StoredValue::new(VecDeque::new()), RwSignal::new(false));
        let unseen = Unseen { changes, is_waiting, is_asking };
        Effect::new(move |_| {
            if is_waiting.get() && !is_asking.get() {
                unseen.start();
            }
        });
        unseen
    }

    /// Whether some part has yet to follow.
    pub fn is_waiting(self) -> bool {
        self.is_waiting.get()
    }

    /// Has `change` made after what is seen.
    pub fn add(self, change: Change) {
        self.changes.try_update_value(|changes| changes.push_back(change));
        if self.is_waiting.try_get_untracked() == Some(false) {
            _ = self.is_waiting.try_set(true);
        }
    }

    fn start(self) {
        // A frame ends with painting; a hidden page has none.
        match document().hidden() {
            true => self.next(),
            false => request_animation_frame(move || self.next()),
        }
    }

    /// Makes a few changes after this task, and so on until all are made.
    fn next(self) {
        let make = move || {
            if self.is_asking.try_get_untracked() != Some(false) {
                return;
            }
            let few = |changes: &mut VecDeque<Change>| changes.drain(..FEW.min(changes.len())).collect();
            let changes: Vec<Change> = self.changes.try_update_value(few).unwrap_or_default();
            changes.iter().for_each(|change| change());
            match changes.is_empty() {
                true => _ = self.is_waiting.try_set(false),
                false => self.next(),
            }
        };
        set_timeout(make, Duration::ZERO);
    }
}

/// `all` as a part shows it: always the same answer, of which it has the latest at once while it `is_seen`.
pub fn follow<T: Send + Sync + 'static>(
    unseen: Unseen,
    is_seen: Signal<bool>,
    all: RwSignal<Option<Shared<T>>>,
) -> RwSignal<Option<Shared<T>>> {
    let shown = RwSignal::new(all.get_untracked());
    let is_asked = StoredValue::new(false);
    let take = move || {
        let Some(latest) = all.try_get_untracked() else { return };
        is_asked.try_set_value(false);
        if shown.try_with_untracked(|shown| *shown != latest) == Some(true) {
            _ = shown.try_set(latest);
        }
    };
    Effect::new(move |_| {
        all.track();
        if is_seen.get() {
            take();
        } else if !is_asked.get_value() {
            is_asked.set_value(true);
            unseen.add(Box::new(take));
        }
    });
    shown
}
