import type { AuthorityComparison, ComparedAuthority } from "./authority-comparison.ts";
import { differSentence, wholePercent } from "./heterogeneity-sentence.ts";

const range = (low: number, high: number): string =>
  `${wholePercent(low)} to ${wholePercent(high)}`;

/**
 * What a comparison says, in plain sentences: whether any authority's interval leaves the overall figure
 * out, what siblings, case mix and shrinkage leave of the one that stands out most, and whether the
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
    const leave = outside.length === 1 ? "leaves" : "leave";
    sentences.push(
      `${outside.length} of the ${shown.length} intervals ${leave} out the overall figure: ${outside.map(({ name }) => name).join(", ")}. About ${chance.toFixed(1)} would by chance.`,
    );
  }
  const standing = standsOut(shown, result);
  if (standing !== null) sentences.push(...whatIsLeft(standing, result));
  sentences.push(
    differSentence(result.heterogeneity, result.heterogeneityFamilies, "the authorities differ"),
  );
  if (result.caseMix !== null && result.caseMix.pValue !== null) {
    const { pValue, adjustedFor } = result.caseMix;
    sentences.push(
      `Adjusted for ${adjustedFor.join(", ")}, ${pValue < 0.05 ? "they still differ" : "they do not differ clearly"} (p ${pValue < 0.001 ? "< .001" : `= ${pValue.toFixed(3).replace(/^0/, "")}`}).`,
    );
  } else if (result.caseMixRefused !== null) {
    sentences.push(`Case mix could not be adjusted for. ${result.caseMixRefused.reason}`);
  } else if (result.standardisedBy.length === 0) {
    sentences.push("Nothing is adjusted for: authorities may differ because their children do.");
  }
  if (result.shrinkage?.note) sentences.push(result.shrinkage.note);
  return sentences;
}

/** The authority furthest from the overall figure in its own standard errors. */
function standsOut(
  shown: readonly ComparedAuthority[],
  result: AuthorityComparison,
): ComparedAuthority | null {
  const distance = new Map(result.funnel?.points.map(({ name, z }) => [name, Math.abs(z)]));
  let best: ComparedAuthority | null = null;
  for (const authority of shown) {
    const own = distance.get(authority.name) ?? 0;
    if (own > (best === null ? 1e-9 : (distance.get(best.name) ?? 0))) best = authority;
  }
  return best;
}

/** One look at the authority that stands out: its figure, and whether the overall one is in the interval. */
interface Look {
  readonly words: string;
  readonly clear: boolean;
}

function whatIsLeft(authority: ComparedAuthority, result: AuthorityComparison): string[] {
  const { share, shareFamilies, randomIntercept, randomInterceptFamilies, adjusted } = authority;
  if (share === null) return [];
  const { estimate: overall } = result.overall;
  const leaves = (own: { readonly ciLow: number; readonly ciHigh: number }, middle = overall) =>
    own.ciLow > middle || own.ciHigh < middle;
  const looks: Look[] = [];
  if (shareFamilies !== null && (result.designEffect ?? 1) > 1) {
    looks.push({
      words: `with brothers and sisters counted for what they add, ${range(shareFamilies.ciLow, shareFamilies.ciHigh)}`,
      clear: leaves(shareFamilies),
    });
  }
  if (adjusted !== null && result.caseMix !== null) {
    looks.push({
      words: `adjusted for ${result.caseMix.adjustedFor.join(", ")}, ${wholePercent(adjusted.estimate)} (${range(adjusted.ciLow, adjusted.ciHigh)})`,
      clear: leaves(adjusted, result.caseMix.overall),
    });
  }
  const drawn = randomInterceptFamilies ?? randomIntercept;
  if (drawn !== null) {
    looks.push({
      words: `drawn towards the others, the more so the fewer there are, ${wholePercent(drawn.estimate)} (${range(drawn.ciLow, drawn.ciHigh)}; its own figure counts ${wholePercent(drawn.weight)})`,
      clear: leaves(drawn),
    });
  }
  const raw = `${authority.name} stands out most: ${authority.events} of ${authority.n} (${wholePercent(share.estimate)}; 95% interval ${range(share.ciLow, share.ciHigh)}) against ${wholePercent(overall)} overall`;
  if (looks.length === 0) return [`${raw}.`];
  const left = looks.filter(({ clear }) => clear).length;
  const side = share.estimate < overall ? "below" : "above";
  const verdict = !leaves(share)
    ? `Even its raw interval includes the overall figure, so nothing is shown of ${authority.name} alone.`
    : left === looks.length
      ? `It stays ${side} the overall figure in each of these.`
      : left === 0
        ? "None of these leaves the overall figure out, so its raw figure should not be read by itself."
        : `Of these ${looks.length}, ${left} still ${left === 1 ? "leaves" : "leave"} the overall figure out: what is left of it is uncertain.`;
  return [`${raw}; ${looks.map(({ words }) => words).join("; ")}.`, verdict];
}
