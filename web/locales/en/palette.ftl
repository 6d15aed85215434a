# The command palette and the search page.
nav-notifications = Notifications
nav-trash = Trash
palette = Search and commands
palette-field = Search, or say what to do
palette-none = Nothing here. Press Enter to see the search page.
palette-recent = Recent
palette-make = New
palette-make-new_generation = New generation
palette-make-new_batch = New batch
palette-make-new_project = New project
palette-make-new_collection = New collection
palette-make-new_prompt = New prompt
palette-make-new_schedule = New schedule
palette-make-new_recipe = New recipe
palette-go = Go to
palette-settings = Settings: { $name }
palette-act = Do
palette-resume = Let the queue go on
palette-theme = Theme: { $name }
palette-language = Language: { $name }
find-title = Search
find-in = What to look for
find-everywhere = Everything
find-go = Search
find-kind-images = Images
find-kind-prompts = Prompts
find-kind-projects = Projects
find-kind-collections = Collections
find-kind-models = Models
find-all-images = All, with filters
find-all-prompts = All prompts with these words
find-all-projects = All projects with these words
find-count = { $count ->
    [one] { $count } thing found
   *[other] { $count } things found
}
find-none = Nothing found
find-none-text = Every word has to be found in the same thing. Fewer words find more.
