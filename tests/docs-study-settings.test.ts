import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { testRules } from "../analysis/outcomes/test-rules.ts";
import { redcapColumns } from "../data-dictionary/codebook/codebook.ts";
import { ownTags } from "../data-dictionary/codebook/lint/annotation-rules.ts";
import { lintRules } from "../data-dictionary/codebook/lint-codebook.ts";
import { checkCondition, type FieldType } from "../data-dictionary/logic/check-condition.ts";
import { compileCondition } from "../data-dictionary/logic/compile-condition.ts";
import type { Condition } from "../data-dictionary/logic/condition.ts";
import { logicFunctions } from "../data-dictionary/logic/functions.ts";
import { parseCondition } from "../data-dictionary/logic/parse-condition.ts";
import { defaultCounting } from "../data-dictionary/sources/ssda903/placement-measures.ts";
import { ssda903Repairs } from "../data-dictionary/sources/ssda903/repair-episodes.ts";
import { builtInColumns } from "../data-dictionary/study/built-in-columns.ts";
import { driftSchema } from "../data-dictionary/study/drift-schema.ts";
import { parseRuleFile } from "../data-dictionary/study/parse-study.ts";
import { planItemSchema, studySchema } from "../data-dictionary/study/study-schema.ts";
import type { Column } from "../data-dictionary/table/column.ts";
import { demoDerived } from "./support/demo-derived.ts";
import { instrumentDerived } from "./support/instrument-derived.ts";

const page = (name: string): string => readFileSync(`docs/formats/${name}.md`, "utf8");
const absent = (text: string, names: Iterable<string>): string[] =>
  [...new Set(names)].filter((name) => !new RegExp(`\`${name}[\`(]`).test(text));
const blocks = (text: string, language: string): string[] =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, "gm"))].map(
    ([, body]) => body as string,
  );

/** The variables and facts of the studies that the examples could stand in, and of the built-in tables. */
const scopes: ReadonlyMap<string, Column>[] = [
  demoDerived().children.columns,
  instrumentDerived("service-evaluation").children.columns,
  demoDerived().study.tables.get("placements")?.columns ?? new Map(),
];
const fieldTypes = scopes.map(
  (columns): Map<string, FieldType> =>
    new Map(
      [...columns].map(([name, column]) => [
        name,
        column.kind === "categorical"
          ? {
              kind: "categorical",
              codes: column.levels.map(({ value }) => value),
              ordered: column.ordered,
            }
          : { kind: column.kind },
      ]),
    ),
);
const compiles = (condition: Condition, columns: ReadonlyMap<string, Column>): boolean => {
  try {
    compileCondition(condition, { columns })(0);
    return true;
  } catch {
    return false;
  }
};

describe("the pages of the formats", () => {
  it("name every setting of a study, of its plan and of drift", () => {
    const plan = planItemSchema.options.flatMap((option) => Object.keys(option.shape));
    const names = [
      ...Object.keys(studySchema.shape),
      ...plan,
      ...Object.keys(driftSchema.shape),
      ...Object.keys(driftSchema.parse({}).types),
    ];
    expect(absent(page("study"), names)).toEqual([]);
  });

  it("name every nested setting, and every word a setting can be", () => {
    const schema = JSON.parse(readFileSync("data-dictionary/study/study.schema.json", "utf8"));
    const names = new Set<string>();
    const visit = (node: unknown): void => {
      if (typeof node !== "object" || node === null) return;
      for (const [key, value] of Object.entries(node)) {
        if (key === "properties") for (const name of Object.keys(value)) names.add(name);
        if (key === "enum" || key === "const")
          for (const word of [value].flat()) if (typeof word === "string") names.add(word);
        visit(value);
      }
    };
    visit(schema);
    expect(names.size).toBeGreaterThan(90);
    expect(absent(page("study"), names)).toEqual([]);
  });

  it("name every repair and counting choice of returns", () => {
    const names = [...Object.keys(ssda903Repairs), ...Object.keys(defaultCounting), "E13", "E41"];
    expect(absent(page("ssda903"), names)).toEqual([]);
  });

  it("name every column, tag and lint rule of a codebook", () => {
    const names = [...redcapColumns.map(([, key]) => key), ...lintRules.map(({ name }) => name)];
    expect(absent(page("codebook"), names)).toEqual([]);
    expect(Object.keys(ownTags).filter((tag) => !page("codebook").includes(`@${tag}`))).toEqual([]);
  });

  it("name every function of conditions, and give conditions that can be read", () => {
    expect(absent(page("conditions"), logicFunctions.keys())).toEqual([]);
    const examples = blocks(page("conditions"), "condition");
    expect(examples.length).toBeGreaterThan(3);
    for (const example of examples) {
      const condition = parseCondition(example);
      // Against what the ready-made studies hold: no field, code or comparison that none of them has.
      const faults = fieldTypes.map((types) => checkCondition(condition, types));
      expect(Math.min(...faults.map((each) => each.length)), JSON.stringify(faults)).toBe(0);
      expect(scopes.some((scope) => compiles(condition, scope))).toBe(true);
    }
  });

  it("give rules whose tests pass and reach every row", () => {
    const rules = blocks(page("rules"), "yaml").map((text) => parseRuleFile(text, "rules.md"));
    expect(rules).toHaveLength(2);
    const { results, untested } = testRules(rules);
    expect(results.filter(({ passed }) => !passed)).toEqual([]);
    expect(untested).toEqual([]);
  });

  it("name every column and code of the built-in tables", () => {
    const names = Object.values(builtInColumns).flatMap((columns) =>
      Object.entries(columns).flatMap(([name, { levels }]) => [
        name,
        ...(levels ?? []).map(({ value }) => value),
      ]),
    );
    expect(absent(page("tables"), names)).toEqual([]);
  });
});
