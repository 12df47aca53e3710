"""Rules and services of the house, told from the facts files."""

from __future__ import annotations

from bot.actions.account import Action
from bot.actions.button import button
from bot.actions.context import ActionContext
from bot.actions.cues import heard
from bot.actions.outcome import Outcome
from bot.actions.services import Services
from bot.actions.speak import Say
from bot.engine.port import Act
from library.facts import Topic


def topic_action(intent: str, act: Act = "info_told") -> Action:
    """An action that tells the topic of `intent` whose keywords the message has."""

    async def tell(context: ActionContext, services: Services) -> Outcome:
        say = Say(context, services)
        topic = choose_topic(services.facts.topics_of(intent), context.meant)
        if topic is None:
            ask = button(say("button.librarian"), "ask_librarian")
            return Outcome((say.reply("topic.none", buttons=[ask]),), (act,))
        return Outcome((say.reply("topic", text=topic.text),), (act,))

    return tell


def choose_topic(topics: tuple[Topic, ...], meant: str) -> Topic | None:
    """The topic with the most words of its keywords in a message; else the general one."""
    if not topics:
        return None
    return max(topics, key=lambda topic: (heard(meant, topic.keywords), topic is topics[0]))
