"""The counts of docs/measures.md: what happened and who lives where, each with its values."""
from datetime import timedelta
from register import day_number, number_of

STOCKS = {"residents", "households"}
ONCE = {"couples", "prenatal_screens", "newborn_screens", "checkups", "reviews"}
EACH_ONCE = ONCE - {"couples"}
# Of the dimensions of measures.md those that breakdowns narrow.
DIMENSIONS = {
    "residents": {"sex", "age", "residence", "marital", "method", "ethnic", "education", "disabled", "urban"},
    "households": {"type", "urban"},
    "births": {"sex", "order", "mother_age", "birth_place", "urban"},
    "deaths": {"sex", "age", "death_place", "urban"},
    "moves_in": {"sex", "age", "level", "urban"},
    "moves_out": {"sex", "age", "level", "urban"},
    "couples": {"urban"},
    "method_starts": {"age", "method", "urban"},
    "method_stops": {"age", "method", "urban"},
    "pregnancies": {"age", "urban"},
    "prenatal_screens": {"age", "urban"},
    "newborn_screens": {"sex", "urban"},
    "reviews": {"type", "urban"},
    **{count: {"sex", "age", "urban"} for count in ("corrections", "marriages", "divorces", "separations", "widowed", "checkups")},
}
PRENATAL = {"low": 1, "high": 2, "normal": 3}
NEWBORN = {"not_done": 1, "normal": 2, "suspect": 3, "positive": 4}
MARITAL_BY = {"marriage": 2, "widowed": 3, "divorce": 4, "separation": 5}
KINDS = {
    "marriages": "marriage", "couples": "marriage", "divorces": "divorce", "separations": "separation", "widowed": "widowed",
    "method_starts": "contraception_start", "method_stops": "contraception_stop", "pregnancies": "pregnancy",
    "prenatal_screens": "prenatal_screen", "newborn_screens": "newborn_screen", "checkups": "elderly_checkup",
}


class Item:
    """Something counted: where, on which day, with which values; `key` tells apart what counts once, `who` is one whom it concerns."""
    __slots__ = ("hamlet", "other", "place", "day", "values", "key", "sign", "who")

    def __init__(self, hamlet, day, values, key, sign=1, other=None, place=None, who=None):
        self.hamlet, self.day, self.values, self.key, self.sign = hamlet, day, values, key, sign
        self.other, self.place, self.who = other, place, who


def health_of(event, who):
    """What is counted of a person's health, in the numbers of measures.md. Of someone erased only these numbers are left."""
    if "counted" in event:
        return event["counted"]
    health = event.get("personal", {}).get(who, {}).get("health", {})
    told = {}
    if "method" in health:
        told["method"] = number_of(health["method"], 98)
    if "outcome" in health:
        told["outcome"] = {"pregnant": 1, "miscarriage": 2, "abortion": 3}[health["outcome"]]
    if "week_band" in health:
        told["band"] = health["week_band"]
    words = NEWBORN if event["kind"] == "newborn_screen" else PRENATAL
    told.update({name: words[health[name]] for name in ("edward", "down", "patau", "thalassemia", "ch", "g6pd", "cah", "hearing", "heart") if name in health})
    return told


def marital_by(event, who):
    from register import line_of
    line = line_of(event, who)
    if line is not None and "marital" in line:
        return number_of(line["marital"])
    if event["kind"] == "change" and event["data"]["field"] == "marital":
        return number_of(event["data"]["value"])
    return MARITAL_BY.get(event["kind"])


def method_by(event, who):
    if event["kind"] == "contraception_start":
        return health_of(event, who).get("method", 99)
    return 0 if event["kind"] == "contraception_stop" else None


def outcome_of(event, who):
    if event["kind"] != "pregnancy":
        return None
    return health_of(event, who).get("outcome", 0)


def ends_pregnancy(event, who):
    born = event["kind"] == "birth" and event["data"]["child"].get("mother") == who and event["data"]["child"]["person"] != who
    return born or (outcome_of(event, who) or 0) > 1


def last_of(person, day, tell, default):
    found = default
    for event in person.events:
        if event["when"].day <= day:
            told = tell(event, person.id)
            found = default if told is None and found is default else (found if told is None else told)
    return found


def told_in_line(field):
    from register import line_of

    def tell(event, who):
        if event["kind"] == "change" and event["data"]["field"] == field:
            return number_of(event["data"]["value"])
        line = line_of(event, who)
        return number_of(line[field]) if line is not None and field in line else None
    return tell


