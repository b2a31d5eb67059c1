"""A whole class: what is to do, the workers, the only writer of the gradebook."""
