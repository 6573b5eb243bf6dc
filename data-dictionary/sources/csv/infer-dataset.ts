import { InputError } from "../../input-error.ts";
import { nearestName } from "../../nearest-name.ts";
import { type Column, categoricalColumn, numericColumn } from "../../table/column.ts";
import { type Dataset, familyIndex } from "../../table/dataset.ts";
import { missingCodeOf } from "../../table/missing.ts";
import { inGivenOrder, type OrderedColumn, orderedColumn } from "../../table/ordered-levels.ts";
import type { RawTable } from "./read-csv.ts";

export interface InferOptions {
  /** The column that says which rows are one family. */
  readonly family?: string;
  /** A column of frequencies. */
  readonly weights?: string;
  /** Columns in order: a name, or a name with its values as in `grade=low<middle<high`. */
  readonly ordered?: readonly string[];
  readonly numeric?: readonly string[];
  readonly categorical?: readonly string[];
}

/** How a column was read, where a reader could have expected otherwise. */
export interface ReadingNote {
  /** The column it is about, or null when it is about the file. */
  readonly column: string | null;
  readonly text: string;
}

/** More distinct numbers than this and a column is read as numbers unless it is named categorical. */
const mostCodes = 10;
const plainNumber = /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/;

/**
 * A dataset from a CSV file without a codebook. A column is numeric when all its values are plain
 * numbers and more than ten differ, or when it is named so; otherwise it is categorical, its levels
 * sorted as numbers or as text. Blank is missing; -9 to -6 are missing codes unless the column also holds
 * other negative numbers; the text NA is missing. The notes say so, and name the columns of few whole numbers
 * and of numbers among words, which are read as categories.
 *
 * @throws {InputError} `unknown-column`, `not-numeric`, `bad-weight`.
 * @example
 * inferDataset(readCsv(new TextEncoder().encode("a,b\nx,1\ny,-9\n"))).dataset.rowCount // => 2
 */
export function inferDataset(
  raw: RawTable,
  options: InferOptions = {},
): { readonly dataset: Dataset; readonly notes: readonly ReadingNote[] } {
  const orders = (options.ordered ?? []).map(orderedColumn);
  for (const name of [
    options.family,
    options.weights,
    ...orders.map((order) => order.name),
    ...(options.numeric ?? []),
    ...(options.categorical ?? []),
  ]) {
    if (name !== undefined) requireColumn(raw, name);
  }
  const notes: ReadingNote[] = [];
  const cells = (name: string): string[] => {
    const place = raw.header.indexOf(name);
    return raw.rows.map((row) => (row[place] as string).trim());
  };
  const columns: Column[] = raw.header.map((name) => {
    const values = cells(name);
    let na = 0;
    values.forEach((value, row) => {
      if (value === "NA" || value === "N/A") {
        values[row] = "";
        na++;
      }
    });
    if (na > 0)
      notes.push({
        column: name,
        text: `has ${na} ${na === 1 ? "cell" : "cells"} reading NA, taken as missing`,
      });
    const order = orders.find((each) => each.name === name);
    const column = inferColumn(name, values, options, order);
    const text =
      column.kind === "categorical"
        ? order === undefined
          ? categoriesNote(name, column, options)
          : orderNote(order, column.levels)
        : null;
    if (text !== null) notes.push({ column: name, text });
    return column;
  });
  const weights =
    options.weights === undefined
      ? null
      : frequencies(options.weights, cells(options.weights), raw);
  const idle = weights === null ? 0 : weights.reduce((sum, w) => sum + (w === 0 ? 1 : 0), 0);
  if (idle > 0) {
    notes.push({
      column: null,
      text: `rows with a frequency of 0, which count for nothing: ${idle}`,
    });
  }
  const families =
    options.family === undefined
      ? null
      : familyIndex(cells(options.family).map((value) => (value === "" ? null : value)));
  return {
    dataset: {
      name: raw.file,
      unit: "row",
      rowCount: raw.rows.length,
      columns: new Map(columns.map((column) => [column.name, column])),
      families,
      weights,
      lines: raw.lines,
    },
    notes,
  };
}

