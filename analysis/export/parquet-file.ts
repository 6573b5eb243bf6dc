import { parquetWriteBuffer } from "hyparquet-writer";
import { missingLabels } from "../../data-dictionary/table/missing.ts";
import { type ExportTable, type ExportVariable, missingCodesOf } from "./export-table.ts";

/**
 * A table as a Parquet file: categories as text as the study stores them, days as DATE, numbers as DOUBLE,
 * missing as null. Where reasons were given they stand in a whole-number column NAME_missing (−9 to −6).
 * Labels, answers and the banner are in the file's metadata, under the key `throughline`, as JSON.
 */
export function parquetFile(table: ExportTable): Uint8Array {
  const columns = table.variables.flatMap((variable) => columnsOf(variable));
  const buffer = parquetWriteBuffer({
    columnData: columns.map(({ name, data }) => ({ name, data })),
    schema: [
      { name: "root", num_children: columns.length },
      ...columns.map(({ name, element }) => ({
        name,
        repetition_type: "OPTIONAL" as const,
        ...element,
      })),
    ],
    createdBy: "throughline",
    kvMetadata: [{ key: "throughline", value: JSON.stringify(dictionaryOf(table)) }],
  });
  return new Uint8Array(buffer);
}

interface ParquetColumn {
  readonly name: string;
  readonly data: unknown[];
  readonly element:
    | { readonly type: "BYTE_ARRAY"; readonly converted_type: "UTF8" }
    | { readonly type: "INT32"; readonly converted_type?: "DATE" }
    | { readonly type: "DOUBLE" };
}

function columnsOf(variable: ExportVariable): ParquetColumn[] {
  const { name } = variable;
  const rows = Array.from(variable.missing);
  const main: ParquetColumn = {
    name,
    ...valuesOf(variable, rows),
  };
  if (missingCodesOf(variable).length === 0) return [main];
  return [
    main,
    {
      name: `${name}_missing`,
      data: rows.map((reason) => (reason < -1 ? reason : null)),
      element: { type: "INT32" },
    },
  ];
}

function valuesOf(variable: ExportVariable, rows: readonly number[]): Omit<ParquetColumn, "name"> {
  const there = <T>(value: (row: number) => T): (T | null)[] =>
    rows.map((reason, row) => (reason === 0 ? value(row) : null));
  switch (variable.kind) {
    case "text":
      return {
        data: there((row) => variable.texts[row] ?? null),
        element: { type: "BYTE_ARRAY", converted_type: "UTF8" },
      };
    case "coded": {
      const stored = new Map(variable.levels.map(({ code, value }) => [code, value]));
      return {
        data: there((row) => stored.get(variable.numbers[row] as number) ?? null),
        element: { type: "BYTE_ARRAY", converted_type: "UTF8" },
      };
    }
    case "date":
      return {
        data: there((row) => variable.numbers[row] as number),
        element: { type: "INT32", converted_type: "DATE" },
      };
    case "number":
      return { data: there((row) => variable.numbers[row] as number), element: { type: "DOUBLE" } };
  }
}

function dictionaryOf(table: ExportTable): unknown {
  return {
    title: table.title,
    banner: table.banner,
    unit: table.unit,
    missing: missingLabels,
    variables: table.variables.map(({ name, label, kind, levels, ordered, unit, origin }) => ({
      name,
      label,
      kind,
      ordered,
      unit,
      origin,
      levels: levels.map(({ value, label: words }) => ({ value, label: words })),
    })),
  };
}
