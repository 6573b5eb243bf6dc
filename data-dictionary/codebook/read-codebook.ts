import type { Fault } from "../fault.ts";
import { InputError } from "../input-error.ts";
import type { RawTable } from "../sources/csv/read-csv.ts";
import type { Level } from "../table/column.ts";
import { isMissingChoice, parseChoices } from "./choices.ts";
import {
  type Codebook,
  type FieldType,
  isCategorical,
  type RedcapKey,
  redcapColumns,
  type Variable,
} from "./codebook.ts";

const fieldTypes: readonly string[] = [
  "text",
  "notes",
  "calc",
  "dropdown",
  "radio",
  "checkbox",
  "yesno",
  "truefalse",
  "file",
  "slider",
  "descriptive",
  "sql",
];
const fixedChoices: Readonly<Record<string, readonly Level[]>> = {
  yesno: [
    { value: "1", label: "Yes" },
    { value: "0", label: "No" },
  ],
  truefalse: [
    { value: "1", label: "True" },
    { value: "0", label: "False" },
  ],
};

/**
 * A codebook from a REDCap data dictionary, under the headings of the file or of the API. Cells and
 * columns that are not understood are kept, so that writing it again loses nothing.
 *
 * @throws {InputError} `not-a-codebook` when the field name, form or type column is missing.
 */
export function readCodebook(raw: RawTable): {
  readonly codebook: Codebook;
  readonly faults: readonly Fault[];
} {
  const keyOf = new Map<string, RedcapKey>();
  for (const [heading, key] of redcapColumns) {
    keyOf.set(normal(heading), key);
    keyOf.set(normal(key), key);
  }
  const keys = raw.header.map((heading) => keyOf.get(normal(heading)) ?? heading);
  for (const needed of ["field_name", "form_name", "field_type", "field_label"]) {
    if (!keys.includes(needed)) {
      const heading = redcapColumns.find(([, key]) => key === needed)?.[0];
      throw new InputError(
        "not-a-codebook",
        `${raw.file} has no column "${heading}", so it is not a REDCap data dictionary.`,
        "Export it from REDCap as Data Dictionary (CSV), or start from throughline init.",
      );
    }
  }
  const known = new Set<string>(redcapColumns.map(([, key]) => key));
  const faults: Fault[] = [];
  const variables: Variable[] = [];
  const byName = new Map<string, Variable>();
  raw.rows.forEach((row, index) => {
    const cells = new Map(keys.map((key, place) => [key, row[place] as string]));
    const line = raw.lines[index] as number;
    const variable = variableFrom(cells, line, raw.file, faults);
    if (byName.has(variable.name)) {
      faults.push({
        code: "duplicate-variable",
        severity: "error",
        file: raw.file,
        row: line,
        column: "Variable / Field Name",
        message: `the variable ${variable.name} is defined twice, first on line ${byName.get(variable.name)?.line}`,
        remedy: "Names must be unique across all forms: rename one of them.",
      });
      return;
    }
    byName.set(variable.name, variable);
    variables.push(variable);
  });
  return {
    codebook: {
      file: raw.file,
      variables,
      byName,
      extraColumns: keys.filter((key) => !known.has(key)),
    },
    faults,
  };
}

const normal = (heading: string): string =>
  heading
    .replace(/^ï»¿|^\ufeff/, "")
    .replaceAll('"', "")
    .trim()
    .toLowerCase();

function variableFrom(
  cells: ReadonlyMap<string, string>,
  line: number,
  file: string,
  faults: Fault[],
): Variable {
  const cell = (key: RedcapKey): string => (cells.get(key) ?? "").trim();
  const name = cell("field_name");
  const type = cell("field_type").toLowerCase();
  if (!fieldTypes.includes(type)) {
    faults.push({
      code: "unknown-field-type",
      severity: "error",
      file,
      row: line,
      column: "Field Type",
      message: `${name || "a variable"} has a field type that REDCap does not have`,
      expected: fieldTypes.join(", "),
      remedy: "Correct the field type.",
    });
  }
  const written = cell("select_choices_or_calculations");
  const listed =
    fixedChoices[type] ?? (isCategorical({ type: type as FieldType }) ? parseChoices(written) : []);
  // A yes/no field may still list its missing codes among its choices.
  const missing = [...listed, ...(fixedChoices[type] ? parseChoices(written) : [])].filter(
    isMissingChoice,
  );
  const tags = parseTags(cell("field_annotation"));
  const form = cell("form_name");
  return {
    name,
    form,
    section: cell("section_header"),
    type: type as FieldType,
    label: cell("field_label") || name,
    choices: listed.filter((choice) => !isMissingChoice(choice)),
    missing,
    calculation: ["calc", "slider", "sql"].includes(type) ? written : "",
    note: cell("field_note"),
    validation: cell("text_validation_type_or_show_slider_number"),
    min: cell("text_validation_min"),
    max: cell("text_validation_max"),
    identifier: /^y/i.test(cell("identifier")),
    branching: cell("branching_logic"),
    required: /^y/i.test(cell("required_field")),
    tags,
    ordered: tags.has("TL-ORDERED"),
    level: levelOf(tags.get("TL-LEVEL"), form),
    sensitive: tags.has("TL-SENSITIVE"),
    cells,
    line,
  };
}

function levelOf(tag: string | undefined, form: string): Variable["level"] {
  if (tag === "family" || tag === "child") return tag;
  if (tag !== undefined) return "other";
  return form === "families" || form === "family" ? "family" : "child";
}

/**
 * The tags of a Field Annotation: `@NAME` or `@NAME=value`, a value with spaces in quotation marks.
 *
 * @example
 * parseTags("@TL-LEVEL=family @TL-ORDERED").get("TL-LEVEL") // => "family"
 */
export function parseTags(annotation: string): Map<string, string> {
  const tags = new Map<string, string>();
  for (const match of annotation.matchAll(
    /@([A-Z][A-Z0-9_-]*)(?:=(?:"([^"]*)"|'([^']*)'|(\S+)))?/g,
  )) {
    tags.set(match[1] as string, match[2] ?? match[3] ?? match[4] ?? "");
  }
  return tags;
}
