"""How fast it is, as ratios to a floor that is measured in the same run: absolute times say more of the machine."""
