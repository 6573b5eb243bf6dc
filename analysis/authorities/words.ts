import { isRefused } from "../association/test-result.ts";
import type { AuthorityComparison, ComparedAuthority } from "./compare-authorities.ts";
import type { Funnel } from "./funnel.ts";

const whole = (share: number): string => `${Math.round(share * 100 * (1 + 4 * Number.EPSILON))}%`;
const range = (low: number, high: number): string => `${whole(low)} to ${whole(high)}`;

/**
 * What a comparison says, in plain sentences: whether any authority's interval leaves the overall figure
 * out, what the one furthest away keeps after families, shrinkage and case mix, and whether the
 * authorities differ at all.
 */
export function comparisonSentences(result: AuthorityComparison): string[] {
  const shown = result.authorities.filter((authority) => authority.share !== null);
  const outside = shown.filter((authority) => authority.includesOverall === false);
  const sentences: string[] = [];
  if (outside.length === 0) {
    sentences.push(
      "Every authority's interval includes the overall figure. These data do not show that any authority is different.",
    );
  } else {
    const chance = shown.length * (1 - result.ciLevel);
    sentences.push(
      `${outside.length} of ${shown.length} authorities' intervals leave the overall figure out: ${outside.map((authority) => authority.name).join(", ")}. About ${chance.toFixed(1)} would by chance.`,
    );
  }
  const furthest = furthestFrom(shown, result.overall.estimate);
  if (furthest !== null) sentences.push(whatIsLeft(furthest, result));
  sentences.push(heterogeneitySentence(result));
  if (result.shrinkage?.note) sentences.push(result.shrinkage.note);
  if (result.caseMix === null) {
    sentences.push("Nothing is adjusted for: authorities may differ because their children do.");
  }
  return sentences;
}

/** The funnel in a sentence, with what chance alone would put outside. */
export function funnelSentence(result: Funnel): string {
  const outside = `${result.outside95} of ${result.n} outside the 95% limits and ${result.outside998} outside 99.8%`;
  const chance = `by chance alone about ${result.expectedOutside95.toFixed(1)} and ${result.expectedOutside998.toFixed(1)} would be`;
  const before = result.outsideBefore;
  return `${outside}; ${chance}.${before === null ? "" : ` Before the limits were widened ${before.outside95} and ${before.outside998} were outside. ${result.overdispersion?.note}`}`;
}

function furthestFrom(
  shown: readonly ComparedAuthority[],
  overall: number,
): ComparedAuthority | null {
  let best: ComparedAuthority | null = null;
  let most = -1;
  for (const authority of shown) {
    const distance = Math.abs((authority.share?.estimate ?? overall) - overall);
    if (distance > most + 1e-12) {
      best = authority;
      most = distance;
    }
  }
  return most > 0 ? best : null;
}

/** The authority that stands out most, and what families, shrinkage and case mix leave of it. */
function whatIsLeft(authority: ComparedAuthority, result: AuthorityComparison): string {
  const { share, shareFamilies, shrunken, adjusted } = authority;
  if (share === null) return "";
  const parts = [
    `${authority.name} is furthest from the overall ${whole(result.overall.estimate)}: ${authority.events} of ${authority.n} (${whole(share.estimate)}, ${range(share.ciLow, share.ciHigh)})`,
  ];
  if (shareFamilies !== null && (result.designEffect ?? 1) > 1) {
    parts.push(
      `with brothers and sisters counted as families ${range(shareFamilies.ciLow, shareFamilies.ciHigh)}`,
    );
  }
  if (adjusted !== null && result.caseMix !== null) {
    parts.push(
      `adjusted for ${result.caseMix.adjustedFor.join(", ")} ${whole(adjusted.estimate)} (${range(adjusted.ciLow, adjusted.ciHigh)})`,
    );
  }
  if (shrunken !== null) {
    const kept = Math.round(shrunken.weight * 100);
    parts.push(
      `drawn towards the others ${whole(shrunken.estimate)} (its own figure counts ${kept}%)`,
    );
  }
  return `${parts.join("; ")}.`;
}

function heterogeneitySentence(result: AuthorityComparison): string {
  const test =
    result.heterogeneityFamilies !== null && !isRefused(result.heterogeneityFamilies)
      ? result.heterogeneityFamilies
      : result.heterogeneity;
  if (isRefused(test)) return test.reason;
  const p = test.pValue < 0.001 ? "p < .001" : `p = ${test.pValue.toFixed(3).replace(/^0/, "")}`;
  const how = test.respectsFamilies
    ? "families respected"
    : result.families === null
      ? "rows taken as independent"
      : "families could not be respected";
  return test.pValue < 0.05
    ? `Taken together the authorities differ (${p}, ${how}).`
    : `Taken together the authorities do not differ clearly (${p}, ${how}). A study of this size may miss a real difference.`;
}
