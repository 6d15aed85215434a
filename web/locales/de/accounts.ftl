# Einstellungen und was zu einem Konto gehört.
nav-settings = Einstellungen
settings-areas = Bereiche der Einstellungen
settings-tab-account = Konto
settings-since = Registriert
