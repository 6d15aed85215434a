# Die Seite aller Bausteine, für die Entwicklung.
design-title = Gestaltung
design-about = Alle Bausteine in ihren Zuständen. Das Menü für das Farbschema oben wechselt die Farben.
