import { InputError } from "../../data-dictionary/input-error.ts";
import type { FrameVariable } from "./model-frame.ts";
import type { ModelKind } from "./model-result.ts";

/** Which regression suits an outcome, with the outcome as it is fitted. */
export interface ChosenModel {
  readonly kind: ModelKind;
  readonly method: string;
  readonly reason: string;
  /** The event's levels, for logistic. */
  readonly event: readonly string[] | null;
  /** Labels of what is predicted: the event, each level, or the outcome's mean. */
  readonly predicted: readonly string[];
  readonly y: Float64Array;
}

const affirmative = new Set(["yes", "y", "true", "1"]);

/**
 * The regression for an outcome: two levels or a named event, logistic; ordered levels, proportional
 * odds; other levels, multinomial; a number, linear.
 *
 * The event of a two-level outcome is "yes" (or 1, or true) where there is one, else the level that is
 * not the reference.
 *
 * @param event - Values or labels counted as the event, or undefined.
 * @throws {InputError} `unknown-level`, `constant-outcome`, `event-of-number`.
 */
export function chooseModel(outcome: FrameVariable, event?: readonly string[]): ChosenModel {
  if (outcome.kind === "numeric") {
    if (event !== undefined) {
      throw new InputError(
        "event-of-number",
        `${outcome.name} is a number, so it has no event.`,
        `Name it with --categorical ${outcome.name} if its values are categories.`,
      );
    }
    requireVaried(outcome);
    return {
      kind: "linear",
      method: "linear regression",
      reason: `${outcome.name} is a number`,
      event: null,
      predicted: [outcome.label],
      y: outcome.values,
    };
  }
  requireVaried(outcome);
  const { levels } = outcome;
  if (event !== undefined || levels.length === 2) {
    const wanted = event ?? [defaultEvent(outcome)];
    const chosen = wanted.map((value) => {
      const index = levels.findIndex((level) => level.value === value || level.label === value);
      if (index === -1) {
        throw new InputError(
          "unknown-level",
          `${outcome.name} has no rows at level ${value}.`,
          `Its levels are: ${levels.map((level) => level.value).join(", ")}.`,
        );
      }
      return index;
    });
    const isEvent = new Set(chosen);
    if (isEvent.size === levels.length) {
      throw new InputError(
        "constant-outcome",
        `Every row has the event: ${wanted.join(", ")} are all the levels of ${outcome.name}.`,
        "Name fewer levels with --event.",
      );
    }
    const labels = chosen.map((index) => levels[index]?.label ?? "");
    return {
      kind: "logistic",
      method: "logistic regression",
      reason:
        event === undefined
          ? `${outcome.name} has two levels; the event is ${labels.join(", ")}`
          : `the event is ${outcome.name}: ${labels.join(" or ")}, against all else`,
      event: chosen.map((index) => levels[index]?.value ?? ""),
      predicted: [labels.join(" or ")],
      y: outcome.values.map((level) => (isEvent.has(level) ? 1 : 0)),
    };
  }
  return {
    kind: outcome.ordered ? "ordinal" : "multinomial",
    method: outcome.ordered ? "proportional-odds regression" : "multinomial logistic regression",
    reason: outcome.ordered
      ? `${outcome.name} has ${levels.length} levels in order`
      : `${outcome.name} has ${levels.length} levels without order; each is compared with ${levels[0]?.label}`,
    event: null,
    predicted: levels.map((level) => level.label),
    y: outcome.values,
  };
}

function defaultEvent(outcome: FrameVariable): string {
  const yes = outcome.levels.find((level) => affirmative.has(level.value.toLowerCase()));
  return (yes ?? outcome.levels[1])?.value ?? "";
}

function requireVaried(outcome: FrameVariable): void {
  if (outcome.values.some((value) => value !== outcome.values[0])) return;
  throw new InputError(
    "constant-outcome",
    `${outcome.name} must differ between rows, but every row used has the same value.`,
    "There is nothing to explain; use describe.",
  );
}
