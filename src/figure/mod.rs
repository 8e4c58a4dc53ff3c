//! Figure data to scales, axes, marks. No DOM: the page and the command line draw from it.
