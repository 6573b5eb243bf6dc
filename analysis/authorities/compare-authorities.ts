import { InputError } from "../../data-dictionary/input-error.ts";
import type { Dataset } from "../../data-dictionary/table/dataset.ts";
import type { AuthorityComparison } from "./authority-comparison.ts";
import { type CaseMix, caseMix, withGroupAndEvent } from "./case-mix.ts";
import { type CompareOptions, comparisonFigures, level, requireTwo } from "./comparison-figures.ts";
import { countAuthorities } from "./count-authorities.ts";
import { familyDesignEffect } from "./family-design-effect.ts";
import { heterogeneityOfRows } from "./heterogeneity.ts";
import { countStrata, standardiseAuthorities } from "./standardise-authorities.ts";

/**
 * Compares authorities on a yes/no event from rows of children or families.
 *
 * Rows without an authority or a known outcome are counted, not dropped in silence. When not to use:
 * as a league table, or with one authority.
 *
 * @param event - Values of the outcome that are the event; null when the outcome is yes or no.
 * @throws {InputError} `unknown-column`, `unknown-level`, `event-needed`, `too-few-authorities`,
 *   `unknown-authority`, `bad-adjust`.
 */
export function compareAuthorities(
  data: Dataset,
  by: string,
  outcome: string,
  event: readonly string[] | null,
  options: CompareOptions = {},
): AuthorityComparison {
  const counts = countAuthorities(data, by, outcome, event, options.leaveOut);
  requireTwo(counts.authorities);
  const families = data.families;
  const { data: coded, eventName } = withGroupAndEvent(data, by, counts);
  const { plain, families: respecting } = heterogeneityOfRows(
    coded,
    by,
    eventName,
    options.seed ?? 1,
  );
  const seen = new Set<number>();
  if (families !== null) {
    counts.group.forEach((group, row) => {
      if (group >= 0) seen.add(families.of[row] as number);
    });
  }
  const strata = countStrata(data, counts, options.standardise ?? []);
  const mix = adjusted(data, by, counts, outcome, options.adjust ?? []);
  return comparisonFigures(
    counts.authorities,
    {
      by,
      outcome,
      event: counts.eventLabel,
      unit: data.unit,
      nWithoutAuthority: counts.nWithoutAuthority,
      families: families === null ? null : seen.size,
      designEffect:
        families === null
          ? null
          : familyDesignEffect(counts.group, counts.event, families.of, data.weights),
      heterogeneity: plain,
      heterogeneityFamilies: respecting,
      ...mix,
      standardisedBy: options.standardise ?? [],
      standardised:
        options.standardise === undefined || options.standardise.length === 0
          ? []
          : standardiseAuthorities(strata.counts, "share"),
      notes:
        strata.nMissing === 0
          ? []
          : [
              `${strata.nMissing} without a known stratum are left out of the standardised figures.`,
            ],
    },
    options,
  );
}

/** Case mix where it can be adjusted for; what the data cannot carry is a reason, not the end. */
function adjusted(
  data: Dataset,
  by: string,
  counts: Parameters<typeof caseMix>[2],
  outcome: string,
  adjust: readonly string[],
): Pick<AuthorityComparison, "caseMix" | "caseMixRefused"> {
  if (adjust.length === 0) return { caseMix: null, caseMixRefused: null };
  if (adjust.includes(by) || adjust.includes(outcome)) {
    throw new InputError(
      "bad-adjust",
      `${adjust.includes(by) ? by : outcome} is compared, so it cannot be adjusted for.`,
      "Name things that were so before the authority could act, such as age.",
    );
  }
  try {
    const mix: CaseMix = caseMix(data, by, counts, adjust, level);
    return { caseMix: mix, caseMixRefused: null };
  } catch (error) {
    if (!(error instanceof InputError) || !dataConditions.has(error.code)) throw error;
    return { caseMix: null, caseMixRefused: { refused: error.code, reason: error.message } };
  }
}

const dataConditions = new Set([
  "constant-outcome",
  "constant-predictor",
  "aliased-terms",
  "too-many-terms",
  "singular-design",
  "no-complete-rows",
]);
