# Einige Bilder nebeneinander.
versus-title = Bilder vergleichen
versus-compare = Vergleichen
versus-with-parent = Mit der Vorlage vergleichen
versus-how = Wähle in der Galerie 2 bis 4 deiner Bilder und dann „Vergleichen“.
versus-choose = Bilder wählen
versus-problem-count = 2 bis 4 verschiedene Bilder lassen sich vergleichen
versus-problem-missing = Eines dieser Bilder gibt es nicht
versus-problem-video = Videos lassen sich nicht vergleichen
versus-mode = Wie verglichen wird
versus-mode-side = Nebeneinander
versus-mode-slider = Schieber
versus-mode-overlay = Überlagern
versus-mode-difference = Unterschied
versus-under = Unten
versus-over = Oben
versus-swap = Tauschen
versus-position = Position
versus-opacity = Deckkraft
versus-smaller = Verkleinern
versus-larger = Vergrößern
versus-fit = Ganz
versus-stage = Bilder zum Vergleichen
versus-keys = Wenn die Bilder den Fokus haben: + und - vergrößern und verkleinern, 0 zeigt alles, Pfeiltasten verschieben. Ziehen verschiebt; zwei Finger, oder Strg und das Rad, vergrößern.
versus-table = Woraus sie entstanden
versus-what = Was
versus-differs = verschieden
versus-different = { $count ->
    [0] Alles ist gleich.
    [one] Eines ist verschieden.
   *[other] { $count } Angaben sind verschieden.
}
