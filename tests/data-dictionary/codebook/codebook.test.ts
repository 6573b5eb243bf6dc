import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatChoices, parseChoices } from "../../../data-dictionary/codebook/choices.ts";
import { type Codebook, redcapColumns } from "../../../data-dictionary/codebook/codebook.ts";
import { diffCodebooks } from "../../../data-dictionary/codebook/diff-codebooks.ts";
import { lintCodebook, lintRules } from "../../../data-dictionary/codebook/lint-codebook.ts";
import { readCodebook } from "../../../data-dictionary/codebook/read-codebook.ts";
import { writeCodebook } from "../../../data-dictionary/codebook/write-codebook.ts";
import { readCsv } from "../../../data-dictionary/sources/csv/read-csv.ts";

const parse = (text: string): Codebook =>
  readCodebook(readCsv(new TextEncoder().encode(text), { file: "codebook.csv", delimiter: "," }))
    .codebook;
const quote = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
/** A codebook of rows given by API name. */
const book = (rows: readonly Record<string, string>[], extra: readonly string[] = []): Codebook => {
  const keys = [...redcapColumns.map(([, key]) => key as string), ...extra];
  return parse(
    `${[keys, ...rows.map((row) => keys.map((key) => row[key] ?? ""))]
      .map((cells) => cells.map(quote).join(","))
      .join("\n")}\n`,
  );
};
const base = { form_name: "children", field_type: "text", field_label: "L" };
const missing =
  "-9, Not recorded on file | -8, Could not judge | -7, Not applicable | -6, Document unavailable";
const id = { ...base, field_name: "child_id", field_label: "Child" };
const meaning = (codebook: Codebook): unknown =>
  codebook.variables.map(({ line: _line, tags, cells, ...rest }) => ({
    ...rest,
    tags: [...tags],
    cells: [...cells].filter(([, cell]) => cell !== "").sort(),
  }));

describe("reading and writing", () => {
  test("both styles of heading mean the same", () => {
    const rest = `\n"sex","children","","radio","Sex","1, Girl | 2, Boy, or man"${",".repeat(12)}\n`;
    const redcap = parse(redcapColumns.map(([heading]) => quote(heading)).join(",") + rest);
    const api = parse(`\ufeff${redcapColumns.map(([, key]) => key).join(",")}${rest}`);
    expect(meaning(redcap)).toEqual(meaning(api));
    expect(redcap.byName.get("sex")?.choices[1]?.label).toBe("Boy, or man");
  });

  test("only Identifier? stands without quotation marks", () => {
    const [header] = writeCodebook(book([id])).split("\n");
    expect(header).toContain('"Variable / Field Name","Form Name"');
    expect(header).toContain(",Identifier?,");
  });

  test("write, then read, changes nothing, whatever the cells and extra columns hold", () => {
    const cell = fc.string({ maxLength: 20 }).map((text) => text.replace(/[\r\0\ufeff]/g, ""));
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.stringMatching(/^[a-z][a-z0-9_]{0,10}$/), { minLength: 1, maxLength: 6 }),
        cell,
        cell,
        cell,
        (names, label, note, own) => {
          const before = book(
            names.map((name) => ({
              ...base,
              field_name: name,
              field_label: label,
              field_note: note,
              "Our column": own,
            })),
            ["Our column"],
          );
          const after = parse(writeCodebook(before));
          expect(meaning(after)).toEqual(meaning(before));
          expect(after.extraColumns).toEqual(["Our column"]);
          expect(diffCodebooks(before, after)).toEqual([]);
        },
      ),
      { numRuns: 200 },
    );
  });

  test("choices survive", () => {
    const text = "1, Yes, always | 2, No | -9, Not recorded on file";
    expect(formatChoices(parseChoices(text))).toBe(text);
  });

  test("names of JavaScript's own objects are only names", () => {
    const strange = book([
      id,
      { ...base, field_name: "constructor" },
      { ...base, field_name: "__proto__" },
    ]);
    expect(strange.byName.get("__proto__")?.name).toBe("__proto__");
    expect(lintCodebook(strange).map(({ code }) => code)).toEqual(
      expect.arrayContaining(["name-reserved", "name-form"]),
    );
  });
});

