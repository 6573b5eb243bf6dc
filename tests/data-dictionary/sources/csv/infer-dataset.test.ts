import { describe, expect, test } from "vitest";
import { inferDataset } from "../../../../data-dictionary/sources/csv/infer-dataset.ts";
import { readCsv } from "../../../../data-dictionary/sources/csv/read-csv.ts";

const read = (text: string, options = {}) =>
  inferDataset(readCsv(new TextEncoder().encode(text)), options);
const numbers = [..."abcdefghijklmn"].map((_, place) => `${place}`);

describe("how a column of a CSV file is read", () => {
  test("few different numbers are categories, and a note says so unless it was asked for", () => {
    const rating = "rating\n1\n2\n3\n";
    expect(read(rating).dataset.columns.get("rating")?.kind).toBe("categorical");
    expect(read(rating).notes).toEqual([
      {
        column: "rating",
        text: "holds 3 different numbers and is read as categories: --numeric rating reads it as numbers, --ordered rating as ordered categories",
      },
    ]);
    for (const asked of [
      { categorical: ["rating"] },
      { ordered: ["rating"] },
      { numeric: ["rating"] },
    ]) {
      expect(read(rating, asked).notes).toEqual([]);
    }
    expect(read("yes\n0\n1\n").notes).toEqual([]);
  });

  test("a word among many numbers makes categories of them, and a note says so", () => {
    const { dataset, notes } = read(`age\n${numbers.join("\n")}\nunknown\n`);
    expect(dataset.columns.get("age")?.kind).toBe("categorical");
    expect(notes.map((note) => note.text)).toEqual([
      "holds numbers and 1 different word, and is read as categories: code the words as missing (-9 to -6) to read it as numbers",
    ]);
    expect(read(`age\n${numbers.join("\n")}\n-9\n`).dataset.columns.get("age")?.kind).toBe(
      "numeric",
    );
  });

  test("NA is missing and counted", () => {
    const { dataset, notes } = read("a\nx\nNA\ny\n");
    expect(notes).toEqual([{ column: "a", text: "has 1 cell reading NA, taken as missing" }]);
    expect(dataset.columns.get("a")).toMatchObject({ levels: [{ value: "x" }, { value: "y" }] });
  });

  test("no note quotes what a cell holds", () => {
    const { notes } = read(`age\n${numbers.join("\n")}\nSECRET-WORD\n`);
    expect(JSON.stringify(notes)).not.toContain("SECRET");
  });
});

describe("a column in order", () => {
  const text = "grade\nlow\nhigh\nmiddle\nlow\n";
  const of = (ordered: string) => {
    const { dataset, notes } = read(text, { ordered: [ordered] });
    const column = dataset.columns.get("grade");
    if (column?.kind !== "categorical") throw new Error("not categorical");
    return { values: column.levels.map((level) => level.value), codes: [...column.codes], notes };
  };

  test("of words is in the order of the file, and says so", () => {
    const { values, notes } = of("grade");
    expect(values).toEqual(["low", "high", "middle"]);
    expect(notes).toEqual([
      {
        column: "grade",
        text: 'is taken to be in the order in which its values first come in the file: low < high < middle; to give another,  --ordered "grade=low<high<middle"',
      },
    ]);
  });

  test("is in the order that is given, and has nothing more to say", () => {
    expect(of("grade=low<middle<high")).toEqual({
      values: ["low", "middle", "high"],
      codes: [0, 2, 1, 0],
      notes: [],
    });
    expect(of("grade=none<low<middle<high").codes).toEqual([1, 3, 2, 1]);
  });

  test("names many values in no message, for they may be text", () => {
    const many = `grade\n${Array.from({ length: 14 }, (_, row) => `text ${row}`).join("\n")}\n`;
    const [note] = read(many, { ordered: ["grade"] }).notes;
    expect(note?.text).not.toContain("text 3");
    expect(() => read(many, { ordered: ["grade=a<b"] })).toThrow(/14 of those/);
  });

  test.each(["grade=low", "grade=low<low<high", "grade=low<middle", "grade="])(
    "refuses %s",
    (ordered) => {
      expect(() => of(ordered)).toThrow(/must name each|is not among them/);
    },
  );
});
