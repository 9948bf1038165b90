"""What the numbers say: won, in the pipeline, time in stage. Each currency stands alone; nothing ever adds two."""
