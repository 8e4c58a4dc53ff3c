//! The ledger of the money that was spent: exact while the program runs, and never too low after a crash.
//!
//! A call is reserved before it is sent and settled after. On disk stands a promise: "at most this much has
//! been spent". It is raised and synced before the first call that would pass it, in steps of a 64th of what
//! is left. A kill or a power cut therefore costs at most that 64th, and a cap is never overrun. A shutdown
//! writes the exact sums.

use std::{
    collections::BTreeMap,
    fs::{self, File, OpenOptions},
    io::Write,
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use anyhow::{Context, bail};
use askwell::remote::Micro;
use serde::{Deserialize, Serialize};

/// The part of what is left by which a promise is raised.
const STEP: u64 = 64;

/// The caps of an upstream: its calls, and the money it may cost in all.
#[derive(Clone, Copy, Debug)]
pub(super) struct Caps {
    pub(super) calls: u64,
    /// No limit where it is none.
    pub(super) spend: Option<Micro>,
}

/// One line of the file: the last one of an upstream counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct LedgerLine {
    upstream: String,
    calls: u64,
    micro: u64,
}

#[derive(Debug)]
struct Account {
    caps: Caps,
    calls: u64,
    spent: u64,
    reserved: u64,
    promised: LedgerLine,
}

/// Why a call is not made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Denied {
    Calls(u64),
    Spend {
        cap: Micro,
        left: Micro,
        needed: Micro,
    },
    /// The promise could not be written: without it a crash could overrun the cap.
    Disk,
}

/// All accounts, and their file.
#[derive(Debug)]
pub(super) struct Ledger {
    inner: Mutex<Inner>,
}

#[derive(Debug)]
struct Inner {
    accounts: BTreeMap<String, Account>,
    file: File,
}

/// The standing of an account: its calls and its money, each with its cap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Standing {
    pub(super) calls: u64,
    pub(super) calls_max: u64,
    pub(super) spent: Micro,
    pub(super) spend_max: Option<Micro>,
}

