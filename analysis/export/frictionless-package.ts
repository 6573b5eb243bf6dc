import { missingLabels } from "../../data-dictionary/table/missing.ts";
import type { ExportTable, ExportVariable } from "./export-table.ts";
import { usesMissingCodes, withOwnReasons } from "./missing-code-values.ts";

/** What ties tables together: the column that names a row, and the tables it is found in. */
export interface TableKeys {
  readonly child: string;
  readonly family: string;
}

/** One file of the package, as it lies beside datapackage.json. */
export interface PackagedFile {
  readonly table: ExportTable;
  readonly path: string;
  readonly bytes: number;
  /** "sha256:…" */
  readonly hash: string;
}

/**
 * The description of a Frictionless Data Package (version 2) for tables written by `csvForPrograms`:
 * fields with types and categories, missing codes as objects with words, primary and foreign keys as lists.
 *
 * A table has a primary key if its own identifier is there and no two rows share it; a foreign key if every
 * identifier in it is found in the other table.
 *
 * @see https://datapackage.org/standard/data-package/
 */
export function frictionlessPackage(
  packaged: readonly PackagedFile[],
  options: { readonly name: string; readonly title: string; readonly keys: TableKeys },
): Record<string, unknown> {
  const files = packaged.map((file) => ({ ...file, table: withOwnReasons(file.table) }));
  const tables = new Map(files.map(({ table }) => [table.name, table] as const));
  const primary = new Map(
    files.map(({ table }) => [table.name, primaryKey(table, options.keys)] as const),
  );
  return {
    $schema: "https://datapackage.org/profiles/2.0/datapackage.json",
    name: options.name,
    title: options.title,
    description: files[0]?.table.banner ?? "",
    resources: files.map(({ table, path, bytes, hash }) => ({
      name: table.name,
      path,
      type: "table",
      title: table.title,
      format: "csv",
      mediatype: "text/csv",
      encoding: "utf-8",
      bytes,
      hash,
      schema: {
        fieldsMatch: "equal",
        fields: table.variables.map((variable) => ({
          ...field(variable),
          ...(variable.name === primary.get(table.name)
            ? { constraints: { required: true, unique: true } }
            : {}),
        })),
        missingValues: [
          blank,
          ...([-9, -8, -7, -6] as const).map((code) => ({
            value: String(code),
            label: missingLabels[code],
          })),
        ],
        ...keysOf(table, tables, primary, options.keys),
      },
    })),
  };
}

const blank = { value: "", label: missingLabels[-1] };

function field(variable: ExportVariable): Record<string, unknown> {
  const common = { name: variable.name, title: variable.label };
  switch (variable.kind) {
    case "text":
      return { ...common, type: "string" };
    case "date":
      return { ...common, type: "date", format: "default" };
    case "number":
      // A number of its own that is also a missing code is a number: only a blank is missing here.
      return {
        ...common,
        type: "number",
        ...(usesMissingCodes(variable) ? { missingValues: [blank] } : {}),
      };
    case "coded":
      return {
        ...common,
        type: "string",
        categories: variable.levels.map(({ value, label }) => ({ value, label })),
        categoriesOrdered: variable.ordered,
      };
  }
}

function primaryKey(table: ExportTable, keys: TableKeys): string | null {
  const own: Readonly<Record<string, string>> = {
    children: keys.child,
    families: keys.family,
    placements: "placement_id",
    events: "event_id",
    ratings: "rating_id",
  };
  const name = own[table.name];
  const variable = table.variables.find((each) => each.name === name);
  if (name === undefined || variable === undefined || variable.kind !== "text") return null;
  const known = variable.texts.filter((text) => text !== null && text !== "");
  return new Set(known).size === table.rowCount ? name : null;
}

/** Whether each identifier that a table has is found in the other table. */
function found(table: ExportTable, other: ExportTable, name: string): boolean {
  const textsOf = ({ variables }: ExportTable): readonly (string | null)[] | undefined =>
    variables.find((variable) => variable.name === name && variable.kind === "text")?.texts;
  const own = textsOf(table);
  const known = new Set(textsOf(other));
  return own?.every((text) => text === null || known.has(text)) ?? false;
}

function keysOf(
  table: ExportTable,
  tables: ReadonlyMap<string, ExportTable>,
  primary: ReadonlyMap<string, string | null>,
  keys: TableKeys,
): Record<string, unknown> {
  const own = primary.get(table.name) ?? null;
  const foreign = (
    [
      ["families", keys.family],
      ["children", keys.child],
    ] as const
  )
    .filter(
      ([resource, name]) =>
        table.name !== resource &&
        primary.get(resource) === name &&
        found(table, tables.get(resource) as ExportTable, name),
    )
    .map(([resource, name]) => ({ fields: [name], reference: { resource, fields: [name] } }));
  return {
    ...(own === null ? {} : { primaryKey: [own] }),
    ...(foreign.length === 0 ? {} : { foreignKeys: foreign }),
  };
}
