"""From a lab's text to what students get: build, release, leak audit, a made-up class."""
