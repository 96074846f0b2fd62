"""Figures of indicators, counted from exported events by the documents alone."""
import argparse
import glob
import json
import math
import os
import sys
from datetime import date

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from counts import DIMENSIONS, EACH_ONCE, ONCE, STOCKS, Counts  # noqa: E402
from days import Calendar, end_of  # noqa: E402
from formulas import Formula, Groups, Period, total  # noqa: E402
from intervals import limits  # noqa: E402
from maps import Places, level_of  # noqa: E402
from register import Register, read_log  # noqa: E402


def of_day(versions, day):
    """The version of a list that is in force on a day."""
    return next((one for one in versions if one["valid_from"] <= str(day) <= one.get("valid_to", "9999")), {"items": []})


class Question:
    """What is asked beside the period: a cell of one unit's table, from some knowledge, on some map."""

    def __init__(self, unit, known_at, on, cell=()):
        self.unit, self.known_at, self.on, self.cell, self.level = unit, known_at, on, tuple(cell), level_of(unit)


class Recount:
    def __init__(self, events, units, catalog, holidays):
        self.log, self.places, self.counts, self.answers = read_log(events), Places(units), {}, {}
        self.indicators, self.breakdowns, self.catalog = [], {}, catalog
        self.calendar = Calendar(holidays)
        for path in sorted(glob.glob(os.path.join(catalog, "indicators", "*.json"))):
            for one in json.load(open(path, encoding="utf-8")):
                if "code" in one:
                    self.indicators.append(one)
                else:
                    self.breakdowns[one["name"]] = one
        self.lists = {}

    def list(self, name, day):
        if name not in self.lists:
            found = json.load(open(os.path.join(self.catalog, "lists", name + ".json"), encoding="utf-8"))
            self.lists[name] = found if isinstance(found, list) else [found]
        return of_day(self.lists[name], day)["items"]

    def version(self, code, day):
        for one in self.indicators:
            if one["code"] == code and one["valid_from"] <= str(day) and ("valid_to" not in one or str(day) <= one["valid_to"]):
                return one
        raise SystemExit(f"no indicator {code} on {day}")

    def known(self, known_at, day):
        modern = frozenset(int(item["code"]) for item in self.list("contraception_method", day) if item.get("modern") and item["code"].isdigit())
        if (known_at, modern) not in self.counts:
            self.counts[(known_at, modern)] = Counts(Register(self.log, known_at), modern)
        return self.counts[(known_at, modern)]

    # Cells of tables.

    def ranges(self, name, code, day):
        """The values of a category of a breakdown."""
        made = self.breakdowns[name]
        if "list" in made:
            return [[int(code), int(code)]]
        if "categories" in made:
            return next(one["ranges"] for one in made["categories"] if one["code"] == code)
        step, first = made["each"]["step"], int(code.rstrip("+").split("–")[0])
        return [[first, 65535 if code.endswith("+") else min(first + step, made["each"]["open"]) - 1]]

    def narrowed(self, indicator, name, day, question):
        """A term within the cell: all that its values must fit."""
        term = indicator["terms"][name]
        only = list(term.get("only", {}).items())
        for breakdown, code in question.cell:
            used = next(one for one in indicator["breakdowns"] if breakdown == (one if isinstance(one, str) else one["name"]))
            if isinstance(used, str) or name in used["terms"]:
                dimension = next(one for one in self.breakdowns[breakdown]["dimensions"] if one in DIMENSIONS[term["count"]])
                only.append((dimension, self.ranges(breakdown, code, day)))
        return {**term, "only": only}

    # Counting.

    def found(self, counts, count, first, last, question):
        """What happened in a span, or is there at a day, with the group of hamlets it counts in."""
        places, level, on = self.places, question.level, question.on
        stock = count in STOCKS
        for item in counts.items(count, last if stock else None):
            if not stock and not first <= item.day <= last:
                continue
            group = places.group(item.hamlet, level, on, last)
            if group is None:
                continue
            if item.other is not None:
                inside = places.group(item.other, level, on, last) == group
                if inside != (count == "corrections"):
                    continue
            yield group, item

    def number(self, counts, term, first, last, question):
        """What a term comes to: one number for each group of its split."""
        count, only, by = term["count"], term["only"], term.get("by")
        used = {name for name, _ in only} | ({by["dimension"]} if by else set())
        sums, seen = {}, set()
        groups = 1 if by is None else len(range(by["from"], by["to"] + 1, by["step"]))
        for group, item in self.found(counts, count, first, last, question):
            values = dict(item.values)
            if "urban" in used:
                values["urban"] = self.places.urban(item.hamlet, question.on, last)
            if "level" in used:
                values["level"] = self.places.level_of_move(item, question.on, last)
            if not all(any(low <= values.get(name, 0) <= high for low, high in ranges) for name, ranges in only):
                continue
            cell = 0
            if by is not None:
                value = values.get(by["dimension"], 0)
                if not by["from"] <= value <= by["to"]:
                    continue
                cell = (value - by["from"]) // by["step"]
            if count in ONCE:
                if (group, cell, item.key) in seen:
                    continue
                seen.add((group, cell, item.key))
            sums.setdefault(group, [0] * groups)[cell] += item.sign
        return self.shared(sums, groups, last, question)

    def shared(self, sums, groups, day, question):
        """Whole hamlets first, then shares in the order of the hamlets' codes."""
        found = [float(number) for number in sums.get(question.unit, [0] * groups)]
        for group in sorted(group for group in sums if group[0] == "~"):
            hamlet = next(hamlet for hamlet, rows in self.places.hamlets.items() if rows[0]["code"] == group[1:])
            share = self.places.parts(hamlet, question.level, question.on, day).get(question.unit, 0.0)
            found = [number + share * more for number, more in zip(found, sums[group])]
        return found

    def spans(self, count, first, last):
        return [(first, last)] if count in ONCE else self.places.spans(first, last)

    def answer(self, indicator, name, day, period, question):
        term = self.narrowed(indicator, name, day, question)
        key = (json.dumps(term, sort_keys=True), period.text, day, question.unit, question.known_at, question.on)
        if key not in self.answers:
            self.answers[key] = self.count(term, day, period, question)
        return self.answers[key]

    def count(self, term, day, period, question):
        counts, by = self.known(question.known_at, day), term.get("by")

        def added(moments):
            sums = None
            for times, first, last in moments:
                found = self.number(counts, term, first, last, question)
                sums = [total + times * more for total, more in zip(sums or [0.0] * len(found), found)]
            return sums

        if term["count"] not in STOCKS:
            values = added((1.0, *span) for span in self.spans(term["count"], period.first, period.last))
        elif term.get("when") == "average":
            days = period.stock_days()
            values = added((1.0 if at in (0, len(days) - 1) else 2.0, one, one) for at, one in enumerate(days))
            values = [value / (2.0 * (len(days) - 1)) for value in values]
        else:
            one = period.stock_days()[0] if term.get("when") == "start" else period.last
            values = added([(1.0, one, one)])
        return Groups(list(range(by["from"], by["to"] + 1, by["step"])), values) if by else values[0]

    def compute(self, indicator, text, period, day, question):
        def names(name):
            return period.years() if name == "years" else self.answer(indicator, name, day, period, question)

        def other(code):
            refers = self.version(code, day)
            return self.compute(refers, refers["formula"], period, day, question)

        return Formula(text, names, other).compute()

    # What came late.

    def kinds(self, code, day):
        """What an indicator counts, and those it refers to."""
        indicator = self.version(code, day)
        found = {term["count"] for term in indicator["terms"].values() if "count" in term}
        for field in ("formula", "numerator", "denominator", "exposure", "variance"):
            for part in str(indicator.get(field, "")).split("@")[1:]:
                end = next((at for at, sign in enumerate(part) if not (sign.isalnum() or sign == "_")), len(part))
                found |= self.kinds(part[:end], day)
        return found

    def late(self, code, period, question, today):
        """Happenings that count as known now and did not as known when their month was due."""
        kinds = sorted(kind for kind in self.kinds(code, period.last) if kind not in STOCKS and kind != "corrections")
        if not kinds:
            return None
        late = 0.0
        for at, end in enumerate(period.ends):
            first, due = date(end.year, end.month, 1), self.calendar.due(end)
            if due >= today:
                break
            accepted = [event["accepted"] for event in self.log if event["accepted"] <= question.known_at and event["accepted_at"] < end_of(due)]
            now, then = self.known(question.known_at, period.last), self.known(max(accepted, default=0), period.last)
            for kind in kinds:
                for span in self.spans(kind, first, end):
                    new = self.told_apart(now, kind, span, question) - self.told_apart(then, kind, span, question)
                    sums = {}
                    for group, *_ in new:
                        sums.setdefault(group, [0])[0] += 1
                    late += self.shared(sums, 1, span[1], question)[0]
        return math.floor(late + 0.5)

    def told_apart(self, counts, kind, span, question):
        found = {}
        for group, item in self.found(counts, kind, *span, question):
            key = (group, item.key, None if kind in EACH_ONCE else item.day)
            if kind == "couples":
                # One of the two stands for both.
                found[(group, item.key)] = min(found.get((group, item.key), (group, item.who, item.day)), (group, item.who, item.day))
            else:
                found[key] = key
        return set(found.values())

    def estimated(self, period, question):
        """Whether a share or a choice by rule is in the unit's numbers on some day from the day before the period to its end."""
        lived_in = {stay.hamlet for counts in self.everyone() for stay in counts.people_stays()}
        days = [period.stock_days()[0]] + [on for on in self.places.divided if period.first <= on <= period.last]
        for day in days:
            for hamlet in lived_in:
                shares, estimated = self.places.placing(hamlet, question.level, question.on, day)
                if estimated and question.unit in shares:
                    return True
        return False

    def everyone(self):
        head = max((event["accepted"] for event in self.log), default=0)
        return [self.known(head, date(2026, 1, 1))]

    # Figures.

    def figure(self, code, period, question, today):
        period = Period(period)
        indicator = self.version(code, period.last)
        small = indicator.get("small", {"require": []})
        attempts = [period] + [pooled for pooled in (period.pooled(years) for years in small.get("pool", [])) if pooled]

        def compute(text, attempt):
            return self.compute(indicator, text, attempt, period.last, question)

        chosen = next((attempt for attempt in attempts
                       if all(total(compute(least["of"], attempt)) >= least["min"] for least in small["require"])), None)
        reply, parts = {"indicator": code, "unit": question.unit}, {}
        for field, formula in (("value", "formula"), ("numerator", "numerator"), ("denominator", "denominator"), ("exposure", "exposure")):
            if formula in indicator:
                parts[field] = compute(indicator[formula], chosen or period)
                number = total(parts[field])
                if math.isfinite(number):
                    reply[field] = number
        if chosen is None:
            reply.pop("value", None)
            reply["hidden"] = "small_numbers"
        elif "value" not in reply:
            reply["hidden"] = "undefined"
        else:
            if "variance" in indicator:
                parts["variance"] = compute(indicator["variance"], chosen)
            spread = [self.groups(parts.get(field)) for field in ("numerator", "denominator", "exposure", "variance")]
            found = limits(indicator, reply["value"], *spread)
            if found:
                reply["low"], reply["high"] = found
        if chosen is not None and chosen is not period:
            reply["pooled"] = chosen.text
        late = self.late(code, period, question, today)
        if late is not None:
            reply["late"] = late
        if self.estimated(chosen or period, question):
            reply["estimated"] = True
        return reply

    @staticmethod
    def groups(quantity):
        if quantity is None:
            return None
        return quantity.values if isinstance(quantity, Groups) else [quantity]


