"""What telephone exchanges and conversation stores write, turned into events of the domain `comms`.

talk: one call, or one message, as a file tells it.
given: what the reader of a file knows and the file does not tell: whose telephone, who is a client, the firm.
Numbers and addresses are turned into pseudonyms with the firm's key; none is written, told or kept in clear.
"""
