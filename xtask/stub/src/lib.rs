//! A stub of an HTTP server on a free port of this machine. A script writes each answer to the connection itself, so an
//! answer can be wrong, slow or cut.

use std::{
    io::{self, BufRead, BufReader, Read},
    net::{Shutdown, TcpListener, TcpStream},
    thread,
};

/// Serves until the process ends, with a thread for each connection; gives the address, `127.0.0.1:PORT`.
///
/// `script` gets the connection and the text of a request, head and body. A connection goes on as long as the script
/// gives true.
///
/// # Errors
/// No port is free.
pub fn serve(script: impl Fn(&mut TcpStream, &str) -> bool + Clone + Send + 'static) -> io::Result<String> {
    let listener = TcpListener::bind(("127.0.0.1", 0))?;
    let address = listener.local_addr()?.to_string();
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let script = script.clone();
            // A caller who goes away ends this thread, and nothing else.
            thread::spawn(move || converse(stream, script));
        }
    });
    Ok(address)
}

fn converse(stream: TcpStream, script: impl Fn(&mut TcpStream, &str) -> bool) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream);
    while let Some(request) = read(&mut reader)? {
        if !script(reader.get_mut(), &request) {
            return reader.get_mut().shutdown(Shutdown::Write);
        }
    }
    Ok(())
}

/// The text of the next request; none once the caller has closed.
fn read(reader: &mut BufReader<TcpStream>) -> io::Result<Option<String>> {
    let (mut text, mut length) = (String::new(), 0);
    loop {
        let begin = text.len();
        if reader.read_line(&mut text)? == 0 {
            return Ok(None);
        }
        let line = text[begin..].trim_end();
        if line.is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().map_err(io::Error::other)?;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    text.push_str(&String::from_utf8_lossy(&body));
    Ok(Some(text))
}

/// The body of a request.
#[must_use]
pub fn body(request: &str) -> &str {
    request.split_once("\r\n\r\n").map_or("", |(_, body)| body)
}

/// An answer that ends with the connection; `more` are further lines of its head.
#[must_use]
pub fn answer(status: &str, kind: &str, more: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{more}Connection: close\r\n\r\n{body}")
}

/// An answer with a length, so that a cut can be told from an end.
#[must_use]
pub fn sized(status: &str, kind: &str, body: &str) -> String {
    answer(status, kind, &format!("Content-Length: {}\r\n", body.len()), body)
}