def main():
    options = argparse.ArgumentParser(description=__doc__)
    for name in ("events", "units", "catalog", "holidays"):
        options.add_argument(f"--{name}", required=True)
    for name in ("questions", "indicator", "unit", "period", "boundaries", "today"):
        options.add_argument(f"--{name}")
    options.add_argument("--known-at", type=int)
    options.add_argument("--by", action="append", default=[], help="BREAKDOWN=CATEGORY, one cell of a table")
    options.add_argument("--texts", action="store_true", help="print numbers as texts, so that no reader rounds them")
    asked = options.parse_args()
    recount = Recount(asked.events, asked.units, asked.catalog, asked.holidays)
    head = max((event["accepted"] for event in recount.log), default=0)
    today = date.fromisoformat(asked.today) if asked.today else date.today()
    if asked.questions:
        questions = [json.loads(line) for line in open(asked.questions, encoding="utf-8")]
    else:
        questions = [{"indicator": asked.indicator, "unit": asked.unit, "period": asked.period, "known_at": asked.known_at,
                      "boundaries": asked.boundaries, "by": [one.split("=", 1) for one in asked.by]}]
    for question in questions:
        on = question.get("boundaries") or str(min(Period(question["period"]).last, today))
        known_at = head if question.get("known_at") is None else question["known_at"]
        about = Question(question["unit"], known_at, date.fromisoformat(on), map(tuple, question.get("by", [])))
        figure = recount.figure(question["indicator"], question["period"], about, today)
        if asked.texts:
            figure = {key: repr(found) if isinstance(found, float) else found for key, found in figure.items()}
        print(json.dumps(figure, ensure_ascii=False))


if __name__ == "__main__":
    main()
