import { describe, expect, it } from "vitest";
import { InputError } from "../../../../data-dictionary/input-error.ts";
import type { LoadedStudy } from "../../../../data-dictionary/study/load-study.ts";
import { memoryStudy } from "../../../support/memory-study.ts";

const codebook = `"Variable / Field Name","Form Name","Section Header","Field Type","Field Label","Choices, Calculations, OR Slider Labels","Field Note","Text Validation Type OR Show Slider Number","Text Validation Min","Text Validation Max",Identifier?,"Branching Logic (Show field only if...)","Required Field?","Custom Alignment","Question Number (surveys only)","Matrix Group Name","Matrix Ranking?","Field Annotation"
child_id,children,,text,Child,,,,,,y,,y,,,,,
seen,children,,text,Seen,,,date_ymd,1990-01-01,2030-12-31,,,,,,,,
town,children,,text,Town,,,,,,,,,,,,,
age,children,,text,Age,,,integer,0,18,,,,,,,,
sex,children,,radio,Sex,"boy, Boy | girl, Girl | -9, Not recorded on file",,,,,,,,,,,,
`;
const plain =
  'child_id,seen,town,age,sex\nC1,2001-03-14,"Süd, Ost",7,boy\nC2,2001-12-01,Nord,-9,girl\n';

const study = (data: string | Uint8Array, dialect = "", table = ""): LoadedStudy =>
  memoryStudy({
    "study.yaml": `throughline: 1\ntitle: Dialects\n${dialect === "" ? "" : `dialect: ${dialect}\n`}tables:\n  children: { file: data/children.csv${table} }\n`,
    "codebook.csv": codebook,
    "data/children.csv": data,
  });
const cells = (read: LoadedStudy): unknown => {
  const table = read.tables.get("children");
  return [...(table?.columns.values() ?? [])].map((column) =>
    column.kind === "categorical"
      ? [...column.codes]
      : column.kind === "date"
        ? [...column.days]
        : [...column.values],
  );
};
/** What a person reads: the faults, or the sentence with which the file is refused. */
const said = (data: string | Uint8Array, dialect = "", table = ""): unknown => {
  try {
    return study(data, dialect, table).faults.map(
      ({ code, row, column, message, found, expected, remedy }) =>
        `${code}${row === undefined ? "" : ` row ${row}`}${column === undefined ? "" : `, ${column}`}: ${message}${found === undefined ? "" : ` (${found}${expected === undefined ? "" : `, not ${expected}`})`}${found === undefined && expected !== undefined ? ` [${expected}]` : ""} → ${remedy}`,
    );
  } catch (error) {
    if (error instanceof InputError) return `${error.code}: ${error.message} → ${error.hint}`;
    throw error;
  }
};
const utf16 = (text: string, mark = true): Buffer =>
  Buffer.from(`${mark ? "\ufeff" : ""}${text}`, "utf16le");
const slashes = plain.replaceAll(/(\d{4})-(\d\d)-(\d\d)/g, "$3/$2/$1");

describe("one table in every dialect", () => {
  const expected = cells(study(plain));

  it.each<[string, string | Uint8Array, string]>([
    ["a UTF-8 byte-order mark", `\ufeff${plain}`, ""],
    ["UTF-16 with its mark", utf16(plain), ""],
    ["UTF-16 without a mark", utf16(plain, false), ""],
    ["UTF-16, the other way round", Buffer.from(utf16(plain)).swap16(), ""],
    ["Windows-1252", Buffer.from(plain, "latin1"), ""],
    ["Windows-1252, declared", Buffer.from(plain, "latin1"), "{ encoding: windows-1252 }"],
    ["semicolons", plain.replaceAll(/,(?! )/g, ";"), ""],
    ["semicolons, declared", plain.replaceAll(/,(?! )/g, ";"), '{ delimiter: ";" }'],
    ["tabs", plain.replaceAll(/,(?! )/g, "\t"), ""],
    ["Excel's sep= line", `sep=;\r\n${plain.replaceAll(/,(?! )/g, ";")}`, ""],
    ["CRLF", plain.replaceAll("\n", "\r\n"), ""],
    ["lines ended by CR alone", plain.replaceAll("\n", "\r"), ""],
    [
      "every cell in quotes",
      plain.replaceAll(/("[^"]*"|[^,\n"]+)/g, (cell) =>
        cell.startsWith('"') ? cell : `"${cell}"`,
      ),
      "",
    ],
    ["dd/mm/yyyy, declared", slashes, "{ dates: dmy }"],
    [
      "mm/dd/yyyy, declared",
      plain.replaceAll(/(\d{4})-(\d\d)-(\d\d)/g, "$2/$3/$1"),
      "{ dates: mdy }",
    ],
    [
      "Excel serials, declared",
      plain.replace("2001-03-14", "36964").replace("2001-12-01", "37226"),
      "{ dates: excel }",
    ],
    [
      "Excel 1904 serials, declared",
      plain.replace("2001-03-14", "35502").replace("2001-12-01", "35764"),
      "{ dates: excel-1904 }",
    ],
  ])("%s", (_name, data, dialect) => {
    const read = study(data, dialect);
    expect(read.faults).toEqual([]);
    expect(cells(read)).toEqual(expected);
  });
});

