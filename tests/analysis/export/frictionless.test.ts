import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { csvForPrograms } from "../../../analysis/export/csv-files.ts";
import { type ExportTable, exportTable } from "../../../analysis/export/export-table.ts";
import { frictionlessPackage } from "../../../analysis/export/frictionless-package.ts";
import { rScript } from "../../../analysis/export/r-script.ts";
import { numericColumn, textColumn } from "../../../data-dictionary/table/column.ts";
import { dataset } from "../../../data-dictionary/table/dataset.ts";
import { awkwardTable } from "../../support/awkward-table.ts";
import { dataPackageFaults } from "../../support/data-package-faults.ts";
import { demoDerived } from "../../support/demo-derived.ts";

/** A package of tables as the export writes it. */
function packaged(tables: readonly ExportTable[]) {
  const files = new Map<string, Uint8Array>();
  const described = tables.map((table) => {
    const bytes = new TextEncoder().encode(csvForPrograms(table));
    const path = `data/${table.name}.csv`;
    files.set(path, bytes);
    const hash = `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
    return { table, path, bytes: bytes.length, hash };
  });
  const description = frictionlessPackage(described, {
    name: "study",
    title: "Study",
    keys: { child: "child_id", family: "family_id" },
  });
  // biome-ignore lint/suspicious/noExplicitAny: what the test changes in it
  return { description: structuredClone(description) as any, files };
}

const demoTables = (): ExportTable[] => {
  const { children, families, study } = demoDerived();
  return [
    { ...children, name: "children" },
    { ...families, name: "families" },
    ...["placements", "events", "ratings"].map((name) => ({
      ...(study.tables.get(name) as NonNullable<ReturnType<typeof study.tables.get>>),
      name,
    })),
  ].map((data) => exportTable(data, { title: data.name, banner: "PRIVATE" }));
};

describe("a data package of the demonstration study", () => {
  const demo = packaged(demoTables());

  it("keeps every rule of the standard, in the description and in each row", () => {
    expect(dataPackageFaults(demo.description, demo.files)).toEqual([]);
  });

  it("ties children to families, and everything else to both", () => {
    const keys = Object.fromEntries(
      demo.description.resources.map(
        ({ name, schema }: { name: string; schema: Record<string, unknown> }) => [
          name,
          [
            schema.primaryKey,
            ((schema.foreignKeys ?? []) as { reference: { resource: string } }[]).map(
              ({ reference }) => reference.resource,
            ),
          ],
        ],
      ),
    );
    expect(keys).toEqual({
      children: [["child_id"], ["families"]],
      families: [["family_id"], []],
      placements: [["placement_id"], ["children"]],
      events: [["event_id"], ["families", "children"]],
      ratings: [["rating_id"], ["families", "children"]],
    });
  });

  // The rules are worth something only if they find what is wrong.
  it.each([
    ["no resources", (d) => (d.resources = [])],
    ["a missing file", (d) => (d.resources[0].path = "data/none.csv")],
    ["a path to elsewhere", (d) => (d.resources[0].path = "../children.csv")],
    ["a wrong size", (d) => d.resources[0].bytes++],
    ["a wrong hash", (d) => (d.resources[0].hash = "sha256:0")],
    ["two fields of one name", (d) => (d.resources[0].schema.fields[1].name = "child_id")],
    ["a field of no type", (d) => (d.resources[0].schema.fields[0].type = "words")],
    ["a number that is words", (d) => (d.resources[0].schema.fields[0].type = "number")],
    ["a category that is not listed", (d) => d.resources[0].schema.fields[2].categories.pop()],
    ["a key that is no field", (d) => (d.resources[0].schema.primaryKey = ["nobody"])],
    ["a key that is not unique", (d) => (d.resources[0].schema.primaryKey = ["authority"])],
    [
      "a foreign key to nothing",
      (d) => (d.resources[0].schema.foreignKeys[0].reference.resource = "aunts"),
    ],
    ["orphans", (d) => (d.resources[0].schema.foreignKeys[0].fields = ["child_id"])],
    [
      "a constraint of another type",
      (d) => (d.resources[0].schema.fields[0].constraints.minimum = 1),
    ],
    // biome-ignore lint/suspicious/noExplicitAny: what the test changes in it
  ] as [string, (description: any) => unknown][])("the rules find %s", (_, spoil) => {
    const description = structuredClone(demo.description);
    spoil(description);
    expect(dataPackageFaults(description, demo.files)).not.toEqual([]);
  });
});

describe("awkward data packages", () => {
  it("keeps Welsh names, early days and every missing code", () => {
    const { description, files } = packaged([awkwardTable()]);
    expect(dataPackageFaults(description, files)).toEqual([]);
  });

  it("claims no foreign key where a child has no family in the study", () => {
    const table = (name: string, columns: Parameters<typeof dataset>[0]): ExportTable =>
      exportTable(dataset(columns, { name }), { title: name, banner: "b" });
    const { description, files } = packaged([
      table("children", [textColumn("child_id", ["a", "b"]), textColumn("family_id", ["f", "g"])]),
      table("families", [textColumn("family_id", ["f"])]),
    ]);
    expect(description.resources[0].schema.foreignKeys).toBeUndefined();
    expect(dataPackageFaults(description, files)).toEqual([]);
  });
});

describe("numbers that are also missing codes", () => {
  const table = exportTable(
    dataset([
      numericColumn("change", [-7, 2, null, null], { reasons: Int8Array.of(0, 0, -9, -1) }),
      numericColumn("plain", [1, null, 3, 4], { reasons: Int8Array.of(0, -7, 0, 0) }),
    ]),
    { title: "t", banner: "b" },
  );

  it("stay numbers in plain CSV; why a value is missing stands beside them", () => {
    expect(csvForPrograms(table).trimEnd().split("\r\n")).toEqual([
      "change,change_missing,plain",
      "-7,,1",
      "2,,-7",
      ",not_recorded,3",
      ",,4",
    ]);
  });

  it("stay numbers in Frictionless and R, which take only a blank there for missing", () => {
    const { description, files } = packaged([table]);
    const [change, reason, plain] = description.resources[0].schema.fields;
    expect(change.missingValues).toEqual([{ value: "", label: "Not yet coded" }]);
    expect(reason.categories.map(({ label }: { label: string }) => label)).toContain(
      "Not recorded on file",
    );
    expect(plain.missingValues).toBeUndefined();
    expect(dataPackageFaults(description, files)).toEqual([]);
    const script = rScript([table], () => "t.csv");
    expect(script).toContain(
      'as.numeric(ifelse(raw_data[["change"]] == "", NA, raw_data[["change"]]))',
    );
    expect(script).toContain('as.numeric(known(raw_data[["plain"]]))');
  });
});
