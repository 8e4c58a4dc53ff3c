//! A figure of the paper, made again from an experiment.

use crate::figure::Drawing;

/// One of the paper's figures.
#[derive(Clone, Debug, PartialEq)]
pub struct PaperFigure {
    /// The task that the figure shows; none for the pipeline.
    pub task: Option<u32>,
    /// The caption: the figure's content, and how it was found.
    pub caption: String,
    /// The drawing.
    pub drawing: Drawing,
    /// The numbers of the figure, comma-separated.
    pub csv: String,
}