impl Ledger {
    /// Opens the file and takes in what it says; nobody else may have it open.
    pub(super) fn open(path: &Path, caps: &BTreeMap<String, Caps>) -> anyhow::Result<Arc<Self>> {
        let shown = path.display();
        let mut file = OpenOptions::new()
            .create(true)
            .append(true)
            .read(true)
            .open(path)
            .with_context(|| format!("ledger {shown}: cannot be opened"))?;
        if file.try_lock().is_err() {
            bail!("ledger {shown}: another askwell serves with it; give each its own");
        }
        let text = fs::read_to_string(path).with_context(|| format!("ledger {shown}: cannot be read"))?;
        let mut known = read(&text).with_context(|| format!("ledger {shown}"))?;
        if !text.is_empty() && !text.ends_with('\n') {
            // The last line was torn by a crash; it was never relied on.
            file.write_all(b"\n").with_context(|| format!("ledger {shown}: cannot be written"))?;
        }
        let accounts = caps.iter().map(|(name, &caps)| {
            let promised =
                known.remove(name).unwrap_or(LedgerLine { upstream: name.clone(), calls: 0, micro: 0 });
            (
                name.clone(),
                Account { caps, calls: promised.calls, spent: promised.micro, reserved: 0, promised },
            )
        });
        let inner = Inner { accounts: accounts.collect(), file };
        Ok(Arc::new(Self { inner: Mutex::new(inner) }))
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sets one call and this much money aside.
    pub(super) fn reserve(self: &Arc<Self>, upstream: &str, needed: Micro) -> Result<Reservation, Denied> {
        let Inner { accounts, file } = &mut *self.lock();
        let Some(account) = accounts.get_mut(upstream) else { return Err(Denied::Calls(0)) };
        account.reserve(needed, file)?;
        Ok(Reservation {
            ledger: self.clone(),
            upstream: upstream.to_owned(),
            needed: needed.0,
            is_open: true,
        })
    }

    pub(super) fn standing(&self, upstream: &str) -> Option<Standing> {
        let inner = self.lock();
        let account = inner.accounts.get(upstream)?;
        Some(Standing {
            calls: account.calls,
            calls_max: account.caps.calls,
            spent: Micro(account.spent.saturating_add(account.reserved)),
            spend_max: account.caps.spend,
        })
    }

    /// Writes the exact sums; what is still under way counts in full.
    pub(super) fn close(&self) -> anyhow::Result<()> {
        let Inner { accounts, file } = &mut *self.lock();
        for account in accounts.values_mut() {
            let exact = LedgerLine {
                calls: account.calls,
                micro: account.spent + account.reserved,
                ..account.promised.clone()
            };
            if exact != account.promised {
                write(file, &exact).context("ledger: cannot be written")?;
                account.promised = exact;
            }
        }
        Ok(())
    }
}

impl Account {
    fn reserve(&mut self, needed: Micro, file: &mut File) -> Result<(), Denied> {
        let left_calls = self.caps.calls.saturating_sub(self.calls);
        if left_calls == 0 {
            return Err(Denied::Calls(self.caps.calls));
        }
        let used = self.spent.saturating_add(self.reserved);
        let left = self.caps.spend.map(|cap| Micro(cap.0.saturating_sub(used)));
        if let (Some(cap), Some(left)) = (self.caps.spend, left)
            && needed > left
        {
            return Err(Denied::Spend { cap, left, needed });
        }
        let (calls, micro) = (self.calls + 1, used.saturating_add(needed.0));
        if calls > self.promised.calls || micro > self.promised.micro {
            let ahead = left.map_or(needed.0, |left| (left.0 / STEP).min(left.0 - needed.0));
            let promise = LedgerLine {
                calls: calls + (left_calls / STEP).min(left_calls - 1),
                micro: micro.saturating_add(ahead),
                ..self.promised.clone()
            };
            write(file, &promise).map_err(|_| Denied::Disk)?;
            self.promised = promise;
        }
        self.calls = calls;
        self.reserved = self.reserved.saturating_add(needed.0);
        Ok(())
    }
}

fn write(file: &mut File, line: &LedgerLine) -> std::io::Result<()> {
    let mut text = serde_json::to_string(line)?;
    text.push('\n');
    file.write_all(text.as_bytes())?;
    file.sync_data()
}

fn read(text: &str) -> anyhow::Result<BTreeMap<String, LedgerLine>> {
    let mut known = BTreeMap::new();
    let n_lines = text.split('\n').count();
    for (index, line) in text.split('\n').enumerate().filter(|(_, line)| !line.is_empty()) {
        match serde_json::from_str::<LedgerLine>(line) {
            Ok(line) => {
                known.insert(line.upstream.clone(), line);
            }
            Err(_) if index + 1 == n_lines => {}
            // A torn line that was ended later: still the one before it counts.
            Err(error) if error.is_eof() => {}
            Err(error) => bail!("line {}: {error}", index + 1),
        }
    }
    Ok(known)
}

/// One call set aside; it is charged in full unless it is settled otherwise.
#[derive(Debug)]
pub(super) struct Reservation {
    ledger: Arc<Ledger>,
    upstream: String,
    needed: u64,
    is_open: bool,
}

impl Reservation {
    /// The call was answered and cost this much.
    pub(super) fn settle(mut self, cost: Micro) {
        self.close(cost.0, true);
    }

    /// The upstream was reached and refused: the call counts, no tokens do.
    pub(super) fn refused(mut self) {
        self.close(0, true);
    }

    /// Closes the reservation without a charge: the call was never sent.
    pub(super) fn never_sent(mut self) {
        self.close(0, false);
    }

