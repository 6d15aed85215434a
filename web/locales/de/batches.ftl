# Stapel: die Liste, ein Stapel, und die Aufrufe eines Auftrags.
nav-batches = Stapel
back = Zurück
save = Speichern
priority = Vorrang
priority-help = Von -100 bis 100. Eine höhere Zahl kommt vor Ihren anderen Aufträgen derselben Art.
job-title = Auftrag
job-details = Einzelheiten
job-batch = Zum Stapel
calls = Aufrufe beim Anbieter
calls-none = Bisher gab es keinen Aufruf, oder die Aufrufe sind so alt, dass sie gelöscht wurden.
call-number = Aufruf { $number }
call-intended = Wird gleich gesendet
call-unknown = Ausgang unklar
call-accepted = Angenommen
call-succeeded = Erfolgreich
call-refused = Abgelehnt
call-failed = Fehlgeschlagen
call-cancelled = Abgebrochen
call-dead = Nie angekommen
call-round = { $count ->
    [one] einmal neu gestartet
   *[other] { $count }-mal neu gestartet
}
call-then-retried = Es wurde noch einmal versucht.
call-then-retry_later = Es wird noch einmal versucht, nicht vor
call-then-given_up = Es wurde nicht noch einmal versucht.
queue-redrive = { $count ->
    [one] Fehlgeschlagenen Auftrag wiederholen
   *[other] Alle { $text } fehlgeschlagenen Aufträge wiederholen
}
queue-redriven = { $count ->
    [one] { $text } Auftrag wartet wieder.
   *[other] { $text } Aufträge warten wieder.
}
queue-redrive-skipped = { $count ->
    [one] { $text } Auftrag bleibt fehlgeschlagen: Er lässt sich nicht bezahlen, sein Modell fehlt, oder er ist nicht mehr erlaubt.
   *[other] { $text } Aufträge bleiben fehlgeschlagen: Sie lassen sich nicht bezahlen, ihr Modell fehlt, oder sie sind nicht mehr erlaubt.
}
batch-ended = Fertig
batch-stall-budget_reached = Eines Ihrer Budgets ist erreicht. Der Stapel läuft weiter, wenn das Budget neu beginnt oder erhöht wird.
batch-new = Neuer Stapel
batches-empty = Noch keine Stapel
batches-empty-text = Ein Stapel macht viele Bilder aus einer Liste, einer Tabelle oder einer Vorlage.
batches-earlier = Frühere Stapel
batches-more = Ältere Stapel
batch-progress = Fortschritt
batch-waiting = Wartend
batch-done = Fertig
batch-failed = Fehlgeschlagen
batch-cancelled = Abgebrochen
batch-broken = Ausgelassen
batch-paid = Bezahlt
batch-held = Zurückgelegt
batch-expected = Voraussichtlich
batch-tools = Was Sie tun können
batch-rerun-failed = Fehlgeschlagenes wiederholen
batch-rerun-all = Alles noch einmal
batch-change = Ändern und wiederholen
batch-export-zip = Bilder (ZIP)
batch-export-csv = Tabelle (CSV)
batch-keep = Als Vorgabe behalten
batch-keep-name = Name der Vorgabe
batch-parent = Der Stapel, den dieser wiederholt
batch-notice-kept = Behalten. Sie finden die Vorgabe auf der Seite für neue Stapel.
batch-notice-moved = Der Vorrang ist geändert.
batch-notice-restarted = Was fehlgeschlagen ist, wartet wieder.
batch-notice-restarted-some = Einiges von dem, was fehlgeschlagen ist, wartet wieder. Der Rest lässt sich im Moment nicht bezahlen, oder Sie wiederholen ihn beim nächsten Mal.
batch-rows = Zeilen
batch-rows-filter = Zeilen filtern
batch-rows-all = Alle Zeilen zeigen
batch-rows-more = Weitere Zeilen
batch-rows-none = Hier ist nichts
batch-rows-none-text = Keine Zeile ist so, oder die Zeilen sind noch keine Aufträge.
batch-row = Zeile { $number }
batch-axis = Zeilen nach { $name }
batch-axis-others = { $count ->
    [one] und { $text } weiterer
   *[other] und { $text } weitere
}
