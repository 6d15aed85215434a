# Videos, wo immer sie gezeigt oder verlangt werden.
video-title = Video
video-mark = Video
video-length = Länge
video-frames = { $count ->
    [one] ein Einzelbild
   *[other] { $count } Einzelbilder
}
category-video = Video
video-price = { $text } Credits je Video
video-generate = Video erzeugen
video-from-words = Entsteht aus Ihren Worten allein. Um eines Ihrer Bilder zu filmen, öffnen Sie es und wählen „Von diesem Bild ausgehen“.
video-from-picture = Das Video beginnt mit diesem Bild und hat dessen Form.
