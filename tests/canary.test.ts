import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CliResult, runCli } from "./support/run-cli.ts";
import { shortenPlan } from "./support/short-plan.ts";

// Every identifier begins with QZX; every free text names a person, an address, a postcode and a telephone.
const freeText = "Zebedee Quillfeather of 12 Canary Row SW1A 1AA 020 7946 0018";
const canary = /QZX|Zebedee|Quillfeather|Canary Row|SW1A|7946 ?0018/i;
const tables = ["children", "families", "events", "placements", "ratings"] as const;
const identifiers = /^(child_id|family_id|event_id|placement_id|rating_id|carer_id|answered_by)$/;
const freeTexts = /^(note|evidence)$/;
let folder = "";
let birthdays: string[] = [];
const cli = (...args: string[]): Promise<CliResult> => runCli(args, folder);

/** Each cell of a table through a function; the demonstration's cells hold no commas. */
function rewrite(study: string, table: string, change: (column: string, cell: string) => string) {
  const path = join(folder, study, "data", `${table}.csv`);
  const [head = "", ...rows] = readFileSync(path, "utf8").trimEnd().split(/\r?\n/);
  const columns = head.split(",");
  const changed = rows.map((row) =>
    row
      .split(",")
      .map((cell, at) => change(columns[at] ?? "", cell))
      .join(","),
  );
  writeFileSync(path, `${[head, ...changed].join("\n")}\n`);
}

function findings(text: string): string[] {
  const found = canary.exec(text)?.[0];
  const birthday = birthdays.find((day) => text.includes(day));
  return [...(found ? [found] : []), ...(birthday ? [birthday] : [])];
}

/** The bytes of a file as text, and what is packed in it where it is a zip, as workbooks and documents are. */
function textIn(bytes: Buffer): string {
  const plain = bytes.toString("latin1");
  if (!plain.startsWith("PK")) return plain;
  const parts = Object.entries(unzipSync(bytes)).map(
    ([name, part]) => `${name}\n${Buffer.from(part).toString("utf8")}`,
  );
  return [plain, ...parts].join("\n");
}

function filesUnder(path: string): { readonly name: string; readonly bytes: string }[] {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => ({
      name: join(entry.parentPath, entry.name).slice(path.length),
      bytes: textIn(readFileSync(join(entry.parentPath, entry.name))),
    }));
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "throughline-canary-"));
  expect((await cli("demo", "s")).code).toBe(0);
  for (const table of tables) {
    rewrite("s", table, (column, cell) => {
      if (identifiers.test(column)) return cell === "" ? cell : `QZX${cell}`;
      if (freeTexts.test(column)) return freeText;
      if (column === "date_of_birth") {
        const [year, month, day] = cell.split("-");
        birthdays.push(cell, `${day}/${month}/${year}`);
      }
      return cell;
    });
  }
  // Three more columns of the kind that no study should hold, each of them in the codebook.
  const children = join(folder, "s/data/children.csv");
  const [head = "", ...rows] = readFileSync(children, "utf8").trimEnd().split(/\r?\n/);
  const more = ["Zebedee Quillfeather", "SW1A 1AA", "QZX4857773456"];
  writeFileSync(
    children,
    `${[`${head},child_name,home_postcode,health_number`, ...rows.map((row) => [row, ...more].join(","))].join("\n")}\n`,
  );
  const codebook = join(folder, "s/codebook.csv");
  const lines = readFileSync(codebook, "utf8").trimEnd().split(/\r?\n/);
  const form = (lines.find((line) => line.includes("date_of_birth")) ?? "").split(",")[1];
  const texts = ["child_name", "home_postcode", "health_number"].map(
    (name) => `${name},${form},,text,${name.replace("_", " ")}${",".repeat(6)},y${",".repeat(7)}`,
  );
  writeFileSync(codebook, `${[...lines, ...texts].join("\n")}\n`);
  birthdays = [...new Set(birthdays)].filter(
    // Word documents carry the first day of 2000 as the day they were made, whenever that was.
    (day) => !day.includes("undefined") && day !== "2000-01-01",
  );
  expect(birthdays.length).toBeGreaterThan(100);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("the canary is looked for where it is", () => {
  expect(findings(readFileSync(join(folder, "s/data/events.csv"), "utf8"))).toContain("QZX");
  expect(findings(`born ${birthdays[0]}`)).toEqual([birthdays[0]]);
  expect(findings(`heard of ${freeText}`)).toEqual(["Zebedee"]);
});

