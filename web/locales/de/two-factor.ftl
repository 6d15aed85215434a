# Anmelden mit dem Code einer App.
twofactor = Anmeldung in zwei Schritten
twofactor-about = Anmeldungen fragen zusätzlich nach dem Code einer App auf deinem Telefon; ein gestohlenes Passwort allein lässt dann niemanden hinein. Jede App für Einmalcodes (TOTP) ist geeignet. API-Schlüssel gelten weiter ohne Code.
twofactor-begin = Einrichten
twofactor-manage = Ersatzcodes, oder ausschalten
twofactor-on = An
twofactor-off = Aus
twofactor-since = seit
twofactor-left = { $count ->
    [one] noch { $count } Ersatzcode
   *[other] noch { $count } Ersatzcodes
}
twofactor-few = Mach bald neue Ersatzcodes: Ohne sie und ohne die App kommt niemand mehr in dein Konto.
twofactor-setup-text = Lies das Bild mit der App ein, oder tippe den Schlüssel dort ein. Gib dann den Code ein, den die App zeigt.
twofactor-qr = QR-Code mit dem Schlüssel für die App
twofactor-secret = Dasselbe als Schlüssel zum Eintippen:
twofactor-secret-copy = Schlüssel kopieren
twofactor-open-app = Die App auf diesem Gerät öffnen
twofactor-code = Code der App
twofactor-either = Code der App oder ein Ersatzcode
twofactor-confirm = Einschalten
twofactor-renew = Neue Ersatzcodes machen
twofactor-disable = Ausschalten
twofactor-made = Deine Ersatzcodes
twofactor-made-text = Jeder lässt dich einmal ohne die App hinein. Bewahre sie auf, wo das Telefon nicht ist: Sie werden nur jetzt gezeigt, und alle früheren gelten nicht mehr.
twofactor-download = Als Textdatei herunterladen
twofactor-copy = Ersatzcodes kopieren
twofactor-session = Mit Code
twofactor-login-title = Noch ein Schritt
twofactor-login-lead = Gib den Code ein, den deine App für dieses Studio zeigt.
twofactor-no-app = Keine App zur Hand?
twofactor-recovery-code = Ersatzcode
twofactor-recovery-code-help = Einer von denen, die du beim Einschalten aufbewahrt hast. Jeder gilt einmal.
twofactor-login-recovery = Mit dem Ersatzcode anmelden
twofactor-login-again = Von vorn beginnen
settings-done-two-factor = Die Anmeldung in zwei Schritten ist aus.
audit-session-code-refused = Code abgelehnt
audit-two-factor-on = Anmeldung in zwei Schritten eingeschaltet
audit-two-factor-off = Anmeldung in zwei Schritten ausgeschaltet
audit-two-factor-codes = Neue Ersatzcodes
