//! Reactive parts of a view. Boxed: then there is one piece of machinery for all of them in the download instead of one
//! for each, and a view's type does not grow with what is in it.

use leptos::prelude::*;

pub type Live = Box<dyn FnMut() -> AnyView + Send>;

/// Shows what `view` gives, again whenever a signal that it reads has changed.
pub fn live<V: IntoView + 'static>(view: impl Fn() -> V + Send + 'static) -> Live {
    Box::new(move || view().into_any())
}
