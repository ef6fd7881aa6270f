"""行政区划: the divisions of GB/T 2260, and the acts of the state that change them from a day on."""
