"""Radio: news articles in, broadcast-ready MP3s out.

``Article → Script → Track → Episode``, and on the side ``Clip`` (a piece of sound), ``Voice`` (the only
thing that speaks), ``Station`` (settings).

The rooms. A row may import only from the rows above it, or from its own room;
``tests/test_layers.py`` reads this very table and fails on a wrong arrow.

=== ======================================== ========================================
row rooms                                    duty
=== ======================================== ========================================
1   errors                                   what can go wrong, for a person to read
1   presenters                               who reads, in a station's words
1   masters, formats                         the sounds and the files that a programme is delivered in
1   music, ambience, take                    a station's pieces; a recording, and how much of it
2   article, station, audio.clip             the nouns
2   story                                    an article with its recordings, found and known
3   script                                   what will be heard
4   track, sentences, slug, shortening       the timeline; sentences; names folded, texts cut
4   composing                                letters and their marks put together
4   picture                                  a cover by its header
4   turns                                    which presenter reads what
5   cues                                     what a script's instructions ask for
5   episode                                  the track written out
6   segment, speech, audio, takes, chapters  pure: noun in, noun out
6   transcript                               pure: what is heard, as captions and as text
6   markdown                                 pure: the script as a producer edits it
7   phrases, companions                      times within sentences; files beside an MP3
7   bwf                                      pure: what stands in a WAV beside its sound
7   feed                                     pure: RSS from what sidecars say
7   show                                     pure: a picture of an episode
7   tape, shelf                              a recording in a file; segments made before
7   files                                    writing whole or not at all
7   shortcut                                 pure: the addresses in a .url file
8   read, ffmpeg, settings, tags, sidecar    the edges that touch the world
8   ledger, lock                             what is known of every story; one run at a time
8   remote                                   an inbox or outbox elsewhere, by its mirror
8   inbox                                    a folder of articles, by their files
9   recipe                                   what every story rests on, as digests
8   presenter                                the script as a presenter prints it, a .docx
8   recordings                               which recording on the disk each statement has
9   voices                                   spoken text to Clip
9   press                                    sound to one MP3, on all cores; to a WAV
9   understand                               an article, or a script as edited, to a Script
9   retag                                    an MP3's tags corrected, its sidecar with them
9   outbox                                   a folder of episodes, by their sidecars
10  publish                                  a folder of episodes to its feed
10  delivery                                 a WAV to what is smaller, its peaks kept
10  kept                                     what is kept for the next time
10  renditions                               a segment as sound: spoken, recorded or played
11  parts                                    segments made side by side, or taken from the shelf
12  assembly                                 parts and pauses on a reel: the timeline
13  tunes                                    where music is heard, and what lies under what
14  produce                                  Script + takes + Voice to an Episode
15  casting                                  from names to voices that read
16  saying                                   a text spoken into a file, to try it out
16  batch                                    a day's stories, unattended
17  cli                                      parse, call, print
=== ======================================== ========================================
"""

__version__ = "0.1.0"
