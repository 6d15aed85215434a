# A user's own presets of the generation form.
own-presets = My presets
own-presets-manage = Manage
own-presets-more = Show more
own-presets-empty = No presets yet
own-presets-empty-text = “Save settings as a preset” below the form keeps model, parameters and negative prompt under a name.
own-preset-save = Save settings as a preset
own-preset-new = Save a preset
own-preset-what = Keeps the settings for { $model }: parameters, negative prompt and number of images. Prompt and seed are not part of it.
own-preset-name = Name
own-preset-over = In the place of
own-preset-over-none = None, save a new one
own-preset-over-help = Without a name, the preset keeps the one it has.
own-preset-begin = Begin with it whenever I open “Generate”
own-preset-do-save = Save
own-preset-saved = “{ $name }” is saved.
own-preset-gone = “{ $name }” is for { $model }, which is not on offer now. The preset is kept; the form shows another model.
own-preset-needs-source = “{ $name }” is for { $model }, which starts from an image. Choose one to start from, then the preset again.
own-preset-takes-no-source = “{ $name }” is for { $model }, which does not start from an image. Leave the image away to use the preset.
own-preset-changed = { $model } has changed since “{ $name }” was saved. What it no longer takes is marked below; the preset itself is unchanged.
own-preset-is-default = Begins the form
own-preset-images = { $count ->
    [one] One image
   *[other] { $count } images
}
own-preset-model-gone = The model is not on offer now. The preset is kept until it is.
own-preset-model-changed = The model has changed since. It no longer takes all of this:
own-preset-settings = Settings
own-preset-rename = Rename
own-preset-make-default = Begin the form with it
own-preset-no-default = No longer begin the form with it
own-preset-delete = Delete
own-preset-delete-yes = Delete this preset
