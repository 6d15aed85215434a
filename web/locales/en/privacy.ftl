# What the studio keeps, and taking it away.
settings-tab-privacy = Privacy
privacy-export = Take everything with you
privacy-export-text = A ZIP archive with your pictures and videos as they are, those in the trash too, and all that the studio knows about you as JSON: profile, settings, prompts, projects, collections, jobs, batches, schedules, recipes, presets, comments, links, webhooks, credits, log-ins and more. Passwords, keys and other secrets are not in it.
privacy-export-how = The download begins at once and takes as long as your pictures are large. { $count ->
    [one] One is possible
   *[other] { $count } are possible
} in 24 hours.
privacy-export-submit = Download my data
privacy-kept = What is kept for how long
privacy-kept-text = Pictures, prompts, projects and all else that you made stay until you delete them.
privacy-days = { $count ->
    [one] one day
   *[other] { $count } days
}
privacy-kept-trash = Pictures in the trash
privacy-kept-sessions = Log-ins without a visit
privacy-kept-audit = Who logged in from where, and what else matters for security
privacy-kept-mails = To which address a mail went
privacy-kept-notifications = Notifications
privacy-kept-webhooks = What webhooks were told
privacy-kept-calls = What models were asked, and what they answered
privacy-kept-account = An account after you asked for its deletion
audit-account-exported = All data taken away as a file
