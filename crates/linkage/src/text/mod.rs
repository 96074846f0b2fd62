//! Words of Vietnamese names: letters, keystrokes left over, syllables, and the lexicon that gives each word a number.

pub mod letters;
pub mod lexicon;
pub mod residue;
pub mod syllable;
