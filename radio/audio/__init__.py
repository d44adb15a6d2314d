"""Sound: pure functions on samples and clips. Nothing here touches the disk or starts a program."""
