//! The calls of one episode, small enough for a link: answers in the order they were given, each with a check of its
//! question. The questions themselves follow from the task.

use serde::{Deserialize, Serialize};

use super::cassette::{Cassette, Kept, short_id};
use super::usage::Usage;

/// The most bytes of an excerpt: some thirty times what a long episode takes.
const BYTES_MAX: usize = 64 << 10;

/// A model's answers in one episode.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Excerpt {
    model: String,
    calls: Vec<Call>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Call {
    /// The beginning of its question's id.
    question: String,
    text: String,
    usage: Option<Usage>,
    certainty: Option<f64>,
    ms: u64,
}

impl Excerpt {
    /// The answers of a cassette to these questions; none if an answer is missing.
    #[must_use]
    pub fn of(cassette: &Cassette, questions: &[String]) -> Option<Self> {
        let call = |id: &String| {
            let Kept { text, usage, certainty, ms } = cassette.answer(id)?.clone();
            Some(Call { question: short_id(id).to_owned(), text, usage, certainty, ms })
        };
        let calls = questions.iter().map(call).collect::<Option<Vec<_>>>()?;
        Some(Self { model: cassette.model()?.to_owned(), calls }).filter(|it| !it.calls.is_empty())
    }

    /// The excerpt as bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        // Texts and numbers: nothing here can fail to be written.
        postcard::to_allocvec(self).unwrap_or_default()
    }

    /// The excerpt that bytes hold, if they hold one.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let is_small = bytes.len() <= BYTES_MAX;
        let (excerpt, rest) = postcard::take_from_bytes::<Self>(bytes).ok().filter(|_| is_small)?;
        let is_whole = excerpt.calls.iter().all(|call| call.question == short_id(&call.question));
        (rest.is_empty() && is_whole && !excerpt.calls.is_empty()).then_some(excerpt)
    }

    /// A cassette that gives these answers.
    #[must_use]
    pub fn into_cassette(self) -> Cassette {
        let kept = |call: Call| {
            let Call { question, text, usage, certainty, ms } = call;
            (question, Kept { text, usage, certainty, ms })
        };
        Cassette::of_answers(self.model, self.calls.into_iter().map(kept))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::cassette::{CassetteLine, question_id};
    use super::*;

    fn recorded() -> (Cassette, Vec<String>) {
        let mut cassette = Cassette::default();
        let mut ids = Vec::new();
        for n in 0..3 {
            let body = json!({"model": "m", "messages": [{"role": "user", "content": n.to_string()}]});
            let id = question_id(&body);
            ids.push(id.clone());
            cassette.take(CassetteLine::Ask { id: id.clone(), body }).unwrap();
            let usage = Some(Usage { input: 400, output: 5 });
            let answer =
                CassetteLine::Answer {
                    id, text: format!("go “{n}”"), usage, certainty: Some(0.5), ms: 7
                };
            cassette.take(answer).unwrap();
        }
        (cassette, ids)
    }

    #[test]
    fn an_excerpt_answers_as_its_cassette_did_and_nothing_else() {
        let (cassette, ids) = recorded();
        let bytes = Excerpt::of(&cassette, &ids[..2]).unwrap().to_bytes();
        let again = Excerpt::from_bytes(&bytes).unwrap().into_cassette();
        assert_eq!(again.answer(&ids[1]), cassette.answer(&ids[1]));
        assert_eq!((again.answer(&ids[2]), again.model(), again.n_answered()), (None, Some("m"), 2));
        assert_eq!(Excerpt::of(&cassette, &["other".to_owned()]), None);
        assert!(Excerpt::from_bytes(&bytes[1..]).is_none() && Excerpt::from_bytes(&[]).is_none());
        for end in 0..bytes.len() {
            assert_eq!(Excerpt::from_bytes(&bytes[..end]), None, "cut at {end}");
        }
        assert_eq!(Excerpt::from_bytes(&[bytes.clone(), vec![0]].concat()), None);
    }
}
