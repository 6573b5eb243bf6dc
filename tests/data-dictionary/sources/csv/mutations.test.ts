import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Random, seededRandom } from "../../../../analysis/random/random.ts";
import { InputError } from "../../../../data-dictionary/input-error.ts";
import { type RawTable, readCsv } from "../../../../data-dictionary/sources/csv/read-csv.ts";

// A valid return, cut to some 300 rows so that a thousand mutations stay quick.
const whole = readFileSync("tests/fixtures/ssda903-five-years/2018-episodes.csv");
const base = whole.subarray(0, whole.indexOf("\n", 16_000) + 1);
const clean = readCsv(base);

/** The plainest CSV reader there is: cells between commas, quotes doubled inside quotes. */
function reference(text: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  let cell = "";
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at] as string;
    if (quoted) {
      if (character !== '"') cell += character;
      else if (text[at + 1] === '"') {
        cell += '"';
        at++;
      } else quoted = false;
    } else if (character === '"' && cell === "") quoted = true;
    else if (character === ",") {
      record.push(cell);
      cell = "";
    } else if (character === "\n" || character === "\r") {
      if (character === "\r" && text[at + 1] === "\n") at++;
      records.push([...record, cell]);
      record = [];
      cell = "";
    } else cell += character;
  }
  if (cell !== "" || record.length > 0) records.push([...record, cell]);
  return records;
}

const read = (bytes: Uint8Array): RawTable | null => {
  try {
    return readCsv(bytes);
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
};

/** Refused, or every row accounted for and read as the reference reads it. */
function expectExplained(bytes: Uint8Array): RawTable | null {
  const raw = read(bytes);
  if (raw === null) return null;
  expect(raw.rows.length + raw.rowsRefused + raw.rowsBlank).toBe(raw.rowsIn);
  if (raw.dialect.delimiter !== "," || raw.dialect.encoding !== "utf-8") return raw;
  const records = reference(new TextDecoder().decode(bytes).replace(/^\ufeff/, ""));
  expect(raw.rowsIn).toBe(records.length - 1);
  expect(raw.rows).toEqual(
    records
      .slice(1)
      .filter(
        (record) =>
          record.length === raw.header.length && record.some((cell) => cell.trim() !== ""),
      ),
  );
  return raw;
}

const mutate: Record<string, (bytes: Buffer, random: Random) => Buffer> = {
  "a byte dropped": (bytes, random) => {
    const at = random.below(bytes.length);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]);
  },
  "a byte doubled": (bytes, random) => {
    const at = random.below(bytes.length);
    return Buffer.concat([bytes.subarray(0, at + 1), bytes.subarray(at)]);
  },
  "a byte changed": (bytes, random) => {
    const out = Buffer.from(bytes);
    out[random.below(out.length)] = random.below(256);
    return out;
  },
  "two bytes swapped": (bytes, random) => {
    const out = Buffer.from(bytes);
    const at = random.below(out.length - 1);
    [out[at], out[at + 1]] = [out[at + 1] as number, out[at] as number];
    return out;
  },
  "a quote put in": (bytes, random) => {
    const at = random.below(bytes.length);
    return Buffer.concat([bytes.subarray(0, at), Buffer.from('"'), bytes.subarray(at)]);
  },
  "a comma put in": (bytes, random) => {
    const at = random.below(bytes.length);
    return Buffer.concat([bytes.subarray(0, at), Buffer.from(","), bytes.subarray(at)]);
  },
  "a line dropped": (bytes, random) => {
    const lines = bytes.toString("latin1").split("\n");
    lines.splice(random.below(lines.length - 1), 1);
    return Buffer.from(lines.join("\n"), "latin1");
  },
  "a line doubled": (bytes, random) => {
    const lines = bytes.toString("latin1").split("\n");
    const at = random.below(lines.length - 1);
    lines.splice(at, 0, lines[at] as string);
    return Buffer.from(lines.join("\n"), "latin1");
  },
  "two files spliced": (bytes, random) => {
    const other = readFileSync("tests/fixtures/ssda903-five-years/2019-header.csv");
    return Buffer.concat([
      bytes.subarray(0, random.below(bytes.length)),
      other.subarray(random.below(other.length)),
    ]);
  },
};

describe("a thousand mutations of a valid return", () => {
  const random = seededRandom(20260, "csv-mutations");

  it.each(Object.entries(mutate))("%s", (_name, change) => {
    for (let turn = 0; turn < 60; turn++) expectExplained(change(base, random));
  });

  it("a file cut anywhere but at a line end is never taken as whole", () => {
    const places = [
      ...Array.from({ length: 400 }, (_, at) => at + 1),
      ...Array.from({ length: 150 }, () => 1 + random.below(base.length - 1)),
    ];
    for (const length of places) {
      const raw = expectExplained(base.subarray(0, length));
      if (raw === null || base[length - 1] === 0x0a || base[length - 1] === 0x0d) continue;
      expect(raw.faults.map((fault) => fault.code)).toContain("may-be-cut-off");
    }
  });

  it("a file cut at a line end has fewer rows, which a declared count catches", () => {
    const at = base.indexOf("\n", 5_000) + 1;
    const raw = expectExplained(base.subarray(0, at));
    expect(raw?.faults).toEqual([]);
    expect(raw?.rowsIn).toBeLessThan(clean.rowsIn);
  });
});
