# Der Filter der Galerie für Bilder oder Videos.
filter-kind = Art
kind-image = Bilder
kind-video = Videos
chip-kind = { $value ->
    [image] Nur Bilder
   *[video] Nur Videos
}
