import type { Codebook, Variable } from "./codebook.ts";

/** One difference between two codebooks. */
export interface CodebookChange {
  readonly variable: string;
  readonly kind:
    | "added"
    | "removed"
    | "relabelled"
    | "retyped"
    | "choice-added"
    | "choice-removed"
    | "choice-relabelled"
    | "changed";
  /** What changed, in words. */
  readonly message: string;
  /** Could values already coded be lost or change their meaning? */
  readonly risky: boolean;
}

/**
 * What differs between an old and a new codebook, in the order of the new one, removals last.
 */
export function diffCodebooks(before: Codebook, after: Codebook): CodebookChange[] {
  const changes: CodebookChange[] = [];
  for (const variable of after.variables) {
    const old = before.byName.get(variable.name);
    if (old === undefined) {
      changes.push({
        variable: variable.name,
        kind: "added",
        message: `added to the form ${variable.form}`,
        risky: false,
      });
    } else changes.push(...variableChanges(old, variable));
  }
  for (const variable of before.variables) {
    if (after.byName.has(variable.name)) continue;
    changes.push({
      variable: variable.name,
      kind: "removed",
      message: "removed: values coded for it would have no meaning",
      risky: true,
    });
  }
  return changes;
}

function variableChanges(old: Variable, now: Variable): CodebookChange[] {
  const changes: CodebookChange[] = [];
  const add = (kind: CodebookChange["kind"], message: string, risky: boolean): void => {
    changes.push({ variable: now.name, kind, message, risky });
  };
  if (old.type !== now.type) add("retyped", `type ${old.type} becomes ${now.type}`, true);
  if (old.label !== now.label) add("relabelled", `label is now "${now.label}"`, false);
  const oldChoices = new Map(old.choices.map((choice) => [choice.value, choice.label]));
  const newChoices = new Map(now.choices.map((choice) => [choice.value, choice.label]));
  for (const [value, label] of newChoices) {
    const was = oldChoices.get(value);
    if (was === undefined) add("choice-added", `choice ${value} (${label}) added`, false);
    else if (was !== label) {
      add("choice-relabelled", `choice ${value} was "${was}", is now "${label}"`, true);
    }
  }
  for (const [value, label] of oldChoices) {
    if (!newChoices.has(value)) add("choice-removed", `choice ${value} (${label}) removed`, true);
  }
  const cells: readonly [string, boolean][] = [
    ["form_name", true],
    ["branching_logic", true],
    ["text_validation_type_or_show_slider_number", true],
    ["text_validation_min", false],
    ["text_validation_max", false],
    ["required_field", false],
    ["identifier", false],
    ["field_note", false],
    ["field_annotation", false],
  ];
  for (const [key, risky] of cells) {
    if ((old.cells.get(key) ?? "") !== (now.cells.get(key) ?? "")) {
      add("changed", `${key.replaceAll("_", " ")} changed`, risky);
    }
  }
  return changes;
}
