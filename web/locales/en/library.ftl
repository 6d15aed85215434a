# The prompt library and collections.
nav-prompts = Prompts
prompt-new = New prompt
prompt-edit = Edit the prompt
prompt-title = Title
prompt-text-help = Write { $sample } where something else stands each time; a form asks for it when you use the prompt.
prompt-favorite = Favourite
prompt-make-public = Show it to everybody here, under my name
prompt-is-public = Public
prompt-delete = Delete the prompt
prompt-use = Use
prompt-used = { $count ->
    [one] Used once
   *[other] Used { $count } times
}
prompt-by = by { $name }
prompt-own = This one is yours.
prompt-copy = Copy to my prompts
prompt-variables = Asks for: { $text }
prompt-gap-optional = May be left empty.
prompts-which = Which prompts
prompts-mine = Mine
prompts-favorites = Favourites
prompts-public = Everybody’s
prompts-find = Find prompts
prompts-more = Older prompts
prompts-empty = No prompts yet
prompts-empty-text = Keep the words that work, with a title, tags and gaps to fill in.
prompts-none-public = Nobody shows a prompt yet
prompts-none-public-text = Make one of yours public, and everybody with an account here can copy it.
prompts-none-favorite = No favourites yet
prompts-none-favorite-text = Mark prompts that you use often.
prompts-files = Import and export
prompts-file = A file of prompts
prompts-file-help = JSON or CSV as it is exported here. Prompts that you have already are left out.
prompts-import = Import
prompts-imported = { $count ->
    [one] { $count } prompt is new, { $known } you had already.
   *[other] { $count } prompts are new, { $known } you had already.
}
nav-collections = Collections
collection-new = New collection
collection-edit = Edit the collection
collection-back = Back to the collection
collection-public = Public (stored for later; nobody else sees it yet)
cover-first = The first picture
collections-empty = No collections yet
collections-empty-text = A collection shows chosen pictures in your order. A picture can be on several.
collections-more = Older collections
collection-more-images = More images
collection-empty = Nothing on this collection yet
collection-empty-text = Add pictures below.
collection-add-which = Your newest pictures
collection-remove = Take pictures off
collection-remove-them = Take the ticked pictures off
collection-delete = Delete the collection …
collection-delete-text = Its pictures stay among your images.
collection-delete-now = Delete the collection
move-earlier = Move picture { $number } one place forward
move-later = Move picture { $number } one place back
move-first = Move picture { $number } to the front
