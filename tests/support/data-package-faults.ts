import { createHash } from "node:crypto";
import { dayNumber } from "../../data-dictionary/dates/day.ts";
import { readCsv } from "../../data-dictionary/sources/csv/read-csv.ts";

// biome-ignore lint/suspicious/noExplicitAny: a description as it comes out of a file
type Json = any;

/** Constraints that the standard gives each type of field we write. */
const constraints: Readonly<Record<string, readonly string[]>> = {
  string: ["required", "unique", "pattern", "enum", "minLength", "maxLength"],
  number: ["required", "unique", "enum", "minimum", "maximum"],
  integer: ["required", "unique", "enum", "minimum", "maximum"],
  date: ["required", "unique", "enum", "minimum", "maximum"],
  boolean: ["required", "enum"],
};

/**
 * What is wrong with a data package by the rules of Data Package, Data Resource, Table Dialect and Table
 * Schema, version 2: the description by itself, then each row of each file against it. Our own reading of
 * the standard, for the properties that we write.
 *
 * @see https://datapackage.org/standard/data-package/
 */
export function dataPackageFaults(
  description: Json,
  files: ReadonlyMap<string, Uint8Array>,
): string[] {
  const faults: string[] = [];
  const say = (where: string, ...whats: readonly string[]): void => {
    faults.push(...whats.map((what) => `${where}: ${what}`));
  };
  if (description.$schema !== "https://datapackage.org/profiles/2.0/datapackage.json")
    say("package", "$schema does not name version 2");
  if (!Array.isArray(description.resources) || description.resources.length === 0)
    say("package", "has no resources");
  const resources: Json[] = description.resources ?? [];
  const names = resources.map(({ name }) => name);
  if (new Set(names).size !== names.length) say("package", "two resources have one name");
  const rows = new Map<string, (string | null)[][]>();
  for (const resource of resources) {
    const where = `resource ${resource.name}`;
    if (typeof resource.name !== "string" || resource.name === "") say(where, "has no name");
    say(where, ...resourceFaults(resource, files));
    say(where, ...schemaFaults(resource.schema ?? {}));
    const bytes = files.get(resource.path);
    if (bytes === undefined) continue;
    const { faults: found, rows: own } = rowFaults(resource, bytes);
    say(where, ...found);
    rows.set(resource.name, own);
  }
  for (const resource of resources) {
    say(`resource ${resource.name}`, ...keyFaults(resource, resources, rows));
  }
  return faults;
}

function resourceFaults(resource: Json, files: ReadonlyMap<string, Uint8Array>): string[] {
  const faults: string[] = [];
  if (typeof resource.path !== "string") return ["has no path"];
  if (/^([/~]|[a-z]+:)|(^|\/)\.\.(\/|$)/i.test(resource.path)) faults.push("path leads outside");
  if (resource.type !== "table") faults.push("is no table");
  if (resource.encoding !== "utf-8") faults.push("encoding is not utf-8");
  const bytes = files.get(resource.path);
  if (bytes === undefined) return [...faults, "its file is not there"];
  if (resource.bytes !== bytes.length) faults.push("bytes is not the size of the file");
  const hash = createHash("sha256").update(bytes).digest("hex");
  if (resource.hash !== `sha256:${hash}`) faults.push("hash is not that of the file");
  if (bytes[0] === 0xef && bytes[1] === 0xbb) faults.push("begins with a byte-order mark");
  return faults;
}

function schemaFaults(schema: Json): string[] {
  const faults: string[] = [];
  const fields: Json[] = schema.fields ?? [];
  if (fields.length === 0) faults.push("schema has no fields");
  const names = fields.map(({ name }) => name);
  if (new Set(names).size !== names.length) faults.push("two fields have one name");
  if (!["exact", "equal", "subset", "superset", "partial"].includes(schema.fieldsMatch))
    faults.push("fieldsMatch is not a value of the standard");
  const lists = [schema.missingValues, ...fields.map((each) => each.missingValues)];
  for (const list of lists) {
    if (list === undefined) continue;
    const values = list.map((each: Json) => (typeof each === "string" ? each : each.value));
    if (values.some((value: unknown) => typeof value !== "string"))
      faults.push("a missing value is no text");
    if (new Set(values).size !== values.length) faults.push("a missing value comes twice");
  }
  for (const field of fields) {
    const allowed = constraints[field.type];
    if (typeof field.name !== "string" || field.name === "") faults.push("a field has no name");
    if (allowed === undefined) faults.push(`${field.name}: no type ${field.type}`);
    for (const key of Object.keys(field.constraints ?? {})) {
      if (!allowed?.includes(key)) faults.push(`${field.name}: no constraint ${key}`);
    }
    if (field.categories !== undefined) {
      if (!["string", "integer"].includes(field.type))
        faults.push(`${field.name}: categories on a ${field.type}`);
      const values = field.categories.map(({ value }: Json) => value);
      if (new Set(values).size !== values.length) faults.push(`${field.name}: a category twice`);
      if (values.some((value: unknown) => typeof value !== "string"))
        faults.push(`${field.name}: a category that is no text`);
      const missing = missingOf(schema, field);
      if (values.some((value: string) => missing.has(value)))
        faults.push(`${field.name}: a category that is a missing value`);
    } else if (field.categoriesOrdered !== undefined) {
      faults.push(`${field.name}: an order without categories`);
    }
  }
  for (const key of [schema.primaryKey ?? [], ...(schema.uniqueKeys ?? [])]) {
    if (!Array.isArray(key)) faults.push("a key is no list");
    else for (const name of key) if (!names.includes(name)) faults.push(`key ${name} is no field`);
  }
  return faults;
}

