# All models beside each other.
nav-models = Models
compare-title = Models
compare-lead = What there is to choose from: prices from the providers’ lists, times and success from the last jobs here.
compare-operations = What they should do
compare-sorts = Order
compare-operation-all = Everything
compare-operation-text-to-image = Text to image
compare-operation-image-to-image = Image to image
compare-operation-inpaint = Change a part
compare-operation-upscale = Enlarge
compare-operation-remove-background = Remove background
compare-operation-video = Video
compare-sort-name = Name
compare-sort-price = Price
compare-sort-speed = Speed
compare-sort-success = Success
compare-empty = No models
compare-empty-text = No installed plugin offers one.
compare-model = Model
compare-good = Best for
compare-price = Price
compare-speed = Speed
compare-success = Success
compare-can = What it does
compare-presets = Recommended: { $names }
compare-price-for = { $text } credits for one { $unit }
compare-read-on = read on { $date }
compare-times = { $half } (half of the jobs), { $most } (19 of 20)
compare-promised = as the plugin promises
compare-unknown = not yet known
compare-percent = { $text } %
compare-images = { $count ->
    [one] One image a job.
   *[other] Up to { $count } images a job.
}
compare-negative = Takes a negative prompt.
compare-try = Generate
compare-documentation = Documentation