class Counts:
    def __init__(self, register, modern):
        self.register, self.modern, self.known = register, modern, {}

    def people_stays(self):
        return (stay for person in self.register.people.values() for stay in person.stays)

    def items(self, count, moment):
        """All items of a stock at a day, or all of a flow whenever they happened."""
        key = (count, moment if count in STOCKS else None)
        if key not in self.known:
            if count == "residents":
                made = self.residents(moment)
            elif count == "households":
                made = self.households(moment)
            elif count in ("births", "deaths"):
                made = self.births_and_deaths(count)
            elif count in ("moves_in", "moves_out", "corrections"):
                made = self.moves(count)
            elif count == "reviews":
                made = self.reviews()
            else:
                made = self.happenings(count)
            self.known[key] = made
        return self.known[key]

    def residents(self, day):
        items = []
        education, ethnic = told_in_line("education"), told_in_line("ethnic")
        for person in self.register.people.values():
            for stay in person.stays:
                if not stay.usual() or not stay.covers(day):
                    continue
                method = last_of(person, day, method_by, 0)
                of_all = [told for told in (ethnic(event, person.id) for event in person.events) if told is not None]
                school = last_of(person, day, education, 9)
                marital = last_of(person, day, marital_by, 0)
                items.append(Item(stay.hamlet, day, {
                    "sex": person.sex_number(), "age": person.age(day), "residence": int(stay.status),
                    "marital": min(marital, 15), "education": min(school, 15), "ethnic": of_all[-1] if of_all else 0,
                    "method": method, "modern": int(method in self.modern),
                    "disabled": int(any(event["kind"] == "disability" and event["when"].day <= day for event in person.events)),
                }, person.id))
        return items

    def house(self, house, upto):
        """Where a household is and of which type: where its sheet says, with the moves of the whole household."""
        state = None
        for event in self.register.houses.get(house, []):
            data = event["data"]
            if event["kind"] == "household" and state is None:
                state = [data["hamlet"], 1 if data["type"] == "family" else 2, event]
            elif event["kind"] == "split" and data["household"] == house and state is None:
                state = [data["hamlet"], 1, event]
        if state is None:
            return None
        for event in self.register.houses.get(house, []):
            if not upto(event):
                continue
            data = event["data"]
            if event["kind"] == "household_change" and "type" in data:
                state[1] = 1 if data["type"] == "family" else 2
            elif event["kind"] == "transfer" and data.get("whole") and data["from_household"] == data["to_household"] == house:
                state[0] = data["to_hamlet"]
        return state

    def households(self, day):
        lived_in = {stay.household for person in self.register.people.values() for stay in person.stays if stay.usual() and stay.covers(day)}
        items = []
        for house in sorted(lived_in):
            state = self.house(house, lambda event: event["when"].day <= day)
            if state is None or state[2]["when"].day > day:
                continue
            fresh = any(
                event["kind"] in ("household", "split", "reviewed") and event["data"]["household"] == house
                and day_number(event["when"].day) <= day_number(day) < day_number(event["when"].day) + 10000
                for event in self.register.houses.get(house, []))
            items.append(Item(state[0], day, {"type": state[1], "fresh": int(fresh)}, house))
        return items

    def births_and_deaths(self, count):
        items = []
        for person in self.register.people.values():
            for stay in person.stays:
                if not stay.usual():
                    continue
                if count == "births" and stay.entry == "birth":
                    data, told = stay.opened["data"], stay.opened["when"].day
                    from register import Partial
                    mother = Partial(data["mother_birth"]).age(told) if "mother_birth" in data else 0
                    items.append(Item(stay.hamlet, stay.start, {
                        "sex": person.sex_number(), "order": data.get("order", 0), "mother_age": mother,
                        "birth_place": {"station": 1, "home": 2, "other": 3, "hospital": 4}.get(data.get("place"), 0),
                        "multiple": int(data.get("multiple", False)),
                    }, person.id))
                if count == "deaths" and stay.leaving == "died":
                    young = person.birth.precise and (stay.end - person.birth.day) < timedelta(days=28)
                    items.append(Item(stay.hamlet, stay.end, {
                        "sex": person.sex_number(), "age": person.age(stay.end), "neonatal": int(young),
                        "death_place": {None: 0, "home": 1, "facility": 2, "other": 3}.get(stay.closed["data"].get("place"), 9),
                    }, person.id))
        return items

    def moves(self, count):
        """Ends of stays. `other` is a hamlet of the register, `place` an origin outside it."""
        items = []
        for person in self.register.people.values():
            for stay in person.stays:
                if not stay.usual():
                    continue

                def add(day, sign=1, other=None, place=None):
                    values = {"sex": person.sex_number(), "age": person.age(day)}
                    items.append(Item(stay.hamlet, day, values, person.id, sign, other, place))

                if count == "moves_in" and stay.entry == "moved":
                    add(stay.start, place=stay.origin or {"kind": "unknown"})
                elif count in ("moves_in", "corrections") and stay.entry == "transferred":
                    add(stay.start, other=stay.origin)
                elif count == "corrections" and stay.entry in ("found", "status"):
                    add(stay.start)
                if count == "moves_out" and stay.leaving == "moved":
                    add(stay.end, place=stay.goal)
                elif count == "moves_out" and stay.leaving == "transferred":
                    add(stay.end, other=stay.goal)
                elif count == "corrections" and stay.leaving == "transferred":
                    add(stay.end, -1, other=stay.goal)
                elif count == "corrections" and stay.leaving == "status":
                    add(stay.end, -1)
        return items

    def reviews(self):
        items = []
        for house, events in self.register.houses.items():
            for event in events:
                if event["kind"] != "reviewed":
                    continue
                here = (event["when"].day, event["id"])
                state = self.house(house, lambda other: (other["when"].day, other["id"]) <= here)
                if state is not None:
                    items.append(Item(state[0], event["when"].day, {"type": state[1]}, house))
        return items

    def happenings(self, count):
        items = []
        for person in self.register.people.values():
            for at, event in enumerate(person.events):
                if event["kind"] != KINDS[count]:
                    continue
                day = event["when"].day
                values = self.values(count, person, event, person.events[:at])
                hamlet = person.home(day)
                if values is None or hamlet is None:
                    continue
                values.update({"sex": person.sex_number(), "age": person.age(day)})
                items.append(Item(hamlet, day, values, event["id"] if count == "couples" else person.id, who=person.id))
        return items

    def values(self, count, person, event, before):
        who, day, data = person.id, event["when"].day, event["data"]
        health = health_of(event, who)
        if count in ("marriages", "couples"):
            years = person.birth.age(day)
            told = [status for status in (marital_by(other, who) for other in before) if status is not None]
            return {
                "registered": int(data["registered"]), "kin": int(data.get("kin_degree", 0) in (1, 2, 3)),
                "underage": int(person.sex == "m" and years < 20 or person.sex == "f" and years < 18),
                "counselled": {None: 0, True: 1, False: 2}[data.get("counselled")],
                "first": int(not told or told[-1] == 1),
            }
        if count == "method_starts":
            using, last = False, None
            for other in before:
                method = method_by(other, who)
                if method == 0 and using:
                    using, last = False, day_number(other["when"].day)
                elif method not in (0, None):
                    using = True
            new = not using and (last is None or last <= day_number(day) - 10000)
            begun = method_by(event, who)
            return {"method": begun, "modern": int(begun in self.modern), "new": int(new)}
        if count == "method_stops":
            methods = [method for method in (method_by(other, who) for other in before) if method is not None]
            ended = health.get("method", methods[-1] if methods else 0)
            return {"method": ended, "modern": int(ended in self.modern), "new": 0}
        if count == "pregnancies":
            outcome, begun = outcome_of(event, who), None
            if outcome != 1:
                return {"outcome": outcome}
            for other in before:
                if ends_pregnancy(other, who):
                    begun = None
                elif outcome_of(other, who) == 1 and (begun is None or (other["when"].day - begun).days > 294):
                    begun = other["when"].day
            return {"outcome": 1} if begun is None or (day - begun).days > 294 else None
        if count == "prenatal_screens":
            names = ("edward", "down", "patau", "thalassemia")
            screens = [event]
            for other in reversed(before):
                if ends_pregnancy(other, who):
                    break
                if other["kind"] == "prenatal_screen":
                    screens.append(other)
            panels = sum(any(name in health_of(one, who) for one in screens) for name in names)
            return {**{name: health.get(name, 0) for name in names}, "panels": panels, "band": health.get("band", 0)}
        if count == "newborn_screens":
            names = ("ch", "g6pd", "cah", "hearing", "heart")
            screens = [other for other in before if other["kind"] == "newborn_screen"] + [event]
            panels = sum(any(health_of(one, who).get(name, 0) > 1 for one in screens) for name in names)
            return {**{name: health.get(name, 0) for name in names}, "panels": panels}
        return {}
