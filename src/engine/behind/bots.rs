//! Behind the figures of `bots`: bot sessions, by the days and months of the bots' own zone.

use super::{Found, Look, Metric, rows_of, sessions};
use crate::engine::bits::Bits;
use crate::engine::calendar::{Day, month_of};
use crate::engine::event::Sender;
use crate::engine::session::Session;

pub const METRICS: &[Metric] = &[
    sessions("bots.sessions", &[], |_, _, s| s.bot_wrote()),
    rows_of("bots.conversations", &[], |look| {
        let (store, bot_sessions) = (look.view.store, bot_sessions(look));
        let mut seen = Bits::new(store.names.conversations.len());
        let first = (0..store.len()).filter(|&event| {
            !store.is_private(event)
                && look.view.derived.place(event).session().is_some_and(|session| bot_sessions.contains(session))
                && seen.insert(store.context(event).conversation as usize)
        });
        Found::Conversations(first.collect())
    }),
    sessions("bots.by_day.count", &["day"], |look, _, s| s.bot_wrote() && look.is_day(0, day(look, s))),
    sessions("bots.by_month.count", &["month"], |look, _, s| s.bot_wrote() && look.is_month(0, month_of(day(look, s)))),
    rows_of("bots.by_bot.count", &["bot_id", "bot_version"], |look| {
        let (store, bot_sessions) = (look.view.store, bot_sessions(look));
        let names = &store.names;
        let is_bot = |event: usize| {
            let actor = store.actor(event);
            look.is(0, names.bots.text_opt(actor.bot)) && look.is(1, names.bot_versions.text_opt(actor.bot_version))
        };
        let mut wrote = Bits::new(look.view.derived.sessions.len());
        for event in (0..store.len()).filter(|&event| store.sender(event) == Some(Sender::Bot) && is_bot(event)) {
            if let Some(session) = look.view.derived.place(event).session() {
                wrote.insert(session);
            }
        }
        let sessions = look.view.selected().rev();
        Found::Sessions(sessions.filter(|&i| bot_sessions.contains(i) && wrote.contains(i)).collect())
    }),
    sessions("bots.by_channel.count", &["channel"], |look, _, s| {
        let names = &look.view.store.names.channels;
        let took_part = look.view.derived.lists.list(s.channels);
        s.bot_wrote() && took_part.iter().any(|&channel| look.is_word(0, names.text(channel)))
    }),
];

/// The bot sessions of the period.
fn bot_sessions(look: Look) -> Bits {
    let mut sessions = Bits::new(look.view.derived.sessions.len());
    for (i, _) in look.view.sessions().filter(|(_, session)| session.bot_wrote()) {
        sessions.insert(i);
    }
    sessions
}

/// The day on which a session counts: of those that the period touches, the nearest.
fn day(look: Look, session: &Session) -> Day {
    let (view, zone) = (look.view, &look.view.query.bots_zone);
    let (first, last) = (zone.day(view.from), zone.day(view.to - 1));
    zone.day(session.started_at).clamp(first, last.max(first))
}
