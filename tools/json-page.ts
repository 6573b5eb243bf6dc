import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCli } from "../tests/support/run-cli.ts";

/** One call for each document that a command prints with --json; the demonstration study is the data. */
const calls: readonly (readonly string[])[] = [
  ["check"],
  ["derive"],
  ["explain", "C017", "stability_5y"],
  ["test"],
  ["sensitivity", "stability_5y"],
  ["drift"],
  ["describe", "stability_5y", "age_at_index", "--by", "sex"],
  ["associate", "stability_5y", "--with", "age_band,sex", "--permutations", "99"],
  ["model", "sex", "--with", "age_at_index", "--event", "girl"],
  ["tree", "stability_5y", "--with", "age_at_index", "--resamples", "20"],
  ["compare", "--by", "authority", "--outcome", "stable_5y", "--adjust", "age_band"],
  ["agree"],
  ["codebook", "show", "sex"],
  ["codebook", "lint"],
  ["status"],
  ["describe", "--missing"],
  ["release", "--plan"],
  ["export", "--to", "csv", "--dry-run"],
  ["check-text", "draft.md"],
  ["run"],
  ["completion", "bash"],
];

/** Objects whose keys are values of the data rather than names of fields. */
const keyedByData = new Set(["counts", "labels", "outcomes", "patterns", "parameters", "range"]);

/** The shape of every JSON document, read off what the commands print on the demonstration study. */
export async function jsonPage(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "throughline-json-"));
  try {
    await runCli(["demo", "study"], folder);
    const study = join(folder, "study");
    writeFileSync(
      join(study, "draft.md"),
      "Of the children 106 of 131 (86%) lacked supervision.\n",
    );
    const parts = [
      "<!-- Made by `npm run docs` from what the commands print; do not edit. -->",
      "# JSON results",
      "With `--json` a command prints one document and nothing else. Its `schema` names the shape and its version;\na field may be added within a version, and none is renamed or removed. Shapes below are read off the\ndemonstration study: `?` marks a field that some entries leave out, `|` what else it may be, and\n`{NAME: …}` an object whose keys come from the data. A test that could not be done has `refused` and\n`reason` in place of its numbers.",
    ];
    for (const args of calls) {
      const { code, out, err } = await runCli([...args, "--json"], study);
      if (out === "")
        throw new Error(`throughline ${args.join(" ")} printed nothing (${code}): ${err}`);
      const document = JSON.parse(out) as { schema: string };
      parts.push(
        `## ${document.schema}`,
        `\`\`\`console\n$ throughline ${args.join(" ")} --json\n\`\`\``,
        `\`\`\`\n${print(shapeOf(document, ""), "")}\n\`\`\``,
      );
    }
    return `${parts.join("\n\n")}\n`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Shape {
  readonly scalars: ReadonlySet<string>;
  readonly element: Shape | null;
  readonly fields: ReadonlyMap<string, { readonly shape: Shape; readonly always: boolean }> | null;
  readonly keyed: Shape | null;
}

const nothing: Shape = { scalars: new Set(), element: null, fields: null, keyed: null };

function shapeOf(value: unknown, name: string): Shape {
  if (value === null) return { ...nothing, scalars: new Set(["null"]) };
  if (Array.isArray(value)) {
    return { ...nothing, element: value.map((each) => shapeOf(each, "")).reduce(merged, nothing) };
  }
  if (typeof value !== "object")
    return {
      ...nothing,
      scalars: new Set([name === "schema" ? JSON.stringify(value) : typeof value]),
    };
  const entries = Object.entries(value);
  if (keyedByData.has(name)) {
    return {
      ...nothing,
      keyed: entries.map(([, each]) => shapeOf(each, "")).reduce(merged, nothing),
    };
  }
  return {
    ...nothing,
    fields: new Map(
      entries.map(([key, each]) => [key, { shape: shapeOf(each, key), always: true }]),
    ),
  };
}

function merged(a: Shape, b: Shape): Shape {
  if (a === nothing) return b;
  if (b === nothing) return a;
  return {
    scalars: new Set([...a.scalars, ...b.scalars]),
    element: both(a.element, b.element),
    keyed: both(a.keyed, b.keyed),
    fields:
      a.fields === null || b.fields === null
        ? (a.fields ?? b.fields)
        : new Map(
            [...new Set([...a.fields.keys(), ...b.fields.keys()])].map((key) => {
              const [left, right] = [a.fields?.get(key), b.fields?.get(key)];
              return [
                key,
                {
                  shape: both(left?.shape ?? null, right?.shape ?? null) ?? nothing,
                  always: (left?.always ?? false) && (right?.always ?? false),
                },
              ];
            }),
          ),
  };
}

function both(a: Shape | null, b: Shape | null): Shape | null {
  return a === null ? b : b === null ? a : merged(a, b);
}

function print(shape: Shape, indent: string): string {
  const forms: string[] = [];
  if (shape.fields !== null) {
    const lines = [...shape.fields].map(
      ([key, { shape: inner, always }]) =>
        `${indent}  ${key}${always ? "" : "?"}: ${print(inner, `${indent}  `)}`,
    );
    forms.push(lines.length === 0 ? "{}" : `{\n${lines.join("\n")}\n${indent}}`);
  }
  if (shape.keyed !== null) forms.push(`{NAME: ${print(shape.keyed, indent)}}`);
  if (shape.element !== null) {
    forms.push(shape.element === nothing ? "[]" : `[${print(shape.element, indent)}, …]`);
  }
  const scalars = [...shape.scalars].sort((a, b) => Number(a === "null") - Number(b === "null"));
  return [...forms, ...scalars].join(" | ");
}
