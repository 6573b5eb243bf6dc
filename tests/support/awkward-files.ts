import { csvForPeople, csvForPrograms } from "../../analysis/export/csv-files.ts";
import { dtaFile } from "../../analysis/export/dta-file.ts";
import { parquetFile } from "../../analysis/export/parquet-file.ts";
import { rScript } from "../../analysis/export/r-script.ts";
import { savFile } from "../../analysis/export/sav-file.ts";
import { spsSyntax, spssCsv } from "../../analysis/export/sps-syntax.ts";
import { dataSheet, variablesSheet, workbook } from "../../analysis/export/workbook.ts";
import { awkwardTable } from "./awkward-table.ts";

/** The awkward table as every file that other programs read. */
export async function awkwardFiles(): Promise<Map<string, string | Uint8Array>> {
  const table = awkwardTable();
  return new Map<string, string | Uint8Array>([
    ["awkward.sav", savFile(table)],
    ["awkward.dta", dtaFile(table)],
    ["awkward.parquet", parquetFile(table)],
    ["awkward.sps", spsSyntax(table, "spss.csv")],
    ["spss.csv", spssCsv(table)],
    ["people.csv", csvForPeople(table)],
    ["plain.csv", csvForPrograms(table)],
    ["awkward.R", rScript([table], () => "plain.csv")],
    [
      "awkward.xlsx",
      await workbook([dataSheet(table), variablesSheet([table])], {
        title: table.title,
        banner: table.banner,
        lines: [],
      }),
    ],
  ]);
}
