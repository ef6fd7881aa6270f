"""The event store and what surrounds it: deciders, envelopes, the group committer, the carrying out of commands."""
