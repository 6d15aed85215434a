# Ein Bild vergrößern und sein Motiv freistellen, auf der Seite des Bildes.
enhance-upscale = Vergrößern
enhance-upscale-with = Vergrößern mit { $model }
enhance-cut-out = Hintergrund entfernen
enhance-with = mit { $model }
enhance-others = { $count ->
    [one] Ein anderes Modell
   *[other] { $count } andere Modelle
}
