# Settings and what belongs to an account.
nav-settings = Settings
settings-areas = Areas of the settings
settings-tab-account = Account
settings-since = Registered
