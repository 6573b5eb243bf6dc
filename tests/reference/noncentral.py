"""Lower tails of noncentral chi-squared variables with 50 digits, for the intervals of Cramer's V and epsilon squared.

    python3 tests/reference/noncentral.py        (writes tests/reference/noncentral.json)

A Poisson mixture of central ones, summed from one end to the other; arguments are doubles, values the nearest doubles.
"""
import json
import pathlib

import mpmath
from mpmath import exp, gammainc, log, loggamma, mp, mpf

mp.dps = 50


def lower(x, df, ncp):
    x, df, ncp = mpf(x), mpf(df), mpf(ncp)
    half = ncp / 2
    width = int(30 * mpmath.sqrt(half + 1) + 60)
    first, last = max(0, int(half) - width), int(half) + width
    # P(df/2 + j, x/2) downwards from the last term, by its recurrence: P(a, y) = P(a + 1, y) + y^a e^-y / gamma(a + 1).
    y = x / 2
    below = gammainc(df / 2 + last, 0, y, regularized=True)
    total = mpf(0)
    for j in range(last, first - 1, -1):
        a = df / 2 + j
        if j < last:
            below += exp(a * log(y) - y - loggamma(a + 1))
        weight = exp(-half + j * log(half) - loggamma(j + 1))
        total += weight * below
    return total


points = []
for df in (1, 2, 4, 12, 40):
    for ncp in (0.01, 1, 10, 100, 1000, 30000):
        mean, sd = df + ncp, (2 * (df + 2 * ncp)) ** 0.5
        for z in (-6, -3, -1, 0, 1, 3):
            x = mean + z * sd
            if x <= 0:
                x = mean * 10.0 ** (z - 1)
            value = lower(x, df, ncp)
            if value > mpf("1e-300"):
                points.append([x, df, ncp, float(value)])
text = {"computed": f"noncentral.py with mpmath {mpmath.__version__}, 50 digits", "points": points}
pathlib.Path(__file__).with_name("noncentral.json").write_text(json.dumps(text, indent=0) + "\n")
print(len(points))
