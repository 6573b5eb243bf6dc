import { InputError } from "../../data-dictionary/input-error.ts";
import type { AuthorityComparison } from "./authority-comparison.ts";
import { type CompareOptions, comparisonFigures, requireTwo } from "./comparison-figures.ts";
import { nameOrder } from "./count-authorities.ts";
import { heterogeneityOfCounts } from "./heterogeneity.ts";
import { type StratumCount, standardiseAuthorities } from "./standardise-authorities.ts";

/**
 * Compares authorities from counts alone: events and denominators. Families and case mix need rows.
 *
 * @throws {InputError} `too-few-authorities`, `bad-counts`, `unknown-authority`.
 * @example
 * compareCounts([{ name: "B", events: 9, n: 15 }, { name: "A", events: 29, n: 39 }]).authorities.map((a) => a.name) // => ["A", "B"]
 */
export function compareCounts(
  entries: readonly { readonly name: string; readonly events: number; readonly n: number }[],
  options: CompareOptions & {
    readonly by?: string;
    readonly outcome?: string;
    readonly unit?: string;
    /** The same counts by stratum, to standardise over. */
    readonly strata?: {
      readonly variable: string;
      readonly counts: readonly StratumCount[];
      readonly standard?: ReadonlyMap<string, number> | undefined;
    };
  } = {},
): AuthorityComparison {
  for (const { name, events, n } of entries) {
    if (!Number.isInteger(events) || !Number.isInteger(n) || events < 0 || events > n) {
      throw new InputError(
        "bad-counts",
        `${name} must have whole events from 0 to its n, but has ${events} of ${n}.`,
      );
    }
  }
  requireTwo(entries);
  const order = nameOrder(entries.map((entry) => entry.name));
  const sorted = order.map((i) => {
    const { name, events, n } = entries[i] as (typeof entries)[number];
    return { name, value: name, events, n, nMissing: 0, families: null };
  });
  const { by = "authority", outcome = "events", unit = "child" } = options;
  return comparisonFigures(
    sorted,
    {
      by,
      outcome,
      event: outcome,
      unit,
      nWithoutAuthority: 0,
      families: null,
      designEffect: null,
      heterogeneity: heterogeneityOfCounts(
        sorted
          .filter((count) => count.n > 0)
          .map((count) => [count.events, count.n - count.events]),
        options.seed ?? 1,
      ),
      heterogeneityFamilies: null,
      caseMix: null,
      caseMixRefused: null,
      standardisedBy: options.strata === undefined ? [] : [options.strata.variable],
      standardised:
        options.strata === undefined
          ? []
          : standardiseAuthorities(options.strata.counts, "share", options.strata.standard),
      notes: [],
    },
    options,
  );
}
