//! What the engine answered to the view on screen. Each question has a number; only the newest answer is shown.

use super::reply::{self, Told, Valued};
use super::report::{Named, Outside, Report, Row, Story};
use super::{App, Failure, Filters, HostEvent, ListView, Listed, Load, Shared};
use crate::protocol::Request;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;

/// Signals of everything that was answered. Copy: it is handles.
#[derive(Debug, Clone, Copy)]
pub struct Answers {
    pub figures: RwSignal<Option<Shared<Figures>>>,
    pub list: RwSignal<Option<Shared<List>>>,
    /// The page of the mapping: `{total, rows}`.
    pub mapping: RwSignal<Option<Shared<Value>>>,
    pub detail: RwSignal<Detail>,
    pub outside: RwSignal<Option<Shared<OutsideAnswer>>>,
    /// What became of the records: `{diagnostics, rejects, earliest_at, latest_at}`.
    pub status: RwSignal<Option<Shared<Report>>>,
    /// By dimension: value → name.
    names: RwSignal<ByDimension<Shared<Vec<Named>>>>,
    /// Why the last question could not be answered.
    pub trouble: RwSignal<Option<Failure>>,
    /// A report is being computed.
    pub busy: RwSignal<bool>,
    pub updated_at: RwSignal<Option<i64>>,
    asked: StoredValue<[u64; 4]>,
}

/// All figures of a page, as one answer: none of them is ever newer than another.
#[derive(Debug)]
pub struct Figures {
    pub report: Report,
    /// The report by the rules before the change that is being asked about.
    pub before: Option<Report>,
    /// By dimension: the report without that dimension's filter.
    facets: ByDimension<Report>,
    /// What they are filtered by.
    pub filters: Filters,
}

impl Figures {
    /// The report for a chart of `dimension`, which shows all of its values while some of them are chosen.
    pub fn facet(&self, dimension: &str) -> &Report {
        found(&self.facets, dimension).unwrap_or(&self.report)
    }
}

#[derive(Debug)]
pub struct List {
    pub total: u64,
    pub rows: Vec<Row>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Detail {
    Waiting,
    Missing,
    Found(Shared<Story>),
}

#[derive(Debug)]
pub struct OutsideAnswer {
    pub policy: String,
    pub answer: Outside,
}

/// Of a few dimensions. (A map of its own type would be more to download.)
type ByDimension<T> = Vec<(&'static str, T)>;

fn found<'a, T>(listed: &'a ByDimension<T>, dimension: &str) -> Option<&'a T> {
    listed.iter().find_map(|(name, of)| (*name == dimension).then_some(of))
}

/// The dimensions whose values have names.
const NAMED: &[&str] = &["inbox", "agent", "team", "bot", "flow"];

#[derive(Debug, Clone, Copy)]
enum Question {
    Report,
    List,
    Detail,
    Outside,
}

impl Answers {
    pub(super) fn new() -> Answers {
        Answers {
            figures: RwSignal::new(None),
            list: RwSignal::new(None),
            mapping: RwSignal::new(None),
            detail: RwSignal::new(Detail::Waiting),
            outside: RwSignal::new(None),
            status: RwSignal::new(None),
            names: RwSignal::new(Vec::new()),
            trouble: RwSignal::new(None),
            busy: RwSignal::new(false),
            updated_at: RwSignal::new(None),
            asked: StoredValue::new([0; 4]),
        }
    }

    /// A person's name for a value: of an inbox, an agent, …
    pub fn name(self, dimension: &str, value: &str) -> Option<String> {
        self.named(dimension)?.iter().find(|named| named.value == value).map(|named| named.name.clone())
    }

    /// All values of a dimension that have names.
    pub fn named(self, dimension: &str) -> Option<Shared<Vec<Named>>> {
        self.names.with(|names| found(names, dimension).cloned())
    }

    /// Forgets everything, and answers that are under way.
    pub(super) fn clear(self) {
        for question in [Question::Report, Question::List, Question::Detail, Question::Outside] {
            self.next(question);
        }
        self.figures.set(None);
        self.list.set(None);
        self.mapping.set(None);
        self.detail.set(Detail::Waiting);
        self.outside.set(None);
        self.status.set(None);
        self.names.set(Vec::new());
    }

