//! One load: every source in order, its pages one after another, a page tried again while no record of it was taken.

use super::address::Join;
use super::retry::wait_ms;
use super::{Address, Fault, Page, Sink, Source};
use crate::engine::ids::Ids;
use std::pin::Pin;

/// Fetches all pages that start at `starts`. What had arrived before a fault stays in the sink. `wait` sleeps that many
/// milliseconds, or fails when the person does not want to wait any longer; `random` is in `[0, 1)`.
pub async fn load(
    starts: &[Address],
    join: Join,
    source: &impl Source,
    sink: &mut impl Sink,
    wait: impl AsyncFn(u64) -> Result<(), Fault>,
    random: fn() -> f64,
) -> Result<(), Fault> {
    let mut visited = Ids::default();
    for start in starts {
        let mut page = start.clone();
        while let Some(next) = persistently(&page, source, sink, &wait, random).await? {
            visited.intern(&page.url);
            page = page.next(&next, join)?;
            if visited.find(&page.url).is_some() {
                return Err(Fault::paging(page.name(), "its `next` leads in a circle"));
            }
        }
    }
    Ok(())
}

/// A step of a load as a function of its own. What waits for a stream goes on with each piece of it, through all that waits
/// around it: as one function that is so large that the browser takes it for worth making fast, which is long work for nothing
/// while the records want the same cores.
pub type Step<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// One page, with retries; gives its `next`.
async fn persistently(
    page: &Address,
    source: &impl Source,
    sink: &mut impl Sink,
    wait: &impl AsyncFn(u64) -> Result<(), Fault>,
    random: fn() -> f64,
) -> Result<Option<String>, Fault> {
    let mut attempt = 1;
    loop {
        let sent: Step<Result<Page, Fault>> = Box::pin(source.page(page, sink));
        let fault = match sent.await {
            Ok(Page::Known { next }) => return Ok(next),
            Ok(Page::Sent(mark)) => {
                let next = sink.close(None)?;
                if let Some(mark) = mark {
                    source.taken(page, mark, next.as_deref());
                }
                return Ok(next);
            }
            Err(fault) => fault,
        };
        if !sink.discard() {
            // The same records again would only be duplicates. What closing finds follows from the fault.
            let _ = sink.close(Some(&fault));
            return Err(fault);
        }
        let Some(ms) = wait_ms(fault.retry, attempt, random()) else { return Err(fault) };
        sink.waiting(ms);
        wait(ms).await?;
        attempt += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::Retry;
    use std::cell::RefCell;
    use std::collections::HashMap;
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    /// Answers by the end of the URL; each answer is given once, and a page that was taken is known from then on.
    struct Script(RefCell<Vec<(&'static str, Result<&'static str, Fault>)>>, RefCell<HashMap<String, Option<String>>>);

    impl Source for Script {
        async fn page(&self, at: &Address, sink: &mut dyn Sink) -> Result<Page, Fault> {
            if let Some(next) = self.1.borrow().get(&at.url) {
                return Ok(Page::Known { next: next.clone() });
            }
            let position = self.0.borrow().iter().position(|(url, _)| at.url.ends_with(url)).expect("an answer");
            let (_, answer) = self.0.borrow_mut().remove(position);
            sink.open(at, None, None);
            sink.chunk(answer?.as_bytes())?;
            Ok(Page::Sent(Some("mark".to_owned())))
        }
        fn taken(&self, at: &Address, _: String, next: Option<&str>) {
            self.1.borrow_mut().insert(at.url.clone(), next.map(str::to_owned));
        }
    }

    /// `text>next` is a page and its next; a page that fails is never opened, unless its text says so.
    #[derive(Default)]
    struct Log(Vec<String>, Option<String>);

    impl Sink for Log {
        fn open(&mut self, _: &Address, _: Option<&str>, _: Option<u64>) {}
        fn chunk(&mut self, bytes: &[u8]) -> Result<(), Fault> {
            let text = String::from_utf8_lossy(bytes).into_owned();
            self.1 = Some(text.clone());
            if ["broken", "held"].contains(&text.as_str()) { Err(Fault::dropped("x")) } else { Ok(()) }
        }
        fn close(&mut self, _: Option<&Fault>) -> Result<Option<String>, Fault> {
            let page = self.1.take().unwrap_or_default();
            self.0.push(page.clone());
            Ok(page.split_once('>').map(|(_, next)| next.to_owned()))
        }
        fn waiting(&mut self, ms: u64) {
            self.0.push(format!("wait {ms}"));
        }
        fn discard(&mut self) -> bool {
            self.1.take_if(|text| text == "held").is_some() || self.1.is_none()
        }
    }

    fn check(
        starts: &[&str],
        answers: Vec<(&'static str, Result<&'static str, Fault>)>,
    ) -> (Vec<String>, Option<String>) {
        let starts: Vec<_> = starts.iter().map(|url| Address { url: (*url).to_owned() }).collect();
        let (script, mut log) = (Script(RefCell::new(answers), RefCell::default()), Log::default());
        let join: Join = |url, _| Some(url.to_owned());
        let mut context = Context::from_waker(Waker::noop());
        let done = pin!(load(&starts, join, &script, &mut log, async |_| Ok(()), || 0.0)).poll(&mut context);
        let Poll::Ready(result) = done else { panic!("nothing here has to be waited for") };
        (log.0, result.err().map(|fault| fault.code))
    }

    #[test]
    fn sources_and_pages_come_in_order() {
        let answers = vec![("/a", Ok("1>c2")), ("?cursor=c2", Ok("2>c3")), ("?cursor=c3", Ok("3")), ("/b", Ok("4"))];
        let (log, error) = check(&["http://x/a", "http://x/b"], answers);
        assert_eq!((log.join(" "), error), ("1>c2 2>c3 3 4".to_owned(), None));
    }

    #[test]
    fn a_page_that_fails_is_tried_again() {
        let busy = || Err(Fault::status("x", 429, Retry::AfterMs(2000)));
        let (log, error) =
            check(&["http://x/a"], vec![("/a", busy()), ("/a", Ok("1>c2")), ("=c2", busy()), ("=c2", Ok("2"))]);
        assert_eq!((log.join(" "), error), ("wait 2000 1>c2 wait 2000 2".to_owned(), None));
        let (log, error) = check(&["http://x/a"], (0..4).map(|_| ("/a", busy())).collect());
        assert_eq!((log.len(), error), (3, Some("E_BUSY".to_owned())));
    }

    #[test]
    fn what_had_arrived_is_kept_and_not_asked_again() {
        let (log, error) = check(&["http://x/a", "http://x/b"], vec![("/a", Ok("1")), ("/b", Ok("broken"))]);
        assert_eq!((log.join(" "), error), ("1 broken".to_owned(), Some("E_NETWORK".to_owned())));
    }

    #[test]
    fn a_page_that_broke_before_its_first_record_is_asked_again() {
        let (log, error) = check(&["http://x/a"], vec![("/a", Ok("1>c")), ("=c", Ok("held")), ("=c", Ok("2"))]);
        assert_eq!((log.join(" "), error), ("1>c wait 0 2".to_owned(), None));
    }

    #[test]
    fn what_is_known_leads_on_without_being_sent() {
        let answers = vec![("/a", Ok("1>c")), ("=c", Ok("2")), ("/b", Ok("3"))];
        let (log, error) = check(&["http://x/a", "http://x/a", "http://x/b"], answers);
        assert_eq!((log.join(" "), error), ("1>c 2 3".to_owned(), None));
    }

    #[test]
    fn a_circle_of_pages_ends() {
        let (log, error) = check(&["http://x/a"], vec![("/a", Ok("1>c")), ("=c", Ok("2>c")), ("=c", Ok("never"))]);
        assert_eq!((log.join(" "), error), ("1>c 2>c".to_owned(), Some("E_PAGING".to_owned())));
    }
}
