import { missingLabels } from "../../data-dictionary/table/missing.ts";
import { ByteSink, utf8Cut, utf8Length } from "./byte-sink.ts";
import { type ExportTable, type ExportVariable, missingCodesOf } from "./export-table.ts";
import { portableNames } from "./portable-names.ts";

const reserved =
  "_all _b byte _coef _cons double float if in int long _n _pi _pred _rc _skip strl using with".split(
    " ",
  );
const types = { double: 65_526, longText: 32_768 } as const;
/** Longest text stored in place; longer ones stand in a part of their own. */
const longestText = 2045;
/** Days from 1 January 1960, day nought of Stata, to 1 January 1970. */
const epochDays = 3653;
/** `.` and `.a` to `.d` as Stata's codes in value labels; −9 is .a, −8 .b, −7 .c, −6 .d. */
const systemMissing = 2_147_483_621;
const letterOf = (code: number): number => code + 10;

/**
 * A table as a Stata data file (.dta, format 118, UTF-8): names of up to 32 characters, variable and value
 * labels, days as %td, missing codes as .a (not recorded), .b (could not judge), .c (not applicable) and .d
 * (document unavailable) with their words, blanks as `.`.
 *
 * The same table gives the same bytes. In text, a missing code is its number as text.
 *
 * @see Stata manual, help dta_118.
 */
export function dtaFile(table: ExportTable): Uint8Array {
  const { variables } = table;
  const names = portableNames(
    variables.map((variable) => variable.name),
    { longest: 32, reserved },
  );
  const sink = new ByteSink();
  const map: number[] = [0];
  sink.text("<stata_dta><header><release>118</release><byteorder>LSF</byteorder><K>");
  sink.uint16(variables.length).text("</K><N>").uint64(table.rowCount).text("</N><label>");
  const label = utf8Cut([...table.title].slice(0, 80).join(""), 320);
  sink.uint16(label.length).raw(label).text("</label><timestamp>").uint8(0);
  sink.text("</timestamp></header>");
  const section = (name: string, write: () => void): void => {
    map.push(sink.length);
    sink.text(`<${name}>`);
    write();
    sink.text(`</${name}>`);
  };
  let mapAt = 0;
  section("map", () => {
    mapAt = sink.length;
    sink.zeros(14 * 8);
  });
  const widths = variables.map(textWidth);
  section("variable_types", () => {
    for (const width of widths) {
      sink.uint16(width === null ? types.double : width > longestText ? types.longText : width);
    }
  });
  section("varnames", () => {
    for (const name of names) sink.field(name, 129, 0);
  });
  section("sortlist", () => sink.zeros((variables.length + 1) * 2));
  section("formats", () => {
    variables.forEach((variable, at) => {
      sink.field(displayFormat(variable, widths[at] as number | null), 57, 0);
    });
  });
  section("value_label_names", () => {
    variables.forEach((variable, at) => {
      sink.field(labelledCodes(variable).length === 0 ? "" : (names[at] as string), 129, 0);
    });
  });
  section("variable_labels", () => {
    for (const variable of variables) {
      sink.field([...variable.label].slice(0, 80).join(""), 321, 0);
    }
  });
  section("characteristics", () => noteOf(sink, table));
  const longTexts: { variable: number; row: number; text: string }[] = [];
  section("data", () => {
    for (let row = 0; row < table.rowCount; row++) {
      variables.forEach((variable, at) => {
        const width = widths[at] as number | null;
        if (width === null) doubleCell(sink, variable, row);
        else if (width <= longestText) sink.field(textOf(variable, row), width, 0);
        else {
          const text = textOf(variable, row);
          sink.uint16(text === "" ? 0 : at + 1);
          sixBytes(sink, text === "" ? 0 : row + 1);
          if (text !== "") longTexts.push({ variable: at + 1, row: row + 1, text });
        }
      });
    }
  });
  section("strls", () => {
    for (const { variable, row, text } of longTexts) {
      sink.text("GSO").int32(variable).uint64(row).uint8(130);
      sink
        .int32(utf8Length(text) + 1)
        .text(text)
        .uint8(0);
    }
  });
  section("value_labels", () => {
    variables.forEach((variable, at) => {
      labelTable(sink, names[at] as string, variable);
    });
  });
  map.push(sink.length);
  sink.text("</stata_dta>");
  map.push(sink.length);
  map.forEach((offset, at) => {
    sink.patchUint64(mapAt + at * 8, offset);
  });
  return sink.finish();
}

/** Bytes of the longest text, at least 1; null for numbers. */
function textWidth(variable: ExportVariable): number | null {
  if (variable.kind !== "text") return null;
  return variable.texts.reduce((most, text) => Math.max(most, utf8Length(text ?? "")), 2);
}

function textOf(variable: ExportVariable, row: number): string {
  const reason = variable.missing[row] as number;
  if (reason === -1) return "";
  if (reason !== 0) return String(reason);
  return variable.texts[row] ?? "";
}

function doubleCell(sink: ByteSink, variable: ExportVariable, row: number): void {
  const reason = variable.missing[row] as number;
  if (reason !== 0) {
    // Missing values are the doubles from 2^1023 up: `.` first, then .a, .b, …
    const letter = reason === -1 ? 0 : letterOf(reason);
    sink.int32(0).int32(0x7fe00000 + letter * 0x100);
    return;
  }
  const value = variable.numbers[row] as number;
  sink.float64(variable.kind === "date" ? value + epochDays : value);
}

function displayFormat(variable: ExportVariable, width: number | null): string {
  if (width !== null) return `%-${Math.min(width, 40)}s`;
  return variable.kind === "date" ? "%tdCCYY-NN-DD" : "%9.0g";
}

function sixBytes(sink: ByteSink, value: number): void {
  sink.int32(value).uint16(0);
}

/** The banner as a note of the data set: Stata shows it with `notes`. */
function noteOf(sink: ByteSink, table: ExportTable): void {
  const entry = (name: string, contents: string): void => {
    sink.text("<ch>").int32(129 + 129 + utf8Length(contents) + 1);
    sink.field("_dta", 129, 0).field(name, 129, 0).text(contents).uint8(0).text("</ch>");
  };
  entry("note0", "1");
  entry("note1", table.banner);
}

/** The codes of a variable that have words: its answers, and the missing codes that may stand in it. */
function labelledCodes(variable: ExportVariable): { code: number; label: string }[] {
  if (variable.kind === "text") return [];
  const missing = variable.kind === "coded" ? [-9, -8, -7, -6] : missingCodesOf(variable);
  return [
    ...variable.levels.map(({ code, label }) => ({ code, label })),
    ...missing.map((code) => ({
      code: systemMissing + letterOf(code),
      label: missingLabels[code as keyof typeof missingLabels],
    })),
  ];
}

function labelTable(sink: ByteSink, name: string, variable: ExportVariable): void {
  const entries = labelledCodes(variable);
  if (entries.length === 0) return;
  const texts = entries.map(({ label }) => label);
  const lengths = texts.map((text) => utf8Length(text) + 1);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  sink.text("<lbl>").int32(8 + 8 * entries.length + total);
  sink.field(name, 129, 0).zeros(3).int32(entries.length).int32(total);
  let offset = 0;
  for (const length of lengths) {
    sink.int32(offset);
    offset += length;
  }
  for (const { code } of entries) sink.int32(code);
  for (const text of texts) sink.text(text).uint8(0);
  sink.text("</lbl>");
}
