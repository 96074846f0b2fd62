"""In which unit the people of a hamlet are counted on the map of a day."""
import json
from datetime import date, timedelta


def to_day(text):
    return date.fromisoformat(text) if text else None


def level_of(code):
    if code == "VN":
        return "nation"
    if code[0] == "R":
        return "region"
    return {2: "province", 3: "district", 5: "commune"}.get(len(code), "hamlet")


class Places:
    def __init__(self, path):
        self.units, self.old, self.new, self.hamlets, self.regions = {}, {}, {}, {}, []
        self.steps, self.heirs, self.guessed = [], {}, set()
        for line in open(path, encoding="utf-8"):
            row = json.loads(line)
            if "unit" in row:
                unit = row["unit"]
                unit["from"], unit["to"] = to_day(unit.get("valid_from")), to_day(unit.get("valid_to"))
                self.units.setdefault(unit["code"], []).append(unit)
            elif "succession" in row:
                step = row["succession"]
                step["on"] = to_day(step["on"])
                self.old.setdefault(step["old"], []).append(step)
                self.new.setdefault(step["new"], []).append(step)
            elif "hamlet" in row:
                hamlet = row["hamlet"]
                hamlet["from"], hamlet["to"] = to_day(hamlet.get("valid_from")), to_day(hamlet.get("valid_to"))
                self.hamlets.setdefault(hamlet["id"], []).append(hamlet)
            elif "region" in row:
                region = row["region"]
                region["from"] = to_day(region.get("valid_from"))
                self.regions.append(region)
            elif "step" in row:
                step = row["step"]
                step["on"] = to_day(step["on"])
                self.steps.append(step)
            elif "heir" in row:
                self.heirs[row["heir"]["old"]] = (to_day(row["heir"]["on"]), row["heir"]["new"])
            elif "guess" in row:
                self.guessed.add((row["guess"]["hamlet"], to_day(row["guess"]["on"])))
        for rows in self.hamlets.values():
            rows.sort(key=lambda row: row["from"] or date.min)
        for versions in self.units.values():
            versions.sort(key=lambda unit: unit["from"] or date.min)
        self.days = sorted({step["on"] for steps in self.old.values() for step in steps})
        self.divided = sorted({step["on"] for step in self.steps})
        self.placed = {}

    def unit(self, code, day):
        for unit in self.units.get(code, []):
            if (unit["from"] is None or unit["from"] <= day) and (unit["to"] is None or day <= unit["to"]):
                return unit
        return None

    def ancestor(self, code, level, day):
        if level == "nation":
            return "VN"
        while code is not None and code != "VN":
            unit = self.unit(code, day)
            if unit is None:
                return None
            if level_of(code) == level:
                return code
            code = unit.get("parent")
        return None

    def stretch(self, day):
        """Between two divisions of hamlets people are counted in the same units: the number of divisions up to the day."""
        return sum(on <= day for on in self.divided)

    def spans(self, first, last):
        """A span cut where hamlets were divided."""
        starts = [first] + [on for on in self.divided if first < on <= last]
        return list(zip(starts, [day_before(on) for on in starts[1:]] + [last]))

    def stands_for(self, hamlet, day):
        """The hamlet itself, or the one it was joined to by the day."""
        seen = set()
        while hamlet in self.heirs and self.heirs[hamlet][0] <= day and hamlet not in seen:
            seen.add(hamlet)
            hamlet = self.heirs[hamlet][1]
        return hamlet

    def carried(self, hamlet, day, on):
        """The hamlets of the map of `on` in which those are who live in a hamlet on `day`: by the persons who went each way."""
        now = {hamlet: 1.0}
        forward = day < on
        between = [one for one in self.divided if (day < one <= on if forward else on < one <= day)]
        for one in between if forward else reversed(between):
            following = {}
            for place, share in now.items():
                ways = [step for step in self.steps if step["on"] == one and step["old" if forward else "new"] == place]
                everyone = sum(step["persons"] for step in ways)
                if not ways:
                    following[place] = following.get(place, 0.0) + share
                for step in ways:
                    part = step["persons"] / everyone if everyone else 1.0 / len(ways)
                    goal = step["new" if forward else "old"]
                    if part > 0.0:
                        following[goal] = following.get(goal, 0.0) + share * part
            now = following
        return sorted(now.items())

    def communes(self, hamlet, day):
        """The communes that a hamlet's row names, carried to the day through what they became or were made from."""
        rows = self.hamlets[self.stands_for(hamlet, day)]
        covering = [row for row in rows if (row["from"] is None or row["from"] <= day) and (row["to"] is None or day <= row["to"])]
        if covering:
            row = covering[-1]
        else:
            later = rows[0]["from"] is not None and day < rows[0]["from"]
            row = rows[0] if later else rows[-1]
        version = [unit for unit in self.units[row["commune"]]
                   if (unit["to"] is None or row["from"] is None or row["from"] <= unit["to"])
                   and (unit["from"] is None or row["to"] is None or unit["from"] <= row["to"])][-1]
        ends = [end for end in (row["to"], version["to"]) if end is not None]
        begins = [begin for begin in (row["from"], version["from"]) if begin is not None]
        anchor = min(ends) if ends else (max(begins) if begins else date.min)
        codes = {row["commune"]}
        if day > anchor:
            for on in [on for on in self.days if anchor < on <= day]:
                codes = {new for code in codes for new in
                         ([step["new"] for step in self.old.get(code, []) if step["on"] == on] or [code])}
        else:
            for on in [on for on in reversed(self.days) if day < on <= anchor]:
                codes = {old for code in codes for old in
                         ([step["old"] for step in self.new.get(code, []) if step["on"] == on] or [code])}
        return sorted(codes)

    def units_of(self, hamlet, level, on):
        """The units of a level that a hamlet lies in on the map of a day, None where there is none."""
        if level == "hamlet":
            other = self.stands_for(hamlet, on)
            lives = any((row["from"] is None or row["from"] <= on) and (row["to"] is None or on <= row["to"]) for row in self.hamlets[other])
            return [self.hamlets[other if lives else hamlet][0]["code"]]
        wanted = "province" if level == "region" else level
        units = [self.ancestor(commune, wanted, on) for commune in self.communes(hamlet, on)]
        return units[:1] if len(set(units)) == 1 else units

    def placed_by_rule(self, hamlet, on):
        rows = [row for row in self.hamlets[hamlet] if (row["from"] is None or row["from"] <= on) and (row["to"] is None or on <= row["to"])]
        return bool(rows) and (hamlet, rows[-1]["from"]) in self.guessed

    def placing(self, hamlet, level, on, day):
        """Units of a level with their shares, for those who live in a hamlet on `day`, and whether that is estimated."""
        key = (hamlet, level, on, self.stretch(day), day if day == on else None)
        if key in self.placed:
            return self.placed[key]
        shares, estimated = {}, False
        for place, share in self.carried(hamlet, day, on):
            units = self.units_of(place, level, on)
            estimated = estimated or share < 1.0 or len(units) > 1 or level != "nation" and self.placed_by_rule(place, on)
            for unit in units:
                if unit is not None:
                    shares[unit] = shares.get(unit, 0.0) + share / len(units)
        shares = {unit: 1.0 if abs(share - 1.0) < 1e-9 else share for unit, share in sorted(shares.items())}
        whole = len(shares) == 1 and next(iter(shares.values())) >= 1.0
        estimated = estimated and (not whole or level != "nation" and self.placed_by_rule(hamlet, on))
        if level == "region":
            regions = {}
            for province, share in shares.items():
                region = self.region(province, on)
                if region is not None:
                    regions[region] = regions.get(region, 0.0) + share
            shares = dict(sorted(regions.items()))
        self.placed[key] = (shares, estimated)
        return self.placed[key]

    def parts(self, hamlet, level, on, day):
        return self.placing(hamlet, level, on, day)[0]

    def region(self, province, day):
        starts = [region["from"] for region in self.regions if region["from"] is not None and region["from"] <= day]
        last = max(starts) if starts else None
        for region in self.regions:
            if region["from"] == last and province in region["provinces"]:
                return region["code"]
        return None

    def whole(self, hamlet, level, on, day):
        parts = self.parts(hamlet, level, on, day)
        return next(iter(parts)) if len(parts) == 1 and next(iter(parts.values())) >= 1.0 else None

    def group(self, hamlet, level, on, day):
        """Hamlets that lie whole in one unit are one group with the others of it; any other is a group of its own."""
        parts = self.parts(hamlet, level, on, day)
        if not parts:
            return None
        return self.whole(hamlet, level, on, day) or "~" + self.hamlets[hamlet][0]["code"]

    def urban(self, hamlet, on, day):
        commune = self.whole(hamlet, "commune", on, day)
        unit = self.unit(commune, on) if commune else None
        return int(unit is not None and unit["kind"] in ("phường", "thị trấn"))

    def province_outside(self, origin, day):
        """The province of a place outside the register: followed through what it became or was made from, where that is one."""
        if not origin or origin.get("kind") not in ("commune", "province"):
            return None
        codes = {origin["unit"]}
        for _ in range(len(self.days) + 20):
            provinces = {self.ancestor(code, "province", day) for code in codes}
            if None not in provinces:
                return provinces.pop() if len(provinces) == 1 else None
            after = set()
            for code in codes:
                after.update(self.step_towards(code, day))
            if after == codes:
                return None
            codes = after
        return None

    def step_towards(self, code, day):
        if self.unit(code, day) is not None or code not in self.units:
            return [code]
        version = self.units[code][-1]
        if version["to"] is not None and version["to"] < day:
            steps = [step for step in self.old.get(code, []) if step["on"] > version["to"]]
            first = min((step["on"] for step in steps), default=None)
            found = [step["new"] for step in steps if step["on"] == first]
        else:
            begin = version["from"] or day
            steps = [step for step in self.new.get(code, []) if step["on"] <= begin]
            last = max((step["on"] for step in steps), default=None)
            found = [step["old"] for step in steps if step["on"] == last]
        return found or [code]

    def level_of_move(self, item, on, day):
        """1 another commune of the province, 2 another province, 3 abroad, 4 not told, 5 within the commune."""
        here = self.whole(item.hamlet, "province", on, day)
        if item.other is not None:
            there = self.whole(item.other, "province", on, day)
        else:
            kind = (item.place or {}).get("kind", "unknown")
            if kind == "abroad":
                return 3
            if kind == "unknown":
                return 4
            there = self.province_outside(item.place, on)
        if here is None or there is None:
            return 4
        if here != there:
            return 2
        commune = self.whole(item.hamlet, "commune", on, day)
        if item.other is not None and commune is not None and commune == self.whole(item.other, "commune", on, day):
            return 5
        return 1


def day_before(day):
    return day - timedelta(days=1)
