import type { Contingency } from "./contingency.ts";
import type { EffectResult } from "./effect-sizes.ts";

/** Shares of the second group at which the tail is looked at. */
const gridSteps = 400;
/** Most children in the two groups multiplied; beyond it the interval would take too long. */
const mostTables = 40_000;

/**
 * The exact unconditional interval for a risk difference of a 2 × 2 table: the differences that the score test, its
 * tail taken at the worst share of the second group, does not reject at half the error on either side.
 *
 * The worst share is sought on 401 points. It is wider than Newcombe's interval, never too narrow. For whole counts; not
 * for rows that come in families.
 *
 * @example
 * exactRiskDifference(contingency([[7, 3], [2, 8]])).estimate // => 0.5
 * @see Chan and Zhang (1999), Biometrics 55, 1202–1209; Farrington and Manning (1990), Stat. Med. 9, 1447–1454.
 */
export function exactRiskDifference(table: Contingency, level = 0.95): EffectResult {
  const method = "risk-difference-exact";
  const [a, b, c, d] = table.counts as unknown as [number, number, number, number];
  const [n1, n2] = [a + b, c + d];
  if (table.rows !== 2 || table.columns !== 2 || !table.counts.every(Number.isInteger)) {
    return {
      method,
      refused: "not-2-by-2",
      reason: "This exact interval is for whole counts in two rows and two columns.",
    };
  }
  if (n1 === 0 || n2 === 0) {
    return { method, refused: "empty-group", reason: "One of the two groups has nobody in it." };
  }
  if (n1 * n2 > mostTables) {
    return {
      method,
      refused: "too-large",
      reason: "The groups are too large to count every table; Newcombe's interval is as good here.",
    };
  }
  const estimate = a / n1 - c / n2;
  const tail = (1 - level) / 2;
  const upper = limit(a, n1, c, n2, tail);
  // The lower limit is the upper one with the groups changed over.
  const lower = -limit(c, n2, a, n1, tail);
  return { method, estimate, ciLow: lower, ciHigh: upper, ciLevel: level };
}

/** The largest difference at which a score as low as the observed one still has a chance above `tail`. */
function limit(x1: number, n1: number, x2: number, n2: number, tail: number): number {
  let low = x1 / n1 - x2 / n2;
  let high = 1;
  if (low === 1) return 1;
  for (let turn = 0; turn < 45; turn++) {
    const middle = (low + high) / 2;
    if (lowerTail(x1, n1, x2, n2, middle) > tail) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The largest chance, over the second share, of a score no higher than the observed one. */
function lowerTail(x1: number, n1: number, x2: number, n2: number, difference: number): number {
  const observed = score(x1, n1, x2, n2, difference) + 1e-9;
  // For each count of the first group, the smallest count of the second whose score is as low.
  const from = Array.from({ length: n1 + 1 }, (_, one) => {
    let other = 0;
    while (other <= n2 && score(one, n1, other, n2, difference) > observed) other++;
    return other;
  });
  const [least, most] = [Math.max(0, -difference), Math.min(1, 1 - difference)];
  let worst = 0;
  for (let step = 0; step <= gridSteps; step++) {
    const share = least + ((most - least) * step) / gridSteps;
    const first = binomial(n1, Math.min(1, Math.max(0, share + difference)));
    const second = binomial(n2, share);
    for (let other = n2 - 1; other >= 0; other--) {
      second[other] = (second[other] as number) + (second[other + 1] as number);
    }
    let chance = 0;
    from.forEach((other, one) => {
      if (other <= n2) chance += (first[one] as number) * (second[other] as number);
    });
    worst = Math.max(worst, chance);
  }
  return worst;
}

/** (p₁ − p₂ − difference) over its error at the shares most likely given the difference. */
function score(x1: number, n1: number, x2: number, n2: number, difference: number): number {
  const gap = x1 / n1 - x2 / n2 - difference;
  if (Math.abs(gap) < 1e-12) return 0;
  const second = restrictedShare(x1, n1, x2, n2, difference);
  const first = Math.min(1, Math.max(0, second + difference));
  const variance = (first * (1 - first)) / n1 + (second * (1 - second)) / n2;
  return variance > 1e-15 ? gap / Math.sqrt(variance) : gap > 0 ? 1e9 : -1e9;
}

/** The most likely share of the second group when the first is `difference` above it. */
function restrictedShare(
  x1: number,
  n1: number,
  x2: number,
  n2: number,
  difference: number,
): number {
  const theta = n2 / n1;
  const [p1, p2] = [x1 / n1, x2 / n2];
  // Of the first group, at −difference from the second, by the cubic of Farrington and Manning.
  const a = 1 + theta;
  const b = -(1 + theta + p1 + theta * p2 + difference * (theta + 2));
  const c = difference * difference + difference * (2 * p1 + theta + 1) + p1 + theta * p2;
  const d = -p1 * difference * (1 + difference);
  const v = (b / (3 * a)) ** 3 - (b * c) / (6 * a * a) + d / (2 * a);
  const u = Math.sign(v || 1) * Math.sqrt(Math.max(0, (b / (3 * a)) ** 2 - c / (3 * a)));
  const w = u === 0 ? 0 : (Math.PI + Math.acos(Math.max(-1, Math.min(1, v / u ** 3)))) / 3;
  const first = 2 * u * Math.cos(w) - b / (3 * a);
  return Math.min(1, Math.max(0, first - difference));
}

function binomial(n: number, p: number): Float64Array {
  const out = new Float64Array(n + 1);
  if (p <= 0 || p >= 1) {
    out[p <= 0 ? 0 : n] = 1;
    return out;
  }
  const odds = Math.log(p) - Math.log1p(-p);
  let log = n * Math.log1p(-p);
  for (let k = 0; k <= n; k++) {
    out[k] = Math.exp(log);
    log += Math.log(n - k) - Math.log(k + 1) + odds;
  }
  return out;
}
