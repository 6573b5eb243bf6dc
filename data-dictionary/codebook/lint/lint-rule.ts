import type { Fault } from "../../fault.ts";
import type { Codebook, RedcapKey, Variable } from "../codebook.ts";
import { redcapColumns } from "../codebook.ts";

/** What a rule finds: where and what; the rule itself gives the name and the severity. */
export interface Finding {
  readonly variable: Variable | null;
  readonly column: RedcapKey;
  readonly message: string;
  readonly remedy: string;
}

/** What is known beside the codebook itself. */
export interface LintContext {
  readonly codebook: Codebook;
  /** The text of `guidance/<field>.md`, by field. */
  readonly guidance: ReadonlyMap<string, string>;
  /** Names a condition may use that are not in the codebook, such as facts and parameters. */
  readonly otherNames: ReadonlySet<string>;
}

/** One named rule of the codebook lint. */
export interface LintRule {
  readonly name: string;
  readonly severity: Fault["severity"];
  readonly find: (context: LintContext) => Finding[];
}

/** A rule that looks at one variable at a time: null when the variable is in order. */
export function perVariable(
  name: string,
  severity: Fault["severity"],
  column: RedcapKey,
  remedy: string,
  problem: (variable: Variable, context: LintContext) => string | null,
): LintRule {
  return {
    name,
    severity,
    find: (context) =>
      context.codebook.variables.flatMap((variable) => {
        const message = problem(variable, context);
        return message === null ? [] : [{ variable, column, message, remedy }];
      }),
  };
}

/** The heading of a column as REDCap prints it. */
export const headingOf = (key: RedcapKey): string =>
  redcapColumns.find(([, each]) => each === key)?.[0] ?? key;
