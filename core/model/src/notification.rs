//! What users are told of in the studio.

text_enum! {
    /// The occasion of a notification.
    NotificationKind {
        /// A batch has ended.
        BatchEnded = "batch_ended",
        /// A batch cannot go on: no credits, a budget, a plugin that is away.
        BatchStalled = "batch_stalled",
        /// A schedule that keeps failing was paused.
        SchedulePaused = "schedule_paused",
        /// A budget is used up.
        BudgetReached = "budget_reached",
        /// A link ends within a day.
        ShareExpiring = "share_expiring",
        /// A webhook that takes nothing was switched off.
        WebhookDisabled = "webhook_disabled",
    }
}
