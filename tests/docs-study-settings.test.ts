import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { testRules } from "../analysis/outcomes/test-rules.ts";
import { redcapColumns } from "../data-dictionary/codebook/codebook.ts";
import { ownTags } from "../data-dictionary/codebook/lint/annotation-rules.ts";
import { lintRules } from "../data-dictionary/codebook/lint-codebook.ts";
import { logicFunctions } from "../data-dictionary/logic/functions.ts";
import { parseCondition } from "../data-dictionary/logic/parse-condition.ts";
import { builtInColumns } from "../data-dictionary/study/built-in-columns.ts";
import { driftSchema } from "../data-dictionary/study/drift-schema.ts";
import { parseRuleFile } from "../data-dictionary/study/parse-study.ts";
import { planItemSchema, studySchema } from "../data-dictionary/study/study-schema.ts";

const page = (name: string): string => readFileSync(`docs/formats/${name}.md`, "utf8");
const absent = (text: string, names: Iterable<string>): string[] =>
  [...new Set(names)].filter((name) => !new RegExp(`\`${name}[\`(]`).test(text));
const blocks = (text: string, language: string): string[] =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, "gm"))].map(
    ([, body]) => body as string,
  );

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

  it("name every column, tag and lint rule of a codebook", () => {
    const names = [...redcapColumns.map(([, key]) => key), ...lintRules.map(({ name }) => name)];
    expect(absent(page("codebook"), names)).toEqual([]);
    expect(Object.keys(ownTags).filter((tag) => !page("codebook").includes(`@${tag}`))).toEqual([]);
  });

  it("name every function of conditions, and give conditions that can be read", () => {
    expect(absent(page("conditions"), logicFunctions.keys())).toEqual([]);
    const examples = blocks(page("conditions"), "condition");
    expect(examples.length).toBeGreaterThan(3);
    for (const example of examples) expect(() => parseCondition(example)).not.toThrow();
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
