"""Questions and answers as token ids, exactly as the chat template renders them."""

from dataclasses import dataclass, field
from functools import cache
from random import Random

from tokenizers import Tokenizer

from make_tokenizer import assistant_id, end_id, unknown_id, user_id

letters = "ABCDE"
choice_start = "Best option: ("
"""How an answer to a multiple-choice question is made to begin."""

content_words = frozenset(
    """red green blue yellow orange purple white black circle square triangle star cross diamond left right up down top
    middle bottom digit number shape shapes colour color objects object move moves go goes briefly moment not start end first
    last beginning how many where what which there digit one two three four five describe a b c d e digits row second third fourth
    before after later earlier appear appears come comes written read numbers odd different small others same
    line lines upper lower""".split()
)


@dataclass(frozen=True)
class Turn:
    """Ids of a question up to where the answer is the model's own, of that answer with its end, and what is to be thought of each option."""

    question: list[int]
    answer: list[int]
    verdicts: dict[int, int] = field(default_factory=dict)
    """By the place in the question of an option's last word: yes or no. A matter of training; no answer says it."""


class ChatEncoder:
    def __init__(self, tokenizer: Tokenizer):
        self.tokenizer = tokenizer
        self._ids = cache(lambda text: tuple(tokenizer.encode(text, add_special_tokens=False).ids))
        self._droppable = {
            number for word, number in tokenizer.get_vocab().items() if word.isalpha() and word not in content_words
        }

    def ids(self, text: str) -> list[int]:
        return list(self._ids(text))

    def turn(self, question: dict, random: Random | None = None) -> Turn:
        """A generated question as a turn; with `random`, some lesser words are made unknown, as words of users will be."""
        words = self.ids(question["text"])
        if random and random.random() < 0.25:
            words = [unknown_id if number in self._droppable and random.random() < 0.15 else number for number in words]
        start, answer = "", question["answer"]
        verdicts = {}
        for letter, option in zip(letters, question.get("options", ())):
            words += self.ids(f"\n({letter}) {option}")
            # The user's marker stands before the words.
            verdicts[len(words)] = self.ids("yes" if letter == question["answer"] else "no")[0]
            start, answer = choice_start, f"{question['answer']})"
        return Turn([user_id, *words, assistant_id, *self.ids(start)], [*self.ids(answer), end_id], verdicts)
