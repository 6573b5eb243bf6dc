import { InputError } from "../../data-dictionary/input-error.ts";

/** One term of a model: a variable, or several that act together. */
export interface ModelTerm {
  /** "age_band", or "age_band × pattern". */
  readonly name: string;
  readonly variables: readonly string[];
}

/**
 * The terms of a model from what was typed: `a` is a variable, `a*b` is both and their interaction.
 *
 * Main effects come before interactions; a term named twice counts once.
 *
 * @param typed - For example `["age_band", "pattern", "age_band*pattern"]`.
 * @throws {InputError} `bad-term` if a term names no variable.
 * @example
 * modelTerms(["a", "a*b"]).map((term) => term.name) // => ["a", "b", "a × b"]
 */
export function modelTerms(typed: readonly string[]): ModelTerm[] {
  const terms = new Map<string, ModelTerm>();
  for (const text of typed) {
    const variables = [...new Set(text.split("*").map((name) => name.trim()))];
    if (variables.some((name) => name === "")) {
      throw new InputError(
        "bad-term",
        `"${text}" must be the name of a variable, or names joined by *, such as age_band*pattern.`,
      );
    }
    for (const subset of subsets(variables)) {
      const key = [...subset].sort().join("\n");
      if (!terms.has(key)) terms.set(key, { name: subset.join(" × "), variables: subset });
    }
  }
  return [...terms.values()].sort((a, b) => a.variables.length - b.variables.length);
}

/** All subsets of names, the single names first. */
function subsets(names: readonly string[]): string[][] {
  const all: string[][] = [];
  for (let bits = 1; bits < 2 ** names.length; bits++) {
    all.push(names.filter((_, index) => (bits >> index) & 1));
  }
  return all.sort((a, b) => a.length - b.length);
}

/** Does one term contain all the variables of another, and more? */
export function isRelative(term: ModelTerm, of: ModelTerm): boolean {
  return (
    term.variables.length > of.variables.length &&
    of.variables.every((name) => term.variables.includes(name))
  );
}
