# What people say about a picture.
comments = { $count ->
    [0] Comments
    [one] { $count } comment
   *[other] { $count } comments
}
comments-older = Older comments
comment-new = Add a comment
comment-send = Comment
comment-of = Comment of { $name }
comment-changed = changed
comment-edit = Edit
comment-text = Text of the comment
comment-delete = Delete