const missingOf = (schema: Json, field: Json): Set<string> =>
  new Set(
    (field.missingValues ?? schema.missingValues ?? [""]).map((each: Json) =>
      typeof each === "string" ? each : each.value,
    ),
  );

function rowFaults(
  resource: Json,
  bytes: Uint8Array,
): { faults: string[]; rows: (string | null)[][] } {
  const faults: string[] = [];
  const raw = readCsv(bytes);
  const fields: Json[] = resource.schema.fields;
  if (raw.faults.length > 0) faults.push("its file has faults of CSV");
  if (JSON.stringify(raw.header) !== JSON.stringify(fields.map(({ name }) => name)))
    faults.push("its header is not its fields");
  const missing = fields.map((field) => missingOf(resource.schema, field));
  const rows = raw.rows.map((row) => row.map((cell, at) => (missing[at]?.has(cell) ? null : cell)));
  for (const [at, field] of fields.entries()) {
    const values = rows.map((row) => row[at] ?? null);
    const known = values.filter((value): value is string => value !== null);
    const wrong = known.filter((value) => !fits(field, value)).length;
    if (wrong > 0) faults.push(`${field.name}: ${wrong} values do not fit its type`);
    if (field.constraints?.required && known.length < values.length)
      faults.push(`${field.name}: required, but missing`);
    if (field.constraints?.unique && new Set(known).size < known.length)
      faults.push(`${field.name}: unique, but twice`);
  }
  return { faults, rows };
}

function fits(field: Json, value: string): boolean {
  if (field.categories !== undefined)
    return field.categories.some((category: Json) => category.value === value);
  switch (field.type) {
    case "number":
      return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value);
    case "date": {
      const [, year, month, day] = (/^(\d{4})-(\d\d)-(\d\d)$/.exec(value) ?? []).map(Number);
      return year !== undefined && dayNumber(year, month as number, day as number) !== null;
    }
    default:
      return true;
  }
}

function keyFaults(
  resource: Json,
  resources: readonly Json[],
  rows: ReadonlyMap<string, (string | null)[][]>,
): string[] {
  const faults: string[] = [];
  const { primaryKey, foreignKeys = [] } = resource.schema;
  if (primaryKey !== undefined) {
    const keys = valuesOf(resource, primaryKey, rows);
    if (keys.some((key) => key.includes(null))) faults.push("a row has no primary key");
    if (new Set(keys.map(String)).size < keys.length) faults.push("two rows have one primary key");
  }
  for (const { fields, reference } of foreignKeys) {
    const other =
      reference.resource === undefined || reference.resource === ""
        ? resource
        : resources.find(({ name }) => name === reference.resource);
    if (!Array.isArray(fields) || !Array.isArray(reference.fields)) {
      faults.push("a foreign key is no list");
      continue;
    }
    if (fields.length !== reference.fields.length) faults.push("a foreign key of unlike lengths");
    if (other === undefined) {
      faults.push("a foreign key to no resource");
      continue;
    }
    const known = new Set(valuesOf(other, reference.fields, rows).map(String));
    const orphans = valuesOf(resource, fields, rows).filter(
      (key) => !key.includes(null) && !known.has(String(key)),
    );
    if (orphans.length > 0) faults.push(`${orphans.length} rows lead to no row of ${other.name}`);
  }
  return faults;
}

function valuesOf(
  resource: Json,
  names: readonly string[],
  rows: ReadonlyMap<string, (string | null)[][]>,
): (string | null)[][] {
  const places = names.map((name) =>
    resource.schema.fields.findIndex((field: Json) => field.name === name),
  );
  return (rows.get(resource.name) ?? []).map((row) => places.map((at) => row[at] ?? null));
}
