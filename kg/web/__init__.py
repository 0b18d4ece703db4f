"""The site and the endpoint that `kg serve` starts."""
