# Enlarging an image and cutting out its subject, on the image's page.
enhance-upscale = Upscale
enhance-upscale-with = Upscale with { $model }
enhance-cut-out = Remove background
enhance-with = with { $model }
enhance-others = { $count ->
    [one] Another model
   *[other] { $count } other models
}
