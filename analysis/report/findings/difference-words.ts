import type { Contrast } from "../results/contrasts.ts";
import { pathTo, type Results } from "../results/results.ts";
import { bind, type Sentence, say } from "./sentence.ts";

/** How sure one may be that two groups differ. The words for each are agreed in docs/writing.md. */
export type Certainty = "differ" | "may-differ" | "not-clear" | "not-tested";

/**
 * How sure one may be, from the p-value that respects families and from Holm's among all tests of the screen.
 *
 * @example
 * certaintyOf({ pValue: 0.02, holmPValue: 0.2 }) // => "may-differ"
 */
export function certaintyOf(test: {
  readonly pValue: number | null;
  readonly holmPValue: number | null;
}): Certainty {
  if (test.pValue === null) return "not-tested";
  if ((test.holmPValue ?? test.pValue) < 0.05) return "differ";
  return test.pValue < 0.05 ? "may-differ" : "not-clear";
}

/** The agreed words for whether groups differ, with the p-value. */
export function certaintyWords(results: Results, contrast: Contrast, place: number): Sentence {
  const at = (...steps: string[]): string => pathTo("contrasts.json", "contrasts", place, ...steps);
  const p = (): Sentence => [bind(results, "p", at("pValue"))];
  const tests = (): Sentence => [bind(results, "count", at("tests"))];
  switch (certaintyOf(contrast)) {
    case "differ":
      return contrast.tests > 1
        ? say`Taken together the groups differ (p ${p()}), also when all ${tests()} tests of this list are allowed for.`
        : say`Taken together the groups differ (p ${p()}).`;
    case "may-differ":
      return say`The groups may differ: p ${p()} by itself, but not once all ${tests()} tests of this list are allowed for.`;
    case "not-clear":
      return say`The groups do not differ clearly (p ${p()}). A study of this size may miss a real difference.`;
    default:
      return say`No test could be made of it.`;
  }
}

/** The agreed words for a difference between two percentages and its interval, for a reader of research. */
export function differenceWords(results: Results, place: number): Sentence {
  const at = (...steps: string[]): string => pathTo("contrasts.json", "contrasts", place, ...steps);
  const contrast = results.at(pathTo("contrasts.json", "contrasts", place)) as Contrast;
  const size = bind(results, "points", at("difference"));
  const level = bind(results, "level", at("ciLevel"));
  const [low, high] = [bind(results, "points", at("ciLow")), bind(results, "points", at("ciHigh"))];
  return contrast.ciLow < 0
    ? say`The difference is ${size} percentage points (${level} interval: from ${low} fewer to ${high} more).`
    : say`The difference is ${size} percentage points (${level} interval: ${low} to ${high}).`;
}

/** The same for people who work with families: in every hundred. */
export function gapWords(results: Results, place: number): Sentence[] {
  const at = (...steps: string[]): string => pathTo("contrasts.json", "contrasts", place, ...steps);
  const contrast = results.at(pathTo("contrasts.json", "contrasts", place)) as Contrast;
  const [low, high] = [bind(results, "points", at("ciLow")), bind(results, "points", at("ciHigh"))];
  if (contrast.ciLow < 0) {
    return [
      say`We can't be sure there is a true gap.`,
      say`It could be ${high} more in every hundred, or ${low} fewer.`,
    ];
  }
  const wide = contrast.ciLow < 0.1 && contrast.ciHigh - contrast.ciLow > 0.25;
  return wide
    ? [say`The true gap could be small or large: from ${low} to ${high} in every hundred.`]
    : [say`The true gap is likely to be ${low} to ${high} in every hundred.`];
}
