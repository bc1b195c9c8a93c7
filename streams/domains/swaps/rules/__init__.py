"""The swap dealer definition and the cross-border rule, one noun a file. A rule looks at facts and terms as of one day.

It publishes nothing, and it knows no partition, batch or topic.
"""
