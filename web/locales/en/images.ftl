# Gallery, lightbox and the page of one image.
gallery-page = Images, page { $number }
gallery-more = Show more
gallery-empty = No images yet
gallery-empty-text = Generate your first images; they are kept here with everything needed to make them again.
gallery-empty-action = Generate images
lightbox = Image viewer
lightbox-stage = Image
lightbox-details = Details
image-title = Image
image-without-words = Generated image without a description
image-neighbours = Image navigation
newer-image = Newer image
older-image = Older image
start-from = Start from this image
use-again = Use again
image-parameters = Parameters
image-file = File
image-size = Size
image-format = Format
image-created = Created
image-duration = Took
image-cost = Cost
favorite = Favourite
rating-none = Not rated
rating-of = Rated { $stars } of 5
rate-stars = { $count ->
    [one] { $count } star
   *[other] { $count } stars
}
edit-details = Name, tags and notes
image-name = Name
alt-text = Description
alt-text-help = What the image shows, for people who do not see it. Without it they hear the prompt.
tags = Tags
tags-help = With commas between them.
image-notes = Notes
delete-image = Delete
image-trashed = The image is in the trash.
undo = Undo
trash = Trash
trash-about = { $days ->
    [one] Images go for good after one day here.
   *[other] Images go for good after { $days } days here.
}
trash-empty = Empty the trash
trash-empty-ask = { $count ->
    [one] Remove one image for good? This cannot be undone.
   *[other] Remove { $count } images for good? This cannot be undone.
}
trash-empty-yes = Remove for good
trash-kept = { $count ->
    [one] One image stays: a job or a recipe still starts from it.
   *[other] { $count } images stay: jobs or recipes still start from them.
}
trash-is-empty = The trash is empty
trash-is-empty-text = { $days ->
    [one] Images that you delete wait here for one day.
   *[other] Images that you delete wait here for { $days } days.
}
restore = Restore
restore-image = Restore: { $name }
purge-image = Remove for good: { $name }
purge-yes = Remove for good
gallery-none = No such images
gallery-none-text = No image fits everything that you are looking for.
filter-images = Search and filter
filter-search = Search prompts, names, tags, notes
filter-show = Show
filters = Filters
filter-any = Any
filter-from = Made from
filter-to = Made until
filter-project = Project
filter-tag = Tag
filter-aspect = Shape
filter-resolution = Size
filter-rating = Stars, at least
filter-favorites = Favourites only
filter-active = What limits the list
filter-remove = Remove:
filter-clear = Show all images
aspect-square = Square
aspect-landscape = Landscape
aspect-portrait = Portrait
resolution-small = Below 1 megapixel
resolution-medium = 1 to 4 megapixels
resolution-large = From 4 megapixels
sort-by = Sort by
sort-order = Order
sort-date = Date
sort-name = Name
sort-rating = Rating
sort-model = Model
order-desc = Descending
order-asc = Ascending
chip-q = “{ $value }”
chip-from = From { $value }
chip-to = Until { $value }
chip-model_id = { $value }
chip-project_id = Project { $value }
chip-tag = Tag { $value }
chip-favorites = Favourites
chip-aspect = { $value ->
    [square] Square
    [landscape] Landscape
    [portrait] Portrait
   *[other] { $value }
}
chip-resolution = { $value ->
    [small] Below 1 megapixel
    [medium] 1 to 4 megapixels
   *[large] From 4 megapixels
}
chip-rating = At least { $value } ★
select = Select
select-done = Done
select-image = Select: { $name }
bulk-title = Do with the selected images
bulk-all = { $count ->
    [one] The one image of this list
   *[other] All { $count } images of this list
}
bulk-done = { $count ->
    [0] Nothing had to be changed.
    [one] One image changed.
   *[other] { $count } images changed.
}
unfavorite = No favourite
bulk-tag-field = Tag
bulk-tag = Add tag
bulk-untag = Remove tag
bulk-project-field = Project
bulk-no-project = No project
bulk-move = Move
