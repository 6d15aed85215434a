# How the gallery looks, and where in time it is read.
browse-view = View
browse-view-grid = Grid
browse-view-masonry = Masonry
browse-view-list = List
browse-actions = Actions
browse-jump = Go to date
browse-jump-go = Go
browse-place = Place in the list
browse-start = To the start
browse-none = Nothing here
browse-none-text = The list has no images from this day on.
browse-today = Today
browse-yesterday = Yesterday
browse-day = { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
} { $year }
viewer-panel = Show details (i)
viewer-zoom = Zoom (+, −, 0)
viewer-broken = The image cannot be loaded.
look-label = Quick look
bulk-collection-field = Collection
bulk-collect = Add to collection
drop-here = Drop onto a project or a collection
drop-none = You have no projects or collections yet.
