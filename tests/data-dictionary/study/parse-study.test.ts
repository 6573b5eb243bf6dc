import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InputError } from "../../../data-dictionary/input-error.ts";
import { parseRuleFile, parseStudy } from "../../../data-dictionary/study/parse-study.ts";

const refusal = (text: string, parse = parseStudy): string => {
  try {
    parse(text, "study.yaml");
  } catch (error) {
    if (error instanceof InputError) return `${error.code} ${error.message}`;
    throw error;
  }
  return "accepted";
};
const head = "throughline: 1\ntitle: A study\n";

describe("study.yaml", () => {
  test("defaults", () => {
    const config = parseStudy(head, "study.yaml");
    expect(config.columns.child).toBe("child_id");
    expect(config.dialect.dates).toBe("ymd");
    expect(config.source).toBe("tables");
  });

  test.each([
    ["unknown key", `${head}titel: x\n`],
    ["duplicate key", `${head}title: again\n`],
    ["tag", `${head}instrument: !!js/function x\n`],
    ["unclosed quotation mark", `${head}instrument: "x\n`],
    ["wrong kind", `${head}followUp: { years: many }\n`],
    ["unknown choice", `${head}dialect: { dates: guess }\n`],
    ["unquoted condition", `${head}instrument: [a] = 1\n`],
    ["merge key", `${head}dialect:\n  <<: { dates: ymd }\n`],
    ["__proto__", `${head}__proto__: { polluted: true }\n`],
    ["constructor", `${head}constructor: { prototype: { polluted: true } }\n`],
    ["nothing", ""],
  ])("refuses: %s", (_, text) => {
    expect(refusal(text)).toMatchSnapshot();
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  test("a bomb of aliases is refused", () => {
    const bomb = `${head}a: &a [x,x,x,x,x,x,x,x,x]\n${["b", "c", "d", "e", "f", "g"]
      .map((key, index) => {
        const before = "abcdef"[index] as string;
        return `${key}: &${key} [${Array(9).fill(`*${before}`).join(",")}]`;
      })
      .join("\n")}\n`;
    expect(refusal(bomb)).toContain("too many aliases");
  });

  test("mutations of a valid file never end in anything but a setting or an InputError", () => {
    const valid = `${head}tables:\n  children: { file: data/children.csv }\nwindows:\n  "0-2": { from: 0, to: 24 }\n`;
    fc.assert(
      fc.property(
        fc.nat(valid.length),
        fc.constantFrom("[", "}", "!", "&", "*", "\t", "\u0000", "'", ":", "- ", "<<", "\n"),
        (place, insert) => {
          expect(typeof refusal(valid.slice(0, place) + insert + valid.slice(place))).toBe(
            "string",
          );
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe("rule files", () => {
  const rule = `outcome: o
label: O
level: child
version: 1
values: { a: A, b: B }
first_match:
  - { when: "[x] = 1", then: a, because: yes it is }
  - { else: b, because: otherwise }
unknown: b
`;
  test("a good one", () => {
    expect(parseRuleFile(rule, "rules/o.yaml")).toMatchObject({
      outcome: "o",
      file: "rules/o.yaml",
    });
  });
  test.each([
    ["a value not listed", rule.replace("then: a", "then: c")],
    ["no else", rule.replace(/ {2}- \{ else.*\n/, "")],
    ["a key misspelt", rule.replace("first_match", "first_mach")],
    ["a level that is none", rule.replace("level: child", "level: street")],
  ])("refuses %s", (_, text) => {
    expect(refusal(text, parseRuleFile as never)).toMatchSnapshot();
  });
});
