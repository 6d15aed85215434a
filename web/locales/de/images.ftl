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
upscale = Vergrößern
remove-background = Hintergrund entfernen ({ $price } Credits)
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
