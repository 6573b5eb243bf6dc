// Writes the R and SPSS code of every case into a folder: node --import tsx tests/support/write-reproduce.ts FOLDER
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { reproduceCases } from "./reproduce-cases.ts";
import { runCli } from "./run-cli.ts";

const folder = process.argv[2] as string;
const data = "tests/reference/reproduce";
for (const { name, args, languages } of reproduceCases) {
  for (const language of languages) {
    const { code, out, err } = await runCli([...args, "--reproduce", language], data);
    if (code !== 0) throw new Error(`${name}: ${err}`);
    writeFileSync(join(folder, `${name}.${language === "r" ? "R" : "sps"}`), out);
  }
}
