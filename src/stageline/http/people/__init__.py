"""People, sales teams and tokens over HTTP."""
