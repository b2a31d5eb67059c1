"""How far a lab's checks can be trusted: mutants of the reference, mistakes, alternatives."""
