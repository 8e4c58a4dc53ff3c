//! The page's state: State, Msg, Effect, update, link. No browser type.
