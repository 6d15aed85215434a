//! What can be looked for by words.

text_enum! {
    /// A kind of things that a search finds, in the order in which kinds are shown.
    FoundKind {
        /// Pictures and videos.
        Images = "images",
        /// Prompts of the user's library.
        Prompts = "prompts",
        /// Projects, put away or not.
        Projects = "projects",
        /// Collections.
        Collections = "collections",
        /// Models on offer.
        Models = "models",
    }
}
