// node --import tsx tools/schemas.ts: writes the JSON Schemas of study.yaml and of rule files. A test holds
// the committed files to the code.
import { writeFileSync } from "node:fs";
import { rulesJsonSchema, studyJsonSchema } from "../data-dictionary/study/json-schemas.ts";

const write = (name: string, schema: unknown): void =>
  writeFileSync(`data-dictionary/study/${name}`, `${JSON.stringify(schema, null, 2)}\n`);
write("study.schema.json", studyJsonSchema());
write("rules.schema.json", rulesJsonSchema());
