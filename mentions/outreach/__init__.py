"""From prospect to letter to CSV: `cleaning`, `templates`, `drafting`, `linting` with `phrases`, `exporting`. Pure."""
