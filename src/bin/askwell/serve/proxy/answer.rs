//! An answer on its way through: byte for byte, watched for its bill, ended when either side goes silent.

use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use askwell::remote::{Events, Prices, Usage};
use axum::body::Bytes;
use hyper::body::{Body, Frame, Incoming, SizeHint};
use tokio::{
    sync::OwnedSemaphorePermit,
    time::{Instant, Sleep},
};

use super::ledger::Reservation;
use super::metrics::Metrics;

/// The longest whole answer whose bill is looked for.
const WHOLE_MAX: usize = 1 << 20;

/// A call under way, from its acceptance on: counted as ended, by whatever way it ends.
#[derive(Debug)]
pub(super) struct Under {
    pub(super) metrics: Arc<Metrics>,
    pub(super) upstream: String,
    pub(super) outcome: &'static str,
    pub(super) _permit: OwnedSemaphorePermit,
}

impl Drop for Under {
    fn drop(&mut self) {
        self.metrics.ended(&self.upstream, self.outcome);
    }
}

/// Reads the bill off what passes by.
#[derive(Debug)]
pub(super) enum Meter {
    Stream(Events),
    Whole(Vec<u8>),
}

/// The body that the caller gets.
pub(super) struct Answer {
    body: Incoming,
    meter: Meter,
    usage: Usage,
    is_billed: bool,
    prices: Prices,
    /// Dropped unsettled, it is charged in full: so is every answer that is cut.
    reservation: Option<Reservation>,
    under: Under,
    idle: Duration,
    silence: Pin<Box<Sleep>>,
    deadline: Instant,
}

/// Why the rest of an answer does not come.
#[derive(Debug, thiserror::Error)]
#[error("the answer was cut")]
pub(super) struct Cut;

impl Answer {
    pub(super) fn new(
        body: Incoming,
        meter: Meter,
        prices: Prices,
        reservation: Reservation,
        under: Under,
        idle: Duration,
        total: Duration,
    ) -> Self {
        let (usage, is_billed) = (Usage::default(), false);
        let now = Instant::now();
        let silence = Box::pin(tokio::time::sleep(idle.min(total)));
        Self {
            body,
            meter,
            usage,
            is_billed,
            prices,
            reservation: Some(reservation),
            under,
            idle,
            silence,
            deadline: now + total,
        }
    }

    fn watch(&mut self, bytes: &[u8]) {
        let (usage, is_billed) = (&mut self.usage, &mut self.is_billed);
        match &mut self.meter {
            // A stream that is no stream of events has no bill, and is charged in full.
            Meter::Stream(events) => drop(events.push(bytes, |data| {
                // Only the events that carry a bill are looked into.
                if data.contains("\"usage\"")
                    && let Ok(value) = serde_json::from_str(data)
                {
                    *is_billed |= usage.absorb(&value);
                }
            })),
            Meter::Whole(whole) if whole.len() + bytes.len() <= WHOLE_MAX => whole.extend_from_slice(bytes),
            Meter::Whole(_) => {}
        }
    }

    fn finish(&mut self) {
        if let Meter::Whole(whole) = &self.meter
            && let Ok(value) = serde_json::from_slice(whole)
        {
            self.is_billed = self.usage.absorb(&value);
        }
        self.under.outcome = if self.is_billed { "answered" } else { "unbilled" };
        if let Some(reservation) = self.reservation.take()
            && self.is_billed
        {
            reservation.settle(self.prices.cost(self.usage));
        }
    }

    fn cut(&mut self, outcome: &'static str) -> Poll<Option<Result<Frame<Bytes>, Cut>>> {
        self.under.outcome = outcome;
        Poll::Ready(Some(Err(Cut)))
    }
}

impl Body for Answer {
    type Data = Bytes;
    type Error = Cut;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Cut>>> {
        match Pin::new(&mut self.body).poll_frame(context) {
            Poll::Ready(Some(Ok(frame))) => {
                if let Some(bytes) = frame.data_ref() {
                    self.watch(bytes);
                }
                let until = (Instant::now() + self.idle).min(self.deadline);
                self.silence.as_mut().reset(until);
                if self.body.is_end_stream() {
                    self.finish();
                }
                Poll::Ready(Some(Ok(frame)))
            }
            Poll::Ready(Some(Err(_))) => self.cut("cut"),
            Poll::Ready(None) => {
                self.finish();
                Poll::Ready(None)
            }
            Poll::Pending if self.silence.as_mut().poll(context).is_ready() => self.cut("silent"),
            Poll::Pending => Poll::Pending,
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
