"""Radio: news articles in, broadcast-ready MP3s out.

``Article → Script → Track → Episode``, and on the side ``Clip`` (a piece of sound), ``Voice`` (the only
thing that speaks), ``Station`` (settings).

The rooms. A row may import only from the rows above it, or from its own room;
``tests/test_layers.py`` reads this very table and fails on a wrong arrow.

=== ==================================================================== =====================================
row rooms                                                                duty
=== ==================================================================== =====================================
1   errors                                                               what can go wrong, for a person to read
2   article, script, station, audio.clip                                 the nouns
3   track, sentences, slug                                               timeline; sentence splitting; names
4   segment, speech, audio, takes                                        pure: noun in, noun out
5   files, read, ffmpeg, settings, tags, sidecar                         the edges that touch the world
6   voices                                                               spoken text to Clip
7   produce                                                              Script + takes + Voice to an Episode
8   cli                                                                  parse, call, print
=== ==================================================================== =====================================
"""

__version__ = "0.1.0"
