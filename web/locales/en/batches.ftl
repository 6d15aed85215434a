# Batches: the list, one batch, and the calls of one job.
nav-batches = Batches
back = Back
save = Save
priority = Priority
priority-help = From -100 to 100. A higher number goes before your other jobs of its kind.
job-title = Job
job-details = Details
job-batch = Its batch
calls = Calls to the provider
calls-none = No call was made so far, or they are so old that they were forgotten.
call-number = Call { $number }
call-intended = About to be sent
call-unknown = Outcome unclear
call-accepted = Accepted
call-succeeded = Successful
call-refused = Refused
call-failed = Failed
call-cancelled = Cancelled
call-dead = Never arrived
call-round = { $count ->
    [one] started again once
   *[other] started again { $count } times
}
call-then-retried = It was tried again.
call-then-retry_later = It is tried again, not before
call-then-given_up = It was not tried again.
queue-redrive = { $count ->
    [one] Run the failed job again
   *[other] Run all { $text } failed jobs again
}
queue-redriven = { $count ->
    [one] { $text } job waits for its turn again.
   *[other] { $text } jobs wait for their turn again.
}
queue-redrive-skipped = { $count ->
    [one] { $text } job stays failed: it cannot be paid for, its model is gone, or it is no longer allowed.
   *[other] { $text } jobs stay failed: they cannot be paid for, their model is gone, or they are no longer allowed.
}
batch-ended = Done
batch-stall-budget_reached = A budget of yours is reached. The batch goes on when the budget begins anew or is raised.
batch-new = New batch
batches-empty = No batches yet
batches-empty-text = A batch makes many pictures from a list, a table or a template.
batches-earlier = Earlier batches
batches-more = Older batches
batch-progress = Progress
batch-waiting = Waiting
batch-done = Done
batch-failed = Failed
batch-cancelled = Cancelled
batch-broken = Left out
batch-paid = Paid
batch-held = Set aside
batch-expected = Forecast
batch-tools = What you can do
batch-rerun-failed = Run what failed again
batch-rerun-all = Run all of it again
batch-change = Change and run again
batch-export-zip = Pictures (ZIP)
batch-export-csv = Table (CSV)
batch-keep = Keep as a preset
batch-keep-name = Name of the preset
batch-parent = The batch that this one repeats
batch-notice-kept = Kept. You find the preset on the page for new batches.
batch-notice-moved = The priority is changed.
batch-notice-restarted = What failed waits for its turn again.
batch-notice-restarted-some = Some of what failed waits for its turn again. The rest cannot be paid for at the moment, or is for the next time you ask.
batch-rows = Rows
batch-rows-filter = Filter rows
batch-rows-all = Show all rows
batch-rows-more = Further rows
batch-rows-none = Nothing here
batch-rows-none-text = No row is like this, or the rows are not jobs yet.
batch-row = Row { $number }
batch-axis = Rows by { $name }
batch-axis-others = { $count ->
    [one] and { $text } more
   *[other] and { $text } more
}
