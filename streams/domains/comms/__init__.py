"""Comms: recording and keeping of communication in an investment firm (VPFF recommendation no. 11, VPFF11).

Glossary: a *communication* is one call, meeting, chat session or message; a *segment* is a stretch of it with one
coding, one employee side and one telephone; a *leg* is the segments since the start or the last transfer; a *record* is
one piece of evidence: a recording, a stored message or minutes; a *tape* is a recording as it counts as sound; a
*profile* is what the partition of a communication knows of it; a record is *tied* when it names its communication and
*untied* when it names a telephone only. The contract is `docs/domains/comms.md`.

What is sealed passes by: no rule needs it, and no state keeps it. Who holds the data keys and destroys them (section
11) works beside the log; what must follow from a destroyed key comes as `record_deleted`.
"""
