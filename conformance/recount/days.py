"""When the events of a month are due: working days, from the law and the announced days off."""
from datetime import date, datetime, timedelta, timezone

# The tenth of the third lunar month (Giỗ Tổ Hùng Vương), a holiday of the Labour Code, article 112.
HUNG_KINGS = {2024: date(2024, 4, 18), 2025: date(2025, 4, 7), 2026: date(2026, 4, 26), 2027: date(2027, 4, 16)}
VIET_NAM = timezone(timedelta(hours=7))


class Calendar:
    """`holidays`: lines of kind, first and second field, source (`crates/places/data/holidays.tsv`)."""

    def __init__(self, path):
        self.yearly, self.off, self.rests, self.worked, self.told = [], set(), [], set(), set()
        for line in open(path, encoding="utf-8"):
            if line.startswith("#") or not line.strip():
                continue
            kind, first, second = line.rstrip("\n").split("\t")[:3]
            if kind == "yearly":
                self.yearly.append((int(first[:2]), int(first[3:])))
            elif kind in ("tet", "national"):
                start, end = date.fromisoformat(first), date.fromisoformat(second)
                self.off.update(start + timedelta(days=at) for at in range((end - start).days + 1))
                self.told.add((kind, start.year))
            elif kind == "swap":
                self.off.add(date.fromisoformat(first))
                self.worked.add(date.fromisoformat(second))
        self.years = {}

    def of_year(self, year):
        """Days off of a year that are none of a weekend, compensatory days included."""
        if year not in self.years:
            named = [date(year, month, day) for month, day in self.yearly] + [HUNG_KINGS[year]]
            off = set(named) | {day for day in self.off if day.year == year}
            for day in sorted(named):
                following = day
                while day.weekday() >= 5 and (following.weekday() >= 5 or following in off):
                    following += timedelta(days=1)
                off.add(following)
            self.years[year] = off
        return self.years[year]

    def works(self, day):
        if day.month in (1, 2) and ("tet", day.year) not in self.told or day.month == 9 and ("national", day.year) not in self.told:
            raise SystemExit(f"the days off of {day.year} are not told")
        return day in self.worked or day.weekday() < 5 and day not in self.of_year(day.year)

    def due(self, month_end):
        """The fifth working day after the month."""
        day, left = month_end, 5
        while left:
            day += timedelta(days=1)
            left -= self.works(day)
        return day


def end_of(day):
    """Midnight in Viet Nam after a day."""
    following = day + timedelta(days=1)
    return datetime(following.year, following.month, following.day, tzinfo=VIET_NAM)
