//! Controls that a link can leave out: `hide=seed+rule`.

/// A control of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Control {
    /// Play, step, reset.
    Episode,
    /// The rule, and what the budget counts.
    Rule,
    /// The seed.
    Seed,
    /// The task, and which kind of tasks.
    Task,
    /// Share and cite.
    Share,
    /// The drawers.
    Drawers,
    /// The list of lessons.
    Lessons,
    /// The budget bar.
    Budget,
}

impl Control {
    /// Every control, in page order.
    pub const ALL: [Self; 8] = [
        Self::Episode,
        Self::Rule,
        Self::Seed,
        Self::Task,
        Self::Share,
        Self::Drawers,
        Self::Lessons,
        Self::Budget,
    ];

    /// The name in a link.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Episode => "play",
            Self::Rule => "rule",
            Self::Seed => "seed",
            Self::Task => "task",
            Self::Share => "share",
            Self::Drawers => "drawers",
            Self::Lessons => "lessons",
            Self::Budget => "budget",
        }
    }
}

/// A set of controls.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Controls(u8);

impl Controls {
    /// True if a control is in the set.
    #[must_use]
    pub fn contains(self, control: Control) -> bool {
        self.0 & 1 << control as u8 != 0
    }

    /// The set with a control put in, or taken out.
    #[must_use]
    pub fn toggled(self, control: Control) -> Self {
        Self(self.0 ^ 1 << control as u8)
    }

    /// The set as a link has it: `seed+rule`.
    #[must_use]
    pub fn names(self) -> String {
        let names = Control::ALL.into_iter().filter(|&control| self.contains(control)).map(Control::name);
        names.collect::<Vec<_>>().join("+")
    }

    /// The set of these names.
    ///
    /// # Errors
    /// The names that were expected.
    pub(in crate::app) fn read(names: &str) -> Result<Self, String> {
        let mut controls = Self::default();
        for name in names.split('+') {
            let control = Control::ALL.into_iter().find(|control| control.name() == name);
            let all = || Control::ALL.map(Control::name).join(", ");
            controls.0 |= 1 << control.ok_or_else(|| format!("some of {}, with + between", all()))? as u8;
        }
        Ok(controls)
    }
}
