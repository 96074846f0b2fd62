"""Which events are in force at a position of the log, and what they say of everyone."""
import json
from datetime import date, datetime


def day_number(day):
    return day.year * 10000 + day.month * 100 + day.day


class Partial:
    """A partial date: counted on the day, the 15th of a month, 1 July of a year."""

    def __init__(self, text):
        parts = [int(part) for part in text.rstrip("~").split("-")]
        self.precise = len(parts) == 3
        year = parts[0]
        if len(parts) == 3:
            self.day = self.first = self.last = date(*parts)
        elif len(parts) == 2:
            month = parts[1]
            self.first, self.day = date(year, month, 1), date(year, month, 15)
            following = date(year + month // 12, month % 12 + 1, 1)
            self.last = date.fromordinal(following.toordinal() - 1)
        else:
            self.first, self.day, self.last = date(year, 1, 1), date(year, 7, 1), date(year, 12, 31)

    def age(self, at):
        return (day_number(at) - day_number(self.day)) // 10000


USUAL = {"1", "2", "3", "4", "7"}


def number_of(code, above=98):
    try:
        value = int(code)
    except ValueError:
        return above
    return value if value < 98 else above


def read_log(path):
    """All events that were accepted, with the position of their acceptance."""
    events = []
    for line in open(path, encoding="utf-8"):
        row = json.loads(line)
        if "event" in row and "accepted" in row:
            event = row["event"]
            event["accepted"], event["accepted_at"] = row["accepted"], datetime.fromisoformat(row["accepted_at"].replace("Z", "+00:00"))
            if "counted" in row:
                event["counted"] = row["counted"]
            event["when"] = Partial(event["date"])
            events.append(event)
    return events


def in_force(events):
    """An event, its corrections and theirs are one family of which at most one counts: of several corrections the one with the greatest
    id that counts, else the event itself unless an event that counts withdraws it or says that its movers never came."""
    by_id = {event["id"]: event for event in events}
    corrections, cancelled = {}, {}
    for event in events:
        if "supersedes" in event:
            corrections.setdefault(event["supersedes"], []).append(event["id"])
        data = event["data"]
        if event["kind"] == "withdrawal":
            cancelled.setdefault(data["event"], []).append(event["id"])
        elif event["kind"] == "transfer_receipt" and not data["received"]:
            cancelled.setdefault(data["transfer"], []).append(event["id"])
    chosen = {}

    def root(event):
        seen = {event}
        while event in by_id and "supersedes" in by_id[event]:
            event = by_id[event]["supersedes"]
            if event in seen:
                break
            seen.add(event)
        return event

    def pick(event):
        for other in sorted(corrections.get(event, []), reverse=True):
            one = pick(other)
            if one:
                return one
        stands = event in by_id and not any(counts(other) for other in cancelled.get(event, []))
        return event if stands else None

    def counts(event):
        first = root(event)
        if first not in chosen:
            chosen[first] = pick(first)
        return chosen[first] == event

    return sorted((event for event in events if counts(event["id"])), key=lambda event: (event["when"].day, event["id"]))


def acts_of(event):
    """What an event does to where people live: person, rank on a day, act."""
    kind, data = event["kind"], event["data"]
    acts = []

    def enter(member, how, rank, origin=None):
        act = ("enter", data["hamlet"], data["household"], member["residence"], how, origin)
        acts.append((member["person"], rank, act))

    if kind == "household":
        for member in data["members"]:
            enter(member, "found", 1)
    elif kind == "birth":
        enter(data["child"], "birth", 0)
    elif kind == "adoption":
        enter(data["child"], "moved", 1)
    elif kind == "move_in":
        for member in data["members"]:
            enter(member, "moved", 1, data["from"])
    elif kind == "move_out":
        for person in data["persons"]:
            acts.append((person, 5, ("leave", data["household"], data["to"])))
    elif kind == "transfer":
        for member in data["members"]:
            acts.append((member["person"], 4, ("move", data["from_household"], data["to_hamlet"], data["to_household"])))
    elif kind in ("split", "merge"):
        for member in data["members"]:
            acts.append((member["person"], 4, ("move", data["from_household"], data["hamlet"], data["household"])))
    elif kind == "death":
        acts.append((data["person"], 6, ("die",)))
    elif kind == "change" and data["field"] == "residence":
        acts.append((data["person"], 2, ("status", data["value"])))
    seen, unique = set(), []
    for person, rank, act in acts:
        if person not in seen:
            seen.add(person)
            unique.append((person, rank, act))
    return unique


class Stay:
    """From a day to the day before another: a hamlet, a household, a status, how it began and ended."""
    __slots__ = ("hamlet", "household", "status", "start", "end", "entry", "origin", "leaving", "goal", "opened", "closed")

    def __init__(self, hamlet, household, status, start, entry, origin, opened):
        self.hamlet, self.household, self.status, self.start, self.entry = hamlet, household, status, start, entry
        self.origin, self.end, self.leaving, self.goal, self.opened, self.closed = origin, None, None, None, opened, None

    def covers(self, day):
        return self.start <= day and (self.end is None or day < self.end)

    def usual(self):
        return self.status in USUAL


def stays_of(acts):
    """Folds the acts of one person into stays. A birth of which the day is not known comes before the other acts that its span allows, a
    death after them."""
    dated = [[event["when"].day, rank, event["id"], event, act] for event, rank, act in acts]
    for at, one in enumerate(dated):
        when = one[3]["when"]
        others = [other[0] for place, other in enumerate(dated) if place != at]
        if one[1] == 0:
            fitting = [day for day in others if day >= when.first]
            one[0] = min([one[0]] + ([min(fitting)] if fitting else []))
        elif one[1] == 6:
            fitting = [day for day in others if day <= when.last]
            one[0] = max([one[0]] + ([max(fitting)] if fitting else []))
    dated.sort(key=lambda one: one[:3])
    stays, dead = [], False

    def close(day, event, why, goal=None):
        stays[-1].end, stays[-1].closed, stays[-1].leaving, stays[-1].goal = day, event, why, goal

    for day, _, _, event, act in dated:
        if dead:
            continue
        here = stays[-1] if stays and stays[-1].end is None else None
        if act[0] == "enter":
            _, hamlet, household, status, how, origin = act
            if how == "birth" and stays:
                continue
            if here is None:
                stays.append(Stay(hamlet, household, status, day, how, origin, event))
            elif (here.household, here.hamlet) != (household, hamlet):
                close(day, event, "transferred", hamlet)
                stays.append(Stay(hamlet, household, status, day, "transferred", here.hamlet, event))
        elif act[0] == "move":
            _, source, hamlet, household = act
            if here is None:
                stays.append(Stay(hamlet, household, "1", day, "moved", None, event))
            elif (here.household, here.hamlet) != (household, hamlet) and here.household == source:
                close(day, event, "transferred", hamlet)
                stays.append(Stay(hamlet, household, here.status, day, "transferred", here.hamlet, event))
        elif act[0] == "status" and here is not None and here.status != act[1]:
            close(day, event, "status")
            stays.append(Stay(here.hamlet, here.household, act[1], day, "status", None, event))
        elif act[0] == "leave" and here is not None and here.household == act[1]:
            close(day, event, "moved", act[2])
        elif act[0] == "die":
            dead = True
            if here is not None:
                close(day, event, "died")
    return stays


class Person:
    def __init__(self, ident):
        self.id, self.sex, self.birth, self.stays, self.events = ident, "u", None, [], []

    def sex_number(self):
        return {"m": 1, "f": 2}.get(self.sex, 0)

    def age(self, day):
        return max(0, min(120, self.birth.age(day))) if self.birth else 0

    def home(self, day):
        """Where a happening of a day counts: where the person lives at its end, or until then."""
        usual = [stay for stay in self.stays if stay.usual()]
        for stay in usual:
            if stay.covers(day):
                return stay.hamlet
        for stay in reversed(usual):
            if stay.end == day:
                return stay.hamlet
        return None


def line_of(event, person):
    data = event["data"]
    lines = [data["child"]] if "child" in data else [member for member in data.get("members", []) if "sex" in member]
    return next((line for line in lines if line["person"] == person), None)


def persons_of(event):
    data, found = event["data"], []
    found += [data["person"]] if "person" in data else []
    found += [data["child"]["person"]] + ([data["child"]["mother"]] if "mother" in data["child"] else []) if "child" in data else []
    found += [member["person"] for member in data.get("members", [])]
    found += data.get("persons", [])
    found += [partner["person"] for partner in data.get("partners", []) if "person" in partner]
    found += [data["head"]] if "head" in data else []
    return dict.fromkeys(found)


class Register:
    """Everything that is known at a position."""

    def __init__(self, log, known_at):
        self.events = in_force([event for event in log if event["accepted"] <= known_at])
        if any(event["kind"] == "same_person" for event in self.events):
            raise SystemExit("two sheets of this register are one person; the recount does not know that yet")
        self.people, acts, self.houses = {}, {}, {}
        for event in self.events:
            for who in persons_of(event):
                person = self.people.setdefault(who, Person(who))
                person.events.append(event)
                line = line_of(event, who)
                if line is not None:
                    # Of two lines about one person the first tells.
                    if person.birth is None:
                        person.sex, person.birth = line["sex"], Partial(line["birth"])
            for who, rank, act in acts_of(event):
                acts.setdefault(who, []).append((event, rank, act))
            if event["kind"] in ("household", "split", "household_change", "reviewed", "transfer"):
                data = event["data"]
                house = data.get("household") or data.get("to_household")
                self.houses.setdefault(house, []).append(event)
        for event in self.events:
            if event["kind"] == "change" and event["data"]["field"] in ("sex", "birth") and event["data"]["person"] in self.people:
                person, value = self.people[event["data"]["person"]], event["data"]["value"]
                if event["data"]["field"] == "sex":
                    person.sex = value
                else:
                    person.birth = Partial(value)
        for who, person in self.people.items():
            person.stays = stays_of(acts.get(who, []))
