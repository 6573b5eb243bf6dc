import { InputError } from "../../data-dictionary/input-error.ts";
import { categoricalOf, type Dataset } from "../../data-dictionary/table/dataset.ts";
import type { AuthorityCounts } from "./count-authorities.ts";
import {
  directlyStandardisedRate,
  indirectlyStandardisedRatio,
  type RateResult,
  type RefusedRate,
  type Stratum,
} from "./rate.ts";
import { directlyStandardisedShare, indirectlyStandardisedShare } from "./standardised-share.ts";

/** An authority's figure as it would be with the strata of all, and against what all would lead one to expect. */
export interface StandardisedFigures {
  readonly name: string;
  readonly direct: RateResult | RefusedRate;
  readonly indirect: RateResult | RefusedRate;
}

/** Events and population of one authority in one stratum. */
export interface StratumCount {
  readonly name: string;
  readonly stratum: string;
  readonly events: number;
  readonly n: number;
}

/**
 * Directly and indirectly standardised figures of authorities, from counts by stratum. The standard is
 * all authorities together, or the standard populations given.
 *
 * When not to use: with many strata of few children; the direct figure is refused below 10 events, and
 * indirect ratios may each be set beside 1 only, not beside each other.
 *
 * @param standard - Standard population of each stratum, by its name.
 * @param per - "share" when each child has the event or not; else the scale of the rate, such as 10,000.
 * @throws {InputError} `unknown-stratum` when the standard lacks a stratum.
 */
export function standardiseAuthorities(
  counts: readonly StratumCount[],
  per: number | "share",
  standard: ReadonlyMap<string, number> | null = null,
  level = 0.95,
): StandardisedFigures[] {
  const share = per === "share";
  const strata = [...new Set(counts.map((count) => count.stratum))];
  const all = new Map(strata.map((stratum) => [stratum, { events: 0, population: 0 }]));
  const own = new Map<string, Map<string, { events: number; population: number }>>();
  for (const { name, stratum, events, n } of counts) {
    const total = all.get(stratum) as { events: number; population: number };
    total.events += events;
    total.population += n;
    const mine = own.get(name) ?? new Map<string, { events: number; population: number }>();
    own.set(name, mine);
    const cell = mine.get(stratum) ?? { events: 0, population: 0 };
    mine.set(stratum, { events: cell.events + events, population: cell.population + n });
  }
  const used = strata.filter((stratum) => (all.get(stratum)?.population ?? 0) > 0);
  const weights = used.map((stratum) => {
    const weight = standard === null ? all.get(stratum)?.population : standard.get(stratum);
    if (weight !== undefined) return weight;
    throw new InputError(
      "unknown-stratum",
      `The standard population has no stratum ${stratum}.`,
      "Give a standard population for every stratum.",
    );
  });
  const reference = used.map((stratum) => all.get(stratum) as Stratum);
  return [...own].map(([name, mine]) => {
    const cells = used.map((stratum) => mine.get(stratum) ?? { events: 0, population: 0 });
    return {
      name,
      direct: share
        ? directlyStandardisedShare(cells, weights, level)
        : directlyStandardisedRate(cells, weights, per, level),
      indirect: share
        ? indirectlyStandardisedShare(cells, reference, level)
        : indirectlyStandardisedRatio(cells, reference, level),
    };
  });
}

/**
 * Counts by authority and stratum of the rows that count, a stratum being a combination of levels. Rows
 * whose stratum is not known are left out of the standardised figures, and are counted.
 *
 * @throws {InputError} `unknown-column`, `not-categorical`.
 */
export function countStrata(
  data: Dataset,
  counts: AuthorityCounts,
  variables: readonly string[],
): { readonly counts: StratumCount[]; readonly nMissing: number } {
  const columns = variables.map((name) => categoricalOf(data, name));
  const cells = new Map<string, { name: string; stratum: string; events: number; n: number }>();
  let nMissing = 0;
  for (let row = 0; row < data.rowCount; row++) {
    const group = counts.group[row] as number;
    if (group < 0) continue;
    const weight = data.weights === null ? 1 : (data.weights[row] as number);
    const codes = columns.map((column) => column.codes[row] as number);
    if (codes.some((code) => code < 0)) {
      nMissing += weight;
      continue;
    }
    const name = counts.authorities[group]?.name as string;
    const stratum = codes.map((code, i) => columns[i]?.levels[code]?.label as string).join(", ");
    const key = `${group}\n${codes.join()}`;
    const cell = cells.get(key) ?? { name, stratum, events: 0, n: 0 };
    cells.set(key, cell);
    cell.n += weight;
    if (counts.event[row] === 1) cell.events += weight;
  }
  return { counts: [...cells.values()], nMissing };
}
