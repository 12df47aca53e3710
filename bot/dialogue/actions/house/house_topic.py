"""Rules and services of the house, told from the facts files."""

from __future__ import annotations

from bot.dialogue.actions.account.account import Action
from bot.dialogue.actions.button import button
from bot.dialogue.actions.context import ActionContext
from bot.dialogue.actions.outcome import Outcome
from bot.dialogue.actions.services import Services
from bot.dialogue.actions.talk.cues import count_cues
from bot.dialogue.actions.talk.speak import Say
from bot.dialogue.memory import Topics
from bot.dialogue.port import Act
from bot.dialogue.understanding.needs import parts
from library.facts import Topic

MOST = 2
"""Topics told in one reply."""


def topic_action(intent: str, act: Act = "info_told") -> Action:
    """An action that tells the topics of `intent` whose keywords the message has."""

    async def tell(context: ActionContext, services: Services) -> Outcome:
        say = Say(context, services)
        topics = choose_topics(services.facts.topics_of(intent), context.meant)
        if not topics:
            ask = button(say("button.librarian"), "ask_librarian")
            return Outcome((say.reply("topic.none", buttons=[ask]),), (act,))
        reply = say.reply("topic", text="\n".join(topic.text for topic in topics))
        ids = tuple(topic.id for topic in topics)
        seen = Topics(intent=intent, ids=ids, asked=context.meant)
        return Outcome((reply,), (act,), seen=(seen,))

    return tell


def choose_topics(topics: tuple[Topic, ...], meant: str) -> tuple[Topic, ...]:
    """The topic of each part of a message that has one (`có wifi không, photo ở đâu`); without
    any, the general one."""
    asked = [
        topic
        for part in parts(meant)
        if (topic := choose_topic(topics, part.text)) is not None
        and count_cues(part.text, topic.keywords)
    ]
    whole = choose_topic(topics, meant)
    return tuple(dict.fromkeys(asked))[:MOST] or ((whole,) if whole is not None else ())


def choose_topic(topics: tuple[Topic, ...], meant: str) -> Topic | None:
    """The topic with the most words of its keywords in a message; else the general one."""
    if not topics:
        return None
    return max(topics, key=lambda topic: (count_cues(meant, topic.keywords), topic is topics[0]))
