//! Icons: one path each on a grid of 20, drawn with the colour of the text around them. Decoration, so hidden from readers.

use leptos::prelude::*;

#[derive(Debug, Clone, Copy)]
pub enum Icon {
    Back,
    Calendar,
    Check,
    Chevron,
    Close,
    Compare,
    Download,
    Globe,
    Inbox,
    More,
    Next,
    Previous,
    Refresh,
    Save,
    Search,
    Shield,
    Split,
    Warning,
}

pub fn icon(icon: Icon) -> AnyView {
    let path = match icon {
        Icon::Back => "M11.5 4.5 6 10l5.5 5.5M6.5 10H16",
        Icon::Calendar => "M4 5.5h12v11H4zM4 8.8h12M7.3 3.5v3.4M12.7 3.5v3.4",
        Icon::Check => "M4.5 4.5h11v11h-11zM7.2 9.9l2 2 3.6-4",
        Icon::Chevron => "m6 8 4 4 4-4",
        Icon::Close => "m5.5 5.5 9 9m0-9-9 9",
        Icon::Compare => "M4.5 16V9.5M8 16V4.5M12 16v-4M15.5 16V7",
        Icon::Download => "M10 3.5v9m-3.8-3.6L10 12.7l3.8-3.8M4 16.2h12",
        Icon::Globe => "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14M3 10h14M10 3c4.4 4.2 4.4 9.8 0 14-4.4-4.2-4.4-9.8 0-14",
        Icon::Inbox => "M3.5 11.5 5.7 4h8.6l2.2 7.5v4.5h-13zM3.5 11.5h4l1 2h3l1-2h4",
        Icon::More => "M5 10h.01M10 10h.01M15 10h.01",
        Icon::Next => "m8 5 5 5-5 5",
        Icon::Previous => "m12 5-5 5 5 5",
        Icon::Refresh => "M16 10a6 6 0 1 1-1.8-4.3M16 3.4v3.2h-3.2",
        Icon::Save => "M6 3.8h8v12.4l-4-2.8-4 2.8z",
        Icon::Search => "M8.8 3.8a5 5 0 1 0 0 10 5 5 0 0 0 0-10m3.7 8.7 4 4",
        Icon::Shield => "M10 2.8 4 5v4.6c0 3.6 2.5 6.3 6 7.6 3.5-1.3 6-4 6-7.6V5zM7.2 9.9l2 2 3.6-4",
        Icon::Split => "M3.5 10h4.2c3.6 0 3.6-5 7.2-5h1.6M7.7 10c3.6 0 3.6 5 7.2 5h1.6",
        Icon::Warning => "M10 3.4 2.7 16.4h14.6zM10 8.4v3.8M10 14.1v.2",
    };
    view! {
        <svg class="sa-icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
            <path d={path} fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round"></path>
        </svg>
    }.into_any()
}
