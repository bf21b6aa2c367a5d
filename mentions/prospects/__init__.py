"""Is a page worth asking, and whom: `stages` (allowed moves), `qualifying` and `scoring`, `contacts`. Pure."""
