# Jobs, on the generate page and in the queue.
job-pending = Waiting
job-processing = Running
job-completed = Done
job-failed = Failed
job-cancelled = Cancelled
job-waiting = Waiting for its turn
job-position = Place { $position } in the queue
job-expected-seconds = about { $range } s
job-expected-minutes = about { $range } min
job-expected-hours = about { $range } h
job-expected-within-seconds = within { $most } s
job-expected-within-minutes = within { $most } min
job-expected-within-hours = within { $most } h
job-progress-of = Progress: { $prompt }
phase-planning = Preparing
phase-submitting = Sending to the model
phase-submitted = Waiting at the provider
phase-running = Generating
phase-ingesting = Saving the images
phase-unknown = Checking with the provider
run-again = Run again
pause = Pause
resume = Resume
move-to-front = Move to front
announce-pending = Generation is waiting.
announce-processing = Generation started.
announce-progress = { $percent } percent done.
announce-completed = { $count ->
    [one] { $count } image is ready.
   *[other] { $count } images are ready.
}
announce-failed = Generation failed.
announce-cancelled = Generation cancelled.
queue-filter = Filter jobs
queue-all = All
queue-active = Running
queue-done = Done
queue-failed = Failed
queue-empty = No jobs yet
queue-empty-text = Everything you generate is listed here, with its progress and cost.
queue-empty-filter = Nothing here
queue-empty-filter-text = No job is in this state at the moment.
queue-more = Older jobs
queue-pause = Pause the queue
queue-resume = Resume the queue
queue-paused = Your queue is paused. What has begun is finished; the rest waits.
