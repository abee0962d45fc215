"""Logs of tickets with failures planted in them, and the truth about which ticket has which.

Nothing here comes from the detector, neither code nor numbers. Every ticket first gets an ordinary life: first line
writes down what it knows, most tickets are passed on, are taken over within a working day, are sometimes with the
customer for days, and are closed long after the work was done. People work from Monday to Friday, by day. There is
noise: thanks that sound like reminders, questions before any transfer, priorities that the sender corrects, useful
returns, slow vendors, an integration that writes in both systems.

Then some tickets get one failure each. `strength`, from 0 to 1, is how plainly it shows: how likely it is to be
written in a field and not only spoken of, in plain words and not in oblique ones, how long a silence lasts, how often
a ticket crosses. At 0 it leaves next to no trace, at 1 nobody could miss it. What is planted does not depend on the
strength, only its trace does.
"""

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

HEAD = ("ticket", "time", "kind", "from", "to", "who", "team", "text", "system", "link", "priority")
SECOND_LINE = ("Network", "Applications", "Databases", "Field service", "Identity")
MONDAY = datetime(2026, 3, 2, 8, tzinfo=UTC)
WEEKS = 16
PATTERNS = ("priority_translation", "context_loss", "ownership_ambiguity", "black_hole")
REMOVALS = ("approval", "one_work_in_two_teams", "kept_twice")

FACTS = {
    "version": ("It is version 8.4.1.", "Which version is installed there?", "Nothing about the release in here."),
    "users": ("All users in Porto are affected.", "Who is affected?", "Would be good to know the extent."),
    "error": ("The error is E-4411, access denied.", "What is the exact error message?", "The symptom is vague."),
    "begin": ("It started on Tuesday at 09:30.", "Since when does this happen?", "No timeline here."),
    "account": ("The account number is 55120.", "Could you send us the account number?", "Cannot place this client."),
}
"""What first line writes, how it is asked for in plain words, and in oblique ones."""
STEPS = (
    ("Cleared the browser cache, no change.", "I cleared the cache, still the same.", "Wiped temp files first."),
    ("Restarted the print spooler.", "Spooler restarted, does not help.", "Bounced the service."),
    ("Checked the cable and the port.", "We checked the cable, it is fine.", "Looked at the wiring."),
    ("Reinstalled the client.", "Have reinstalled the client now.", "Put the software on afresh."),
)
PLAIN_CHASES = ("Any update on this?", "Still waiting for an answer.", "Is anybody working on this?")
OBLIQUE_CHASES = ("The customer is not amused.", "It is Thursday already.", "My patience has limits.")
NOISE = (
    "Following up on your fix, thank you!",
    "Thanks for the quick help.",
    "Found it, a certificate had expired.",
    "Vendor has confirmed the bug.",
    "Talked to the user, she can work.",
    "Please let me know if you have any questions.",
    "Applied the change from the runbook.",
)


@dataclass
class Log:
    """Rows as a table has them, in no order, and which tickets have which failure at which boundary."""

    rows: list[tuple[str, ...]] = field(default_factory=list)
    truth: dict[str, dict[str, tuple[str, str] | None]] = field(default_factory=lambda: defaultdict(dict))
    tickets: int = 0


@dataclass
class Ticket:
    """One ticket as it is being written. `at` is the time of its next event."""

    log: Log
    rng: random.Random
    name: str
    at: datetime
    team: str = "Service desk"
    system: str = "desk"

    def write(self, kind, to="", who="", text="", *, before="", team="", priority="", link=""):
        row = (self.name, self.at.isoformat(), kind, before, to, who, team, text, self.system, link, priority)
        self.log.rows.append(row)

    def later(self, low, high):
        """Working hours pass, as many of them as lie between the two."""
        left = timedelta(hours=self.rng.uniform(low, high))
        while True:
            if self.at.weekday() >= 5 or self.at.hour >= 18:
                self.at = (self.at + timedelta(days=1)).replace(hour=8, minute=self.rng.randrange(30))
                continue
            evening = self.at.replace(hour=18, minute=0, second=0)
            if self.at + left < evening:
                self.at += left + timedelta(seconds=1)
                return
            left -= evening - self.at
            self.at = evening

    def someone(self, team=None):
        return f"{(team or self.team).split()[0].lower()}.{self.rng.randrange(1, 7)}"

    def move(self, team, who):
        self.write("team", team, who, before=self.team)
        self.write("status", "Assigned", who)
        self.team = team

    def work(self, who, low=0.5, high=6):
        self.write("status", "In Progress", who)
        self.later(low, high)


