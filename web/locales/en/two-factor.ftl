# Logging in with a code of an app.
twofactor = Two-factor log-in
twofactor-about = Log-ins ask for a code of an app on your phone as well, so a stolen password alone lets nobody in. Any app for one-time codes (TOTP) will do. API keys go on working without a code.
twofactor-begin = Set it up
twofactor-manage = Recovery codes, or switch it off
twofactor-on = On
twofactor-off = Off
twofactor-since = since
twofactor-left = { $count ->
    [one] { $count } recovery code left
   *[other] { $count } recovery codes left
}
twofactor-few = Make new recovery codes soon: without them and without the app nobody can get into your account.
twofactor-setup-text = Scan the picture with the app, or type the key into it. Then type the code that the app shows.
twofactor-qr = QR code with the key for the app
twofactor-secret = The same as a key, for an app that is typed into:
twofactor-secret-copy = Copy the key
twofactor-open-app = Open the app on this device
twofactor-code = Code of the app
twofactor-either = Code of the app, or a recovery code
twofactor-confirm = Switch it on
twofactor-renew = Make new recovery codes
twofactor-disable = Switch it off
twofactor-made = Your recovery codes
twofactor-made-text = Each lets you in once without the app. Keep them where the phone is not: they are shown only now, and all earlier ones are of no use any more.
twofactor-download = Download as a text file
twofactor-copy = Copy the recovery codes
twofactor-session = With a code
twofactor-login-title = One more step
twofactor-login-lead = Type the code that your app shows for this studio.
twofactor-no-app = No app at hand?
twofactor-recovery-code = Recovery code
twofactor-recovery-code-help = One of those that you kept when you switched it on. Each works once.
twofactor-login-recovery = Log in with the recovery code
twofactor-login-again = Begin again
settings-done-two-factor = Two-factor log-in is off.
audit-session-code-refused = Code refused
audit-two-factor-on = Two-factor log-in switched on
audit-two-factor-off = Two-factor log-in switched off
audit-two-factor-codes = New recovery codes
