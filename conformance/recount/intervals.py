"""Limits of 95 %, from what they are and not from how the program computes them: exact Poisson limits by bisection, Wilson's as the roots
of his quadratic."""
import math
from statistics import NormalDist

Z = NormalDist().inv_cdf(0.975)


def at_most(events, mean):
    """P(X ≤ events) of a Poisson variable."""
    return sum(math.exp(-mean + k * math.log(mean) - math.lgamma(k + 1)) for k in range(events + 1)) if mean > 0 else 1.0


def root(falling, target):
    low, high = 0.0, 100.0
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if falling(middle) > target else (low, middle)
    return (low + high) / 2


def poisson(events):
    """Below ten events Garwood's exact limits, told to six decimals; from ten on Byar's approximation."""
    if not (events >= 0 and events == int(events)):
        return None
    if events < 10:
        count = int(events)
        low = root(lambda mean: at_most(count - 1, mean), 0.975) if count else 0.0
        return round(low, 6), round(root(lambda mean: at_most(count, mean), 0.025), 6)

    def byar(count, sign):
        return count * (1 - 1 / (9 * count) + sign * Z / (3 * count ** 0.5)) ** 3
    return byar(events, -1), byar(events + 1, 1)


def wilson(part, whole):
    """All p with (part − whole·p)² ≤ z²·whole·p·(1 − p)."""
    if not (whole > 0 and 0 <= part <= whole):
        return None
    square, linear, constant = whole + Z * Z, 2 * part + Z * Z, part * part / whole
    spread = math.sqrt(max(0.0, linear * linear - 4 * square * constant))
    low = 0.0 if part == 0 else 2 * constant / (linear + spread)
    return low, 1.0 if part == whole else (linear + spread) / (2 * square)


def sex_ratio(boys, girls):
    births = boys + girls
    if not births:
        return None
    share = boys / births
    half = Z * math.sqrt(boys * girls / births ** 3)
    low, high = share - half, share + half
    return (low / (1 - low), high / (1 - high)) if low > 0 and high < 1 else None


def limits(indicator, value, numerator, denominator, exposure, variance):
    """Lower and upper limit of a figure, or None. Numerator and exposure are lists of their groups."""
    method, scale = indicator.get("interval", "none"), indicator.get("scale", 1)
    under, found = exposure if exposure is not None else denominator, None
    try:
        if method == "poisson":
            found = poisson(sum(numerator))
            found = found and tuple(limit / sum(under) * scale for limit in found)
        elif method in ("wilson", "sex_ratio"):
            found = (wilson if method == "wilson" else sex_ratio)(sum(numerator), sum(denominator))
            found = found and tuple(limit * scale for limit in found)
        elif method == "poisson_sum":
            half = Z * math.sqrt(math.fsum(count / years ** 2 for count, years in zip(numerator, exposure))) * scale
            found = (max(0.0, value - half), value + half)
        elif method == "poisson_difference":
            half = Z * math.sqrt(sum(variance)) / sum(exposure) * scale
            found = (value - half, value + half)
    except ZeroDivisionError:
        return None
    return found if found and all(math.isfinite(limit) for limit in found) else None
