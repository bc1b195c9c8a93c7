"""The content that the log of comms never holds in clear: recordings, texts and what is sealed, and the keys to them.

object: the ciphertext of one record, or of its picture track, in an object store.
data key: of one object; whoever destroys it makes the object, all its copies and what is sealed with it unreadable.
wrapping key: of one firm and month of expiry; data keys are kept under it only.
replica: a further directory with the same keys: losing a key is an early deletion.
"""
