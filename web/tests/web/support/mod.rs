//! A studio to ask, and browsers that ask it.

mod answer;
mod browser;
mod running;
mod studio;

pub(crate) use answer::{Answer, readable};
pub(crate) use browser::Browser;
pub(crate) use running::{Running, Visitor};
pub(crate) use studio::{ORIGIN, TestApp};

/// A password that nobody would guess.
pub(crate) const PASSWORD: &str = "violet tram under rain";
