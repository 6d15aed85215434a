//! What webhooks are told.

text_enum! {
    /// Something that a webhook can be told.
    WebhookEvent {
        /// A job has ended with its pictures.
        JobCompleted = "job.completed",
        /// A job has ended without.
        JobFailed = "job.failed",
        /// A job was cancelled.
        JobCancelled = "job.cancelled",
        /// A picture was stored: of a job, or brought as a file.
        ImageCreated = "image.created",
        /// A batch has ended, whatever became of its jobs.
        BatchCompleted = "batch.completed",
        /// A batch cannot go on: no credits, a budget, a plugin that is away.
        BatchStalled = "batch.stalled",
        /// A schedule that keeps failing was paused.
        SchedulePaused = "schedule.paused",
    }
}

text_enum! {
    /// What became of something that a webhook was to be told.
    DeliveryStatus {
        /// It is to be sent, perhaps again.
        Waiting = "waiting",
        /// It was taken.
        Delivered = "delivered",
        /// It was given up.
        Failed = "failed",
    }
}

text_enum! {
    /// Why the studio switched a webhook off.
    WebhookTrouble {
        /// It took nothing for a day.
        Failing = "failing",
        /// It answered that it is gone for good.
        Gone = "gone",
    }
}
