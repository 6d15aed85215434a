# Die Befehlspalette und die Suchseite.
nav-notifications = Benachrichtigungen
nav-trash = Papierkorb
palette = Suche und Befehle
palette-field = Suchen oder sagen, was zu tun ist
palette-none = Hier ist nichts. Die Eingabetaste führt zur Suchseite.
palette-recent = Zuletzt
palette-make = Neu
palette-make-new_generation = Neue Bilder
palette-make-new_batch = Neuer Stapel
palette-make-new_project = Neues Projekt
palette-make-new_collection = Neue Sammlung
palette-make-new_prompt = Neuer Prompt
palette-make-new_schedule = Neuer Zeitplan
palette-make-new_recipe = Neues Rezept
palette-go = Gehe zu
palette-settings = Einstellungen: { $name }
palette-act = Tun
palette-resume = Warteschlange weiterlaufen lassen
palette-theme = Farben: { $name }
palette-language = Sprache: { $name }
find-title = Suche
find-in = Was gesucht wird
find-everywhere = Alles
find-go = Suchen
find-kind-images = Bilder
find-kind-prompts = Prompts
find-kind-projects = Projekte
find-kind-collections = Sammlungen
find-kind-models = Modelle
find-all-images = Alle, mit Filtern
find-all-prompts = Alle Prompts mit diesen Wörtern
find-all-projects = Alle Projekte mit diesen Wörtern
find-count = { $count ->
    [one] { $count } Treffer
   *[other] { $count } Treffer
}
find-none = Nichts gefunden
find-none-text = Jedes Wort muss in derselben Sache vorkommen. Weniger Wörter finden mehr.
