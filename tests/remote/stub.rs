//! An upstream that does what a test says, and remembers who asked.

use std::{
    io::{Read, Write},
    net::{Shutdown, TcpStream},
    sync::{
        Arc, Mutex,
        mpsc::{Receiver, channel},
    },
    time::Duration,
};

pub(super) use stub::{answer, body, sized};

/// A stream of two words and its bill, as an OpenAI-shaped server sends it.
pub(super) const EVENTS: &str = concat!(
    "data: {\"choices\":[{\"delta\":{\"content\":\"go to \"}}]}\r\n\r\n: keep-alive\n\n",
    "data: {\"choices\":[{\"delta\":{\"content\":\"the bedroom\"},\"finish_reason\":\"stop\"}]}\n\n",
    "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":40,\"completion_tokens\":4}}\n\ndata: [DONE]\n\n",
);

/// A server of its own thread; it ends with the process.
pub(super) struct Stub {
    pub(super) url: String,
    requests: Arc<Mutex<Vec<String>>>,
    closed: Receiver<()>,
}

impl Stub {
    /// `script` gets the connection, the request as text, and how many came before it.
    pub(super) fn start(script: impl Fn(&mut TcpStream, &str, usize) + Send + Sync + 'static) -> Self {
        let requests = Arc::<Mutex<Vec<String>>>::default();
        let (script, kept, (tell, closed)) = (Arc::new(script), requests.clone(), channel());
        let address = stub::serve(move |stream, request| {
            let before = {
                let mut kept = kept.lock().unwrap();
                kept.push(request.to_owned());
                kept.len() - 1
            };
            script(stream, request, before);
            let _ = stream.shutdown(Shutdown::Write);
            // The other side has gone once there is nothing more to read.
            let _ = stream.read_to_end(&mut Vec::new());
            let _ = tell.send(());
            false
        });
        Self { url: format!("http://{}/v1", address.unwrap()), requests, closed }
    }

    /// One that answers the same bytes to everybody.
    pub(super) fn answering(bytes: String) -> Self {
        Self::start(move |stream, _, _| drop(stream.write_all(bytes.as_bytes())))
    }

    pub(super) fn hits(&self) -> usize {
        self.requests.lock().unwrap().len()
    }

    pub(super) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }

    /// Waits until a caller has gone.
    pub(super) fn wait_for_close(&self) {
        self.closed.recv_timeout(Duration::from_secs(20)).expect("the caller stays");
    }
}