def simulate(strength, seed=1, tickets=1000):
    """A log of so many tickets; two in five have a failure, each kind about as often."""
    rng = random.Random(seed)  # noqa: S311 - no secret is made of it
    log = Log(tickets=tickets)
    kinds = (*PATTERNS, *REMOVALS)
    last = MONDAY + timedelta(weeks=WEEKS)
    for number in range(tickets):
        at = MONDAY + timedelta(days=rng.randrange(5) + 7 * rng.randrange(WEEKS), hours=rng.uniform(0, 9))
        ticket = Ticket(log, rng, f"T{number:04}", at)
        failure = kinds[number // 2 % len(kinds)] if number % 5 < 2 else None
        live(ticket, failure, strength)
    log.rows = [row for row in log.rows if datetime.fromisoformat(row[1]) <= last]
    begun = {row[0]: row[1] for row in log.rows}
    for truth in log.truth.values():
        for name in [name for name in truth if name not in begun]:
            del truth[name]
    return log


def live(ticket, failure, strength):
    desk = ticket.someone()
    ticket.write("created", who="customer", team=ticket.team, priority="High")
    ticket.write("status", "New", "customer")
    if failure == "kept_twice":
        keep_twice(ticket, strength)
        return
    ticket.later(0.1, 3)
    ticket.work(desk)
    facts, step = ticket.rng.sample(list(FACTS), 2), ticket.rng.choice(STEPS)
    ticket.write("comment", who=desk, text=f"{FACTS[facts[0]][0]} {FACTS[facts[1]][0]}\n{step[0]}")
    before_any_transfer(ticket, desk)
    if stays(ticket, desk, failure, strength):
        return
    person = pass_on(ticket, desk, failure, strength)
    if failure == "priority_translation":
        rank(ticket, person, strength)
    if failure == "context_loss":
        ask(ticket, person, facts[0], step, strength)
    if failure is None:
        looks_alike(ticket, person, step)
    end(ticket, desk, person)


def stays(ticket, desk, failure, strength):
    """Whether first line keeps it: it is solved, copied by an integration, or stuck in an automation."""
    rng = ticket.rng
    if failure == "approval" or (failure is None and rng.random() < 0.05):
        approve(ticket, desk, strength if failure else None)
    screened = failure == "black_hole" or (failure is None and rng.random() < 0.3)
    if screened and screen(ticket, desk, strength if failure else None):
        return True
    if failure is None and rng.random() < 0.3:
        close(ticket, desk)
        return True
    if failure is None and rng.random() < 0.1:
        mirrored(ticket, desk)
        return True
    return False


def pass_on(ticket, desk, failure, strength):
    """To a team of the second line. Whoever takes it over there."""
    rng, team = ticket.rng, ticket.rng.choice(SECOND_LINE)
    ticket.later(0.1, 2)
    if rng.random() < 0.15:
        ticket.write("priority", "Urgent", desk, before="High", priority="Urgent")
    ticket.move(team, desk)
    if failure == "ownership_ambiguity":
        disown(ticket, desk, strength)
    elif failure == "one_work_in_two_teams":
        cross(ticket, team, strength)
    else:
        ticket.later(0.2, 9 if rng.random() < 0.98 else 40)
    person = ticket.someone()
    ticket.work(person, 0.3, 4)
    return person


def looks_alike(ticket, person, step):
    """What is no failure and looks like one: seldom, and as in life."""
    chance = ticket.rng.random()
    ticket.later(0.1, 3)
    if chance < 0.02:
        ticket.write("comment", who="customer", text="Now the other site has it too.")
        ticket.later(0.1, 1)
        ticket.write("priority", "Urgent", person, before="High", priority="Urgent")
    elif chance < 0.05:
        ticket.write("comment", who=person, text="Could you test it and tell us whether it works?")
    elif chance < 0.07:
        ticket.write("comment", who=person, text=f"Changed the configuration. {step[0].split(',')[0]} afterwards.")
    elif chance < 0.1:
        ticket.write("comment", who="customer", text="Can you tell me which form I have to fill in for a second one?")
    elif chance < 0.14:
        ticket.move("Service desk", person)
        ticket.later(0.1, 1)
        ticket.write("comment", who=ticket.someone(), text="Told the user the date, back to you.")
        ticket.move("Databases", ticket.someone())
        ticket.later(0.1, 3)
        ticket.work(ticket.someone())


def before_any_transfer(ticket, desk):
    rng = ticket.rng
    if rng.random() < 0.15:
        ticket.later(0.2, 2)
        ticket.write("comment", who=desk, text=rng.choice(list(FACTS.values()))[1])
        ticket.write("status", "Pending", desk)
        ticket.later(4, 60)
        ticket.write("comment", who="customer", text=rng.choice(list(FACTS.values()))[0])
        ticket.work(desk, 0.1, 2)


def end(ticket, desk, person):
    """Second line works on it, perhaps with the customer's help, and closes it or hands back what it found."""
    rng = ticket.rng
    if rng.random() < 0.5:
        ticket.later(0.5, 5)
        ticket.write("comment", who=person, text=rng.choice(NOISE))
    if rng.random() < 0.2:
        ticket.write("status", "Pending", person)
        ticket.later(8, 70)
        ticket.write("comment", who="customer", text="Here it is.")
        ticket.work(person, 0.5, 5)
    if rng.random() < 0.1:
        ticket.write("status", "Waiting for vendor", person)
        ticket.later(5, 60 if rng.random() < 0.8 else 400)
        ticket.work(person)
    if rng.random() < 0.1:
        ticket.write("comment", who="customer", text=rng.choice(PLAIN_CHASES))
        ticket.later(0.5, 6)
        ticket.write("comment", who=person, text="It will be done today.")
    if rng.random() < 0.25:
        ticket.later(1, 6)
        ticket.write("comment", who=person, text="Repaired, please tell the user.")
        ticket.move("Service desk", person)
        ticket.later(0.2, 8)
        ticket.work(desk, 0.2, 2)
    close(ticket, desk)


def close(ticket, who):
    ticket.later(0.3, 6)
    ticket.write("status", "Resolved", who)
    if ticket.rng.random() < 0.3:
        ticket.later(1, 20)
        ticket.write("comment", who="customer", text="Following up on your fix, thank you.")
    ticket.at += timedelta(days=7)
    ticket.write("status", "Closed", "automation")


# ── What is planted ────────────────────────────────────────────────────────────────────────────────────────────────


def planted(ticket, pattern, boundary=None):
    ticket.log.truth[pattern][ticket.name] = boundary


def rank(ticket, person, strength):
    """The receiver ranks it anew: in the field, or only in words."""
    planted(ticket, "priority_translation", ("Service desk", ticket.team))
    ticket.later(0.1, 3)
    if ticket.rng.random() < strength:
        ticket.write("priority", "Low", person, before="High", priority="Low")
    else:
        ticket.write("comment", who=person, text="For us this ranks behind the others.")


def ask(ticket, person, fact, step, strength):
    """The receiver asks for what first line wrote, or does once more what it did: in plain words or in oblique ones."""
    planted(ticket, "context_loss", ("Service desk", ticket.team))
    ticket.later(0.1, 2)
    plainly = ticket.rng.random() < strength
    words = FACTS[fact] if ticket.rng.random() < 0.6 else step
    ticket.write("comment", who=person, text=words[1] if plainly else words[2])
    ticket.later(1, 10)


def disown(ticket, desk, strength):
    """Nobody takes it over; or it comes straight back and is sent again; or nobody answers who asks."""
    rng, team = ticket.rng, ticket.team
    planted(ticket, "ownership_ambiguity", ("Service desk", team))
    way = rng.randrange(3)
    silence = 3 + strength * rng.uniform(40, 80)
    if way == 0:
        ticket.later(silence, silence + 4)
    elif way == 1:
        ticket.later(0.1, 3)
        other = ticket.someone()
        if rng.random() < strength:
            ticket.write("comment", who=other, text="Not ours.")
        else:
            ticket.work(other, 1, 4)
        ticket.move("Service desk", other)
        ticket.later(0.1, 4)
        if rng.random() < strength:
            ticket.move(team, desk)
            ticket.later(0.2, 4)
    else:
        ticket.later(2, 6)
        ticket.work(ticket.someone())
        ticket.write(
            "comment", who="customer", text=rng.choice(PLAIN_CHASES if rng.random() < strength else OBLIQUE_CHASES)
        )
        ticket.later(silence, silence + 4)


def screen(ticket, desk, strength):
    """An automation holds it for a few hours and lets it go; or it does not, and nobody looks. Whether it is stuck."""
    rng = ticket.rng
    ticket.write("status", "Automatic screening", "automation")
    if strength is None:
        ticket.later(0.5, 12 if rng.random() < 0.97 else 90)
        ticket.work(desk)
        return False
    planted(ticket, "black_hole")
    end = MONDAY + timedelta(weeks=WEEKS)
    since = end - timedelta(hours=rng.uniform(1, 12) + strength * rng.uniform(24, 900))
    shift = since - ticket.at
    for number, row in enumerate(ticket.log.rows):
        if row[0] == ticket.name:
            ticket.log.rows[number] = (row[0], (datetime.fromisoformat(row[1]) + shift).isoformat(), *row[2:])
    return True


def approve(ticket, desk, strength):
    """An approval: a stamp within minutes, or, not planted, a decision that takes a day and says something."""
    ticket.write("status", "Waiting for approval", desk)
    if strength is None:
        ticket.later(0.1 if ticket.rng.random() < 0.3 else 3, 20)
        ticket.write("comment", who="manager", text="Only for the two sites in Spain.")
        ticket.later(0.1, 1)
    else:
        planted(ticket, "approval")
        slow = 6 * (1 - strength) * ticket.rng.random()
        ticket.later(0.02 + slow, 0.3 + slow)
    ticket.work("manager", 0.1, 1)


def cross(ticket, team, strength):
    """It needs both teams at every turn."""
    rng = ticket.rng
    planted(ticket, "one_work_in_two_teams")
    for _ in range(round(strength * rng.uniform(0.6, 1.4) * 2)):
        for other in ("Service desk", team):
            ticket.later(0.3, 4)
            person = ticket.someone()
            ticket.work(person, 1, 5)
            ticket.write("comment", who=person, text="My part is done, the next one is yours.")
            ticket.move(other, person)
    ticket.later(0.3, 4)


def keep_twice(ticket, strength):
    """The same person writes it down in both systems."""
    rng, desk = ticket.rng, ticket.someone()
    planted(ticket, "kept_twice")
    ticket.system = "desk"
    while not 9 <= ticket.at.hour < 15:
        ticket.later(0.5, 2)
    ticket.write("comment", who=desk, text="The pump reports a wrong pressure.")
    name, apart = ticket.name, 5 * (1 - strength) * rng.random()
    ticket.later(0.05 + apart, 0.4 + apart)
    ticket.name, ticket.system = f"{name}-dev", "tracker"
    ticket.write("status", "To Do", desk, link=name)
    ticket.write("comment", who=desk, text="Pump: wrong pressure, see the desk's ticket.")
    ticket.later(2, 9)
    ticket.work("dev.1", 2, 9)
    ticket.write("status", "Done", "dev.1")


def mirrored(ticket, desk):
    """Not a failure: an integration copies, and whoever works in one system works in that one only."""
    name, ticket.system = ticket.name, "desk"
    ticket.write("comment", who=desk, text="The valve sticks.")
    ticket.at += timedelta(seconds=20)
    ticket.name, ticket.system = f"{name}-dev", "tracker"
    ticket.write("status", "To Do", "sync", link=name)
    ticket.write("comment", who="sync", text="The valve sticks.")
    ticket.later(1, 8)
    ticket.work("dev.2", 2, 9)
    ticket.write("comment", who="dev.2", text="New seal.")
    ticket.at += timedelta(seconds=20)
    ticket.name, ticket.system = name, "desk"
    ticket.write("comment", who="sync", text="New seal.")
    ticket.name, ticket.system = f"{name}-dev", "tracker"
    ticket.at += timedelta(minutes=5)
    ticket.write("comment", who="sync", text="Copied.")
    ticket.later(1, 3)
    ticket.write("status", "Done", "dev.2")
