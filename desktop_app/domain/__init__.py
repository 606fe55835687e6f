"""What a project, an indicator, an amount, a code and a plan are. Standard library only."""
