# The page of all components, for development.
design-title = Design
design-about = Every component in its states. The theme menu above changes the colours.
