//! Days and months of a report as bands of a chart.

use super::ui::Ui;
use crate::charts::series::Day;
use crate::i18n;
use crate::state::date;
use chrono::Datelike;

/// Bands of days such as `2026-01-05`.
pub fn days<'a>(ui: Ui, days: impl Iterator<Item = &'a str>) -> Vec<Day> {
    let day = |key: &str| match date(key) {
        Some(day) => {
            let weekday = ui.lang.text.words.weekday[day.weekday().num_days_from_monday() as usize];
            Day {
                key: key.to_owned(),
                tick: i18n::day_month(ui.lang, day),
                label: format!("{weekday}, {}", i18n::date(ui.lang, day)),
            }
        }
        None => Day { key: key.to_owned(), tick: key.to_owned(), label: key.to_owned() },
    };
    days.map(day).collect()
}

/// Bands of months such as `2026-01`.
pub fn months<'a>(ui: Ui, months: impl Iterator<Item = &'a str>) -> Vec<Day> {
    let month = |key: &str| {
        let Some(first) = date(&format!("{key}-01")) else {
            return Day { key: key.to_owned(), tick: key.to_owned(), label: key.to_owned() };
        };
        let tick = ui.lang.style.months_short[first.month0() as usize].to_owned();
        Day { key: key.to_owned(), tick, label: i18n::month(ui.lang, first) }
    };
    months.map(month).collect()
}
