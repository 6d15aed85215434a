# Alle Modelle nebeneinander.
nav-models = Modelle
compare-title = Modelle
compare-lead = Was zur Auswahl steht: Preise aus den Listen der Anbieter, Zeiten und Erfolg aus den letzten Aufträgen hier.
compare-operations = Was sie tun sollen
compare-sorts = Reihenfolge
compare-operation-all = Alles
compare-operation-text-to-image = Text zu Bild
compare-operation-image-to-image = Bild zu Bild
compare-operation-inpaint = Teil ändern
compare-operation-upscale = Vergrößern
compare-operation-remove-background = Freistellen
compare-operation-video = Video
compare-sort-name = Name
compare-sort-price = Preis
compare-sort-speed = Geschwindigkeit
compare-sort-success = Erfolg
compare-empty = Keine Modelle
compare-empty-text = Kein installiertes Plugin bietet eines an.
compare-model = Modell
compare-good = Stärken
compare-price = Preis
compare-speed = Geschwindigkeit
compare-success = Erfolg
compare-can = Was es kann
compare-presets = Empfohlen: { $names }
compare-price-for = { $text } Credits je { $unit ->
    [image] Bild
    [megapixel] Megapixel
    [second] Sekunde
    [video] Video
   *[other] { $unit }
}
compare-read-on = gelesen am { $date }
compare-times = { $half } (die Hälfte der Aufträge), { $most } (19 von 20)
compare-promised = laut Plugin
compare-unknown = noch unbekannt
compare-percent = { $text } %
compare-images = { $count ->
    [one] Ein Bild je Auftrag.
   *[other] Bis zu { $count } Bilder je Auftrag.
}
compare-negative = Nimmt einen negativen Prompt.
compare-try = Generieren
compare-documentation = Dokumentation
