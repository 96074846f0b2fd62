"""Periods, and the formulas of docs/indicators.md: doubles, operation by operation."""
import math
import re
from datetime import date, timedelta


class Period:
    """`2026-10`, `2026-Q3`, `2026-H1`, `2026` or `2024..2026`."""

    def __init__(self, text):
        self.text = text
        if ".." in text:
            first, last = (int(year) for year in text.split(".."))
            start, self.months, self.kind = (first, 1), (last - first + 1) * 12, "years"
        elif "-" not in text:
            start, self.months, self.kind = (int(text), 1), 12, "year"
        else:
            year, part = text.split("-")
            if part[0] == "Q":
                start, self.months, self.kind = (int(year), int(part[1]) * 3 - 2), 3, "quarter"
            elif part[0] == "H":
                start, self.months, self.kind = (int(year), int(part[1]) * 6 - 5), 6, "half"
            else:
                start, self.months, self.kind = (int(year), int(part)), 1, "month"
        self.first = date(start[0], start[1], 1)
        self.ends = [self.month_end(start, at) for at in range(self.months)]
        self.last = self.ends[-1]

    @staticmethod
    def month_end(start, at):
        month = start[0] * 12 + start[1] - 1 + at + 1
        return date(month // 12, month % 12 + 1, 1) - timedelta(days=1)

    def years(self):
        return self.months / 12.0

    def stock_days(self):
        return [self.first - timedelta(days=1)] + self.ends

    def pooled(self, years):
        if self.kind not in ("year", "years"):
            return None
        first = self.last.year - years + 1
        if first >= self.first.year or first < 1900:
            return None
        return Period(f"{first}..{self.last.year}")


class Groups:
    def __init__(self, labels, values):
        self.labels, self.values = labels, values


def total(value):
    if isinstance(value, Groups):
        whole = 0.0
        for one in value.values:
            whole += one
        return whole
    return value


def divide(left, right):
    return math.nan if right == 0.0 else left / right


OPERATIONS = {
    "+": lambda left, right: left + right, "-": lambda left, right: left - right,
    "*": lambda left, right: left * right, "/": divide,
}


def apply(operator, left, right):
    operate = OPERATIONS[operator]
    if isinstance(left, Groups) and isinstance(right, Groups):
        if left.labels != right.labels:
            raise ValueError("the groups differ")
        return Groups(left.labels, [operate(one, other) for one, other in zip(left.values, right.values)])
    if isinstance(left, Groups):
        return Groups(left.labels, [operate(one, right) for one in left.values])
    if isinstance(right, Groups):
        return Groups(right.labels, [operate(left, other) for other in right.values])
    return operate(left, right)


def each(value, change):
    return Groups(value.labels, [change(one) for one in value.values]) if isinstance(value, Groups) else change(value)


TOKEN = re.compile(r"\s*(\d+(?:\.(?!\.)\d+)?|[A-Za-z_][A-Za-z0-9_]*|@[A-Za-z0-9_]+|\.\.|[-+*/()\[\],])")


class Formula:
    """Reads and computes at once: `names(name)` gives what a name stands for, `other(code)` the value of another indicator."""

    def __init__(self, text, names, other):
        text = text.replace("−", "-").replace("×", "*").replace("÷", "/")
        self.tokens, at = [], 0
        while text[at:].strip():
            match = TOKEN.match(text, at)
            self.tokens.append(match.group(1))
            at = match.end()
        self.at, self.names, self.other = 0, names, other

    def compute(self):
        value = self.sum()
        if self.at != len(self.tokens):
            raise ValueError(self.tokens[self.at])
        return value

    def peek(self):
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def take(self, token=None):
        found = self.tokens[self.at]
        if token is not None and found != token:
            raise ValueError(f"{token} wanted, {found} found")
        self.at += 1
        return found

    def sum(self):
        value = self.product()
        while self.peek() in ("+", "-"):
            value = apply(self.take(), value, self.product())
        return value

    def product(self):
        value = self.signed()
        while self.peek() in ("*", "/"):
            value = apply(self.take(), value, self.signed())
        return value

    def signed(self):
        if self.peek() == "-":
            self.take()
            return each(self.signed(), lambda one: -one)
        return self.sliced(self.atom())

    def sliced(self, value):
        while self.peek() == "[":
            self.take()
            first = int(self.take())
            last = first
            single = self.peek() == "]"
            if not single:
                self.take("..")
                last = int(self.take())
            self.take("]")
            start, end = value.labels.index(first), value.labels.index(last)
            cut = Groups(value.labels[start:end + 1], value.values[start:end + 1])
            value = cut.values[0] if single else cut
        return value

    def atom(self):
        token = self.take()
        if token == "(":
            value = self.sum()
            self.take(")")
            return value
        if token == "[":
            values = [float(self.take())]
            while self.peek() == ",":
                self.take()
                values.append(float(self.take()))
            self.take("]")
            return Groups(list(range(len(values))), values)
        if token[0].isdigit():
            return float(token)
        if token[0] == "@":
            return self.other(token[1:])
        if self.peek() == "(" and token in ("sum", "abs", "digits"):
            self.take()
            value = self.sum()
            self.take(")")
            if token == "sum":
                return total(value)
            if token == "abs":
                return each(value, abs)
            sums = [0.0] * 10
            for label, one in zip(value.labels, value.values):
                sums[label % 10] += one
            return Groups(list(range(10)), sums)
        return self.names(token)
