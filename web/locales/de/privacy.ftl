# Was das Studio behält, und wie man es mitnimmt.
settings-tab-privacy = Datenschutz
privacy-export = Alles mitnehmen
privacy-export-text = Ein ZIP-Archiv mit deinen Bildern und Videos, wie sie sind, auch denen im Papierkorb, und allem, was das Studio über dich weiß, als JSON: Profil, Einstellungen, Prompts, Projekte, Sammlungen, Aufträge, Stapel, Zeitpläne, Rezepte, Vorlagen, Kommentare, Links, Webhooks, Credits, Anmeldungen und mehr. Passwörter, Schlüssel und andere Geheimnisse sind nicht darin.
privacy-export-how = Der Download beginnt sofort und dauert so lange, wie deine Bilder groß sind. Innerhalb von 24 Stunden { $count ->
    [one] ist einer möglich.
   *[other] sind { $count } möglich.
}
privacy-export-submit = Meine Daten herunterladen
privacy-kept = Was wie lange aufbewahrt wird
privacy-kept-text = Bilder, Prompts, Projekte und alles andere, was du gemacht hast, bleibt, bis du es löschst.
privacy-days = { $count ->
    [one] einen Tag
   *[other] { $count } Tage
}
privacy-kept-trash = Bilder im Papierkorb
privacy-kept-sessions = Anmeldungen ohne Besuch
privacy-kept-audit = Wer sich von wo angemeldet hat, und was sonst für die Sicherheit wichtig ist
privacy-kept-mails = An welche Adresse eine Mail ging
privacy-kept-notifications = Benachrichtigungen
privacy-kept-webhooks = Was Webhooks erfahren haben
privacy-kept-calls = Was Modelle gefragt wurden, und was sie geantwortet haben
privacy-kept-account = Ein Konto, nachdem du seine Löschung gewünscht hast
audit-account-exported = Alle Daten als Datei mitgenommen
