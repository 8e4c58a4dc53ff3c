//! The help/nohelp problem: transition model, the paper's iteration, the exact optimum, frontier, budget.
