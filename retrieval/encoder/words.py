"""The tokenizer as a Hugging Face `tokenizer.json`: SentencePiece's unigram model."""

from __future__ import annotations

from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

LONGEST = 512
"""Pieces a text may have; the model's positions."""


def build(pieces: list[str], scores: list[float]) -> Tokenizer:
    """Ids are places in `pieces`; 0 <s>, 1 <pad>, 2 </s>, 3 <unk>."""
    tokenizer = Tokenizer(models.Unigram(list(zip(pieces, scores, strict=True)), unk_id=3))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Nmt(),
            normalizers.NFKC(),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", 0), ("</s>", 2)],
    )
    tokenizer.add_special_tokens(["<s>", "<pad>", "</s>", "<unk>"])
    tokenizer.enable_truncation(LONGEST)
    tokenizer.enable_padding(pad_id=1, pad_token="<pad>")  # noqa: S106 - no password
    return tokenizer