test("diff: added, removed, relabelled, retyped, choices changed", () => {
  const sex = { ...base, field_name: "sex", field_type: "radio", field_label: "Sex" };
  const choices = "select_choices_or_calculations";
  const before = book([
    id,
    { ...sex, [choices]: "1, Girl | 2, Boy" },
    { ...base, field_name: "old" },
  ]);
  const after = book([
    { ...id, field_label: "The child" },
    { ...sex, field_type: "dropdown", [choices]: "1, Boy | 3, Other" },
    { ...base, field_name: "new" },
  ]);
  expect(
    diffCodebooks(before, after).map(({ variable, kind, risky }) => `${variable} ${kind} ${risky}`),
  ).toEqual([
    "child_id relabelled false",
    "sex retyped true",
    "sex choice-relabelled true",
    "sex choice-added false",
    "sex choice-removed true",
    "new added false",
    "old removed true",
  ]);
});

describe("lint", () => {
  test("a good codebook has nothing to improve", () => {
    const good = book([
      id,
      {
        ...base,
        field_name: "sex",
        field_type: "radio",
        field_label: "Sex",
        select_choices_or_calculations: `1, Girl | 2, Boy | ${missing}`,
      },
    ]);
    expect(lintCodebook(good)).toEqual([]);
  });

  const radio = { field_type: "radio", select_choices_or_calculations: `1, A | 2, B | ${missing}` };
  test.each<[string, Record<string, string>]>([
    ["name-form", { field_name: "Bad Name" }],
    ["name-long", { field_name: "a_name_that_goes_on_and_on_and_on" }],
    ["name-version", { field_name: "sex_v2" }],
    ["label-missing", { field_label: "" }],
    ["form-missing", { form_name: "" }],
    ["identifier-unmarked", { field_name: "date_of_birth" }],
    ["choices-missing", { field_type: "dropdown" }],
    ["choice-without-label", { ...radio, select_choices_or_calculations: "1 | 2, B" }],
    ["choice-code-form", { ...radio, select_choices_or_calculations: "a b, A | 2, B" }],
    ["choice-code-twice", { ...radio, select_choices_or_calculations: "1, A | 1, B" }],
    ["choice-label-twice", { ...radio, select_choices_or_calculations: "1, A | 2, a" }],
    ["missing-codes-absent", { ...radio, select_choices_or_calculations: "1, A | 2, B" }],
    ["missing-code-meaning", { ...radio, select_choices_or_calculations: "1, A | -9, Refused" }],
    ["missing-code-foreign", { ...radio, select_choices_or_calculations: "1, A | 9, Not known" }],
    ["validation-unknown", { text_validation_type_or_show_slider_number: "intger" }],
    ["validation-misplaced", { ...radio, text_validation_type_or_show_slider_number: "integer" }],
    ["range-misplaced", { text_validation_min: "1" }],
    [
      "range-limit-form",
      { text_validation_type_or_show_slider_number: "integer", text_validation_min: "one" },
    ],
    [
      "range-reversed",
      {
        text_validation_type_or_show_slider_number: "number",
        text_validation_min: "9",
        text_validation_max: "1",
      },
    ],
    [
      "missing-code-in-range",
      { text_validation_type_or_show_slider_number: "number", text_validation_min: "-20" },
    ],
    ["number-without-range", { text_validation_type_or_show_slider_number: "number" }],
    ["branching-wrong", { branching_logic: "[chld_id] = '1'" }],
    ["branching-on-itself", { field_name: "x", branching_logic: "[x] = '1'" }],
    [
      "calculation-wrong",
      { field_type: "calc", select_choices_or_calculations: "stdev([child_id])" },
    ],
    ["calculation-missing", { field_type: "calc" }],
    ["tag-unknown", { field_annotation: "@TL-LEVL=family" }],
    ["tag-value", { field_annotation: "@TL-LEVEL=street" }],
    ["ordered-without-choices", { field_annotation: "@TL-ORDERED" }],
    ["precision-without-date", { field_annotation: "@TL-PRECISION=month" }],
    ["flag-identifier", { identifier: "maybe" }],
    ["guidance-missing", { field_annotation: "@TL-DOUBLECODE" }],
    ["type-kept-untouched", { field_type: "file" }],
  ])("%s", (rule, cells) => {
    const findings = lintCodebook(
      book([id, { ...base, field_name: "x", field_label: "X", ...cells }]),
    );
    const finding = findings.find(({ code }) => code === rule);
    expect(finding?.message).toMatchSnapshot();
    expect(finding?.remedy).toMatch(/\.$|FIELD\.md|\| 0, No/);
  });

  test("every rule has a name of its own", () => {
    expect(new Set(lintRules.map(({ name }) => name)).size).toBe(lintRules.length);
  });
});
