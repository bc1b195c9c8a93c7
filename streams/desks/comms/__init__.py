"""What a compliance office asks of the register of comms: what is found, what is overdue, how much was captured."""
