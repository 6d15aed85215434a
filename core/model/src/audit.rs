//! What the audit log knows.

text_enum! {
    /// Something that matters for security.
    AuditAction {
        /// An account was made.
        Registered = "account.registered",
        /// Somebody logged in.
        LoggedIn = "session.began",
        /// Somebody tried to log in with a wrong address or password.
        LogInRefused = "session.refused",
        /// Somebody gave a wrong code after the right password.
        CodeRefused = "session.code_refused",
        /// Log-ins of an account ask for a code from now on.
        TwoFactorOn = "two_factor.on",
        /// They ask for none any more.
        TwoFactorOff = "two_factor.off",
        /// New recovery codes took the place of the old.
        RecoveryCodesMade = "two_factor.codes",
        /// Somebody logged out.
        LoggedOut = "session.ended",
        /// Browsers were logged out from elsewhere.
        SessionsRevoked = "session.revoked",
        /// Somebody chose another password.
        PasswordChanged = "password.changed",
        /// A link from a mail was used to choose a password.
        PasswordReset = "password.reset",
        /// The account got another address.
        EmailChanged = "email.changed",
        /// An administrator switched an account on or off, or changed what it may do.
        AccountChanged = "account.changed",
        /// Everything about an account was taken away as a file.
        DataExported = "account.exported",
        /// The owner of an account asked for its end.
        DeletionRequested = "account.deletion_requested",
        /// The owner kept it after all.
        DeletionTakenBack = "account.kept",
        /// An account is gone; whose it was is forgotten.
        AccountDeleted = "account.deleted",
        /// An administrator gave credits.
        CreditsGranted = "credits.granted",
        /// A model was taken off offer, put back, or featured.
        ModelSwitched = "model.switched",
        /// An API key was made.
        KeyCreated = "key.created",
        /// An API key was revoked.
        KeyRevoked = "key.revoked",
        /// A webhook was made.
        WebhookCreated = "webhook.created",
        /// What a webhook says was changed.
        WebhookChanged = "webhook.changed",
        /// A webhook got another secret.
        WebhookRotated = "webhook.rotated",
        /// A webhook was removed.
        WebhookRemoved = "webhook.removed",
        /// A version of a plugin was uploaded.
        PluginUploaded = "plugin.uploaded",
        /// A version of a plugin was put on offer.
        PluginPromoted = "plugin.promoted",
        /// A plugin went back to the version before.
        PluginRolledBack = "plugin.rolled_back",
        /// A plugin was switched on.
        PluginEnabled = "plugin.enabled",
        /// A plugin was switched off.
        PluginDisabled = "plugin.disabled",
        /// A version of a plugin was deleted.
        PluginDeleted = "plugin.deleted",
        /// Everything, a model or a user's queue was paused.
        Paused = "pause.created",
        /// Such a pause was ended.
        Resumed = "pause.removed",
        /// A model or a user was limited.
        LimitSet = "limit.set",
        /// Such a limit was removed.
        LimitRemoved = "limit.removed",
        /// The retries of a plugin's jobs were set.
        RetriesSet = "retries.set",
        /// The usual retries hold for a plugin again.
        RetriesRemoved = "retries.removed",
        /// The most that the provider's account may get was set.
        ProviderSet = "provider.set",
        /// A chore was started by hand.
        ChoreStarted = "chore.started",
    }
}
