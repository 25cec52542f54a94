"""Send work to a Dask cluster. No other package uses distributed, and this one only when there is much to do."""
