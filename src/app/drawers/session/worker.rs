//! The worker's side of a session: requests and files in, answers out, and work that goes on between two requests.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::app::message::spoken::Spoken;

/// Something of the reader's that a worker holds, and answers from.
pub trait Session {
    /// A request of the page.
    type Request: DeserializeOwned;
    /// An answer.
    type Reply: Serialize;

    /// Sets the language in which everything is worded and drawn from now on.
    fn speak(&mut self, spoken: &Spoken);
    /// Answers a request, with the files that came along; more than once where it takes long.
    fn respond(&mut self, request: Self::Request, files: &dyn Files, reply: &mut dyn FnMut(Self::Reply));
    /// True if there is work that needs no request.
    fn is_at_work(&self) -> bool;
    /// Does the next piece of the work; answers what the page is to hear at once.
    fn go_on(&mut self) -> Option<Self::Reply>;
    /// The progress of the work; `left_ms` is the estimated time left, in milliseconds.
    fn news(&self, left_ms: Option<f64>) -> Option<Self::Reply>;
    /// About which share of the work is done, in [0, 1], where its time can be estimated.
    fn share_done(&self) -> Option<f64> {
        None
    }
}

/// The files that come with a request.
pub trait Files {
    /// The name of each file and its size in bytes.
    ///
    /// # Errors
    /// Why there are none.
    fn list(&self) -> Result<Vec<(String, u64)>, String>;

    /// The next bytes of a file, from byte `from` on; at least one.
    ///
    /// # Errors
    /// Why it cannot be read.
    fn piece(&self, place: usize, from: u64) -> Result<Vec<u8>, String>;

    /// The bytes of the only file, of which there are at most `max`.
    ///
    /// # Errors
    /// None, more than one or a larger one.
    fn one(&self, max: u64) -> Result<Vec<u8>, String>;

    /// The same as a text.
    ///
    /// # Errors
    /// As [`Self::one`], or where the file is not UTF-8.
    fn text(&self, max: u64) -> Result<String, String>;
}

/// One file without a name.
impl Files for Vec<u8> {
    fn list(&self) -> Result<Vec<(String, u64)>, String> {
        Ok(vec![(String::new(), self.len() as u64)])
    }

    fn piece(&self, _place: usize, from: u64) -> Result<Vec<u8>, String> {
        Ok(self.iter().skip(from as usize).copied().collect())
    }

    fn one(&self, _max: u64) -> Result<Vec<u8>, String> {
        Ok(self.clone())
    }

    fn text(&self, _max: u64) -> Result<String, String> {
        String::from_utf8(self.clone()).map_err(|error| error.to_string())
    }
}
