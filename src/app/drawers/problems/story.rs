//! The story of each built-in problem, in the page's language.

use crate::app::model::drawer::HOUSEHOLD;
use crate::language::Words;

/// The story of the problem of this name; none for another.
#[must_use]
pub fn story(w: Words, name: &str) -> Option<&'static str> {
    Some(match name {
        "hopeless-state" => w.story_hopeless_state(),
        "sign-flip" => w.story_sign_flip(),
        "equal-usage" => w.story_equal_usage(),
        "prm-continuation" => w.story_prm_continuation(),
        "no-fixed-point" => w.story_no_fixed_point(),
        "two-fixed-points" => w.story_two_fixed_points(),
        "usage-not-monotone" => w.story_usage_not_monotone(),
        "discount-buys-speed" => w.story_discount_buys_speed(),
        "discount-off" => w.story_discount_off(),
        "two-helps" => w.story_two_helps(),
        "invisible-budget" => w.story_invisible_budget(),
        "period-two" => w.story_period_two(),
        HOUSEHOLD => w.household_story(),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mdp::scenario::ALL;

    #[test]
    fn the_page_tells_the_story_that_the_command_line_tells() {
        for scenario in &ALL {
            assert_eq!(story(Words::ENGLISH, scenario.name), Some(scenario.story), "{}", scenario.name);
        }
        assert!(story(Words::ENGLISH, HOUSEHOLD).is_some() && story(Words::ENGLISH, "mine.json").is_none());
    }
}
