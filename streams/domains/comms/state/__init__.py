"""What do the rules look at?"""