/** Words are in no order of their own: says which one the file gave. Null when it was given, or numbers give it. */
function orderNote(order: OrderedColumn, levels: readonly { value: string }[]): string | null {
  if (order.values !== null || levels.length < 3) return null;
  if (levels.every((level) => plainNumber.test(level.value))) return null;
  const words = levels.map((level) => level.value);
  const more = `; to give another,  --ordered "${order.name}=`;
  // So many words are no scale: they may be text about children, which no message holds.
  if (words.length > mostCodes) {
    return `is taken to be in the order in which its ${words.length} values first come in the file${more}first<second<…"`;
  }
  return `is taken to be in the order in which its values first come in the file: ${words.join(" < ")}${more}${words.join("<")}"`;
}

/** What to say of numbers read as categories when nobody asked for it; null when there is nothing. */
function categoriesNote(name: string, column: Column, options: InferOptions): string | null {
  if (column.kind !== "categorical") return null;
  const named = [options.categorical, [options.family, options.weights]];
  if (named.some((list) => list?.includes(name))) return null;
  const words = column.levels.filter((level) => !plainNumber.test(level.value)).length;
  const numbers = column.levels.length - words;
  if (words === 0 && numbers > 2) {
    return `holds ${numbers} different numbers and is read as categories: --numeric ${name} reads it as numbers, --ordered ${name} as ordered categories`;
  }
  return words > 0 && numbers > mostCodes
    ? `holds numbers and ${words} different word${words === 1 ? "" : "s"}, and is read as categories: code the words as missing (-9 to -6) to read it as numbers`
    : null;
}

function inferColumn(
  name: string,
  values: readonly string[],
  options: InferOptions,
  order: OrderedColumn | undefined,
): Column {
  const asked = options.numeric?.includes(name) ?? false;
  const present = values.filter((value) => value !== "");
  const allNumbers = present.every((value) => plainNumber.test(value));
  if (asked && !allNumbers) {
    throw new InputError(
      "not-numeric",
      `${name} cannot be read as numbers: ${present.filter((value) => !plainNumber.test(value)).length} of its cells are words.`,
      "Leave it out of --numeric, or code the words as missing (-9, -8, -7, -6).",
    );
  }
  // -9 … -6 are missing codes, unless the column has other negative numbers of its own.
  const otherNegative =
    allNumbers && present.some((value) => Number(value) < 0 && missingCodeOf(value) === 0);
  const missing = (value: string): number =>
    value === "" ? -1 : otherNegative ? 0 : missingCodeOf(value);
  const known = present.filter((value) => missing(value) === 0);
  const distinct = [...new Set(known)];
  const categorical = options.categorical?.includes(name) || order !== undefined;
  if (asked || (!categorical && allNumbers && known.length > 0 && distinct.length > mostCodes)) {
    const reasons = Int8Array.from(values, missing);
    return numericColumn(
      name,
      values.map((value, row) => (reasons[row] === 0 ? Number(value) : null)),
      { reasons },
    );
  }
  const sorted = allNumbers
    ? distinct.sort((a, b) => Number(a) - Number(b))
    : distinct.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const inOrder =
    order === undefined ? sorted : inGivenOrder(order, allNumbers ? sorted : [...new Set(known)]);
  return categoricalColumn(name, values, {
    levels: inOrder.map((value) => ({ value, label: value })),
    ordered: order !== undefined,
  });
}

function frequencies(name: string, values: readonly string[], raw: RawTable): Float64Array {
  return Float64Array.from(values, (value, row) => {
    const number = value === "" ? Number.NaN : plainNumber.test(value) ? Number(value) : Number.NaN;
    if (Number.isFinite(number) && number >= 0) return number;
    throw new InputError(
      "bad-weight",
      `${raw.file} line ${raw.lines[row]}, column ${name}: a frequency must be a number of at least 0.`,
      "Correct the cell, or leave out --weights.",
    );
  });
}

function requireColumn(raw: RawTable, name: string): void {
  if (raw.header.includes(name)) return;
  const near = nearestName(name, raw.header);
  throw new InputError(
    "unknown-column",
    `There is no column named ${name} in ${raw.file}.`,
    near === null
      ? `Its columns are: ${raw.header.slice(0, 30).join(", ")}.`
      : `Did you mean ${near}?`,
  );
}
