# Das Formular für einen neuen Stapel und seine Vorschau.
wizard-presets = Vorgaben
wizard-preview = Vorschau
wizard-source = Woher die Prompts kommen
wizard-source-prompts = Eine Liste von Prompts
wizard-source-template = Eine Vorlage
wizard-source-csv = Eine Tabelle (CSV)
wizard-prompts = Prompts
wizard-prompts-help = Einer je Zeile. Leere Zeilen zählen nicht.
wizard-template = Vorlage
wizard-template-help = Namen in doppelten geschweiften Klammern stehen für Werte der Listen darunter: ein {"{{"} farbe {"}}"} Fuchs.
wizard-lists = Listen
wizard-lists-help = Eine Liste je Zeile: farbe: rot, weiß. Hat ein Wert ein Komma, trennen Sie die Werte durch |.
wizard-combine = Listen verbinden
wizard-combine-product = Jeden Wert mit jedem anderen
wizard-combine-zip = Ersten mit erstem, zweiten mit zweitem
wizard-combine-sample = Eine zufällige Auswahl
wizard-sample-size = Kombinationen der Auswahl
wizard-sample-seed = Seed der Auswahl
wizard-file = Datei
wizard-file-help = Bis 4 MiB; die erste Zeile nennt die Spalten. Größere Tabellen gehen über die API.
wizard-table = Tabelle
wizard-table-help = Der Text der Datei, oder fügen Sie ihn hier ein. Eine gewählte Datei tritt an seine Stelle.
wizard-read-columns = Spalten lesen
wizard-columns = Wofür die Spalten sind
wizard-use-prompt = Prompt
wizard-use-negative_prompt = Negativer Prompt
wizard-use-model_id = Modell
wizard-use-seed = Seed
wizard-use-num_images = Anzahl der Bilder
wizard-use-variable = Variable der Vorlage
wizard-use-ignore = Nichts
wizard-row-template = Vorlage der Zeilen
wizard-row-template-help = Nur wenn keine Spalte der Prompt ist: Spaltennamen in doppelten geschweiften Klammern stehen für ihre Zellen.
wizard-model = Modell
wizard-show-parameters = Seine Parameter zeigen
wizard-parameters = Parameter von { $model }
wizard-axes = Jede Zeile wiederholen
wizard-axes-help = Jede Zeile entsteht einmal für jede Kombination dessen, was Sie hier wählen. Lassen Sie alles leer für ein Bild je Zeile.
wizard-axis-models = Mit mehreren Modellen
wizard-axis-parameters = Mit mehreren Werten von Parametern
wizard-axis-parameters-help = Ein Parameter je Zeile: num_inference_steps: 20, 30.
wizard-axis-seeds = Mit mehreren Seeds
wizard-axis-seeds-help = Mit Kommas dazwischen, 1, 2, 3, oder als Bereich: 1-4.
wizard-rest = Der Stapel
wizard-name = Name
wizard-name-help = Ohne Namen heißt der Stapel nach seinem ersten Prompt.
wizard-recipe = Schritte, die auf die Bilder folgen
wizard-recipe-none = Keine
wizard-recipe-help = Eines Ihrer Rezepte bearbeitet jedes Bild des Stapels.
wizard-priority-help = Von -100 bis 100. Eine höhere Zahl kommt vor Ihren anderen Stapeln.
wizard-window = Guthaben für so viele Aufträge zurücklegen
wizard-window-help = Leer: von Anfang an für alle.
wizard-skip = Falsche Zeilen auslassen
wizard-preview-title = Vorschau des Stapels
wizard-sums = Was es wäre
wizard-images = Bilder
wizard-images-of = { $count ->
    [one] { $count } Bild
   *[other] { $count } Bilder
}
wizard-cost-low = Mindestens
wizard-cost-expected = Voraussichtlich
wizard-cost-high = Höchstens
wizard-balance = Ihr Guthaben
wizard-duration = Dauert etwa
wizard-too-dear = Das kann mehr kosten, als Sie haben.
wizard-broken = { $count ->
    [one] { $text } Zeile ist falsch. Verbessern Sie sie, oder starten Sie ohne sie.
   *[other] { $text } Zeilen sind falsch. Verbessern Sie sie, oder starten Sie ohne sie.
}
wizard-back = Ändern
wizard-start = Stapel starten
wizard-start-others = Ohne die falschen Zeilen starten
wizard-errors = Falsche Zeilen
wizard-line = Tabellenzeile { $number }
wizard-by-model = Nach Modell
wizard-rows-of = { $count ->
    [one] { $text } Zeile
   *[other] { $text } Zeilen
}
wizard-first = Die ersten Zeilen
