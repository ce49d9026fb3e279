//! What a dimension can be filtered by: ids with their names, or a closed set of words.

use super::{Engine, Named};
use crate::engine::dimensions::{self, DIMENSIONS, Values};
use crate::engine::entities;
use crate::engine::order::ordered;
use crate::wire::config::ConfigError;

impl Engine {
    pub(super) fn values(&self, dimension: &str) -> Result<Vec<Named>, ConfigError> {
        if dimension == "flow" {
            // No filter, but the page shows flows by their names.
            let (flows, of) = (&self.desk.store.names.flows, &self.desk.store.entities.flows);
            let named =
                |id: u32| Named { value: flows.text(id).to_owned(), name: entities::named(of, flows, id).to_owned() };
            return Ok((0..flows.len() as u32).map(named).collect());
        }
        let index = dimensions::find(dimension).ok_or_else(|| ConfigError {
            path: "dimension".to_owned(),
            message: format!("{dimension:?} is no filter"),
        })?;
        let store = &self.desk.store;
        let (names, of) = (&store.names, &store.entities);
        let ids = match dimension {
            "inbox" => &names.inboxes,
            "channel" => &names.channels,
            "agent" => &names.agents,
            "team" => &names.teams,
            "bot" => &names.bots,
            "bot_version" => &names.bot_versions,
            "label" => &names.labels,
            "customer" => &names.customers,
            _ => {
                let words: Vec<String> = match DIMENSIONS[index].values {
                    Values::Words(words) => words.iter().map(|&word| word.to_owned()).collect(),
                    Values::Range(from, to) => (from..=to).map(|number| number.to_string()).collect(),
                    Values::Ids => Vec::new(),
                };
                return Ok(words.into_iter().map(|value| Named { name: value.clone(), value }).collect());
            }
        };
        let name = |id: u32| match dimension {
            "inbox" => of.inbox(id).and_then(|inbox| inbox.name.as_deref()),
            "agent" => of.agent(id).and_then(|agent| agent.name.as_deref()),
            "customer" => Some(store.customer_name(id)),
            "team" => Some(entities::named(&of.teams, ids, id)),
            "bot" => Some(entities::named(&of.bots, ids, id)),
            _ => None,
        };
        let named = (0..ids.len() as u32).map(|id| {
            let value = ids.text(id).to_owned();
            Named { name: name(id).map_or_else(|| value.clone(), str::to_owned), value }
        });
        Ok(ordered(named.collect(), |a: &Named, b| (&a.name, &a.value).cmp(&(&b.name, &b.value))))
    }
}
