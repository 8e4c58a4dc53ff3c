//! Pictures that a worker draws: how wide, and one at a time.

/// One picture is awaited at a time: a drag asks for the newest when the last has come.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::app) struct Latest {
    awaited: Option<u32>,
    is_wanted: bool,
}

impl Latest {
    /// The number of the next request, if nothing is awaited. Otherwise none, and the newest picture is
    /// requested once the awaited one has come.
    pub(in crate::app) fn ask(&mut self, next_request: &mut u32) -> Option<u32> {
        if self.awaited.is_some() {
            self.is_wanted = true;
            return None;
        }
        *next_request += 1;
        self.awaited = Some(*next_request);
        self.awaited
    }

    /// True if the answer is the awaited one; nothing is awaited afterwards.
    pub(in crate::app) fn has_come(&mut self, request: u32) -> bool {
        self.awaited.take_if(|awaited| *awaited == request).is_some()
    }

    /// True if another picture is wanted by now; the wish ends with this call.
    pub(in crate::app) fn take_wanted(&mut self) -> bool {
        core::mem::take(&mut self.is_wanted)
    }
}

/// The width of a figure that has a panel of its own in a drawer: two panels side by side where there is room.
pub(in crate::app) fn panel_width(window: f64) -> f64 {
    match window {
        w if w >= 900.0 => ((w.min(1440.0) - 48.0 - 32.0) / 2.0).min(600.0).floor(),
        w if w > 0.0 => (w - 32.0).max(288.0),
        _ => 520.0,
    }
}