describe("what a researcher is told", () => {
  const row = (cell: string, column: "seen" | "age" | "sex" = "seen"): string =>
    `child_id,seen,town,age,sex\nC1,${column === "seen" ? cell : "2001-03-14"},Ost,${column === "age" ? cell : "7"},${column === "sex" ? cell : "boy"}\n`;

  it.each<[string, string | Uint8Array, string?, string?]>([
    ["an empty file", ""],
    ["two columns of one name", "child_id,age,age\nC1,1,2\n"],
    ["a column named __proto__", "child_id,__proto__\nC1,1\n"],
    ["a column without a name", "child_id,,age\nC1,1,2\n"],
    ["too few and too many cells", "child_id,age\nC1\nC2,3,4\nC3,5\n"],
    ["a quotation mark never closed", 'child_id,town\nC1,"Ost\nC2,Nord\n'],
    ["a stray quotation mark", 'child_id,town\nC1,O"st,\n'],
    ["a NUL character", "child_id,town\nC1,O\0st\n"],
    ["bytes that are not the declared UTF-8", Buffer.from(plain, "latin1"), "{ encoding: utf-8 }"],
    ["a mark against the declared encoding", utf16(plain), "{ encoding: utf-8 }"],
    ["the wrong declared delimiter", plain, '{ delimiter: ";" }'],
    ["the wrong declared delimiter, and no quotes", "child_id,age\nC1,7\n", '{ delimiter: ";" }'],
    ["a file of semicolons declared as commas", "child_id;age\nC1;7\n", '{ delimiter: "," }'],
    ["no header row", "C1,7\nC2,9\n"],
    ["a column that the study cannot do without", "Child_ID,age\nC1,7\n"],
    ["a trailing delimiter in each row", "child_id,age,\nC1,7,\n"],
    ["dd/mm/yyyy read as ISO", slashes],
    ["ISO read as dd/mm/yyyy", plain, "{ dates: dmy }"],
    ["dd/mm/yyyy read as mm/dd/yyyy", slashes, "{ dates: mdy }"],
    ["a day that does not exist", row("2001-02-30")],
    ["29 February of a common year", row("29/02/2019"), "{ dates: dmy }"],
    ["a year of two digits", row("14/03/01"), "{ dates: dmy }"],
    ["an Excel serial that is not declared", row("36964")],
    ["Excel's day 60", row("60"), "{ dates: excel }"],
    ["a date outside the codebook's range", row("1890-01-01")],
    ["a number with a unit", row("7 years", "age")],
    ["a decimal where a whole number belongs", row("7.5", "age")],
    ["a number out of range", row("180", "age")],
    ["a code that is not a choice", row("Boy ", "sex")],
    ["a required cell left blank", "child_id,age\n,3\n"],
    ["a column the codebook does not know", "child_id,shoe_size\nC1,3\n"],
    ["a file cut off in its last row", plain.slice(0, -3)],
    ["a file with fewer rows than declared", plain, "", ", rows: 3"],
  ])("%s", (_name, data, dialect, table) => {
    const text = said(data, dialect, table);
    // No message repeats what a cell holds.
    expect(JSON.stringify(text)).not.toMatch(/C1|C2|Ost|Nord|2001-03-14|14\/03/);
    expect(text).toMatchSnapshot();
  });
});
