import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { sourceFiles } from "./support/source-files.ts";

// Every line `expression // => value` of an @example is run, with all exports of the two libraries
// in scope. The expressions are our own doc comments, never data.
const files = sourceFiles(["data-dictionary", "analysis"]);
const modules = new Map<string, Record<string, unknown>>();
for (const file of files) {
  modules.set(file, (await import(pathToFileURL(resolve(file)).href)) as Record<string, unknown>);
}
const everything = Object.assign({}, ...modules.values()) as Record<string, unknown>;

const evaluate = (code: string, scope: Record<string, unknown>): unknown =>
  new Function(...Object.keys(scope), `"use strict"; return (${code});`)(...Object.values(scope));

for (const file of files) {
  const examples = examplesOf(readFileSync(file, "utf8"));
  if (examples.length === 0) continue;
  describe(file, () => {
    const scope = { ...everything, ...modules.get(file) };
    it.each(examples)("%s // => %s", (code, value) => {
      expect(rounded(evaluate(code, scope))).toEqual(rounded(evaluate(value, scope)));
    });
  });
}

function examplesOf(source: string): [code: string, value: string][] {
  return [...source.matchAll(/^\s*\*\s+(.+?)\s*(?:\n\s*\*\s*)?\/\/ => (.+)$/gm)].map((match) => [
    match[1] as string,
    match[2] as string,
  ]);
}

/** Numbers to ten significant digits, so that an example may be written as a person would. */
function rounded(value: unknown): unknown {
  if (typeof value === "number" && Number.isFinite(value)) return Number(value.toPrecision(10));
  if (Array.isArray(value)) return value.map(rounded);
  if (value instanceof Float64Array) return Array.from(value, rounded);
  if (
    value !== null &&
    typeof value === "object" &&
    Object.getPrototypeOf(value) === Object.prototype
  ) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, rounded(inner)]));
  }
  return value;
}
