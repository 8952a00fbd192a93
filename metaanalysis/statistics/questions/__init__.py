"""Questions that papers about evaluation ask of results, each answered by one small module.

How noisy is a benchmark (`seeds`, `runs`), does the whole follow its parts (`parts`, `gaps`), does one benchmark
predict another (`shift`, `copulas`, `correlations`), is a jump real (`emergence`, `changepoints`, `growth`), could it
be luck (`luck`, `novelty`), could another analysis say otherwise (`multiverse`), does a correction help (`correction`),
do words go together (`association`, `communities`), is it the same name (`names`), does a metric agree with people
(`judges`, `winrates`), what varies (`factors`, `composition`), is a number plausible (`plausibility`).
"""

from __future__ import annotations
