import { z } from "zod";
import { outcomeRuleSchema, patternRuleSchema, studySchema } from "./study-schema.ts";

/**
 * The JSON Schema of study.yaml, by which an editor completes and checks while one types.
 *
 * @example
 * studyJsonSchema().title // => "Throughline study.yaml"
 */
export function studyJsonSchema(): Readonly<Record<string, unknown>> {
  return { title: "Throughline study.yaml", ...z.toJSONSchema(studySchema, { io: "input" }) };
}

/**
 * The JSON Schema of a rule file: an outcome or a pattern.
 *
 * @example
 * rulesJsonSchema().title // => "Throughline rule file"
 */
export function rulesJsonSchema(): Readonly<Record<string, unknown>> {
  return {
    title: "Throughline rule file",
    ...z.toJSONSchema(z.union([outcomeRuleSchema, patternRuleSchema]), { io: "input" }),
  };
}
