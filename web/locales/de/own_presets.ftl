# Eigene Voreinstellungen für das Formular zum Erzeugen.
own-presets = Meine Voreinstellungen
own-presets-manage = Verwalten
own-presets-more = Mehr zeigen
own-presets-empty = Noch keine Voreinstellungen
own-presets-empty-text = „Einstellungen sichern“ unter dem Formular bewahrt Modell, Parameter und negativen Prompt unter einem Namen auf.
own-preset-save = Einstellungen sichern
own-preset-new = Voreinstellung sichern
own-preset-what = Bewahrt die Einstellungen für { $model } auf: Parameter, negativen Prompt und Anzahl der Bilder. Prompt und Startwert gehören nicht dazu.
own-preset-name = Name
own-preset-over = Anstelle von
own-preset-over-none = Keiner, neu sichern
own-preset-over-help = Ohne Namen behält die Voreinstellung den, den sie hat.
own-preset-begin = Damit beginnen, sooft ich „Erzeugen“ öffne
own-preset-do-save = Sichern
own-preset-saved = „{ $name }“ ist gesichert.
own-preset-gone = „{ $name }“ ist für { $model }, das gerade nicht angeboten wird. Die Voreinstellung bleibt; das Formular zeigt ein anderes Modell.
own-preset-needs-source = „{ $name }“ ist für { $model }, das von einem Bild ausgeht. Wählen Sie ein Bild und dann wieder die Voreinstellung.
own-preset-takes-no-source = „{ $name }“ ist für { $model }, das von keinem Bild ausgeht. Lassen Sie das Bild weg, um die Voreinstellung zu benutzen.
own-preset-changed = { $model } hat sich geändert, seit „{ $name }“ gesichert wurde. Was es nicht mehr nimmt, ist unten gekennzeichnet; die Voreinstellung selbst bleibt, wie sie ist.
own-preset-is-default = Damit beginnt das Formular
own-preset-images = { $count ->
    [one] Ein Bild
   *[other] { $count } Bilder
}
own-preset-model-gone = Das Modell wird gerade nicht angeboten. Die Voreinstellung bleibt, bis es wieder da ist.
own-preset-model-changed = Das Modell hat sich seither geändert. Es nimmt nicht mehr alles davon:
own-preset-settings = Einstellungen
own-preset-rename = Umbenennen
own-preset-make-default = Das Formular damit beginnen
own-preset-no-default = Das Formular nicht mehr damit beginnen
own-preset-delete = Löschen
own-preset-delete-yes = Diese Voreinstellung löschen