describe("no name, birthday, postcode, identifier or text of the data gets out", () => {
  it("by the commands that speak of groups", async () => {
    const stable = ["--outcome", "stability_5y", "--event", "stable_at_home,stable_away"];
    const commands = [
      ["check"],
      ["status"],
      ["test"],
      ["describe", "sex", "age_band", "stability_5y"],
      ["describe", "--missing"],
      ["associate", "stability_5y", "--with", "age_band,authority", "--table"],
      ["compare", ...stable, "--adjust", "age_band"],
      ["compare", "--outcome", "case_management"],
      ["model", "stability_5y", "--with", "age_band", "--event", "unstable"],
      ["tree", "stability_5y", "--with", "age_band", "--resamples", "50"],
      ["agree"],
      ["drift"],
      ["release", "--plan"],
      ["release"],
      ["run"],
    ];
    for (const command of commands) {
      // The release is of the whole plan; pages and files need one analysis of each kind.
      if (command[0] === "run") shortenPlan(join(folder, "s"));
      // The release is made once: a second pack is another release.
      const formats = ["run", "release"].includes(command[0] as string) ? [[]] : [[], ["--json"]];
      for (const format of formats) {
        const { code, out, err } = await cli(...command, ...format, "--study", "s");
        expect([command.join(" "), code <= 1, out.length > 20]).toEqual([
          command.join(" "),
          true,
          true,
        ]);
        expect([command.join(" "), findings(out + err)]).toEqual([command.join(" "), []]);
      }
    }
  }, 120_000);

  it("by the pages for researchers, practice and authorities, and by exported results", async () => {
    for (const command of [
      // The report for researchers is made by run.
      ["report", "--for", "practice"],
      ["report", "--for", "authority", "Authority D"],
      ["export", "--to", "csv,xlsx,docx", "--tables", "results"],
    ]) {
      const { code, out, err } = await cli(...command, "--study", "s");
      expect([command.join(" "), code, findings(out + err)]).toEqual([command.join(" "), 0, []]);
    }
    const names = filesUnder(join(folder, "s/output/review")).map(({ name }) => name);
    expect(names.filter((name) => /\.(html|xlsx|docx)$/.test(name)).length).toBeGreaterThan(3);
  }, 240_000);

  it("by a notebook, in plain text or packed in base 64", async () => {
    const { code, out, err } = await cli("notebook", "build", "1", "7", "--study", "s");
    expect([code, findings(out + err)]).toEqual([0, []]);
    const pages = filesUnder(join(folder, "s/output/private/notebooks"));
    expect(pages.length).toBe(2);
    for (const { name, bytes } of pages) {
      const packed = [...bytes.matchAll(/[A-Za-z0-9+/]{200,}={0,2}/g)].map(([text]) =>
        Buffer.from(text, "base64").toString("latin1"),
      );
      // The tables of the study are among them.
      expect(packed.some((text) => text.startsWith("child_id,"))).toBe(true);
      // A notebook counts ages from dates of birth; no more of a person is in it.
      for (const text of [name, bytes, ...packed]) expect(canary.exec(text)).toBe(null);
    }
  }, 240_000);

  it("in any byte or file name of the release and of what is for review", () => {
    for (const zone of ["release", "review"]) {
      const files = filesUnder(join(folder, "s/output", zone));
      expect(files.length).toBeGreaterThan(zone === "release" ? 20 : 3);
      for (const { name, bytes } of files) {
        expect([zone, name, findings(name + bytes)]).toEqual([zone, name, []]);
      }
    }
    for (const { name } of filesUnder(join(folder, "s/output"))) {
      expect([name, findings(name)]).toEqual([name, []]);
    }
  });

  it("in the messages of commands that fail", async () => {
    const broken: readonly (readonly [string, (study: string) => void])[] = [
      ["a name for a date", (study) => rewrite(study, "children", replace("date_of_birth"))],
      ["a name for a code", (study) => rewrite(study, "children", replace("sex"))],
      ["a name for a number", (study) => rewrite(study, "events", replace("source_page"))],
      ["a name for a start", (study) => rewrite(study, "placements", replace("start"))],
      ["one identifier twice", (study) => rewrite(study, "children", () => `QZX${freeText}`)],
      ["a quote that does not close", (study) => append(study, `"${freeText}\n`)],
      ["a row too short", (study) => append(study, `QZXC999,${freeText}\n`)],
      ["a NUL", (study) => append(study, `QZXC999,${freeText}\u0000\n`)],
    ];
    for (const [what, damage] of broken) {
      cpSync(join(folder, "s"), join(folder, "b"), { recursive: true });
      rmSync(join(folder, "b/output"), { recursive: true, force: true });
      damage("b");
      for (const command of [
        ["check"],
        ["describe", "sex"],
        ["compare", "--outcome", "sex", "--event", "boy"],
        ["release"],
      ]) {
        const { out, err } = await cli(...command, "--study", "b");
        const said = [what, command[0], findings(out + err)];
        expect(said).toEqual([what, command[0], []]);
      }
      rmSync(join(folder, "b"), { recursive: true, force: true });
    }
    for (const command of [
      ["compare", "--outcome", "child_id", "--study", "s"],
      ["describe", "note", "--study", "s"],
      ["tree", "child_id", "--with", "sex", "--study", "s"],
      ["model", "family_id", "--with", "sex", "--study", "s"],
      ["describe", "--data", "s/data/events.csv", "note"],
      [
        "compare",
        "--data",
        "s/data/events.csv",
        "--by",
        "note",
        "--events",
        "child_id",
        "--n",
        "note",
      ],
    ]) {
      const { err } = await cli(...command);
      expect([command.join(" "), findings(err)]).toEqual([command.join(" "), []]);
    }
  }, 120_000);
});

const replace =
  (wanted: string) =>
  (column: string, cell: string): string =>
    column === wanted ? freeText : cell;

function append(study: string, text: string): void {
  const path = join(folder, study, "data", "children.csv");
  expect(statSync(path).size).toBeGreaterThan(0);
  writeFileSync(path, readFileSync(path, "utf8") + text);
}
