# Was zu einem Bild gesagt wird.
comments = { $count ->
    [0] Kommentare
    [one] { $count } Kommentar
   *[other] { $count } Kommentare
}
comments-older = Ältere Kommentare
comment-new = Kommentieren
comment-send = Abschicken
comment-of = Kommentar von { $name }
comment-changed = geändert
comment-edit = Bearbeiten
comment-text = Text des Kommentars
comment-delete = Löschen
