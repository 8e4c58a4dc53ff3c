#![doc = include_str!("ARCHITECTURE.md")]

pub mod numeric;

pub mod language;

pub mod net;

pub mod household;

pub mod actor;

pub mod rollout;

pub use mdp;

pub mod reward_model;

pub mod helper;

pub mod experiment;

pub mod study;

pub mod trace;

pub mod remote;

pub mod figure;

pub mod app;
