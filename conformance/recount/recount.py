"""Figures of indicators, counted from exported events by the documents alone."""
import argparse
import glob
import json
import math
import os
import sys
from datetime import date

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from counts import ONCE, STOCKS, Counts  # noqa: E402
from formulas import Formula, Groups, Period, total  # noqa: E402
from maps import Places, level_of  # noqa: E402
from register import Register, read_log  # noqa: E402


class Recount:
    def __init__(self, events, units, catalog):
        self.log, self.places, self.counts, self.answers = read_log(events), Places(units), {}, {}
        self.indicators = []
        for path in sorted(glob.glob(os.path.join(catalog, "indicators", "*.json"))):
            self.indicators += [one for one in json.load(open(path, encoding="utf-8")) if "code" in one]
        methods = json.load(open(os.path.join(catalog, "lists", "contraception_method.json"), encoding="utf-8"))
        self.methods = methods if isinstance(methods, list) else [methods]

    def version(self, code, day):
        for one in self.indicators:
            if one["code"] == code and one["valid_from"] <= str(day) and ("valid_to" not in one or str(day) <= one["valid_to"]):
                return one
        raise SystemExit(f"no indicator {code} on {day}")

    def known(self, known_at, day):
        modern = frozenset(
            int(item["code"]) for version in self.methods
            if version["valid_from"] <= str(day) and str(day) <= version.get("valid_to", "9999")
            for item in version["items"] if item.get("modern") and item["code"].isdigit())
        if (known_at, modern) not in self.counts:
            self.counts[(known_at, modern)] = Counts(Register(self.log, known_at), modern)
        return self.counts[(known_at, modern)]

    def number(self, counts, term, moment, unit, on):
        """What a term comes to at a day or in a span: one number for each group of its split."""
        count, only, by = term["count"], term.get("only", {}), term.get("by")
        level, sums, seen = level_of(unit), {}, set()
        # A split of a range is looked up by its groups.
        if by is not None and by.get("step", 1) < 1:
            raise SystemExit("a split without a step")
        groups = 1 if by is None else len(range(by["from"], by["to"] + 1, by["step"]))
        for item in counts.items(count, moment):
            if count not in STOCKS and not moment[0] <= item.day <= moment[1]:
                continue
            group = self.places.group(item.hamlet, level, on)
            if group is None:
                continue
            if item.other is not None:
                inside = self.places.group(item.other, level, on) == group
                if inside != (count == "corrections"):
                    continue
            values = dict(item.values)
            if "urban" in only or by is not None and by["dimension"] == "urban":
                values["urban"] = self.places.urban(item.hamlet, on)
            if "level" in only or by is not None and by["dimension"] == "level":
                values["level"] = self.places.level_of_move(item, on)
            if not all(any(low <= values.get(name, 0) <= high for low, high in ranges) for name, ranges in only.items()):
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
        # Whole hamlets first, then shares in the order of the hamlets' codes.
        found = [float(number) for number in sums.get(unit, [0] * groups)]
        for group in sorted(group for group in sums if group[0] == "~"):
            share = self.share(group[1:], level, unit, on)
            found = [number + share * more for number, more in zip(found, sums[group])]
        return found

    def share(self, code, level, unit, on):
        for hamlet, rows in self.places.hamlets.items():
            if rows[0]["code"] == code:
                return self.places.parts(hamlet, level, on).get(unit, 0.0)
        return 0.0

    def answer(self, term, period, unit, known_at, on):
        key = (json.dumps(term, sort_keys=True), period.text, unit, known_at, on)
        if key not in self.answers:
            self.answers[key] = self.count(term, period, unit, known_at, on)
        return self.answers[key]

    def count(self, term, period, unit, known_at, on):
        counts, by = self.known(known_at, period.last), term.get("by")
        if term["count"] not in STOCKS:
            values = self.number(counts, term, (period.first, period.last), unit, on)
        elif term.get("when") == "average":
            days = period.stock_days()
            stocks = [self.number(counts, term, day, unit, on) for day in days]
            values = [0.0] * len(stocks[0])
            for at, stock in enumerate(stocks):
                times = 1.0 if at in (0, len(days) - 1) else 2.0
                values = [value + times * more for value, more in zip(values, stock)]
            values = [value / (2.0 * (len(days) - 1)) for value in values]
        else:
            day = period.stock_days()[0] if term.get("when") == "start" else period.last
            values = self.number(counts, term, day, unit, on)
        return Groups(list(range(by["from"], by["to"] + 1, by["step"])), values) if by else values[0]

    def compute(self, indicator, text, period, day, unit, known_at, on):
        def names(name):
            return period.years() if name == "years" else self.answer(indicator["terms"][name], period, unit, known_at, on)

        def other(code):
            refers = self.version(code, day)
            return self.compute(refers, refers["formula"], period, day, unit, known_at, on)

        return Formula(text, names, other).compute()

    def figure(self, code, unit, period, known_at, on):
        period = Period(period)
        indicator = self.version(code, period.last)
        small = indicator.get("small", {"require": []})
        attempts = [period] + [pooled for pooled in (period.pooled(years) for years in small.get("pool", [])) if pooled]

        def compute(text, attempt):
            return total(self.compute(indicator, text, attempt, period.last, unit, known_at, on))

        chosen = next((attempt for attempt in attempts
                       if all(compute(least["of"], attempt) >= least["min"] for least in small["require"])), None)
        reply = {"indicator": code, "unit": unit}
        for field, formula in (("value", "formula"), ("numerator", "numerator"), ("denominator", "denominator"), ("exposure", "exposure")):
            if formula in indicator:
                number = compute(indicator[formula], chosen or period)
                if math.isfinite(number):
                    reply[field] = number
        if chosen is None:
            reply.pop("value", None)
            reply["hidden"] = "small_numbers"
        elif "value" not in reply:
            reply["hidden"] = "undefined"
        if chosen is not None and chosen is not period:
            reply["pooled"] = chosen.text
        return reply


def main():
    options = argparse.ArgumentParser(description=__doc__)
    for name in ("events", "units", "catalog"):
        options.add_argument(f"--{name}", required=True)
    for name in ("questions", "indicator", "unit", "period", "boundaries"):
        options.add_argument(f"--{name}")
    options.add_argument("--known-at", type=int)
    options.add_argument("--texts", action="store_true", help="print numbers as texts, so that no reader rounds them")
    asked = options.parse_args()
    recount = Recount(asked.events, asked.units, asked.catalog)
    head = max((event["accepted"] for event in recount.log), default=0)
    if asked.questions:
        questions = [json.loads(line) for line in open(asked.questions, encoding="utf-8")]
    else:
        questions = [{"indicator": asked.indicator, "unit": asked.unit, "period": asked.period, "known_at": asked.known_at,
                      "boundaries": asked.boundaries}]
    for question in questions:
        on = question.get("boundaries") or str(Period(question["period"]).last)
        known_at = head if question.get("known_at") is None else question["known_at"]
        figure = recount.figure(question["indicator"], question["unit"], question["period"], known_at, date.fromisoformat(on))
        if asked.texts:
            figure = {key: repr(found) if isinstance(found, float) else found for key, found in figure.items()}
        print(json.dumps(figure, ensure_ascii=False))


if __name__ == "__main__":
    main()
