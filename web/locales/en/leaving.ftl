# The end of an account.
settings-tab-danger = Danger zone
leaving-title = Delete this account
leaving-what = Your account and everything in it are removed for good { $days ->
    [one] one day
   *[other] { $days } days
} after you ask for it:
leaving-images = { $count ->
    [one] { $text } picture or video with its file
   *[other] { $text } pictures and videos with their files, those in the trash too
}
leaving-projects = { $count ->
    [one] { $text } project
   *[other] { $text } projects
}
leaving-collections = { $count ->
    [one] { $text } collection
   *[other] { $text } collections
}
leaving-prompts = { $count ->
    [one] { $text } prompt
   *[other] { $text } prompts
}
leaving-jobs = { $count ->
    [one] { $text } job with what it was asked
   *[other] { $text } jobs with what they were asked
}
leaving-batches = { $count ->
    [one] { $text } batch
   *[other] { $text } batches
}
leaving-schedules = { $count ->
    [one] { $text } schedule
   *[other] { $text } schedules
}
leaving-recipes = { $count ->
    [one] { $text } recipe
   *[other] { $text } recipes
}
leaving-presets = { $count ->
    [one] { $text } preset
   *[other] { $text } presets
}
leaving-comments = { $count ->
    [one] { $text } comment
   *[other] { $text } comments
}
leaving-shares = { $count ->
    [one] { $text } link by which others see something
   *[other] { $text } links by which others see something
}
leaving-webhooks = { $count ->
    [one] { $text } webhook
   *[other] { $text } webhooks
}
leaving-api-keys = { $count ->
    [one] { $text } API key
   *[other] { $text } API keys
}
leaving-credits = { $text } credits, which expire
leaving-rest = your name, address, settings and history
leaving-at-once = What happens at once
leaving-at-once-text = You are logged out everywhere, and API keys are revoked. What is being generated is cancelled, schedules stop, and shared links show nothing any more.
leaving-grace = { $days ->
    [one] One day to think it over
   *[other] { $days } days to think it over
}
leaving-grace-text = Log in within that time, and you can keep the account with everything that is still in it. A mail tells you until when. Afterwards nobody can bring anything back, not even an administrator.
leaving-submit = Delete my account
leaving-page-title = This account is being deleted
leaving-page-who = Everything that belongs to { $email } is removed for good on
leaving-page-kept = If you keep the account, it is as it was, but for what was cancelled and API keys that were revoked. Schedules wait until you let them go on.
leaving-keep = Keep my account
leaving-log-in = Your account is going to be deleted. A mail tells you until when you can log in to keep it.
leaving-person = Will be deleted:
settings-done-kept = Your account stays.
audit-account-deletion-requested = Deletion of the account asked for
audit-account-kept = Account kept after all
audit-account-deleted = Account deleted
