# Die Prompt-Bibliothek und Sammlungen.
nav-prompts = Prompts
prompt-new = Neuer Prompt
prompt-edit = Prompt bearbeiten
prompt-title = Titel
prompt-text-help = Schreiben Sie { $sample }, wo jedes Mal etwas anderes steht; ein Formular fragt danach, wenn Sie den Prompt benutzen.
prompt-favorite = Favorit
prompt-make-public = Allen hier zeigen, unter meinem Namen
prompt-is-public = Öffentlich
prompt-delete = Prompt löschen
prompt-use = Benutzen
prompt-used = { $count ->
    [one] Einmal benutzt
   *[other] { $count }-mal benutzt
}
prompt-by = von { $name }
prompt-own = Dieser ist Ihrer.
prompt-copy = In meine Prompts kopieren
prompt-variables = Fragt nach: { $text }
prompt-gap-optional = Darf leer bleiben.
prompts-which = Welche Prompts
prompts-mine = Meine
prompts-favorites = Favoriten
prompts-public = Von allen
prompts-find = Prompts suchen
prompts-more = Ältere Prompts
prompts-empty = Noch keine Prompts
prompts-empty-text = Behalten Sie Worte, die wirken, mit Titel, Schlagwörtern und Lücken zum Ausfüllen.
prompts-none-public = Noch zeigt niemand einen Prompt
prompts-none-public-text = Machen Sie einen öffentlich, und alle mit einem Konto hier können ihn kopieren.
prompts-none-favorite = Noch keine Favoriten
prompts-none-favorite-text = Markieren Sie Prompts, die Sie oft benutzen.
prompts-files = Import und Export
prompts-file = Eine Datei mit Prompts
prompts-file-help = JSON oder CSV, wie es hier exportiert wird. Was Sie schon haben, wird ausgelassen.
prompts-import = Importieren
prompts-imported = { $count ->
    [one] { $count } Prompt ist neu, { $known } hatten Sie schon.
   *[other] { $count } Prompts sind neu, { $known } hatten Sie schon.
}
nav-collections = Sammlungen
collection-new = Neue Sammlung
collection-edit = Sammlung bearbeiten
collection-back = Zurück zur Sammlung
collection-public = Öffentlich (für später vermerkt; noch sieht sie niemand sonst)
cover-first = Das erste Bild
collections-empty = Noch keine Sammlungen
collections-empty-text = Eine Sammlung zeigt ausgewählte Bilder in Ihrer Reihenfolge. Ein Bild kann in mehreren sein.
collections-more = Ältere Sammlungen
collection-more-images = Weitere Bilder
collection-empty = Noch nichts in dieser Sammlung
collection-empty-text = Fügen Sie unten Bilder hinzu.
collection-add-which = Ihre neuesten Bilder
collection-remove = Bilder herausnehmen
collection-remove-them = Angekreuzte Bilder herausnehmen
collection-delete = Sammlung löschen …
collection-delete-text = Die Bilder bleiben unter Ihren Bildern.
collection-delete-now = Sammlung löschen
move-earlier = Bild { $number } einen Platz nach vorn
move-later = Bild { $number } einen Platz nach hinten
move-first = Bild { $number } ganz nach vorn
