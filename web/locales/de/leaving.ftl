# Das Ende eines Kontos.
settings-tab-danger = Gefahrenbereich
leaving-title = Dieses Konto löschen
leaving-what = Dein Konto und alles darin wird { $days ->
    [one] einen Tag
   *[other] { $days } Tage
} nach deinem Wunsch endgültig entfernt:
leaving-images = { $count ->
    [one] { $text } Bild oder Video samt Datei
   *[other] { $text } Bilder und Videos samt Dateien, auch die im Papierkorb
}
leaving-projects = { $count ->
    [one] { $text } Projekt
   *[other] { $text } Projekte
}
leaving-collections = { $count ->
    [one] { $text } Sammlung
   *[other] { $text } Sammlungen
}
leaving-prompts = { $count ->
    [one] { $text } Prompt
   *[other] { $text } Prompts
}
leaving-jobs = { $count ->
    [one] { $text } Auftrag mit allen Angaben
   *[other] { $text } Aufträge mit allen Angaben
}
leaving-batches = { $count ->
    [one] { $text } Stapel
   *[other] { $text } Stapel
}
leaving-schedules = { $count ->
    [one] { $text } Zeitplan
   *[other] { $text } Zeitpläne
}
leaving-recipes = { $count ->
    [one] { $text } Rezept
   *[other] { $text } Rezepte
}
leaving-presets = { $count ->
    [one] { $text } Vorlage
   *[other] { $text } Vorlagen
}
leaving-comments = { $count ->
    [one] { $text } Kommentar
   *[other] { $text } Kommentare
}
leaving-shares = { $count ->
    [one] { $text } Link, über den andere etwas sehen
   *[other] { $text } Links, über die andere etwas sehen
}
leaving-webhooks = { $count ->
    [one] { $text } Webhook
   *[other] { $text } Webhooks
}
leaving-api-keys = { $count ->
    [one] { $text } API-Schlüssel
   *[other] { $text } API-Schlüssel
}
leaving-credits = { $text } Credits, die verfallen
leaving-rest = dein Name, deine Adresse, deine Einstellungen und dein Verlauf
leaving-at-once = Was sofort geschieht
leaving-at-once-text = Du wirst überall abgemeldet, und API-Schlüssel werden widerrufen. Was gerade erzeugt wird, wird abgebrochen, Zeitpläne halten an, und geteilte Links zeigen nichts mehr.
leaving-grace = { $days ->
    [one] Ein Tag Bedenkzeit
   *[other] { $days } Tage Bedenkzeit
}
leaving-grace-text = Melde dich in dieser Zeit an, dann kannst du das Konto mit allem behalten, was noch darin ist. Eine Mail sagt dir, bis wann. Danach bringt niemand etwas zurück, auch kein Administrator.
leaving-submit = Mein Konto löschen
leaving-page-title = Dieses Konto wird gelöscht
leaving-page-who = Alles, was { $email } gehört, wird endgültig entfernt am
leaving-page-kept = Wenn du das Konto behältst, ist es wie zuvor, bis auf das, was abgebrochen wurde, und widerrufene API-Schlüssel. Zeitpläne warten, bis du sie weiterlaufen lässt.
leaving-keep = Mein Konto behalten
leaving-log-in = Dein Konto wird gelöscht. Eine Mail sagt dir, bis wann du dich anmelden kannst, um es zu behalten.
leaving-person = Wird gelöscht:
settings-done-kept = Dein Konto bleibt.
audit-account-deletion-requested = Löschung des Kontos gewünscht
audit-account-kept = Konto doch behalten
audit-account-deleted = Konto gelöscht
