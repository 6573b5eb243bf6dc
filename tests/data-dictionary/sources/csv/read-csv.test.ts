import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError } from "../../../../data-dictionary/input-error.ts";
import { readCsv } from "../../../../data-dictionary/sources/csv/read-csv.ts";

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const codeOf = (bytes: Uint8Array): string => {
  try {
    readCsv(bytes);
    return "read";
  } catch (error) {
    return error instanceof InputError ? error.code : "crash";
  }
};

describe("readCsv", () => {
  it("reads one table the same in every encoding and dialect", () => {
    const text = "name,n\nZoë,1\nAnn,2\n";
    const rows = readCsv(utf8(text)).rows;
    const le = Buffer.from(text, "utf16le");
    const be = Buffer.from(le).swap16();
    const files = [
      utf8(`\ufeff${text}`),
      le,
      be,
      Buffer.concat([Buffer.from([0xff, 0xfe]), le]),
      Buffer.concat([Buffer.from([0xfe, 0xff]), be]),
      Buffer.from(text, "latin1"),
      utf8(text.replaceAll(",", ";")),
      utf8(text.replaceAll(",", "\t")),
      utf8(`sep=;\n${text.replaceAll(",", ";")}`),
      utf8(text.replaceAll("\n", "\r\n")),
      utf8(text.replace("\n", "\r\n")),
    ];
    for (const bytes of files) expect(readCsv(bytes).rows).toEqual(rows);
  });

  it("refuses with a code what cannot be used as a whole", () => {
    expect(codeOf(utf8(""))).toBe("empty-file");
    expect(codeOf(utf8("a,a\n1,2\n"))).toBe("bad-header");
    expect(codeOf(utf8("a,\n1,2\n"))).toBe("bad-header");
    expect(codeOf(utf8("a,__proto__\n1,2\n"))).toBe("bad-header");
    expect(codeOf(utf8('a,b\n"1,2\n'))).toBe("unclosed-quote");
    expect(codeOf(utf8('a,b\n1"x,2\n'))).toBe("stray-quote");
    expect(codeOf(utf8("a,b\n1,\0\n"))).toBe("nul-byte");
    expect(codeOf(utf8(`a,b\n"${"x".repeat(1_100_000)}",2\n`))).toBe("record-too-long");
  });

  it("refuses ragged rows one by one, with their lines", () => {
    const raw = readCsv(utf8('a,b\n"x\ny",2\n3\n\n4,5\n'));
    expect(raw.rows).toEqual([
      ["x\ny", "2"],
      ["4", "5"],
    ]);
    expect([raw.rowsIn, raw.rows.length, raw.rowsRefused, raw.rowsBlank]).toEqual([4, 2, 1, 1]);
    expect(raw.faults.map((fault) => fault.row)).toEqual([4]);
    expect([...raw.lines]).toEqual([2, 6]);
  });

  it("never crashes and never loses a row, whatever happens to the bytes", () => {
    const base = utf8('id,name,day\n1,"a, ""b""",2001-02-03\n2,x,2001-02-04\n3,,\n');
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(base.length - 1), fc.nat(255)), { maxLength: 6 }),
        fc.nat(base.length),
        (changes, length) => {
          const bytes = base.slice(0, length);
          for (const [at, value] of changes) if (at < length) bytes[at] = value;
          try {
            const raw = readCsv(bytes);
            expect(raw.rows.length + raw.rowsRefused + raw.rowsBlank).toBe(raw.rowsIn);
            expect(raw.lines).toHaveLength(raw.rows.length);
          } catch (error) {
            expect(error).toBeInstanceOf(InputError);
          }
        },
      ),
      { seed: 7, numRuns: 1000 },
    );
  });
});

it.each(["\n", "\r\n", "\r"])("counts lines alike with and without quotation marks (%j)", (end) => {
  const plain = `sep=,${end === "\r" ? "\n" : end}a,b${end}1,2${end}${end}3${end}4,5${end},${end}6,7${end}`;
  const quoted = plain.replace("6,7", '6,"7"');
  const [one, two] = [plain, quoted].map((text) => readCsv(new TextEncoder().encode(text)));
  expect([...(one?.lines ?? [])]).toEqual([3, 6, 8]);
  expect(one?.lines).toEqual(two?.lines);
  expect(one?.faults).toEqual(two?.faults);
  expect(one?.rows).toEqual(two?.rows);
});
