# Galerie, Großansicht und die Seite eines Bildes.
gallery-page = Bilder, Seite { $number }
gallery-more = Mehr zeigen
gallery-empty = Noch keine Bilder
gallery-empty-text = Erzeugen Sie Ihre ersten Bilder; hier bleiben sie mit allem, was man für eine Wiederholung braucht.
gallery-empty-action = Bilder erzeugen
lightbox = Großansicht
lightbox-stage = Bild
lightbox-details = Einzelheiten
image-title = Bild
image-without-words = Erzeugtes Bild ohne Beschreibung
image-neighbours = Bildnavigation
newer-image = Neueres Bild
older-image = Älteres Bild
start-from = Von diesem Bild ausgehen
use-again = Wiederverwenden
image-parameters = Parameter
image-file = Datei
image-size = Größe
image-format = Format
image-created = Erstellt
image-duration = Dauer
image-cost = Kosten
favorite = Favorit
rating-none = Nicht bewertet
rating-of = Mit { $stars } von 5 bewertet
rate-stars = { $count ->
    [one] { $count } Stern
   *[other] { $count } Sterne
}
edit-details = Name, Schlagwörter, Notizen
image-name = Name
alt-text = Beschreibung
alt-text-help = Was das Bild zeigt, für Menschen, die es nicht sehen. Ohne sie hören sie den Prompt.
tags = Schlagwörter
tags-help = Mit Kommas dazwischen.
image-notes = Notizen
delete-image = Löschen
image-trashed = Das Bild liegt im Papierkorb.
undo = Rückgängig
trash = Papierkorb
trash-about = { $days ->
    [one] Nach einem Tag hier verschwinden Bilder endgültig.
   *[other] Nach { $days } Tagen hier verschwinden Bilder endgültig.
}
trash-empty = Papierkorb leeren
trash-empty-ask = { $count ->
    [one] Ein Bild endgültig löschen? Das lässt sich nicht rückgängig machen.
   *[other] { $count } Bilder endgültig löschen? Das lässt sich nicht rückgängig machen.
}
trash-empty-yes = Endgültig löschen
trash-kept = { $count ->
    [one] Ein Bild bleibt: Ein Auftrag oder ein Rezept geht noch von ihm aus.
   *[other] { $count } Bilder bleiben: Aufträge oder Rezepte gehen noch von ihnen aus.
}
trash-is-empty = Der Papierkorb ist leer
trash-is-empty-text = { $days ->
    [one] Gelöschte Bilder warten hier einen Tag.
   *[other] Gelöschte Bilder warten hier { $days } Tage.
}
restore = Wiederherstellen
restore-image = Wiederherstellen: { $name }
purge-image = Endgültig löschen: { $name }
purge-yes = Endgültig löschen
gallery-none = Keine solchen Bilder
gallery-none-text = Kein Bild passt zu allem, was Sie suchen.
filter-images = Suchen und filtern
filter-search = Prompts, Namen, Schlagwörter, Notizen durchsuchen
filter-show = Zeigen
filters = Filter
filter-any = Alle
filter-from = Erstellt ab
filter-to = Erstellt bis
filter-project = Projekt
filter-tag = Schlagwort
filter-aspect = Form
filter-resolution = Größe
filter-rating = Sterne, mindestens
filter-favorites = Nur Favoriten
filter-active = Was die Liste einschränkt
filter-remove = Entfernen:
filter-clear = Alle Bilder zeigen
aspect-square = Quadratisch
aspect-landscape = Querformat
aspect-portrait = Hochformat
resolution-small = Unter 1 Megapixel
resolution-medium = 1 bis 4 Megapixel
resolution-large = Ab 4 Megapixel
sort-by = Sortieren nach
sort-order = Reihenfolge
sort-date = Datum
sort-name = Name
sort-rating = Bewertung
sort-model = Modell
order-desc = Absteigend
order-asc = Aufsteigend
chip-q = „{ $value }“
chip-from = Ab { $value }
chip-to = Bis { $value }
chip-model_id = { $value }
chip-project_id = Projekt { $value }
chip-tag = Schlagwort { $value }
chip-favorites = Favoriten
chip-aspect = { $value ->
    [square] Quadratisch
    [landscape] Querformat
    [portrait] Hochformat
   *[other] { $value }
}
chip-resolution = { $value ->
    [small] Unter 1 Megapixel
    [medium] 1 bis 4 Megapixel
   *[large] Ab 4 Megapixel
}
chip-rating = Mindestens { $value } ★
select = Auswählen
select-done = Fertig
select-image = Auswählen: { $name }
bulk-title = Mit den ausgewählten Bildern
bulk-all = { $count ->
    [one] Das eine Bild dieser Liste
   *[other] Alle { $count } Bilder dieser Liste
}
bulk-done = { $count ->
    [0] Es gab nichts zu ändern.
    [one] Ein Bild geändert.
   *[other] { $count } Bilder geändert.
}
unfavorite = Kein Favorit
bulk-tag-field = Schlagwort
bulk-tag = Hinzufügen
bulk-untag = Entfernen
bulk-project-field = Projekt
bulk-no-project = Kein Projekt
bulk-move = Verschieben
