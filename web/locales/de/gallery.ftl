# How the gallery looks, and where in time it is read.
browse-view = Ansicht
browse-view-grid = Raster
browse-view-masonry = Spalten
browse-view-list = Liste
browse-actions = Aktionen
browse-jump = Zum Datum
browse-jump-go = Los
browse-place = Ort in der Liste
browse-start = Zum Anfang
browse-none = Hier ist nichts
browse-none-text = Die Liste hat ab diesem Tag keine Bilder.
browse-today = Heute
browse-yesterday = Gestern
browse-day = { $day }. { $month ->
    [1] Januar
    [2] Februar
    [3] März
    [4] April
    [5] Mai
    [6] Juni
    [7] Juli
    [8] August
    [9] September
    [10] Oktober
    [11] November
   *[12] Dezember
} { $year }
viewer-panel = Einzelheiten zeigen (i)
viewer-zoom = Zoom (+, −, 0)
viewer-broken = Das Bild lässt sich nicht laden.
look-label = Schnellansicht
bulk-collection-field = Sammlung
bulk-collect = In die Sammlung
drop-here = Auf ein Projekt oder eine Sammlung ziehen
drop-none = Du hast noch keine Projekte oder Sammlungen.
