"""The trusted side of isolation: tiers, launch, sessions, patience."""
