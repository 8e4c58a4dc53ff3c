//! The answers of the proxy when it does not pass an answer on: one shape, no secrets.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header::RETRY_AFTER},
    response::{IntoResponse, Response},
};

/// A call that got no answer from a model, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) status: StatusCode,
    /// The code of the refusal, for programs: the page's words for each code are in the library.
    pub(super) code: &'static str,
    /// The reason of the refusal in words, for people, and what to do.
    pub(super) message: String,
    /// The pause that the upstream asked for, in seconds.
    pub(super) retry_after: Option<u64>,
}

impl Refusal {
    pub(super) fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), retry_after: None }
    }

    pub(super) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "bad_request", message)
    }

    pub(super) fn bad_gateway(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_GATEWAY, code, message)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        // The shape that clients of OpenAI's interface read.
        let error = serde_json::json!({ "error": {
            "message": self.message, "type": "askwell_proxy", "code": self.code
        }});
        let mut response = (self.status, Json(error)).into_response();
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
