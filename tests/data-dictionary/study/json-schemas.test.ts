import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { rulesJsonSchema, studyJsonSchema } from "../../../data-dictionary/study/json-schemas.ts";

const committed = (name: string): unknown =>
  JSON.parse(
    readFileSync(new URL(`../../../data-dictionary/study/${name}`, import.meta.url), "utf8"),
  );

test("the committed JSON Schemas are those of the code", () => {
  expect(committed("study.schema.json")).toEqual(JSON.parse(JSON.stringify(studyJsonSchema())));
  expect(committed("rules.schema.json")).toEqual(JSON.parse(JSON.stringify(rulesJsonSchema())));
});
