"""What people look at: the student's page."""
