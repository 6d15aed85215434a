//! What an API key may do.

text_enum! {
    /// Something that an API key may be allowed. None of them includes another.
    KeyScope {
        /// See everything that its owner sees.
        Read = "read",
        /// Ask for pictures, which costs credits, and steer the jobs.
        Generate = "generate",
        /// Change and remove pictures, projects, collections, prompts and webhooks.
        Manage = "manage",
        /// Whatever an administrator may; of no use while the owner is none.
        Admin = "admin",
    }
}