    fn close(&mut self, cost: u64, counts: bool) {
        if !std::mem::take(&mut self.is_open) {
            return;
        }
        if let Some(account) = self.ledger.lock().accounts.get_mut(&self.upstream) {
            account.reserved = account.reserved.saturating_sub(self.needed);
            account.spent = account.spent.saturating_add(cost);
            account.calls -= u64::from(!counts);
        }
    }
}

impl Drop for Reservation {
    fn drop(&mut self) {
        self.close(self.needed, true);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Place(tempfile::TempDir);

    impl Place {
        fn new() -> Self {
            Self(tempfile::tempdir().unwrap())
        }

        fn path(&self) -> std::path::PathBuf {
            self.0.path().join("ledger")
        }

        fn open(&self, calls: u64, spend: Option<u64>) -> Arc<Ledger> {
            let caps = BTreeMap::from([("a".to_owned(), Caps { calls, spend: spend.map(Micro) })]);
            Ledger::open(&self.path(), &caps).unwrap()
        }
    }

    #[test]
    fn a_small_cap_survives_a_kill_to_the_call() {
        let place = Place::new();
        for _ in 0..3 {
            let ledger = place.open(3, None);
            ledger.reserve("a", Micro(100)).unwrap().settle(Micro(100));
            // Dropped without a word, as by a kill.
        }
        let ledger = place.open(3, None);
        assert_eq!(ledger.reserve("a", Micro(1)).unwrap_err(), Denied::Calls(3));
    }

    #[test]
    fn a_kill_costs_at_most_a_64th_and_a_shutdown_nothing() {
        let place = Place::new();
        let ledger = place.open(6400, None);
        ledger.reserve("a", Micro(0)).unwrap().settle(Micro(0));
        drop(ledger);
        let calls = |ledger: &Ledger| ledger.standing("a").unwrap().calls;
        let ledger = place.open(6400, None);
        assert_eq!(calls(&ledger), 101);
        ledger.reserve("a", Micro(0)).unwrap().settle(Micro(0));
        ledger.close().unwrap();
        drop(ledger);
        assert_eq!(calls(&place.open(6400, None)), 102);
    }

    #[test]
    fn money_is_reserved_settled_and_charged_when_forgotten() {
        let place = Place::new();
        let ledger = place.open(100, Some(1000));
        let first = ledger.reserve("a", Micro(600)).unwrap();
        let denied = ledger.reserve("a", Micro(600)).unwrap_err();
        assert_eq!(denied, Denied::Spend { cap: Micro(1000), left: Micro(400), needed: Micro(600) });
        first.settle(Micro(10));
        drop(ledger.reserve("a", Micro(90)).unwrap());
        ledger.reserve("a", Micro(900)).unwrap().refused();
        ledger.reserve("a", Micro(900)).unwrap().never_sent();
        let standing = ledger.standing("a").unwrap();
        assert_eq!((standing.calls, standing.spent), (3, Micro(100)));
    }

    #[test]
    fn a_torn_line_is_passed_over_and_nonsense_is_not() {
        let place = Place::new();
        fs::write(place.path(), "{\"upstream\":\"a\",\"calls\":2,\"micro\":7}\n{\"upstream\":\"a\",\"ca")
            .unwrap();
        let ledger = place.open(9, None);
        assert_eq!(ledger.standing("a").unwrap().calls, 2);
        ledger.reserve("a", Micro(0)).unwrap().settle(Micro(0));
        drop(ledger);
        assert_eq!(place.open(9, None).standing("a").unwrap().calls, 3);
        fs::write(place.path(), "{\"upstream\":\"a\",\"calls\":-2,\"micro\":7}\n").unwrap();
        assert!(
            Ledger::open(&place.path(), &BTreeMap::new())
                .unwrap_err()
                .chain()
                .any(|it| it.to_string().contains("line 1"))
        );
    }

    #[test]
    fn two_servers_cannot_share_a_ledger() {
        let place = Place::new();
        let _first = place.open(1, None);
        assert!(
            Ledger::open(&place.path(), &BTreeMap::new())
                .unwrap_err()
                .to_string()
                .contains("another askwell")
        );
    }
}
