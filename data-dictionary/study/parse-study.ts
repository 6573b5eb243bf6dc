import { InputError } from "../input-error.ts";
import { readYaml } from "./read-yaml.ts";
import {
  outcomeRuleSchema,
  patternRuleSchema,
  type RuleFile,
  type StudyConfig,
  studySchema,
} from "./study-schema.ts";

/**
 * The settings of a study from the text of study.yaml.
 *
 * @throws {InputError} `bad-yaml`, `bad-setting` with line and column.
 * @example
 * parseStudy("throughline: 1\ntitle: A study\n", "study.yaml").followUp // => { years: 5 }
 */
export function parseStudy(text: string, file: string): StudyConfig {
  const config = readYaml(text, file, studySchema);
  for (const [band, { cuts, labels }] of Object.entries(config.bands)) {
    if (labels.length !== cuts.length + 1) {
      throw new InputError(
        "bad-setting",
        `${file}: bands.${band} has ${cuts.length} cuts, so it must have ${cuts.length + 1} labels, but has ${labels.length}.`,
      );
    }
    if (cuts.some((cut, index) => index > 0 && cut <= (cuts[index - 1] as number))) {
      throw new InputError("bad-setting", `${file}: the cuts of bands.${band} must rise.`);
    }
  }
  return config;
}

/**
 * A rule file: an outcome or a pattern.
 *
 * @throws {InputError} `bad-yaml`, `bad-setting`.
 */
export function parseRuleFile(text: string, file: string): RuleFile {
  const isPattern = /^pattern:/m.test(text);
  const rule = isPattern
    ? readYaml(text, file, patternRuleSchema)
    : readYaml(text, file, outcomeRuleSchema);
  if ("outcome" in rule) {
    const known = new Set(Object.keys(rule.values));
    const used = [
      ...rule.first_match.map((row) => ("else" in row ? row.else : row.then)),
      rule.unknown,
      ...rule.tests.map((test) => test.expect),
    ];
    const strange = used.find((value) => !known.has(value));
    if (strange !== undefined) {
      throw new InputError(
        "bad-setting",
        `${file}: the value ${strange} is used but not listed under values.`,
        `The values are: ${[...known].join(", ")}.`,
      );
    }
    const last = rule.first_match.at(-1);
    const early = rule.first_match.findIndex((row) => "else" in row);
    if (last === undefined || !("else" in last) || early !== rule.first_match.length - 1) {
      throw new InputError(
        "bad-setting",
        `${file}: first_match must end with its one else row, so that every child has a value.`,
      );
    }
  }
  return { ...rule, file } as RuleFile;
}
