//! The measurements: one call after the other, calls at a fixed rate, and the time until a caller's leaving arrives.

use std::{
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};

use crate::bench::remote::http::{Target, Times};
use crate::bench::remote::stub::{ANSWER, BEGIN, HOLD, Stub};

/// Calls before those that count.
const WARM_UP: usize = 100;
/// Connections of a load; more than are ever in use at once.
const CONNECTIONS: usize = 32;
/// The longest wait for the news that a caller has left; after it the news counts as lost.
const NEVER: Duration = Duration::from_secs(5);

/// Times in order, from the shortest.
#[derive(Clone, Debug, Default)]
pub(super) struct Sorted(Vec<Duration>);

impl Sorted {
    pub(super) fn new(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        Self(times)
    }

    /// The time that this share of all stays within, in milliseconds: the nearest rank.
    pub(super) fn at(&self, share: f64) -> f64 {
        let rank = (share * self.0.len() as f64).ceil() as usize;
        self.0.get(rank.max(1) - 1).map_or(f64::NAN, |time| time.as_secs_f64() * 1e3)
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }
}

/// The times of one target, one call after the other.
pub(super) struct Alone {
    pub(super) first: Sorted,
    pub(super) whole: Sorted,
}

/// Asks every target in turn, `n` times: what disturbs the machine disturbs all of them.
pub(super) fn in_turn(stub: &Stub, targets: &[Target], n: usize, stream: bool) -> Result<Vec<Alone>> {
    stub.asked();
    let requests: Vec<String> = targets.iter().map(|target| target.request(ANSWER, stream)).collect();
    let mut connections = targets.iter().map(Target::connect).collect::<Result<Vec<_>>>()?;
    let mut times: Vec<Vec<Times>> = vec![Vec::with_capacity(n); targets.len()];
    for round in 0..WARM_UP + n {
        for place in 0..targets.len() {
            // Another one goes first each time.
            let place = (place + round) % targets.len();
            let took = connections[place].ask(&requests[place]).with_context(|| targets[place].name)?;
            if round >= WARM_UP {
                times[place].push(took);
            }
        }
    }
    let asked = stub.asked();
    ensure!(
        asked == (WARM_UP + n) * targets.len(),
        "the upstream was asked {asked} times: somebody answers for it"
    );
    let sorted = |times: Vec<Times>| Alone {
        first: Sorted::new(times.iter().map(|it| it.first).collect()),
        whole: Sorted::new(times.iter().map(|it| it.whole).collect()),
    };
    Ok(times.into_iter().map(sorted).collect())
}

/// The results of calls at a fixed rate.
pub(super) struct Load {
    /// The times from when each call was due, so that waiting for a place counts.
    pub(super) whole: Sorted,
    pub(super) failed: usize,
    /// Calls answered a second, from the first one due to the last answer.
    pub(super) a_second: f64,
    /// Why the first that failed did.
    pub(super) why: Option<String>,
}

/// `rate` whole answers a second, due at even times whatever the server does.
pub(super) fn load(target: &Target, rate: u32, seconds: u32) -> Load {
    let n = (rate * seconds) as usize;
    let request = target.request(ANSWER, false);
    let (next, times, why) = (AtomicUsize::new(0), Mutex::new(Vec::with_capacity(n)), Mutex::new(None));
    let began = Instant::now();
    thread::scope(|scope| {
        for _ in 0..CONNECTIONS {
            scope.spawn(|| {
                let mut connection = target.connect();
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= n {
                        return;
                    }
                    let due = began + Duration::from_secs_f64(number as f64 / f64::from(rate));
                    thread::sleep(due.saturating_duration_since(Instant::now()));
                    let asked = match &mut connection {
                        Ok(connection) => connection.ask(&request),
                        Err(error) => Err(anyhow::anyhow!("{error:#}")),
                    };
                    match asked {
                        Ok(_) => held(&times).push(due.elapsed()),
                        Err(error) => {
                            held(&why).get_or_insert(format!("{error:#}"));
                            connection = target.connect();
                        }
                    }
                }
            });
        }
    });
    let took = began.elapsed().as_secs_f64();
    let whole = Sorted::new(std::mem::take(&mut *held(&times)));
    let why = held(&why).take();
    Load { failed: n - whole.len(), a_second: whole.len() as f64 / took, whole, why }
}

fn held<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// When a caller leaves.
pub(super) const LEAVINGS: [(&str, &str, bool); 3] =
    [("mid-stream", BEGIN, true), ("before the first byte", HOLD, true), ("not streaming", HOLD, false)];

/// The time until the upstream notices that its caller has left; none if it never does.
pub(super) fn leave(
    stub: &Stub,
    target: &Target,
    how: (&str, &str, bool),
    n: usize,
) -> Result<Option<Sorted>> {
    let (_, asks, stream) = how;
    let request = target.request(asks, stream);
    let mut times = Vec::with_capacity(n);
    for _ in 0..n {
        let mut connection = target.connect()?;
        connection.send(&request)?;
        stub.held.recv_timeout(Duration::from_secs(20)).context("the question does not arrive")?;
        if asks == BEGIN {
            connection.begin()?;
        }
        let left = Instant::now();
        drop(connection);
        match stub.left.recv_timeout(NEVER) {
            Ok(noticed) => times.push(noticed.saturating_duration_since(left)),
            Err(_) => return Ok(None),
        }
    }
    ensure!(times.len() == n, "a leaving was missed");
    Ok(Some(Sorted::new(times)))
}

/// The resident memory of a process and of those it started, now and at most, in bytes; Linux tells.
pub(super) fn memory(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let own = line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok()? * 1024;
    let children = std::fs::read_to_string(format!("/proc/{process}/task/{process}/children")).ok()?;
    let children = children.split_whitespace().filter_map(|child| memory(child.parse().ok()?));
    Some(own + children.sum::<u64>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_the_nearest_rank() {
        let sorted = Sorted::new((1..=100).rev().map(Duration::from_millis).collect());
        assert_eq!([0.0, 0.5, 0.99, 1.0].map(|share| sorted.at(share)), [1.0, 50.0, 99.0, 100.0]);
        assert!(Sorted::default().at(0.5).is_nan());
    }
}
