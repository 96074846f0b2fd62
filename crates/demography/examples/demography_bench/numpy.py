import json
import sys
import time

import numpy as np

AGES, STEPS, MANY = 101, 77, 1000
raw = np.fromfile(sys.argv[1])
base, years = raw[: 2 * AGES].reshape(2, AGES), raw[2 * AGES :].reshape(STEPS, 5 * AGES + 1)
survival = years[:, : 2 * AGES].reshape(STEPS, 2, AGES)
fertility = years[:, 2 * AGES : 3 * AGES]
migration = years[:, 3 * AGES : 5 * AGES].reshape(STEPS, 2, AGES)
ratio = years[:, -1]


def step(people, s, f, m, r):
    """One year of arrays [..., sex, age]; migration at the end."""
    older = np.empty_like(people)
    older[..., 1:] = people[..., :-1] * s[..., 1:]
    older[..., -1] += people[..., -1] * s[..., -1]
    births = (f[..., 1:] * (people[..., 1, 1:] + older[..., 1, 1:]) / 2).sum(-1)
    older[..., 0, 0] = births * r / (1 + r) * s[..., 0, 0]
    older[..., 1, 0] = births / (1 + r) * s[..., 1, 0]
    older += m
    return older, births


def project():
    people = base
    for t in range(STEPS):
        people, _ = step(people, survival[t], fertility[t], migration[t], ratio[t])
    return people


def trajectories(generator):
    """Mortality by Brass's relational model in each year of each trajectory; a logit in place of a life expectancy, which is the cheaper of the two."""
    pattern = np.abs(migration).sum(0)
    pattern /= pattern.sum()
    people = np.broadcast_to(base, (MANY, 2, AGES)).copy()
    tfr, life, moving = np.zeros(MANY), np.zeros(MANY), np.zeros(MANY)
    kept = np.empty((STEPS, 3, MANY))
    for t in range(STEPS):
        draws = generator.standard_normal((3, MANY))
        tfr, life, moving = 0.99 * tfr + 0.055 * draws[0], 0.99 * life + 0.05 * draws[1], 0.6 * moving + 120 * draws[2]
        alive = np.cumprod(survival[t][:, :-1], axis=1)
        inverse = 1 + (1 - alive) / alive * np.exp(life)[:, None, None]
        s = np.empty((MANY, 2, AGES))
        s[..., 0] = 1 / inverse[..., 0]
        s[..., 1:-1] = inverse[..., :-1] / inverse[..., 1:]
        s[..., -1] = survival[t][:, -1]
        medium = fertility[t].sum()
        f = fertility[t] * (np.maximum(medium + tfr, 0.5) / medium)[:, None]
        before = people.sum((1, 2))
        people, births = step(people, s, f, migration[t] + moving[:, None, None] * pattern, ratio[t])
        kept[t] = people.sum((1, 2)), births, before
    return np.quantile(kept, [0.025, 0.1, 0.5, 0.9, 0.975], axis=2)


def timed(work, times):
    took = []
    for _ in range(times):
        start = time.perf_counter()
        found = work()
        took.append(time.perf_counter() - start)
    return sorted(took)[len(took) // 2], found


one, people = timed(project, 50)
many, _ = timed(lambda: trajectories(np.random.default_rng(1)), 3)
print(json.dumps({"numpy": np.__version__, "projection_seconds": one, "trajectories_seconds": many, "total_2100": people.sum()}))
