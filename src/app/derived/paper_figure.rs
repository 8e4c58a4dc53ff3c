//! A figure of the paper, made again from an experiment.

use crate::figure::Drawing;

/// One of the paper's figures.
#[derive(Clone, Debug, PartialEq)]
pub struct PaperFigure {
    /// The task it shows; none for the pipeline.
    pub task: Option<u32>,
    /// The content of the figure and how it was found.
    pub caption: String,
    /// The drawing.
    pub drawing: Drawing,
    /// Its numbers, comma-separated.
    pub csv: String,
}
