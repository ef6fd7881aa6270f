"""What can be wrong with a log, its files and its proofs. `shared.tlog` raises nothing else."""


class TlogFault(ValueError):
    """Something is wrong with a log. The message says what and where."""


class Malformed(TlogFault):
    """The bytes are not in the format that they should be in."""


class Missing(TlogFault):
    """A file is not there that a signed checkpoint covers."""


class Unsigned(TlogFault):
    """No key that is trusted signed the note, or its signature does not fit the text."""


class Unproven(TlogFault):
    """A proof does not lead to the root that it should lead to."""


class Inconsistent(TlogFault):
    """What would be signed does not continue what was signed before, or is not what lies on the disk."""


class EntryTooLong(TlogFault):
    """An entry is longer than the 65,535 bytes that the bundle's length field can say."""
