//! A client as small as can be: one connection that is kept, one request at a time, so that what is timed is the server.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};

/// The longest wait for an answer before it counts as none.
const PATIENCE: Duration = Duration::from_secs(20);

/// Somewhere to ask: its address, and the path of its completions.
#[derive(Clone, Debug)]
pub(super) struct Target {
    pub(super) name: &'static str,
    pub(super) address: String,
    pub(super) path: &'static str,
}

impl Target {
    /// The bytes of a question. What the stub does with it stands in its one message.
    pub(super) fn request(&self, asks: &str, stream: bool) -> String {
        let body = format!(
            "{{\"model\":\"m\",\"max_tokens\":48,\"stream\":{stream},\"messages\":[{{\"role\":\"user\",\"content\":\"{asks}\"}}]}}"
        );
        format!(
            "POST {} HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            self.path,
            self.address,
            body.len()
        )
    }

    pub(super) fn connect(&self) -> Result<Connection> {
        let stream = TcpStream::connect(&self.address).with_context(|| format!("{}: refused", self.name))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(Connection { reader: BufReader::new(stream) })
    }
}

/// A connection that is kept.
pub(super) struct Connection {
    reader: BufReader<TcpStream>,
}

/// The times of an answer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Times {
    /// The time to the first byte of the answer.
    pub(super) first: Duration,
    /// The time to the last byte of the answer.
    pub(super) whole: Duration,
}

impl Connection {
    /// Sends a request and reads its whole answer, which has to be a success.
    pub(super) fn ask(&mut self, request: &str) -> Result<Times> {
        let began = Instant::now();
        self.send(request)?;
        let length = self.head()?;
        let first = began.elapsed();
        match length {
            Some(length) => self.skip(length)?,
            None => while self.chunk()? > 0 {},
        }
        Ok(Times { first, whole: began.elapsed() })
    }

    pub(super) fn send(&mut self, request: &str) -> Result<()> {
        Ok(self.reader.get_mut().write_all(request.as_bytes())?)
    }

    /// Reads on until a part of the answer itself has come.
    pub(super) fn begin(&mut self) -> Result<()> {
        ensure!(self.head()?.is_none(), "the answer is no stream");
        ensure!(self.chunk()? > 0, "the stream is empty");
        Ok(())
    }

    /// The head of an answer: the length of its body, or nothing where that comes in chunks.
    fn head(&mut self) -> Result<Option<usize>> {
        let status = self.line()?;
        let mut length = None;
        loop {
            let line = self.line()?.to_ascii_lowercase();
            if line.is_empty() {
                break;
            }
            if let Some(text) = line.strip_prefix("content-length:") {
                length = Some(text.trim().parse()?);
            }
        }
        if status.split(' ').nth(1) != Some("200") {
            let mut said = vec![0; length.unwrap_or(0).min(500)];
            self.reader.read_exact(&mut said)?;
            bail!("{status}: {}", String::from_utf8_lossy(&said));
        }
        Ok(length)
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        ensure!(self.reader.read_line(&mut line)? > 0, "the connection was closed");
        Ok(line.trim_end().to_owned())
    }

    /// Reads one chunk past; gives its length, 0 at the end.
    fn chunk(&mut self) -> Result<usize> {
        let size = usize::from_str_radix(self.line()?.split(';').next().unwrap_or_default(), 16)?;
        self.skip(size + 2)?;
        Ok(size)
    }

    fn skip(&mut self, mut length: usize) -> Result<()> {
        while length > 0 {
            let n = self.reader.fill_buf()?.len().min(length);
            ensure!(n > 0, "the answer was cut");
            self.reader.consume(n);
            length -= n;
        }
        Ok(())
    }
}
