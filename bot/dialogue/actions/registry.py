"""Every action Rasa may ask for, by the name in the domain."""

from __future__ import annotations

from bot.dialogue.actions.account import agree, cancel_hold, place_hold, renew_loan
from bot.dialogue.actions.account.account import Action
from bot.dialogue.actions.account.link_account import link_account
from bot.dialogue.actions.account.unlink_account import unlink_account
from bot.dialogue.actions.account.view_fines import view_fines
from bot.dialogue.actions.account.view_holds import view_holds
from bot.dialogue.actions.account.view_loans import view_loans
from bot.dialogue.actions.catalogue.check_availability import check_availability
from bot.dialogue.actions.catalogue.find_book import find_book
from bot.dialogue.actions.catalogue.more_results import more_results
from bot.dialogue.actions.catalogue.new_arrivals import new_arrivals
from bot.dialogue.actions.catalogue.recommend import recommend
from bot.dialogue.actions.catalogue.refine_search import refine_search
from bot.dialogue.actions.catalogue.show_details import show_details
from bot.dialogue.actions.follow_ups.ask_detail import ask_detail
from bot.dialogue.actions.follow_ups.ask_reason import ask_reason
from bot.dialogue.actions.follow_ups.ask_source import ask_source
from bot.dialogue.actions.follow_ups.repeat import repeat
from bot.dialogue.actions.house.events import events
from bot.dialogue.actions.house.house_topic import topic_action
from bot.dialogue.actions.house.location_contact import location_contact
from bot.dialogue.actions.house.opening_hours import opening_hours
from bot.dialogue.actions.people import feedback, suggest_purchase
from bot.dialogue.actions.people.ask_librarian import ask_librarian
from bot.dialogue.actions.people.privacy import privacy
from bot.dialogue.actions.reference.ask_reference import ask_reference
from bot.dialogue.actions.talk.nlu_fallback import nlu_fallback
from bot.dialogue.actions.talk.social import social_action

ACTIONS: dict[str, Action] = {
    "action_greet": social_action("greet", "greeted", menu=True),
    "action_goodbye": social_action("goodbye", "farewelled"),
    "action_thank": social_action("thank", "thanked"),
    "action_affirm": agree.affirm,
    "action_deny": agree.deny,
    "action_cancel": agree.cancel,
    "action_help": social_action("help", "helped", menu=True),
    "action_bot_challenge": social_action("bot_challenge", "info_told"),
    "action_find_book": find_book,
    "action_more_results": more_results,
    "action_refine_search": refine_search,
    "action_show_details": show_details,
    "action_check_availability": check_availability,
    "action_new_arrivals": new_arrivals,
    "action_recommend": recommend,
    "action_view_loans": view_loans,
    "action_renew_loan": renew_loan.renew_loan,
    "action_view_fines": view_fines,
    "action_place_hold": place_hold.place_hold,
    "action_view_holds": view_holds,
    "action_cancel_hold": cancel_hold.cancel_hold,
    "action_link_account": link_account,
    "action_unlink_account": unlink_account,
    "action_ask_reference": ask_reference,
    "action_ask_librarian": ask_librarian,
    "action_opening_hours": opening_hours,
    "action_location_contact": location_contact,
    "action_card_registration": topic_action("card_registration"),
    "action_borrowing_rules": topic_action("borrowing_rules"),
    "action_lost_or_damaged": topic_action("lost_or_damaged"),
    "action_digital_access": topic_action("digital_access"),
    "action_services": topic_action("services"),
    "action_events": events,
    "action_suggest_purchase": suggest_purchase.suggest_purchase,
    "action_donate_books": topic_action("donate_books", "donation_told"),
    "action_feedback": feedback.feedback,
    "action_privacy": privacy,
    "action_out_of_scope": social_action("out_of_scope", "out_of_scope_told", menu=True),
    "action_ask_reason": ask_reason,
    "action_ask_detail": ask_detail,
    "action_ask_source": ask_source,
    "action_repeat": repeat,
    "action_nlu_fallback": nlu_fallback,
    "action_default_fallback": nlu_fallback,
    "validate_renew_form": renew_loan.validate,
    "action_ask_renew_loans": renew_loan.ask_loans,
    "action_ask_renew_confirm": renew_loan.ask_confirm,
    "action_renew_submit": renew_loan.submit,
    "validate_hold_form": place_hold.validate,
    "action_ask_hold_work": place_hold.ask_work,
    "action_ask_hold_branch": place_hold.ask_branch,
    "action_ask_hold_confirm": place_hold.ask_confirm,
    "action_hold_submit": place_hold.submit,
    "validate_cancel_hold_form": cancel_hold.validate,
    "action_ask_cancel_holds": cancel_hold.ask_holds,
    "action_ask_cancel_confirm": cancel_hold.ask_confirm,
    "action_cancel_hold_submit": cancel_hold.submit,
    "validate_suggest_form": suggest_purchase.validate,
    "action_ask_purchase_title": suggest_purchase.ask_title,
    "action_suggest_submit": suggest_purchase.submit,
    "validate_feedback_form": feedback.validate,
    "action_ask_feedback_text": feedback.ask_text,
    "action_feedback_submit": feedback.submit,
}