    fn next(self, question: Question) -> u64 {
        let mut number = 0;
        self.asked.try_update_value(|asked| {
            asked[question as usize] += 1;
            number = asked[question as usize];
        });
        number
    }

    fn is_newest(self, question: Question, number: u64) -> bool {
        self.asked.try_with_value(|asked| asked[question as usize] == number).unwrap_or(false)
    }
}

impl App {
    /// Asks whenever the view or the data changes.
    pub fn follow(self) {
        let has_data = Memo::new(move |_| self.load.with(Load::has_data));
        let report = Memo::new(move |_| {
            let filters = self.filters();
            let facets: Vec<(&'static str, Value)> = (self.needs().facets.iter())
                .filter(|dimensions| dimensions.split('+').any(|dimension| !filters.of(dimension).is_empty()))
                .map(|dimensions| {
                    let rest = dimensions.split('+').fold(filters.clone(), |rest, dimension| rest.without(dimension));
                    (*dimensions, self.query(&rest))
                })
                .collect();
            let mut query = self.query(&filters);
            let before = self.before.get().map(|rules| {
                let mut query = self.unruled(&filters);
                query.as_object_mut().into_iter().for_each(|query| rules.insert_into(query));
                query
            });
            query["compare"] = self.compares().into();
            (self.version.get(), [Some(query), before], facets, self.needs().sections)
        });
        Effect::new(move |_| {
            let (_, queries, facets, sections) = report.get();
            if has_data.get() && !sections.is_empty() {
                spawn_local(self.ask_report(queries, facets, untrack(|| self.filters()), sections));
            }
        });
        let has_lists = Memo::new(move |_| self.is_whole.get() && has_data.get());
        let list = Memo::new(move |_| {
            let view = self.route.with(|route| route.list.clone());
            let listed = self.needs().list;
            (listed != Listed::Nothing).then(|| (listed, self.version.get(), self.query(&self.filters()), view))
        });
        Effect::new(move |_| {
            let Some((listed, _, query, view)) = list.get().filter(|_| has_lists.get()) else { return };
            let (page, per_page, sort, search) = (view.page.into(), view.per_page.into(), view.sort, view.search);
            match listed {
                Listed::Nothing => {}
                Listed::Sessions => {
                    spawn_local(self.ask_list(Request::Sessions { query, page, per_page, sort, search }));
                }
                Listed::Mapping => {
                    let per_page = Some(per_page);
                    spawn_local(self.ask_mapping(Request::Mapping { query, page, per_page, sort, search }));
                }
            }
        });
        self.follow_detail(has_lists);
        self.follow_quality(has_lists);
    }

    fn follow_detail(self, has_data: Memo<bool>) {
        let detail = Memo::new(move |_| {
            let id = self.route.with(|route| route.session.clone())?;
            Some((self.version.get(), self.query(&Filters::default()), id))
        });
        Effect::new(move |before: Option<Option<String>>| {
            let asked = detail.get();
            let id = asked.as_ref().map(|(_, _, id)| id.clone());
            if before.flatten() != id {
                self.answers.detail.set(Detail::Waiting);
            }
            if let Some((_, query, id)) = asked.filter(|_| has_data.get()) {
                spawn_local(self.ask_detail(Request::Session { query, id }));
            }
            id
        });
    }

    /// Names, status and events outside sessions: asked when loading pauses, as they matter to no single figure.
    fn follow_quality(self, has_data: Memo<bool>) {
        let is_loading = Memo::new(move |_| self.load.with(|load| *load == Load::Loading));
        Effect::new(move |_| {
            self.version.track();
            if has_data.get() {
                spawn_local(self.ask_names());
            }
        });
        let outside = Memo::new(move |_| (self.version.get(), self.policy(), self.query(&Filters::default())));
        Effect::new(move |_| {
            let (_, policy, query) = outside.get();
            if has_data.get() && !is_loading.get() {
                spawn_local(self.ask_outside(policy, query));
            }
        });
    }

    /// The report, and the one by the rules before a change.
    async fn ask_report(
        self,
        [query, before]: [Option<Value>; 2],
        facets: Vec<(&'static str, Value)>,
        filters: Filters,
        sections: &'static [&'static str],
    ) {
        let number = self.answers.next(Question::Report);
        let Some(client) = self.client() else { return };
        _ = self.answers.busy.try_set(true);
        let sections: Vec<String> = sections.iter().map(|name| (*name).to_owned()).collect();
        let ask = async |query| {
            let request = Request::Report { query, sections: Some(sections.clone()) };
            reply::tree(&client, &request).await.map(|mut answer| Report(answer["report"].take()))
        };
        let mut answered = Vec::new();
        for (dimension, query) in facets {
            if let Ok(report) = ask(query).await {
                answered.push((dimension, report));
            }
        }
        let response = ask(query.unwrap_or_default()).await;
        // Asked last: other rules split all sessions anew.
        let before = match before {
            Some(query) => ask(query).await.ok(),
            None => None,
        };
        if !self.answers.is_newest(Question::Report, number) {
            return;
        }
        _ = self.answers.busy.try_set(false);
        let known = self.answers.trouble.try_get_untracked().flatten();
        let trouble = match response {
            Ok(report) => {
                let figures = Figures { report, before, facets: answered, filters };
                _ = self.answers.figures.try_set(Some(Shared::new(figures)));
                None
            }
            Err(failure) => Some(failure),
        };
        // What a host, or an address, asks for and cannot be.
        let is_news = |new: &&Failure| new.code == "E_CONFIG" && known.as_ref() != Some(*new);
        if let (Some(failure), Some(host)) = (trouble.as_ref().filter(is_news), self.host()) {
            host.tell(HostEvent::Error(failure.clone()));
        }
        _ = self.answers.trouble.try_set(trouble);
    }

    async fn ask_list(self, request: Request) {
        let number = self.answers.next(Question::List);
        let Some(client) = self.client() else { return };
        let answer = reply::ask(&client, &request).await;
        if !self.answers.is_newest(Question::List, number) {
            return;
        }
        match answer {
            Ok(reply::Listed { total, rows }) => {
                _ = self.answers.list.try_set(Some(Shared::new(List { total, rows })));
            }
            // An address can name what is no column.
            Err(Failure { path: Some(path), .. }) if path == "sort" => {
                self.adjust(|route| route.list.sort = ListView::default().sort);
            }
            Err(_) => {}
        }
    }

    async fn ask_mapping(self, request: Request) {
        let number = self.answers.next(Question::List);
        let Some(client) = self.client() else { return };
        if let Ok(answer) = reply::tree(&client, &request).await
            && self.answers.is_newest(Question::List, number)
        {
            _ = self.answers.mapping.try_set(Some(Shared::new(answer)));
        }
    }

    async fn ask_detail(self, request: Request) {
        let number = self.answers.next(Question::Detail);
        let Some(client) = self.client() else { return };
        let response = reply::ask::<Told>(&client, &request).await;
        if self.answers.is_newest(Question::Detail, number) {
            if response.as_ref().is_ok_and(|told| self.is_of_another(told)) {
                return self.adjust(|route| route.session = None);
            }
            _ = self.answers.detail.try_set(match response {
                Ok(Told { detail }) => Detail::Found(Shared::new(detail)),
                Err(_) => Detail::Missing,
            });
        }
    }

    async fn ask_outside(self, policy: String, query: Value) {
        let number = self.answers.next(Question::Outside);
        let Some(client) = self.client() else { return };
        if let Ok(answer) = reply::ask::<Outside>(&client, &Request::Outside { query }).await
            && self.answers.is_newest(Question::Outside, number)
        {
            _ = self.answers.outside.try_set(Some(Shared::new(OutsideAnswer { policy, answer })));
        }
    }

    async fn ask_names(self) {
        let Some(client) = self.client() else { return };
        for dimension in NAMED {
            let request = Request::Values { dimension: (*dimension).to_owned() };
            if let Ok(Valued { values }) = reply::ask(&client, &request).await {
                _ = self.answers.names.try_update(|names| {
                    names.retain(|(known, _)| known != dimension);
                    names.push((dimension, Shared::new(values)));
                });
            }
        }
    }
}
