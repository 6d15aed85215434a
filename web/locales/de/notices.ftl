# Was das Studio mitteilt.
notices = Mitteilungen
notices-unread = { $count ->
    [0] Mitteilungen
    [one] { $count } neue Mitteilung
   *[other] { $count } neue Mitteilungen
}
notices-which = Welche Mitteilungen
notices-all = Alle
notices-only-unread = Ungelesen
notices-new = Neu:
notices-read = Als gelesen markieren
notices-read-all = Alle als gelesen markieren
notices-more = Ältere Mitteilungen
notices-empty = Nichts zu berichten
notices-empty-text = Wenn ein Stapel endet, ein Zeitplan anhält oder ein Link bald abläuft, steht es hier.
notices-settings = Was dir mitgeteilt wird …
notices-wanted = Sag mir, wenn
notice-batch_ended = Der Stapel „{ $name }“ ist beendet: { $count ->
    [one] { $count } Auftrag ist fertig.
   *[other] { $count } Aufträge sind fertig.
}
notice-batch_stalled = Der Stapel „{ $name }“ kann nicht weitermachen.
notice-schedule_paused = Der Zeitplan „{ $name }“ wurde angehalten, nach { $count ->
    [one] { $count } Fehlschlag.
   *[other] { $count } Fehlschlägen in Folge.
}
notice-budget_reached = Ein Budget von { $name } Credits ist aufgebraucht.
notice-share_expiring = Ein Link zu „{ $name }“ endet innerhalb eines Tages.
notice-failed = { $count ->
    [one] { $count } Auftrag ist fehlgeschlagen.
   *[other] { $count } Aufträge sind fehlgeschlagen.
}
notice-kind-batch_ended = ein Stapel beendet ist
notice-kind-batch_stalled = ein Stapel nicht weitermachen kann
notice-kind-schedule_paused = ein Zeitplan angehalten wurde, weil er immer wieder fehlschlägt
notice-kind-budget_reached = ein Budget aufgebraucht ist
notice-kind-share_expiring = ein geteilter Link bald endet
