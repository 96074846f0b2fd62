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
            elif "step" in row or "guess" in row or "heir" in row:
                raise SystemExit("hamlets were divided or joined: this recount does not follow that")
        for rows in self.hamlets.values():
            rows.sort(key=lambda row: row["from"] or date.min)
        for versions in self.units.values():
            versions.sort(key=lambda unit: unit["from"] or date.min)
        self.days = sorted({step["on"] for steps in self.old.values() for step in steps})
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

    def communes(self, hamlet, day):
        """The communes that a hamlet's row names, carried to the day through what they became or were made from."""
        rows = self.hamlets[hamlet]
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

    def parts(self, hamlet, level, day):
        """Units of a level with their shares."""
        key = (hamlet, level, day)
        if key not in self.placed:
            if level == "hamlet":
                units = [self.hamlets[hamlet][0]["code"]]
            else:
                wanted = "province" if level == "region" else level
                units = [self.ancestor(commune, wanted, day) for commune in self.communes(hamlet, day)]
                if len(set(units)) == 1:
                    units = units[:1]
                if level == "region":
                    units = [self.region(unit, day) if unit else None for unit in units]
            shares = {}
            for unit in units:
                if unit is not None:
                    shares[unit] = shares.get(unit, 0.0) + 1.0 / len(units)
            self.placed[key] = {unit: 1.0 if abs(share - 1.0) < 1e-9 else share for unit, share in sorted(shares.items())}
        return self.placed[key]

    def region(self, province, day):
        starts = [region["from"] for region in self.regions if region["from"] is not None and region["from"] <= day]
        last = max(starts) if starts else None
        for region in self.regions:
            if region["from"] == last and province in region["provinces"]:
                return region["code"]
        return None

    def whole(self, hamlet, level, day):
        parts = self.parts(hamlet, level, day)
        return next(iter(parts)) if len(parts) == 1 and next(iter(parts.values())) >= 1.0 else None

    def group(self, hamlet, level, day):
        """Hamlets that lie whole in one unit are one group with the others of it; any other is a group of its own."""
        parts = self.parts(hamlet, level, day)
        if not parts:
            return None
        return self.whole(hamlet, level, day) or "~" + self.hamlets[hamlet][0]["code"]

    def urban(self, hamlet, day):
        commune = self.whole(hamlet, "commune", day)
        unit = self.unit(commune, day) if commune else None
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

    def level_of_move(self, item, day):
        """1 another commune of the province, 2 another province, 3 abroad, 4 not told, 5 within the commune."""
        here = self.whole(item.hamlet, "province", day)
        if item.other is not None:
            there = self.whole(item.other, "province", day)
        else:
            kind = (item.place or {}).get("kind", "unknown")
            if kind == "abroad":
                return 3
            if kind == "unknown":
                return 4
            there = self.province_outside(item.place, day)
        if here is None or there is None:
            return 4
        if here != there:
            return 2
        commune = self.whole(item.hamlet, "commune", day)
        if item.other is not None and commune is not None and commune == self.whole(item.other, "commune", day):
            return 5
        return 1


def day_before(day):
    return day - timedelta(days=1)
