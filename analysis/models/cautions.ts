import { oneDecimal } from "./choose-penalty.ts";
import type { ClusterRobust } from "./cluster-robust.ts";
import type { Design } from "./design.ts";
import type { ModelResult } from "./model-result.ts";

/** Fewer families than this, and errors between families are rough. */
const fewFamilies = 40;

/** What a reader is told of a model that was fitted: predictors that tell each other, one odds ratio for all cuts, few families. */
export function cautions(fitted: {
  readonly built: Design;
  readonly inflation: ModelResult["diagnostics"]["inflation"];
  readonly brant: ModelResult["diagnostics"]["brant"];
  readonly robust: ClusterRobust | null;
  readonly gee: boolean;
}): string[] {
  const { built, inflation, brant, robust } = fitted;
  const interaction = built.terms.some((term) => term.variables.length > 1);
  const said = inflation
    .filter(({ adjusted }) => adjusted > 3.16 && !interaction)
    .map(
      ({ term, adjusted }) =>
        `${term} is largely told by the other predictors (GVIF^(1/2df) ${oneDecimal(adjusted)}).`,
    );
  if (brant !== null && "pValue" in brant && brant.pValue < 0.05) {
    said.push(
      "Brant's test: one odds ratio does not describe every cut of the outcome. See each cut with --event.",
    );
  }
  if (robust !== null && robust.clusters < fewFamilies) {
    said.push(
      `Only ${robust.clusters} families: ${robust.correction === "CR2" ? "read the intervals, which allow for it" : "family-robust errors may be too small"}.`,
    );
    if (fitted.gee) {
      said.push(
        `Estimating equations with ${robust.clusters} families (fewer than ${fewFamilies}) have errors that are too small; CR2 errors are safer.`,
      );
    }
  }
  return said;
}
