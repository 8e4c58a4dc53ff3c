//! The look of a page: size, colour scheme, motion, scripts.

use serde_json::{Value, json};

/// The look of the reader's window and settings.
#[derive(Clone, Debug)]
pub(crate) struct Look {
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// Device pixels per CSS pixel.
    pub(crate) scale: f64,
    pub(crate) dark: bool,
    pub(crate) reduced_motion: bool,
    /// False: the page's own scripts do not run.
    pub(crate) scripts: bool,
}

impl Look {
    /// A laptop.
    pub(crate) const WIDE: Self =
        Self { width: 1440, height: 900, scale: 1.0, dark: false, reduced_motion: false, scripts: true };
    /// A phone.
    pub(crate) const PHONE: Self = Self { width: 390, height: 844, scale: 2.0, ..Self::WIDE };

    /// The protocol's calls that bring this look about.
    pub(super) fn calls(&self) -> [(&'static str, Value); 3] {
        let scheme = if self.dark { "dark" } else { "light" };
        let motion = if self.reduced_motion { "reduce" } else { "no-preference" };
        [
            (
                "Emulation.setDeviceMetricsOverride",
                json!({
                    "width": self.width, "height": self.height, "deviceScaleFactor": self.scale,
                    "mobile": self.width < 700,
                }),
            ),
            (
                "Emulation.setEmulatedMedia",
                json!({ "features": [
                    { "name": "prefers-color-scheme", "value": scheme },
                    { "name": "prefers-reduced-motion", "value": motion },
                ] }),
            ),
            ("Emulation.setScriptExecutionDisabled", json!({ "value": !self.scripts })),
        ]
    }
}
