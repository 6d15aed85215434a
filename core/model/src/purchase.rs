//! Buying credits.

text_enum! {
    /// What became of a purchase.
    PurchaseState {
        /// It can still be paid.
        Open = "open",
        /// It was paid and the credits were given.
        Paid = "paid",
        /// The payment service refused it, or could not be reached.
        Failed = "failed",
        /// Nobody paid in time.
        Expired = "expired",
    }
}
