# Some pictures beside each other.
versus-title = Compare images
versus-compare = Compare
versus-with-parent = Compare with its source
versus-how = Choose 2 to 4 of your images in the gallery, then “Compare”.
versus-choose = Choose images
versus-problem-count = 2 to 4 different images can be compared
versus-problem-missing = One of these images is not there
versus-problem-video = Videos cannot be compared
versus-mode = How to compare
versus-mode-side = Side by side
versus-mode-slider = Slider
versus-mode-overlay = Overlay
versus-mode-difference = Difference
versus-under = Below
versus-over = Above
versus-swap = Swap
versus-position = Position
versus-opacity = Opacity
versus-smaller = Zoom out
versus-larger = Zoom in
versus-fit = Fit
versus-stage = Images to compare
versus-keys = With the images in focus: + and - zoom, 0 fits, arrow keys move. Drag to move; pinch, or Ctrl and the wheel, to zoom.
versus-table = What they were made from
versus-what = What
versus-differs = differs
versus-different = { $count ->
    [0] All of it is the same.
    [one] One thing differs.
   *[other] { $count } things differ.
}
