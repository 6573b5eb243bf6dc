import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCli } from "../../support/run-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "throughline-text-"));
const write = (name: string, contents: string | Uint8Array): void =>
  writeFileSync(join(folder, name), contents);

beforeAll(() => {
  write(
    "draft.md",
    "# Draft\n\nSupervisory neglect: 106 of 131 children (86%).\nIt led to drift.\n",
  );
  write("good.txt", "59 of 138 children (43%) were stably at home.\n");
  write(
    "draft.docx",
    zipSync({
      "word/document.xml": strToU8(
        "<w:document><w:body><w:p><w:r><w:t>107 of 133 (81%)</w:t></w:r></w:p></w:body></w:document>",
      ),
    }),
  );
  write("broken.docx", "not a document");
  write("sheet.xlsx", "x");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("throughline check-text", () => {
  it("points at slips with line and column, and ends with 1", async () => {
    const { code, out } = await runCli(["check-text", "draft.md"], folder);
    expect(code).toBe(1);
    expect(out).toMatchInlineSnapshot(`
      "draft.md:3:22  106 of 131 (86%)
        106 of 131 is 81%, not 86%.
        86% would be 113 of 131, or 106 of 123.

      draft.md:4:4  led to
        Says that one thing brings about another. The study shows what goes with what.
        Write 'went with', or say what shows the cause.

      2 places to look at in 5 lines.
      Numbers were not compared: there is no study here. Name it with --study.
      "
    `);
  });

  it("reads Word documents", async () => {
    const { code, out } = await runCli(["check-text", "draft.docx", "--json"], folder);
    expect(code).toBe(1);
    const document = JSON.parse(out);
    expect(document.schema).toBe("throughline/check-text/v1");
    expect(document.findings[0].message).toBe("107 of 133 is 80%, not 81%.");
  });

  it("reads footnotes and the rows of tables in Word documents", async () => {
    const cell = (text: string): string => `<w:tc><w:p><w:r><w:t>${text}</w:t></w:r></w:p></w:tc>`;
    const row = (...cells: string[]): string => `<w:tr>${cells.map(cell).join("")}</w:tr>`;
    write(
      "tables.docx",
      zipSync({
        "word/document.xml": strToU8(
          `<w:document><w:body><w:tbl>${row("Type", "Count", "n", "%")}${row("Physical", "107", "133", "81")}</w:tbl></w:body></w:document>`,
        ),
        "word/footnotes.xml": strToU8(
          "<w:footnotes><w:footnote><w:p><w:r><w:t>It led to drift.</w:t></w:r></w:p></w:footnote></w:footnotes>",
        ),
      }),
    );
    const { code, out } = await runCli(["check-text", "tables.docx", "--json"], folder);
    expect(code).toBe(1);
    const { findings } = JSON.parse(out) as { findings: { line: number; rule: string }[] };
    expect(findings.map(({ line, rule }) => [line, rule])).toEqual([
      [2, "count-and-percentage"],
      [3, "causal-words"],
    ]);
  });

  it("ends with 0 when nothing is found", async () => {
    const { code, out } = await runCli(["check-text", "good.txt"], folder);
    expect(code).toBe(0);
    expect(out).toContain("Nothing found in 2 lines.");
  });

  it.each([
    ["absent.md", "There is no file absent.md."],
    ["broken.docx", "The file is not a Word document"],
    ["sheet.xlsx", "sheet.xlsx is neither Markdown, plain text nor a Word document."],
  ])("ends with 3 for %s", async (file, message) => {
    const { code, err } = await runCli(["check-text", file], folder);
    expect(code).toBe(3);
    expect(err).toContain(message);
  });
});
