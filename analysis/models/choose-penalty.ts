import type { AnyFit } from "./any-fit.ts";
import { separationOf } from "./any-fit.ts";
import type { Matrix } from "./dense.ts";
import type { ModelResult, Refusal } from "./model-result.ts";

/** Fewer events (of the rarer kind) per coefficient than this, and Firth's penalty is taken up. */
const fewEventsPerParameter = 5;

/** What the penalty hangs on. */
export interface PenaltyProblem {
  readonly kind: AnyFit["kind"];
  readonly x: Matrix;
  readonly y: Float64Array;
  readonly outcomes: number;
  readonly asked: boolean | "auto";
  /** Events of the rarer kind, or effective rows, for each coefficient. */
  readonly perParameter: number | null;
  readonly nameOf: (parameter: number) => string;
}

/** Whether Firth's penalty is taken up, and why. */
export interface ChosenPenalty {
  readonly firth: boolean;
  readonly split: ReturnType<typeof separationOf>;
  readonly separated: ModelResult["separation"];
  readonly warnings: readonly string[];
}

/**
 * Takes up Firth's penalty on separation, or with few events for each coefficient, unless it was forbidden; says so, and
 * warns of few events in any case.
 *
 * @returns A refusal where ordinary estimates would be infinite and there is no penalty to use.
 * @see Heinze and Schemper (2002), Statistics in Medicine 21, 2409–2419.
 */
export function choosePenalty(problem: PenaltyProblem): ChosenPenalty | Refusal {
  const { kind, x, y, outcomes, asked, perParameter, nameOf } = problem;
  const warnings: string[] = [];
  const split = separationOf(kind, x, y, outcomes);
  const separated =
    split === null ? null : { kind: split.kind, coefficients: split.parameters.map(nameOf) };
  const names = listed(separated?.coefficients ?? []);
  let firth = kind === "logistic" && asked === true;
  if (split !== null && kind !== "logistic") {
    return {
      refused: "separation",
      reason: `Some rows' outcome is told with certainty by: ${names}; their coefficients are not finite. Join levels with few rows, or choose an outcome level with --event, where Firth's penalty is at hand.`,
    };
  }
  if (split !== null && asked === false) {
    return {
      refused: "separation",
      reason: `Some rows' outcome is told with certainty by: ${names}; ordinary estimates are infinite. Use Firth's penalty (leave out --no-firth), or join levels with few rows.`,
    };
  }
  if (split !== null) {
    firth = true;
    warnings.push(
      `The outcome is told with certainty in some rows (${split.kind} separation) by ${names}: ordinary estimates are infinite, so Firth's penalty is used.`,
    );
  } else if (
    kind === "logistic" &&
    asked === "auto" &&
    perParameter !== null &&
    perParameter < fewEventsPerParameter
  ) {
    firth = true;
    warnings.push(
      `Only ${oneDecimal(perParameter)} events of the rarer kind per coefficient (fewer than ${fewEventsPerParameter}): Firth's penalty is used against small-sample bias. --no-firth turns it off.`,
    );
  }
  if (perParameter !== null && perParameter < 10 && !(kind === "logistic" && perParameter < 5)) {
    warnings.push(
      `${oneDecimal(perParameter)} ${kind === "logistic" ? "events of the rarer kind" : kind === "multinomial" ? "rows at the rarest outcome" : "effective rows"} per coefficient: fewer than 10, so read intervals rather than p-values.`,
    );
  }
  return { firth, split, separated, warnings };
}

/** At most four names, for a sentence. */
export function listed(names: readonly string[]): string {
  const shown = [...new Set(names)].filter((name) => name !== "(Intercept)").slice(0, 4);
  return shown.length === 0 ? "the predictors together" : shown.join(", ");
}

export const oneDecimal = (value: number): string => value.toFixed(1);
