# The form for a new batch and its preview.
wizard-presets = Presets
wizard-preview = Preview
wizard-source = Where the prompts come from
wizard-source-prompts = A list of prompts
wizard-source-template = A template
wizard-source-csv = A table (CSV)
wizard-prompts = Prompts
wizard-prompts-help = One a line. Empty lines are passed over.
wizard-template = Template
wizard-template-help = Names in double braces stand for values of the lists below: a {"{{"} color {"}}"} fox.
wizard-lists = Lists
wizard-lists-help = One list a line: color: red, white. Where a value has a comma, separate values by | instead.
wizard-combine = Combine the lists
wizard-combine-product = Every value with every other
wizard-combine-zip = First with first, second with second
wizard-combine-sample = A random choice
wizard-sample-size = Combinations of the random choice
wizard-sample-seed = Seed of the random choice
wizard-file = File
wizard-file-help = Up to 4 MiB; its first line names the columns. Larger tables go through the API.
wizard-table = Table
wizard-table-help = The text of the file, or paste it here. A file that you choose takes its place.
wizard-read-columns = Read the columns
wizard-columns = What the columns are for
wizard-use-prompt = Prompt
wizard-use-negative_prompt = Negative prompt
wizard-use-model_id = Model
wizard-use-seed = Seed
wizard-use-num_images = Number of images
wizard-use-variable = Variable of the template
wizard-use-ignore = Nothing
wizard-row-template = Template of the rows
wizard-row-template-help = Only where no column is the prompt: names of columns in double braces stand for their cells.
wizard-model = Model
wizard-show-parameters = Show its parameters
wizard-parameters = Parameters of { $model }
wizard-axes = Repeat every row
wizard-axes-help = Each row is made once for every combination of what you choose here. Leave all of it empty for one picture a row.
wizard-axis-models = With several models
wizard-axis-parameters = With several values of parameters
wizard-axis-parameters-help = One parameter a line: num_inference_steps: 20, 30.
wizard-axis-seeds = With several seeds
wizard-axis-seeds-help = With commas between them, 1, 2, 3, or as a range: 1-4.
wizard-rest = The batch
wizard-name = Name
wizard-name-help = Without one, the batch is called after its first prompt.
wizard-recipe = Steps that follow on the pictures
wizard-recipe-none = None
wizard-recipe-help = A recipe of yours works on every picture of the batch.
wizard-priority-help = From -100 to 100. A higher number goes before your other batches.
wizard-window = Set credits aside for so many jobs
wizard-window-help = Empty: for all of them from the start.
wizard-skip = Leave out rows that are wrong
wizard-preview-title = Preview of the batch
wizard-sums = What it would be
wizard-images = Images
wizard-images-of = { $count ->
    [one] { $count } image
   *[other] { $count } images
}
wizard-cost-low = At least
wizard-cost-expected = Likely price
wizard-cost-high = At most
wizard-balance = Your credits
wizard-duration = Takes about
wizard-too-dear = This can cost more than you have.
wizard-broken = { $count ->
    [one] { $text } row is wrong. Mend it, or start without it.
   *[other] { $text } rows are wrong. Mend them, or start without them.
}
wizard-back = Change it
wizard-start = Start the batch
wizard-start-others = Start without the wrong rows
wizard-errors = Wrong rows
wizard-line = Line { $number }
wizard-by-model = By model
wizard-rows-of = { $count ->
    [one] { $text } row
   *[other] { $text } rows
}
wizard-first = The first rows
