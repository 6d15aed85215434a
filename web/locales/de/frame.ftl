# Der Rahmen um jede Seite.
product = AI Image Design Studio
product-short = Design Studio
product-description = Bilder aus vielen Bildmodellen erzeugen, vergleichen und behalten, mit Fortschritt in Echtzeit und voller Kontrolle.
skip-to-content = Zum Inhalt springen
nav-main = Hauptnavigation
nav-bottom = Schnellnavigation
nav-footer = Fußzeile
nav-generate = Erzeugen
nav-gallery = Meine Bilder
nav-queue = Warteschlange
nav-api = API-Dokumentation
account = Konto
account-menu = Konto von { $name }
log-in = Anmelden
log-out = Abmelden
sign-up = Registrieren
version = Version { $version }
theme = Farbschema
theme-auto = System
theme-light = Hell
theme-dark = Dunkel
theme-hc-light = Hoher Kontrast, hell
theme-hc-dark = Hoher Kontrast, dunkel
demo-provider = Demo-Anbieter: Die Bilder sind berechnet. Mit FAL_KEY arbeiten echte Modelle.
running-jobs = { $count ->
    [0] Keine laufenden Aufträge
    [one] { $count } laufender Auftrag
   *[other] { $count } laufende Aufträge
}
credits-left = Noch { $text } Credits
credits-count = { $count ->
    [one] { $text } Credit
   *[other] { $text } Credits
}
image-count = { $count ->
    [one] { $count } Bild
   *[other] { $count } Bilder
}
images-many = { $text } Bilder
notifications = Mitteilungen
toast-offline = Das Studio ist nicht erreichbar. Bitte versuchen Sie es gleich noch einmal.
close = Schließen
cancel = Abbrechen
copied = Kopiert
copy-of = Kopieren: { $what }
download = Herunterladen
download-image = Original herunterladen
try-again = Erneut versuchen
footer-line = AI Image Design Studio { $version }
