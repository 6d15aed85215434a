# Die Konten aller, für Administratoren.
nav-people = Konten
people-search = Nach Adresse oder Name suchen
people-admin = Administrator
people-off = Abgeschaltet
people-since = seit
people-last-login = zuletzt angemeldet
people-never = nie angemeldet
people-grant = Credits geben
people-note = Notiz (für den Verlauf)
people-switch-off = Abschalten
people-switch-on = Anschalten
people-make-admin = Zum Administrator machen
people-make-user = Nicht mehr Administrator
people-none = Niemand gefunden
people-none-text = Keine Adresse und kein Name enthält das.
people-more = Mehr
