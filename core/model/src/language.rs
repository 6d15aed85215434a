//! Languages that the studio speaks with people.

text_enum! {
    /// A language of pages and mails.
    Language {
        /// English.
        En = "en",
        /// German.
        De = "de",
    }
}

#[allow(
    clippy::derivable_impls,
    reason = "the macro that makes the type derives what all such types share"
)]
impl Default for Language {
    fn default() -> Self {
        Self::En
    }
}
