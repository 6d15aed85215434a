# The frame around every page.
product = AI Image Design Studio
product-short = Design Studio
product-description = Generate, compare and keep pictures from many image models, with live progress and full control.
skip-to-content = Skip to content
nav-main = Main navigation
nav-bottom = Quick navigation
nav-footer = Footer
nav-generate = Generate
nav-gallery = My images
nav-queue = Queue
nav-api = API documentation
account = Account
account-menu = Account of { $name }
log-in = Log in
log-out = Log out
sign-up = Sign up
version = Version { $version }
theme = Theme
theme-auto = System
theme-light = Light
theme-dark = Dark
theme-hc-light = High contrast, light
theme-hc-dark = High contrast, dark
demo-provider = Demo provider: images are procedural. Set FAL_KEY to use real models.
running-jobs = { $count ->
    [0] No jobs running
    [one] { $count } job running
   *[other] { $count } jobs running
}
credits-left = { $text } credits left
credits-count = { $count ->
    [one] { $text } credit
   *[other] { $text } credits
}
image-count = { $count ->
    [one] { $count } image
   *[other] { $count } images
}
images-many = { $text } images
notifications = Notifications
toast-offline = The studio cannot be reached. Please try again in a moment.
close = Close
cancel = Cancel
copied = Copied
copy-of = Copy: { $what }
download = Download
download-image = Download the original
try-again = Try again
footer-line = AI Image Design Studio { $version }
