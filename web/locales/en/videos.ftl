# Videos, wherever they are shown or asked for.
video-title = Video
video-mark = Video
video-length = Length
video-frames = { $count ->
    [one] one frame
   *[other] { $count } frames
}
category-video = Video
video-price = { $text } credits per video
video-generate = Generate a video
video-from-words = Made from your words alone. To film one of your pictures, open it and choose “Start from this image”.
video-from-picture = The video begins with this picture and takes its shape.
