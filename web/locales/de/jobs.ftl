# Aufträge, auf der Seite zum Erzeugen und in der Warteschlange.
job-pending = Wartet
job-processing = Läuft
job-completed = Fertig
job-failed = Fehlgeschlagen
job-cancelled = Abgebrochen
job-waiting = Wartet auf seinen Platz
job-position = Platz { $position } in der Warteschlange
job-expected-seconds = noch etwa { $range } s
job-expected-minutes = noch etwa { $range } min
job-expected-hours = noch etwa { $range } h
job-expected-within-seconds = höchstens noch { $most } s
job-expected-within-minutes = höchstens noch { $most } min
job-expected-within-hours = höchstens noch { $most } h
job-progress-of = Fortschritt: { $prompt }
phase-planning = Wird vorbereitet
phase-submitting = Wird an das Modell gesendet
phase-submitted = Wartet beim Anbieter
phase-running = Wird erzeugt
phase-ingesting = Bilder werden gespeichert
phase-unknown = Beim Anbieter wird nachgefragt
run-again = Noch einmal
pause = Anhalten
resume = Fortsetzen
move-to-front = Nach vorn
announce-pending = Der Auftrag wartet.
announce-processing = Der Auftrag läuft.
announce-progress = { $percent } Prozent fertig.
announce-completed = { $count ->
    [one] { $count } Bild ist fertig.
   *[other] { $count } Bilder sind fertig.
}
announce-failed = Der Auftrag ist fehlgeschlagen.
announce-cancelled = Der Auftrag wurde abgebrochen.
queue-filter = Aufträge filtern
queue-all = Alle
queue-active = Laufend
queue-done = Fertig
queue-failed = Fehlgeschlagen
queue-empty = Noch keine Aufträge
queue-empty-text = Hier steht alles, was Sie erzeugen, mit Fortschritt und Kosten.
queue-empty-filter = Hier ist nichts
queue-empty-filter-text = Zurzeit ist kein Auftrag in diesem Zustand.
queue-more = Ältere Aufträge
queue-pause = Warteschlange anhalten
queue-resume = Warteschlange fortsetzen
queue-paused = Ihre Warteschlange ist angehalten. Was begonnen hat, wird fertig; der Rest wartet.
