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
  // Where the chance was above the tail, it is so again nearby: that share is looked at first.
  let first = gridSteps / 2;
  while (high - low > 1e-12) {
    const middle = (low + high) / 2;
    const above = stepAbove(x1, n1, x2, n2, middle, tail, first);
    if (above === null) high = middle;
    else [low, first] = [middle, above];
  }
  return (low + high) / 2;
}

/** A step of the second share at which a score no higher than the observed one has a chance above `tail`; null if none. */
function stepAbove(
  x1: number,
  n1: number,
  x2: number,
  n2: number,
  difference: number,
  tail: number,
  tryFirst: number,
): number | null {
  const observed = score(x1, n1, x2, n2, difference) + 1e-9;
  // For each count of the first group, the smallest count of the second whose score is as low.
  // It rises with the first count, so that each search goes on where the last one ended.
  let reached = 0;
  const from = Int32Array.from({ length: n1 + 1 }, (_, one) => {
    while (reached <= n2 && score(one, n1, reached, n2, difference) > observed) reached++;
    return reached;
  });
  const first = new Float64Array(n1 + 1);
  const second = new Float64Array(n2 + 1);
  const [least, most] = [Math.max(0, -difference), Math.min(1, 1 - difference)];
  for (let turn = -1; turn <= gridSteps; turn++) {
    const step = turn < 0 ? tryFirst : turn;
    const share = least + ((most - least) * step) / gridSteps;
    binomial(first, Math.min(1, Math.max(0, share + difference)));
    binomial(second, share);
    for (let other = n2 - 1; other >= 0; other--) {
      second[other] = (second[other] as number) + (second[other + 1] as number);
    }
    let chance = 0;
    for (let one = 0; one <= n1; one++) {
      const other = from[one] as number;
      if (other <= n2) chance += (first[one] as number) * (second[other] as number);
    }
    if (chance > tail) return step;
  }
  return null;
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

/** Fills in the chances of 0 … n, from the likeliest outwards, each from its neighbour. */
function binomial(out: Float64Array, p: number): void {
  const n = out.length - 1;
  out.fill(0);
  if (p <= 0 || p >= 1) {
    out[p <= 0 ? 0 : n] = 1;
    return;
  }
  const mode = Math.min(n, Math.floor((n + 1) * p));
  const odds = p / (1 - p);
  out[mode] = 1;
  let sum = 1;
  for (let k = mode; k < n; k++) {
    const next = (out[k] as number) * ((n - k) / (k + 1)) * odds;
    out[k + 1] = next;
    sum += next;
    if (next < 1e-18 * sum) break;
  }
  for (let k = mode; k > 0; k--) {
    const next = ((out[k] as number) * (k / (n - k + 1))) / odds;
    out[k - 1] = next;
    sum += next;
    if (next < 1e-18 * sum) break;
  }
  for (let k = 0; k <= n; k++) out[k] = (out[k] as number) / sum;
}
