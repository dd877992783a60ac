"""The walk that the site is for, in three browsers, over HTTP and HTTPS, with and without scripts."""

from tests.browser.watch import BALLERINA, WATCHED

ENDING = "“The ending”"
#: Of the ending that Ballerina's ending answers, in Chapter 2.
ANSWERED = "excommunicado"


def test_a_stranger_reveals_hides_marks_follows_an_echo_and_locks_everything(visitor):
    visitor.go(BALLERINA)
    visitor.sees("Nothing is marked as seen", f"Reveal {ENDING}")
    visitor.misses(WATCHED)

    visitor.press(f"Reveal {ENDING}")
    visitor.sees(WATCHED, f"Open now: {ENDING}, Ballerina.")

    visitor.press(f"Hide {ENDING} again")
    visitor.sees("Locked again.", f"Reveal {ENDING}")
    visitor.misses(WATCHED)

    visitor.go("/seen/")
    visitor.tick("Ballerina")
    visitor.tick("Chapter 2")
    visitor.press("Save what I have seen")
    visitor.sees("Saved: 2 films marked as seen.")

    visitor.follow("Ballerina: The ending mirrors Chapter 2: The ending")
    visitor.sees(WATCHED, ANSWERED, "Intended by the makers")

    visitor.follow("Films")
    visitor.sees("2 films seen")
    visitor.follow("From the World of John Wick: Ballerina")
    visitor.sees(WATCHED, "You have seen it.")
    visitor.press("Lock everything again")
    visitor.sees("Everything is locked again.", f"Reveal {ENDING}")
    visitor.misses(WATCHED)
