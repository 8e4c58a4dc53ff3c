//! The encodings of a file, and the one that a browser prefers, by its `Accept-Encoding`.

use axum::http::{HeaderMap, header::ACCEPT_ENCODING};

/// A form in which a file can be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    Brotli,
    Gzip,
    Plain,
}

impl Encoding {
    /// Its name in headers.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
            Self::Plain => "identity",
        }
    }

    /// The one a request likes best of those there are, which come smallest first; plain where it takes none.
    pub(super) fn best(request: &HeaderMap, there: impl Iterator<Item = Self>) -> Self {
        let lists: Vec<_> =
            request.get_all(ACCEPT_ENCODING).iter().filter_map(|list| list.to_str().ok()).collect();
        let (mut best, mut most) = (Self::Plain, 0.0);
        for encoding in there {
            let quality = encoding.quality(&lists);
            if quality > most {
                (best, most) = (encoding, quality);
            }
        }
        best
    }

    /// The weight of an encoding in a request, 0 to 1: by its name, else that of `*`, else 0, and hardly more
    /// for plain.
    fn quality(self, lists: &[&str]) -> f32 {
        let unnamed = if self == Self::Plain { f32::MIN_POSITIVE } else { 0.0 };
        quality_of(self.name(), lists).or_else(|| quality_of("*", lists)).unwrap_or(unnamed)
    }
}

/// The quality a name comes with (`br;q=0.5`), 1 where it comes with none, 0 where nobody can tell.
fn quality_of(wanted: &str, lists: &[&str]) -> Option<f32> {
    lists.iter().flat_map(|list| list.split(',')).find_map(|one| {
        let (name, parameter) = one.split_once(';').unwrap_or((one, "q=1"));
        let number = || parameter.trim().to_ascii_lowercase().strip_prefix("q=")?.parse().ok();
        let is_it = name.trim().eq_ignore_ascii_case(wanted);
        is_it.then(|| number().filter(|quality| (0.0..=1.0).contains(quality)).unwrap_or(0.0))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn the_smallest_form_of_those_liked_best_is_sent() {
        use Encoding::{Brotli, Gzip, Plain};
        for (list, expected) in [
            ("gzip, deflate, br, zstd", Brotli),
            ("BR", Brotli),
            ("gzip", Gzip),
            ("br;q=0, gzip", Gzip),
            ("br;q=0", Plain),
            ("br;q=0.5, gzip;q=0.8", Gzip),
            ("br ; Q=0.9, gzip;q=0.8", Brotli),
            ("*", Brotli),
            ("*;q=0", Plain),
            ("br;q=0, *", Gzip),
            ("identity, br;q=0.5", Plain),
            ("br;q=much", Plain),
            ("br;q=nan, gzip;q=-1", Plain),
            ("deflate", Plain),
            ("", Plain),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_ENCODING, HeaderValue::from_static(list));
            let best = Encoding::best(&headers, [Brotli, Gzip, Plain].into_iter());
            assert_eq!(best, expected, "{list}");
        }
        assert_eq!(Encoding::best(&HeaderMap::new(), [Brotli, Plain].into_iter()), Plain);
    }

    #[test]
    fn the_header_may_come_twice_and_a_form_may_be_missing() {
        let mut headers = HeaderMap::new();
        headers.append(ACCEPT_ENCODING, HeaderValue::from_static("gzip;q=0.5"));
        headers.append(ACCEPT_ENCODING, HeaderValue::from_static("br"));
        let best = |there: &[Encoding]| Encoding::best(&headers, there.iter().copied());
        assert_eq!(best(&[Encoding::Brotli, Encoding::Gzip, Encoding::Plain]), Encoding::Brotli);
        assert_eq!(best(&[Encoding::Gzip, Encoding::Plain]), Encoding::Gzip);
    }
}
