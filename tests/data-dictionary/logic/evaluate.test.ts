import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InputError } from "../../../data-dictionary/input-error.ts";
import { compileCondition } from "../../../data-dictionary/logic/compile-condition.ts";
import { explainCondition } from "../../../data-dictionary/logic/explain-condition.ts";
import { parseCondition } from "../../../data-dictionary/logic/parse-condition.ts";
import {
  type Column,
  categoricalColumn,
  numericColumn,
} from "../../../data-dictionary/table/column.ts";

type Tree =
  | {
      readonly op: "=" | "<>" | "<" | "<=" | ">" | ">=";
      readonly field: number;
      readonly to: number;
    }
  | { readonly op: "and" | "or"; readonly left: Tree; readonly right: Tree }
  | { readonly op: "not"; readonly of: Tree };

const names = ["a", "b", "c"];
const tree = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 6 },
    fc.record({
      op: fc.constantFrom("=", "<>", "<", "<=", ">", ">="),
      field: fc.nat(2),
      to: fc.integer({ min: -5, max: 5 }),
    }),
    fc.record({ op: fc.constantFrom("and", "or"), left: tie("tree"), right: tie("tree") }),
    fc.record({ op: fc.constant("not" as const), of: tie("tree") }),
  ) as fc.Arbitrary<Tree>,
})).tree;

function written(node: Tree): string {
  if ("of" in node) return `not (${written(node.of)})`;
  if ("left" in node) {
    return `(${written(node.left)} ${node.op} ${written(node.right)})`;
  }
  return `[${names[node.field]}] ${node.op} ${node.to}`;
}

/** A second evaluator: Kleene's tables by minimum and maximum of 0, ½ and 1. */
function truth(node: Tree, values: readonly (number | null)[]): number {
  if ("of" in node) return 1 - truth(node.of, values);
  if ("left" in node) {
    const pick = node.op === "and" ? Math.min : Math.max;
    return pick(truth(node.left, values), truth(node.right, values));
  }
  const value = values[node.field];
  if (value === null || value === undefined) return 0.5;
  const sign = Math.sign(value - node.to);
  const holds = { "=": [0], "<>": [-1, 1], "<": [-1], "<=": [-1, 0], ">": [1], ">=": [0, 1] };
  return holds[node.op].includes(sign) ? 1 : 0;
}

const scopeOf = (values: readonly (number | null)[]) => ({
  columns: new Map(
    names.map((name, index) => [name, numericColumn(name, [values[index] ?? null])] as const),
  ),
});
const value = fc.option(fc.integer({ min: -5, max: 5 }));

describe("the evaluator", () => {
  test("agrees with a second one on random conditions", () => {
    fc.assert(
      fc.property(tree, fc.tuple(value, value, value), (node, values) => {
        const result = compileCondition(parseCondition(written(node)), scopeOf(values))(0);
        expect(result).toBe({ 0: false, 0.5: null, 1: true }[truth(node, values)]);
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ["[a] = 1 and [b] = 1", [0, null], false],
    ["[a] = 1 or [b] = 1", [1, null], true],
    ["[a] = 1 and [b] = 1", [1, null], null],
    ["not [b] = 1", [1, null], null],
    ["[b] = ''", [1, null], true],
    ["[a] <> ''", [1, null], true],
    ["[a] + 2 * 3 = 7", [1, null], true],
    ["([a] + 2) * 3 = 9", [1, null], true],
    ["round([a] / 3, 2) = 0.33", [1, null], true],
    ["sum([a], [b], 4) = 5", [1, null], true],
    ["max([a], 4) = 4", [1, null], true],
    ["if([a] = 1, 5, 6) = 5", [1, null], true],
    ["isblankormissingcode([b])", [1, null], true],
    ["[a] / 0 = 1", [1, null], null],
  ])("%s with %j is %s", (text, values, expected) => {
    expect(compileCondition(parseCondition(text), scopeOf(values))(0)).toBe(expected);
  });

  test("a chain of 1500 comparisons does not exhaust the stack", () => {
    const text = Array(1500).fill("[a] = 2").join(" or ");
    expect(compileCondition(parseCondition(text), scopeOf([1]))(0)).toBe(false);
  });

  test("is fast: a million rows of a compound condition", () => {
    const rows = 1_000_000;
    const sex = categoricalColumn(
      "sex",
      Array.from({ length: rows }, (_, row) => `${row % 2}`),
    );
    const age = numericColumn(
      "age",
      Float64Array.from({ length: rows }, (_, row) => row % 18),
    );
    const test = compileCondition(parseCondition("[sex] = '1' and ([age] < 6 or [age] >= 13)"), {
      columns: new Map<string, Column>([
        ["sex", sex],
        ["age", age],
      ]),
    });
    let count = 0;
    const start = performance.now();
    for (let row = 0; row < rows; row++) if (test(row) === true) count++;
    expect(performance.now() - start).toBeLessThan(2000);
    expect(count).toBeGreaterThan(0);
  });

  test("explains each part with its values", () => {
    const text = "[a] >= 2 and [b] = 1";
    expect(
      explainCondition(text, parseCondition(text), scopeOf([3, null]), 0),
    ).toMatchInlineSnapshot(`
      [
        {
          "text": "[a] >= 2",
          "truth": true,
          "values": [
            {
              "field": "a",
              "missing": false,
              "value": "3",
            },
          ],
        },
        {
          "text": "[b] = 1",
          "truth": null,
          "values": [
            {
              "field": "b",
              "missing": true,
              "value": "not yet coded",
            },
          ],
        },
      ]
    `);
  });
});

describe("hostile conditions", () => {
  test.each([
    ["a host object", "constructor.constructor('return 1')()"],
    ["a prototype", "[__proto__] = 1"],
    ["an unknown function", "datedif([a], [b], 'd') > 1"],
    ["an unclosed text", "[a] = 'x"],
    ["two comparisons", "1 < [a] < 3"],
    ["nothing", ""],
    ["a bare word", "age > 1"],
    ["deep brackets", `${"(".repeat(100_000)}1${")".repeat(100_000)}`],
    ["deep negations", `${"not ".repeat(100_000)}[a]`],
    ["many minus signs", `${"-".repeat(100_000)}1`],
    ["deep calls", `${"abs(".repeat(100_000)}1${")".repeat(100_000)}`],
    ["brackets deeper than anyone writes", `${"(".repeat(3000)}1${")".repeat(3000)}`],
    ["a long chain", Array(100_000).fill("[a] = 1").join(" or ")],
  ])("%s is refused with an InputError", (_, text) => {
    let message = "accepted";
    try {
      compileCondition(parseCondition(text), scopeOf([1, 2, 3]));
    } catch (error) {
      expect(error).toBeInstanceOf(InputError);
      message = (error as InputError).message;
    }
    expect(message).toMatchSnapshot();
  });

  test("soups of tokens end in a condition or an InputError", () => {
    const token = fc.constantFrom(
      ..."( ) [a] [b][c] [d(1)] 'x' \" 1 .5 and or not = <> <= + - * / , if( round( ! [ ] @ \\".split(
        " ",
      ),
    );
    fc.assert(
      fc.property(fc.array(token, { maxLength: 30 }), (tokens) => {
        try {
          parseCondition(tokens.join(" "));
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
