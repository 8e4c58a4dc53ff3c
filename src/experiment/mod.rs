//! The whole pipeline and one function per paper table or figure.
