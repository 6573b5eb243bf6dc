import type { Fault } from "../fault.ts";
import type { Codebook } from "./codebook.ts";
import { annotationRules } from "./lint/annotation-rules.ts";
import { choiceRules } from "./lint/choice-rules.ts";
import { headingOf, type LintRule } from "./lint/lint-rule.ts";
import { logicRules } from "./lint/logic-rules.ts";
import { nameRules } from "./lint/name-rules.ts";
import { rangeRules } from "./lint/range-rules.ts";

/** Every rule of the lint, in the order in which findings of one line are printed. */
export const lintRules: readonly LintRule[] = [
  ...nameRules,
  ...choiceRules,
  ...rangeRules,
  ...logicRules,
  ...annotationRules,
];

/**
 * What could be better, or will not work, in a codebook. Findings are in the order of its lines; the
 * `code` of each is the name of the rule.
 *
 * @param options.guidance - Texts of the guidance pages, by variable; without one the field note counts.
 * @param options.otherNames - Names beyond the codebook that its conditions may use.
 * @param options.skip - Names of rules to leave out.
 */
export function lintCodebook(
  codebook: Codebook,
  options: {
    readonly guidance?: ReadonlyMap<string, string>;
    readonly otherNames?: ReadonlySet<string>;
    readonly skip?: readonly string[];
  } = {},
): Fault[] {
  const context = {
    codebook,
    guidance: options.guidance ?? new Map<string, string>(),
    otherNames: options.otherNames ?? new Set<string>(),
  };
  return lintRules
    .filter((rule) => !options.skip?.includes(rule.name))
    .flatMap((rule) =>
      rule.find(context).map(
        ({ variable, column, message, remedy }): Fault => ({
          code: rule.name,
          severity: rule.severity,
          file: codebook.file,
          ...(variable === null ? {} : { row: variable.line }),
          column: headingOf(column),
          message,
          remedy,
        }),
      ),
    )
    .sort((a, b) => (a.row ?? 0) - (b.row ?? 0));
}
