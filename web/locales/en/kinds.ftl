# The gallery's filter for pictures or videos.
filter-kind = Kind
kind-image = Images
kind-video = Videos
chip-kind = { $value ->
    [image] Images only
   *[video] Videos only
}
