//! Whichever comes first: an answer, a time-out, or the wish to stop.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::pin::pin;
use std::task::{Poll, Waker};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum First<A, B> {
    Left(A),
    Right(B),
}

/// The result of the future that is done first; the other one is dropped. Left when both are.
pub async fn first<A, B>(left: impl Future<Output = A>, right: impl Future<Output = B>) -> First<A, B> {
    let (mut left, mut right) = (pin!(left), pin!(right));
    poll_fn(move |context| {
        if let Poll::Ready(value) = left.as_mut().poll(context) {
            return Poll::Ready(First::Left(value));
        }
        right.as_mut().poll(context).map(First::Right)
    })
    .await
}

/// The wish of one person to stop one load.
#[derive(Debug, Default)]
pub struct Stop {
    stopped: Cell<bool>,
    waker: RefCell<Option<Waker>>,
}

impl Stop {
    pub fn stop(&self) {
        self.stopped.set(true);
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }

    pub fn is_stopped(&self) -> bool {
        self.stopped.get()
    }

    /// Done when somebody calls [`Stop::stop`]. One task may wait at a time.
    pub async fn wait(&self) {
        poll_fn(|context| {
            if self.stopped.get() {
                return Poll::Ready(());
            }
            self.waker.replace(Some(context.waker().clone()));
            Poll::Pending
        })
        .await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::future::{pending, ready};
    use std::task::Context;

    fn poll<T>(future: impl Future<Output = T>) -> Poll<T> {
        pin!(future).poll(&mut Context::from_waker(Waker::noop()))
    }

    #[test]
    fn the_first_wins() {
        assert_eq!(poll(first(ready(1), pending::<()>())), Poll::Ready(First::Left(1)));
        assert_eq!(poll(first(pending::<()>(), ready(2))), Poll::Ready(First::Right(2)));
        assert_eq!(poll(first(ready(1), ready(2))), Poll::Ready(First::Left(1)));
    }

    #[test]
    fn stopping_ends_the_wait() {
        let stop = Stop::default();
        assert_eq!(poll(stop.wait()), Poll::Pending);
        stop.stop();
        assert_eq!(poll(stop.wait()), Poll::Ready(()));
    }
}
