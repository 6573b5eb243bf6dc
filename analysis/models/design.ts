import { InputError } from "../../data-dictionary/input-error.ts";
import { aliasedColumns, type Matrix, zeros } from "./dense.ts";
import type { FrameVariable, ModelFrame } from "./model-frame.ts";
import type { ModelTerm } from "./model-terms.ts";

/** One column of a design matrix, and what it stands for. */
export interface DesignColumn {
  /** "(Intercept)", "age_band: 6 to 12", "age", "age_band: 6 to 12 × pattern: Passive". */
  readonly name: string;
  /** Index of its term, or -1 for the intercept. */
  readonly term: number;
  /** What is multiplied: for each variable the level number, or null for a number's value. */
  readonly parts: readonly { readonly variable: string; readonly level: number | null }[];
}

/** A design matrix with named columns. */
export interface Design {
  readonly x: Matrix;
  readonly columns: readonly DesignColumn[];
  readonly terms: readonly ModelTerm[];
}

/**
 * The design matrix of a model: an intercept, an indicator for each level but the reference, the
 * values of numbers, and products for interactions.
 *
 * @throws {InputError} `constant-predictor`, `aliased-terms`, `too-many-terms` naming the terms.
 */
export function design(
  frame: ModelFrame,
  terms: readonly ModelTerm[],
  options: { readonly intercept?: boolean } = {},
): Design {
  const columns: DesignColumn[] =
    options.intercept === false ? [] : [{ name: "(Intercept)", term: -1, parts: [] }];
  terms.forEach((term, index) => {
    for (const parts of combinations(term, frame)) {
      const name = parts
        .map(({ variable, level }) => {
          if (level === null) return variable;
          return `${variable}: ${frame.variables.get(variable)?.levels[level]?.label}`;
        })
        .join(" × ");
      columns.push({ name, term: index, parts });
    }
  });
  const x = zeros(frame.rows.length, columns.length);
  for (let row = 0; row < x.rows; row++) {
    fillRow(columns, (name) => frame.variables.get(name)?.values[row] as number, x, row);
  }
  return { x, columns, terms };
}

/** Writes one row of a design matrix from the values of its variables. */
export function fillRow(
  columns: readonly DesignColumn[],
  valueIn: (variable: string) => number,
  into: Matrix,
  row: number,
): void {
  for (let j = 0; j < columns.length; j++) {
    let value = 1;
    for (const { variable, level } of (columns[j] as DesignColumn).parts) {
      const found = valueIn(variable);
      value *= level === null ? found : found === level ? 1 : 0;
      if (value === 0) break;
    }
    into.values[row * columns.length + j] = value;
  }
}

/**
 * Refuses a design whose columns cannot be told apart, naming them.
 *
 * @throws {InputError} `constant-predictor`, `aliased-terms`, `too-many-terms`.
 */
export function requireFullRank(frame: ModelFrame, built: Design): void {
  for (const term of built.terms) {
    if (term.variables.length > 1) continue;
    const variable = frame.variables.get(term.variables[0] as string) as FrameVariable;
    const first = variable.values[0];
    if (variable.values.every((value) => value === first)) {
      throw new InputError(
        "constant-predictor",
        `${variable.name} must differ between rows, but every row used has the same value.`,
        `Leave ${variable.name} out of --with.`,
      );
    }
  }
  const { x, columns } = built;
  if (x.columns >= frame.n) {
    throw new InputError(
      "too-many-terms",
      `The model has ${x.columns} coefficients and must have fewer than the ${frame.n} rows used.`,
      "Use fewer predictors, or join levels of those with many.",
    );
  }
  const aliased = aliasedColumns(x);
  if (aliased.length === 0) return;
  const told = aliased.slice(0, 3).map(({ column, of }) => {
    const name = (columns[column] as DesignColumn).name;
    if (of.length === 0) return `nobody is at ${name}`;
    const others = of
      .map((j) => (columns[j] as DesignColumn).name)
      .filter((n) => n !== "(Intercept)");
    return `${name} is decided by ${others.length === 0 ? "the intercept" : others.join(" and ")}`;
  });
  const names = new Set(aliased.map(({ column }) => termName(built, column)));
  throw new InputError(
    "aliased-terms",
    `The predictors must say different things, but ${told.join("; ")}${aliased.length > 3 ? `; and ${aliased.length - 3} more` : ""}.`,
    `Leave out or join levels of: ${[...names].join(", ")}.`,
  );
}

function termName(built: Design, column: number): string {
  const term = (built.columns[column] as DesignColumn).term;
  return built.terms[term]?.name ?? "(Intercept)";
}

/** Every way to choose a non-reference level of each variable of a term. */
function combinations(term: ModelTerm, frame: ModelFrame): DesignColumn["parts"][] {
  let all: { variable: string; level: number | null }[][] = [[]];
  // The first variable's levels change fastest, as in R.
  for (const name of term.variables) {
    const variable = frame.variables.get(name) as FrameVariable;
    const choices =
      variable.kind === "numeric" ? [null] : variable.levels.slice(1).map((_, index) => index + 1);
    all = choices.flatMap((level) => all.map((parts) => [...parts, { variable: name, level }]));
  }
  return all;
}
