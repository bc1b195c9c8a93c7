"""The by-law, one noun a file. A rule looks at the state and the law of the day and says what follows.

It publishes nothing, and it knows no partition, batch or topic.
"""
