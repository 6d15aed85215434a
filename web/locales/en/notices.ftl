# What the studio tells its users.
notices = Notifications
notices-unread = { $count ->
    [0] Notifications
    [one] { $count } new notification
   *[other] { $count } new notifications
}
notices-which = Which notifications
notices-all = All
notices-only-unread = Not read
notices-new = New:
notices-read = Mark as read
notices-read-all = Mark all as read
notices-more = Older notifications
notices-empty = Nothing to tell
notices-empty-text = When a batch ends, a schedule pauses or a link is about to end, you read it here.
notices-settings = What you are told …
notices-wanted = Tell me when
notice-batch_ended = The batch “{ $name }” has ended: { $count ->
    [one] { $count } job completed.
   *[other] { $count } jobs completed.
}
notice-batch_stalled = The batch “{ $name }” cannot go on.
notice-schedule_paused = The schedule “{ $name }” was paused after { $count ->
    [one] { $count } failed run.
   *[other] { $count } failed runs in a row.
}
notice-budget_reached = A budget of { $name } credits is used up.
notice-share_expiring = A link to “{ $name }” ends within a day.
notice-failed = { $count ->
    [one] { $count } job failed.
   *[other] { $count } jobs failed.
}
notice-kind-batch_ended = a batch has ended
notice-kind-batch_stalled = a batch cannot go on
notice-kind-schedule_paused = a schedule was paused because it keeps failing
notice-kind-budget_reached = a budget is used up
notice-kind-share_expiring = a shared link is about to end
